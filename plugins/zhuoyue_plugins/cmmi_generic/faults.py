"""What was wrong with rows: of each kind the first few, with how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Problem, Severity, Text
from zhuoyue.records import RecordsSettings, advised
from zhuoyue_plugins.cmmi_generic.marks import Mark

_SHOWN = 5


class Faults:
    """Collects problems by kind."""

    def __init__(self, settings: RecordsSettings) -> None:
        self._settings = settings
        self._found: dict[str, list[Problem]] = {}

    def add(self, code: str, en: str, zh: str, where: str) -> None:
        """Remember that something is wrong at a place."""
        text = Text(en=en, zh=zh)
        problem = Problem(code=code, severity=Severity.ERROR, text=text, where=where)
        self._found.setdefault(code, []).append(advised(problem, self._settings))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong: of each kind the first few."""
        return tuple(problem for found in self._found.values() for problem in _first(found))


def _first(problems: Sequence[Problem]) -> Sequence[Problem]:
    more = len(problems) - _SHOWN
    if more <= 0:
        return problems
    last = problems[_SHOWN - 1]
    text = Text(en=f"{last.text.en} ({more} more of this kind)", zh=f"{last.text.zh}（同类问题另有 {more} 处）")
    return (*problems[: _SHOWN - 1], last.model_copy(update={"text": text}))


def few(hint: tuple[str, str]) -> tuple[str, str]:
    """Return a hint; of all words that are known, a message repeats the marks only."""
    if "did you mean" in hint[0]:
        return hint[0], hint[1].rstrip("？")
    return f" – expected one of: {', '.join(Mark)}", f"，应为 {'、'.join(Mark)} 之一"


def cut(word: str | None) -> str:
    """Return a word as a message repeats it."""
    word = word or ""
    return word if len(word) <= 60 else f"{word[:60]}…"
