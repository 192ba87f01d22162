"""Three-way merge of one cell: what it began with, what came back, what the project holds now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a cell."""

    SAME = "same"
    """The project holds what came back."""
    KEPT = "kept"
    """Nothing new came back; the project's value stays."""
    TAKEN = "taken"
    """What came back is taken."""
    CONFLICT = "conflict"
    """Both changed: the project's value stays until somebody chooses."""


@dataclass(frozen=True)
class Sides:
    """The sides of a cell as texts."""

    theirs: str
    """What came back."""
    ours: str
    """What the project holds."""
    base: str | None = None
    """What the workbook was written with; None when nobody knows."""
    is_last: bool | None = None
    """Whether it is what this workbook brought the last time it was imported; None the first time."""
    ours_touched: bool = False
    """Whether the project's value was changed otherwise since."""


def decide(sides: Sides) -> Verdict:
    """Return what becomes of a cell. Nothing that somebody wrote is ever replaced without both having been seen."""
    if sides.theirs == sides.ours:
        return Verdict.SAME
    if sides.is_last is not None:
        if sides.is_last:
            return Verdict.KEPT
        # An older copy looks like this, and so does a change taken back: only a person can tell.
        went_back = sides.theirs == sides.base
        return Verdict.CONFLICT if went_back or sides.ours_touched else Verdict.TAKEN
    if sides.base is None:
        return Verdict.CONFLICT if sides.ours else Verdict.TAKEN
    if sides.theirs == sides.base:
        return Verdict.KEPT
    return Verdict.CONFLICT if sides.ours_touched else Verdict.TAKEN
