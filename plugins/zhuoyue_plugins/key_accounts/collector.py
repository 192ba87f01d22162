"""The collector `key-accounts`: reads revenue, register and visit log, and shows what they say together."""

# ruff: noqa: S608 - only a number of ours enters this SQL

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel

from zhuoyue import Collected, Evidence, Exhibit, Fault, InputError, Measure, Problem, Source, Text
from zhuoyue.records import Dataset, Read, RecordsCollector, RecordsSettings, read_records
from zhuoyue_plugins.key_accounts.counting.concentration import Concentration, concentration
from zhuoyue_plugins.key_accounts.counting.lifetimes import (
    Churn,
    Excluded,
    Lifetime,
    Standing,
    count_churn,
    make_lifetimes,
    read_lifetimes,
    read_standings,
)
from zhuoyue_plugins.key_accounts.counting.tiering import TierCount, count_moves, count_tiers, make_tiers, unreached
from zhuoyue_plugins.key_accounts.counting.visiting import Visits, read_visits
from zhuoyue_plugins.key_accounts.exhibits.assumed import assumed_exhibit
from zhuoyue_plugins.key_accounts.exhibits.author import Author, both
from zhuoyue_plugins.key_accounts.exhibits.concentration import concentration_exhibits
from zhuoyue_plugins.key_accounts.exhibits.keeping import keeping_exhibits
from zhuoyue_plugins.key_accounts.exhibits.lists import list_exhibits, listing, strangers_exhibit
from zhuoyue_plugins.key_accounts.exhibits.loyalty import cohorts, loyalty_exhibits
from zhuoyue_plugins.key_accounts.exhibits.measures import measures
from zhuoyue_plugins.key_accounts.exhibits.survival import survival_exhibits
from zhuoyue_plugins.key_accounts.exhibits.tiers import tier_exhibits
from zhuoyue_plugins.key_accounts.exhibits.visits import visit_exhibits
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger, read_ledger
from zhuoyue_plugins.key_accounts.reading.problems import Hidden, counted
from zhuoyue_plugins.key_accounts.reading.register import Register, read_register
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings

T = TypeVar("T")


@dataclass(frozen=True)
class Revenue:
    """What the revenue shows, taken from the engine."""

    ledger: Ledger
    exhibits: tuple[Exhibit, ...]
    counts: tuple[TierCount, ...]
    concentration: tuple[Concentration, ...]
    churn: tuple[Churn, ...]
    lives: tuple[Lifetime, ...]
    excluded: Excluded
    standings: tuple[Standing, ...]
    strangers: tuple[tuple[str, Text, Decimal], ...]
    problems: tuple[Problem, ...]


class KeyAccounts(RecordsCollector):
    """Tiers, concentration, retention and visits of key accounts from revenue, register and visit log."""

    name: ClassVar[str] = "key-accounts"
    settings: ClassVar[type[BaseModel]] = KeyAccountsSettings

    def parts(self, settings: Any) -> Mapping[str, RecordsSettings]:
        """Return the tables: revenue and, where named, register and visits."""
        named = {"revenue": settings.revenue, "register": settings.account_register, "visits": settings.visits}
        return {key: part for key, part in named.items() if part is not None}

    def collect(self, source: Source) -> Collected:
        """Read the parts one after the other: each needs what the ones before it know."""
        settings: KeyAccountsSettings = source.settings
        today = source.as_of
        found: dict[str, Read[Any]] = {}
        register, visits = Register(), None
        if settings.account_register:
            own = settings.account_register
            found["register"] = _discreetly(source, own, lambda data: read_register(data, own, today), "register")
            register = found["register"].value
        known = tuple(one.id for read in found.values() for one in read.evidence)
        found["revenue"] = _discreetly(
            source, settings.revenue, lambda data: read_revenue(data, source, register, known), "revenue"
        )
        revenue: Revenue = found["revenue"].value
        if settings.visits:
            log = settings.visits
            found["visits"] = _discreetly(
                source, log, lambda data: read_visits(data, log, settings, revenue.standings, register, today), "visits"
            )
            visits = found["visits"].value
        evidence = tuple(one for read in found.values() for one in read.evidence)
        problems = [problem for read in found.values() for problem in (*read.value.problems, *read.problems)]
        return _collected(source, register, revenue, visits, evidence, problems)


def _discreetly(source: Source, own: RecordsSettings, use: Callable[[Dataset], T], part: str) -> Read[T]:
    """Read a part. A query that fails on a cell quotes it, and the cell may be a name: such quotes are blotted out."""
    import duckdb

    try:
        return read_records(source, own, use, part)
    except InputError as error:
        if own.query is None:
            raise
        raise InputError(*(replace(one, en=_blotted(one.en), zh=_blotted(one.zh)) for one in error.faults)) from None
    except duckdb.Error as error:
        if own.query is None:
            raise
        kind = str(error).split(":")[0]
        raise InputError(
            Fault(
                f"the query fails on a cell ({kind}); the cell may hold a name and is not shown",
                f"查询在某个单元格处失败（{kind}）；该单元格可能含有名称，不予显示",
                "query",
            )
        ) from None


def _blotted(text: str) -> str:
    text = re.sub(r"(Conversion Error:.*?)'.*'", r"\1'…'", text)
    # What follows the message of an Invalid Input Error repeats the cell with a mark below it.
    return re.sub(r'(Invalid Input Error:[^"]*)".*', r'\1"…"', text)


def read_revenue(dataset: Dataset, source: Source, register: Register, evidence: tuple[str, ...] = ()) -> Revenue:
    """Ask the engine everything about the revenue.

    Args:
        dataset: the opened revenue records.
        source: the configured source.
        register: what the register says.
        evidence: ids of the register's tables.

    Raises:
        InputError: not a single row can be counted.
    """
    settings: KeyAccountsSettings = source.settings
    ledger = read_ledger(dataset, settings.revenue, register, source.as_of)
    if ledger.first > ledger.last:
        raise InputError(_nothing(dataset, ledger))
    make_tiers(dataset, settings, ledger)
    counts = count_tiers(dataset)
    if not counts:
        raise InputError(_nothing(dataset, ledger))
    make_lifetimes(dataset, settings, ledger)
    found = concentration(dataset)
    author = Author(source, settings, (*evidence, *dataset.evidence))
    moves = count_moves(dataset, settings)
    lives, excluded = read_lifetimes(dataset, settings, ledger)
    exhibits = [
        *tier_exhibits(author, ledger, counts, moves),
        *concentration_exhibits(author, ledger, dataset, found),
        *survival_exhibits(author, ledger, lives, excluded),
    ]
    return Revenue(
        ledger,
        tuple(exhibits),
        tuple(counts),
        tuple(found),
        tuple(count_churn(dataset, settings, ledger)),
        tuple(lives),
        excluded,
        tuple(read_standings(dataset)),
        _strangers(dataset) if settings.account_register else (),
        (*ledger.problems, *unreached(dataset, settings, counts)),
    )


def _nothing(dataset: Dataset, ledger: Ledger) -> Fault:
    why_en = "; ".join(problem.text.en for problem in ledger.problems if not problem.code.startswith("tables-"))
    why_zh = "；".join(problem.text.zh for problem in ledger.problems if not problem.code.startswith("tables-"))
    return Fault(
        "no row has an account, a month not after the day of the assessment and an amount above 0"
        + (f": {why_en}" if why_en else ""),
        "没有任何一行同时具备客户、不晚于评价日的月份和大于 0 的金额" + (f"：{why_zh}" if why_zh else ""),
        dataset.place,
    )


_STRANGERS = 100


def _strangers(dataset: Dataset) -> tuple[tuple[str, Text, Decimal], ...]:
    rows = dataset.run(
        "SELECT account, sum(amount) AS amount FROM monthly ANTI JOIN register USING (account) GROUP BY 1 "
        f"ORDER BY 2 DESC, 1 LIMIT {_STRANGERS}"
    )
    return tuple((row["account"], both("revenue", "收入记录"), row["amount"]) for row in rows)


def _collected(
    source: Source,
    register: Register,
    revenue: Revenue,
    visits: Visits | None,
    evidence: tuple[Evidence, ...],
    problems: list[Problem],
) -> Collected:
    settings: KeyAccountsSettings = source.settings
    author = Author(source, settings, tuple(one.id for one in evidence))
    started = cohorts(revenue.lives, author, revenue.ledger)
    last = max(count.period for count in revenue.counts)
    strangers = [*revenue.strangers, *(visits.strangers if visits else ())]
    exhibits = [
        *revenue.exhibits,
        *loyalty_exhibits(author, revenue.ledger, revenue.churn, started, revenue.excluded),
        *(visit_exhibits(author, visits) if visits else ()),
        *keeping_exhibits(author, register, revenue.standings, revenue.ledger, visits),
        *list_exhibits(listing(author, register, revenue.standings, visits, last)),
        *strangers_exhibit(author, strangers),
        assumed_exhibit(author),
    ]
    made: list[Measure] = measures(author, revenue.concentration, revenue.churn, started, visits.due if visits else ())
    if settings.account_register:
        problems += _outside(revenue, evidence)
    return Collected(
        evidence=evidence,
        measures=tuple(made),
        exhibits=tuple(exhibits),
        problems=Hidden(author.names).over(problems),
    )


def _outside(revenue: Revenue, evidence: tuple[Evidence, ...]) -> list[Problem]:
    place = next((one.locator for one in evidence if "revenue" in one.id), "")
    return list(
        counted(
            "key-accounts-outside",
            revenue.ledger.outside,
            place,
            "{n} {account|accounts} with revenue {is|are} not in the register; the revenue counts",
            "有 {n} 个有收入的客户不在客户档案中，其收入照常计入",
        )
    )
