"""What will be done about a finding, and what came of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from zhuoyue.model.base import Model, Number, Slug, Visibility
from zhuoyue.model.text import Text


class ActionStatus(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Check(Model):
    """Whether a finished action had the effect that was meant."""

    text: Text
    """What was looked at, and what it showed."""
    effective: bool
    """Whether the effect is there."""
    checked_on: date
    """Day of the check."""
    checked_by: str = ""
    """Who checked."""


class Action(Model):
    """What will be done about a finding."""

    id: Slug
    """Stable id."""
    item: str
    """Full id of the item it serves."""
    finding: str = ""
    """Id of the finding it answers; empty when it answers none in particular."""
    text: Text
    """What will be done."""
    owner: str
    """Who answers for it."""
    due: date
    """By when."""
    status: ActionStatus = ActionStatus.PLANNED
    """How far it has come."""
    effort: int | None = Field(default=None, ge=1, le=5)
    """1 little, 2 some, 3 middling, 4 much, 5 very much; None while nobody has judged it."""
    closed_on: date | None = None
    """Day it was done or dropped."""
    cycle: str = ""
    """Name of the closed cycle whose finding it answers; empty for the present one."""
    baseline_percent: Number | None = None
    """The item's percent before the action: of `cycle`, else of this assessment; None when unknown."""
    expected_percent: Number | None = None
    """The item's percent hoped for."""
    expected_gain: Number | None = None
    """Points expected: item points × (expected − baseline) / 100; derived by the core."""
    realised_gain: Number | None = None
    """Points the item gained since `cycle`; derived by the core. Several actions for an item share it."""
    shared_with: tuple[str, ...] = ()
    """Ids of the other actions to which `realised_gain` belongs as well."""
    check: Check | None = None
    """Check of the effect."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""

    def overdue(self, day: date) -> bool:
        """Whether it should have been finished before `day` and is not."""
        return self.status in {ActionStatus.PLANNED, ActionStatus.RUNNING} and self.due < day
