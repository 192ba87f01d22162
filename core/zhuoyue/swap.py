"""A folder that is replaced as a whole, remembers what it was made from, and keeps what others put into it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhuoyue.errors import ConfigError, Fault

MANIFEST = ".zhuoyue-site.json"
"""File in the folder that says from what it was made; marks the folder as ours."""
OLD = "old"
"""Name of the earlier folder in the workplace, as long as the swap lasts."""
_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Manifest:
    """What a folder was made from, and what belongs to it."""

    digest: str
    pages: int
    files: Mapping[str, str]
    """Path ▸ mark of the content; empty when unknown."""

    def whole(self, folder: Path) -> bool:
        """Tell whether every file is still there and as it was written."""
        try:
            return all(_mark(folder / name) == mark for name, mark in self.files.items())
        except OSError:
            return False


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, or None when it has none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = data["files"]
        marks = {str(name): str(files[name]) if isinstance(files, dict) else "" for name in files}
        return Manifest(str(data["digest"]), int(data["pages"]), marks)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_manifest(folder: Path, digest: str, pages: int) -> None:
    """Write the manifest of a folder that is otherwise whole."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): _mark(path) for path in paths}
    text = json.dumps({"digest": digest, "pages": pages, "files": files}, indent=0)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _mark(path: Path) -> str:
    """Return what changes with a file's content: reading a whole site takes a few hundredths of a second."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_target(out: Path, root: Path) -> None:
    """Refuse to replace a folder that is not ours.

    Raises:
        ConfigError: `out` is the project or holds it, is a file, or holds files but no manifest that can be read.
    """
    place, where = out.resolve(), f"site.folder: {out}"
    if place == root.resolve() or place in root.resolve().parents:
        raise ConfigError(Fault("would replace the project itself", "会覆盖项目文件夹本身", where))
    if not out.exists() or (out.is_dir() and (not any(out.iterdir()) or read_manifest(out))):
        return
    if (out / MANIFEST).is_file():
        fault = Fault(
            f"{MANIFEST} cannot be read, so nobody knows which files are yours; name another folder, or remove it",
            f"无法读取 {MANIFEST}，不能判断哪些文件是您的；请改用其他文件夹，或自行删除",
            where,
        )
    else:
        fault = Fault(
            "is not an earlier site and not empty; name another folder, or remove it yourself",
            "不是先前生成的网站，且不为空；请改用其他文件夹，或自行删除",
            where,
        )
    raise ConfigError(fault)


def clear_stale(out: Path) -> None:
    """Remove what killed runs have left beside `out`.

    Raises:
        ConfigError: it holds files of the user's, and `out` has files of the same name.
    """
    for work in _stale(out):
        _clear(work, out)


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Yield an empty folder beside `out`, on the same disk; it is removed afterwards."""
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-building-{os.getpid()}-", dir=out.parent))
    try:
        yield work
    finally:
        _clear(work, out)


def swap(new: Path, out: Path, work: Path) -> None:
    """Put `new` in the place of `out`, with all that is in `out` and not ours; `work` is the workplace.

    Every step is a rename; if one fails, those before it are undone.

    Raises:
        ConfigError: `new` has a file of the same name as a file of the user's.
    """
    old = work / OLD
    theirs = _theirs(out, new) if out.exists() else []
    _check_room(theirs, out, new)
    with _renames() as rename:
        if out.exists():
            rename(out, old)
        rename(new, out)
        for name in theirs:
            rename(old / name, out / name)


def keep_only(place: Path, wanted: Collection[str], kind: str = "") -> None:
    """Remove our folders in `place` that are not wanted, and what killed runs left beside any of them.

    Args:
        place: the folder that holds them.
        wanted: names of those that stay.
        kind: only folders whose digest begins with this are looked at.
    """
    for left in place.glob(".*-building-*"):
        clear_stale(place / left.name[1:].rpartition("-building-")[0])
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        manifest = None if folder.name in wanted else read_manifest(folder)
        if manifest and manifest.digest.startswith(kind):
            remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder of ours; what is not ours stays, and a folder without a manifest altogether.

    The manifest goes last: a removal that breaks off can be repeated.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return
    for name in (*manifest.files, MANIFEST):
        path = folder / name
        if path.parent.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    inner = (path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())
    for path in (*sorted(inner, reverse=True), folder, folder.parent):
        with suppress(OSError):  # it holds something of others
            path.rmdir()


def _theirs(folder: Path, new: Path) -> list[str]:
    """Return what is in `folder` and not in its manifest; a folder none of whose files is ours counts as one thing."""
    manifest = read_manifest(folder)
    ours = {MANIFEST, *(manifest.files if manifest else ())}
    shared = {parent.as_posix() for name in ours for parent in PurePosixPath(name).parents}

    def look(inside: Path) -> Iterator[str]:
        for path in sorted(inside.iterdir()):
            name = path.relative_to(folder).as_posix()
            if path.is_dir() and not path.is_symlink() and (name in shared or (new / name).is_dir()):
                yield from look(path)
            elif name not in ours:
                yield name

    return list(look(folder))


def _check_room(theirs: list[str], out: Path, new: Path) -> None:
    """Make the folders in `new` that `theirs` need; raise ConfigError where a file of ours has a name of theirs."""
    taken = [
        name
        for name in theirs
        if os.path.lexists(new / name) or any((new / parent).is_file() for parent in PurePosixPath(name).parents)
    ]
    if taken:
        en = "is not ours, but the new site has a file of this name; move yours away"
        zh = "不是本工具生成的，但新网站中有同名文件；请先移走您的文件"
        raise ConfigError(*(Fault(en, zh, str(out / name)) for name in taken))
    for name in theirs:
        (new / name).parent.mkdir(parents=True, exist_ok=True)


class _Renames:
    """Renames that can be undone."""

    def __init__(self) -> None:
        self._done: list[tuple[Path, Path]] = []

    def __call__(self, source: Path, target: Path) -> None:
        """Rename; noted beforehand, so that an interrupt right after it is no gap."""
        self._done.append((source, target))
        source.rename(target)

    def undo(self) -> None:
        """Undo all that happened, the last one first."""
        for source, target in reversed(self._done):
            if os.path.lexists(target) and not os.path.lexists(source):
                target.rename(source)


@contextmanager
def _renames() -> Iterator[_Renames]:
    renames = _Renames()
    try:
        yield renames
    except BaseException:
        renames.undo()
        raise


def _stale(out: Path) -> list[Path]:
    """Return the workplaces of runs that are no more."""
    if not out.parent.is_dir():
        return []
    pattern = re.compile(rf"\.{re.escape(out.name)}-building-(\d+)-\w+")
    found = [(path, pattern.fullmatch(path.name)) for path in out.parent.iterdir()]
    return [path for path, match in found if match and (_forgotten(path) or not _another_runs(int(match[1])))]


def _forgotten(path: Path) -> bool:
    """Tell whether nothing has happened in a folder for a day: its owner's number may be another program's by now."""
    try:
        return time.time() - path.stat().st_mtime > _DAY
    except OSError:
        return False


def _another_runs(pid: int) -> bool:
    """Tell whether another process has this number. In a container, every run may have the same one as we."""
    if os.name == "nt":  # asking would stop the process
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return pid != os.getpid()


def _clear(work: Path, out: Path) -> None:
    """Remove a workplace. A swap that broke off in its middle is mended first: what is not ours exists only once."""
    old = work / OLD
    if old.exists() and not out.exists():
        old.rename(out)
    elif old.exists():
        theirs = _theirs(old, out)
        _check_room(theirs, old, out)
        for name in theirs:
            (old / name).rename(out / name)
    shutil.rmtree(work, ignore_errors=True)
