"""What the what-if page shows, and what its sliders compute with: whole numbers, so that nothing is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.scheme_data import Band
from zhuoyue.model.score import Score, State
from zhuoyue.report.band import band_of
from zhuoyue.what_if import WhatIf, at_expectations, at_targets, computable, what_if


@dataclass(frozen=True)
class Slider:
    """One item."""

    item: Item
    score: Score
    band: Band | None
    target: Decimal | None
    expected: Decimal | None
    """What open actions expect, if it is more than there is."""

    @property
    def open(self) -> bool:
        """Whether the item has no percent yet."""
        return self.score.percent is None

    @property
    def at(self) -> str:
        """Percent the slider stands at to begin with."""
        return plain(self.score.percent or Decimal(0))

    @property
    def data(self) -> tuple[tuple[str, str], ...]:
        """What the slider's script needs to know, by name."""
        numbers = {
            "points": self.item.points,
            "low": self.score.low,
            "high": self.score.high,
            "now": self.score.percent,
            "target": self.target,
            "expected": self.expected,
        }
        known = ((name, plain(number)) for name, number in numbers.items() if number is not None)
        return (("code", self.item.code), *known)

    @property
    def applies(self) -> bool:
        """Whether the item applies to the organisation."""
        return self.score.state is not State.NOT_APPLICABLE


@dataclass(frozen=True)
class Supposition:
    """What the what-if page shows."""

    groups: tuple[tuple[Category, Score, tuple[Slider, ...]], ...]
    total: Score
    step: Decimal
    scale: int
    """Decimals of the whole numbers that scripts compute with: points × 10^scale; percents × 10^scale."""
    bands: tuple[tuple[str, str, str], ...]
    """Lowest and highest percent and name of each band."""
    targets: WhatIf
    """All items at their targets."""
    expectations: WhatIf | None
    """All items at what open actions expect; None when there are none."""

    @property
    def step_text(self) -> str:
        """The grid as scripts read it."""
        return plain(self.step)


def supposition(assessment: Assessment, language: str) -> Supposition | None:
    """Return what the page shows; None where the model has no total, or is not scored points × percent on one grid."""
    if assessment.total is None or len(assessment.schemes) > 1 or not computable(assessment):
        return None
    expected = at_expectations(assessment)
    groups = tuple(
        (
            category,
            assessment.categories[category.code],
            tuple(_slider(assessment, item, expected) for item in category.items),
        )
        for category in assessment.criteria.categories
    )
    return Supposition(
        groups=groups,
        total=assessment.total,
        step=assessment.scheme.step,
        scale=_decimals(_numbers(assessment)),
        bands=tuple(
            (plain(band.low), plain(band.high), f"{band.number} {band.title.get(language)}")
            for band in assessment.scheme.bands
        ),
        targets=what_if(assessment, at_targets(assessment)),
        expectations=what_if(assessment, expected) if expected else None,
    )


def _slider(assessment: Assessment, item: Item, expected: Mapping[str, Decimal]) -> Slider:
    score = assessment.result_of[item.id].score
    return Slider(
        item=item,
        score=score,
        band=band_of(assessment.scheme_of(item), score),
        target=assessment.targets.get(item.id),
        expected=expected.get(item.id),
    )


def _numbers(assessment: Assessment) -> Iterable[Decimal]:
    yield assessment.scheme.step
    yield from (item.points for item in assessment.criteria.items)
    yield from assessment.targets.values()
    for result in assessment.results:
        yield from (result.score.low, result.score.high)
        if result.score.percent is not None:
            yield result.score.percent


def _decimals(numbers: Iterable[Decimal]) -> int:
    """Return how many decimals the numbers need at most."""
    return max(max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers)
