"""Strengths and opportunities for improvement."""

from __future__ import annotations

from enum import StrEnum

from zhuoyue.model.base import Model, Visibility
from zhuoyue.model.text import Text


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

    kind: FindingKind
    """Strength or improvement."""
    item: str = ""
    """The item: set by the core for a plugin's finding; a full id in an assessment."""
    text: Text
    """The finding itself."""
    source: str = ""
    """The plugin or the assessor who made it; set by the core."""
    weight: Weight = Weight.NORMAL
    """Bold marks a finding of more weight."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence and measures it rests on."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
