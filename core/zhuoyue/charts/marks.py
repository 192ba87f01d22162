"""Marks: what each attribute of an item was given, the attribute that caps, and the item's figure below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, Table, box, legend
from zhuoyue.charts.frame import LINE, Nothing, around, nothing, plain, row_height, row_name
from zhuoyue.charts.label import SIZE, SMALL, Label, clamp, fit, text_width, thin
from zhuoyue.charts.number import HUNDRED, at, percent, percent_span
from zhuoyue.charts.range_strip import Threshold
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.text import Text

WIDTH = 560
_NAMES, _PLOT = 180, 192
_GAP = 12
_BAR = 14
_ZERO = Decimal(0)
_PERCENTS = tuple((Decimal(number), percent(HUNDRED) if number == 100 else str(number)) for number in range(0, 101, 20))


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "attribute": _text("分项", "Attribute"),
    "mark": _text("评定", "Mark"),
    "open": _text("未评定", "not marked"),
    "open_list": _text("未评定：{names}", "not marked: {names}"),
    "figure": _text("{name}：{value}", "{name}: {value}"),
    "cap": _text("封顶：{name} {value}", "cap: {name} {value}"),
    "held": _text("因封顶由 {before} 降为 {value}", "capped at {value} instead of {before}"),
    "cut": _text("封顶扣去的部分", "taken off by the cap"),
}


@dataclass(frozen=True)
class Mark:
    """What one attribute, phase or level was given."""

    label: str
    value: Decimal | None
    """Place on the scale, 0–100; None: not marked yet."""
    shown: str = ""
    """The mark as a reader knows it, `level 3` or `yes`; the percent if left out."""
    note: str = ""
    """Quieter words below the label, e.g. the weight."""


@dataclass(frozen=True)
class MarkedFigure:
    """The figure of the item that the marks lead to."""

    label: str
    value: Decimal | None
    """Place on the scale; None while it is open."""
    shown: str = ""
    """The figure as a reader knows it; the percent if left out."""
    before: Decimal | None = None
    """What it would be without the cap; None or `value` where the cap does not bind."""
    low: Decimal = _ZERO
    """Lowest figure it can still become."""
    high: Decimal = HUNDRED
    """Highest figure it can still become."""

    @property
    def held(self) -> bool:
        """Whether the cap has lowered it."""
        return self.value is not None and self.before is not None and self.before > self.value


@dataclass(frozen=True)
class MarkBar:
    """A row laid out."""

    bar: Box
    cut: Box | None
    """What the cap has taken off the figure."""
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class MarksChart(Chart):
    """Marks laid out."""

    kind: ClassVar[str] = "attribute_marks"
    grid: tuple[Rule, ...]
    ticks: tuple[Label, ...]
    rows: tuple[MarkBar, ...]
    divider: Rule | None
    """The line between the marks and the figure."""
    cap: Rule | None
    heading: tuple[Label, ...]
    keys: tuple[Key, ...]
    empty: Nothing | None


@dataclass(frozen=True)
class _Plot:
    """Where things stand."""

    scale: Scale
    language: str


def marks(
    title: str,
    rows: Sequence[Mark],
    language: str,
    *,
    figure: MarkedFigure | None = None,
    cap: Threshold | None = None,
    ticks: Sequence[tuple[Decimal, str]] = _PERCENTS,
) -> MarksChart:
    """Lay out one bar a mark in the order given, and the item's figure below them.

    Args:
        title: the item.
        rows: its marks.
        language: zh or en.
        figure: what the marks lead to.
        cap: value and name of the attribute that the figure cannot exceed; a dashed line through all bars.
        ticks: places of the scale and what is written there; percents by default, else the levels.
    """
    rows = [replace(row, label=plain(row.label), shown=plain(row.shown), note=plain(row.note)) for row in rows]
    figure = replace(figure, label=plain(figure.label), shown=plain(figure.shown)) if figure else None
    cap = replace(cap, label=plain(cap.label)) if cap else None
    plot = _Plot(_scale(rows, figure, language), language)
    top = 28.0 if cap and rows else 10.0
    laid, y = _rows(rows, plot, top)
    divider = None
    if figure and rows:
        divider = Rule(0, at(y + 4), WIDTH, at(y + 4))
        last, y = _figure(figure, plot, y + 8)
        laid = (*laid, last)
    keys, bottom = _keys(rows, figure, y + 26, language) if rows else ((), 60.0)
    return MarksChart(
        title=plain(title),
        alt=_finding(rows, figure, cap, language),
        table=_table(rows, figure, language),
        language=language,
        width=WIDTH,
        height=at(bottom + 4),
        min_width=420,
        grid=tuple(Rule(x, top, x, at(y)) for x in (plot.scale.inside(place) for place, _ in ticks)) if rows else (),
        ticks=_ticks(ticks, plot, y + 16) if rows else (),
        rows=laid,
        divider=divider,
        cap=_cap(cap, plot, top, y) if cap and rows else None,
        heading=_heading(cap, plot) if cap and rows else (),
        keys=keys,
        empty=None if rows else nothing(language, 0, 4, WIDTH),
    )


def _scale(rows: Sequence[Mark], figure: MarkedFigure | None, language: str) -> Scale:
    readings = [_reading(row, language) for row in rows] + ([_figure_reading(figure, language)] if figure else [])
    room = max((text_width(text, SIZE) for text in readings), default=0)
    return Scale(_ZERO, HUNDRED, _PLOT, at(max(_PLOT + 120, WIDTH - room - _GAP)))


def _reading(row: Mark, language: str) -> str:
    """Return what stands beside the bar: the mark, or that there is none yet."""
    if row.value is None:
        return _WORDS["open"].get(language)
    return row.shown or percent(row.value)


def _figure_reading(figure: MarkedFigure, language: str) -> str:
    if figure.value is not None:
        return figure.shown or percent(figure.value)
    return figure.shown or percent_span(figure.low, figure.high) or word("unknown", language)


def _rows(rows: Sequence[Mark], plot: _Plot, top: float) -> tuple[tuple[MarkBar, ...], float]:
    laid, y = [], top
    for row in rows:
        name = row_name(row.label, row.note, _NAMES)
        height = max(name.height, row_height(1))
        reading, middle = _reading(row, plot.language), at(y + height / 2)
        known = row.value is not None
        value = Label(WIDTH, 0, reading, "end", SIZE if known else SMALL, "ink" if known else "muted", bold=known)
        bar = _bar(row.value, (_ZERO, HUNDRED), middle, plot, f"{row.label}: {reading}")
        laid.append(MarkBar(bar, None, (*name.place(_NAMES, middle), *around((value,), middle))))
        y += height
    return tuple(laid), at(y)


def _bar(value: Decimal | None, span: tuple[Decimal, Decimal], middle: float, plot: _Plot, tip: str) -> Box:
    scale, top = plot.scale, middle - _BAR / 2
    if value is None:
        low, high = span
        return box(scale.inside(low), top, max(scale.inside(high), scale.inside(low) + 2), _BAR, "unknown", tip)
    # a known 0 is a sliver, not nothing: nothing is what is not known
    return box(scale.start, top, max(scale.inside(value), scale.start + 2), _BAR, "rated", tip)


def _figure(figure: MarkedFigure, plot: _Plot, top: float) -> tuple[MarkBar, float]:
    name = row_name(figure.label, "", _NAMES)
    height = max(name.height, row_height(1))
    middle, reading = at(top + height / 2), _figure_reading(figure, plot.language)
    bar = _bar(figure.value, (figure.low, figure.high), middle, plot, f"{figure.label}: {reading}")
    cut = None
    if figure.held and figure.value is not None and figure.before is not None:
        start = max(plot.scale.inside(figure.value), plot.scale.start + 2)
        end, words = plot.scale.inside(figure.before), _WORDS["cut"].get(plot.language)
        cut = box(start, middle - _BAR / 2, end, _BAR, "loss_unknown", words)
    names = tuple(replace(label, bold=True) for label in name.place(_NAMES, middle))
    value = Label(WIDTH, 0, reading, "end", SIZE, bold=True)
    return MarkBar(bar, cut, (*names, *around((value,), middle))), at(top + height)


def _cap(cap: Threshold, plot: _Plot, top: float, bottom: float) -> Rule:
    x = plot.scale.inside(cap.value)
    return Rule(x, at(top - 8), x, at(bottom), _cap_words(cap, plot.language))


def _cap_words(cap: Threshold, language: str) -> str:
    return _WORDS["cap"].get(language).format(name=cap.label, value=percent(cap.value))


def _heading(cap: Threshold, plot: _Plot) -> tuple[Label, ...]:
    text = fit(_cap_words(cap, plot.language), SMALL, WIDTH - _PLOT)
    x = clamp(plot.scale.inside(cap.value), text, SMALL, 0, WIDTH)
    return (Label(x, 14, text, "middle", SMALL, "target", bold=True, tip=_cap_words(cap, plot.language)),)


def _ticks(ticks: Sequence[tuple[Decimal, str]], plot: _Plot, y: float) -> tuple[Label, ...]:
    places = [(plot.scale.inside(place), fit(plain(text), SMALL, 120)) for place, text in ticks]
    return thin([Label(clamp(x, text, SMALL, 0, WIDTH), at(y), text, "middle", SMALL, "muted") for x, text in places])


def _keys(rows: Sequence[Mark], figure: MarkedFigure | None, y: float, language: str) -> tuple[tuple[Key, ...], float]:
    open_ = any(row.value is None for row in rows) or (figure is not None and figure.value is None)
    looks = (("unknown", _WORDS["open"].get(language)),) * open_
    looks += (("loss_unknown", _WORDS["cut"].get(language)),) * bool(figure and figure.held)
    return legend(looks, _PLOT, y, WIDTH) if looks else ((), y - LINE + 8)


def _finding(rows: Sequence[Mark], figure: MarkedFigure | None, cap: Threshold | None, language: str) -> str:
    known = [row for row in rows if row.value is not None]
    parts = [_extremes(known, language)] if known else [word("nothing_known", language)]
    if len(known) < len(rows):
        names = shortened([row.label for row in rows if row.value is None], language)
        parts.append(_WORDS["open_list"].get(language).format(names=names))
    if figure:
        reading = _figure_reading(figure, language)
        parts.append(_WORDS["figure"].get(language).format(name=figure.label, value=reading))
        if figure.held and figure.before is not None:
            parts.append(_WORDS["held"].get(language).format(before=percent(figure.before), value=reading))
    if cap:
        parts.append(_cap_words(cap, language))
    return sentence(parts, language)


def _extremes(known: Sequence[Mark], language: str) -> str:
    values = [row.value for row in known if row.value is not None]
    most, least = max(values), min(values)
    ends = (("highest", most), ("lowest", least))
    said = [
        word(key, language, name=shortened([row.label for row in known if row.value == end], language), value=shown)
        for key, end in ends
        for shown in [next(_reading(row, language) for row in known if row.value == end)]
    ]
    return (
        word("all_equal", language, value=_reading(known[0], language))
        if most == least
        else "".join((said[0], word("pause", language), said[1]))
    )


def _table(rows: Sequence[Mark], figure: MarkedFigure | None, language: str) -> Table:
    headers = (_WORDS["attribute"].get(language), _WORDS["mark"].get(language))
    noted = any(row.note for row in rows)
    cells = [(row.label, _reading(row, language), row.note or "—") for row in rows]
    if figure:
        cells.append((figure.label, _figure_reading(figure, language), "—"))
    if not noted:
        return Table(headers, tuple(row[:2] for row in cells))
    return Table((*headers, word("remark", language)), tuple(cells))
