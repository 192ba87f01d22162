"""Range strip: where a score stands between 0 and its maximum, and how far it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Rule, Table, box
from zhuoyue.charts.label import SMALL, Label, apart, clamp, edges, fit, text_width, thin, wrap
from zhuoyue.charts.number import at, cell, span, written
from zhuoyue.charts.scale import Scale, nice_ticks
from zhuoyue.charts.words import sentence, word

WIDTH = 680
LEFT, RIGHT = 20, 660
_HEIGHT = 26


@dataclass(frozen=True)
class StripBand:
    """A named stretch of the scale."""

    low: Decimal
    high: Decimal
    label: str


@dataclass(frozen=True)
class Threshold:
    """A value that must be reached."""

    value: Decimal
    label: str


@dataclass(frozen=True, kw_only=True)
class RangeStripChart(Chart):
    """A range strip laid out."""

    kind: ClassVar[str] = "range_strip"
    bands: tuple[Box, ...]
    span: Box | None
    """The possible range; None when the value is certain."""
    floor: Box | None
    """What is certain of a value that is unknown: from 0 to the lowest possible value."""
    marker: float | None
    """x of the value; None when it is unknown."""
    interval: Rule | None
    """Where the value would lie with another panel of assessors."""
    threshold: float | None
    """x of the threshold."""
    reach: float
    """y where the line of the threshold begins."""
    top: float
    """y of the strip."""
    bottom: float
    """y below the strip."""
    labels: tuple[Label, ...]


def range_strip(
    title: str,
    value: Decimal | None,
    low: Decimal,
    high: Decimal,
    maximum: Decimal,
    language: str,
    *,
    bands: Sequence[StripBand] = (),
    threshold: Threshold | None = None,
    interval: tuple[Decimal, Decimal] | None = None,
) -> RangeStripChart:
    """Lay out a value (None when unknown) with its range on 0…`maximum`; all in the same unit.

    Args:
        title: what is shown.
        value, low, high, maximum: the value, its range, its scale.
        language: of the words.
        bands: named stretches of the scale.
        threshold: a value that must be reached.
        interval: where the value would lie with another panel of assessors.
    """
    scale = Scale(Decimal(0), maximum, LEFT, RIGHT)
    above, top, reach = _above(value, low, high, scale, language, threshold)
    bottom = top + _HEIGHT
    below, height = _below(bands, scale, bottom)
    return RangeStripChart(
        title=title,
        alt=_finding(value, low, high, maximum, bands, threshold, interval, language),
        table=_table(value, low, high, maximum, threshold, interval, language),
        language=language,
        width=WIDTH,
        height=height,
        min_width=560,
        bands=_boxes(bands, scale, top),
        span=_span(value, low, high, scale, top),
        floor=box(LEFT, top + 7, scale.inside(low), _HEIGHT - 14, "rated", f"≥ {written(low)}")
        if value is None and low
        else None,
        marker=None if value is None else scale.inside(value),
        interval=_whisker(interval, scale, top + _HEIGHT / 2, language),
        threshold=None if threshold is None else scale.inside(threshold.value),
        reach=reach,
        top=top,
        bottom=bottom,
        labels=(*above, *below),
    )


def _above(
    value: Decimal | None,
    low: Decimal,
    high: Decimal,
    scale: Scale,
    language: str,
    threshold: Threshold | None,
) -> tuple[tuple[Label, ...], float, float]:
    """Return the labels above the strip, the strip's top, and where the line of the threshold begins.

    Value and threshold share a row if they do not touch; else the threshold goes above, and its line
    reaches up to it only where it does not cross the value.
    """
    caption = _caption(value, low, high, scale, language)
    if threshold is None:
        return (replace(caption, y=20),), 34, 34
    limit = _limit(threshold, scale)
    if apart(sorted((caption, limit), key=lambda label: edges(label)[0]), 12):
        return (replace(caption, y=20), replace(limit, y=20)), 34, 25
    left, right = edges(caption)
    crossing = left - 4 <= scale.inside(threshold.value) <= right + 4
    return (replace(caption, y=36), replace(limit, y=14)), 50, 44 if crossing else 19


def _caption(value: Decimal | None, low: Decimal, high: Decimal, scale: Scale, language: str) -> Label:
    """Return the value, its range beside it, centred over the marker or over the range."""
    middle = scale.inside((low + high) / 2 if value is None else value)
    if value is None:
        text = word("unknown_range", language, range=span(low, high))
        return Label(clamp(middle, text, 15, 0, WIDTH), 0, text, "middle", 15, "muted")
    note = "" if low == high else word("value_range", language, range=span(low, high))
    x = clamp(middle, written(value) + note, 15, 0, WIDTH)
    return Label(x, 0, written(value), "middle", 15, "ink", bold=True, note=note)


def _limit(threshold: Threshold, scale: Scale) -> Label:
    text = fit(f"{threshold.label} {written(threshold.value)}", SMALL, WIDTH)
    return Label(clamp(scale.inside(threshold.value), text, SMALL, 0, WIDTH), 0, text, "middle", SMALL, "muted")


def _boxes(bands: Sequence[StripBand], scale: Scale, top: float) -> tuple[Box, ...]:
    if not bands:
        return (box(LEFT, top, RIGHT, _HEIGHT, "band_odd"),)
    return tuple(
        box(
            scale.inside(band.low),
            top,
            scale.inside(band.high),
            _HEIGHT,
            "band_even" if number % 2 else "band_odd",
            f"{band.label} {span(band.low, band.high)}",
        )
        for number, band in enumerate(bands)
    )


def _span(value: Decimal | None, low: Decimal, high: Decimal, scale: Scale, top: float) -> Box | None:
    if value is not None and low == high:
        return None
    look = "unknown" if value is None else "span"
    return box(scale.inside(low), top + 7, scale.inside(high), _HEIGHT - 14, look, span(low, high))


def _whisker(interval: tuple[Decimal, Decimal] | None, scale: Scale, y: float, language: str) -> Rule | None:
    if interval is None:
        return None
    tip = f"{word('panel', language)} {span(*interval)}"
    return Rule(scale.inside(interval[0]), y, scale.inside(interval[1]), y, tip)


def _below(bands: Sequence[StripBand], scale: Scale, bottom: float) -> tuple[tuple[Label, ...], float]:
    """Return the scale's numbers and the names of the bands under it, and the chart's height."""
    marks = sorted({Decimal(0), scale.high, *(band.low for band in bands if Decimal(0) < band.low < scale.high)})
    if not bands and scale.high:
        marks = [*(tick for tick in nice_ticks(Decimal(0), scale.high, 4) if tick < scale.high), scale.high]
    y = bottom + 16
    numbers = thin([_number(mark, scale, y) for mark in marks])
    names = _names(bands, scale, y + 18)
    return (*numbers, *names), max(label.y for label in (*numbers, *names)) + 6


def _number(value: Decimal, scale: Scale, y: float) -> Label:
    text = written(value)
    return Label(clamp(scale.place(value), text, SMALL, 0, WIDTH), y, text, "middle", SMALL, "muted")


def _names(bands: Sequence[StripBand], scale: Scale, y: float) -> tuple[Label, ...]:
    """Set the names of the bands in up to two lines each; none at all if they would have to be cut to nothing."""
    names: list[Label] = []
    for band in bands:
        left, right = scale.inside(band.low), scale.inside(band.high)
        room = right - left
        if room < text_width("字字", SMALL):
            continue
        lines = wrap(band.label, SMALL, room, 2)
        x = at((left + right) / 2)
        names.extend(
            Label(x, y + 15 * row, line, "middle", SMALL, "muted", tip=band.label) for row, line in enumerate(lines)
        )
    first = [name for name in names if name.y == y]
    return tuple(names) if apart(first, 0) else ()


def _finding(
    value: Decimal | None,
    low: Decimal,
    high: Decimal,
    maximum: Decimal,
    bands: Sequence[StripBand],
    threshold: Threshold | None,
    interval: tuple[Decimal, Decimal] | None,
    language: str,
) -> str:
    if value is None:
        parts = [
            word("of", language, value=word("unknown_range", language, range=span(low, high)), maximum=written(maximum))
        ]
    else:
        parts = [word("of", language, value=written(value), maximum=written(maximum))]
        parts.append("" if low == high else word("range_clause", language, range=span(low, high)))
    if value is not None:
        band = next((band for band in bands if band.low <= value <= band.high), None)
        parts.append(word("in_band", language, band=band.label) if band else "")
    if interval is not None:
        parts.append(word("panel_clause", language, range=span(*interval)))
    if threshold is not None:
        least, most = (low, high) if value is None else (value, value)
        key = "reaches" if least >= threshold.value else "below" if most < threshold.value else "open_threshold"
        parts.append(word(key, language, name=threshold.label, value=written(threshold.value)))
    return sentence(parts, language)


def _table(
    value: Decimal | None,
    low: Decimal,
    high: Decimal,
    maximum: Decimal,
    threshold: Threshold | None,
    interval: tuple[Decimal, Decimal] | None,
    language: str,
) -> Table:
    headers = [word(key, language) for key in ("value", "low", "high", "maximum")]
    row = [cell(number) for number in (value, low, high, maximum)]
    if interval is not None:
        headers.append(word("panel", language))
        row.append(span(*interval))
    if threshold is not None:
        headers.append(threshold.label)
        row.append(cell(threshold.value))
    return Table(tuple(headers), (tuple(row),))
