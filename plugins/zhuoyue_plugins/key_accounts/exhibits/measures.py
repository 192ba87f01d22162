"""Measures: retention, churn of new accounts, visits met, share of the top fifth – numbers over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from zhuoyue import Direction, Measure, Point, Segment, Text
from zhuoyue_plugins.key_accounts.counting.concentration import Concentration
from zhuoyue_plugins.key_accounts.counting.lifetimes import Churn
from zhuoyue_plugins.key_accounts.counting.visiting import Due
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both
from zhuoyue_plugins.key_accounts.exhibits.guard import withheld
from zhuoyue_plugins.key_accounts.exhibits.loyalty import Cohort, definition, percent
from zhuoyue_plugins.key_accounts.exhibits.tiers import title
from zhuoyue_plugins.key_accounts.reading.months import period_text


def measures(
    author: Author,
    found: Sequence[Concentration],
    churn: Sequence[Churn],
    started: Sequence[Cohort],
    due: Sequence[Due],
) -> list[Measure]:
    """Return the measures for which there is anything to show."""
    made = [_retention(author, churn), _new(author, started), _visits(author, due), _top(author, found)]
    return [measure for measure in made if measure.known]


def _measure(
    author: Author,
    key: str,
    title_of: Text,
    method: Text,
    points: Iterable[Point],
    direction: Direction = Direction.HIGHER,
    segments: Iterable[Segment] = (),
) -> Measure:
    shown = tuple(points)
    target: Decimal | None = getattr(author.settings.targets, key.replace("-", "_"))
    return Measure(
        id=author.id(key),
        title=title_of,
        unit=PERCENT,
        direction=direction,
        decimals=1,
        source=author.source.name,
        method=method,
        visibility=author.tier,
        items=author.source.items,
        evidence=author.evidence,
        points=shown,
        targets=tuple(Point(period=point.period, value=target) for point in shown) if target is not None else (),
        segments=tuple(segments),
    )


def _few(author: Author, accounts: int) -> bool:
    return author.guards and accounts < author.settings.smallest_group


def _retention(author: Author, churn: Sequence[Churn]) -> Measure:
    said = definition(author)
    points = []
    for one in churn:
        share = None if _few(author, one.base) else percent(one.base - one.lost, one.base)
        points.append(Point(period=f"{one.period:04d}", value=share, count=one.base))
    tiers = sorted({tier for one in churn for tier in one.tiers})
    segments = [Segment(name=title(author, tier), points=_kept(author, churn, tier)) for tier in tiers]
    return _measure(
        author,
        "retention",
        both("Retention of accounts", "客户保持率"),
        both(
            f"{said.en} Share of the accounts at the beginning of the year that were not lost in it.",
            f"{said.zh}年初客户中当年未流失的比例。",
        ),
        points,
        segments=segments if len(segments) > 1 else (),
    )


def _kept(author: Author, churn: Sequence[Churn], tier: int) -> tuple[Point, ...]:
    points = []
    for one in churn:
        if tier in one.tiers:
            base, lost = one.tiers[tier]
            sizes = {other: whole for other, (whole, _) in one.tiers.items()}
            away = author.guards and tier in withheld(sizes, author.settings.smallest_group)
            share = None if away else percent(base - lost, base)
            points.append(Point(period=f"{one.period:04d}", value=share, count=base))
    return tuple(points)


def _new(author: Author, started: Sequence[Cohort]) -> Measure:
    said, months = definition(author), author.settings.new_months
    points = [
        Point(period=f"{one.year:04d}", value=None if _few(author, one.accounts) else one.share, count=one.accounts)
        for one in started
    ]
    return _measure(
        author,
        "new-loss",
        both("Churn of new accounts", "新客户流失率"),
        both(
            f"{said.en} By year of start: share lost within {months} months, by Kaplan and Meier.",
            f"{said.zh}按开始年度：{months} 个月内流失的比例（Kaplan–Meier 估计）。",
        ),
        points,
        Direction.LOWER,
    )


def _visits(author: Author, due: Sequence[Due]) -> Measure:
    quarters = sorted({one.quarter for one in due})
    sums: dict[tuple[int, int | None], list[int]] = {}
    for one in due:
        for tier in (None, one.tier):
            whole = sums.setdefault((one.quarter, tier), [0, 0, 0])
            for place, value in enumerate((one.accounts, one.due, one.met)):
                whole[place] += value
    tiers = sorted({one.tier for one in due})
    hidden = {
        quarter: withheld(
            {tier: sums[quarter, tier][0] for tier in tiers if (quarter, tier) in sums}, author.settings.smallest_group
        )
        for quarter in quarters
    }

    def points(tier: int | None) -> tuple[Point, ...]:
        return tuple(
            _visit_point(author, sums, hidden, quarter, tier) for quarter in quarters if (quarter, tier) in sums
        )

    segments = [Segment(name=title(author, tier), points=points(tier)) for tier in tiers]
    return _measure(
        author,
        "visits-met",
        both("Return visits met", "回访达成率"),
        both(
            "Share of the visits due in periods that end in the quarter which took place in their period.",
            "期末落在本季度的应访期中，按期回访的比例。",
        ),
        points(None),
        segments=segments if len(segments) > 1 else (),
    )


def _visit_point(
    author: Author,
    sums: Mapping[tuple[int, int | None], Sequence[int]],
    hidden: Mapping[int, frozenset[int]],
    quarter: int,
    tier: int | None,
) -> Point:
    accounts, due, met = sums[quarter, tier]
    away = _few(author, accounts) or (author.guards and tier in hidden[quarter])
    return Point(period=period_text(quarter, 3), value=None if away else percent(met, due), count=due)


def _top(author: Author, found: Sequence[Concentration]) -> Measure:
    points = [
        Point(
            period=period_text(one.period, author.settings.months),
            value=None if _few(author, one.accounts // 5) else one.top,
            count=one.accounts,
        )
        for one in found
    ]
    return _measure(
        author,
        "top-fifth",
        both("Share of the revenue from the top 20 % of the accounts", "前 20 % 客户收入占比"),
        both(
            "Revenue of the largest fifth of the accounts of the period over all revenue of the period.",
            "期间收入最高的五分之一客户的收入占全部收入的比例。",
        ),
        points,
        Direction.LOWER,
    )
