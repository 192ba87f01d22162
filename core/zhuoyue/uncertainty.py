"""What the disagreement of assessors means for the points: a bootstrap over the panel.

The model, said plainly: another panel of the same size, drawn with replacement from this one, would have agreed on the
present value plus the shift of its mean percent. The shift is widened, because a small panel resampled varies too
little: so much that its variance is that of a mean of those n who rated the item, s² / n; where all k assessors did, by
√(k / (k − 1)). Items rated by one assessor alone do not vary; what nobody rated, or what is not agreed and somebody
holds not applicable, stays a range. Percentile intervals; the seed is kept with the result.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhuoyue.config import UncertaintyTable
from zhuoyue.model.agreement import Threshold, Uncertainty
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.score import Interval, Score, State

if TYPE_CHECKING:
    import numpy as np

TOTAL = "total"
"""Key of the sum among the intervals."""
_CENT = Decimal("0.01")
_CHANCE = Decimal("0.0001")


@dataclass(frozen=True)
class Outlook:
    """What the bootstrap says."""

    uncertainty: Uncertainty
    intervals: Mapping[str, Interval]
    """By item id, category code and `TOTAL`."""


def estimate(
    criteria: Criteria, ratings: Iterable[Rating], scores: Mapping[str, Score], table: UncertaintyTable
) -> Outlook | None:
    """Return intervals and chances, or None when no item was rated by two assessors.

    Args:
        criteria: items and points.
        ratings: all ratings; the independent ones that decide are resampled.
        scores: score of each item by id.
        table: level, resamples, seed, thresholds.
    """
    independent = [one for one in ratings if one.stage is Stage.INDEPENDENT and one.decides]
    percents = _percents(independent)
    aside = {one.item for one in independent if one.not_applicable}
    panel = sorted({assessor for by_item in percents.values() for assessor in by_item})
    if not any(len(by_item) > 1 for by_item in percents.values()):
        return None
    counts = _draws(len(panel), table)
    intervals: dict[str, Interval] = {}
    sums: dict[str, _Sum] = {TOTAL: _Sum(table.resamples)}
    for category in criteria.categories:
        sums[category.code] = _Sum(table.resamples)
        for item in category.items:
            score, given = scores[item.id], percents.get(item.id, {})
            points = None if _open(score, item, aside) else _points(item, score, given, panel, counts)
            varies = points is not None and len(given) > 1 and score.state is not State.NOT_APPLICABLE
            for key in (TOTAL, category.code):
                sums[key].add(points, score, varies=varies)
            if varies and points is not None:
                intervals[item.id] = _interval(points, points, table.level)
    for key, one in sums.items():
        if one.varies:
            intervals[key] = _interval(one.low, one.high, table.level)
    thresholds = tuple(_threshold(points, sums[TOTAL]) for points in table.thresholds)
    uncertainty = Uncertainty(
        level=Decimal(str(table.level)),
        seed=table.seed,
        resamples=table.resamples,
        assessors=len(panel),
        thresholds=thresholds,
    )
    return Outlook(uncertainty, intervals)


class _Sum:
    """Points of several items in each resample, if all that is unknown turned out 0 % (low) or 100 % (high)."""

    def __init__(self, resamples: int) -> None:
        import numpy as np

        self.low: Any = np.zeros(resamples)
        self.high: Any = np.zeros(resamples)
        self.varies = False

    def add(self, points: np.ndarray | None, score: Score, *, varies: bool) -> None:
        """Add an item: its points in each resample, or None when they are not known."""
        self.low = self.low + (float(score.low) if points is None else points)
        self.high = self.high + (float(score.high) if points is None else points)
        self.varies = self.varies or varies


def _open(score: Score, item: Item, aside: Collection[str]) -> bool:
    """Tell whether percents say nothing of an item, because the team has not agreed whether it applies."""
    return score.state is State.NOT_AGREED and item.id in aside


def _percents(ratings: Iterable[Rating]) -> dict[str, dict[str, Decimal]]:
    """Return percents by item and assessor."""
    found: dict[str, dict[str, Decimal]] = {}
    for rating in ratings:
        if rating.percent is not None:
            found.setdefault(rating.item, {})[rating.assessor] = rating.percent
    return found


def _draws(panel: int, table: UncertaintyTable) -> np.ndarray:
    """Return how often each assessor sits on each drawn panel, (resamples, panel).

    Python's own generator: its sequence for a seed is promised to stay the same, NumPy's is not.
    """
    import numpy as np

    generator = random.Random(table.seed)  # noqa: S311 - statistics, not secrets
    counts = np.zeros((table.resamples, panel), dtype=np.int64)
    for row in counts:
        for _ in range(panel):
            row[int(generator.random() * panel)] += 1
    return counts


def _points(
    item: Item,
    score: Score,
    percents: Mapping[str, Decimal],
    panel: Sequence[str],
    counts: np.ndarray,
) -> np.ndarray | None:
    """Return the item's points in each resample, (resamples,); None when they are not known.

    Sums run item by item, elementwise, so that every machine adds in the same order.
    """
    import numpy as np

    if not percents or (score.value is None and score.state is not State.NOT_AGREED):
        known = score.value if score.state is not State.NOT_APPLICABLE else Decimal(0)
        return None if known is None else np.full(len(counts), float(known))
    mean = sum(percents.values(), Decimal(0)) / len(percents)
    centre = score.value if score.value is not None else item.points * mean / 100
    weights = np.array([int(one in percents) for one in panel], dtype=np.int64)
    values = np.array([int(percents.get(one, Decimal(0)) * 100) for one in panel], dtype=np.int64)
    seats = counts @ weights
    drawn = np.divide(counts @ values, seats * 100, out=np.full(len(counts), float(mean)), where=seats > 0)
    shifted = float(centre) + (drawn - float(mean)) * _widening(seats, len(percents)) * float(item.points) / 100
    clipped: np.ndarray = np.clip(shifted, 0, float(item.points))
    return clipped


def _widening(seats: np.ndarray, raters: int) -> float:
    """Return by what to multiply an item's shift, so that its variance is s² / n for the n who rated it.

    Args:
        seats: how many of them sit on each drawn panel; without any nothing shifts.
        raters: how many rated it.
    """
    import numpy as np

    if raters < 2:
        return 1.0
    often = np.bincount(seats).tolist()
    drawn = sum((Fraction(times, seated) for seated, times in enumerate(often) if seated), Fraction(0)) / len(seats)
    return math.sqrt(1 / (drawn * (raters - 1))) if drawn else 1.0


def _interval(low: np.ndarray, high: np.ndarray, level: float) -> Interval:
    import numpy as np

    tail = (1 - level) / 2
    ends = (np.quantile(low, tail), np.quantile(high, 1 - tail))
    first, last = (Decimal(repr(float(one))).quantize(_CENT, ROUND_HALF_UP) for one in ends)
    return Interval(low=first, high=last)


def _threshold(points: int, total: _Sum) -> Threshold:
    low, high = (Decimal(int((part >= points - 1e-9).sum())) / Decimal(len(part)) for part in (total.low, total.high))
    return Threshold(
        points=Decimal(points),
        low=low.quantize(_CHANCE, ROUND_HALF_UP),
        high=high.quantize(_CHANCE, ROUND_HALF_UP),
    )
