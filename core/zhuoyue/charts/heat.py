"""Heat map: a table of numbers whose cells are the darker, the higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Table, box, legend
from zhuoyue.charts.frame import Nothing, nothing, plain, row_name
from zhuoyue.charts.heat_grid import STEPS, WORDS, Grid, finding, make_grid
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, heading, longest, text_width
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.words import word
from zhuoyue.model.measure import Direction
from zhuoyue.model.text import Text

WIDTH = 680
_NAMES, _GAP = 150, 10
_LEAST, _MOST = 46, 110
"""Width of a column."""
_WORD = 180  # a column gets this wide for one long word; a longer one is cut
_LINE = 15
_HEAD = 4  # lines of a column's name
_DARK = 3  # tones above this are written on in the colour of the paper


@dataclass(frozen=True, kw_only=True)
class HeatChart(Chart):
    """A heat map laid out."""

    kind: ClassVar[str] = "heat"
    heading: tuple[Label, ...]
    cells: tuple[Box, ...]
    numbers: tuple[Label, ...]
    names: tuple[Label, ...]
    keys: tuple[Key, ...]
    empty: Nothing | None


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Decimal | None]],
    language: str,
    *,
    unit: str = "",
    decimals: int = 0,
    direction: Direction | None = None,
    counts: Sequence[Sequence[int | None]] | None = None,
    corner: str = "",
    caption: Text | None = None,
) -> HeatChart:
    """Lay out a table; up to 20 × 12 cells read well.

    Args:
        title: what the numbers are.
        rows, columns: names of the rows and columns.
        values: numbers by row and column; None where there is none.
        language: zh or en.
        unit: of the numbers.
        decimals: of the written numbers.
        direction: which way is better, said in the legend; the highest is darkest either way.
        counts: how many cases each number rests on, written below it.
        corner: heading of the names of the rows.
        caption: what the chart says, as whole sentences; left out: where the highest and the lowest number stand, of
            those that rest on ten cases or more.

    Raises:
        ValueError: values or counts of another shape than rows × columns.
    """
    grid = make_grid(rows, columns, values, counts, decimals, language)
    some = bool(grid.rows and grid.columns)
    wide = _column_width(grid)
    heads = [heading(name, SMALL, wide - 6, _HEAD) for name in grid.columns]
    top = at(26 + _LINE * max(map(len, heads), default=0) + 6)
    cells, numbers, names, bottom = _cells(grid, wide, top)
    width = at(max(_NAMES + _GAP + wide * len(grid.columns), 480)) if some else WIDTH
    keys, height = _keys(grid, bottom + 12, width) if some else ((), 64)
    return HeatChart(
        title=plain(title),
        alt=plain(caption.get(language)) if caption else finding(grid),
        table=_table(grid, plain(corner)),
        language=language,
        width=width,
        height=at(height + 4),
        min_width=at(width * 0.8),
        heading=_heading(plain(unit), direction, width, language) if some else (),
        cells=cells,
        numbers=numbers,
        names=(*names, *_column_names(grid, heads, wide, top)),
        keys=keys,
        empty=None if some else nothing(language, 0, 4, WIDTH),
    )


def _column_width(grid: Grid) -> float:
    """Return the width of a column: its widest number, or its name's longest word."""
    numbers = [
        text_width(written(value, grid.decimals), SIZE) for line in grid.values for value in line if value is not None
    ]
    notes = [
        text_width(grid.count(row, column), 11) for row in range(len(grid.rows)) for column in range(len(grid.columns))
    ]
    parts = [text_width(part, SMALL) + 8 for name in grid.columns for part in name.split()]
    words = [longest(name, SMALL) + 8 for name in grid.columns]
    least = max([_LEAST, *(wide + 12 for wide in (*numbers, *notes))])
    room = (WIDTH - _NAMES - _GAP) / max(1, len(grid.columns))
    return at(max(least, min(_MOST, room), min(84, max(parts, default=0)), min(_WORD, max(words, default=0))))


def _cells(grid: Grid, wide: float, top: float) -> tuple[tuple[Box, ...], tuple[Label, ...], tuple[Label, ...], float]:
    """Lay out the cells; return them with their numbers, the names of the rows, and the y below."""
    cells: list[Box] = []
    numbers: list[Label] = []
    names: list[Label] = []
    y = top
    for number, name in enumerate(grid.rows):
        lines = row_name(name, "", _NAMES)
        height = max(lines.height, 36 if grid.counts else 28)
        names += lines.place(_NAMES, at(y + height / 2))
        for column in range(len(grid.columns)):
            drawn, texts = _cell(grid, number, column, Box(_NAMES + _GAP + wide * column, y, wide, height))
            cells.append(drawn)
            numbers += texts
        y += height
    return tuple(cells), tuple(numbers), tuple(names), at(y)


def _cell(grid: Grid, row: int, column: int, place: Box) -> tuple[Box, list[Label]]:
    value, count = grid.values[row][column], grid.count(row, column)
    tip = f"{grid.rows[row]} / {grid.columns[column]}: {grid.written(value)} {count}".strip()
    right = place.x + place.width - 1
    if value is None:
        # inset, so that its dashes do not run into the neighbours
        return box(place.x + 2, place.y + 2, right - 2, place.height - 5, "unknown", tip), []
    tone = grid.tone(value)
    ink = "paper" if tone > _DARK else "ink"
    middle, centre = place.y + place.height / 2, at(place.x + place.width / 2)
    texts = [Label(centre, at(middle + (-1.5 if count else 4.5)), grid.written(value), "middle", tone=ink)]
    if count:
        texts.append(Label(centre, at(middle + 12), count, "middle", 11, ink))
    return box(place.x, place.y, right, place.height - 1, f"heat_{tone}", tip), texts


def _column_names(grid: Grid, heads: Sequence[Sequence[str]], wide: float, top: float) -> list[Label]:
    """Set the names of the columns above them, their last lines level."""
    return [
        Label(
            at(_NAMES + _GAP + wide * (column + 0.5)),
            at(top - 7 - _LINE * (len(lines) - 1 - number)),
            line,
            "middle",
            SMALL,
            tip=grid.columns[column],
        )
        for column, lines in enumerate(heads)
        for number, line in enumerate(lines)
    ]


def _heading(unit: str, direction: Direction | None, width: float, language: str) -> tuple[Label, ...]:
    labels = []
    said = word(f"better_{direction.value}", language) if direction else ""
    if unit:
        text = fit(word("unit", language, unit=unit), SMALL, width - text_width(said, SMALL) - 20)
        labels.append(Label(0, 14, text, size=SMALL, tone="muted"))
    if said:
        labels.append(Label(width, 14, said, "end", SMALL, "muted"))
    return tuple(labels)


def _keys(grid: Grid, y: float, width: float) -> tuple[tuple[Key, ...], float]:
    """Lay out the legend: each tone that may occur with its numbers, then what stands for no data."""
    looks = [(f"heat_{tone}", text) for tone, text in _tones(grid)]
    if any(value is None for line in grid.values for value in line):
        looks.append(("unknown", WORDS["no_data"].get(grid.language)))
    return legend(tuple(looks), 0, y, width)


def _tones(grid: Grid) -> list[tuple[int, str]]:
    """Return the tones with the numbers they stand for."""
    if not grid.borders:
        return []
    low, high = grid.borders[0], grid.borders[-1]
    if low == high:
        return [(grid.tone(low), written(low, grid.decimals))]
    texts = [written(border, _legend_decimals(grid)) for border in grid.borders]
    return [(tone, f"{texts[tone - 1]} – {texts[tone]}") for tone in range(1, STEPS + 1)]


def _legend_decimals(grid: Grid) -> int:
    """Return how many decimals tell the borders apart."""
    step = (grid.borders[-1] - grid.borders[0]) / STEPS
    return max(grid.decimals, -step.adjusted())


def _table(grid: Grid, corner: str) -> Table:
    rows = []
    for row, (name, line) in enumerate(zip(grid.rows, grid.values, strict=True)):
        counts = [grid.count(row, column) for column in range(len(line))]
        numbers = [cell(value, grid.decimals) for value in line]
        texts = (f"{number} ({count})" if count else number for number, count in zip(numbers, counts, strict=True))
        rows.append((name, *texts))
    return Table((corner, *grid.columns), tuple(rows))
