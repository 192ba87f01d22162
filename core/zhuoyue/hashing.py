"""Content hashes of input files, remembered by path, size and time so that an unchanged file is not read again."""

from __future__ import annotations

import hashlib
import json
import time
from functools import cache
from pathlib import Path

from zhuoyue.atomic import write_text

_RECENT = 2_000_000_000
"""Nanoseconds: a file changed that recently could change again within the clock's resolution; read it anew."""


def code_hash(path: Path) -> str:
    """Return a hash of a module's file, or of every file of a package's folder: data files are code's too."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and "__pycache__" not in file.parts:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def own_code() -> str:
    """Return a stamp of zhuoyue's own code: what another version cached is of no use, released or not."""
    folder = Path(__file__).parent
    stamps = [
        f"{file.relative_to(folder)} {file.stat().st_size} {file.stat().st_mtime_ns}"
        for file in sorted(folder.rglob("*.py"))
    ]
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]


class Hashes:
    """SHA-256 by path. `save` keeps what was learnt for the next run."""

    def __init__(self, memory: Path | None) -> None:
        self._memory = memory
        self._known: dict[str, list[int | str]] = {}
        self._changed = False
        if memory is not None and memory.is_file():
            try:
                known = json.loads(memory.read_text("utf-8"))
            except ValueError:  # a memory that cannot be read is as good as none
                known = None
            if isinstance(known, dict) and all(isinstance(entry, list) and len(entry) == 5 for entry in known.values()):
                self._known = known

    def of(self, path: Path) -> str:
        """Return the hash of a file's bytes; raises OSError."""
        status = path.stat()
        # The change time too: a file can be overwritten and given its old modification time back.
        stamp: list[int | str] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = self._known.get(str(path))
        if known is not None and known[:4] == stamp:
            return str(known[4])
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _RECENT:
            self._known[str(path)] = [*stamp, digest]
            self._changed = True
        return digest

    def save(self) -> None:
        """Write the memory, if there is anything new in it."""
        if self._memory is not None and self._changed:
            write_text(self._memory, json.dumps(self._known))
            self._changed = False
