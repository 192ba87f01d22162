"""Strengths and opportunities for improvement."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from zhuoyue.model.base import Model, Visibility
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
    evidence: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    """Ids of the evidence and measures it rests on; a single id may stand without a list."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
