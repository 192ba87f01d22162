"""Return visits: which were due, which took place, by account and period."""

# ruff: noqa: S608 - names and texts in this SQL go through records.name and records.quote

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhuoyue import Problem, Severity, Text
from zhuoyue.records import Dataset, Field, quote, typed_rows
from zhuoyue_plugins.key_accounts.counting.lifetimes import Standing
from zhuoyue_plugins.key_accounts.reading.injected import inject, key
from zhuoyue_plugins.key_accounts.reading.months import month_of
from zhuoyue_plugins.key_accounts.reading.problems import counted
from zhuoyue_plugins.key_accounts.reading.register import Register
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings, VisitSettings

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_SHOWN = 100
_YEAR = 12
"""Months of the first year as a customer."""


@dataclass(frozen=True)
class Due:
    """Visits due in one quarter for the accounts of one tier and age."""

    quarter: int
    tier: int
    first_year: bool
    accounts: int
    due: int
    met: int


@dataclass(frozen=True)
class Visits:
    """What the visit log shows."""

    due: tuple[Due, ...] = ()
    by_account: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """(due, met) of each account."""
    by_tier: Mapping[tuple[int, int], tuple[int, int, int]] = field(default_factory=dict)
    """(accounts, due, met) by year and tier."""
    unknown: int = 0
    """Visits to accounts that neither register nor revenue knows."""
    unknown_accounts: int = 0
    strangers: tuple[tuple[str, Text, Decimal], ...] = ()
    """Accounts that nobody knows: as written, where, number of visits."""
    uncounted: int = 0
    """Visits of a kind that does not count."""
    first: int = 0
    last: int = 0
    problems: tuple[Problem, ...] = ()


def read_visits(
    dataset: Dataset,
    own: VisitSettings,
    settings: KeyAccountsSettings,
    standings: Sequence[Standing],
    register: Register,
    as_of: dt.date,
) -> Visits:
    """Hold the visit log against what was due.

    A visit is due once in each whole calendar period (a month in the first twelve months after the start, a quarter
    after them, unless the settings say otherwise) in which the account was a customer and which the log covers: from
    the first whole month of the log to the last one before the day of the assessment.
    """
    rows = typed_rows(
        dataset,
        [
            Field("account", own.fields.account, "text"),
            Field("date", own.fields.date, "instant"),
            Field("kind", own.fields.kind, "text"),
            Field("seller", own.fields.by, "text"),
        ],
    )
    counts = f"kind IN ({', '.join(map(quote, own.kinds_counted))})" if own.kinds_counted else "true"
    dataset.run(
        f"CREATE TEMP TABLE log AS SELECT {key('account')} AS account, date::DATE AS day, {counts} AS counts, "
        f"count(*) AS n, count(*) - count(DISTINCT hash(kind, seller)) AS again FROM {rows.relation} GROUP BY ALL"
    )
    _inject(dataset, settings, standings, register)
    problems, found = _problems(dataset, as_of)
    problems = [*rows.problems, *problems]
    first, last = found["first"], month_of(as_of + dt.timedelta(days=1)) - 1
    if first is None:
        return Visits(problems=tuple(problems), unknown=found["unknown"], unknown_accounts=found["strangers"])
    _make_due(dataset, own, int(first), last)
    return Visits(
        due=_due(dataset),
        by_account=_by_account(dataset),
        by_tier=_by_tier(dataset),
        unknown=int(found["unknown"]),
        unknown_accounts=found["strangers"],
        strangers=_strangers(dataset),
        uncounted=int(found["uncounted"]),
        first=int(first),
        last=last,
        problems=tuple(problems),
    )


def _inject(dataset: Dataset, settings: KeyAccountsSettings, standings: Sequence[Standing], register: Register) -> None:
    names = [tier.name for tier in settings.every_tier]
    asked = settings.visits.tiers if settings.visits else ()
    wanted = {names.index(name) for name in asked} if asked else set(range(len(names)))
    known = {standing.account for standing in standings} | set(register.accounts)
    inject(dataset, "known", {"account": "VARCHAR"}, ((account,) for account in known))
    customers = {"account": "VARCHAR", "began": "INTEGER", "ended": "INTEGER"}
    inject(dataset, "customer", customers, ((one.account, _since(one), one.lost) for one in standings))
    stood = {"account": "VARCHAR", "period": "INTEGER", "tier": "INTEGER"}
    rows = ((one.account, at, tier) for one in standings for at, tier in one.tiers.items())
    inject(dataset, "stood", stood, rows)
    inject(dataset, "wanted", {"tier": "INTEGER"}, ((tier,) for tier in sorted(wanted)))
    dataset.run(f"CREATE TEMP TABLE size AS SELECT {settings.months} AS months")


def _since(standing: Standing) -> int:
    """Return the month of the start; well in the past where all that is known is that the records begin later."""
    return standing.began if standing.began_known else standing.began - 2 * _YEAR


def _make_due(dataset: Dataset, own: VisitSettings, first: int, last: int) -> None:
    """Make the table `due`: a row for each account and period in which a visit was due, and whether it took place.

    Periods after the first year begin with the first whole one after it. The tier is that of the period, or the last
    one before it.
    """
    early, late = LENGTHS[own.first_year], LENGTHS[own.later]
    new = f"began + {_YEAR}"
    dataset.run(
        "CREATE TEMP TABLE spans AS SELECT account, true AS fresh, "
        f"unnest(range({_up('began + 1', early)}, {new} + 1, {early})) AS a, {early} AS length, began, ended "
        "FROM customer "
        "UNION ALL SELECT account, false, "
        f"unnest(range({_up(f'{new} + 1', late)}, {last} + 1, {late})), {late}, began, ended FROM customer"
    )
    dataset.run(
        "CREATE TEMP TABLE due AS WITH inside AS (SELECT account, fresh, a, a + length - 1 AS b FROM spans "
        f"WHERE a >= {first} AND a + length - 1 <= {last} AND (ended IS NULL OR a + length - 1 < ended)), "
        "seen AS (SELECT DISTINCT account, year(day) * 12 + month(day) - 1 AS month FROM log WHERE counts), "
        "tiers AS (SELECT i.*, s.tier, i.b // months AS at FROM size, inside i ASOF JOIN stood s "
        "ON i.account = s.account AND i.b // (SELECT months FROM size) >= s.period) "
        "SELECT t.account, fresh, a, b, tier, bool_or(coalesce(seen.month BETWEEN a AND b, false)) AS met "
        "FROM tiers t LEFT JOIN seen ON seen.account = t.account AND seen.month BETWEEN a AND b "
        "WHERE tier IN (SELECT tier FROM wanted) GROUP BY ALL"
    )


def _up(month: str, length: int) -> str:
    """Return the first month of the next period of a length that begins with or after `month`."""
    return f"(({month} + {length - 1}) // {length} * {length})"


def _due(dataset: Dataset) -> tuple[Due, ...]:
    rows = dataset.run(
        "SELECT b // 3 AS quarter, tier, fresh, count(DISTINCT account) AS n, count(*) AS due, "
        "count(*) FILTER (WHERE met) AS met FROM due GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return tuple(Due(row["quarter"], row["tier"], row["fresh"], row["n"], row["due"], row["met"]) for row in rows)


def _by_account(dataset: Dataset) -> dict[str, tuple[int, int]]:
    rows = dataset.run("SELECT account, count(*) AS due, count(*) FILTER (WHERE met) AS met FROM due GROUP BY 1")
    return {row["account"]: (row["due"], row["met"]) for row in rows}


def _by_tier(dataset: Dataset) -> dict[tuple[int, int], tuple[int, int, int]]:
    rows = dataset.run(
        "SELECT b // 12 AS year, tier, count(DISTINCT account) AS n, count(*) AS due, "
        "count(*) FILTER (WHERE met) AS met FROM due GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return {(row["year"], row["tier"]): (row["n"], row["due"], row["met"]) for row in rows}


def _strangers(dataset: Dataset) -> tuple[tuple[str, Text, Decimal], ...]:
    rows = dataset.run(
        "SELECT account, sum(n) AS n FROM log ANTI JOIN known USING (account) GROUP BY 1 "
        f"ORDER BY 2 DESC, 1 LIMIT {_SHOWN}"
    )
    return tuple((row["account"], Text(zh="走访记录", en="visit log"), Decimal(row["n"])) for row in rows)


def _problems(dataset: Dataset, as_of: dt.date) -> tuple[list[Problem], Mapping[str, Any]]:
    """Return what was set aside, and the counts; visits after the day of the assessment are removed."""
    stranger = "account IS NOT NULL AND account NOT IN (SELECT account FROM known)"
    found = dataset.run(
        "SELECT coalesce(sum(n) FILTER (WHERE account IS NULL), 0) AS nameless, "
        "coalesce(sum(n) FILTER (WHERE day IS NULL), 0) AS undated, "
        f"coalesce(sum(n) FILTER (WHERE day > DATE '{as_of}'), 0) AS later, "
        "coalesce(sum(n) FILTER (WHERE NOT counts), 0) AS uncounted, coalesce(sum(again), 0) AS again, "
        f"coalesce(sum(n) FILTER (WHERE {stranger}), 0) AS unknown, "
        f"count(DISTINCT account) FILTER (WHERE {stranger}) AS strangers FROM log"
    )[0]
    dataset.run(f"DELETE FROM log WHERE account IS NULL OR day IS NULL OR day > DATE '{as_of}'")
    # The month in which the log begins counts whole: a log is begun on the first day with a visit, not of a month.
    first = dataset.run("SELECT min(year(day) * 12 + month(day) - 1) AS first FROM log WHERE counts")[0]["first"]
    place = dataset.place
    return [
        *counted(
            "key-accounts-no-account",
            int(found["nameless"]),
            place,
            "{n} {visit|visits} {names|name} no account and {was|were} left out",
            "有 {n} 次走访没有客户编号，已剔除",
        ),
        *counted(
            "key-accounts-no-day",
            int(found["undated"]),
            place,
            "{n} {visit|visits} {has|have} no day and {was|were} left out",
            "有 {n} 次走访没有日期，已剔除",
        ),
        *counted(
            "key-accounts-later",
            int(found["later"]),
            place,
            "{n} {visit|visits} {is|are} later than the day of the assessment and {was|were} left out",
            "有 {n} 次走访晚于评价日，已剔除",
            Severity.INFO,
        ),
        *counted(
            "key-accounts-unknown-visits",
            int(found["unknown"]),
            place,
            "{n} {visit|visits} {names|name} an account that neither the register nor the revenue knows",
            "有 {n} 次走访的客户既不在客户档案中，也没有收入记录",
        ),
        *counted(
            "key-accounts-visits-repeated",
            int(found["again"]),
            place,
            "{n} {visit|visits} {stands|stand} in the log more than once; a period counts as visited once",
            "走访记录中有 {n} 次重复登记；每个期间只按一次计",
            Severity.INFO,
        ),
    ], {**found, "first": first}
