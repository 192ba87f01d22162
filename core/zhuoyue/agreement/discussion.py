"""The items in the order a team talks about them, with what is agreed, and who has not answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from zhuoyue.model.agreement import ItemAgreement
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.ratings import latest


@dataclass(frozen=True)
class Waiting:
    """An assessor who has not answered everything."""

    assessor: str
    """Name."""
    items: tuple[Item, ...]
    """Assigned items without an answer, in the criteria's order."""
    assigned: int
    """How many are assigned."""


def in_discussion_order(items: Sequence[ItemAgreement]) -> tuple[ItemAgreement, ...]:
    """Return what must be discussed first, and of both parts the items with most points at stake first."""
    return tuple(sorted(items, key=lambda one: (not one.discuss, -one.stake)))


def agreed(ratings: Iterable[Rating]) -> Rating | None:
    """Return what the team decided about an item, of the latest stage; None while it has not.

    Args:
        ratings: all ratings of the item.
    """
    last = latest(ratings)
    return last[0] if last and last[0].stage is not Stage.INDEPENDENT else None


def waiting(assessor: str, assigned: Collection[Item], ratings: Iterable[Rating]) -> Waiting | None:
    """Return which of the items assigned an assessor has not answered; None when all are."""
    answered = {
        one.item for one in ratings if one.assessor == assessor and one.stage is Stage.INDEPENDENT and one.decides
    }
    missing = tuple(item for item in assigned if item.id not in answered)
    return Waiting(assessor, missing, len(assigned)) if missing else None
