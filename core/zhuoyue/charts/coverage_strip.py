"""Coverage strip: how much of the assessment is confirmed, suggested, unknown or not applicable."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Table, box, legend
from zhuoyue.charts.number import HUNDRED, cell, percent
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import sentence, word

WIDTH = 640
_HEIGHT = 18
_PARTS = (("rated", "known"), ("suggested", "suggested"), ("unknown", "unknown"), ("not_applicable", "not_applicable"))


@dataclass(frozen=True, kw_only=True)
class CoverageStripChart(Chart):
    """A coverage strip laid out."""

    kind: ClassVar[str] = "coverage_strip"
    parts: tuple[Box, ...]
    keys: tuple[Key, ...]


def coverage_strip(
    title: str,
    known: Decimal,
    suggested: Decimal,
    unknown: Decimal,
    not_applicable: Decimal,
    language: str,
    *,
    unit: str = "points",
) -> CoverageStripChart:
    """Lay out the four amounts, all in points, items (`unit`) or shares, side by side."""
    amounts = (known, suggested, unknown, not_applicable)
    total = sum(amounts, Decimal(0))
    texts = [
        f"{word(name, language)} {_share(amount, total)}" for (_, name), amount in zip(_PARTS, amounts, strict=True)
    ]
    looks = tuple((look, text) for (look, _), text, amount in zip(_PARTS, texts, amounts, strict=True) if amount)
    keys, bottom = legend(looks, 0, _HEIGHT + 10, WIDTH)
    shown = [text for text, amount in zip(texts, amounts, strict=True) if amount]
    return CoverageStripChart(
        title=title,
        alt=sentence(shown or [word("no_points", language)], language),
        table=_table(amounts, total, unit, language),
        language=language,
        width=WIDTH,
        height=bottom + 2,
        min_width=500,
        parts=_boxes(amounts, total, texts),
        keys=keys,
    )


def _share(amount: Decimal, total: Decimal) -> str:
    return percent(amount / total * HUNDRED, 1) if total else "—"


def _boxes(amounts: tuple[Decimal, ...], total: Decimal, texts: list[str]) -> tuple[Box, ...]:
    if not total:
        return (box(0.5, 0.5, WIDTH - 0.5, _HEIGHT, "not_applicable"),)
    scale = Scale(Decimal(0), total, 0.5, WIDTH - 0.5)
    boxes, left = [], Decimal(0)
    for (look, _), amount, text in zip(_PARTS, amounts, texts, strict=True):
        if amount:
            boxes.append(box(scale.place(left), 0.5, scale.place(left + amount), _HEIGHT, look, text))
        left += amount
    return tuple(boxes)


def _table(amounts: tuple[Decimal, ...], total: Decimal, unit: str, language: str) -> Table:
    headers = tuple(word(key, language) for key in ("part", unit, "share"))
    rows = tuple(
        (word(name, language), cell(amount), _share(amount, total))
        for (_, name), amount in zip(_PARTS, amounts, strict=True)
    )
    return Table(headers, rows)
