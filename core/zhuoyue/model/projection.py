"""What an assessment against one model says in the terms of another: coverage and origins, never scores."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.crosswalk import Relation
from zhuoyue.model.score import State
from zhuoyue.model.text import Text

MUCH = Decimal("0.5")
"""Strength from which on two items have much in common."""


class WayKind(StrEnum):
    """How the way from one model to another was found."""

    DIRECT = "direct"
    """A crosswalk leads from the one to the other."""
    INVERSE = "inverse"
    """A crosswalk leads the other way and was turned round."""
    HUB = "hub"
    """Two crosswalks meet in a third model."""


class Coverage(StrEnum):
    """How much there is for an item of the other model."""

    COVERED = "covered"
    """Items of the assessed model lead to it that have much in common with it, and there are facts for them."""
    THIN = "thin"
    """Items of the assessed model lead to it, with facts, but have little in common with it."""
    NO_FACTS = "no_facts"
    """Items of the assessed model lead to it, but there are no facts for them."""
    NO_SOURCE = "no_source"
    """No item of the assessed model leads to it."""


class ModelName(Model):
    """A model by id and name."""

    id: Slug
    """Id of the criteria."""
    title: Text
    """Full name."""


class SourceItem(Model):
    """An item of the assessed model that leads to an item of the other one."""

    item: str
    """Full id."""
    code: str
    """Its code."""
    title: Text
    """Its name."""
    category: str
    """Code of its category."""
    relation: Relation
    """What it is to the item of the other model."""
    strength: Number | None = None
    """How much the two have in common, 0–1, where somebody has judged it."""
    note: Text | None = None
    """What was split, joined or passed through."""
    state: State
    """How far its score is known."""
    percent: Number | None = None
    """Its percent, or a level's position; None while it is unknown."""
    shown: Text | None = None
    """The same as a reader of its model knows it: `55 %`, `level 3`."""


class ProjectedItem(Model):
    """What there is for one item of the other model."""

    item: str
    """Full id."""
    code: str
    """Its code."""
    title: Text
    """Its name."""
    category: str
    """Code of its category."""
    sources: tuple[SourceItem, ...] = ()
    """The items that lead to it, the nearest first."""
    evidence: int = Field(default=0, ge=0)
    """Pieces of evidence."""
    measures: int = Field(default=0, ge=0)
    """Measures."""
    exhibits: int = Field(default=0, ge=0)
    """Analyses."""
    findings: int = Field(default=0, ge=0)
    """Strengths and improvements."""
    band: int | None = None
    """Number of the band suggested by the sources' figures; an orientation, not a score."""
    band_low: int | None = None
    """Band of the lowest source."""
    band_high: int | None = None
    """Band of the highest source."""
    suggested: Text | None = None
    """The suggested band as a reader of the other model knows it."""

    @property
    def facts(self) -> int:
        """Evidence, measures and analyses."""
        return self.evidence + self.measures + self.exhibits

    @property
    def coverage(self) -> Coverage:
        """How much there is."""
        if not self.sources:
            return Coverage.NO_SOURCE
        if not self.facts:
            return Coverage.NO_FACTS
        near = (one.strength is None or one.strength >= MUCH for one in self.sources)
        return Coverage.COVERED if any(near) else Coverage.THIN


class Remainder(Model):
    """An item of the assessed model that leads nowhere in the other one."""

    item: str
    """Full id."""
    code: str
    """Its code."""
    title: Text
    """Its name."""
    evidence: int = Field(default=0, ge=0)
    """Pieces of evidence."""
    measures: int = Field(default=0, ge=0)
    """Measures."""
    findings: int = Field(default=0, ge=0)
    """Strengths and improvements."""


class Projection(Model):
    """An assessment seen through another model."""

    source: ModelName
    """The model that was assessed."""
    target: ModelName
    """The other model."""
    way: WayKind
    """How the way was found."""
    hub: ModelName | None = None
    """The model in which two crosswalks meet."""
    note: Text | None = None
    """Where the mapping comes from."""
    items: tuple[ProjectedItem, ...]
    """The other model's items, in its order."""
    unmapped: tuple[Remainder, ...] = ()
    """Items of the assessed model that lead nowhere."""
    source_items: int = 0
    """Items of the assessed model."""
    origins: Mapping[str, tuple[str, ...]] = {}
    """Full ids of the items of the assessed model under which a finding (by id) was written."""

    def count(self, coverage: Coverage) -> int:
        """Return the number of items of the other model with this coverage."""
        return sum(one.coverage is coverage for one in self.items)
