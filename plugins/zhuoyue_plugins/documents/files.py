"""Which files a source holds, without ever leaving its folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from zhuoyue import Fault, InputError, Source
from zhuoyue_plugins.documents.register import normal
from zhuoyue_plugins.documents.settings import Settings

_CLUTTER = re.compile(r"\.|~\$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)


@dataclass
class Folder:
    """The files of a folder by their path inside it, and what was refused."""

    root: Path
    files: dict[str, Path] = field(default_factory=dict)
    refused: list[Fault] = field(default_factory=list)


def matcher(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a path pattern: `*` and `?` within a folder, `**` through folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    forms = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return re.compile("".join(forms.get(part) or re.escape(part) for part in parts) + r"\Z", re.DOTALL)


def list_files(source: Source) -> Folder:
    """List the folder's files that match the pattern, sorted; hidden and temporary files are left out.

    Raises:
        InputError: the folder is missing, is no folder, or leaves the project.
    """
    settings: Settings = source.settings
    folder = Folder(source.path(settings.folder))
    if not folder.root.is_dir():
        text = settings.folder
        raise InputError(Fault(f"{text}: is no folder", f"{text}：不是文件夹"))
    register = source.path(settings.register_file) if settings.register_file else None
    wanted = matcher(settings.pattern)
    for path in _walk(folder):
        relative = normal(path.relative_to(folder.root).as_posix())
        if wanted.match(relative) and path.resolve() != register:
            folder.files[relative] = path
    folder.files = dict(sorted(folder.files.items()))
    return folder


def _walk(folder: Folder) -> list[Path]:
    """Return the regular files below the folder; linked folders could go round in circles, so stay out."""
    found = []
    for place, names, files in os.walk(folder.root):
        names[:] = sorted(name for name in names if not _CLUTTER.match(name))
        linked = [name for name in names if (Path(place) / name).is_symlink()]
        for name in [*linked, *sorted(files)]:
            path = Path(place) / name
            if not _CLUTTER.match(name) and _safe(path, folder) and path.is_file():
                found.append(path)
    return found


def _safe(path: Path, folder: Folder) -> bool:
    """Tell whether a path can be named in UTF-8 and stays in the folder; note why if not."""
    shown = path.relative_to(folder.root).as_posix()
    try:
        shown.encode()
    except UnicodeEncodeError:
        name = shown.encode(errors="surrogateescape").decode(errors="replace")
        folder.refused.append(Fault("the file name is not UTF-8; rename it", "文件名不是 UTF-8，请改名", name))
        return False
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(folder.root):
            en = "is a link that leads out of the folder and was not read; copy the file into it"
            folder.refused.append(Fault(en, "该链接指向文件夹之外，未读取；请将文件复制进来", shown))
            return False
    except (OSError, RuntimeError):  # a link to nothing or to itself
        folder.refused.append(Fault("is a link to nothing", "该链接指向的文件不存在", shown))
        return False
    return True
