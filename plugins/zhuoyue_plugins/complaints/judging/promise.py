"""Findings on time: the promise kept or missed, by part, the slow tail, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, Measure, Text
from zhuoyue_plugins.complaints.exhibits.logbook import (
    Logbook,
    Part,
    Row,
    latest,
    named,
    number,
    parts,
    text,
    total,
    year_before,
)
from zhuoyue_plugins.complaints.judging.found import BOTH, Found, improvement, strength
from zhuoyue_plugins.complaints.judging.saying import both, figure, hours, percent, points, wilson
from zhuoyue_plugins.complaints.thresholds import Settings

_WHAT = {
    "close": ("closed", "关闭", "closed-in-promise", 96, 55),
    "reply": ("answered", "答复", "answered-in-promise", 77, 45),
}
"""English, Chinese, measure; weight of an improvement and of a strength."""
DIMENSIONS = {
    "channel": ("channel", "渠道"),
    "segment": ("customer segment", "客户群"),
    "product": ("product line", "产品线"),
    "severity": ("severity", "严重程度"),
}


def on_time(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield all findings on time."""
    for exhibit in log.of("promise"):
        yield from _promise(log, exhibit, settings)
    yield from _by_part(log, settings)
    yield from _cell(log, settings)
    yield from _tail(log, settings)
    yield from _backlog(log, settings)


def target(measure: Measure | None, period: str, settings: Settings) -> tuple[Decimal, bool]:
    """Return the target of a period in percent, and whether it is the measure's own."""
    known = [one for one in (measure.targets if measure else ()) if one.value is not None]
    fitting = [one.value for one in known if one.period == period] or [one.value for one in known[-1:]]
    return (fitting[0], True) if fitting and fitting[0] is not None else (settings.promise_percent, False)


def _promise(log: Logbook, exhibit: Exhibit, settings: Settings) -> Iterator[Found]:
    row = latest(exhibit, "percent")
    what = text(row, "what")
    known = _WHAT.get(what.get("en") if what else "")
    value, period = number(row, "percent"), text(row, "period")
    if row is None or known is None or value is None or period is None:
        return
    en, zh, name, grave, light = known
    decided = sum((number(row, key) or Decimal(0) for key in ("in_time", "late", "late_open")), Decimal(0))
    measure = log.measure(name)
    wanted, own = target(measure, period.get("en"), settings)
    earlier = year_before(exhibit, row, "percent")
    shown: list[Exhibit | Measure] = [exhibit, *((measure,) if measure else ())]
    change = _since(value, earlier)
    mark = ("target", "目标") if own else ("limit", "界限")
    said = both(
        f"{percent(value)} of {figure(decided)} complaints were {en} within the promise in {period.get('en')} "
        f"({mark[0]} {percent(wanted)}{change[0]}).",
        f"{period.get('zh')} 在承诺时限内{zh}的比例为 {percent(value)}（已判定 {figure(decided)} 件，{mark[1]} "
        f"{percent(wanted)}{change[1]}）。",
    )
    if value >= wanted:
        yield strength(light, both(f"Promise kept: {said.en}", f"承诺兑现：{said.zh}"), shown, BOTH)
    else:
        yield improvement(grave, both(f"Promise missed: {said.en}", f"承诺未兑现：{said.zh}"), shown, BOTH)


def _since(value: Decimal, row: Row | None) -> tuple[str, str]:
    was, period = number(row, "percent"), text(row, "period")
    if was is None or period is None:
        return "", ""
    return f"; {percent(was)} in {period.get('en')}", f"；{period.get('zh')} 为 {percent(was)}"


def lagging(found: Sequence[Part], settings: Settings) -> Part | None:
    """Return the part that stays furthest behind the whole, if by more than chance and `part_gap`."""
    decided, in_time = (sum((getattr(one, key) for one in found), Decimal(0)) for key in ("decided", "in_time"))
    if not decided:
        return None
    whole = 100 * in_time / decided
    compared = [one for one in found if one.known and one.decided >= settings.part_cases]
    behind = [
        one
        for one in compared
        if (one.percent or Decimal(0)) <= whole - settings.part_gap and wilson(one.in_time, one.decided)[1] < whole
    ]
    return min(behind, key=lambda one: one.percent or Decimal(0)) if len(compared) > 1 and behind else None


def _by_part(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield the part of each dimension that stays furthest behind; the widest gap weighs most."""
    behind: list[tuple[bool, Decimal, Text, Exhibit]] = []
    for key, (en, zh) in DIMENSIONS.items():
        exhibit = log.one("drilldown" if key == "product" else "cells")
        found = parts(exhibit, key) if exhibit else ()
        compared = [one for one in found if one.known and one.decided >= settings.part_cases]
        if exhibit is None or len(compared) < 2:
            continue
        worst = lagging(found, settings)
        if worst is not None:
            gap = _whole(found) - (worst.percent or Decimal(0))
            behind.append((key == "severity", gap, _behind(worst, found, en, zh), exhibit))
        elif key in {"channel", "segment"}:
            yield strength(40, _even(compared, en, zh), [exhibit])
    # that grave cases take longer surprises nobody, so severity never comes first
    for place, (grave, _, said, exhibit) in enumerate(sorted(behind, key=lambda one: (one[0], -one[1]))):
        yield improvement(61 if grave else 71 if place else 88, said, [exhibit])


def _behind(worst: Part, found: Sequence[Part], en: str, zh: str) -> Text:
    whole = _whole(found)
    best = max((one for one in found if one.known and one.decided), key=lambda one: one.percent or Decimal(0))
    name, other = named(worst.names), named(best.names)
    value, top = worst.percent or Decimal(0), best.percent or Decimal(0)
    gap = points(whole - value)
    return both(
        f"By {en}, {name.en} stays {gap[0]} behind the whole: {percent(value)} of {figure(worst.decided)} complaints "
        f"closed within the promise, {percent(whole)} of all; best {other.en} with {percent(top)}.",
        f"按{zh}看，“{name.zh}”比总体低 {gap[1]}：{figure(worst.decided)} 件中按承诺关闭 {percent(value)}，总体 "
        f"{percent(whole)}；最好的是“{other.zh}”（{percent(top)}）。",
    )


def _even(compared: Sequence[Part], en: str, zh: str) -> Text:
    ordered = sorted(compared, key=lambda one: one.percent or Decimal(0))
    low, high = named(ordered[0].names), named(ordered[-1].names)
    ends = percent(ordered[0].percent or Decimal(0)), percent(ordered[-1].percent or Decimal(0))
    return both(
        f"The promise is kept alike for every {en}: from {ends[0]} ({low.en}) to {ends[1]} ({high.en}).",
        f"各{zh}的承诺兑现程度相近：从 {ends[0]}（{low.zh}）到 {ends[1]}（{high.zh}）。",
    )


def _whole(found: Sequence[Part]) -> Decimal:
    decided = sum((one.decided for one in found), Decimal(0))
    return 100 * sum((one.in_time for one in found), Decimal(0)) / decided


def _cell(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield the cell of channel and segment that stays furthest behind, where neither of the two alone explains it."""
    exhibit = log.one("cells")
    found = parts(exhibit, "channel", "segment") if exhibit else ()
    worst = lagging(found, settings)
    if exhibit is None or worst is None:
        return
    whole, name = _whole(found), named(worst.names)
    value = percent(worst.percent or Decimal(0))
    yield improvement(
        66,
        both(
            f"The weakest cell is {name.en}: {value} of {figure(worst.decided)} complaints closed within the promise "
            f"({percent(whole)} of all).",
            f"最弱的组合是“{name.zh}”：{figure(worst.decided)} 件中按承诺关闭 {value}（总体 {percent(whole)}）。",
        ),
        [exhibit],
    )


def _tail(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("years")
    row = latest(exhibit, "close_p90_hours") if exhibit else None
    value, median, year = number(row, "close_p90_hours"), number(row, "close_median_hours"), text(row, "year")
    if exhibit is None or value is None or year is None or value <= settings.slow_tail_hours:
        return
    tail, limit = hours(value), hours(settings.slow_tail_hours)
    middle = hours(median) if median is not None else None
    yield improvement(
        72,
        both(
            f"One complaint in ten took longer than {tail[0]} to close in {year.get('en')}"
            + (f", while half were closed within {middle[0]}" if middle else "")
            + f"; the limit for the slow tail is {limit[0]}.",
            f"{year.get('zh')} 年有十分之一的投诉关闭用时超过 {tail[1]}"
            + (f"，而半数在 {middle[1]}内关闭" if middle else "")
            + f"；长尾界限为 {limit[1]}。",
        ),
        [exhibit],
        BOTH,
    )


def _backlog(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("backlog")
    if exhibit is None:
        return
    rows = list(exhibit.rows())
    old = sum((number(row, "cases") or Decimal(0) for row in rows if _old(row, settings)), Decimal(0))
    every = total(exhibit, "cases")
    if not old:
        if every:
            yield strength(
                38,
                both(
                    f"None of the {figure(every)} open complaints is older than {settings.old_days} days.",
                    f"{figure(every)} 件未关闭投诉中没有超过 {settings.old_days} 天的。",
                ),
                [exhibit],
            )
        return
    oldest = log.one("oldest")
    age = max((value for value in oldest.numbers("age_days") if value is not None), default=None) if oldest else None
    shown = [exhibit, *((oldest,) if oldest and age is not None else ())]
    yield improvement(
        80 if old * 2 >= every else 62,
        both(
            f"{figure(old)} of {figure(every)} open complaints are older than {settings.old_days} days"
            + (f", the oldest {figure(age)} days." if age is not None else "."),
            f"{figure(every)} 件未关闭投诉中有 {figure(old)} 件超过 {settings.old_days} 天"
            + (f"，最久的已 {figure(age)} 天。" if age is not None else "。"),
        ),
        shown,
    )


def _old(row: Row, settings: Settings) -> bool:
    start = number(row, "from_days")
    return start is not None and start >= settings.old_days
