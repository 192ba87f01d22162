"""The rows of a source as a relation with typed columns of known names, for collectors that ask their own questions.

rows = typed_rows(dataset, [Field("opened", "受理时间", "moment"), Field("cause", "原因", "text")])
dataset.run(f"SELECT cause, count(*) AS n FROM {rows.relation} GROUP BY cause")
"""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhuoyue.model.problem import Problem
from zhuoyue.records.dataset import Dataset
from zhuoyue.records.faulty import faulty_rows
from zhuoyue.records.instants import FIRST, LAST
from zhuoyue.records.plan import Check, Plan
from zhuoyue.records.sql import name
from zhuoyue.records.table import FILE, ROW

Kind = Literal["text", "number", "instant", "moment", "moment_first", "stated", "flag"]
TYPES: Mapping[str, str] = {
    "text": "VARCHAR",
    "number": "DECIMAL(38, 9)",
    "instant": "TIMESTAMP",
    "moment": "TIMESTAMP",
    "moment_first": "TIMESTAMP",
    "stated": "BOOLEAN",
    "flag": "BOOLEAN",
}
_TIMES = ("instant", "moment", "moment_first")
RELATION = "rows"
BAD = "_bad"
"""Ending of the column that tells whether a field's cell holds something else than its kind."""
ORDER = "__order"
"""Column of kept rows with their place in the order of the records."""
_UNREAD = "__unread"
_PLACE = f"({FILE}::BIGINT << 40) + rowid"


@dataclass(frozen=True)
class Field:
    """A column of the relation."""

    name: str
    """Its name in SQL: lower-case letters and underscores."""
    column: str | None
    """The records' column; None where the settings name none: every cell is then NULL."""
    kind: Kind
    """What its cells are read as: a moment is a time in UTC, an instant the same in the settings' time zone, stated
    tells whether the cell itself says how far its time is from UTC. A local time that occurs twice is the second as a
    moment, the first as a moment_first."""


@dataclass(frozen=True)
class Odd:
    """A row to show in a message."""

    place: str
    """File or sheet."""
    row: int
    """Number of the row, as the user's program shows it."""
    cells: Mapping[str, str | None]
    """What stands in the columns asked for, as written, by field name."""


class TypedRows:
    """The relation, and what was wrong with its cells."""

    def __init__(self, dataset: Dataset, fields: Sequence[Field], plan: Plan) -> None:
        self.fields = tuple(fields)
        self.relation = RELATION
        """For a FROM clause: the fields, `NAME_bad` for each that is no text, and the number of the table in
        `__file`. Kept rows have a number in `__order`; see `in_order`."""
        self.problems: list[Problem] = []
        self._dataset, self._plan = dataset, plan
        self._kept = False
        self._ordered = not dataset.large
        self._numbered = False
        """Whether the kept rows have their numbers."""

    def keep(self) -> None:
        """Hold the relation in a passing file from here on: read once, asked often, compressed, not in memory."""
        if not self._kept:
            self._kept = True
            kept = self._dataset.passing(RELATION)
            self._dataset.run(f"CREATE OR REPLACE TABLE {kept} AS SELECT * FROM {RELATION}")
            self._dataset.run(
                f"CREATE OR REPLACE TEMP VIEW kept_{RELATION} AS SELECT *, {_PLACE} AS {ORDER} FROM {kept}"
            )
            self.relation = f"kept_{RELATION}"

    def _keep_numbered(self) -> None:
        """Read every cell the patient way and hold the rows with their numbers, by which odd ones are then found."""
        self._kept = self._ordered = self._numbered = True
        kept = self._dataset.passing(RELATION)
        place = _PLACE.replace("rowid", ROW)
        columns = f"{_columns(self.fields, self._plan)}{_checks(self._plan)}"
        self._dataset.run(
            f"CREATE OR REPLACE TABLE {kept} AS SELECT {FILE}, {ROW}, {columns} FROM ({self._of_records()})"
        )
        self._dataset.run(f"CREATE OR REPLACE TEMP VIEW {RELATION} AS SELECT *, {place} AS {ORDER} FROM {kept}")

    def in_order(self) -> None:
        """Make `__order` the order of the records in large files too, whose rows are kept as several threads read them.

        Takes another, slower pass over large files: ask where it matters which row came first.
        """
        if self._ordered:
            return
        self._ordered = True
        kept = self._dataset.passing(f"{RELATION}_in_order")
        place = _PLACE.replace("rowid", ROW)
        columns, numbered = _columns(self.fields, self._plan), self._of_records()
        self._dataset.run(f"CREATE TABLE {kept} AS SELECT {FILE}, {place} AS {ORDER}, {columns} FROM ({numbered})")
        self.relation = kept

    def odd(self, condition: str, shown: Sequence[str], limit: int = 3) -> list[Odd]:
        """Return the first rows that meet a condition over the fields, with the cells of some fields as written.

        Takes another pass over the records, so ask only when there are such rows.
        """
        columns = {field.name: field.column for field in self.fields if field.column and field.name in shown}
        written = {f"w_{key}": column for key, column in columns.items()}
        if self._numbered:
            relation, cells = self.relation, ""
        else:
            cells = "".join(f", {self._plan.cell(column)} AS {name(alias)}" for alias, column in written.items())
            relation = f"(SELECT *, {_columns(self.fields, self._plan)} FROM ({self._of_records()}))"
        found = self._dataset.run(
            f"SELECT {FILE}, {ROW}{cells} FROM {relation} WHERE {condition} ORDER BY {FILE}, {ROW} LIMIT {limit}"
        )
        if self._numbered:
            found = self._dataset.written(written, found)
        return [
            Odd(
                self._dataset.places[row[FILE]],
                self._dataset.rows_shown(row[FILE], [row[ROW]]).get(row[ROW], row[ROW]),
                {key: row[f"w_{key}"] for key in columns},
            )
            for row in found
        ]

    def _of_records(self) -> str:
        """Return the SELECT of the records themselves, with the numbers of their rows; asks the plan when called."""
        return self._plan.select(self._dataset.records(numbered=True), numbered=True)


def typed_rows(dataset: Dataset, fields: Sequence[Field], *, keep: bool = False) -> TypedRows:
    """Return the rows of a source with typed columns; cells that cannot be read are NULL, and become problems.

    Args:
        dataset: the opened tables; its settings' `kinds` name every column of `fields`.
        fields: the columns wanted.
        keep: hold the rows in a passing file from the first pass on, as `TypedRows.keep` does with a second one.
    """
    plan = _plan(fields)
    rows = TypedRows(dataset, fields, plan)
    if keep and _keep_fast(dataset, fields, plan):
        rows._kept = True
        return rows
    if keep and dataset.numbered_alike:
        rows._keep_numbered()
        rows.problems += _faulty(dataset, plan, RELATION, numbered=RELATION)
        return rows
    fast = None if keep else _fast(dataset, plan)
    select = fast or plan.select(dataset.records())
    checks = "" if fast else _checks(plan)
    typed = f"SELECT {FILE}, {_columns(fields, plan, fast=bool(fast))}{checks} FROM ({select})"
    dataset.run(f"CREATE OR REPLACE TEMP VIEW {RELATION} AS {typed}")
    if keep:
        rows.keep()
    if not fast:
        rows.problems += _faulty(dataset, plan, rows.relation)
    return rows


def _plan(fields: Sequence[Field]) -> Plan:
    plan = Plan()
    for field in fields:
        if field.column:
            plan.reading(field.column, field.kind)
    checked: set[tuple[str, str]] = set()
    for field in fields:
        # What is no moment is no instant either: one message is enough.
        kind = "time" if field.kind in _TIMES else field.kind
        if field.column and field.kind not in ("text", "stated") and (field.column, kind) not in checked:
            checked.add((field.column, kind))
            bad, cell = plan.bad(field.column, field.kind), plan.cell(field.column)
            plan.checks.append(Check(field.kind.removesuffix("_first"), (field.column,), bad, (cell,)))
    return plan


def _columns(fields: Sequence[Field], plan: Plan, *, fast: bool = False) -> str:
    """Return the relation's columns; where every cell can be read, none is bad."""
    columns = []
    for field in fields:
        value = plan.read[field.column, field.kind] if field.column else f"NULL::{TYPES[field.kind]}"
        columns.append(f"{value} AS {name(field.name)}")
        if field.kind not in ("text", "stated"):
            bad = f"b_{value}" if field.column and not fast else "false"
            columns.append(f"{bad} AS {name(field.name + BAD)}")
    return ", ".join(columns)


def _fast(dataset: Dataset, plan: Plan) -> str | None:
    """Return the SELECT that reads cells written the usual way, if one pass shows that they all are."""
    typed = dataset.typed_records(plan.types())
    select = plan.select(typed or dataset.records(), fast=True, typed=bool(typed))
    # Every cell is counted, typed or not: a scan casts only what is asked for, and must stop here if it stops at all.
    audit = ", ".join(plan.audit())
    found = dataset.attempt(f"SELECT {FILE}, count(*) AS n, {audit} FROM ({select}) GROUP BY 1")
    if found is None or not all(_all_read(row) for row in found):
        return None
    dataset.saw({row[FILE]: row["n"] for row in found})
    return select


def _all_read(row: Mapping[str, Any], margin: dt.timedelta = dt.timedelta()) -> bool:
    lows = [value for alias, value in row.items() if alias.startswith("min_") and value is not None]
    highs = [value for alias, value in row.items() if alias.startswith("max_") and value is not None]
    readable = all(low > FIRST + margin for low in lows) and all(high < LAST - margin for high in highs)
    return row["unread"] == 0 and readable


def _keep_fast(dataset: Dataset, fields: Sequence[Field], plan: Plan) -> bool:
    """Hold the rows if all cells are written the usual way: the audit is made of what is held, without another pass.

    Texts are held as written and looked at there, because the file holds each distinct one once; columns that are the
    same in every row are not held at all.
    """
    typed = dataset.typed_records(plan.types())
    select = plan.select(typed or dataset.records(), fast=True, typed=bool(typed), texts=False)
    kept = dataset.passing(RELATION)
    held = [field for field in fields if field.column and field.kind != "stated"]
    written = [field for field in held if field.kind == "text"]
    columns = "".join(f", {_as_held(field, plan)} AS {name(field.name)}" for field in held)
    unread = plan.unread(typed=bool(typed))
    table = f"CREATE OR REPLACE TABLE {kept} AS SELECT {FILE}{columns}, {unread} AS {_UNREAD} FROM ({select})"
    if dataset.attempt(table) is None:
        return False
    dataset.reopen_passing()
    if _some_unread(dataset, kept, written):
        return False
    times = [name(field.name) for field in held if field.kind in _TIMES]
    edges = "".join(f", min({time}) AS min_{n}, max({time}) AS max_{n}" for n, time in enumerate(times))
    found = dataset.run(f"SELECT {FILE}, count(*) AS n, 0 AS unread{edges} FROM {kept} GROUP BY 1")
    # A moment is up to a day from its local time.
    if not all(_all_read(row, dt.timedelta(days=1)) for row in found):
        return False
    dataset.saw({row[FILE]: row["n"] for row in found})
    relation = f"SELECT {FILE}, {_PLACE} AS {ORDER}, {_held_columns(fields)} FROM {kept}"
    dataset.run(f"CREATE OR REPLACE TEMP VIEW {RELATION} AS {relation}")
    return True


def _as_held(field: Field, plan: Plan) -> str:
    column = str(field.column)
    return plan.cell(column) if field.kind == "text" else plan.read[column, field.kind]


def _some_unread(dataset: Dataset, kept: str, written: Sequence[Field]) -> bool:
    """Tell whether a cell was left unread. A condition on one column alone is tested once for each distinct text."""
    tests = [_UNREAD, *(f"_edged({name(field.name)})" for field in written)]
    counts = " + ".join(f"(SELECT count(*) FROM {kept} WHERE {test})" for test in tests)
    return bool(dataset.run(f"SELECT {counts} AS n")[0]["n"])


def _held_columns(fields: Sequence[Field]) -> str:
    columns = []
    for field in fields:
        value = name(field.name)
        if not field.column or field.kind == "stated":
            value = f"NULL::{TYPES[field.kind]}" if not field.column else "false"
        columns.append(f"{value} AS {name(field.name)}")
        if field.kind not in ("text", "stated"):
            columns.append(f"false AS {name(field.name + BAD)}")
    return ", ".join(columns)


def _checks(plan: Plan) -> str:
    return "".join(f", c{number}" for number in range(len(plan.checks)))


def _faulty(dataset: Dataset, plan: Plan, relation: str, numbered: str | None = None) -> list[Problem]:
    checks = "".join(f", count(*) FILTER (WHERE c{number}) AS c{number}" for number in range(len(plan.checks)))
    files = dataset.run(f"SELECT {FILE}, count(*) AS n{checks} FROM {relation} GROUP BY 1")
    dataset.saw({row[FILE]: row["n"] for row in files})
    return faulty_rows(dataset, plan, {row[FILE]: row for row in files}, numbered)
