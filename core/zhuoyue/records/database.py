"""SQLite and PostgreSQL: one SELECT over ADBC, read-only; every cell is cast to text in the database."""

# ruff: noqa: S608 - names and texts in this SQL go through sql.name and sql.quote

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote
from urllib.parse import unquote, urlsplit

from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.records.engine import one_select
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.sql import name, quote
from zhuoyue.records.table import ROW, Table

Pick = Callable[[Table], Sequence[int]]
"""Given a table without rows, return the positions of the columns to fetch; raises InputError."""


def read_sqlite(path: Path, shown: str, settings: RecordsSettings, pick: Pick) -> Table:
    """Read a table or query of an SQLite file.

    Raises:
        InputError: the file is damaged or locked, the table is missing, or the query is refused.
    """
    import adbc_driver_sqlite.dbapi as driver

    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    session = _Session(shown, {})
    with session.open(driver, f"file:{url_quote(str(path))}?mode=ro") as connection:
        known = [row[0] for row in session.rows(connection, tables)]
        relation, slug, locator = _relation(settings, shown, path.stem, known)
        table = Table(slug, locator, (), path=path, sha256=sha256, queried=bool(settings.query))
        return session.table(connection, relation, table, pick)


def read_postgresql(uri: str, settings: RecordsSettings, pick: Pick) -> Table:
    """Read a table or query of a PostgreSQL database. `uri` never reaches a message.

    Raises:
        InputError: no connection, the table is missing, or the query is refused.
    """
    import adbc_driver_postgresql.dbapi as driver

    tables = (
        "SELECT table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    )
    shown = settings.uri or ""
    session = _Session(shown, _secrets(uri))
    with session.open(driver, uri) as connection:
        # In this order: a query, once begun, can no longer make its transaction writable.
        session.run(connection, "SET TRANSACTION READ ONLY")
        session.run(connection, f"SET LOCAL timezone = {quote(settings.timezone)}")
        session.run(connection, "SET LOCAL datestyle = 'ISO, YMD'")
        known = [row[0] for row in session.rows(connection, tables)]
        relation, slug, locator = _relation(settings, shown, "query", known)
        table = Table(slug, locator, (), queried=bool(settings.query))
        return session.table(connection, relation, table, pick)


def _relation(settings: RecordsSettings, shown: str, stem: str, known: Sequence[str]) -> tuple[str, str, str]:
    """Return what to select from, the slug and the locator."""
    if settings.query:
        return f"(\n{one_select(settings.query)}\n) AS data", stem, f"{shown}#query"
    if settings.table is None:
        en, zh = did_you_mean("", known)
        raise InputError(Fault(f"a database needs table or query{en}", f"数据库需要 table 或 query{zh}", shown))
    found = settings.table if settings.table in known else f"public.{settings.table}"
    if found not in known:
        en, zh = did_you_mean(settings.table, known)
        raise InputError(Fault(f"has no table {settings.table!r}{en}", f"没有表 {settings.table!r}{zh}", shown))
    schema = found.split(".", 1) if shown.startswith("env:") else [found]
    return ".".join(name(part) for part in schema), schema[-1], f"{shown}#{settings.table}"


class _Session:
    """Runs statements of one connection and cleans the driver's messages."""

    def __init__(self, shown: str, secrets: dict[str, str]) -> None:
        self.shown = shown
        self.secrets = secrets

    def open(self, driver: Any, uri: str) -> Any:
        try:
            return closing(driver.connect(uri))
        except Exception as error:
            reason = self.clean(str(error))
            raise InputError(
                Fault(f"cannot be opened: {reason}", f"无法打开：{reason}", self.shown)
            ) from None  # the driver's own message may hold the connection URI

    def run(self, connection: Any, sql: str) -> None:
        with closing(connection.cursor()) as cursor:
            self._execute(cursor, sql)

    def rows(self, connection: Any, sql: str) -> list[tuple[Any, ...]]:
        with closing(connection.cursor()) as cursor:
            self._execute(cursor, sql)
            return list(cursor.fetchall())

    def table(self, connection: Any, relation: str, table: Table, pick: Pick) -> Table:
        """Fetch the columns that `pick` wants, as texts named c0, c1, …, with row numbers."""
        import pyarrow as pa

        empty = self._fetch(connection, f"SELECT * FROM {relation} LIMIT 0")
        table = replace(table, columns=tuple(empty.schema.names))
        wanted = list(pick(table))
        cells = [f"CAST({name(table.columns[place])} AS TEXT) AS c{n}" for n, place in enumerate(wanted)]
        fetched = self._fetch(connection, f"SELECT {', '.join(cells) or '1 AS c0'} FROM {relation}")
        texts = {column: fetched[column].cast(pa.string()) for column in fetched.schema.names}
        numbered = pa.table({**texts, ROW: pa.array(range(1, len(fetched) + 1), pa.int64())})
        columns = tuple(table.columns[place] for place in wanted)
        return replace(table, columns=columns, arrow=numbered, rows=len(fetched))

    def _fetch(self, connection: Any, sql: str) -> Any:
        with closing(connection.cursor()) as cursor:
            self._execute(cursor, sql)
            try:
                return cursor.fetch_arrow_table()
            except Exception as error:
                raise InputError(self._refused(error)) from None

    def _execute(self, cursor: Any, sql: str) -> None:
        try:
            cursor.execute(sql)
        except Exception as error:
            raise InputError(self._refused(error)) from None

    def _refused(self, error: Exception) -> Fault:
        reason = self.clean(str(error))
        return Fault(f"the database refuses: {reason}", f"数据库拒绝执行：{reason}", self.shown)

    def clean(self, message: str) -> str:
        """Return the driver's reason without the query's text and without anything secret."""
        reason = re.split(r"\n\s*(?:query|Query was|LINE \d+):", message)[0]
        for secret, stand_in in sorted(self.secrets.items(), key=lambda pair: -len(pair[0])):
            reason = reason.replace(secret, stand_in)
        return " ".join(reason.split())


def _secrets(uri: str) -> dict[str, str]:
    """Return every part of the URI that must not be shown, as written and decoded."""
    found = {uri: "***"}
    names: tuple[str | None, ...] = ()
    try:
        parts = urlsplit(uri)
        names = (parts.password, parts.username, parts.netloc, parts.hostname)
    except ValueError:  # not every connection string is a URL
        pass
    keyed = re.findall(r"(?:password|passwd|user|host)\s*=\s*('[^']*'|[^\s&]+)", uri)
    for part in (*names, *keyed):
        if part and len(part) > 2:
            found |= {part: "***", unquote(part): "***", part.strip("'"): "***"}
    return found
