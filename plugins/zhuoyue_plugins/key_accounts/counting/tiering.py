"""Tier rules as SQL and in words, and the table of accounts by period with their tier."""

# ruff: noqa: S608 - names and texts in this SQL go through records.name and records.quote

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Problem, Severity, Text, did_you_mean, plain
from zhuoyue.records import Dataset, quote
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings
from zhuoyue_plugins.key_accounts.tier_settings import When


@dataclass(frozen=True)
class TierCount:
    """The accounts of one tier in one period."""

    period: int
    tier: int
    accounts: int
    revenue: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class MoveCount:
    """How many accounts went from one state to another; None stands for no revenue."""

    period: int
    """The later of the two periods."""
    before: int | None
    after: int | None
    fresh: bool
    """Whether they had no revenue before because they were no customers yet."""
    accounts: int


def make_tiers(dataset: Dataset, settings: KeyAccountsSettings, ledger: Ledger) -> None:
    """Make the table `tiered` (account, period, revenue, margin, tier): accounts with revenue above 0 in the period."""
    size = settings.months
    sums = [
        f"coalesce(sum(amount) FILTER (WHERE line IN ({_list(tier.when.product_line)})), 0) AS a{number}, "
        f"sum(margin) FILTER (WHERE line IN ({_list(tier.when.product_line)})) AS m{number}"
        for number, tier in enumerate(settings.every_tier)
        if tier.when.product_line
    ]
    columns = "".join(f", {one}" for one in sums)
    dataset.run(
        "CREATE TEMP TABLE starts AS SELECT account, least(min(month), any_value(start)) AS began, "
        "any_value(segment) AS segment, any_value(start) AS start, any_value(gone) AS gone "
        "FROM monthly LEFT JOIN register USING (account) WHERE amount > 0 GROUP BY account"
    )
    dataset.run(
        f"CREATE TEMP TABLE periods AS SELECT account, month // {size} AS period, sum(amount) AS revenue, "
        f"sum(margin) AS margin{columns} FROM monthly GROUP BY 1, 2 HAVING sum(amount) > 0"
    )
    months = f"(least((period + 1) * {size} - 1, {ledger.last}) - greatest(period * {size}, began, {ledger.first}) + 1)"
    cases = " ".join(
        f"WHEN {_condition(number, tier.when, months)} THEN {number}" for number, tier in enumerate(settings.every_tier)
    )
    dataset.run(
        "CREATE TEMP TABLE tiered AS SELECT account, period, revenue, margin, CASE "
        f"{cases} END AS tier FROM periods JOIN starts USING (account)"
    )


def _list(words: Sequence[str]) -> str:
    return ", ".join(quote(word) for word in words)


def _condition(number: int, when: When, months: str) -> str:
    amount = f"a{number}" if when.product_line else "revenue"
    margin = f"m{number}" if when.product_line else "margin"
    tests = [
        (f"{amount} > 0", when.product_line or None),
        (f"segment IN ({_list(when.segment)})", when.segment or None),
        (f"{amount} >= {{}} * {months}", when.average_monthly_revenue_at_least),
        (f"{amount} < {{}} * {months}", when.average_monthly_revenue_below),
        (f"{amount} >= {{}}", when.revenue_at_least),
        (f"{amount} < {{}}", when.revenue_below),
        (f"{margin} >= {{}}", when.margin_at_least),
    ]
    asked = [
        sql.format(f"{plain(value)}") if isinstance(value, Decimal) else sql
        for sql, value in tests
        if value is not None
    ]
    return " AND ".join(asked) or "true"


def count_tiers(dataset: Dataset) -> list[TierCount]:
    """Return accounts, revenue and margin by period and tier."""
    rows = dataset.run(
        "SELECT period, tier, count(*) AS n, sum(revenue) AS revenue, sum(margin) AS margin FROM tiered GROUP BY 1, 2 "
        "ORDER BY 1, 2"
    )
    return [TierCount(row["period"], row["tier"], row["n"], row["revenue"], row["margin"]) for row in rows]


def count_moves(dataset: Dataset, settings: KeyAccountsSettings) -> list[MoveCount]:
    """Return the moves between each two periods that follow each other."""
    rows = dataset.run(
        "WITH ends AS (SELECT min(period) AS first, max(period) AS last FROM tiered), "
        "later AS (SELECT account, period, tier FROM tiered), "
        "earlier AS (SELECT account, period + 1 AS period, tier FROM tiered) "
        "SELECT period, earlier.tier AS before, later.tier AS after, "
        f"coalesce(earlier.tier IS NULL AND began // {settings.months} = period, false) AS fresh, count(*) AS n "
        "FROM later FULL JOIN earlier USING (account, period) LEFT JOIN starts USING (account), ends "
        "WHERE period > ends.first AND period <= ends.last GROUP BY ALL ORDER BY ALL"
    )
    return [MoveCount(row["period"], row["before"], row["after"], row["fresh"], row["n"]) for row in rows]


def unreached(dataset: Dataset, settings: KeyAccountsSettings, counts: Sequence[TierCount]) -> Iterator[Problem]:
    """Yield a problem for each tier that no account ever reached, with words of its rule that no record holds."""
    reached = {count.tier for count in counts}
    held = {
        "product_line": [row["w"] for row in dataset.run("SELECT DISTINCT line AS w FROM monthly WHERE line <> ''")],
        "segment": [row["w"] for row in dataset.run("SELECT DISTINCT segment AS w FROM register WHERE segment <> ''")],
    }
    for number, tier in enumerate(settings.every_tier):
        unheard = [
            (key, word, did_you_mean(word, words))
            for key, words in held.items()
            for word in getattr(tier.when, key)
            if word not in words
        ]
        for key, word, (en, zh) in unheard:
            yield _problem(
                f"tier {tier.name!r}: no record has {key} {word!r}{en}",
                f"等级 {tier.name!r}：没有任何记录的 {key} 为 {word!r}{zh}",
                dataset.place,
            )
        if number not in reached and not unheard and tier.when != When():
            yield _problem(
                f"no account ever reached tier {tier.name!r}: {rule(tier.when, settings).en}",
                f"没有客户达到等级 {tier.name!r}：{rule(tier.when, settings).zh}",
                dataset.place,
            )


def _problem(en: str, zh: str, place: str) -> Problem:
    return Problem(code="key-accounts-empty-tier", severity=Severity.WARNING, text=Text(en=en, zh=zh), where=place)


def rule(when: When, settings: KeyAccountsSettings) -> Text:
    """Return a tier's conditions in words."""
    unit_en, unit_zh = settings.unit.get("en"), settings.unit.get("zh")
    lines = "/".join(when.product_line)
    groups = "/".join(when.segment)
    parts: list[tuple[str, str, object]] = [
        (f"product line {lines}", f"产品线 {lines}", when.product_line or None),
        (f"customer group {groups}", f"客户群 {groups}", when.segment or None),
        (
            f"average monthly revenue ≥ {{}} {unit_en}",
            f"月均收入 ≥ {{}} {unit_zh}",
            when.average_monthly_revenue_at_least,
        ),
        (f"average monthly revenue < {{}} {unit_en}", f"月均收入 < {{}} {unit_zh}", when.average_monthly_revenue_below),
        (f"revenue of the period ≥ {{}} {unit_en}", f"期间收入 ≥ {{}} {unit_zh}", when.revenue_at_least),
        (f"revenue of the period < {{}} {unit_en}", f"期间收入 < {{}} {unit_zh}", when.revenue_below),
        (f"margin of the period ≥ {{}} {unit_en}", f"期间毛利 ≥ {{}} {unit_zh}", when.margin_at_least),
    ]
    said = [(_filled(en, value), _filled(zh, value)) for en, zh, value in parts if value is not None]
    if not said:
        return Text(en="all others", zh="其余客户")
    return Text(en=" and ".join(en for en, _ in said), zh="，且".join(zh for _, zh in said))


def _filled(text: str, value: object) -> str:
    return text.replace("{}", plain(value)) if isinstance(value, Decimal) else text
