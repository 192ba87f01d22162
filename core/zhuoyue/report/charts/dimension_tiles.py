"""Dimension tiles: what the data say of an item, one tile a dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from zhuoyue.model.suggestion import Verdict
from zhuoyue.report.charts.chart import Box, Chart, Table
from zhuoyue.report.charts.label import SMALL, Label, wrap
from zhuoyue.report.charts.number import at
from zhuoyue.report.charts.words import sentence, word

_WIDTH = 112
_GAP = 8
_EDGE = 10
_LINE = 15
SYMBOLS = {Verdict.GOOD: "✓", Verdict.MIXED: "~", Verdict.POOR: "✗", Verdict.UNKNOWN: "?"}


@dataclass(frozen=True)
class DimensionTile:
    """A dimension (letter and name), the verdict on it, and why."""

    letter: str
    title: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Tile:
    """A tile laid out."""

    frame: Box
    letter: Label
    symbol: Label
    lines: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class DimensionTilesChart(Chart):
    """Dimension tiles laid out."""

    kind: ClassVar[str] = "dimension_tiles"
    tiles: tuple[Tile, ...]


def dimension_tiles(title: str, tiles: Sequence[DimensionTile], language: str) -> DimensionTilesChart:
    """Lay out a row of tiles, each with letter, symbol, name and verdict in words."""
    names = [wrap(tile.title, SMALL, _WIDTH - 2 * _EDGE, 3) for tile in tiles]
    rows = max((len(lines) for lines in names), default=1)
    height = 50 + _LINE * (rows + 1)
    width = max(_WIDTH, len(tiles) * (_WIDTH + _GAP) - _GAP)
    return DimensionTilesChart(
        title=title,
        alt=sentence(
            [word("said", language, name=tile.title, verdict=_verdict(tile, language)) for tile in tiles], language
        ),
        table=Table(
            tuple(word(key, language) for key in ("dimension", "verdict", "reason")),
            tuple((f"{tile.letter} {tile.title}", _verdict(tile, language), tile.reason or "—") for tile in tiles),
        ),
        language=language,
        width=width + 2,
        height=height + 2,
        min_width=round(width * 0.85),
        tiles=tuple(
            _tile(tile, lines, 1 + index * (_WIDTH + _GAP), height, language)
            for index, (tile, lines) in enumerate(zip(tiles, names, strict=True))
        ),
    )


def _tile(tile: DimensionTile, lines: Sequence[str], x: float, height: float, language: str) -> Tile:
    verdict = tile.verdict.value
    tone = "muted" if tile.verdict is Verdict.UNKNOWN else verdict
    tip = f"{tile.letter} {tile.title}: {_verdict(tile, language)}. {tile.reason}".strip()
    last = 1 + height - 11
    return Tile(
        frame=Box(x, 1, _WIDTH, height, verdict, tip),
        letter=Label(x + _EDGE, 31, tile.letter, "start", 22, tone, bold=True),
        symbol=Label(at(x + _WIDTH - _EDGE), 30, SYMBOLS[tile.verdict], "end", 20, tone, bold=True),
        lines=(
            *(
                Label(x + _EDGE, 50 + _LINE * row, line, "start", SMALL, "ink", tip=tile.title)
                for row, line in enumerate(lines)
            ),
            Label(x + _EDGE, last, _verdict(tile, language), "start", SMALL, tone, bold=True),
        ),
    )


def _verdict(tile: DimensionTile, language: str) -> str:
    return word(tile.verdict.value, language)
