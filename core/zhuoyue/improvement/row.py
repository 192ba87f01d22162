"""One `[[actions]]` table as it stands in the file, and what must hold within it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import ConfigDict, Field

from zhuoyue.errors import Fault, InputError
from zhuoyue.model.action import Action, ActionStatus, Check
from zhuoyue.model.base import Model, Number, Slug, Visibility
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.text import Text

CLOSED = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
"""States in which nothing more will happen."""


class ActionRow(Model):
    """One action."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Slug
    """Stable id."""
    item: str
    """Code of the item it serves."""
    finding: str = ""
    """Id of the finding it answers."""
    text: Text
    """What will be done."""
    owner: str = Field(min_length=1)
    """Who answers for it."""
    due: date
    """By when."""
    effort: int | None = Field(default=None, ge=1, le=5)
    """1 little, 2 some, 3 middling, 4 much, 5 very much."""
    expected_percent: Number | None = Field(default=None, ge=0, le=100)
    """The item's percent hoped for."""
    status: ActionStatus = ActionStatus.PLANNED
    """How far it has come."""
    closed_on: date | None = None
    """Day it was done or dropped."""
    cycle: str = ""
    """Name of the closed cycle whose finding it answers; empty for the present one."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""
    check: Check | None = None
    """Check of the effect."""


def faults(row: ActionRow, item: Item, scheme: Scheme | None) -> Iterator[tuple[str, Fault]]:
    """Yield what is wrong within a row, each with the key it concerns."""
    if row.expected_percent is not None and scheme is not None:
        fault = scheme.check(item, row.expected_percent)
        if fault is not None:
            yield "expected_percent", fault
    if row.status is ActionStatus.DONE and row.closed_on is None:
        yield "status", Fault("an action that is done needs closed_on", "已完成的措施须填写完成日期 closed_on")
    if row.closed_on is not None and row.status not in CLOSED:
        yield (
            "closed_on",
            Fault(
                f"closed_on is for actions that are done or dropped; this one is {row.status.value}",
                f"只有已完成（done）或已取消（dropped）的措施才有 closed_on，此项为 {row.status.value}",
            ),
        )
    if row.check is not None and row.status is not ActionStatus.DONE:
        yield (
            "check",
            Fault(
                f"the effect is checked once an action is done; this one is {row.status.value}",
                f"措施完成（done）后才能检查效果，此项为 {row.status.value}",
            ),
        )


def item_of(reference: str, criteria: Criteria) -> Item | tuple[Fault, ...]:
    """Return the item a row names, or what is wrong with the name."""
    try:
        return criteria.resolve(reference)
    except InputError as error:
        return error.faults


def action(row: ActionRow, item: Item) -> Action:
    """Return a row as an action; what is derived comes later."""
    data = {key: getattr(row, key) for key in ActionRow.model_fields if key != "item"}
    return Action(item=item.id, **data)
