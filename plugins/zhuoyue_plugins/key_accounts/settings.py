"""What a user may write in a `[[sources]]` table whose collector is `key-accounts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from zhuoyue import Number, SettingError, Text, Visibility, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable, Strings
from zhuoyue_plugins.key_accounts.tier_settings import TierSetting, When

Kinds = Mapping[str, frozenset[str]]
_FORBIDDEN_NAMES = ("none", "new", "absent")
"""Words that the tables use for accounts without a tier."""


class RevenueFields(SettingsTable):
    """Columns of the revenue records, one row for an invoice, or for an account and month."""

    account: str
    """Column with the account: the same number or name as in the register."""
    month: str
    """Column with the month or day: 2025-03, 2025年3月, 202503, 2025-03-14; a quarter counts in its last month."""
    amount: str
    """Column with the amount."""
    product_line: str | None = None
    """Column with the product line."""
    margin: str | None = None
    """Column with the margin (profit) made with the amount."""


class RevenueSettings(RecordsSettings):
    """Where the revenue is: any number of rows."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: RevenueFields
    """Columns by role."""

    def kinds(self) -> Kinds:
        """Return how each column is read."""
        numbers = (self.fields.amount, self.fields.margin)
        texts = (self.fields.account, self.fields.month, self.fields.product_line)
        return _kinds(text=texts, number=numbers)


class RegisterFields(SettingsTable):
    """Columns of the account register, one row an account."""

    account: str
    """Column with the account's number, or its name where there is no number."""
    name: str | None = None
    """Column with its name."""
    segment: str | None = None
    """Column with its customer group."""
    product_line: str | None = None
    """Column with its product line, where the revenue records have none."""
    start: str | None = None
    """Column with the day it became a customer."""
    contact: str | None = None
    """Column with the one contact person."""
    updated: str | None = None
    """Column with the day the record was last updated."""
    left: str | None = None
    """Column with the day it left; empty for a customer."""


class RegisterSettings(RecordsSettings):
    """Where the account register is."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: RegisterFields
    """Columns by role."""

    def kinds(self) -> Kinds:
        """Return how each column is read."""
        own = self.fields
        texts = (own.account, own.name, own.segment, own.product_line, own.contact)
        return _kinds(text=texts, instant=(own.start, own.updated, own.left))


class VisitFields(SettingsTable):
    """Columns of the visit log, one row a visit."""

    account: str
    """Column with the account."""
    date: str
    """Column with the day."""
    kind: str | None = None
    """Column with the kind of visit."""
    by: str | None = None
    """Column with who visited."""


class VisitSettings(RecordsSettings):
    """Where the visit log is, and how often an account is to be visited."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: VisitFields
    """Columns by role."""
    kinds_counted: Strings = ()
    """Kinds that count as a visit; left out: all."""
    tiers: Strings = ()
    """Tiers whose accounts are to be visited; left out: all."""
    first_year: Literal["month", "quarter", "half", "year"] = "month"
    """How often in the first twelve months: once in each of these."""
    later: Literal["month", "quarter", "half", "year"] = "quarter"
    """How often after that."""

    def kinds(self) -> Kinds:
        """Return how each column is read."""
        own = self.fields
        return _kinds(text=(own.account, own.kind, own.by), instant=(own.date,))

    @model_validator(mode="after")
    def _kind_needs_column(self) -> VisitSettings:
        if self.kinds_counted and not self.fields.kind:
            raise SettingError(
                "kinds_counted needs fields.kind, the column with the kind of visit",
                "写了 kinds_counted，还需要 fields.kind（走访类型所在的列）",
            )
        return self


class Targets(SettingsTable):
    """Targets of the measures, in percent, for every period."""

    retention: Number | None = Field(default=None, ge=0, le=100)
    """Of the accounts at the beginning of a year, at least so many stay."""
    new_loss: Number | None = Field(default=None, ge=0, le=100)
    """Of the accounts that start in a year, at most so many are lost while new."""
    visits_met: Number | None = Field(default=None, ge=0, le=100)
    """Of the visits due, at least so many take place."""
    top_fifth: Number | None = Field(default=None, ge=0, le=100)
    """Of the revenue, at most so much comes from the top 20 % of the accounts."""


class Assumptions(SettingsTable):
    """The organisation's own figures in place of those that documents assume, in percent."""

    top_share: Number | None = Field(default=None, ge=0, le=100)
    """Share that the top 20 % of the accounts bring; left out: 80, a rule of thumb."""
    new_loss: Number | None = Field(default=None, ge=0, le=100)
    """Churn of new dedicated-line accounts; left out: 30, a statement of the source documents."""


class KeyAccountsSettings(SettingsTable):
    """Settings of the collector `key-accounts`."""

    revenue: RevenueSettings
    """Revenue by account and month."""
    account_register: RegisterSettings | None = Field(default=None, alias="register")
    """The account register, `[sources.register]`."""
    visits: VisitSettings | None = None
    """The visit log."""
    tiers: tuple[TierSetting, ...]
    """The tiers, highest first."""
    default_tier: TierSetting | None = None
    """Tier of accounts that meet no other; left out: `other`."""
    period: Literal["year", "half", "quarter"] = "year"
    """Length of the periods for which tiers and concentration are determined."""
    unit: Text = Text(zh="元", en="CNY")
    """Unit of the amounts."""
    decimals: int = Field(default=2, ge=0, le=4)
    """Decimals of amounts shown."""
    lost_after_months: int = Field(default=6, ge=1, le=36)
    """An account without revenue for so many months in a row is lost."""
    new_months: int = Field(default=12, ge=1, le=36)
    """For so many months after its start an account is new."""
    stale_after_months: int = Field(default=12, ge=1, le=120)
    """A record of the register that was not updated for so many months is stale."""
    names: Visibility = Visibility.CONFIDENTIAL
    """Who may see names of accounts and contact persons; below that tier accounts have pseudonyms."""
    smallest_group: int = Field(default=5, ge=2, le=100)
    """Figures of fewer accounts than this are withheld below the confidential tier."""
    smallest_curve: int = Field(default=10, ge=2, le=1000)
    """Fewest accounts for a survival curve of their own."""
    targets: Targets = Targets()
    """Targets of the measures."""
    assumptions: Assumptions = Assumptions()
    """Own figures in place of what documents assume."""
    list_most: int = Field(default=300, ge=1, le=5000)
    """Most accounts listed one by one."""

    @model_validator(mode="after")
    def _tiers_differ(self) -> KeyAccountsSettings:
        if not self.tiers:  # said here, not by min_length, which would also blame the list for a fault in a tier
            raise SettingError("tiers: expected at least one tier", "tiers：至少应写一个等级")
        every = (*self.tiers, *([self.default_tier] if self.default_tier else []))
        for key in ("name", "title.zh", "title.en"):
            words = [_word(tier, key) for tier in every]
            twice = sorted({word for word in words if word and words.count(word) > 1})
            if twice:
                raise SettingError(
                    f"two tiers have the same {key}: {', '.join(twice)}", f"两个等级的 {key} 相同：{'、'.join(twice)}"
                )
        taken = [tier.name for tier in every if tier.name.strip().lower() in _FORBIDDEN_NAMES]
        if taken:
            raise SettingError(
                f"a tier cannot be called {taken[0]!r}: the word stands for accounts without a tier",
                f"等级不能叫 {taken[0]!r}：这个词表示没有等级的客户",
            )
        if self.default_tier and self.default_tier.when != When():
            raise SettingError(
                "default_tier takes the rest: it has no conditions", "default_tier 收纳其余客户，不能有条件"
            )
        self._open_tier_last()
        self._every_tier_reachable()
        self._columns_known()
        self._tiers_of_visits_known()
        return self

    def _open_tier_last(self) -> None:
        for number, tier in enumerate(self.tiers, 1):
            later = [one.name for one in self.tiers[number:]] + ([self.default_tier.name] if self.default_tier else [])
            if tier.when == When() and later:
                raise SettingError(
                    f"tier {tier.name!r} has no conditions, so {', '.join(later)} can never be reached",
                    f"等级 {tier.name!r} 没有条件，因此排在其后的 {'、'.join(later)} 永远不会有客户",
                )

    def _every_tier_reachable(self) -> None:
        for later, tier in enumerate(self.tiers):
            for earlier, above in enumerate(self.tiers[:later]):
                if above.when.takes(tier.when):
                    raise SettingError(
                        f"tiers[{later}] {tier.name!r} can never be reached: tiers[{earlier}] {above.name!r} stands "
                        "before it and takes all its accounts; the stricter tier comes first",
                        f"tiers[{later}] {tier.name!r} 永远不会有客户：排在其前的 tiers[{earlier}] {above.name!r} "
                        "已包含其全部客户；条件更严的等级应排在前面",
                    )

    def _columns_known(self) -> None:
        own = self.account_register.fields if self.account_register else None
        revenue = self.revenue.fields
        known = {
            "product_line": bool(revenue.product_line or (own and own.product_line)),
            "segment": bool(own and own.segment),
            "margin": bool(revenue.margin),
        }
        for tier in self.tiers:
            asked = {
                "product_line": tier.when.product_line,
                "segment": tier.when.segment,
                "margin": tier.when.margin_at_least is not None,
            }
            for key, wanted in asked.items():
                if wanted and not known[key]:
                    place = {"segment": "register.fields", "margin": "revenue.fields"}.get(
                        key, "revenue.fields or register.fields"
                    )
                    raise SettingError(
                        f"tier {tier.name!r} asks for {key}, but {place} name no such column",
                        f"等级 {tier.name!r} 要用 {key}，但 {place.replace(' or ', ' 或 ')} 中没有写这一列",
                    )

    def _tiers_of_visits_known(self) -> None:
        names = [tier.name for tier in self.every_tier]
        for name in self.visits.tiers if self.visits else ():
            if name not in names:
                en, zh = did_you_mean(name, names)
                raise SettingError(
                    f"visits.tiers: no tier is called {name!r}{en}", f"visits.tiers：没有叫 {name!r} 的等级{zh}"
                )

    @property
    def every_tier(self) -> tuple[TierSetting, ...]:
        """The tiers, highest first, and the one of the rest, unless a tier without conditions takes it."""
        if self.tiers[-1].when == When():
            return self.tiers
        rest = self.default_tier or TierSetting(name="other", title=Text(zh="其他", en="other"))
        return (*self.tiers, rest)

    @property
    def months(self) -> int:
        """Months of a period."""
        return {"year": 12, "half": 6, "quarter": 3}[self.period]


def _word(tier: TierSetting, key: str) -> str:
    return {"name": tier.name, "title.zh": tier.title.zh, "title.en": tier.title.en}[key].strip().casefold()


def _kinds(
    text: tuple[str | None, ...] = (), number: tuple[str | None, ...] = (), instant: tuple[str | None, ...] = ()
) -> Kinds:
    kinds: dict[str, set[str]] = {}
    for kind, columns in (("text", text), ("number", number), ("instant", instant)):
        for column in columns:
            if column:
                kinds.setdefault(column, set()).add(kind)
    return {column: frozenset(found) for column, found in kinds.items()}
