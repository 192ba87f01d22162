"""Levels: a stair for each element, group by group, with the level wanted, the mean and the lowest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, box, legend
from zhuoyue.charts.frame import LINE, Nothing, nothing, plain, row_name
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, text_width, wrap
from zhuoyue.charts.level_rows import Ladder, LevelGroup, LevelRow, Summary, finding, said, summary, table, told, word
from zhuoyue.charts.number import at

WIDTH = 680
_NAMES, _GAP = 230, 12
_LEAST, _TALL = 8.0, 22.0
"""Height of the first and of the last step."""
_ROW = 32


@dataclass(frozen=True)
class Stair:
    """An element laid out."""

    steps: tuple[Box, ...]
    wanted: str
    """Outline of the mark on the level wanted; empty where none is."""
    tip: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Flight:
    """A group of elements laid out."""

    labels: tuple[Label, ...]
    rule: Rule
    """Above its first element."""
    stairs: tuple[Stair, ...]
    mean: Rule | None
    lowest: Rule | None


@dataclass(frozen=True, kw_only=True)
class LevelsChart(Chart):
    """Stairs laid out."""

    kind: ClassVar[str] = "levels"
    heads: tuple[Label, ...]
    flights: tuple[Flight, ...]
    keys: tuple[Key, ...]
    marks: tuple[Mark, ...]
    empty: Nothing | None


@dataclass(frozen=True)
class Mark:
    """An entry of the legend for a line or the mark on the level wanted."""

    look: str
    """`wanted`, `mean` or `lowest`."""
    x: float
    y: float
    label: Label


@dataclass(frozen=True)
class _Columns:
    """Where the parts of a row stand."""

    left: float
    right: float
    ladder: Ladder

    @property
    def step(self) -> float:
        """Width of a step."""
        return (self.right - self.left) / len(self.ladder.labels)

    def place(self, level: float) -> float:
        """Return the x at which so many levels end."""
        return at(self.left + self.step * level)


def levels(
    title: str, groups: Sequence[LevelGroup], labels: Sequence[str], language: str, *, none: str = "0"
) -> LevelsChart:
    """Lay out one stair a row: full steps are reached, hatched ones possible, empty ones not reached.

    Args:
        title: what is rated.
        groups: elements by group; a group says its mean and its lowest level.
        labels: of the levels from the lowest up.
        language: zh or en.
        none: label of an element that has not reached the lowest level.

    Raises:
        ValueError: no labels, or a row beyond them.
    """
    ladder = Ladder(tuple(map(plain, labels)), plain(none), language)
    groups = [_clean(group) for group in groups if group.rows]
    told(groups, ladder)
    columns = _columns(groups, ladder)
    flights, y = [], 26.0
    for group in groups:
        flight, y = _flight(group, y, columns)
        flights.append(flight)
    keys, marks, bottom = _legend(groups, ladder, y + 10)
    return LevelsChart(
        title=plain(title),
        alt=finding(groups, ladder),
        table=table(groups, ladder),
        language=language,
        width=WIDTH,
        height=at((bottom if groups else 60) + 4),
        min_width=600,
        heads=_heads(columns) if groups else (),
        flights=tuple(flights),
        keys=keys,
        marks=marks,
        empty=None if groups else nothing(language, 0, 4, WIDTH),
    )


def _clean(group: LevelGroup) -> LevelGroup:
    rows = tuple(replace(row, label=plain(row.label)) for row in group.rows)
    return LevelGroup(plain(group.label), rows)


def _columns(groups: Sequence[LevelGroup], ladder: Ladder) -> _Columns:
    texts = [text for group in groups for row in group.rows for text in said(row, ladder)]
    wide = max((text_width(text, SIZE) for text in texts), default=0)
    return _Columns(_NAMES + _GAP, at(WIDTH - min(wide, 150) - _GAP), ladder)


def _heads(columns: _Columns) -> tuple[Label, ...]:
    """Name the levels above the stairs."""
    names = [fit(label, SMALL, columns.step - 4) for label in columns.ladder.labels]
    first = Label(_NAMES, 14, word("level", columns.ladder.language), "end", SMALL, "muted")
    return (
        first,
        *(Label(columns.place(n + 0.5), 14, name, "middle", SMALL, "muted") for n, name in enumerate(names)),
    )


def _flight(group: LevelGroup, y: float, columns: _Columns) -> tuple[Flight, float]:
    total = summary(group, columns.ladder)
    labels, top = _group_labels(group, total, y, columns.ladder.language)
    stairs, bottom = [], top + 4
    for row in group.rows:
        stair, bottom = _stair(row, bottom, columns)
        stairs.append(stair)
    mean, lowest = (
        None if value is None else _across(columns.place(float(value)), top, bottom) for value in total.lines
    )
    return Flight(labels, Rule(0, at(top), WIDTH, at(top)), tuple(stairs), mean, lowest), bottom + 6


def _across(x: float, top: float, bottom: float) -> Rule:
    return Rule(x, at(top + 2), x, at(bottom))


def _group_labels(group: LevelGroup, total: Summary, y: float, language: str) -> tuple[tuple[Label, ...], float]:
    """Set the group's name at the left and what its elements come to at the right; return the y below too."""
    note = fit(total.text(language), SMALL, WIDTH / 2)
    room = WIDTH - text_width(note, SMALL) - _GAP
    names = wrap(group.label, SIZE, room, 2)
    labels = [
        Label(0, at(y + 16 + LINE * number), name, bold=True, tip=group.label) for number, name in enumerate(names)
    ]
    labels.append(Label(WIDTH, at(y + 16), note, "end", SMALL, "ink"))
    return tuple(labels), y + 16 + LINE * (len(names) - 1) + 8


def _stair(row: LevelRow, y: float, columns: _Columns) -> tuple[Stair, float]:
    name = row_name(row.label, "", _NAMES)
    height = max(_ROW, name.height)
    base = y + (height + _TALL) / 2
    first, *more = said(row, columns.ladder)
    tip = f"{row.label}: {', '.join((first, *more))}"
    room = WIDTH - columns.right - _GAP
    texts = [fit(text, SMALL if number else SIZE, room) for number, text in enumerate((first, *more))]
    top = y + height / 2 + 4.5 - LINE * (len(texts) - 1) / 2
    labels = tuple(
        Label(WIDTH, at(top + LINE * number), text, "end", SMALL if number else SIZE, "muted" if number else "ink",
              bold=not number and row.level is not None)
        for number, text in enumerate(texts)
    )  # fmt: skip
    steps = tuple(_step(row, level, base, columns, tip) for level in range(1, len(columns.ladder.labels) + 1))
    wanted = _diamond(columns.place(row.wanted), y + height / 2) if row.wanted is not None and row.applicable else ""
    return Stair(steps, wanted, tip, (*name.place(_NAMES, at(y + height / 2)), *labels)), y + height


def _step(row: LevelRow, level: int, base: float, columns: _Columns, tip: str) -> Box:
    """Return one step: the higher the level, the taller."""
    many = max(1, len(columns.ladder.labels) - 1)
    height = _LEAST + (_TALL - _LEAST) * (level - 1) / many
    return box(
        columns.place(level - 1) + 1, at(base - height), columns.place(level) - 1, at(height), look(row, level), tip
    )


def look(row: LevelRow, level: int) -> str:
    """Return how a step is painted: reached, suggested, possible, not reached."""
    if not row.applicable:
        return "not_applicable"
    if level <= row.bottom:
        return "suggested" if row.suggested else "rated"
    return "unknown" if level <= row.top else "part_3"


def _diamond(x: float, y: float, radius: float = 6) -> str:
    r = at(radius)
    return f"M{at(x)} {at(y - radius)}l{r} {r}l-{r} {r}l-{r} -{r}Z"


def _legend(groups: Sequence[LevelGroup], ladder: Ladder, y: float) -> tuple[tuple[Key, ...], tuple[Mark, ...], float]:
    """Lay out the legend: what a step can be, then the marks; only what occurs."""
    rows = [row for group in groups for row in group.rows]
    seen = {look(row, level) for row in rows for level in range(1, len(ladder.labels) + 1)}
    order = ("rated", "suggested", "unknown", "part_3", "not_applicable")
    keys, y = legend(tuple((one, word(one, ladder.language)) for one in order if one in seen), 0, y, WIDTH)
    totals = [summary(group, ladder) for group in groups]
    shown = {
        "wanted": any(row.wanted is not None and row.applicable for row in rows),
        "mean": any(total.lines[0] is not None for total in totals),
        "lowest": any(total.lines[1] is not None for total in totals),
    }
    marks, x = [], 0.0
    for one in (key for key, there in shown.items() if there):
        text = word(one, ladder.language)
        marks.append(Mark(one, at(x + 9), at(y + 8), Label(at(x + 24), at(y + 12), text, size=SMALL, tone="muted")))
        x += 44 + text_width(text, SMALL)
    return keys, tuple(marks), y + 20 if marks else y
