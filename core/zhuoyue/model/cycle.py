"""Earlier cycles of assessment, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.score import Score
from zhuoyue.model.text import Language, Text


class Mapped(Model):
    """What an earlier edition said about an item of the present one, by way of a crosswalk."""

    item: str
    """Full id of the present item."""
    percent: Number
    """Mean percent of the earlier items it maps to, weighted by their points; half-up to two decimals."""
    sources: tuple[str, ...]
    """Codes of those earlier items."""


class Cycle(Model):
    """One closed cycle, as far as a later report needs it."""

    name: Slug
    """Name of the cycle, e.g. `2024`."""
    criteria: Slug
    """Criteria it was assessed against."""
    start: date
    """First day of its period."""
    end: date
    """Last day of its period."""
    as_of: date
    """Day on which validity was judged."""
    sha256: str
    """Hash of the filed assessment."""
    final: bool
    """Whether it was signed off on all levels."""
    total: Score | None
    """The sum, without steps; None where the model has no total."""
    categories: Mapping[str, Score]
    """Sums by category code, without steps."""
    items: Mapping[str, Score]
    """Scores by item code, without steps."""
    mapped: tuple[Mapped, ...] = ()
    """For another edition: its percents in terms of the present items; an approximation, so marked on pages."""
    agreement: Mapping[str, Number] = {}
    """Coefficients of agreement by key, those that could be computed."""
    assessors: int = 0
    """How many rated independently."""
    languages: tuple[Language, ...] = ()
    """Languages of its report."""
    report: bool = False
    """Whether its own report is published beside this one, under `cycles/<name>/`."""


class ChangeKind(StrEnum):
    """What became of a thing since the last cycle."""

    NEW = "new"
    FIXED = "fixed"
    RISEN = "risen"
    FALLEN = "fallen"
    CHANGED = "changed"


class CycleChange(Model):
    """One change since the last cycle."""

    kind: ChangeKind
    """New, fixed, risen, fallen, or changed otherwise."""
    subject: str
    """`total`, category code, full item id, measure id, evidence id or finding id."""
    noun: str
    """`total`, `category`, `item`, `measure`, `evidence` or `finding`."""
    title: Text
    """Name of the subject."""
    before: str = ""
    """What it was: a number, a range, a state; of evidence `valid` or empty; of a finding its kind or empty."""
    after: str = ""
    """What it is: likewise; of evidence `valid`, `expired` or `other` (another content) or empty."""
    delta: Number | None = None
    """Points or units gained; None when one side is unknown or both are not on one scale."""
    items: tuple[str, ...] = ()
    """Full ids of the present items that evidence, a measure or a finding supports."""
    why: tuple[Text, ...] = ()
    """What else happened since then: new evidence, findings fixed, actions done, measures that improved. Facts only."""


class CycleComparison(Model):
    """What changed since the last closed cycle."""

    cycle: Slug
    """Name of that cycle."""
    other_criteria: bool = False
    """True when it was assessed against another edition: items are compared by way of the crosswalk."""
    changes: tuple[CycleChange, ...]
    """Total first, then categories, items, findings, measures, evidence. Of measures, risen is better, fallen worse."""
    same_texts: tuple[str, ...] = ()
    """Item ids and codes of profile sections whose text is word for word that of the cycle."""
