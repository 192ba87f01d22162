"""What may stand in a file of cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhuoyue.model.assessment import Span
from zhuoyue.model.base import Model, Number, Visibility
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.text import LANGUAGES, Language, Text

Table = dict[str, Any]
"""A table of which the nouns themselves know the keys."""


class ItemTable(Model):
    """One item of a case; what is left out is as in an item that nobody has touched."""

    kind: ItemKind = ItemKind.PROCESS
    """Process or result."""
    points: Number = Decimal(100)
    """Points of the item."""
    percent: Number | None = None
    """The team's percent."""
    not_applicable: bool = False
    """Whether the team left the item out."""
    reason: Text | None = None
    """The team's reason."""
    questions: tuple[Table, ...] = ()
    """The team's site-visit questions: `text`, `answer`."""
    ratings: tuple[Table, ...] = ()
    """Ratings besides or instead of the team's: `assessor`, `percent`, and whatever else a rating has."""
    strengths: int | tuple[str | Table, ...] = ()
    """Strengths: how many, or their texts, or tables as in a rating sheet."""
    improvements: int | tuple[str | Table, ...] = ()
    """Improvements, likewise."""
    evidence: tuple[str | Table, ...] = ()
    """Evidence filed under the item: ids, or tables with `id` and whatever else evidence has."""
    measures: tuple[str | Table, ...] = ()
    """Measures likewise; `points = { 2024 = "1" }`, and `comparison = { 2024 = "2" }` for a competitor's."""
    exhibits: tuple[str | Table, ...] = ()
    """Exhibits likewise; `values = { 2024 = "1" }`: one row for each key."""
    text: Text | None = None
    """The narrative, in one or both languages."""


class AssessmentTable(Model):
    """One small assessment."""

    criteria: str = "case-2024"
    """Id of the criteria."""
    items: Mapping[str, ItemTable] = {}
    """Items by code, any code."""
    evidence: tuple[str | Table, ...] = ()
    """Evidence filed under no item."""
    measures: tuple[str | Table, ...] = ()
    """Measures filed under no item."""
    exhibits: tuple[str | Table, ...] = ()
    """Exhibits filed under no item."""
    actions: tuple[Table, ...] = ()
    """Actions: `item` as code, and whatever else differs from one planned for the day after `as_of`."""
    plugins: tuple[str, ...] = ()
    """Names of plugins that took part: findings with such a `source` are no assessor's."""
    period: Span = Span(start=date(2023, 1, 1), end=date(2025, 12, 31))
    """The assessed period."""
    as_of: date = date(2025, 12, 31)
    """The assessment's day."""
    languages: tuple[Language, ...] = LANGUAGES
    """Languages that are published."""
    visibility: Visibility = Visibility.INTERNAL
    """Tier that is published."""


class CaseTable(AssessmentTable):
    """One case: an assessment, and what the rule should say about it."""

    name: str
    """What the case shows."""
    expect: tuple[str, ...] = ()
    """Codes of the items where the rule speaks, one for each time; an empty text stands for no item."""
    says: tuple[str, ...] = ()
    """Words that occur in the messages, English or Chinese."""
    settings: Mapping[str, Any] = {}
    """Settings of the plugin that differ from their defaults."""
    previous: AssessmentTable | None = None
    """The last closed cycle."""


class CaseFile(Model):
    """A file of cases for one rule."""

    rule: str
    """Code or name of the rule."""
    mend: Text | None = None
    """What to do about a violation; for the rule's page."""
    cases: tuple[CaseTable, ...]
    """The cases."""
