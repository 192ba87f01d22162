"""One writer at a time: a lock file that the system frees when its holder dies, however it dies."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from zhuoyue.errors import Fault, InputError

_held = threading.local()
_PAUSE = 0.05
"""Seconds between two tries."""


@contextmanager
def locked(path: Path, what: str, wait: float = 5) -> Iterator[None]:
    """Hold the lock file `path` for a block; a thread that holds it may enter again.

    The lock is the system's, on the open file: it ends with its process, so a lock file that lies about means nothing.

    Args:
        path: the lock file; made, with its folder, where it is missing, and left there.
        what: what the holder does, shown to whoever waits in vain: a command, `zhuoyue ratings import`.
        wait: seconds to wait for another holder.

    Raises:
        InputError: somebody else still holds it; the message names the holder.
        OSError: the folder cannot be written.
    """
    key = str(path.resolve())
    depth: dict[str, int] = _held.__dict__.setdefault("depth", {})
    if depth.get(key):
        depth[key] += 1
        try:
            yield
        finally:
            depth[key] -= 1
        return
    handle = _acquired(path, wait)
    try:
        _sign(handle, what)
        depth[key] = 1
        yield
    finally:
        depth.pop(key, None)
        _release(handle)


def _acquired(path: Path, wait: float) -> int:
    """Return the open, locked file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    until = time.monotonic() + wait
    while not _try(handle):
        if time.monotonic() >= until:
            os.close(handle)
            raise InputError(_busy(path, wait))
        time.sleep(_PAUSE)
    return handle


def _sign(handle: int, what: str) -> None:
    """Leave word in the file who holds it; a hint for messages, nothing depends on it."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    note = {"pid": os.getpid(), "host": socket.gethostname(), "what": what, "since": since}
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(note).encode())


def _release(handle: int) -> None:
    try:
        os.ftruncate(handle, 0)
        _unlock(handle)
    finally:
        os.close(handle)


def _busy(path: Path, wait: float) -> Fault:
    try:
        note = json.loads(path.read_text("utf-8"))
        who = f"`{note['what']}` (process {note['pid']} on {note['host']}, since {note['since']})"
        wer = f"`{note['what']}`（{note['host']} 上的进程 {note['pid']}，始于 {note['since']}）"
    except (OSError, ValueError, KeyError, TypeError):  # it was just let go, or is being signed
        who, wer = "another process", "另一个进程"
    return Fault(
        f"is held by {who}; waited {wait:g} seconds – let it finish and try again; nothing was written",
        f"正被{wer}占用；已等待 {wait:g} 秒，请待其结束后重试；未写入任何内容",
        str(path),
    )


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _FAR = 1 << 30
    """Windows locks bytes and keeps others from reading them: lock one far behind the note."""

    def _try(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
