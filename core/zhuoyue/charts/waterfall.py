"""Waterfall: where the points are lost between the maximum and the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, Table, box, legend
from zhuoyue.charts.label import SIZE, Label, text_width, wrap
from zhuoyue.charts.number import HUNDRED, at, cell, percent, span, written
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import sentence, word

WIDTH = 680
_NAME = 210
_LINE = 16
_GAP = 12
_BAR = 14


@dataclass(frozen=True)
class WaterfallPart:
    """A category or an item: its maximum points, and its percent, or the points it may reach if unknown."""

    label: str
    maximum: Decimal
    percent: Decimal | None
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    """None means the maximum."""

    @property
    def lost(self) -> Decimal:
        """Points that are lost for certain."""
        if self.percent is not None:
            return self.maximum * (HUNDRED - self.percent) / HUNDRED
        return self.maximum - self._high

    @property
    def unknown(self) -> Decimal:
        """Points of which nobody knows whether they are lost."""
        return Decimal(0) if self.percent is not None else self._high - self.low

    @property
    def _high(self) -> Decimal:
        return self.maximum if self.high is None else self.high


@dataclass(frozen=True)
class Stair:
    """A row laid out."""

    bars: tuple[Box, ...]
    labels: tuple[Label, ...]
    link: Rule | None
    """Hairline down to the next row."""


@dataclass(frozen=True, kw_only=True)
class WaterfallChart(Chart):
    """A waterfall laid out."""

    kind: ClassVar[str] = "waterfall"
    stairs: tuple[Stair, ...]
    keys: tuple[Key, ...]
    base: Rule
    """The line of zero points."""


@dataclass(frozen=True)
class _Row:
    """A row before layout: bars as (from, to, look), and what is written beside it."""

    label: str
    bars: tuple[tuple[Decimal, Decimal, str], ...]
    text: str
    leaves: Decimal | None
    bold: bool = False


def waterfall(title: str, parts: Sequence[WaterfallPart], language: str) -> WaterfallChart:
    """Lay out lost points, maximum × (100 − percent) / 100 each, from the maximum down to the score."""
    rows = _rows(parts, language)
    maximum = sum((part.maximum for part in parts), Decimal(0))
    room = max(text_width(row.text, SIZE + 1) for row in rows)
    scale = Scale(Decimal(0), maximum, _NAME + _GAP, at(WIDTH - room - _GAP))
    stairs, y = [], 4.0
    for row in rows:
        stair, height = _stair(row, y, scale)
        stairs.append(stair)
        y += height
    looks = ["rated", "loss"] + (["loss_unknown"] if any(part.unknown for part in parts) else [])
    names = {"rated": "result", "loss": "lost", "loss_unknown": "loss_unknown"}
    keys, bottom = legend(tuple((look, word(names[look], language)) for look in looks), _NAME + _GAP, y + 8, WIDTH)
    return WaterfallChart(
        title=title,
        alt=_finding(parts, language),
        table=_table(parts, language),
        language=language,
        width=WIDTH,
        height=at(bottom + 4),
        min_width=600,
        stairs=tuple(stairs),
        keys=keys,
        base=Rule(scale.start, 0, scale.start, at(y)),
    )


def _rows(parts: Sequence[WaterfallPart], language: str) -> list[_Row]:
    left = sum((part.maximum for part in parts), Decimal(0))
    rows = [_Row(word("maximum", language), ((Decimal(0), left, "total"),), written(left), left, bold=True)]
    for part in parts:
        sure, end = left - part.lost, left - part.lost - part.unknown
        bars = ((sure, left, "loss"), (end, sure, "loss_unknown"))
        rows.append(_Row(part.label, tuple(bar for bar in bars if bar[0] != bar[1]), _loss(part), end))
        left = end
    high = left + sum((part.unknown for part in parts), Decimal(0))
    final = ((Decimal(0), left, "rated"), (left, high, "loss_unknown"))
    shown = tuple(bar for bar in final if bar[0] != bar[1])
    rows.append(_Row(word("result", language), shown, span(left, high), None, bold=True))
    return rows


def _loss(part: WaterfallPart) -> str:
    """Return what stands beside the bar: `−49.25`, or `−20…−80` when it is open how much is lost."""
    if part.unknown:
        return f"{written(-part.lost)}…{written(-part.lost - part.unknown)}"
    return written(-part.lost)


def _stair(row: _Row, y: float, scale: Scale) -> tuple[Stair, float]:
    lines = wrap(row.label, SIZE, _NAME, 3)
    height = max(26, _LINE * len(lines) + 8)
    middle = y + height / 2
    first = middle - _LINE * (len(lines) - 1) / 2 + 4.5
    names = (
        Label(_NAME, at(first + _LINE * number), line, "end", SIZE, "ink", bold=row.bold, tip=row.label)
        for number, line in enumerate(lines)
    )
    value = Label(WIDTH, at(middle + 4.5), row.text, "end", SIZE, "ink", bold=row.bold)
    tip = f"{row.label}: {row.text}"
    bars = tuple(
        box(scale.place(low), middle - _BAR / 2, scale.place(high), _BAR, look, tip) for low, high, look in row.bars
    )
    link = None
    if row.leaves is not None:
        x = scale.place(row.leaves)
        link = Rule(x, at(middle - _BAR / 2), x, at(middle + height))
    return Stair(bars, (*names, value), link), height


def _finding(parts: Sequence[WaterfallPart], language: str) -> str:
    maximum = sum((part.maximum for part in parts), Decimal(0))
    high = maximum - sum((part.lost for part in parts), Decimal(0))
    low = high - sum((part.unknown for part in parts), Decimal(0))
    losers = sorted((part for part in parts if part.lost), key=lambda part: -part.lost)[:3]
    worst = shortened([f"{part.label} {written(-part.lost)}" for part in losers], language)
    open_ = [part.label for part in parts if part.unknown]
    return sentence(
        [
            word("from_to", language, maximum=written(maximum), value=span(low, high)),
            word("most_lost", language, names=worst) if losers else "" if open_ else word("nothing_lost", language),
            word("unknown_list", language, names=shortened(open_, language)) if open_ else "",
        ],
        language,
    )


def _table(parts: Sequence[WaterfallPart], language: str) -> Table:
    headers = tuple(word(key, language) for key in ("category", "maximum", "percent", "lost", "loss_unknown"))
    rows = tuple(
        (
            part.label,
            cell(part.maximum),
            "—" if part.percent is None else percent(part.percent),
            cell(part.lost),
            cell(part.unknown),
        )
        for part in parts
    )
    return Table(headers, rows)
