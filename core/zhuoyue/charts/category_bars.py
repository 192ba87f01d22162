"""Category bars: percents of categories or items, with what is suggested, unknown or not applicable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, Table, box, legend
from zhuoyue.charts.label import SIZE, SMALL, Label, text_width, wrap
from zhuoyue.charts.number import HUNDRED, at, percent, percent_span, written
from zhuoyue.charts.ranking import extremes
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import word
from zhuoyue.model.score import State

WIDTH = 680
_NAME = 210
_LINE = 16
_GAP = 12
_BAR = 14
_TICKS = tuple(Decimal(number) for number in (0, 20, 40, 60, 80, 100))


@dataclass(frozen=True)
class BarRow:
    """A category or an item: percent (None unless rated or suggested), possible percents, points as written."""

    label: str
    state: State
    percent: Decimal | None
    low: Decimal = Decimal(0)
    high: Decimal = HUNDRED
    points: str = ""


@dataclass(frozen=True)
class BarLine:
    """A row laid out."""

    bar: Box | None
    floor: Box | None
    """What is certain of a value that is not wholly known: from 0 to the lowest possible percent."""
    whisker: Rule | None
    """From the lowest to the highest possible percent, where there is a value too."""
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryBarsChart(Chart):
    """Category bars laid out."""

    kind: ClassVar[str] = "category_bars"
    grid: tuple[Rule, ...]
    ticks: tuple[Label, ...]
    rows: tuple[BarLine, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class _Columns:
    """Where a row's parts stand."""

    names: float
    scale: Scale
    percents: float
    points: float


def category_bars(title: str, rows: Sequence[BarRow], language: str) -> CategoryBarsChart:
    """Lay out one bar a row; unknown rows show their range hollow, not applicable ones an empty frame."""
    columns = _columns(rows, language)
    laid, y = [], 24.0
    for row in rows:
        line, height = _row(row, y, columns, language)
        laid.append(line)
        y += height
    keys, bottom = legend(_looks(rows, language), _NAME + _GAP, y + 24, WIDTH)
    return CategoryBarsChart(
        title=title,
        alt=extremes([(row.label, row.percent) for row in rows if row.state is not State.NOT_APPLICABLE], language),
        table=_table(rows, language),
        language=language,
        width=WIDTH,
        height=at(bottom + 4),
        min_width=600,
        grid=tuple(Rule(columns.scale.place(tick), 20, columns.scale.place(tick), at(y + 2)) for tick in _TICKS),
        ticks=tuple(_tick(tick, columns.scale, base) for base in (13, at(y + 16)) for tick in _TICKS),
        rows=tuple(laid),
        keys=keys,
    )


def _columns(rows: Sequence[BarRow], language: str) -> _Columns:
    points = max((text_width(row.points, SMALL) for row in rows), default=0)
    percents = max((text_width(text, SIZE) for row in rows for text in readings(row, language)), default=0)
    right = WIDTH - points - (_GAP if points else 0)
    return _Columns(_NAME, Scale(Decimal(0), HUNDRED, _NAME + _GAP, at(right - percents - _GAP)), at(right), WIDTH)


def readings(row: BarRow, language: str) -> tuple[str, ...]:
    """Return what stands beside the bar: the percent, or the state and the possible percents below it."""
    if row.percent is not None:
        return (percent(row.percent),)
    name = word("unknown" if row.state is State.PARTIAL else row.state.value, language)
    if row.state is State.NOT_APPLICABLE:
        return (name,)
    return name, percent_span(row.low, row.high)


def _row(row: BarRow, y: float, columns: _Columns, language: str) -> tuple[BarLine, float]:
    lines = wrap(row.label, SIZE, columns.names, 3)
    texts = readings(row, language)
    height = max(28, _LINE * max(len(lines), len(texts)) + 8)
    middle = y + height / 2
    known = row.percent is not None
    names = _block(lines, Label(columns.names, middle, "", "end", tip=row.label))
    value = _block(texts, Label(columns.percents, middle, "", "end", SIZE if known else SMALL, bold=known))
    points = Label(columns.points, at(middle + 4.5), row.points, "end", SMALL, "muted")
    bar = _bar(row, middle, columns.scale, f"{row.label}: {' '.join((*texts, row.points))}".strip())
    whisker = _whisker(row, middle, columns.scale)
    return BarLine(
        bar, _floor(row, middle, columns.scale), whisker, (*names, *value, *([points] if row.points else []))
    ), height


def _block(lines: Sequence[str], like: Label) -> tuple[Label, ...]:
    """Set lines around the middle of a row."""
    first = like.y - _LINE * (len(lines) - 1) / 2 + 4.5
    return tuple(replace(like, y=at(first + _LINE * number), text=line) for number, line in enumerate(lines))


def _bar(row: BarRow, middle: float, scale: Scale, tip: str) -> Box:
    top = middle - _BAR / 2
    if row.percent is not None:
        look = "suggested" if row.state is State.SUGGESTED else "rated"
        # a known 0 % is a sliver, not nothing: nothing is what is not known
        return box(scale.start, top, max(scale.inside(row.percent), scale.start + 2), _BAR, look, tip)
    if row.state is State.NOT_APPLICABLE:
        return box(scale.start, top, scale.end, _BAR, "not_applicable", tip)
    return box(scale.inside(row.low), top, scale.inside(row.high), _BAR, "unknown", tip)


def _floor(row: BarRow, middle: float, scale: Scale) -> Box | None:
    if row.percent is not None or row.state is State.NOT_APPLICABLE or not row.low:
        return None
    return box(
        scale.start, middle - _BAR / 2, scale.inside(row.low), _BAR, "rated", f"{row.label}: ≥ {percent(row.low)}"
    )


def _whisker(row: BarRow, middle: float, scale: Scale) -> Rule | None:
    certain = row.low == row.high or (row.low, row.high) == (Decimal(0), HUNDRED)
    if row.percent is None or certain:
        return None
    return Rule(scale.inside(row.low), at(middle), scale.inside(row.high), at(middle), percent_span(row.low, row.high))


def _tick(value: Decimal, scale: Scale, y: float) -> Label:
    text = percent(value) if value == HUNDRED else written(value)
    return Label(scale.place(value), y, text, "middle", SMALL, "muted")


def _looks(rows: Sequence[BarRow], language: str) -> tuple[tuple[str, str], ...]:
    """Return the legend: only what occurs, and nothing if all is rated."""
    looks = {
        "rated"
        if row.state is State.RATED and row.percent is not None
        else "suggested"
        if row.percent is not None and row.state is State.SUGGESTED
        else "rated"
        if row.percent is not None
        else "not_applicable"
        if row.state is State.NOT_APPLICABLE
        else "unknown"
        for row in rows
    } | {"rated" for row in rows if row.percent is None and row.low}
    order = ("rated", "suggested", "unknown", "not_applicable")
    return tuple((look, word(look, language)) for look in order if look in looks) if looks - {"rated"} else ()


def _table(rows: Sequence[BarRow], language: str) -> Table:
    pointed = any(row.points for row in rows)  # a model without points has no column for them
    keys = ("category", "percent", "range", *(("points",) if pointed else ()), "state")
    cells = tuple(_cells(row, language, pointed=pointed) for row in rows)
    return Table(tuple(word(key, language) for key in keys), cells)


def _cells(row: BarRow, language: str, *, pointed: bool) -> tuple[str, ...]:
    ranged = row.state is not State.NOT_APPLICABLE and row.low != row.high
    return (
        row.label,
        "—" if row.percent is None else percent(row.percent),
        percent_span(row.low, row.high) if ranged else "—",
        *((row.points or "—",) if pointed else ()),
        word(row.state.value, language),
    )
