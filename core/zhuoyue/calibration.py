"""Calibration: how far assessors lie from the reference scores of a case before the real round. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, stdev

from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme_data import Scale, SchemeData

_TWO = Decimal("0.01")


@dataclass(frozen=True)
class Off:
    """One item of one assessor beside its reference."""

    item: str
    """Full id."""
    percent: Decimal
    reference: Decimal
    bands: int | None
    """Bands apart; None when the scheme has no band there."""
    levels: int | None = None
    """Assessor minus reference, levels; None where the item is rated by percent."""

    @property
    def difference(self) -> Decimal:
        """Assessor minus reference, percentage points; levels where the item is rated by level."""
        return self.percent - self.reference if self.levels is None else Decimal(self.levels)


@dataclass(frozen=True)
class Calibrated:
    """One assessor."""

    assessor: str
    items: tuple[Off, ...]
    """Items rated with a percent, largest difference first."""
    missing: tuple[str, ...]
    """Ids of reference items not rated."""

    @property
    def bias(self) -> Decimal | None:
        """Mean difference, percentage points, two decimals; positive is lenient. None without an item."""
        return _mean(self._differences(levels=False))

    @property
    def scatter(self) -> Decimal | None:
        """Standard deviation (n − 1) of the differences; None with fewer than two items."""
        return _deviation(self._differences(levels=False))

    @property
    def level_bias(self) -> Decimal | None:
        """Mean difference of the items that are rated by level, levels; None without one."""
        return _mean(self._differences(levels=True))

    @property
    def level_scatter(self) -> Decimal | None:
        """Standard deviation of the differences in levels; None with fewer than two such items."""
        return _deviation(self._differences(levels=True))

    def _differences(self, *, levels: bool) -> list[Decimal]:
        return [one.difference for one in self.items if (one.levels is not None) is levels]

    @property
    def same_band(self) -> int:
        """Items in the band of the reference."""
        return sum(one.bands == 0 for one in self.items)


def calibrate(
    ratings: Iterable[Rating], reference: Mapping[str, Decimal], schemes: Mapping[str, SchemeData]
) -> tuple[Calibrated, ...]:
    """Compare each assessor with the reference.

    Args:
        ratings: independent ratings.
        reference: percent by item id.
        schemes: for the bands, by item id.
    """
    by_assessor: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_assessor.setdefault(rating.assessor, []).append(rating)
    return tuple(_one(name, by_assessor[name], reference, schemes) for name in sorted(by_assessor))


def _one(
    assessor: str, ratings: Sequence[Rating], reference: Mapping[str, Decimal], schemes: Mapping[str, SchemeData]
) -> Calibrated:
    percents = {one.item: one.percent for one in ratings if one.decides and one.percent is not None}
    items = [
        Off(item, percents[item], known, *_apart(schemes[item], percents[item], known))
        for item, known in reference.items()
        if item in percents
    ]
    missing = tuple(item for item in reference if item not in percents)
    return Calibrated(assessor, tuple(sorted(items, key=lambda one: -abs(one.difference))), missing)


def _apart(scheme: SchemeData, first: Decimal, second: Decimal) -> tuple[int | None, int | None]:
    """Return how many bands apart, and on a scale of levels how many levels higher the first is."""
    own, other = scheme.band(first), scheme.band(second)
    if own is None or other is None:
        return None, None
    levels = own.number - other.number
    return abs(levels), levels if scheme.scale is Scale.LEVEL else None


def _mean(differences: Sequence[Decimal]) -> Decimal | None:
    return _rounded(mean(differences)) if differences else None


def _deviation(differences: Sequence[Decimal]) -> Decimal | None:
    return _rounded(stdev(differences)) if len(differences) > 1 else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_TWO, ROUND_HALF_UP)
