"""Index lines: indices with their intervals period by period, told in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import cell, written
from zhuoyue.charts.words import sentence, word


@dataclass(frozen=True)
class IndexPoint:
    """The index of one period; without a value the line has a gap."""

    period: str
    value: Decimal | None
    low: Decimal | None = None
    """Lower end of its confidence interval."""
    high: Decimal | None = None
    base: int | None = None
    """How many answers it rests on."""

    def written(self, decimals: int) -> str:
        """Write the value with its interval."""
        if self.value is None:
            return "—"
        value = written(self.value, decimals)
        if self.low is None or self.high is None:
            return value
        return f"{value} ({written(self.low, decimals)}–{written(self.high, decimals)})"


@dataclass(frozen=True)
class IndexLine:
    """One line: the whole, a segment, a tier."""

    label: str
    points: tuple[IndexPoint, ...]

    @property
    def known(self) -> tuple[IndexPoint, ...]:
        """The points that have a value, in the order of their periods."""
        return tuple(sorted((one for one in self.points if one.value is not None), key=lambda one: one.period))

    @property
    def extent(self) -> tuple[Decimal, ...]:
        """All values and ends of intervals."""
        ends = (end for one in self.known for end in (one.value, one.low, one.high))
        return tuple(end for end in ends if end is not None)

    def at(self, period: str) -> IndexPoint | None:
        """Return the point of a period, if it has a value."""
        return next((one for one in self.known if one.period == period), None)


@dataclass(frozen=True)
class Trend:
    """Lines with what is needed to tell of them."""

    lines: Sequence[IndexLine]
    language: str
    decimals: int
    target: Decimal | None

    def finding(self) -> str:
        """Tell how the first line went, whether it reaches the target, and how the others stand at its end."""
        drawn = [line for line in self.lines if line.known]
        if not drawn:
            return sentence([word("no_values", self.language)], self.language)
        first, *others = drawn
        last = first.known[-1]
        return sentence([*self._went(first), *self._aim(last), *self._others(others, last.period)], self.language)

    def _went(self, line: IndexLine) -> list[str]:
        first, last = line.known[0], line.known[-1]
        if first is last:
            text = last.written(self.decimals)
            return [word("index_single", self.language, name=line.label, value=text, period=last.period)]
        change = (last.value or Decimal(0)) - (first.value or Decimal(0))
        sign = "+" if change > 0 else ""
        said = word(
            "index_went",
            self.language,
            name=line.label,
            first=first.written(self.decimals),
            start=first.period,
            last=last.written(self.decimals),
            end=last.period,
            change=sign + written(change, self.decimals),
        )
        if first.low is None or first.high is None or last.low is None or last.high is None:
            return [said]
        overlap = first.low <= last.high and last.low <= first.high
        return [said, word("index_overlap" if overlap else "index_apart", self.language)]

    def _aim(self, last: IndexPoint) -> list[str]:
        if self.target is None or last.value is None:
            return []
        key = "index_reached" if last.value >= self.target else "index_missed"
        if last.low is not None and last.high is not None and last.low < self.target < last.high:
            key += "_open"
        return [word(key, self.language, target=written(self.target, self.decimals))]

    def _others(self, others: Sequence[IndexLine], period: str) -> list[str]:
        found = [(line, point) for line in others if (point := line.at(period))]
        found.sort(key=lambda one: -(one[1].value or Decimal(0)))
        if not found:
            return []
        names = [f"{line.label} {written(point.value or Decimal(0), self.decimals)}" for line, point in found]
        if len(found) == 1:
            return [word("index_other", self.language, period=period, name=names[0])]
        return [word("index_others", self.language, period=period, high=names[0], low=names[-1])]

    def table(self) -> Table:
        """List all points, line by line."""
        several = len(self.lines) > 1
        bases = any(point.base is not None for line in self.lines for point in line.points)
        keys = ["series"] * several + ["period", "index_value", "from", "to"] + ["index_base"] * bases
        rows = []
        for line in self.lines:
            for one in sorted(line.points, key=lambda one: one.period):
                row = [line.label] * several
                row += [one.period, *(cell(value, self.decimals) for value in (one.value, one.low, one.high))]
                row += ["—" if one.base is None else str(one.base)] * bases
                rows.append(tuple(row))
        return Table(tuple(word(key, self.language) for key in keys), tuple(rows))
