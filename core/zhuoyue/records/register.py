"""The rows of a register, each with its place: for small tables that are looked at row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.model.problem import Problem
from zhuoyue.records.dataset import Dataset
from zhuoyue.records.fields import Field, typed_rows
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.sql import name
from zhuoyue.records.table import FILE, ROW


@dataclass(frozen=True)
class Row:
    """A row, its cells by field name."""

    place: str
    number: int
    columns: Mapping[str, str]
    """The records' column of each field."""
    words: Mapping[str, str | None]
    """What the cells say, without spaces around it; None when they say nothing."""
    numbers: Mapping[str, Decimal | None]
    """The cells that are numbers; None where a cell is empty or cannot be read."""
    days: Mapping[str, dt.date | None]
    """The cells that are days."""

    def word(self, key: str) -> str | None:
        """Return what a cell says; None too where there is no such column."""
        return self.words.get(key)

    def where(self, key: str) -> str:
        """Return the place of a cell, as messages name it."""
        return f"{self.place}:row {self.number}, column {self.columns.get(key, key)}"


def read_rows(
    dataset: Dataset, settings: RecordsSettings, columns: Mapping[str, str | None]
) -> tuple[list[Row], list[Problem]]:
    """Return all rows that say anything, in their order, and a problem for cells that cannot be read.

    Args:
        dataset: the opened tables.
        settings: theirs; say how each column is read.
        columns: the records' column by field name; None where there is none.
    """
    named = {key: column for key, column in columns.items() if column}
    kinds = {key: next(iter(settings.kinds()[column])) for key, column in named.items()}
    fields = [Field(key, column, kinds[key]) for key, column in named.items()]  # type: ignore[arg-type]
    problems = typed_rows(dataset, fields).problems
    cells = [f"as_text({name(column)}) AS {name(key)}" for key, column in named.items()]
    cells += [f"as_{kinds[key]}({name(named[key])}) AS {name('r_' + key)}" for key in named if kinds[key] != "text"]
    found = dataset.run(
        f"SELECT {FILE}, {ROW}, {', '.join(cells)} FROM {dataset.records(numbered=True)} "  # noqa: S608
        f"ORDER BY {FILE}, {ROW}"
    )
    shown = _numbers(dataset, [(row[FILE], row[ROW]) for row in found])
    rows = [
        Row(
            place=dataset.places[row[FILE]],
            number=shown[row[FILE], row[ROW]],
            columns=named,
            words={key: _word(row[key]) for key in named},
            numbers={key: _number(row[f"r_{key}"]) for key in named if kinds[key] == "number"},
            days={key: _day(row[f"r_{key}"]) for key in named if kinds[key] == "instant"},
        )
        for row in found
        if any(row[key] is not None for key in named)
    ]
    return rows, problems


def _numbers(dataset: Dataset, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the number of each row as the user's program shows it."""
    shown: dict[tuple[int, int], int] = {}
    for file in {file for file, _ in places}:
        ordinals = [ordinal for one, ordinal in places if one == file]
        lines = dataset.rows_shown(file, ordinals)
        shown |= {(file, ordinal): lines.get(ordinal, ordinal) for ordinal in ordinals}
    return shown


def _word(value: str | None) -> str | None:
    """Return a cell that can be seen: control characters alone are none."""
    return value if value and any(letter.isprintable() for letter in value) else None


def _number(value: Decimal | None) -> Decimal | None:
    return value if value is None else value.normalize()


def _day(value: dt.datetime | None) -> dt.date | None:
    return value if value is None else value.date()
