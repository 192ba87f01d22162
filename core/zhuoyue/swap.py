"""A folder that is replaced as a whole, and remembers what it was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from zhuoyue.errors import ConfigError, Fault

MANIFEST = ".zhuoyue-site.json"
"""File in the folder that says from what it was made; marks the folder as ours."""


@dataclass(frozen=True)
class Manifest:
    """What a folder was made from, and what belongs to it."""

    digest: str
    pages: int
    files: tuple[str, ...]

    def whole(self, folder: Path) -> bool:
        """Tell whether every file is still there."""
        return all((folder / name).is_file() for name in self.files)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, or None when it has none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Manifest(str(data["digest"]), int(data["pages"]), tuple(data["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_manifest(folder: Path, digest: str, pages: int) -> None:
    """Write the manifest of a folder that is otherwise whole."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    text = json.dumps({"digest": digest, "pages": pages, "files": files}, indent=0)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def check_target(out: Path, root: Path) -> None:
    """Refuse to replace a folder that is not ours.

    Raises:
        ConfigError: `out` is the project or holds it, is a file, or holds files but no manifest.
    """
    place = out.resolve()
    if place == root.resolve() or place in root.resolve().parents:
        raise ConfigError(
            Fault("would replace the project itself", "会覆盖项目文件夹本身", f"site.folder: {out}"),
        )
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MANIFEST).is_file())):
        raise ConfigError(
            Fault(
                "is not an earlier site and not empty; name another folder, or remove it yourself",
                "不是先前生成的网站，且不为空；请改用其他文件夹，或自行删除",
                f"site.folder: {out}",
            )
        )


def swap(new: Path, out: Path, old: Path) -> None:
    """Put `new` in the place of `out`, which moves to `old`; all three lie on one disk.

    If the second rename fails, the first is undone.
    """
    if not out.exists():
        new.rename(out)
        return
    out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        old.rename(out)
        raise
