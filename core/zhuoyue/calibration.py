"""Calibration: how far assessors lie from the reference scores of a case before the real round. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, stdev

from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import SchemeData

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

    @property
    def difference(self) -> Decimal:
        """Assessor minus reference, percentage points."""
        return self.percent - self.reference


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
        return _rounded(mean(one.difference for one in self.items)) if self.items else None

    @property
    def scatter(self) -> Decimal | None:
        """Standard deviation (n − 1) of the differences; None with fewer than two items."""
        return _rounded(stdev(one.difference for one in self.items)) if len(self.items) > 1 else None

    @property
    def same_band(self) -> int:
        """Items in the band of the reference."""
        return sum(one.bands == 0 for one in self.items)


def calibrate(
    ratings: Iterable[Rating], reference: Mapping[str, Decimal], scheme: SchemeData
) -> tuple[Calibrated, ...]:
    """Compare each assessor with the reference.

    Args:
        ratings: independent ratings.
        reference: percent by item id.
        scheme: for the bands.
    """
    by_assessor: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_assessor.setdefault(rating.assessor, []).append(rating)
    return tuple(_one(name, by_assessor[name], reference, scheme) for name in sorted(by_assessor))


def _one(assessor: str, ratings: Sequence[Rating], reference: Mapping[str, Decimal], scheme: SchemeData) -> Calibrated:
    percents = {one.item: one.percent for one in ratings if one.decides and one.percent is not None}
    items = [
        Off(item, percents[item], known, _apart(scheme, percents[item], known))
        for item, known in reference.items()
        if item in percents
    ]
    missing = tuple(item for item in reference if item not in percents)
    return Calibrated(assessor, tuple(sorted(items, key=lambda one: -abs(one.difference))), missing)


def _apart(scheme: SchemeData, first: Decimal, second: Decimal) -> int | None:
    bands = [scheme.band(one) for one in (first, second)]
    return None if bands[0] is None or bands[1] is None else abs(bands[0].number - bands[1].number)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_TWO, ROUND_HALF_UP)
