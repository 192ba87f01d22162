"""Labels: how wide a text is about to be, where it breaks, and how neighbours make room for each other."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhuoyue.charts.number import at

SIZE = 13
SMALL = 12
_CLOSING = "，。、；：！？）》】」』”’…,.;:!?)]}%"
_TOKEN = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")


@dataclass(frozen=True)
class Label:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = SIZE
    tone: str = "ink"
    bold: bool = False
    tip: str = ""
    note: str = ""
    """Follows the text on the same line, quieter."""

    @property
    def width(self) -> float:
        """Estimated width, note included."""
        return text_width(self.text + self.note, self.size)


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line: fonts are the reader's, so capitals and wide signs count generously."""
    return sum(_em(character) for character in text) * size


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.7 if character.isupper() else 0.6


def wrap(text: str, size: float, width: float, lines: int) -> tuple[str, ...]:
    """Break a text into at most `lines` lines of `width`, about equally long; cut with an ellipsis if need be."""
    broken = _broken(text, size, width)
    if len(broken) > lines:
        return (*broken[: lines - 1], _cut(broken[lines - 1] + "…", size, width))
    narrower, least = width, max((text_width(one.strip(), size) for one in _tokens(text, size, width)), default=size)
    while len(tighter := _broken(text, size, narrower)) == len(broken) and narrower > max(size, least):
        broken, narrower = tighter, max(least, narrower - size / 2)
    return tuple(broken)


def _broken(text: str, size: float, width: float) -> list[str]:
    broken: list[str] = []
    current = ""
    for token in _tokens(text, size, width):
        if text_width((current + token).strip(), size) <= width or not current:
            current += token
        else:
            broken.append(current.strip())
            current = token.lstrip()
    return [*broken, current.strip()]


def fit(text: str, size: float, width: float) -> str:
    """Return the text on one line, cut with an ellipsis if it is wider than `width`."""
    text = " ".join(text.split())
    return text if text_width(text, size) <= width else _cut(text + "…", size, width)


def _cut(text: str, size: float, width: float) -> str:
    body = text[:-1]
    while body and text_width(body.rstrip() + "…", size) > width:
        body = body[:-1]
    return body.rstrip() + "…"


def _tokens(text: str, size: float, width: float) -> list[str]:
    """Split into what must stay on one line: Latin words, Han characters with their closing punctuation."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if tokens and token in _CLOSING and not tokens[-1].isspace():
            tokens[-1] += token
        elif token.isspace():
            tokens.append(" ")
        else:
            tokens.extend(_pieces(token, size, width))
    return tokens


def _pieces(word: str, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line; others come back whole."""
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def longest(text: str, size: float) -> float:
    """Return the width of the longest part that a line break leaves whole: a Latin word, a Han character."""
    return max((text_width(one.strip(), size) for one in _tokens(text, size, math.inf)), default=0)


def heading(text: str, size: float, width: float, lines: int) -> tuple[str, ...]:
    """Break a text between words, unlike `wrap` always: a word that is wider than a line is cut."""
    words = (fit(word, size, width) if longest(word, size) > width else word for word in text.split())
    return wrap(" ".join(words), size, width, lines)


def clamp(x: float, text: str, size: float, left: float, right: float) -> float:
    """Move the middle of a centred text so that it stays between `left` and `right`."""
    half = text_width(text, size) / 2
    return at(max(left + half, min(right - half, x)))


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Move positions apart to at least `gap`, each cluster centred on what its members wanted.

    Positions stay between `low` and `high` as long as there is room. Least squares under an order
    constraint, solved by pooling adjacent violators (Ayer et al. 1955).
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    pools: list[tuple[float, int]] = []  # mean and size, of positions with the gaps taken out
    for rank, index in enumerate(order):
        pools.append((wanted[index] - rank * gap, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, many), (before, few) = pools.pop(), pools.pop()
            pools.append(((last * many + before * few) / (many + few), many + few))
    top = max(low, high - gap * (len(wanted) - 1))
    level = [max(low, min(top, mean)) for mean, size in pools for _ in range(size)]
    placed = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        placed[index] = at(level[rank] + rank * gap)
    return tuple(placed)


def thin(labels: Sequence[Label], gap: float = 6) -> tuple[Label, ...]:
    """Drop labels of a row that would touch a neighbour; the first and the last stay."""
    if len(labels) < 2:
        return tuple(labels)
    kept, last = [labels[0]], labels[-1]
    for label in labels[1:-1]:
        if _clear(kept[-1], label, gap) and _clear(label, last, gap):
            kept.append(label)
    return (*kept, last) if _clear(kept[0], last, gap) else (kept[0],)


def edges(label: Label) -> tuple[float, float]:
    """Return the left and right end of a label, by estimate."""
    left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * label.width
    return left, left + label.width


def _clear(left: Label, right: Label, gap: float) -> bool:
    return edges(left)[1] + gap <= edges(right)[0]


def apart(labels: Sequence[Label], gap: float = 6) -> bool:
    """Tell whether no two labels of a row touch."""
    return all(_clear(left, right, gap) for left, right in pairwise(labels))
