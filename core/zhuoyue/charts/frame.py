"""What charts made of rows share: names at the left, and an honest frame where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhuoyue.charts.chart import Box, box
from zhuoyue.charts.label import SIZE, SMALL, Label, text_width, wrap
from zhuoyue.charts.number import at
from zhuoyue.charts.words import word

LINE = 16
_LEAST = 28


@dataclass(frozen=True)
class RowName:
    """The name of a row, broken into lines, and its quieter note below."""

    name: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def width(self) -> float:
        """Width of its longest line."""
        names = (text_width(text, SIZE) for text in self.lines)
        return max([*names, *(text_width(text, SMALL) for text in self.notes)], default=0)

    @property
    def height(self) -> float:
        """Height of the row that this name asks for."""
        return row_height(len(self.lines) + len(self.notes))

    def place(self, right: float, middle: float) -> tuple[Label, ...]:
        """Set the lines around `middle`, ending at `right`."""
        names = [Label(right, 0, text, "end", tip=self.name) for text in self.lines]
        notes = [Label(right, 0, text, "end", SMALL, "muted") for text in self.notes]
        return around([*names, *notes], middle)


def row_name(name: str, note: str, width: float) -> RowName:
    """Break a name into at most three lines of `width`, its note into two."""
    return RowName(name, wrap(name, SIZE, width, 3), wrap(note, SMALL, width, 2) if note else ())


def row_height(lines: int) -> float:
    """Return the height of a row with so many lines of text."""
    return max(_LEAST, LINE * lines + 10)


def around(labels: Sequence[Label], middle: float) -> tuple[Label, ...]:
    """Set labels below each other around `middle`."""
    first = middle - LINE * (len(labels) - 1) / 2 + 4.5
    return tuple(replace(label, y=at(first + LINE * number)) for number, label in enumerate(labels))


def plain(text: str) -> str:
    """Return a text on one line, without what XML does not allow: a blank line would end an HTML block in Markdown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@dataclass(frozen=True)
class Nothing:
    """What stands where there is nothing to draw."""

    frame: Box
    label: Label


def nothing(language: str, left: float, top: float, right: float, height: float = 56) -> Nothing:
    """Return a dotted frame that says there is nothing."""
    text = word("no_values", language)
    label = Label(at((left + right) / 2), at(top + height / 2 + 4.5), text, "middle", tone="muted")
    return Nothing(box(left, top, right, height, "not_applicable"), label)
