"""The independent ratings as a table: one row an item, one column an assessor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhuoyue.model.criteria import Criteria
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.scheme_data import SchemeData

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Panel:
    """What the assessors gave on their own."""

    assessors: tuple[str, ...]
    """Who rated anything, by name."""
    votes: dict[str, dict[str, Decimal | None]]
    """By item in the criteria's order, then by assessor; None for not applicable."""
    schemes: Mapping[str, SchemeData]
    """Grid and bands by item."""

    def percents(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return items × assessors in percent; NaN where there is none."""
        import numpy as np

        return np.array([self._row(by_name, None) for by_name in self.votes.values()], dtype=float)

    def bands(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return items × assessors in numbers of bands; NaN where there is no percent, or no band for it."""
        import numpy as np

        rows = [self._row(by_name, self._numbers(item)) for item, by_name in self.votes.items()]
        return np.array(rows, dtype=float)

    def _row(self, by_name: dict[str, Decimal | None], numbers: dict[Decimal, float] | None) -> list[float]:
        row = []
        for name in self.assessors:
            percent = by_name.get(name)
            if percent is None:
                row.append(float("nan"))
            else:
                row.append(float(percent) if numbers is None else numbers[percent])
        return row

    def _numbers(self, item: str) -> dict[Decimal, float]:
        """Return the band's number of every percent that an item got."""
        percents = {one for one in self.votes[item].values() if one is not None}
        bands = {percent: self.schemes[item].band(percent) for percent in percents}
        return {percent: float(band.number) if band else float("nan") for percent, band in bands.items()}


def panel_of(ratings: Iterable[Rating], criteria: Criteria, schemes: Mapping[str, SchemeData]) -> Panel:
    """Return the independent ratings that decide, in the order of the criteria; other editions' items are left out."""
    votes: dict[str, dict[str, Decimal | None]] = {item.id: {} for item in criteria.items}
    for rating in ratings:
        counts = rating.decides and not rating.open
        if rating.stage is Stage.INDEPENDENT and counts and rating.item in votes:
            votes[rating.item][rating.assessor] = rating.percent
    rated = {item: by_name for item, by_name in votes.items() if by_name}
    assessors = sorted({name for by_name in rated.values() for name in by_name})
    return Panel(tuple(assessors), rated, {item.id: schemes[item.scheme] for item in criteria.items})
