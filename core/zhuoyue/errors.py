"""What can go wrong, and for whom: the user's input, or a plugin."""

from __future__ import annotations

import difflib
import errno
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the `zhuoyue` command returns to its caller."""

    OK = 0
    GATE = 1
    """A gate or check is not met; the run itself went through."""
    USAGE = 2
    """Wrong usage or invalid input; nothing was written."""
    FAILURE = 3
    """A plugin or the tool itself failed."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was there before is untouched."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input, in both languages: what it is, where it stands, what was expected."""

    en: str
    zh: str
    where: str = ""
    """`file:line: key.path`, `file:row 12345, column 金额` or the like; empty when it has no place."""

    def text(self, language: str = "en") -> str:
        """Return `where: message` in `language` (`zh` or `en`)."""
        message = self.zh if language == "zh" else self.en
        return f"{self.where}: {message}" if self.where else message


class UserError(Exception):
    """Something a user can mend. Carries every fault found, not only the first."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(*faults)

    def text(self, language: str = "en") -> str:
        """Return one fault a line in `language`."""
        return "\n".join(fault.text(language) for fault in self.faults)

    def __str__(self) -> str:
        return self.text()


class ConfigError(UserError):
    """The TOML configuration is wrong."""


class InputError(UserError):
    """A record, rating sheet, narrative or other input file is wrong."""


class PluginError(Exception):
    """A plugin failed. `plugin` names it."""

    def __init__(self, plugin: str, message: str) -> None:
        self.plugin = plugin
        self.message = message
        super().__init__(plugin, message)

    def __str__(self) -> str:
        return f"{self.plugin}: {self.message}"


class SettingError(ValueError):
    """What a validator of a settings model raises: pydantic gives the place, this says what is wrong, bilingually."""

    def __init__(self, en: str, zh: str) -> None:
        self.en = en
        self.zh = zh
        super().__init__(en, zh)

    def __str__(self) -> str:
        return self.en


_USUAL = 0.6
"""Likeness from which on a word is taken for a slip of another."""


def nearest(word: str, choices: Iterable[str], cutoff: float = _USUAL) -> str | None:
    """Return the choice that `word` was most likely meant to be, or None."""
    candidates = list(choices)
    matches = difflib.get_close_matches(word, candidates, n=1, cutoff=cutoff)
    if not matches:
        folded = {choice.casefold(): choice for choice in candidates}
        looser = cutoff - 0.1 if cutoff <= _USUAL else cutoff
        matches = [folded[one] for one in difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=looser)]
    return matches[0] if matches else None


def did_you_mean(word: str, choices: Iterable[str]) -> tuple[str, str]:
    """Return the hint ` – did you mean 'x'?` in English and Chinese; else the valid choices; else nothing."""
    known = sorted(choices)
    match = nearest(word, known)
    if match is not None:
        return f" – did you mean {match!r}?", f"，是否应为 {match!r}？"
    if not known:
        return "", ""
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f" – expected one of: {shown}", f"，可用的有：{shown}"


_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一部分不是文件夹",
    errno.EEXIST: "文件已存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "只能读取，不能写入",
    errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "名称过长",
    errno.ELOOP: "符号链接循环",
    errno.EIO: "磁盘读写错误",
    errno.EADDRINUSE: "端口已被占用",
}
"""What the system commonly says, in Chinese."""


def system_reason(error: OSError) -> tuple[str, str]:
    """Return what the system says, in English and, where it is a common thing, in Chinese."""
    en = error.strerror or str(error)
    return en, _REASONS.get(error.errno or 0, en)


def unreadable(error: OSError, where: str) -> Fault:
    """Return the fault of a file that the system does not let us read."""
    en, zh = system_reason(error)
    return Fault(f"cannot be read: {en}", f"无法读取：{zh}", where)


_SHOWN = 60


def short(text: str) -> str:
    """Return what somebody wrote, as a message repeats it: without the greater part of what is very long."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def describe(error: BaseException, home: Path | None = None) -> str:
    """Return an exception as one line: kind, message, and file and line.

    The frame named is the deepest one inside `home` (a plugin's file or folder), where its author can mend it; if there
    is none, the deepest of all.
    """
    message = _message(error)
    if isinstance(error, SyntaxError) and error.filename:
        return message
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [(path, line) for path, line in frames if home is not None and (path == home or home in path.parents)]
    for path, line in (own or frames)[-1:]:
        return f"{message} ({path.name}:{line})"
    return message


def _message(error: BaseException) -> str:
    """Return kind and message; of pydantic's long reports the first fault, without its address on the web."""
    faults = getattr(error, "errors", None)
    if type(error).__name__ == "ValidationError" and callable(faults):
        first = faults()[0]
        place = ".".join(str(key) for key in (getattr(error, "title", ""), *first["loc"]))
        given = f", not {first['input']!r}" if isinstance(first["input"], str | int | float) else ""
        return f"{place}: {first['msg']}{given}"
    return f"{type(error).__name__}: {error}".strip().rstrip(":").replace("\n", " ")
