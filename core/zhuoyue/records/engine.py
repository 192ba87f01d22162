"""The sealed query engine: sees the source's own files and nothing else, and takes one SELECT from a user."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.errors import Fault, InputError
from zhuoyue.records.cells import macros
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.sql import quote

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


class NotUtf8Error(InputError):
    """A text file whose beginning is UTF-8 goes on otherwise."""


class MalformedTextError(Exception):
    """A text file breaks the rules of its format somewhere; the engine can only say so for the whole scan."""


class Engine:
    """DuckDB in this process, locked after the inputs are known."""

    def __init__(self, settings: RecordsSettings, spill: Path) -> None:
        import duckdb

        self._duckdb = duckdb
        self._connection: DuckDBPyConnection = duckdb.connect(":memory:")
        self._settings = settings
        self._passing = spill.with_name("kept") / "kept.db"
        self._attached = False
        for statement in (
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            # Otherwise a query could read this program's variables by name.
            "SET python_enable_replacements = false",
            f"SET memory_limit = {quote(settings.memory_limit)}",
            f"SET temp_directory = {quote(str(spill))}",
        ):
            self._connection.execute(statement)
        self._set_timezone(settings.timezone)
        for statement in macros(settings.null_values, settings.suffixes, settings.timezone):
            self._connection.execute(statement)

    def _set_timezone(self, timezone: str) -> None:
        try:
            self._connection.execute(f"SET TimeZone = {quote(timezone)}")
        except self._duckdb.Error as error:
            raise InputError(
                Fault(
                    f"unknown time zone {timezone!r}; expected a name like 'Asia/Shanghai'",
                    f"未知时区 {timezone!r}，应为 'Asia/Shanghai' 之类的名称",
                    "timezone",
                )
            ) from error

    def seal(self, files: Iterable[Path], tables: Mapping[str, pa.Table]) -> None:
        """Register the tables, allow exactly `files`, and lock: nothing below this line can widen it again."""
        for key, table in tables.items():
            self._connection.register(key, table)
        allowed = ", ".join(quote(str(path)) for path in files)
        self._connection.execute(f"SET allowed_paths = [{allowed}]")
        # The passing file has others beside it: its log and its checkpoints.
        self._connection.execute(f"SET allowed_directories = [{quote(str(self._passing.parent))}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def passing(self, table: str) -> str:
        """Return the full name of a table in a passing file, which is compressed and need not fit into memory."""
        if not self._attached:
            self._passing.parent.mkdir(exist_ok=True)
            self._connection.execute(f"ATTACH {quote(str(self._passing))} AS kept")
            self._attached = True
        return f"kept.{table}"

    def reopen(self) -> None:
        """Open the passing file anew, once a table in it is complete.

        Of a table read back from the file a condition on one column is tested once for each distinct text; of one as it
        was written, for each row.
        """
        self._connection.execute("DETACH kept")
        self._connection.execute(f"ATTACH {quote(str(self._passing))} AS kept")

    def lend(self, table: str, rows: pa.Table) -> None:
        """Make a table of another engine known here by a name."""
        self._connection.register(table, rows)

    def arrow(self, sql: str) -> pa.Table:
        """Run a SELECT made by this plugin and return its rows as a table to lend to another engine."""
        return self._connection.sql(sql).to_arrow_table()

    def run(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run a statement made by this plugin and return its rows.

        Raises:
            MalformedTextError: a text file is ragged, or not in its encoding.
            InputError: the data do not fit into the memory allowed, or a file cannot be read.
        """
        try:
            return self._connection.execute(sql).fetchall()
        except self._duckdb.OutOfMemoryException as error:
            limit = self._settings.memory_limit
            raise InputError(
                Fault(
                    f"the query needs more than memory_limit = '{limit}'; raise it or aggregate in the database",
                    f"查询所需内存超过 memory_limit = '{limit}'，请调高该值或先在数据库中汇总",
                )
            ) from error
        except self._duckdb.InvalidInputException as error:
            if "not utf-8" in str(error):
                raise NotUtf8Error(Fault("a text file is not UTF-8", "有文本文件不是 UTF-8 编码", "path")) from error
            if "CSV" in str(error):
                raise MalformedTextError(str(error)) from error
            if self._settings.query is None:
                raise
            raise InputError(_refusal(str(error))) from error
        except self._duckdb.Error as error:
            if self._settings.query is None:
                raise
            raise InputError(_refusal(str(error))) from error

    def attempt(self, sql: str) -> list[dict[str, Any]] | None:
        """Run a statement made by this plugin; None if a cell or row stops it."""
        try:
            return self.frame(sql)
        except self._duckdb.OutOfMemoryException:
            raise
        except (self._duckdb.Error, MalformedTextError, NotUtf8Error):
            return None

    def frame(self, sql: str) -> list[dict[str, Any]]:
        """Run a statement made by this plugin and return its rows by column name."""
        rows = self.run(sql)
        names = [column[0] for column in self._connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def user_columns(self, select: str) -> tuple[str, ...]:
        """Return the columns of a user's SELECT.

        Raises:
            InputError: the engine refuses it; the message is the engine's own.
        """
        try:
            self._connection.execute(f"SELECT * FROM (\n{select}\n) LIMIT 0")
        except self._duckdb.Error as error:
            raise InputError(_refusal(str(error))) from error
        return tuple(column[0] for column in self._connection.description or ())

    def close(self) -> None:
        """Free the engine's memory and spill files."""
        self._connection.close()


def one_select(query: str) -> str:
    """Return `query` without its final semicolon if it is exactly one SELECT.

    The files a source may read are open for writing too, so no other statement is let through.

    Raises:
        InputError: it is no SQL, no SELECT, or more than one statement.
    """
    import duckdb

    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise InputError(_refusal(str(error))) from error
    kinds = [statement.type.name for statement in statements]
    if kinds != ["SELECT"]:
        found = ", ".join(kinds) or "nothing"
        raise InputError(
            Fault(
                f"expected exactly one SELECT statement, found {found}",
                f"只允许一条 SELECT 语句，实际为：{found}",
                "query",
            )
        )
    return query.strip().rstrip(";").rstrip()


def _refusal(message: str) -> Fault:
    first = " ".join(message.split("\n\nLINE")[0].split())
    return Fault(f"the query cannot be run: {first}", f"无法执行查询：{first}", "query")
