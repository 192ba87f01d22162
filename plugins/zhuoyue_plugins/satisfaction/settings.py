"""What a user may write in a `[[sources]]` table whose collector is `satisfaction`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from zhuoyue import SettingError, Slug, Text, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable
from zhuoyue_plugins.satisfaction.asking import AnswerFields, WavesSetting
from zhuoyue_plugins.satisfaction.construct_settings import ConstructSetting, QuestionSetting, Scale
from zhuoyue_plugins.satisfaction.modelling import ModelSetting

RESERVED = frozenset({"nps", "top-two", "complained", "response-rate"})
"""Names of measures that are no construct's index."""


class ExpectationSetting(SettingsTable):
    """How wide the zones around the lower expectation limit are, as shares of a question's scale."""

    near: Decimal = Field(default=Decimal("0.05"), ge=0, lt=Decimal("0.5"))
    """Answers so close to the lower limit (LSL), above or below, count as near it."""
    far: Decimal = Field(default=Decimal("0.25"), gt=0, lt=1)
    """Answers more than this below the lower limit count as far below."""

    @model_validator(mode="after")
    def _apart(self) -> ExpectationSetting:
        if self.near >= self.far:
            raise SettingError("near must be less than far", "near 必须小于 far")
        return self


State = Literal["loyal", "favourable", "vulnerable", "at-risk", "not-assessable"]


class LoyaltySetting(SettingsTable):
    """The levels 5 to 1 of satisfaction, the state of loyalty each is assumed to lead to, and the assumed shares."""

    cuts: tuple[Decimal, Decimal, Decimal, Decimal] = (Decimal(20), Decimal(40), Decimal(60), Decimal(80))
    """Where on 0–100 a respondent's own index passes from level 1 to 2, 2 to 3, 3 to 4 and 4 to 5."""
    states: tuple[State, State, State, State, State] = (
        "loyal",
        "favourable",
        "vulnerable",
        "at-risk",
        "not-assessable",
    )
    """State of the levels 5, 4, 3, 2, 1; sources leave open which of the last two belongs to which level."""
    loyal_at_5: Decimal = Field(default=Decimal(60), ge=0, le=100)
    """Assumed percentage of loyal customers among the very satisfied."""
    loyal_at_4: Decimal = Field(default=Decimal(30), ge=0, le=100)
    """Assumed percentage of loyal customers among the satisfied."""

    @model_validator(mode="after")
    def _rising(self) -> LoyaltySetting:
        if not all(0 < low < high < 100 for low, high in zip(self.cuts, (*self.cuts[1:], Decimal(99)), strict=True)):
            raise SettingError(
                "cuts must rise between 0 and 100, e.g. [20, 40, 60, 80]",
                "cuts 应在 0 到 100 之间递增，例如 [20, 40, 60, 80]",
            )
        if len(set(self.states)) < len(self.states):
            raise SettingError(
                "states must name each state once, for the levels 5, 4, 3, 2, 1",
                "states 应按 5、4、3、2、1 级各列出一种状态，不得重复",
            )
        return self


class SatisfactionSettings(RecordsSettings):
    """Settings of the collector `satisfaction`: one row of the tables is one respondent's answers."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""

    fields: AnswerFields = AnswerFields()
    """Columns that are no questions, by what they hold."""
    period: Literal["year", "half", "quarter", "month"] = "year"
    """Length of the periods."""
    constructs: dict[Slug, ConstructSetting]
    """What was asked, by name; the names of a preset model where one is used."""
    segment_title: Text = Text(zh="细分市场", en="Segment")
    """What the column `segment` divides customers by."""
    tier_title: Text = Text(zh="客户等级", en="Tier")
    """What the column `tier` divides customers by; it may be a product line or region too."""
    names: dict[str, Text] = Field(default={})
    """Words of the columns `segment` and `tier`, and what readers of either language see instead."""
    csi: str | None = None
    """Construct that is the customer satisfaction index; left out: `satisfaction`."""
    cli: str | None = None
    """Construct that is the customer loyalty index; left out: `loyalty`."""
    recommend_scale: Scale = (Decimal(0), Decimal(10))
    """Scale of the recommendation question, if it belongs to no construct."""
    level: Decimal = Field(default=Decimal("0.95"), gt=Decimal("0.5"), lt=1)
    """Level of the confidence intervals."""
    least_answers: int = Field(default=10, ge=2)
    """With fewer answers a figure has no interval and no test."""
    most_groups: int = Field(default=30, ge=1, le=200)
    """So many segments and tiers, those with most answers, are shown."""
    expectation: ExpectationSetting = ExpectationSetting()
    """Zones around the expectation interval."""
    loyalty: LoyaltySetting = LoyaltySetting()
    """Levels, and the assumed map from satisfaction to loyalty."""
    model: ModelSetting | None = None
    """Path model of what drives satisfaction; its weights are used for the indices."""
    waves: WavesSetting | None = None
    """Register of how many were asked, for the response rate."""

    @model_validator(mode="after")
    def _known(self) -> SatisfactionSettings:
        if not self.constructs:
            raise SettingError(
                "constructs names none; at least one table [sources.constructs.NAME] with questions is needed",
                "constructs 为空；至少需要一个含 questions 的表 [sources.constructs.NAME]",
            )
        if taken := sorted(RESERVED & set(self.constructs)):
            raise SettingError(
                f"constructs: {taken[0]!r} is the name of another measure; choose another",
                f"constructs：{taken[0]!r} 是其他指标的名称，请改名",
            )
        for key, named in (("csi", self.csi), ("cli", self.cli)):
            if named is not None and named not in self.constructs:
                hint, hint_zh = did_you_mean(named, self.constructs)
                raise SettingError(
                    f"{key}: there is no construct {named!r}{hint}", f"{key}：没有构念 {named!r}{hint_zh}"
                )
        if self.fields.answered and self.fields.period:
            raise SettingError(
                "fields has both answered and period; keep one", "fields 同时写了 answered 和 period，请只保留其一"
            )
        self._check_model()
        return self

    def _check_model(self) -> None:
        """Raise ValueError where the model names what the settings do not have."""
        model = self.model
        if model is None:
            return
        if model.groups and not getattr(self.fields, model.groups):
            raise SettingError(
                f"model.groups = {model.groups!r} needs the column in fields.{model.groups}",
                f"model.groups = {model.groups!r} 需要在 fields.{model.groups} 中指定列",
            )
        # Those of a preset are checked where it is filled in.
        known = {name for path in model.paths or () for name in path}
        for name in () if model.preset else model.formative:
            if name not in known:
                hint, hint_zh = did_you_mean(name, known)
                raise SettingError(
                    f"model.formative: no path begins or ends at a construct {name!r}{hint}",
                    f"model.formative：没有路径以构念 {name!r} 为起点或终点{hint_zh}",
                )
        for name in model.constructs.values():
            if name not in self.constructs:
                hint, hint_zh = did_you_mean(name, self.constructs)
                raise SettingError(
                    f"model.constructs: there is no construct {name!r}{hint}",
                    f"model.constructs：没有构念 {name!r}{hint_zh}",
                )

    @property
    def csi_name(self) -> str | None:
        """The construct that is the CSI, if there is one."""
        return self.csi or ("satisfaction" if "satisfaction" in self.constructs else None)

    @property
    def cli_name(self) -> str | None:
        """The construct that is the CLI, if there is one."""
        return self.cli or ("loyalty" if "loyalty" in self.constructs else None)

    def asked(self) -> Iterator[QuestionSetting]:
        """Yield every question."""
        for construct in self.constructs.values():
            yield from construct.questions

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        found: dict[str, set[str]] = {}
        for column, kind in self.fields.columns():
            found.setdefault(column, set()).add(kind)
        for item in self.asked():
            found.setdefault(item.column, set()).add("flag" if item.yes_no else "number")
            for column in item.limit_columns():
                found.setdefault(column, set()).add("number")
        return {column: frozenset(kinds) for column, kinds in found.items()}
