"""A round of independent rating: who has answered what, and whose sheet is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhuoyue import ledger, ratings, seal
from zhuoyue.assignment import assigned
from zhuoyue.ledger import Entry
from zhuoyue.model.rating import Stage
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingSheet


class SheetState(StrEnum):
    """Where an assessor's sheet is."""

    MISSING = "missing"
    """There is none."""
    OPEN = "open"
    """It is there and not submitted."""
    SUBMITTED = "submitted"
    """It is there as it was submitted."""
    CHANGED = "changed"
    """It was changed since it was submitted."""
    SEALED = "sealed"
    """It is encrypted."""
    LEFT = "left"
    """It is encrypted, but a plain one lies beside it that nobody opened: sealing was interrupted."""


@dataclass(frozen=True)
class Standing:
    """How far an assessor is."""

    assessor: str
    """Short name."""
    title: Text | None
    """Full name, if the team table has one."""
    state: SheetState
    """Where the sheet is."""
    assigned: tuple[str, ...]
    """Codes of the items assigned."""
    missing: tuple[str, ...]
    """Codes of those without an answer."""
    submitted: datetime | None
    """When the sheet was sealed last."""

    @property
    def answered(self) -> int:
        """How many of the assigned items have an answer."""
        return len(self.assigned) - len(self.missing)


def standings(project: Project) -> tuple[Standing, ...]:
    """Return how far each assessor is: in the team table's order; without one whoever has a sheet, by name.

    Raises:
        InputError: a rating sheet, the ledger or the team table is invalid.
    """
    read = ratings.read(project.root, project.config.ratings.files, project.criteria, project.schemes)
    sheets = {one.path.stem: one.sheet for one in read.sheets if one.sheet.stage is Stage.INDEPENDENT}
    entries = ledger.load(project.root).of_cycle
    known = seal.submissions(entries)
    team = {one.name: one.title for one in project.config.ratings.assessors}
    names = list(team) or sorted({*sheets, *known})
    return tuple(_standing(project, name, team.get(name), sheets.get(name), entries) for name in names)


def _standing(
    project: Project, name: str, title: Text | None, sheet: RatingSheet | None, entries: Sequence[Entry]
) -> Standing:
    items = assigned(project, name)
    entry = seal.submissions(entries).get(name)
    state = _state(project, name, sheet, entry, seal.known_hash(entries, name))
    answered: set[str] = set()
    if sheet is not None:
        answered = {project.criteria.resolve(row.item).code for row in sheet.ratings if row.decides}
    elif entry is not None and state is SheetState.SEALED:
        answered = set(entry.data["items"])
    missing = tuple(item.code for item in items if item.code not in answered)
    return Standing(name, title, state, tuple(item.code for item in items), missing, entry.at if entry else None)


def _state(
    project: Project, name: str, sheet: RatingSheet | None, entry: Entry | None, recorded: str | None
) -> SheetState:
    if sheet is None:
        sealed = entry is not None and (project.root / seal.sealed_name(name)).is_file()
        return SheetState.SEALED if sealed else SheetState.MISSING
    if entry is None:
        return SheetState.OPEN
    if recorded is None:
        return SheetState.LEFT
    return SheetState.SUBMITTED if seal.canonical(sheet) == recorded else SheetState.CHANGED
