"""What a plugin proposes from data."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from zhuoyue.model.base import Model, Number
from zhuoyue.model.text import Text


class Verdict(StrEnum):
    """What a reading says; unknown is its own state, not a bad one."""

    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"
    UNKNOWN = "unknown"


class Reading(Model):
    """What the data say about one dimension, of one measure or of the item as a whole."""

    dimension: str
    """Key of the scheme's dimension: A, D, L, I or Le, T, C, I."""
    measure: str | None = None
    """Id of the measure; None for the item as a whole."""
    verdict: Verdict
    """Good, mixed, poor or unknown."""
    reason: Text
    """Why, with the figures."""


class Suggestion(Model):
    """What a plugin proposes from data; never becomes a score without a policy that says so."""

    item: str = ""
    """The item; set by the core."""
    source: str = ""
    """The plugin; set by the core."""
    percent: Number | None = Field(default=None, ge=0, le=100)
    """Proposed percent; None when the plugin only reads dimensions."""
    ceiling: Number | None = Field(default=None, ge=0, le=100)
    """Highest percent that the evidence carries; a rating above it is flagged."""
    band: int | None = None
    """Number of the proposed band."""
    readings: tuple[Reading, ...] = ()
    """What the data say, dimension by dimension."""
    reasons: tuple[Text, ...] = ()
    """How the proposal came about, step by step."""
