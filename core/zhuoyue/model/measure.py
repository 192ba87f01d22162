"""Numbers over time."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, field_validator

from zhuoyue.model.base import Model, Number, Period, Slug, Visibility
from zhuoyue.model.text import Text


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class ComparisonKind(StrEnum):
    """Against whom a measure is held."""

    COMPETITOR = "competitor"
    """The best-known competitor."""
    BENCHMARK = "benchmark"
    """The best of the industry or beyond."""
    AVERAGE = "average"
    """The industry's average."""


class Point(Model):
    """The value of one period."""

    period: Period
    """The period."""
    value: Number | None
    """The value; None when the period is known to lack one."""
    count: int | None = Field(default=None, ge=0)
    """Number of records behind the value."""


class Comparison(Model):
    """Another organisation's values."""

    kind: ComparisonKind
    """Competitor, benchmark or average."""
    name: Text
    """Who it is."""
    points: tuple[Point, ...]
    """Values in order of period."""


class Segment(Model):
    """The values of one part: a product line, a plant, a customer group."""

    name: Text
    """The part."""
    points: tuple[Point, ...]
    """Values in order of period."""


class Measure(Model):
    """A number over time."""

    id: Slug
    """Stable id, unique in the assessment."""
    title: Text
    """Name shown on the pages."""
    unit: Text | None = None
    """Unit, `%` or `件`; None for a plain count."""
    direction: Direction = Direction.HIGHER
    """Which way is better."""
    decimals: int = Field(default=2, ge=0, le=9)
    """Decimals shown; the values themselves are kept exact."""
    source: Slug
    """Name of the configured source it came from."""
    method: Text | None = None
    """How the values were computed from the records."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
    items: tuple[str, ...] = ()
    """Items it supports: codes from the records; full ids in an assessment."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence it was computed from."""
    points: tuple[Point, ...]
    """Values in order of period."""
    targets: tuple[Point, ...] = ()
    """Targets by period."""
    comparisons: tuple[Comparison, ...] = ()
    """Other organisations' values."""
    segments: tuple[Segment, ...] = ()
    """Values by part."""

    @field_validator("points", "targets")
    @classmethod
    def _in_order(cls, points: tuple[Point, ...]) -> tuple[Point, ...]:
        periods = [point.period for point in points]
        if len(set(periods)) != len(periods):
            raise ValueError("a period occurs twice")
        return tuple(sorted(points, key=lambda point: point.period))

    @property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def latest(self) -> Point | None:
        """The last point that has a value."""
        return self.known[-1] if self.known else None
