"""Where `zhuoyue criteria` writes: a file of its own name is never written over, a named one is the user's word."""

from __future__ import annotations

from pathlib import Path

from zhuoyue.errors import Fault, InputError


def target(output: Path | None, name: str) -> Path:
    """Return the file to write.

    Args:
        output: what the user named; None for the default.
        name: the default name, in the current folder.

    Raises:
        InputError: the default is there already, or what was named is a folder.
    """
    path = output or Path(name)
    if path.is_dir():
        raise InputError(Fault("is a folder; expected a file", "是文件夹，应为文件", str(path)))
    if output is None and path.exists():
        raise InputError(
            Fault("is there already; name the file with --output", "文件已存在；请用 --output 指定文件", str(path))
        )
    return path
