"""The scoring rules of a model, as data to show and as pure functions to apply."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from zhuoyue.errors import Fault
from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.criteria import Item, ItemKind
from zhuoyue.model.score import Step
from zhuoyue.model.text import Text


class Dimension(Model):
    """One thing a scheme looks at."""

    key: str
    """Short letter: A, D, L, I, Le, T, C."""
    kind: ItemKind
    """Kind of items it applies to."""
    title: Text
    """Name."""
    text: Text | None = None
    """What it asks, in our own words."""


class Band(Model):
    """A range of percents with a description for each dimension."""

    number: int = Field(ge=0)
    """1 for the lowest."""
    low: Number
    """Lowest percent."""
    high: Number
    """Highest percent."""
    title: Text
    """Short name."""
    process: Mapping[str, Text] = {}
    """Own-words description by dimension, process items."""
    result: Mapping[str, Text] = {}
    """Own-words description by dimension, result items."""


class SchemeData(Model):
    """What a reader needs to know of a scheme; kept in the assessment."""

    name: Slug
    """The name the criteria choose it by."""
    title: Text
    """Full name."""
    rule: Text
    """How to score, in our own words."""
    step: Number
    """Grid of allowed percents."""
    dimensions: tuple[Dimension, ...]
    """What it looks at."""
    bands: tuple[Band, ...]
    """Bands from low to high."""

    def of_kind(self, kind: ItemKind) -> tuple[Dimension, ...]:
        """Return the dimensions of process or of result items."""
        return tuple(dimension for dimension in self.dimensions if dimension.kind is kind)

    def band(self, percent: Decimal) -> Band | None:
        """Return the band that `percent` falls into, or None if the scheme has none there."""
        return next((band for band in self.bands if band.low <= percent <= band.high), None)


class Scheme(ABC):
    """Scoring rules. Implementations are pure: no I/O, no clock, the same answer every time."""

    data: SchemeData

    @property
    def name(self) -> str:
        """The name criteria and config choose the scheme by."""
        return self.data.name

    @abstractmethod
    def check(self, item: Item, percent: Decimal) -> Fault | None:
        """Return what is wrong with `percent` for `item` (naming the allowed neighbours), or None."""

    @abstractmethod
    def points(self, item: Item, percent: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
        """Return the points of `item` at `percent` (0–100) and the steps that lead to them; exact."""
