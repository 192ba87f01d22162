"""The index of closed cycles: what was read from filed assessments, so that ten of them need not be parsed again.

It can be thrown away at any time. A row counts only for the very bytes it was made from and only if it is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.hashing import own_code
from zhuoyue.history.summary import Summary

if TYPE_CHECKING:
    import sqlite3

INDEX = ".zhuoyue/history.sqlite"
"""Path of the index in the project."""
_TABLE = "CREATE TABLE IF NOT EXISTS summary (key TEXT PRIMARY KEY, document TEXT NOT NULL, digest TEXT NOT NULL)"


class Index:
    """Summaries by what they were made from. Whatever is wrong with the file, the answers are right."""

    def __init__(self, root: Path) -> None:
        self._path = root / INDEX

    def get(self, key: str, make: Callable[[], Summary]) -> Summary:
        """Return the summary for `key`, made anew and remembered if it is not known."""
        mark = f"{own_code()} {key}"  # another version of ours may sum up otherwise
        known = self._known(mark)
        if known is not None:
            return known
        made = make()
        self._remember(mark, made)
        return made

    def _known(self, key: str) -> Summary | None:
        import sqlite3

        if not self._path.is_file():
            return None
        try:
            with self._open() as connection:
                row = connection.execute("SELECT document, digest FROM summary WHERE key = ?", (key,)).fetchone()
            if row is None or hashlib.sha256(str(row[0]).encode()).hexdigest() != row[1]:
                return None
            return Summary.model_validate_json(row[0])
        except (sqlite3.Error, ValueError, OSError):
            return None

    def _remember(self, key: str, made: Summary) -> None:
        import sqlite3

        for _ in range(2):
            try:
                self._write(key, made.model_dump_json())
            except sqlite3.OperationalError:  # locked, or nothing can be written: it is only a memory
                return
            except (sqlite3.Error, ValueError):
                self._discard()
                continue
            except OSError:
                return
            return

    def _write(self, key: str, document: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(document.encode()).hexdigest()
        with self._open() as connection, connection:
            connection.execute(_TABLE)
            connection.execute("DELETE FROM summary WHERE key NOT LIKE ?", (f"{own_code()} %",))
            connection.execute("INSERT OR REPLACE INTO summary VALUES (?, ?, ?)", (key, document, digest))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        import sqlite3

        with closing(sqlite3.connect(self._path, timeout=2)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            yield connection

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
