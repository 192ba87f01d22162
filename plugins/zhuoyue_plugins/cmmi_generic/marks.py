"""How far an instance carries out a practice: five marks, how people write them, and what they come to together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from zhuoyue import Text


class Mark(StrEnum):
    """A characterisation."""

    FULL = "FI"
    """Fully implemented."""
    LARGE = "LI"
    """Largely implemented: with a weakness."""
    PARTIAL = "PI"
    """Partially implemented."""
    NONE = "NI"
    """Not implemented."""
    NOT_YET = "NY"
    """The instance has not come to that point of its life."""


DONE = (Mark.FULL, Mark.LARGE)
LACKING = (Mark.PARTIAL, Mark.NONE)
CHOICES = (Mark.LARGE, Mark.PARTIAL)
"""What the team may decide where the rules leave it open."""

SHOWN: Mapping[Mark, Text] = {
    Mark.FULL: Text(zh="● FI 全面实施", en="● FI fully"),
    Mark.LARGE: Text(zh="◕ LI 大部分实施", en="◕ LI largely"),
    Mark.PARTIAL: Text(zh="◔ PI 部分实施", en="◔ PI partially"),
    Mark.NONE: Text(zh="○ NI 未实施", en="○ NI not implemented"),
    Mark.NOT_YET: Text(zh="– NY 尚未开展", en="– NY not yet"),
}
"""A symbol, the mark and its meaning: neither colour nor shape is alone."""
OPEN = Text(zh="◑ LI/PI 待定", en="◑ LI/PI open")
UNKNOWN = Text(zh="? 未判定", en="? not characterised")

SPELLINGS: Mapping[Mark, tuple[str, ...]] = {
    Mark.FULL: ("FI", "fully implemented", "fully", "full", "全面实施", "完全实施", "完全", "全部实施"),
    Mark.LARGE: ("LI", "largely implemented", "largely", "large", "大部分实施", "大体实施", "大部分"),
    Mark.PARTIAL: ("PI", "partially implemented", "partially", "partial", "部分实施", "部分"),
    Mark.NONE: ("NI", "not implemented", "none", "未实施", "没有实施"),
    Mark.NOT_YET: ("NY", "not yet", "尚未开展", "未开展", "未到"),
}


def folded(word: str) -> str:
    """Return a word without what does not count: spaces, capitals, full width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word).casefold())


class Speller:
    """Reads marks; an organisation's own words come first."""

    def __init__(self, own: Mapping[str, Sequence[str]]) -> None:
        known = {folded(word): mark for mark, words in SPELLINGS.items() for word in words}
        self._known = known | {folded(word): Mark(key) for key, words in own.items() for word in words}
        self.choices = (*(word for words in own.values() for word in words), *map(str, Mark))
        """Words to suggest."""

    def read(self, word: str) -> Mark | None:
        """Return what a cell says; None if it says something else."""
        return self._known.get(folded(word))


_BESIDE: Mapping[frozenset[Mark], Mark] = {
    frozenset({Mark.FULL}): Mark.FULL,
    frozenset({Mark.LARGE}): Mark.LARGE,
    frozenset({Mark.FULL, Mark.LARGE}): Mark.LARGE,
    frozenset({Mark.PARTIAL}): Mark.PARTIAL,
    frozenset({Mark.PARTIAL, Mark.NONE}): Mark.PARTIAL,
    frozenset({Mark.NONE}): Mark.NONE,
    frozenset(): Mark.NOT_YET,
}


def rolled_up(marks: Iterable[Mark]) -> Mark | None:
    """Return the mark of the unit; None where marks high and low stand beside each other: the team decides LI or PI.

    The six rows of the scheme `characterise`, SCAMPI v1.3 from memory. Plugins do not know each other: a test holds
    both to the same table.
    """
    return _BESIDE.get(frozenset(marks) - {Mark.NOT_YET})
