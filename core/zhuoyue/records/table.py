"""One table as a reader hands it on: names, place and a way to scan it; and which of its columns is meant."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault, did_you_mean
from zhuoyue.model.problem import Problem
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.sql import name, quote

if TYPE_CHECKING:
    import pyarrow as pa

_ONE_THREAD = 4_000_000
"""Bytes of a text file that one thread reads for certain."""
_ONE_GROUP = 60_000
"""Rows of a Parquet file that stand in one group for certain."""
ROW = "__row"
"""Column with the row's number, as the user's program shows it."""
FILE = "__file"
"""Column with the table's index in this source."""


@dataclass(frozen=True)
class TextScan:
    """How the engine reads a text file that is known to be UTF-8."""

    path: Path
    delimiter: str
    skip: int
    width: int

    def sql(
        self,
        null_values: Sequence[str],
        rejects: str | None = None,
        types: Mapping[int, str] | None = None,
        times: str = "",
    ) -> str:
        """Return the scan. With `rejects`, malformed rows go to that table; else they stop the scan.

        Args:
            null_values: cells that are NULL.
            rejects: name of the table for malformed rows.
            types: types of columns that are no text, by position; a cell of another type stops the scan.
            times: how times are written.
        """
        kinds = types or {}
        columns = ", ".join(f"'c{index}': '{kinds.get(index, 'VARCHAR')}'" for index in range(self.width))
        # The engine refuses nulls that hold its own marks.
        plain = [value for value in null_values if not {'"', self.delimiter, "\n", "\r"} & set(value)]
        nulls = ", ".join(quote(value) for value in ("", *plain))
        scan = (
            f"read_csv({quote(str(self.path))}, auto_detect = false, header = true, skip = {self.skip}, "
            f"delim = {quote(self.delimiter)}, quote = '\"', escape = '\"', nullstr = [{nulls}], "
            f"columns = {{{columns}}}"
        )
        if times:
            scan += f", timestampformat = {quote(times)}"
        if rejects is None:
            return scan + ")"
        # Storing rejects slows the scan by half, so it is switched on only after a scan has failed.
        return f"{scan}, store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')"


@dataclass(frozen=True)
class Table:
    """One table: a text file, a Parquet file, a sheet, or a table or query of a database."""

    slug: str
    """What its evidence id ends with."""
    locator: str
    """Where it is, as shown to the user."""
    columns: tuple[str, ...]
    """Names in its header, in order."""
    short: tuple[str, ...] = ()
    """The last row of a header of several rows: accepted where it names one column only."""
    path: Path | None = None
    """The file; None for a database server."""
    sha256: str | Future[str] | None = None
    """Hash of the file's bytes; of a large file still being computed while the engine reads it."""
    text: TextScan | None = None
    """Set for text files."""
    parquet: tuple[str, ...] = ()
    """For Parquet: the expression of each column."""
    types: tuple[str, ...] = ()
    """For Parquet: what each column holds: text, time, whole, decimal, float, flag, or another word."""
    arrow: pa.Table | None = field(default=None, repr=False)
    """Set for workbooks and databases: columns c0, c1, … and the row number."""
    rows: int | None = None
    """Number of rows where known without a scan."""
    queried: bool = False
    """The settings' query has already run, in the database."""
    problems: tuple[Problem, ...] = ()
    """What the reader noticed."""

    @property
    def several_threads(self) -> bool:
        """Whether the engine divides the file among threads: texts of 8 MB each, Parquet by groups of rows."""
        if self.text:
            return self.text.path.stat().st_size > _ONE_THREAD
        return bool(self.parquet) and (self.rows or 0) > _ONE_GROUP

    def view(self, index: int, null_values: Sequence[str], rejects: str | None = None) -> str:
        """Return the SELECT that gives columns c0, c1, … as texts."""
        if self.text:
            return f"SELECT * FROM {self.text.sql(null_values, rejects)}"
        nulls = ", ".join(quote(value) for value in ("", *null_values))
        cells = self.parquet or tuple(f"c{number}" for number in range(len(self.columns)))
        picked = [f"CASE WHEN {cell} NOT IN ({nulls}) THEN {cell} END AS c{n}" for n, cell in enumerate(cells)]
        origin = f"read_parquet({quote(str(self.path))})" if self.parquet else f"arrow{index}"
        return f"SELECT {', '.join([*picked, *([] if self.parquet else [name(ROW)])])} FROM {origin}"

    def typed_parquet(self, null_values: Sequence[str], places: Mapping[int, str]) -> str | None:
        """Return the SELECT that gives these columns with these types, and the others as texts, or None.

        A cell of another type stops the scan. None where a null value may hide among numbers or times.
        """
        if any(any(sign.isdigit() for sign in value) for value in null_values):
            return None
        cells = []
        for number, (text, held) in enumerate(zip(self.parquet, self.types, strict=True)):
            wanted = places.get(number, "VARCHAR")
            own = text.removesuffix("::VARCHAR")
            if wanted == "VARCHAR":
                cells.append(_unless_null(text, null_values))
            elif (wanted, held) in _CAST_DIRECTLY:
                cells.append(f"{own}::{wanted}")
            elif held in ("text", "float"):
                fast = "fast_instant" if wanted == "TIMESTAMP" else "fast_number"
                cell = _unless_null(text, null_values)
                cells.append(f"_read_or_stop({cell}, {fast}({text}))" if held == "text" else f"{text}::{wanted}")
            else:
                return None
        picked = ", ".join(f"{cell} AS c{number}" for number, cell in enumerate(cells))
        return f"SELECT {picked} FROM read_parquet({quote(str(self.path))})"


def _unless_null(text: str, null_values: Sequence[str]) -> str:
    """Return the text, or NULL for one that means so. Most texts are longer, and need not be compared with each."""
    nulls = ("", *null_values)
    longest = max(len(value.encode()) for value in nulls)
    listed = ", ".join(quote(value) for value in nulls)
    return f"CASE WHEN strlen({text}) > {longest} THEN {text} WHEN {text} NOT IN ({listed}) THEN {text} END"


_CAST_DIRECTLY = {("TIMESTAMP", "time"), ("DECIMAL(18, 9)", "whole"), ("DECIMAL(18, 9)", "decimal")}


def resolve(table: Table, wanted: Sequence[str], settings: RecordsSettings) -> tuple[dict[str, int], list[Fault]]:
    """Return the position of each wanted column in the table, and a fault for each that is missing or double."""
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for column in wanted:
        accepted = (column, *settings.columns.get(column, ()))
        places = [place for place, header in enumerate(table.columns) if header in accepted]
        places = places or [place for place, header in enumerate(table.short) if header in accepted]
        if len(places) == 1:
            found[column] = places[0]
        elif places:
            faults.append(_double(table, column, [table.columns[place] for place in places]))
        elif column not in settings.optional:
            faults.append(_missing(table, column, accepted))
    return found, faults


def _missing(table: Table, column: str, accepted: Sequence[str]) -> Fault:
    hints = [did_you_mean(word, [header for header in table.columns if header]) for word in accepted]
    en, zh = next((hint for hint in hints if "did you mean" in hint[0]), hints[0])
    others = [word for word in accepted if word != column]
    also_en = f" (also accepted: {', '.join(others)})" if others else ""
    also_zh = f"（也接受：{'、'.join(others)}）" if others else ""
    listed = ", ".join(header for header in table.columns[:20] if header)
    return Fault(
        f"has no column {column!r}{also_en}{en}; its columns: {listed}",
        f"没有列 {column!r}{also_zh}{zh}；现有列：{listed}",
        table.locator,
    )


def _double(table: Table, column: str, headers: Sequence[str]) -> Fault:
    if len(set(headers)) == 1:
        return Fault(
            f"column {headers[0]!r} occurs {len(headers)} times in the header; rename or remove the others",
            f"表头中列 {headers[0]!r} 出现 {len(headers)} 次，请改名或删除多余的列",
            table.locator,
        )
    shown = ", ".join(repr(header) for header in headers)
    return Fault(
        f"columns {shown} are all accepted for {column!r}; name one of them under [sources.columns]",
        f"列 {shown} 都可作为 {column!r}，请在 [sources.columns] 中只保留一个",
        table.locator,
    )
