"""Points, and how they came about."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from zhuoyue.model.base import Model, Number
from zhuoyue.model.text import Text


class State(StrEnum):
    """How far a score is known. Only `rated` and `suggested` have a value; none of the others means 0."""

    RATED = "rated"
    """An assessor gave a percent."""
    SUGGESTED = "suggested"
    """Taken from a plugin's suggestion, as the policy allows; not confirmed."""
    PARTIAL = "partial"
    """A sum, or an item's marks, of which some are unknown: it has a range, no value."""
    NOT_APPLICABLE = "not_applicable"
    """Left out of the denominator, with a reason."""
    NOT_AGREED = "not_agreed"
    """Assessors have rated differently and have not agreed yet; the range is that of their ratings."""
    NOT_RATED = "not_rated"
    """There is evidence, but nobody has rated."""
    NO_EVIDENCE = "no_evidence"
    """Neither a rating nor any evidence."""
    FAILED = "failed"
    """A plugin that should have judged the item failed, and nobody has rated."""


class Step(Model):
    """One step of the arithmetic."""

    text: Text
    """What was done."""
    expression: str
    """The arithmetic, e.g. `50 × 55 % = 27.5`."""
    value: Number | None = None
    """Its result."""


class Interval(Model):
    """Where the points would lie with another panel of assessors like this one: a bootstrap, a model."""

    low: Number
    """Lower end, points, two decimals."""
    high: Number
    """Upper end, points, two decimals."""


class Score(Model):
    """A value or None, always with its range, its coverage and the steps that explain it."""

    state: State
    """How far the score is known."""
    value: Number | None
    """Points; None while any part is unknown."""
    maximum: Number = Field(ge=0)
    """Points attainable: what is not applicable has left."""
    low: Number = Field(ge=0)
    """Points if all that is unknown turned out 0 %."""
    high: Number = Field(ge=0)
    """Points if all that is unknown turned out 100 %."""
    coverage: Number = Field(ge=0, le=1)
    """Share of the attainable points whose value is known."""
    suggested: Number = Field(default=Decimal(0), ge=0)
    """Part of `value` that rests on unconfirmed suggestions."""
    percent: Number | None = None
    """The item's percent, or value as percent of maximum."""
    band: int | None = None
    """Number of the scheme's band; items only."""
    interval: Interval | None = None
    """From the disagreement of assessors; None when fewer than two rated. See `Assessment.uncertainty`."""
    steps: tuple[Step, ...] = ()
    """How the value came about."""

    @property
    def spread(self) -> Interval | None:
        """The interval if it has a width; without one it would only look like certainty."""
        return self.interval if self.interval and self.interval.low != self.interval.high else None
