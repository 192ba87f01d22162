"""Dots: what everyone gave an item, on a line from 0 to 100 %, with the median and what the team agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise
from statistics import median as middle_of
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, box
from zhuoyue.charts.label import SMALL, Label, clamp, edges, fit, thin
from zhuoyue.charts.number import HUNDRED, at, percent, percent_span, written
from zhuoyue.charts.range_strip import StripBand
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.vote import Vote as Vote
from zhuoyue.charts.vote import Write as Write
from zhuoyue.charts.vote import declined, finding, how_many, table
from zhuoyue.charts.words import listing, word

WIDTH = 680
LEFT, RIGHT = 20, 660
RADIUS = 6
_PITCH = 14  # from dot to dot in a column, as long as there is room
_TALLEST = 112  # of a column of dots
_ROW = 15
_LONGEST = 200  # of names under a dot
_BOLD = 1.08  # how much wider a text is in bold
_NAMES = 3  # of one percent that are spelt out, and rows of names at most
_SCALE = Scale(Decimal(0), HUNDRED, LEFT, RIGHT)


@dataclass(frozen=True)
class VoteDot:
    """One assessor's dot."""

    x: float
    y: float
    outlier: bool
    """Drawn as a ring."""
    tip: str


@dataclass(frozen=True)
class Pointer:
    """A value marked across the strip, and what the mark means in the row above: `median`, `agreed`, `visited`."""

    look: str
    x: float


@dataclass(frozen=True)
class Sign:
    """An entry of the row above the strip: a sign and its words; `far` is the ring of an outlier."""

    look: str
    x: float
    label: Label


@dataclass(frozen=True, kw_only=True)
class DotsChart(Chart):
    """A line of dots laid out."""

    kind: ClassVar[str] = "dots"
    bands: tuple[Box, ...]
    dots: tuple[VoteDot, ...]
    pointers: tuple[Pointer, ...]
    signs: tuple[Sign, ...]
    top: float
    """y of the strip."""
    bottom: float
    """y below the strip."""
    labels: tuple[Label, ...]
    """Borders of the bands, names of the assessors, who holds the item not applicable."""


def dots(
    title: str,
    votes: Sequence[Vote],
    language: str,
    *,
    bands: Sequence[StripBand] = (),
    median: Decimal | None = None,
    agreed: Decimal | None = None,
    visited: Decimal | None = None,
    write: Write | None = None,
) -> DotsChart:
    """Lay out everyone's percents, or levels.

    Args:
        title: what is rated.
        votes: everyone's percent, in any order.
        language: `zh` or `en`.
        bands: bands of the scheme.
        median: the median, if not that of `votes`.
        agreed: percent the team agreed, if it has.
        visited: percent after the site visit, if it differs from the agreed one.
        write: how a place on the scale is written, on a scale of levels; as a percent without it.
    """
    known = sorted(vote.percent for vote in votes if vote.percent is not None)
    centre = median if median is not None or not known else Decimal(middle_of(known))
    values = (("median", centre), ("agreed", agreed), ("visited", visited))
    marked = [(look, value) for look, value in values if value is not None]
    signs, top = _signs(votes, marked, write, language)
    placed, bottom = _dots(votes, top, write)
    labels, height = _below(votes, bands, bottom, write, language)
    return DotsChart(
        title=title,
        alt=finding(votes, known, marked, language, write),
        table=table(votes, marked, bands, language, write),
        language=language,
        width=WIDTH,
        height=height,
        min_width=560,
        bands=_boxes(bands, top, bottom, write),
        dots=placed,
        pointers=tuple(Pointer(look, _SCALE.inside(value)) for look, value in marked),
        signs=signs,
        top=top,
        bottom=bottom,
        labels=labels,
    )


def _signs(
    votes: Sequence[Vote], marked: Sequence[tuple[str, Decimal]], write: Write | None, language: str
) -> tuple[tuple[Sign, ...], float]:
    """Return the row that says what the marks mean, broken where it is too long, and the strip's top."""
    texts = [(look, f"{word(look, language)} {(write or percent)(value)}") for look, value in marked]
    if any(vote.outlier for vote in votes):
        texts.append(("far", word("outlier", language)))
    signs: list[Sign] = []
    x, y = float(LEFT), 16.0
    for look, text in texts:
        label = Label(0, 0, text, size=SMALL, bold=look in ("agreed", "visited"))
        wide = 18 + label.width * (_BOLD if label.bold else 1)
        if signs and x + wide > WIDTH:
            x, y = float(LEFT), y + 18
        signs.append(Sign(look, at(x), replace(label, x=at(x + 15), y=at(y))))
        x += wide + 14
    return tuple(signs), at(y + 20 if signs else 8)


def _rows(labels: Sequence[Label], gap: float = 8) -> list[int]:
    """Return the row of each label: the first in which it touches none that came before."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for label in labels:
        left, right = edges(label)
        row = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(right + gap <= low or high + gap <= left for low, high in spans)
            ),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append(row)
    return rows


def _columns(votes: Sequence[Vote]) -> list[tuple[Decimal, list[Vote]]]:
    """Return the votes by percent, from low to high."""
    known = [(vote.percent, vote) for vote in votes if vote.percent is not None]
    known.sort(key=lambda pair: (pair[0], pair[1].name))
    return [(value, [vote for _, vote in pairs]) for value, pairs in groupby(known, key=lambda pair: pair[0])]


def _dots(votes: Sequence[Vote], top: float, write: Write | None) -> tuple[tuple[VoteDot, ...], float]:
    """Stack the dots of each percent from the line upwards; return the bottom of the strip too."""
    columns = _columns(votes)
    most = max((len(column) for _, column in columns), default=1)
    pitch = min(_PITCH, _TALLEST / most)
    bottom = at(top + 2 * RADIUS + 8 + pitch * max(1, most - 1))
    placed = [
        VoteDot(
            _SCALE.inside(value),
            at(bottom - 4 - RADIUS - pitch * number),
            vote.outlier,
            f"{vote.name} {(write or percent)(value)}".strip(),
        )
        for value, column in columns
        for number, vote in enumerate(column)
    ]
    return tuple(placed), bottom


def _boxes(bands: Sequence[StripBand], top: float, bottom: float, write: Write | None) -> tuple[Box, ...]:
    """Return the bands as stripes, each to the middle of the gap between it and the next."""
    if not bands:
        return (box(LEFT, top, RIGHT, bottom - top, "band_odd"),)
    borders = [_border(before, band) for before, band in pairwise(bands)]
    starts, ends = (Decimal(0), *borders), (*borders, HUNDRED)
    return tuple(
        box(
            _SCALE.inside(start),
            top,
            _SCALE.inside(end),
            bottom - top,
            "band_even" if number % 2 else "band_odd",
            band.label if write else f"{band.label} {percent_span(band.low, band.high)}",
        )
        for number, (band, start, end) in enumerate(zip(bands, starts, ends, strict=True))
    )


def _border(before: StripBand, band: StripBand) -> Decimal:
    """Return where a stripe ends: between two bands, so that a dot on an edge is seen to belong to its band."""
    return (before.high + band.low) / 2


def _below(
    votes: Sequence[Vote], bands: Sequence[StripBand], bottom: float, write: Write | None, language: str
) -> tuple[tuple[Label, ...], float]:
    """Return the numbers of the line, the names under them, who holds it not applicable; and the chart's height."""
    marks = sorted({Decimal(0), HUNDRED, *(band.low for band in bands)} if bands else map(Decimal, range(0, 101, 20)))
    y = at(bottom + 15)
    if write and bands:
        marks = [band.low for band in bands]
    numbers = [_centred(mark, (write or written)(mark), y, "muted") for mark in marks]
    names = _names(votes, y + 17, language)
    labels = [*thin(numbers), *names]
    aside = [vote for vote in votes if vote.percent is None]
    if aside:
        low = max(label.y for label in labels) + 17
        labels.append(
            Label(LEFT, at(low), fit(declined(aside, language), SMALL, WIDTH - LEFT), size=SMALL, tone="muted")
        )
    return tuple(labels), at(max(label.y for label in labels) + 6)


def _names(votes: Sequence[Vote], y: float, language: str) -> list[Label]:
    """Set the names under their dots, staggered; none at all if they would need too many rows."""
    labels = []
    for value, column in _columns(votes):
        everyone = [vote.name for vote in column if vote.name]
        if everyone:
            full = listing(everyone, language)
            text = fit(full, SMALL, _LONGEST) if len(everyone) <= _NAMES else how_many(len(everyone), language)
            labels.append(replace(_centred(value, text, y, "ink"), tip=full))
    rows = _rows(labels)
    if max(rows, default=0) >= _NAMES:
        return []
    return [replace(label, y=at(y + _ROW * row)) for label, row in zip(labels, rows, strict=True)]


def _centred(value: Decimal, text: str, y: float, tone: str) -> Label:
    return Label(clamp(_SCALE.inside(value), text, SMALL, 0, WIDTH), at(y), text, "middle", SMALL, tone)
