"""The records of a source as one relation: tables united, columns renamed, repeated records left out."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.engine import Engine, MalformedTextError, one_select
from zhuoyue.records.repeated import leave_out_repeated
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.severity import advised
from zhuoyue.records.sql import name, quote
from zhuoyue.records.table import FILE, ROW, Table, TextScan, resolve
from zhuoyue.records.textfile import lines_of, malformed, time_format

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 3
"""Examples given in a message."""


class Dataset:
    """What the measures are computed from. Its two relations differ only in the row number, which costs time."""

    def __init__(
        self, engine: Engine, tables: Sequence[Table], settings: RecordsSettings, evidence: tuple[str, ...] = ()
    ) -> None:
        self.tables = tables
        self.evidence = evidence
        self.settings = settings
        self.problems: list[Problem] = []
        self._engine = engine
        self._tolerant = False
        self._seen: dict[int, int] = {}
        self._by_query = bool(settings.query) and not any(table.queried for table in tables)
        self._create_views()
        self._branches = self._resolved()
        if self._by_query:
            self._apply_query()
        if settings.unique:
            self.problems += leave_out_repeated(self, settings.unique)

    @property
    def places(self) -> Sequence[str]:
        """Locators by the number in the file column."""
        if self._by_query:
            return (f"{', '.join(table.locator for table in self.tables[:3])}#query",)
        return tuple(table.locator for table in self.tables)

    @property
    def place(self) -> str:
        """The tables in a word, for what concerns all of them."""
        shown = ", ".join(self.places[:_SHOWN])
        return f"{shown}, …" if len(self.places) > _SHOWN else shown

    @property
    def large(self) -> bool:
        """Whether the engine may read a table in several threads, and hand on its rows in another order."""
        return any(table.several_threads for table in self.tables)

    def run(self, sql: str) -> list[dict[str, Any]]:
        """Run a SELECT; a malformed text file is read again without its malformed rows, which are reported."""
        try:
            return self._engine.frame(sql)
        except MalformedTextError:
            if self._tolerant:
                raise
        self._tolerant = True
        self._create_views()
        return self._engine.frame(sql)

    def passing(self, table: str) -> str:
        """Return the full name of a table in a passing file: `run` may create it; it need not fit into memory."""
        return self._engine.passing(table)

    def reopen_passing(self) -> None:
        """Open the passing file anew, which makes looking for rare texts in a large table much faster."""
        self._engine.reopen()

    def lend(self, table: str, rows: pa.Table) -> None:
        """Make the rows of another dataset known by a name, for a join."""
        self._engine.lend(table, rows)

    def arrow(self, sql: str) -> pa.Table:
        """Run a SELECT and return its rows as a table that another dataset can borrow; it is held in memory."""
        return self._engine.arrow(sql)

    def records(self, numbered: bool = False) -> str:
        """Return the relation for a FROM clause: texts by canonical name, and the file column."""
        suffix = "_numbered" if numbered else ""
        if self.settings.unique:
            return f"once{suffix}"
        return self.united(numbered)

    def attempt(self, sql: str) -> list[dict[str, Any]] | None:
        """Run a SELECT that may stop at cells or rows it can't read; None if it does."""
        return self._engine.attempt(sql)

    def typed_records(self, types: Mapping[str, str] | None) -> str | None:
        """Return the relation with columns of these types, cast by the scan itself: a third faster than from texts.

        None where that can't be done: only text files and Parquet are scanned, and times must be written one way.
        """
        if types is None or self._by_query or self.settings.unique or self._tolerant:
            return None
        for index, (table, found) in enumerate(zip(self.tables, self._branches, strict=True)):
            places = {found[column]: kind for column, kind in types.items() if column in found}
            select = self._typed_scan(table, places)
            if select is None:
                return None
            self._engine.run(f"CREATE OR REPLACE TEMP VIEW typed{index} AS {select}")
        return f"({self._union(self.settings.needed(), numbered=False, view='typed', types=types)})"

    def _typed_scan(self, table: Table, places: Mapping[int, str]) -> str | None:
        nulls = self.settings.null_values
        if table.parquet:
            return table.typed_parquet(nulls, places)
        if table.text is None:
            return None
        times = time_format(table.text, [place for place, kind in places.items() if kind == "TIMESTAMP"])
        return None if times is None else f"SELECT * FROM {table.text.sql(nulls, types=places, times=times)}"

    @property
    def numbered_alike(self) -> bool:
        """Whether a row has the same number in every pass; the result of a query may come in another order."""
        return not self._by_query and not self.settings.unique

    def written(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return rows, each with its file and number, with what stands in some columns, by alias, as written."""
        cells = "".join(f", {name(column)} AS {name(alias)}" for alias, column in columns.items())
        wanted = " OR ".join(f"({FILE} = {row[FILE]} AND {ROW} = {row[ROW]})" for row in rows) or "false"
        records = self.records(numbered=True)
        return self.run(f"SELECT {FILE}, {ROW}{cells} FROM {records} WHERE {wanted} ORDER BY {FILE}, {ROW}")

    def rows_shown(self, file: int, ordinals: Iterable[int]) -> dict[int, int]:
        """Return the row number that a user sees for each row number of a file."""
        table = None if self._by_query else self.tables[file]
        if table is not None and table.text:
            return lines_of(table.text, ordinals)
        return {ordinal: ordinal for ordinal in ordinals}

    def saw(self, rows: Mapping[int, int]) -> None:
        """Remember the rows of each table that a pass over all of them has counted."""
        if not self._by_query and not self.settings.unique:
            self._seen = {index: rows.get(index, 0) for index in range(len(self.tables))}

    def counts(self) -> list[int]:
        """Return the number of data rows of each table."""
        counted = []
        for index, table in enumerate(self.tables):
            known = self._seen.get(index, table.rows)
            counted.append(self.run(f"SELECT count(*) AS n FROM t{index}")[0]["n"] if known is None else known)
        return counted

    def _create_views(self) -> None:
        for index, table in enumerate(self.tables):
            rejects = f"rejects{index}" if self._tolerant and table.text else None
            view = table.view(index, self.settings.null_values, rejects)
            self._engine.run(f"CREATE OR REPLACE TEMP VIEW t{index} AS {view}")

    def _resolved(self) -> list[dict[str, int]]:
        """Return the position of each column in each table.

        Raises:
            InputError: columns are missing or double; of all tables at once.
        """
        branches, faults = [], []
        for table in self.tables:
            wanted = _all_columns(table, self.settings) if self._by_query else self.settings.needed()
            found, wrong = resolve(table, wanted, self.settings)
            branches.append(found)
            faults += wrong
        if faults:
            raise InputError(*faults)
        return branches

    def united(self, numbered: bool) -> str:
        """Return the relation with the repeated records still in it."""
        if self._by_query:
            return "queried_numbered" if numbered else "queried"
        return f"({self._union(self.settings.needed(), numbered)})"

    def _union(
        self, columns: Sequence[str], numbered: bool, view: str = "t", types: Mapping[str, str] | None = None
    ) -> str:
        parts = []
        for index, (table, found) in enumerate(zip(self.tables, self._branches, strict=True)):
            cells = [f"{index} AS {FILE}"]
            for column in columns:
                absent = f"NULL::{(types or {}).get(column, 'VARCHAR')}"
                cells.append(f"{f'c{found[column]}' if column in found else absent} AS {name(column)}")
            if numbered:
                cells.append(ROW if table.arrow is not None else f"row_number() OVER () AS {ROW}")
            parts.append(f"SELECT {', '.join(cells)} FROM {view}{index}")
        return " UNION ALL ".join(parts)

    def _apply_query(self) -> None:
        columns = list(dict.fromkeys(column for found in self._branches for column in found))
        self._engine.run(f"CREATE TEMP VIEW data AS {self._union(columns, numbered=False)}")
        select = one_select(self.settings.query or "")
        given = self._engine.user_columns(select)
        faults = [_not_in_query(column, given) for column in self.settings.needed() if column not in given]
        faults += [_twice_in_query(column) for column, count in Counter(given).items() if count > 1]
        if faults:
            raise InputError(*faults)
        nulls = ", ".join(quote(value) for value in ("", *self.settings.null_values))
        texts = {column: f"{name(column)}::VARCHAR" for column in given}
        cells = ", ".join(f"CASE WHEN {t} NOT IN ({nulls}) THEN {t} END AS {name(c)}" for c, t in texts.items())
        for suffix, number in (("", ""), ("_numbered", f", row_number() OVER () AS {ROW}")):
            self._engine.run(
                f"CREATE TEMP VIEW queried{suffix} AS SELECT 0 AS {FILE}, {cells}{number} FROM (\n{select}\n)"
            )

    def malformed_rows(self) -> list[Problem]:
        """Return a problem for each text file of which rows were left out because they do not fit its header."""
        if not self._tolerant:
            return []
        problems = []
        for index, table in enumerate(self.tables):
            if table.text is None:
                continue
            self.run(f"SELECT count(c0) AS n FROM t{index}")
            lines = [row["line"] for row in self.run(f"SELECT DISTINCT line FROM rejects{index} ORDER BY line")]
            if lines:
                problems.append(advised(_malformed(table, table.text, lines), self.settings))
        return problems


def _malformed(table: Table, scan: TextScan, lines: Sequence[int]) -> Problem:
    """The engine's lines are off after a cell with a line break; where Python finds as many, its lines are right."""
    width = scan.width
    try:
        seen = malformed(scan)
    except csv.Error:
        seen = []
    if len(seen) == len(lines):
        en = "; ".join(f"row {line} has {found} cells" for line, found in seen[:_SHOWN])
        zh = "；".join(f"第 {line} 行有 {found} 个单元格" for line, found in seen[:_SHOWN])
        first = seen[0][0]
    else:
        en = "rows " + ", ".join(str(line) for line in lines[:_SHOWN])
        zh = "第 " + "、".join(str(line) for line in lines[:_SHOWN]) + " 行"
        first = lines[0]
    more_en, more_zh = ("; …", "……") if len(lines) > _SHOWN else ("", "")
    return Problem(
        code="tables-ragged-row",
        severity=Severity.ERROR,
        text=Text(
            en=f"{len(lines)} rows do not fit the header of {width} columns and were left out: {en}{more_en}",
            zh=f"{len(lines)} 行与 {width} 列的表头不符，已剔除：{zh}{more_zh}",
        ),
        where=f"{table.locator}:row {first}",
    )


def _all_columns(table: Table, settings: RecordsSettings) -> list[str]:
    """Return every column a query may name: the canonical name where there is one, else the file's."""
    canonical = {other: column for column, others in settings.columns.items() for other in (column, *others)}
    return list(dict.fromkeys(canonical.get(header, header) for header in table.columns if header))


def _not_in_query(column: str, given: Sequence[str]) -> Fault:
    en, zh = did_you_mean(column, given)
    return Fault(f"its result has no column {column!r}{en}", f"查询结果中没有列 {column!r}{zh}", "query")


def _twice_in_query(column: str) -> Fault:
    return Fault(
        f"its result has column {column!r} more than once; rename one with AS",
        f"查询结果中列 {column!r} 出现多次，请用 AS 改名",
        "query",
    )
