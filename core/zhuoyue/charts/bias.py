"""Bias: how far each assessor lies above or below the others, and how much that varies from item to item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Dot, Rule, Table, box
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, thin
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.scale import Scale, nice_ticks
from zhuoyue.charts.words import sentence, word

WIDTH = 680
_NAMES, LEFT, RIGHT = 120, 140, 590
_TOP, _ROW = 26, 26


@dataclass(frozen=True)
class BiasRow:
    """One assessor."""

    name: str
    bias: Decimal
    """Mean difference to the others, in percentage points; positive is lenient."""
    scatter: Decimal | None
    """Standard deviation of the differences; None when there is but one."""
    items: int
    """Items compared."""


@dataclass(frozen=True, kw_only=True)
class BiasChart(Chart):
    """Biases laid out."""

    kind: ClassVar[str] = "bias"
    stripes: tuple[Box, ...]
    ticks: tuple[Rule, ...]
    zero: Rule
    whiskers: tuple[Rule, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]


def bias(title: str, rows: Sequence[BiasRow], language: str) -> BiasChart:
    """Lay out assessors, in the order given."""
    scale, ticks = _scale(rows)
    bottom = at(_TOP + _ROW * len(rows))
    middles = [at(_TOP + _ROW * (number + 0.5)) for number in range(len(rows))]
    return BiasChart(
        title=title,
        alt=_finding(rows, language),
        table=_table(rows, language),
        language=language,
        width=WIDTH,
        height=bottom + 22,
        min_width=520,
        stripes=tuple(box(LEFT, y - _ROW / 2, RIGHT, _ROW, "band_odd") for y in middles[::2]),
        ticks=tuple(Rule(scale.place(tick), _TOP, scale.place(tick), bottom) for tick in ticks if tick),
        zero=Rule(scale.place(Decimal(0)), _TOP - 4, scale.place(Decimal(0)), bottom + 4),
        whiskers=tuple(
            Rule(scale.inside(row.bias - row.scatter), y, scale.inside(row.bias + row.scatter), y)
            for row, y in zip(rows, middles, strict=True)
            if row.scatter is not None
        ),
        dots=tuple(
            Dot(scale.inside(row.bias), y, f"{row.name} {_signed(row.bias)}")
            for row, y in zip(rows, middles, strict=True)
        ),
        labels=(*_heads(scale, language), *_labels(rows, middles), *_numbers(scale, ticks, bottom + 16)),
    )


def _scale(rows: Sequence[BiasRow]) -> tuple[Scale, tuple[Decimal, ...]]:
    """Return a scale with 0 in its middle, and its ticks."""
    reach = max((abs(row.bias) + (row.scatter or 0) for row in rows), default=Decimal(0)) or Decimal(1)
    up = [tick for tick in nice_ticks(Decimal(0), reach, 3) if tick]
    ticks = (*(-tick for tick in reversed(up)), Decimal(0), *up)
    return Scale(ticks[0], ticks[-1], LEFT, RIGHT), ticks


def _heads(scale: Scale, language: str) -> tuple[Label, ...]:
    middle = scale.place(Decimal(0))
    return (
        Label(at(middle - 8), 14, word("stricter", language), "end", SMALL, "muted"),
        Label(at(middle + 8), 14, word("more_lenient", language), size=SMALL, tone="muted"),
    )


def _labels(rows: Sequence[BiasRow], middles: Sequence[float]) -> list[Label]:
    """Return the assessors' names on the left, their biases on the right."""
    labels = []
    for row, y in zip(rows, middles, strict=True):
        labels.append(Label(_NAMES, at(y + 4), fit(row.name, SIZE, _NAMES), "end", tip=row.name))
        labels.append(Label(WIDTH - 8, at(y + 4), _signed(row.bias), "end", bold=True))
    return labels


def _numbers(scale: Scale, ticks: Sequence[Decimal], y: float) -> tuple[Label, ...]:
    return thin([Label(scale.place(tick), at(y), _signed(tick), "middle", SMALL, "muted") for tick in ticks])


def _signed(value: Decimal) -> str:
    return f"+{written(value)}" if value > 0 else written(value)


def _finding(rows: Sequence[BiasRow], language: str) -> str:
    if not rows:
        return sentence([word("nothing_known", language)], language)
    first, last = max(rows, key=lambda row: row.bias), min(rows, key=lambda row: row.bias)
    parts = [word("most_lenient", language, name=first.name, value=_signed(first.bias))]
    if last is not first:
        parts.append(word("strictest", language, name=last.name, value=_signed(last.bias)))
    return sentence(parts, language)


def _table(rows: Sequence[BiasRow], language: str) -> Table:
    headers = tuple(word(key, language) for key in ("assessor", "bias", "scatter", "items"))
    return Table(headers, tuple((row.name, cell(row.bias), cell(row.scatter), str(row.items)) for row in rows))
