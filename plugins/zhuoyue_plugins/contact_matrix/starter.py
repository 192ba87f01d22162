"""The starter list: kinds of information and channels to begin a matrix with, and which of the kinds a matrix lacks."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from zhuoyue import Text

FILES = {"zh": "starter.csv", "en": "starter.en.csv"}
"""The list as a matrix without marks, to be copied into a project: the source document names kinds and channels, but
not which of them go together."""


def path(language: str) -> Path:
    """Return where the list lies in a language."""
    return Path(__file__).parent / FILES[language]


@cache
def kinds() -> tuple[Text, ...]:
    """Return the kinds of information."""
    return tuple(Text(zh=zh[0], en=en[0]) for zh, en in zip(_rows("zh")[1:], _rows("en")[1:], strict=True))


@cache
def channels() -> tuple[Text, ...]:
    """Return the channels."""
    return tuple(Text(zh=zh, en=en) for zh, en in zip(_rows("zh")[0][1:], _rows("en")[0][1:], strict=True))


def missing(named: Collection[str], covers: Mapping[str, Sequence[str]]) -> tuple[Text, ...] | None:
    """Return the kinds of the list that a matrix lacks.

    Args:
        named: kinds of information in the matrix.
        covers: names in the matrix by kind of the list, in either language.

    Returns:
        None when no kind is recognised: the matrix then names things its own way, and nothing can be said.
    """
    lacking = tuple(kind for kind in kinds() if not _present(kind, named, covers))
    return None if len(lacking) == len(kinds()) else lacking


def _present(kind: Text, named: Collection[str], covers: Mapping[str, Sequence[str]]) -> bool:
    wanted = {kind.zh, kind.en.casefold()}
    for key, words in covers.items():
        if key in wanted or key.casefold() in wanted:
            wanted |= {word.casefold() for word in words}
    return any(name.casefold() in wanted or name in wanted for name in named)


def _rows(language: str) -> list[list[str]]:
    with path(language).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
