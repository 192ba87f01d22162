"""What will be done about a finding."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.text import Text


class ActionStatus(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Action(Model):
    """What will be done about a finding."""

    id: Slug
    """Stable id."""
    item: str
    """Full id of the item it serves."""
    text: Text
    """What will be done."""
    owner: str
    """Who answers for it."""
    due: date
    """By when."""
    status: ActionStatus = ActionStatus.PLANNED
    """How far it has come."""
    expected_gain: Number | None = None
    """Points expected."""
    realised_gain: Number | None = None
    """Points gained, known after the next assessment."""
