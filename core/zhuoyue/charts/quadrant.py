"""Quadrants: in which of four a point lies, told in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import cell, written
from zhuoyue.charts.words import listing, sentence, word

Quadrant = tuple[bool, bool]
"""A quadrant: whether x, and whether y, is at or above its cut."""
_NAMED = 6  # so many points the finding names, then it counts


@dataclass(frozen=True)
class ScatterPoint:
    """One point. Without an x or a y it is listed in the table, not drawn."""

    label: str
    """What stands beside it: short."""
    x: Decimal | None
    y: Decimal | None
    group: str = ""
    """Named in the legend and drawn with a shape of its own; up to eight."""
    name: str = ""
    """What table and tooltip say; the label if empty."""

    @property
    def full(self) -> str:
        """The longest name it has."""
        return self.name or self.label


@dataclass(frozen=True)
class Split:
    """How the plane is divided: by which values of what, and what the parts are called."""

    x_title: str
    y_title: str
    x_decimals: int
    y_decimals: int
    x_cut: Decimal | None
    y_cut: Decimal | None
    names: Mapping[Quadrant, str]
    lead: Quadrant

    def of(self, point: ScatterPoint) -> Quadrant | None:
        """Return the quadrant of a point; None if a value or a cut is missing."""
        if point.x is None or point.y is None or self.x_cut is None or self.y_cut is None:
            return None
        return point.x >= self.x_cut, point.y >= self.y_cut

    def tip(self, point: ScatterPoint) -> str:
        """Return what a tooltip says."""
        values = ", ".join(
            cell(value, decimals) for value, decimals in ((point.x, self.x_decimals), (point.y, self.y_decimals))
        )
        return f"{point.full}: {values}" + (f"\n{point.group}" if point.group else "")

    def finding(self, points: Sequence[ScatterPoint], language: str) -> str:
        """Say who lies in the leading quadrant and how many in the others; without quadrants, who is furthest."""
        known = [one for one in points if one.x is not None and one.y is not None]
        if not known:
            return sentence([word("no_values", language)], language)
        said = self._divided(known, language) if self.names else self._furthest(known, language)
        if missing := len(points) - len(known):
            said.append(word("scatter_missing", language, count=str(missing)))
        return sentence(said, language)

    def _divided(self, known: Sequence[ScatterPoint], language: str) -> list[str]:
        inside = [one.full for one in known if self.of(one) == self.lead]
        named = listing(inside[:_NAMED], language) if inside else word("none", language)
        if len(inside) > _NAMED:
            named = word("and_more", language, names=named, count=str(len(inside) - _NAMED))
        said = [word("scatter_lead", language, quadrant=self.names.get(self.lead, ""), names=named)]
        for key, name in self.names.items():
            if key != self.lead:
                count = sum(self.of(one) == key for one in known)
                said.append(word("scatter_count", language, quadrant=name, count=str(count)))
        if self.x_cut is not None and self.y_cut is not None:
            cuts = {"x": written(self.x_cut, self.x_decimals), "y": written(self.y_cut, self.y_decimals)}
            said.append(word("scatter_cut", language, x_title=self.x_title, y_title=self.y_title, **cuts))
        return said

    def _furthest(self, known: Sequence[ScatterPoint], language: str) -> list[str]:
        right = max(known, key=lambda one: one.x or Decimal(0))
        top = max(known, key=lambda one: one.y or Decimal(0))
        return [
            word("scatter_most", language, title=title, name=one.full, value=cell(value, decimals))
            for title, one, value, decimals in (
                (self.x_title, right, right.x, self.x_decimals),
                (self.y_title, top, top.y, self.y_decimals),
            )
        ]

    def table(self, points: Sequence[ScatterPoint], language: str) -> Table:
        """List all points, those of the leading quadrant first."""
        grouped = any(one.group for one in points)
        headers = [word("name", language), self.x_title, self.y_title]
        headers += [word("group", language)] * grouped + [word("quadrant", language)] * bool(self.names)
        rows = []
        for one in sorted(points, key=lambda one: self.of(one) != self.lead):
            row = [one.full, cell(one.x, self.x_decimals), cell(one.y, self.y_decimals)]
            row += [one.group or "—"] * grouped
            where = self.of(one)
            row += [self.names.get(where, "—") if where else "—"] * bool(self.names)
            rows.append(tuple(row))
        return Table(tuple(headers), tuple(rows))
