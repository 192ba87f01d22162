"""Hands small tables of ours to a sealed engine, which reads nothing but its own files."""

# ruff: noqa: S608 - names and texts in this SQL go through records.name and records.quote

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhuoyue.records import Dataset, name, quote

_ROW, _CELL = "\x1e", "\x1f"
_BATCH = 5000
Value = str | int | None


def key(column: str) -> str:
    """Return the expression of an account as both sides of a join spell it: without the marks used below."""
    return f"translate({name(column)}, chr(30) || chr(31), '  ')"


def inject(dataset: Dataset, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Value]]) -> None:
    """Create a temporary table, from one long text a batch: the engine's parser is slow with many literals.

    Args:
        dataset: the opened tables.
        table: name of the new table.
        columns: SQL type by name.
        rows: the cells, in the order of the columns; None is NULL.
    """
    declared = ", ".join(f"{name(column)} {kind}" for column, kind in columns.items())
    dataset.run(f"CREATE OR REPLACE TEMP TABLE {name(table)} ({declared})")
    cells = ", ".join(
        f"CASE WHEN s[{place}] <> '' THEN substr(s[{place}], 2)::{kind} END"
        for place, kind in enumerate(columns.values(), 1)
    )
    batch: list[str] = []
    for row in rows:
        batch.append(_CELL.join("" if cell is None else f"={_clean(cell)}" for cell in row))
        if len(batch) == _BATCH:
            _insert(dataset, table, cells, batch)
            batch = []
    _insert(dataset, table, cells, batch)


def _insert(dataset: Dataset, table: str, cells: str, batch: Sequence[str]) -> None:
    if batch:
        text = quote(_ROW.join(batch))
        split = f"SELECT string_split(unnest(string_split({text}, chr(30))), chr(31)) AS s"
        dataset.run(f"INSERT INTO {name(table)} SELECT {cells} FROM ({split})")


def _clean(cell: Value) -> str:
    return str(cell).replace(_ROW, " ").replace(_CELL, " ").replace("\0", "")
