"""Bars: values side by side, ranked, with their intervals; a forest plot where the scale does not hold 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Dot, Key, Rule, Table, box, legend
from zhuoyue.charts.comparison import compared
from zhuoyue.charts.frame import LINE, Nothing, RowName, around, nothing, plain, row_height, row_name
from zhuoyue.charts.label import SIZE, SMALL, Label, clamp, fit, text_width, thin
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.range_strip import Threshold
from zhuoyue.charts.scale import Scale, decimals_of, domain, nice_ticks
from zhuoyue.charts.words import word
from zhuoyue.model.text import Text

WIDTH = 680
_NAMES, _GAP = 200, 12
_BAR = 12


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "name": _text("项目", "Name"),
    "value": _text("数值", "Value"),
    "valued": _text("数值（{unit}）", "Value ({unit})"),
    "interval": _text("区间", "Interval"),
    "cases": _text("样本数", "Cases"),
    "span": _text("{low} 至 {high}", "{low} to {high}"),
}


@dataclass(frozen=True)
class BarValue:
    """One value; None is unknown."""

    label: str
    value: Decimal | None
    low: Decimal | None = None
    """Lower end of its interval."""
    high: Decimal | None = None
    """Upper end of its interval."""
    count: int | None = None
    """How many cases it rests on."""
    note: str = ""
    """Quieter words below the label, e.g. why a value is unknown."""

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Both ends of its interval, if both are known."""
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True)
class ValueBar:
    """A row laid out: a bar from 0, or a point."""

    bar: Box | None
    dot: Dot | None
    whisker: Rule | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class BarsChart(Chart):
    """Bars laid out."""

    kind: ClassVar[str] = "bars"
    heading: tuple[Label, ...]
    grid: tuple[Rule, ...]
    zero: Rule | None
    reference: Rule | None
    ticks: tuple[Label, ...]
    rows: tuple[ValueBar, ...]
    keys: tuple[Key, ...]
    empty: Nothing | None


@dataclass(frozen=True)
class _Plot:
    """Where things stand, and how numbers are written."""

    scale: Scale
    ticks: tuple[Decimal, ...]
    names: float
    """Right edge of the names."""
    values: float
    """Right edge of the written values. They stand before the bars, so that a phone shows them without scrolling."""
    decimals: int
    language: str

    @property
    def from_zero(self) -> bool:
        """Whether the scale holds 0, so that the length of a bar says something."""
        return self.scale.low <= 0 <= self.scale.high


def bars(
    title: str,
    rows: Sequence[BarValue],
    language: str,
    *,
    unit: str = "",
    decimals: int = 1,
    low: Decimal | None = None,
    high: Decimal | None = None,
    reference: Threshold | None = None,
    ranked: bool = True,
) -> BarsChart:
    """Lay out values on one scale.

    Args:
        title: what is compared.
        rows: the values.
        language: zh or en.
        unit: of the values.
        decimals: of the written numbers.
        low, high: ends of the scale; from the data if left out. Without 0 in it, values are points, not bars.
        reference: a value to compare with, e.g. the whole or a target.
        ranked: highest first, unknown last; else in the order given.
    """
    unit = plain(unit)
    rows = [replace(row, label=plain(row.label), note=plain(row.note)) for row in rows]
    if ranked:
        rows.sort(key=lambda row: (row.value is None, -(row.value or 0)))
    if reference:
        reference = replace(reference, label=plain(reference.label))
    plot = _plot(rows, low, high, reference, decimals, language)
    top = 26.0 + (18 if reference and unit else 0)
    laid, bottom = _rows(rows, plot, top)
    keys, height = _keys(rows, plot.scale.start, bottom + 30, language) if rows else ((), top + 56)
    return BarsChart(
        title=plain(title),
        alt=compared(
            [(row.label, row.value, row.interval) for row in rows],
            (reference.label, reference.value) if reference else None,
            decimals,
            language,
        ),
        table=_table(rows, unit, decimals, language),
        language=language,
        width=WIDTH,
        height=at(height + 6),
        min_width=600,
        heading=_heading(unit, reference, plot, language) if rows else (),
        grid=tuple(Rule(x, at(top - 4), x, bottom) for x in map(plot.scale.inside, plot.ticks)) if rows else (),
        zero=_upright(Decimal(0), plot, top, bottom) if rows and plot.from_zero else None,
        reference=_upright(reference.value, plot, top, bottom) if rows and reference else None,
        ticks=_ticks(plot, bottom + 16) if rows else (),
        rows=laid,
        keys=keys,
        empty=None if rows else nothing(language, 0, 4, WIDTH),
    )


def _plot(
    rows: Sequence[BarValue],
    low: Decimal | None,
    high: Decimal | None,
    reference: Threshold | None,
    decimals: int,
    language: str,
) -> _Plot:
    known = [end for row in rows for end in (row.value, *(row.interval or ())) if end is not None]
    extent = domain([*known, *([reference.value] if reference else [])] or [Decimal(0), Decimal(1)])
    least, most = (extent[0] if low is None else low), (extent[1] if high is None else high)
    marks = nice_ticks(min(least, most), max(least, most))
    least, most = (marks[0] if low is None else low), (marks[-1] if high is None else high)
    right = WIDTH - max((text_width(_cases(row), SMALL) + _GAP for row in rows if row.count is not None), default=0)
    room = max((text_width(text, size) for row in rows for text, size in _readings(row, decimals, language)), default=0)
    ticks = tuple(mark for mark in marks if least <= mark <= most)
    last = text_width(written(ticks[-1], decimals_of(ticks)), SMALL) / 2 if ticks else 0
    right = min(right, WIDTH - last)
    names = max((row_name(row.label, row.note, _NAMES).width for row in rows), default=0)
    left = min(names + room + 2 * _GAP, right - 120)
    return _Plot(Scale(least, most, at(left), at(right)), ticks, at(names), at(left - _GAP), decimals, language)


def _cases(row: BarValue) -> str:
    return "" if row.count is None else f"n = {written(Decimal(row.count))}"


def _readings(row: BarValue, decimals: int, language: str) -> tuple[tuple[str, int], ...]:
    """Return what stands beside the bar, with its size: the value or that it is unknown, its interval below."""
    value = word("unknown", language) if row.value is None else written(row.value, decimals)
    first = (value, SMALL if row.value is None else SIZE)
    return (first, (_interval(row, decimals, language), SMALL)) if row.interval else (first,)


def _interval(row: BarValue, decimals: int, language: str) -> str:
    if row.interval is None:
        return "—"
    low, high = (written(end, decimals) for end in row.interval)
    # with a minus sign a dash between the ends would be hard to read
    return _WORDS["span"].get(language).format(low=low, high=high) if row.interval[0] < 0 else f"{low}–{high}"


def _rows(rows: Sequence[BarValue], plot: _Plot, top: float) -> tuple[tuple[ValueBar, ...], float]:
    laid, y = [], top
    for row in rows:
        name = row_name(row.label, row.note, _NAMES)
        height = max(name.height, row_height(2 if row.interval else 1))
        laid.append(_row(row, name, at(y + height / 2), plot))
        y += height
    return tuple(laid), at(y)


def _row(row: BarValue, name: RowName, middle: float, plot: _Plot) -> ValueBar:
    readings = _readings(row, plot.decimals, plot.language)
    tip = f"{row.label}: {' '.join(text for text, _ in readings)} {_cases(row)}".strip()
    value, *below = (Label(plot.values, 0, text, "end", size) for text, size in readings)
    known = row.value is not None
    texts = [replace(value, bold=known, tone="ink" if known else "muted")]
    texts += [replace(label, tone="muted") for label in below]
    labels = [*name.place(plot.names, middle), *around(texts, middle)]
    if row.count is not None:
        labels.append(Label(WIDTH, at(middle + 4.5), _cases(row), "end", SMALL, "muted"))
    return ValueBar(
        bar=_bar(row, middle, plot, tip),
        dot=Dot(plot.scale.inside(row.value), middle, tip) if row.value is not None and not plot.from_zero else None,
        whisker=_whisker(row, middle, plot),
        labels=tuple(labels),
    )


def _bar(row: BarValue, middle: float, plot: _Plot, tip: str) -> Box | None:
    """Return a bar from 0; where nothing is known, a hatched one over all that is possible."""
    scale, top = plot.scale, middle - _BAR / 2
    if row.value is None:
        low, high = row.interval or (scale.low, scale.high)
        return box(scale.inside(low), top, scale.inside(high), _BAR, "unknown", tip)
    if not plot.from_zero:
        return None
    zero, end = scale.place(Decimal(0)), scale.inside(row.value)
    # a known 0 is a sliver, not nothing: nothing is what is not known
    return box(min(zero, end), top, max(zero, end, min(zero, end) + 2), _BAR, "rated", tip)


def _whisker(row: BarValue, middle: float, plot: _Plot) -> Rule | None:
    if row.value is None or row.interval is None:
        return None
    low, high = map(plot.scale.inside, row.interval)
    return Rule(low, middle, high, middle, _interval(row, plot.decimals, plot.language))


def _upright(value: Decimal, plot: _Plot, top: float, bottom: float) -> Rule:
    x = plot.scale.inside(value)
    return Rule(x, at(top - 6), x, at(bottom + 2))


def _heading(unit: str, reference: Threshold | None, plot: _Plot, language: str) -> tuple[Label, ...]:
    labels = []
    if unit:
        text = fit(word("unit", language, unit=unit), SMALL, WIDTH / 2)
        labels.append(Label(0, 14, text, size=SMALL, tone="muted"))
    if reference:
        value = written(reference.value, plot.decimals)
        text = f"{fit(reference.label, SMALL, 300 - text_width(value, SMALL))} {value}"
        x = clamp(plot.scale.inside(reference.value), text, SMALL, 0, WIDTH)
        labels.append(Label(x, 32 if unit else 14, text, "middle", SMALL, "target", bold=True, tip=reference.label))
    return tuple(labels)


def _ticks(plot: _Plot, y: float) -> tuple[Label, ...]:
    decimals = decimals_of(plot.ticks) if plot.ticks else 0
    return thin(
        [Label(plot.scale.place(tick), at(y), written(tick, decimals), "middle", SMALL, "muted") for tick in plot.ticks]
    )


def _keys(rows: Sequence[BarValue], x: float, y: float, language: str) -> tuple[tuple[Key, ...], float]:
    if all(row.value is not None for row in rows):
        return (), y - LINE + 4
    return legend((("unknown", word("unknown", language)),), x, y - 4, WIDTH)


def _table(rows: Sequence[BarValue], unit: str, decimals: int, language: str) -> Table:
    value = _WORDS["valued"].get(language).format(unit=unit) if unit else _WORDS["value"].get(language)
    headers = (_WORDS["name"].get(language), value, _WORDS["interval"].get(language), _WORDS["cases"].get(language))
    return Table(
        headers,
        tuple(
            (
                row.label,
                cell(row.value, decimals),
                _interval(row, decimals, language),
                "—" if row.count is None else written(Decimal(row.count)),
            )
            for row in rows
        ),
    )
