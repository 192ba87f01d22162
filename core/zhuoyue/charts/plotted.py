"""Plotted lines: what a plot shows, told in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import cell, written
from zhuoyue.charts.words import listing, sentence, word

Pair = tuple[Decimal, Decimal]
Interval = tuple[Decimal, Decimal, Decimal]
"""x, low, high."""
MOST_ROWS = 100
"""Rows a line may take in the table; of a longer one every n-th point stands there."""


@dataclass(frozen=True)
class PlotCurve:
    """A line. `look`: actual, target, competitor, benchmark, average or line_1 … line_5; empty: by position."""

    look: str
    label: str
    points: tuple[Pair, ...]
    """(x, y), x rising."""
    band: tuple[Interval, ...] = ()
    """(x, low, high), x rising: drawn as an area."""
    step: bool = False
    """Whether y holds until the next x, as a survival curve does."""
    at_risk: tuple[tuple[Decimal, int], ...] = ()
    """(x, how many are still under observation), for the row below the axis."""


@dataclass(frozen=True)
class PlotMark:
    """A point to be named, such as the share of the largest fifth."""

    x: Decimal
    y: Decimal
    label: str


@dataclass(frozen=True)
class Reading:
    """How the values of a plot are called and written."""

    x_title: str
    y_title: str
    x_decimals: int
    y_decimals: int

    def end(self, curve: PlotCurve) -> str:
        """Write the last value of a line, with its interval where there is one."""
        x, y = curve.points[-1]
        value = written(y, self.y_decimals)
        last = next(((low, high) for at, low, high in reversed(curve.band) if at == x), None)
        if last is None:
            return value
        return f"{value} ({written(last[0], self.y_decimals)}–{written(last[1], self.y_decimals)})"

    def finding(
        self, curves: Sequence[PlotCurve], marks: Sequence[PlotMark], told: str, ends: bool, language: str
    ) -> str:
        """Say what the author says, then the marks, then where each line ends."""
        drawn = [curve for curve in curves if curve.points]
        said = [told.strip().rstrip("。."), *(mark.label for mark in marks)]
        if ends:
            said += self._ends(drawn, language)
        if not drawn:
            said.append(word("no_values", language))
        said = [part for part in said if part]
        return sentence(said or [curve.label for curve in drawn], language)

    def _ends(self, drawn: Sequence[PlotCurve], language: str) -> list[str]:
        """Say where the lines end, together for those that end at the same x."""
        where: dict[Decimal, list[str]] = {}
        for curve in drawn:
            where.setdefault(curve.points[-1][0], []).append(f"{curve.label} {self.end(curve)}")
        return [
            word(
                "plot_ends",
                language,
                x_title=self.x_title,
                x=written(x, self.x_decimals),
                names=listing(names, language),
            )
            for x, names in where.items()
        ]

    def table(self, curves: Sequence[PlotCurve], language: str) -> Table:
        """List the points of all lines, one below the other."""
        bands, risks = any(curve.band for curve in curves), any(curve.at_risk for curve in curves)
        headers = [word("line", language), self.x_title, self.y_title]
        headers += [word(key, language) for key in ("from", "to")] * bands
        headers += [word("at_risk", language)] * risks
        rows = [row for curve in curves for row in self._rows(curve, bands, risks)]
        return Table(tuple(headers), tuple(rows))

    def _rows(self, curve: PlotCurve, bands: bool, risks: bool) -> list[tuple[str, ...]]:
        ends = {x: (low, high) for x, low, high in curve.band}
        watched = dict(curve.at_risk)
        rows = []
        for x, y in excerpt(curve.points):
            row = [curve.label, cell(x, self.x_decimals), cell(y, self.y_decimals)]
            row += [cell(end, self.y_decimals) for end in ends.get(x, (None, None))] * bands
            row += [str(watched[x]) if x in watched else "—"] * risks
            rows.append(tuple(row))
        return rows


def excerpt(points: Sequence[Pair]) -> list[Pair]:
    """Return at most `MOST_ROWS` points, evenly taken, the first and the last among them."""
    if len(points) <= MOST_ROWS:
        return list(points)
    last = len(points) - 1
    return [points[round(number * last / (MOST_ROWS - 1))] for number in range(MOST_ROWS)]
