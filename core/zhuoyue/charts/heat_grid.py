"""What a heat map shows before it is drawn: its numbers with their names, their tones, and what they say in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from zhuoyue.charts.frame import plain
from zhuoyue.charts.number import written
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.text import Text

STEPS = 5
"""Tones from the lowest to the highest value."""
_RANKED = 10
"""A number that rests on fewer cases is not called the highest or lowest."""


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


WORDS = {
    "highest": _text("最高：{row}／{column} {value}", "highest: {row} / {column}, {value}"),
    "lowest": _text("最低：{row}／{column} {value}", "lowest: {row} / {column}, {value}"),
    "equal": _text("各格均为 {value}", "all cells at {value}"),
    "few": _text("不足 {least} 例的格不作比较", "cells below n = {least} are not compared"),
    "missing": _text("{all} 格中 {count} 格无数据", "{count} of {all} cells without data"),
    "no_data": _text("无数据", "no data"),
}


@dataclass(frozen=True)
class Grid:
    """The numbers with their names, and the borders between their tones."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Decimal | None, ...], ...]
    counts: tuple[tuple[int | None, ...], ...]
    """As many as `values`, or none."""
    borders: tuple[Decimal, ...]
    """Ends of the tones, one more than there are tones; empty if nothing is known."""
    decimals: int
    language: str

    def tone(self, value: Decimal) -> int:
        """Return the number of a tone, 1 to `STEPS`; the middle one if all values are equal."""
        if self.borders[0] == self.borders[-1]:
            return (STEPS + 1) // 2
        return 1 + sum(value >= border for border in self.borders[1:-1])

    def count(self, row: int, column: int) -> str:
        """Return what stands below a number."""
        count = self.counts[row][column] if self.counts else None
        return "" if count is None else f"n={written(Decimal(count))}"

    def compared(self, row: int, column: int) -> bool:
        """Whether a number rests on enough cases, as far as that is known, to be called the highest or lowest."""
        count = self.counts[row][column] if self.counts else None
        return count is None or count >= _RANKED

    def written(self, value: Decimal | None) -> str:
        """Write a number of the map."""
        return WORDS["no_data"].get(self.language) if value is None else written(value, self.decimals)


def make_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Decimal | None]],
    counts: Sequence[Sequence[int | None]] | None,
    decimals: int,
    language: str,
) -> Grid:
    """Return the numbers with their names and tones.

    Raises:
        ValueError: values or counts of another shape than rows × columns.
    """
    for name, table in (("values", values), ("counts", counts)):
        if table is not None and [len(line) for line in table] != [len(columns)] * len(rows):
            raise ValueError(f"{name} must have {len(rows)} rows of {len(columns)}")
    known = [value for line in values for value in line if value is not None]
    borders: tuple[Decimal, ...] = ()
    if known:
        low, high = min(known), max(known)
        borders = tuple(low + (high - low) * step / STEPS for step in range(STEPS + 1))
    return Grid(
        tuple(map(plain, rows)),
        tuple(map(plain, columns)),
        tuple(map(tuple, values)),
        tuple(map(tuple, counts or ())),
        borders,
        decimals,
        language,
    )


def finding(grid: Grid) -> str:
    """Say where the highest and the lowest number stand, and how many cells have none."""
    cells = [(row, column) for row in range(len(grid.rows)) for column in range(len(grid.columns))]
    known = [(value, *cell) for cell in cells if (value := grid.values[cell[0]][cell[1]]) is not None]
    if not known:
        return sentence([word("no_values", grid.language)], grid.language)
    ranked = [(value, row, column) for value, row, column in known if grid.compared(row, column)]
    parts = _ends(grid, ranked) if ranked else []
    if len(ranked) < len(known):
        parts.append(WORDS["few"].get(grid.language).format(least=_RANKED))
    if len(known) < len(cells):
        parts.append(WORDS["missing"].get(grid.language).format(all=len(cells), count=len(cells) - len(known)))
    return sentence(parts, grid.language)


def _ends(grid: Grid, ranked: Sequence[tuple[Decimal, int, int]]) -> list[str]:
    ends = {"highest": max(ranked, key=itemgetter(0)), "lowest": min(ranked, key=itemgetter(0))}
    if len(ranked) > 1 and ends["highest"][0] == ends["lowest"][0]:
        return [WORDS["equal"].get(grid.language).format(value=grid.written(ranked[0][0]))]
    return [
        WORDS[key].get(grid.language).format(row=grid.rows[row], column=grid.columns[column], value=grid.written(value))
        for key, (value, row, column) in list(ends.items())[: len(ranked)]
    ]
