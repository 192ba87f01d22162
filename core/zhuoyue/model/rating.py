"""What an assessor decided about an item."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from zhuoyue.model.base import Model, Number, Visibility
from zhuoyue.model.text import Text


class Stage(StrEnum):
    """At which point of the assessment a rating was made; a later one prevails."""

    INDEPENDENT = "independent"
    CONSENSUS = "consensus"
    SITE_VISIT = "site_visit"


class DimensionNote(Model):
    """An assessor's note on one dimension."""

    dimension: str
    """Key of the scheme's dimension."""
    text: Text
    """The note."""


class Rating(Model):
    """One assessor's percent for one item at one stage, with the reason."""

    item: str
    """Full id of the item."""
    assessor: str
    """Who rated."""
    stage: Stage
    """Independent, consensus or site visit."""
    percent: Number | None = Field(default=None, ge=0, le=100)
    """Percent on the scheme's grid; None when not applicable."""
    not_applicable: bool = False
    """The item leaves the denominator; needs a reason."""
    reason: Text | None = None
    """Why."""
    rated_on: date | None = None
    """Day of the rating."""
    dimensions: tuple[DimensionNote, ...] = ()
    """Notes by dimension."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see the reason and the notes."""
    where: str = ""
    """File and line it was read from."""
