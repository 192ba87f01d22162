"""Findings on what lies behind: causes, trend of the volume, and handling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhuoyue import Text
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook, latest, number, text
from zhuoyue_plugins.complaints.judging.found import BOTH, PROCESS, Found, improvement, strength
from zhuoyue_plugins.complaints.judging.saying import both, figure, listed, percent
from zhuoyue_plugins.complaints.thresholds import Settings


def behind_it(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield all findings on causes, trend and handling."""
    yield from _vital(log, settings)
    yield from _trend(log)
    yield from _handling(log, settings)


def _vital(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("causes")
    if exhibit is None:
        return
    counted: dict[str, tuple[Text, Decimal]] = {}
    every = Decimal(0)
    for row in exhibit.rows():
        cases, cause = number(row, "cases") or Decimal(0), text(row, "cause")
        every += cases
        if cause is not None:
            counted[cause.get("zh")] = (cause, counted.get(cause.get("zh"), (cause, Decimal(0)))[1] + cases)
    ordered = sorted(counted.values(), key=lambda one: -one[1])
    few, reached = _few(ordered, every, settings.vital_percent)
    if not few:
        return
    names = listed([cause for cause, _ in few], 3)
    first = percent(100 * few[0][1] / every)
    yield improvement(
        60,
        both(
            f"{len(few)} of {len(ordered)} causes make up {percent(reached)} of the complaints: {names[0]}; "
            f"the first alone {first}. Removing these few helps most.",
            f"{len(ordered)} 类原因中的 {len(few)} 类占投诉的 {percent(reached)}：{names[1]}；仅首位就占 {first}。"
            "消除这些关键少数收效最大。",
        ),
        [exhibit],
    )


def _few(
    ordered: Sequence[tuple[Text, Decimal]], every: Decimal, cut: Decimal
) -> tuple[Sequence[tuple[Text, Decimal]], Decimal]:
    """Return the causes that reach the cut together, if they are at most half of at least three, and their share."""
    reached = Decimal(0)
    for count, (_, cases) in enumerate(ordered, 1):
        reached += cases
        if every and 100 * reached >= cut * every:
            few = ordered[:count] if len(ordered) > 2 and 2 * count <= len(ordered) else ()
            return few, 100 * reached / every
    return (), Decimal(0)


def _trend(log: Logbook) -> Iterator[Found]:
    exhibit = log.one("trend")
    row = next(exhibit.rows(), None) if exhibit else None
    change, p, verdict = number(row, "percent"), number(row, "p"), text(row, "verdict")
    if exhibit is None or change is None or p is None or verdict is None:
        return
    chance = "p < 0.001" if p < Decimal("0.001") else f"p = {figure(p, 3)}"
    how = both(
        f"month against the same month of earlier years, by {percent(abs(change))} of the mean month a year ({chance})",
        f"与往年同月相比，每年约为月均的 {percent(abs(change))}（{chance}）",
    )
    if verdict.get("en") == "falling":
        yield strength(
            58, both(f"Complaints are becoming fewer: {how.en}.", f"投诉数量呈下降趋势：{how.zh}。"), [exhibit], BOTH
        )
    elif verdict.get("en") == "rising":
        yield improvement(
            78, both(f"Complaints are becoming more: {how.en}.", f"投诉数量呈上升趋势：{how.zh}。"), [exhibit], BOTH
        )


_HANDLING = (
    ("reopened", "reopened_percent", False, 74, "reopened", "重新打开"),
    ("escalated", "escalated_percent", False, 58, "escalated", "升级处理"),
    ("first_contact", "first_contact_percent", True, 56, "settled at the first contact", "首次接触即解决"),
    ("handling_satisfied", "satisfied_percent", True, 79, "satisfied with the handling", "对处理表示满意"),
)
"""Column of `years`, limit in the settings, whether higher is better, weight, and words."""


def _handling(log: Logbook, settings: Settings) -> Iterator[Found]:
    exhibit = log.one("years")
    if exhibit is None:
        return
    for key, name, higher, weight, en, zh in _HANDLING:
        row = latest(exhibit, key)
        value, year = number(row, key), text(row, "year")
        if value is None or year is None:
            continue
        limit: Decimal = getattr(settings, name)
        kept = value >= limit if higher else value <= limit
        bound = ("at least", "不低于") if higher else ("at most", "不超过")
        whose = ("answers", "答复") if key == "handling_satisfied" else ("complaints", "投诉")
        said = both(
            f"{percent(value)} of the {whose[0]} in {year.get('en')} were {en} (limit: {bound[0]} {percent(limit)}).",
            f"{year.get('zh')} 年的{whose[1]}中{zh}的占 {percent(value)}（界限：{bound[1]} {percent(limit)}）。",
        )
        scope = BOTH if key in {"reopened", "handling_satisfied"} else PROCESS
        if kept:
            yield strength(weight - 26, said, [exhibit], scope)
        else:
            yield improvement(weight, said, [exhibit], scope)
