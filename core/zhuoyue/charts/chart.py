"""What every chart is made of: the marks, the data table and the frame around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhuoyue.charts.label import SMALL, Label, text_width
from zhuoyue.charts.number import at
from zhuoyue.charts.words import word


@dataclass(frozen=True)
class Table:
    """The data of a chart, as written."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Box:
    """A rectangle; `look` names how it is painted, `hatch` is the path of its hatching."""

    x: float
    y: float
    width: float
    height: float
    look: str = ""
    tip: str = ""
    hatch: str = ""


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tip: str = ""


@dataclass(frozen=True)
class Dot:
    """A point of data."""

    x: float
    y: float
    tip: str = ""


@dataclass(frozen=True)
class Key:
    """An entry of a legend: a swatch and its word."""

    swatch: Box
    label: Label


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart laid out: what its template needs, in SVG user units (1 unit = 1 px at full size)."""

    kind: ClassVar[str] = ""
    title: str
    alt: str
    """The finding in words."""
    table: Table
    language: str
    width: float
    height: float
    left: float = 0
    """x of the left edge."""
    min_width: float
    """Below this many px the chart scrolls rather than shrinks: its labels would become too small."""
    narrow: Chart | None = None
    """The same laid out for a phone, shown instead where the window is narrow."""

    @property
    def template(self) -> str:
        """Name of the Jinja2 template that draws it."""
        return f"charts/{self.kind}.svg.j2"

    @property
    def data_word(self) -> str:
        """The word above the data table."""
        return word("data", self.language)


HATCHED = frozenset({"suggested", "unknown", "loss_unknown"})
"""Looks that carry a hatching besides their colour."""


def box(x: float, y: float, right: float, height: float, look: str, tip: str = "") -> Box:
    """Return a rectangle from `x` to `right`, hatched if its look is."""
    width = max(0.0, right - x)
    lines = hatch(x, y, width, height) if look in HATCHED else ""
    return Box(at(x), at(y), at(width), at(height), look, tip, lines)


def hatch(x: float, y: float, width: float, height: float, gap: float = 6) -> str:
    """Return the path of diagonal lines that fill a rectangle.

    Lines rather than an SVG pattern: a pattern needs an id that is unique on the page, and WeasyPrint
    and Office do not draw it reliably.
    """
    pieces = []
    offset = gap / 2
    while offset < width + height:
        x1, y1 = x + max(0.0, offset - height), y + min(offset, height)
        x2, y2 = x + min(offset, width), y + max(0.0, offset - width)
        pieces.append(f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}")
        offset += gap
    return "".join(pieces) if width > 0 else ""


def legend(looks: tuple[tuple[str, str], ...], x: float, y: float, right: float) -> tuple[tuple[Key, ...], float]:
    """Lay out (look, word) entries from `x` to `right`, from 0 if one row is too short; return the y below too."""
    keys: list[Key] = []
    needed = sum(24 + text_width(text, SMALL) for _, text in looks) + 20 * (len(looks) - 1)
    x = x if x + needed <= right else 0
    left = x
    for look, text in looks:
        wide = 24 + text_width(text, SMALL)
        if left > x and left + wide > right:
            left, y = x, y + 20
        swatch = box(left, y + 2, left + 18, 12, look)
        keys.append(Key(swatch, Label(at(left + 24), at(y + 12), text, size=SMALL, tone="muted")))
        left += wide + 20
    return tuple(keys), y + 20 if keys else y
