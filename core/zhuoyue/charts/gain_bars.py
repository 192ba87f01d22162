"""Gain bars: what actions were expected to bring against what their items have gained since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, Table, box, legend
from zhuoyue.charts.label import SMALL, Label, fit, text_width
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import sentence
from zhuoyue.model.text import Text

WIDTH = 680
_TOP = 30
_ROW = 58
_BAR = 12


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "name": _text("措施", "Action"),
    "item": _text("条款", "Item"),
    "expected": _text("预期", "Expected"),
    "realised": _text("实际", "Realised"),
    "fallen": _text("实际（下降）", "Realised (fallen)"),
    "unknown": _text("未知", "unknown"),
    "met": _text(
        "{count} 项（共 {known} 项可比）达到或超过预期", "{count} of {known} reached what was expected, or more"
    ),
    "none": _text("尚无可比的措施", "no action can be compared yet"),
}


@dataclass(frozen=True)
class GainRow:
    """One action; None is unknown."""

    item: str
    name: str
    expected: Decimal | None
    realised: Decimal | None


@dataclass(frozen=True, kw_only=True)
class GainBarsChart(Chart):
    """Gain bars laid out."""

    kind: ClassVar[str] = "gain_bars"
    bars: tuple[Box, ...]
    zeros: tuple[Rule, ...]
    """The line of no gain, beside each pair of bars."""
    labels: tuple[Label, ...]
    keys: tuple[Key, ...]


def gain_bars(title: str, rows: Sequence[GainRow], language: str) -> GainBarsChart:
    """Lay out two bars for each action, in points of its item."""
    known = [value for row in rows for value in (row.expected, row.realised) if value is not None]
    room = max((text_width(_signed(value), SMALL) for value in known), default=0) + 10
    unknown = text_width(_WORDS["unknown"].get(language), SMALL) + 10
    low, high = min([Decimal(0), *known]), max([Decimal(1), *known])
    scale = Scale(low, high, room if low else 2, WIDTH - max(room, unknown))
    looks = (("span", "expected"), ("rated", "realised"), ("loss", "fallen"))
    shown = looks if any(row.realised is not None and row.realised < 0 for row in rows) else looks[:2]
    keys, _ = legend(tuple((look, _WORDS[key].get(language)) for look, key in shown), 0, 2, WIDTH)
    bars: list[Box] = []
    labels: list[Label] = []
    for number, row in enumerate(rows):
        y = _TOP + _ROW * number
        labels.append(Label(0, y + 12, fit(f"{row.item} {row.name}", SMALL, WIDTH), size=SMALL, tip=row.name))
        _bar(bars, labels, row.expected, "span", y + 20, scale, language)
        fallen = row.realised is not None and row.realised < 0
        _bar(bars, labels, row.realised, "loss" if fallen else "rated", y + 20 + _BAR + 3, scale, language)
    bottom = _TOP + _ROW * len(rows)
    zero = at(scale.place(Decimal(0)))
    return GainBarsChart(
        title=title,
        alt=_finding(rows, language),
        table=_table(rows, language),
        language=language,
        width=WIDTH,
        height=bottom,
        min_width=520,
        bars=tuple(bars),
        zeros=tuple(Rule(zero, _TOP + _ROW * row + 18, zero, _TOP + _ROW * row + 49) for row in range(len(rows))),
        labels=tuple(labels),
        keys=keys,
    )


def _bar(
    bars: list[Box], labels: list[Label], value: Decimal | None, look: str, y: float, scale: Scale, language: str
) -> None:
    zero, baseline = scale.place(Decimal(0)), at(y + _BAR - 2)
    if value is None:
        labels.append(Label(at(zero + 6), baseline, _WORDS["unknown"].get(language), size=SMALL, tone="muted"))
        return
    end = scale.place(value)
    bars.append(box(min(zero, end), y, max(zero, end), _BAR, look, _signed(value)))
    left = value < 0
    labels.append(Label(at(end + (-6 if left else 6)), baseline, _signed(value), "end" if left else "start", SMALL))


def _signed(value: Decimal) -> str:
    return f"+{written(value)}" if value > 0 else written(value)


def _finding(rows: Sequence[GainRow], language: str) -> str:
    pairs = [(row.expected, row.realised) for row in rows]
    known = [(hoped, came) for hoped, came in pairs if hoped is not None and came is not None]
    if not known:
        return sentence([_WORDS["none"].get(language)], language)
    met = sum(came >= hoped for hoped, came in known)
    return sentence([_WORDS["met"].get(language).format(count=met, known=len(known))], language)


def _table(rows: Sequence[GainRow], language: str) -> Table:
    headers = tuple(_WORDS[key].get(language) for key in ("name", "item", "expected", "realised"))
    return Table(headers, tuple((row.name, row.item, cell(row.expected), cell(row.realised)) for row in rows))
