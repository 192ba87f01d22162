"""When information can be had: three states and a fourth for marks without hours; how people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from zhuoyue import Text


class Availability(StrEnum):
    """When a channel gives a kind of information."""

    ALWAYS = "always"
    """Around the clock."""
    OFFICE = "office"
    """In office hours."""
    SOME = "some"
    """It is given, but the records do not say when."""
    NONE = "none"
    """Not by this channel."""


WORDS: Mapping[Availability, Text] = {
    Availability.ALWAYS: Text(zh="● 全天", en="● 24 hours"),
    Availability.OFFICE: Text(zh="○ 工作时间", en="○ office hours"),
    Availability.SOME: Text(zh="√ 时间未注明", en="√ hours not stated"),
    Availability.NONE: Text(zh="× 不提供", en="× not given"),
}
"""What a page shows: a symbol and words, so that neither colour nor shape is alone."""
UNKNOWN = Text(zh="? 未填写", en="? not stated")

SPELLINGS: Mapping[Availability, tuple[str, ...]] = {
    Availability.ALWAYS: (
        *("●", "⬤", "◉", "•", "■"),
        *(
            "always",
            "around the clock",
            "all day",
            "anytime",
            "24h",
            "24 hours",
            "24/7",
            "7x24",
            "24x7",
            "7*24",
            "24*7",
        ),
        *("全天", "全天候", "全时", "随时", "24小时", "24时", "全年无休", "昼夜"),
    ),
    Availability.OFFICE: (
        *("○", "◯", "◎", "◐", "◑", "□"),
        *("office", "office hours", "business hours", "working hours", "weekdays", "5x8", "8x5", "5*8", "8*5", "8h"),
        *("工作时间", "上班时间", "办公时间", "工作日", "营业时间", "8小时", "日间"),
    ),
    Availability.SOME: ("√", "✓", "✔", "yes", "y", "true", "given", "有", "是", "可", "可查询", "提供"),
    Availability.NONE: (
        *("×", "✕", "✗", "✘", "x", "-", "–", "—", "/", "0"),
        *("none", "no", "n", "not", "never", "false", "not given", "n/a"),
        *("无", "否", "不可", "不能", "不提供", "没有"),
    ),
}
"""How each is written, in lower case; spaces and the width of letters do not count."""

_SPAN = re.compile(r"(\d{1,2})(?:[:点时]\d{0,2}分?)?(?:-|–|—|~|〜|至|到)(\d{1,2})(?:[:点时]\d{0,2}分?)?")
_DAY = 24


def folded(word: str) -> str:
    """Return a word without what does not count: spaces, capitals, full width."""
    narrow = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"(?<=\d)×(?=\d)", "x", re.sub(r"\s+", "", narrow))


_KNOWN = {folded(word): state for state, words in SPELLINGS.items() for word in words}


class Speller:
    """Reads cells; an organisation's own spellings come first."""

    def __init__(self, own: Mapping[Availability, Sequence[str]]) -> None:
        self._known = _KNOWN | {folded(word): state for state, words in own.items() for word in words}
        self.choices = tuple(word for words in (*own.values(), *SPELLINGS.values()) for word in words)
        """Words to suggest."""

    def read(self, word: str) -> Availability | None:
        """Return what a cell says; None if it says something else."""
        known = self._known.get(folded(word))
        return known or _hours(folded(word))


def _hours(word: str) -> Availability | None:
    """Read opening hours, `8:30-17:30`: the whole day or a part of it."""
    match = _SPAN.fullmatch(word)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    if first > _DAY or last > _DAY:
        return None
    return Availability.ALWAYS if first == 0 and last == _DAY else Availability.OFFICE
