"""Strengths, opportunities for improvement, and the key themes across items."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from zhuoyue.model.base import Model, Visibility
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.text import Text


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class FindingKind(StrEnum):
    """A strength or an opportunity for improvement."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


class Weight(StrEnum):
    """How much a finding matters."""

    NORMAL = "normal"
    BOLD = "bold"


class Finding(Model):
    """A strength or an opportunity for improvement, with what it rests on."""

    id: str = ""
    """Stable id; the core makes one from item, kind and text where none is given."""
    kind: FindingKind
    """Strength or improvement."""
    item: str = ""
    """The item: set by the core for a plugin's finding; a full id in an assessment."""
    text: Text
    """The finding itself: the opening sentence."""
    examples: tuple[Text, ...] = ()
    """A few examples that show it."""
    relevance: Text | None = None
    """Why it matters to this organisation."""
    source: str = ""
    """The plugin or the assessor who made it; set by the core."""
    weight: Weight = Weight.NORMAL
    """Bold marks a finding of more weight."""
    evidence: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    """Ids of the evidence and measures it rests on; a single id may stand without a list."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""


def finding_id(item: str, kind: FindingKind, text: Text) -> str:
    """Return the id of a finding that was given none: item code, `s` or `i`, and a hash of its text.

    Args:
        item: code or full id of the item.
        kind: strength or improvement.
        text: the opening sentence; a finding reworded is another finding.
    """
    digest = hashlib.sha256(f"{text.zh or ''}\n{text.en or ''}".encode()).hexdigest()
    return f"{item.rpartition(':')[2]}-{kind.value[0]}-{digest[:6]}"


class KeyTheme(Model):
    """What runs through several items: the first thing a reader of a feedback report wants to know."""

    kind: FindingKind
    """Strength or improvement."""
    scope: ItemKind
    """Whether it shows in how things are done (process) or in what came of it (result)."""
    text: Text
    """The theme."""
    items: tuple[str, ...] = ()
    """Full ids of the items it runs through."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
