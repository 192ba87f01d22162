"""What a command prints: results on stdout, everything else on stderr, in the user's language."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhuoyue.errors import Fault

_RED, _BOLD, _YELLOW, _OFF = "\x1b[31m", "\x1b[1m", "\x1b[33m", "\x1b[0m"


def language_of(argv: Sequence[str]) -> str:
    """Return the language of messages: `--lang`, else ZHUOYUE_LANG, else the locale, else English."""
    for position, word in enumerate(argv):
        if word == "--lang" and position + 1 < len(argv):
            return "zh" if argv[position + 1] == "zh" else "en"
        if word.startswith("--lang="):
            return "zh" if word == "--lang=zh" else "en"
    for variable in ("ZHUOYUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


class Console:
    """Prints in one language; without colour where the output is no terminal."""

    def __init__(self, language: str, *, quiet: bool = False) -> None:
        self.language = language
        self.quiet = quiet
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    def say(self, en: str, zh: str) -> str:
        """Return the text of the console's language."""
        return zh if self.language == "zh" else en

    def result(self, text: str) -> None:
        """Print a result to stdout."""
        print(text)  # noqa: T201  this is the one place that prints results

    def note(self, en: str, zh: str) -> None:
        """Print what happens to stderr, unless quiet."""
        if not self.quiet:
            self._stderr(self.say(en, zh))

    def warn(self, en: str, zh: str) -> None:
        """Print a warning to stderr, unless quiet."""
        if not self.quiet:
            self._stderr(self._paint(_YELLOW, self.say("warning: ", "警告：")) + self.say(en, zh))

    def error(self, en: str, zh: str) -> None:
        """Print an error to stderr."""
        self._stderr(self._paint(_RED, self.say("error: ", "错误：")) + self.say(en, zh))

    def faults(self, faults: Sequence[Fault]) -> None:
        """Print every fault, place first."""
        for fault in faults:
            place = self._paint(_BOLD, f"{fault.where}: ") if fault.where else ""
            message = fault.zh if self.language == "zh" else fault.en
            self._stderr(self._paint(_RED, self.say("error: ", "错误：")) + place + message)
        if len(faults) > 1:
            self._stderr(self.say(f"{len(faults)} errors", f"共 {len(faults)} 处错误"))

    @contextmanager
    def progress(self, en: str, zh: str) -> Iterator[Callable[[str, int, int], None] | None]:
        """Show a bar with counts and time left on stderr while it is a terminal; else nothing."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
            title = self.say(en, zh)
            task = bar.add_task(title, total=None)

            def advance(name: str, done: int, total: int) -> None:
                bar.update(task, completed=done, total=total, description=f"{title} {name}".strip())

            yield advance

    def _stderr(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201  this is the one place that prints messages

    def _paint(self, colour: str, text: str) -> str:
        plain = not sys.stderr.isatty() or "NO_COLOR" in os.environ
        return text if plain else f"{colour}{text}{_OFF}"
