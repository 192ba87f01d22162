"""Exhibits of return visits: which share of those due took place, by tier and year, and by age of the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.key_accounts.counting.visiting import Due, Visits
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.guard import withheld
from zhuoyue_plugins.key_accounts.exhibits.loyalty import percent
from zhuoyue_plugins.key_accounts.exhibits.tiers import ALL, title
from zhuoyue_plugins.key_accounts.reading.months import month_text, period_text
from zhuoyue_plugins.key_accounts.settings import VisitSettings

_EACH = {
    "month": both("once a month", "每月一次"),
    "quarter": both("once a quarter", "每季度一次"),
    "half": both("once in half a year", "每半年一次"),
    "year": both("once a year", "每年一次"),
}
Sums = tuple[int, int, int]
"""Accounts, visits due, visits met."""
_Row = tuple[int, Text, int | None, int | None, int | None]


def visit_exhibits(author: Author, visits: Visits) -> list[Exhibit]:
    """Return the exhibits `visits` (by year and tier) and `visits-age` (by quarter, first year or later)."""
    if not visits.due or author.settings.visits is None:
        return []
    method, notes = _method(author.settings.visits), _notes(visits)
    return [
        *author.guarded(lambda guard: _by_tier(author, visits, method, notes, guard)),
        *author.guarded(lambda guard: _by_age(author, visits.due, method, notes, guard)),
    ]


def _method(own: VisitSettings) -> Text:
    early, late = _EACH[own.first_year], _EACH[own.later]
    kinds = "/".join(own.kinds_counted)
    return both(
        f"A visit is due {early.en} in the first twelve months after the month of the start, and {late.en} from the "
        "first whole period after them; only whole calendar periods count in which the account was a customer and "
        "which the log covers. An account of unknown start that is there when the records begin counts as past its "
        "first year. A period is met by one visit or more" + (f" of the kinds {kinds}." if kinds else " of any kind."),
        f"开始合作次月起的十二个月内{early.zh}，其后自首个完整期间起{late.zh}；只计客户存续且走访记录覆盖的完整日历"
        "期间。记录开始时已存在、开始日期未知的客户按首年之后处理。期间内有一次及以上"
        + (f"（{kinds}）" if kinds else "")
        + "走访即为按期。",
    )


def _notes(visits: Visits) -> list[Text]:
    return [
        both(
            f"The log covers {month_text(visits.first)} to {month_text(visits.last)}.",
            f"走访记录覆盖 {month_text(visits.first)} 至 {month_text(visits.last)}。",
        )
    ]


def _by_tier(author: Author, visits: Visits, method: Text, notes: Sequence[Text], guard: bool) -> tuple[Exhibit, bool]:
    rows: list[_Row] = []
    missing = False
    for year in sorted({year for year, _ in visits.by_tier}):
        mine = {tier: sums for (at, tier), sums in sorted(visits.by_tier.items()) if at == year}
        hidden = (
            withheld({tier: sums[0] for tier, sums in mine.items()}, author.settings.smallest_group) if guard else ()
        )
        missing = missing or bool(hidden)
        rows += list(_lines(author, year, mine, hidden))
    exhibit = author.exhibit(
        "visits",
        both("Return visits by tier", "各等级回访达成"),
        method,
        (
            words("period", "Year", "年度", [same(f"{row[0]:04d}") for row in rows]),
            words("tier", "Tier", "等级", [row[1] for row in rows]),
            number("accounts", "Accounts", "客户数", [row[2] for row in rows]),
            number("due", "Due", "应访期数", [row[3] for row in rows]),
            number("met", "Met", "按期回访期数", [row[4] for row in rows]),
            number("share", "Share met", "达成率", [_share(row[4], row[3]) for row in rows], PERCENT, 1),
        ),
        notes=notes,
    )
    return exhibit, missing


def _share(met: int | None, due: int | None) -> Decimal | None:
    return None if met is None or due is None else percent(met, due)


def _lines(author: Author, year: int, mine: Mapping[int, Sums], hidden: frozenset[int] | tuple[()]) -> Iterator[_Row]:
    for tier, (accounts, due, met) in mine.items():
        away = tier in hidden
        yield year, title(author, tier), accounts, None if away else due, None if away else met
    due, met = (sum(sums[place] for sums in mine.values()) for place in (1, 2))
    few = bool(hidden) and len(hidden) == len(mine)
    # An account may stand in two tiers of a year, so the numbers of accounts are not added up.
    yield year, ALL, None, None if few else due, None if few else met


def _by_age(
    author: Author, due: Sequence[Due], method: Text, notes: Sequence[Text], guard: bool
) -> tuple[Exhibit, bool]:
    rows = []
    missing = False
    for quarter in sorted({one.quarter for one in due}):
        ages = {
            fresh: [one for one in due if one.quarter == quarter and one.first_year is fresh] for fresh in (True, False)
        }
        sizes = {fresh: sum(one.accounts for one in mine) for fresh, mine in ages.items()}
        hidden = withheld(sizes, author.settings.smallest_group) if guard else frozenset()
        missing = missing or bool(hidden)
        for fresh, mine in ages.items():
            if mine:
                sums = [sum(one.due for one in mine), sum(one.met for one in mine)]
                rows.append((quarter, fresh, sizes[fresh], *([None, None] if fresh in hidden else sums)))
    ages_of = {True: both("first year", "首年"), False: both("later", "首年之后")}
    exhibit = author.exhibit(
        "visits-age",
        both("Return visits by quarter", "各季度回访达成"),
        method,
        (
            words("period", "Quarter", "季度", [same(period_text(row[0], 3)) for row in rows]),
            words("age", "Accounts in their", "客户阶段", [ages_of[row[1]] for row in rows]),
            number("accounts", "Accounts", "客户数", [row[2] for row in rows]),
            number("due", "Due", "应访期数", [row[3] for row in rows]),
            number("met", "Met", "按期回访期数", [row[4] for row in rows]),
            number("share", "Share met", "达成率", [_share(row[4], row[3]) for row in rows], PERCENT, 1),
        ),
        notes=notes,
    )
    return exhibit, missing
