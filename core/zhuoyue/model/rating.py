"""What an assessor, or the team, decided about an item."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
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


class Method(StrEnum):
    """How a team came to its value."""

    DISCUSSED = "discussed"
    """Talked over and agreed."""
    MEDIAN = "median"
    """The median of the independent ratings, on the scheme's grid."""
    MEAN = "mean"
    """The mean of the independent ratings, on the scheme's grid."""


class DimensionNote(Model):
    """An assessor's note on one dimension."""

    dimension: str
    """Key of the scheme's dimension."""
    text: Text
    """The note."""


class Question(Model):
    """Something to verify or clarify on the site visit."""

    text: Text
    """What to ask, see or verify."""
    answer: Text | None = None
    """What was found; None while it is open."""

    @property
    def key(self) -> str:
        """What two equal questions share, whatever their case, width, spaces and punctuation."""
        return "|".join(_letters(text) for text in (self.text.zh, self.text.en))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum()) or folded  # a question of nothing but signs is itself


class Dissent(Model):
    """An assessor who does not share the team's value, and why."""

    assessor: str
    """Who dissents."""
    text: Text
    """Why."""


class Rating(Model):
    """One assessor's percent for one item at one stage, with the reason."""

    item: str
    """Full id of the item."""
    assessor: str
    """Who rated: an assessor, or the team."""
    stage: Stage
    """Independent, consensus or site visit."""
    percent: Number | None = Field(default=None, ge=0, le=100)
    """Percent on the scheme's grid, or the level's position; None when not applicable or left open by the marks."""
    marks: Mapping[str, str] = {}
    """Marks by dimension or instance, as the scheme derives the percent from them."""
    not_applicable: bool = False
    """The item leaves the denominator; needs a reason."""
    reason: Text | None = None
    """Why."""
    rated_on: date | None = None
    """Day of the rating."""
    dimensions: tuple[DimensionNote, ...] = ()
    """Notes by dimension."""
    questions: tuple[Question, ...] = ()
    """Site-visit questions."""
    method: Method | None = None
    """How a team came to its value; None for an independent rating."""
    recorded_by: str = ""
    """Who entered the team's value."""
    dissent: tuple[Dissent, ...] = ()
    """Who does not share the team's value."""
    moved_by: str = ""
    """Id of the evidence, measure or finding that moved the value on the site visit."""
    reevaluate: bool = False
    """Carried over from the last cycle and not looked at since."""
    carried_texts: bool = False
    """The team accepted a new value; findings, notes and questions are still those of the last cycle."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see the reason, the notes, the questions and the dissent."""
    where: str = ""
    """File and line it was read from."""

    @property
    def decides(self) -> bool:
        """Whether it gives a result; a row with nothing but notes and findings takes none away."""
        return (self.percent is not None or self.not_applicable or bool(self.marks)) and not self.reevaluate

    @property
    def open(self) -> bool:
        """Whether its marks do not lead to a figure yet: one is missing, or the rule leaves it to the team."""
        return self.decides and self.percent is None and not self.not_applicable
