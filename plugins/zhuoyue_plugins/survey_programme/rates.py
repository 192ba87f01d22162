"""How much of the loop is closed, as measures by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from zhuoyue import Measure, Point, Segment, Text, same
from zhuoyue_plugins.survey_programme.answers import Tally, share
from zhuoyue_plugins.survey_programme.desk import PERCENT, Desk
from zhuoyue_plugins.survey_programme.loop import Standing, standing

Rate = Callable[[Sequence[Standing]], tuple[Point, ...]]
"""The values of some surveys."""


def rates(desk: Desk) -> tuple[Measure, ...]:
    """Return the measures for which there is a value."""
    return tuple(one for one in _rates(desk) if one.points) if desk.standings else ()


def _rates(desk: Desk) -> Iterator[Measure]:
    yield _measure(
        desk,
        "loops-closed",
        Text(zh="调查闭环率", en="Survey loops closed"),
        Text(
            zh="当年闭环（效果已验证）的调查 ÷（当年闭环 + 年末超期未闭环）；仍在期限内和已终止的调查不计入",
            en="surveys closed in the year, their effect verified ÷ (closed in the year + open and overdue at its "
            "end); those within their time and stopped ones are left out",
        ),
        lambda group: tuple(_closed(desk, group)),
    )
    if not desk.answers:
        return
    yield _measure(
        desk,
        "answers-handled",
        Text(zh="不满意答卷处置率", en="Dissatisfied answers dealt with"),
        Text(
            zh="已转为措施或注明理由的不满意答卷占全部不满意答卷的百分比，按调查所属年份",
            en="dissatisfied answers that led to an action or have a reason on record, percent of all, by the "
            "survey's year",
        ),
        lambda group: _of_answers(desk, group, lambda one: one.action + one.reason),
    )
    yield _measure(
        desk,
        "answers-verified",
        Text(zh="不满意答卷闭环率", en="Dissatisfied answers closed"),
        Text(
            zh="已向顾客回访措施效果、或注明不处理理由的不满意答卷占全部的百分比，按调查所属年份；仅计已闭环或已超期的调查",
            en="dissatisfied answers whose customer was asked again after the action, or which have a reason on "
            "record, percent of all, by the survey's year; only surveys that are closed or overdue",
        ),
        lambda group: _of_answers(desk, [o for o in group if o.due], lambda one: one.verified + one.reason),
    )


def _closed(desk: Desk, group: Sequence[Standing]) -> Iterator[Point]:
    """Yield for each year how many of the loops that were due in it were closed in it."""
    days = [day for one in group for day in one.survey.days.values()]
    last = desk.source.as_of
    for year in range(min(days, default=last).year, last.year + 1):
        end = min(dt.date(year, 12, 31), last)
        now, before = _standings(desk, group, end), _standings(desk, group, dt.date(year - 1, 12, 31))
        closed = sum(one.closed and not other.closed for one, other in zip(now, before, strict=True))
        overdue = sum(bool(one.late) and not one.closed for one in now)
        if closed + overdue:
            yield Point(period=f"{year:04d}", value=share(closed, closed + overdue), count=closed + overdue)


def _standings(desk: Desk, group: Sequence[Standing], day: dt.date) -> list[Standing]:
    limits = desk.settings.limits.by_stage()
    return [standing(one.survey, one.loop, limits, day) for one in group if not one.survey.stopped]


def _of_answers(desk: Desk, group: Sequence[Standing], part: Callable[[Tally], int]) -> tuple[Point, ...]:
    years = sorted({one.survey.year for one in group if one.survey.year and not one.survey.stopped})
    tallies = [(year, desk.tally([one for one in group if one.survey.year == year])) for year in years]
    return tuple(
        Point(period=year, value=share(part(tally), tally.total), count=tally.total)
        for year, tally in tallies
        if tally.total
    )


def _measure(desk: Desk, word: str, title: Text, method: Text, rate: Rate) -> Measure:
    names = dict.fromkeys(one.survey.segment for one in desk.standings if one.survey.segment)
    segments = [(name, rate([one for one in desk.standings if one.survey.segment == name])) for name in names]
    return Measure(
        id=f"{desk.source.name}-{word}",
        title=title,
        unit=PERCENT,
        decimals=1,
        source=desk.source.name,
        method=method,
        visibility=desk.source.visibility,
        items=desk.source.items,
        evidence=desk.proofs,
        points=rate(desk.standings),
        segments=tuple(
            Segment(name=desk.name(name) or same(name), points=points)
            for name, points in segments
            if points and len(segments) > 1
        ),
    )
