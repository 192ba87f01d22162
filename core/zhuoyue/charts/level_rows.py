"""What stairs of levels show before they are drawn: the elements, what a group comes to, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import written
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.words import sentence
from zhuoyue.model.text import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "level": _text("等级", "Level"),
    "rated": _text("已达到", "reached"),
    "suggested": _text("建议，未确认", "suggested, not confirmed"),
    "unknown": _text("可能达到，尚不清楚", "possible, not known"),
    "part_3": _text("未达到", "not reached"),
    "not_applicable": _text("不适用", "not applicable"),
    "wanted": _text("期望等级", "level wanted"),
    "mean": _text("平均等级", "mean"),
    "lowest": _text("最低等级", "lowest"),
    "wants": _text("期望 {level}", "wanted {level}"),
    "mean_is": _text("平均 {level}", "mean {level}"),
    "lowest_is": _text("最低 {level}", "lowest {level}"),
    "no_value": _text("无数据", "no values"),
    "group": _text("分组", "Group"),
    "element": _text("要素", "Element"),
    "range": _text("可能范围", "Possible range"),
    "want": _text("期望等级", "Wanted"),
    "mean_row": _text("平均", "Mean"),
    "lowest_row": _text("最低", "Lowest"),
    "find_low": _text("最低 {level} 级：{names}", "lowest, level {level}: {names}"),
    "find_high": _text("最高 {level} 级：{names}", "highest, level {level}: {names}"),
    "find_all": _text("各项均为 {level} 级", "all at level {level}"),
    "find_gap": _text("与期望差距最大（{gap} 级）：{names}", "furthest below what is wanted ({gap}): {names}"),
    "find_met": _text("均达到期望等级", "every level wanted is reached"),
    "find_open": _text("{all} 项中 {count} 项等级未定", "{count} of {all} not settled"),
    "find_none": _text("尚无已定的等级", "no level is settled yet"),
}


def word(key: str, language: str, **parts: str) -> str:
    """Return a word of the chart in `language`."""
    return _WORDS[key].get(language).format(**parts)


@dataclass(frozen=True)
class LevelRow:
    """An element: how many levels it has reached (None while open), and how many it may turn out to have."""

    label: str
    level: int | None
    low: int = 0
    high: int = 0
    """Used while `level` is None."""
    wanted: int | None = None
    suggested: bool = False
    """The level is a suggestion that nobody has confirmed."""
    applicable: bool = True

    @property
    def bottom(self) -> int:
        """The lowest level it may turn out to have."""
        return self.low if self.level is None else self.level

    @property
    def top(self) -> int:
        """The highest level it may turn out to have."""
        return self.high if self.level is None else self.level


@dataclass(frozen=True)
class LevelGroup:
    """Elements of one clause or category."""

    label: str
    rows: tuple[LevelRow, ...]

    @property
    def applicable(self) -> tuple[LevelRow, ...]:
        """The elements that count."""
        return tuple(row for row in self.rows if row.applicable)


@dataclass(frozen=True)
class Ladder:
    """The levels as they are written, from the lowest up."""

    labels: tuple[str, ...]
    none: str
    """Where not even the lowest is reached."""
    language: str

    @property
    def numbered(self) -> bool:
        """Whether levels are numbers 1, 2, 3 …, of which there is a mean."""
        return self.labels == tuple(str(number) for number in range(1, len(self.labels) + 1))

    def name(self, level: int) -> str:
        """Return how a level is written."""
        return self.labels[level - 1] if level else self.none

    def span(self, low: int, high: int) -> str:
        """Return how a range of levels is written."""
        return self.name(low) if low == high else f"{self.name(low)}–{self.name(high)}"


@dataclass(frozen=True)
class Summary:
    """What the elements of a group come to."""

    mean: str
    """As written, perhaps a range; empty where levels have none."""
    lowest: str
    lines: tuple[Decimal | None, Decimal | None]
    """Mean and lowest where they are settled, as places on the ladder."""

    def text(self, language: str) -> str:
        """Return both in words."""
        parts = [word("mean_is", language, level=self.mean)] if self.mean else []
        parts += [word("lowest_is", language, level=self.lowest)] if self.lowest else []
        return " · ".join(parts) or word("no_value", language)


def told(groups: Iterable[LevelGroup], ladder: Ladder) -> None:
    """Raise ValueError if there are no levels, or a row lies beyond them."""
    most = len(ladder.labels)
    if not most:
        raise ValueError("there are no levels")
    for row in (row for group in groups for row in group.rows):
        places = [place for place in (row.level, row.low, row.high, row.wanted) if place is not None]
        if any(not 0 <= place <= most for place in places) or row.bottom > row.top:
            raise ValueError(f"{row.label}: levels go from 0 to {most}, not {places}")


def summary(group: LevelGroup, ladder: Ladder) -> Summary:
    """Return mean and lowest of the elements that count; what is open makes a range."""
    rows = group.applicable
    if not rows:
        return Summary("", "", (None, None))
    ends = [[row.bottom for row in rows], [row.top for row in rows]]
    low, high = (Decimal(sum(end)) / len(end) for end in ends)
    least, most = (min(end) for end in ends)
    mean = _mean(low, high) if ladder.numbered else ""
    lines = (low if low == high and ladder.numbered else None, Decimal(least) if least == most else None)
    return Summary(mean, ladder.span(least, most), lines)


def _mean(low: Decimal, high: Decimal) -> str:
    ends = [written(end, 2) for end in (low, high)]
    return ends[0] if low == high else "–".join(ends)


def said(row: LevelRow, ladder: Ladder) -> tuple[str, ...]:
    """Return what stands beside a stair: its level, and the one wanted."""
    if not row.applicable:
        return (word("not_applicable", ladder.language),)
    level = ladder.span(row.bottom, row.top)
    if row.wanted is None:
        return (level,)
    return level, word("wants", ladder.language, level=ladder.name(row.wanted))


def finding(groups: Sequence[LevelGroup], ladder: Ladder) -> str:
    """Say which elements are lowest, highest, and furthest below what is wanted."""
    rows = [row for group in groups for row in group.applicable]
    known = [(row.label, row.level) for row in rows if row.level is not None]
    parts = _ends(known, ladder) if known else [word("find_none", ladder.language)]
    parts += _gaps(rows, ladder)
    if known and len(known) < len(rows):
        parts.append(word("find_open", ladder.language, all=str(len(rows)), count=str(len(rows) - len(known))))
    return sentence(parts, ladder.language)


def _ends(known: Sequence[tuple[str, int]], ladder: Ladder) -> list[str]:
    least, most = (end(level for _, level in known) for end in (min, max))
    if least == most:
        return [word("find_all", ladder.language, level=ladder.name(least))]
    return [
        word(key, ladder.language, level=ladder.name(end), names=_names(known, end, ladder))
        for key, end in (("find_low", least), ("find_high", most))
    ]


def _names(known: Sequence[tuple[str, int]], wanted: int, ladder: Ladder) -> str:
    return shortened([label for label, value in known if value == wanted], ladder.language)


def _gaps(rows: Sequence[LevelRow], ladder: Ladder) -> list[str]:
    gaps = [(row.label, row.wanted - row.level) for row in rows if row.wanted is not None and row.level is not None]
    if not gaps:
        return []
    most = max(gap for _, gap in gaps)
    if most <= 0:
        # an open element with a level wanted may still miss it
        settled = all(row.level is not None for row in rows if row.wanted is not None)
        return [word("find_met", ladder.language)] if settled else []
    return [word("find_gap", ladder.language, gap=str(most), names=_names(gaps, most, ladder))]


def table(groups: Sequence[LevelGroup], ladder: Ladder) -> Table:
    """Return every element with its level and the one wanted, each group followed by its mean and lowest."""
    keys = ("group", "element", "level", "range", "want")
    rows: list[tuple[str, ...]] = []
    for group in groups:
        rows += [(group.label, *_cells(row, ladder)) for row in group.rows]
        total = summary(group, ladder)
        for key, value in (("mean_row", total.mean), ("lowest_row", total.lowest)):
            if value:
                rows.append((group.label, word(key, ladder.language), value, "—", "—"))
    return Table(tuple(word(key, ladder.language) for key in keys), tuple(rows))


def _cells(row: LevelRow, ladder: Ladder) -> tuple[str, str, str, str]:
    if not row.applicable:
        return row.label, word("not_applicable", ladder.language), "—", "—"
    level = "—" if row.level is None else ladder.name(row.level)
    if row.suggested and row.level is not None:
        level = f"{level} ({word('suggested', ladder.language)})"
    wanted = "—" if row.wanted is None else ladder.name(row.wanted)
    return row.label, level, "—" if row.level is not None else ladder.span(row.low, row.high), wanted
