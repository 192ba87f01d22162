"""What a rating gave the parts of an item: attributes, phases, levels, instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhuoyue.charts.chart import Chart
from zhuoyue.charts.marks import Mark, MarkedFigure, marks
from zhuoyue.charts.range_strip import Threshold
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme_data import MarkKind, SchemeData
from zhuoyue.model.text import Text

_YES = dict.fromkeys(("true", "yes"), Text(zh="✓ 是", en="✓ yes")) | dict.fromkeys(
    ("false", "no"), Text(zh="✗ 否", en="✗ no")
)


@dataclass(frozen=True)
class MarkRow:
    """One part with its mark."""

    key: str
    title: Text
    shown: Text | None
    """The mark as a reader knows it; None while it is missing."""
    place: Decimal | None
    """Percent, where the marks are percents."""
    missing: bool = False
    """Whether it is not marked yet."""


def mark_rows(assessment: Assessment, item: Item) -> tuple[MarkRow, ...]:
    """Return the parts of an item with the marks of the rating in force; nothing where there are none."""
    rating, scheme = assessment.result_of[item.id].rating, assessment.scheme_of(item)
    if rating is None or not rating.marks:
        return ()
    if scheme.instances:
        return tuple(_row(scheme, key, Text(zh=key, en=key), mark) for key, mark in sorted(rating.marks.items()))
    return tuple(_row(scheme, one.key, one.title, rating.marks.get(one.key)) for one in scheme.of_kind(item.kind))


def _row(scheme: SchemeData, key: str, title: Text, mark: str | None) -> MarkRow:
    if mark is None:
        return MarkRow(key, title, None, None, missing=True)
    match scheme.marks:
        case MarkKind.YES_NO:
            return MarkRow(key, title, _YES.get(mark.casefold(), Text(zh=mark, en=mark)), None)
        case MarkKind.PERCENT:
            return MarkRow(key, title, Text(zh=f"{mark} %", en=f"{mark} %"), _percent(mark))
    level = scheme.level(mark)
    if level is None:
        return MarkRow(key, title, Text(zh=mark, en=mark), None)
    return MarkRow(key, title, Text(zh=f"{level.label} {level.title.zh}", en=f"{level.label} {level.title.en}"), None)


def _percent(mark: str) -> Decimal | None:
    try:
        return Decimal(mark)
    except InvalidOperation:
        return None


def mark_chart(assessment: Assessment, item: Item, rows: tuple[MarkRow, ...], language: str) -> Chart | None:
    """Lay out marks that are percents; None where there are none."""
    if not rows or all(row.place is None for row in rows):
        return None
    en, scheme, code = language != "zh", assessment.scheme_of(item), item.code
    own = scheme.of_kind(item.kind)
    places = {row.key: row.place for row in rows if row.place is not None}
    even = scheme.instances or len({one.weight for one in own}) < 2
    weights = {} if even else {one.key: f"{'weight' if en else '权重'} {plain(one.weight)}" for one in own}
    cap = None if scheme.instances else scheme.cap(item.kind)
    limit = None
    if cap and cap.key in places:
        limit = Threshold(scheme.on_grid(places[cap.key]), cap.title.get(language))
    return marks(
        "Marks" if en else "各分项的评定",
        [Mark(row.title.get(language), row.place, note=weights.get(row.key, "")) for row in rows],
        language,
        figure=_figure(assessment, item, scheme, places, f"Item {code}" if en else f"条款 {code}"),
        cap=limit,
    )


def _figure(
    assessment: Assessment, item: Item, scheme: SchemeData, places: Mapping[str, Decimal], label: str
) -> MarkedFigure:
    """Return the item's figure, with what it would be without the cap."""
    score = assessment.result_of[item.id].score
    if score.percent is None:
        low, high = (end / item.points * 100 for end in (score.low, score.high))
        return MarkedFigure(label, None, low=low, high=high)
    whole = not scheme.instances and all(one.key in places for one in scheme.of_kind(item.kind))
    before = scheme.on_grid(scheme.weighted(item.kind, places)) if whole and scheme.cap(item.kind) else None
    return MarkedFigure(label, score.percent, before=before)
