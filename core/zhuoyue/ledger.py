"""The ledger: an append-only log of what a team accepted and who signed, each entry with the hash of the one before.

`ratings/ledger.jsonl` holds one JSON object a line. An entry is accepted once its line, newline included, is on disk;
what a crash leaves behind the last newline was never accepted and is taken away by the next writer.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhuoyue.errors import Fault, InputError, unreadable
from zhuoyue.lock import locked

LEDGER = "ratings/ledger.jsonl"
"""Path of the ledger in the project."""
LOCK = "ratings/.lock"
"""Path of the lock that every writer of `ratings/` holds."""
GENESIS = "0" * 64
"""What stands for the hash of the entry before the first."""
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_FIELDS = ("at", "by", "data", "hash", "kind", "number", "previous")


@dataclass(frozen=True)
class Entry:
    """One accepted entry."""

    number: int
    """1 for the first."""
    at: datetime
    """When, with its zone."""
    kind: str
    """`submitted`, `imported`, `consensus`, `site_visit`, `sign_off` or `cycle`."""
    by: str
    """Who."""
    data: Mapping[str, Any]
    """What: JSON values only."""
    previous: str
    """Hash of the entry before; 64 zeros for the first."""
    hash: str
    """SHA-256 of the entry without this field, as canonical JSON."""


@dataclass(frozen=True)
class Ledger:
    """A ledger as it lies on disk: what was accepted, and what a crash left behind it."""

    entries: tuple[Entry, ...] = ()
    """Oldest first."""
    torn: bytes = b""
    """What stands behind the last newline: never accepted."""
    size: int = 0
    """Bytes up to and with the last newline."""

    @property
    def head(self) -> str:
        """Hash of the last entry: it stands for all of them; 64 zeros for an empty ledger."""
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def of_cycle(self) -> tuple[Entry, ...]:
        """The entries of the present cycle: those after the last one of the kind `cycle`."""
        closed = max((entry.number for entry in self.entries if entry.kind == "cycle"), default=0)
        return self.entries[closed:]


def writing(root: Path, what: str) -> AbstractContextManager[None]:
    """Hold the lock on `ratings/` for a block, so that what is read there stays until it is written.

    Args:
        root: the project folder.
        what: the command, for whoever waits.
    """
    return locked(root / LOCK, what)


def read(root: Path) -> tuple[Entry, ...]:
    """Return the entries of a project's ledger, oldest first; none without a ledger.

    Raises:
        InputError: a line cannot be read or the chain is broken; the message names the line.
    """
    return load(root).entries


def load(root: Path) -> Ledger:
    """Return a project's ledger with what a crash left; raises InputError as `read` does."""
    try:
        raw = (root / LEDGER).read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise InputError(unreadable(error, LEDGER)) from error
    *lines, torn = raw.split(b"\n")
    entries: list[Entry] = []
    previous = GENESIS
    for number, line in enumerate(lines, 1):
        entry = _entry(line, number, previous)
        entries.append(entry)
        previous = entry.hash
    return Ledger(tuple(entries), torn, len(raw) - len(torn))


def append(root: Path, kind: str, by: str, data: Mapping[str, Any], at: datetime | None = None) -> Entry:
    """Append one entry and return once it is on disk. Writers wait for each other.

    Raises:
        InputError: the ledger is damaged, or `data` is more than JSON holds; nothing is written.
        OSError: the disk is full or the folder cannot be written; nothing is accepted.
    """
    with writing(root, f"zhuoyue: {kind}"):
        ledger = load(root)
        fields = {
            "number": len(ledger.entries) + 1,
            "at": (at or now()).astimezone(UTC).isoformat(),
            "kind": kind,
            "by": by,
            "data": data,
            "previous": ledger.head,
        }
        line = _line(fields)
        # What is read back is what was accepted: a key that is no text would come back as another.
        entry = _entry(line, len(ledger.entries) + 1, ledger.head)
        _write(root / LEDGER, ledger.size, line + b"\n")
    return entry


def now() -> datetime:
    """Return the present instant, UTC; SOURCE_DATE_EPOCH if that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)


def _line(fields: Mapping[str, Any]) -> bytes:
    """Return an entry's line without newline: the fields with their hash among them."""
    try:
        body = _canonical(fields)
    except (TypeError, ValueError) as error:  # not JSON, NaN, or half a character
        raise InputError(
            Fault(f"cannot be written to the ledger: {error}", f"无法写入台账：{error}", LEDGER)
        ) from error
    return _canonical({**fields, "hash": hashlib.sha256(body).hexdigest()})


def _canonical(value: Any) -> bytes:
    """Return the one way to write a JSON value: keys sorted, no spaces, UTF-8."""
    return _JSON.encode(value).encode("utf-8")


def _entry(line: bytes, number: int, previous: str) -> Entry:
    """Check one line against its place in the chain. `number` is the line's, too."""
    where = f"{LEDGER}:{number}"
    try:
        fields = json.loads(line)
        body = _canonical({key: value for key, value in fields.items() if key != "hash"})
        # A line has one spelling only, so no byte of it can change unnoticed, were it only a space.
        exact = tuple(sorted(fields)) == _FIELDS and _canonical(fields) == line
        at = datetime.fromisoformat(fields["at"])
        kinds = [type(fields[key]) for key in ("number", "kind", "by", "data")]
        right = exact and at.tzinfo is not None and kinds == [int, str, str, dict]
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        right = False
    if not right:
        raise InputError(
            Fault(
                "cannot be read as an entry; the ledger was changed since it was written – take it from a backup",
                "无法识别为台账记录；台账在写入后被改动过，请从备份恢复",
                where,
            )
        )
    if fields["hash"] != hashlib.sha256(body).hexdigest():
        raise InputError(
            Fault(
                "the entry does not have its hash; it was changed since it was written – take it from a backup",
                "记录与其哈希不符；该记录在写入后被改动过，请从备份恢复",
                where,
            )
        )
    if fields["previous"] != previous or fields["number"] != number:
        raise InputError(
            Fault(
                f"the chain is broken: entry {fields['number']} does not follow the line before; entries were taken "
                "out, put in or moved – take the ledger from a backup",
                f"链条断裂：第 {fields['number']} 条记录与上一行不衔接；有记录被删除、插入或移动，请从备份恢复",
                where,
            )
        )
    return Entry(number, at, fields["kind"], fields["by"], fields["data"], previous, fields["hash"])


def _write(path: Path, size: int, line: bytes) -> None:
    """Write a whole line at the end and wait for the disk; if that fails the file is as it was."""
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        os.ftruncate(handle, size)
        try:
            _write_whole(handle, line)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if new:
        sync_folder(path.parent)


def _write_whole(handle: int, line: bytes) -> None:
    if os.write(handle, line) < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), LEDGER)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
