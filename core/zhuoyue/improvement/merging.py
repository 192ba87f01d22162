"""Taking in a workbook of actions: three-way by cell, row by row, nothing overwritten that both sides changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError

from zhuoyue.errors import Fault
from zhuoyue.improvement.columns import CHECK, DEFAULTS, KEYS, TITLES, data, flat
from zhuoyue.improvement.row import ActionRow, faults, item_of
from zhuoyue.improvement.workbook import Returned, SheetRow
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.scheme import Scheme


class Outcome(StrEnum):
    """What became of a row or a cell."""

    TAKEN = "taken"
    ADDED = "added"
    CONFLICT = "conflict"
    """Both sides changed it; the project's stays."""
    REFUSED = "refused"
    """It cannot be what it says; the project's stays."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True)
class Note:
    """One line of the import's report."""

    outcome: Outcome
    fault: Fault


@dataclass
class Merge:
    """What an import changes."""

    changes: dict[str, dict[str, str]] = field(default_factory=dict)
    """Canonical texts taken, by id and key."""
    added: dict[str, dict[str, str]] = field(default_factory=dict)
    """New actions, by id."""
    notes: list[Note] = field(default_factory=list)

    def of(self, *outcomes: Outcome) -> list[Note]:
        """Return the notes of some kinds."""
        return [note for note in self.notes if note.outcome in outcomes]

    def say(self, outcome: Outcome, en: str, zh: str, where: str) -> None:
        """Add a line to the report."""
        self.notes.append(Note(outcome, Fault(en, zh, where)))


def merge(returned: Returned, ours: Sequence[ActionRow], criteria: Criteria, schemes: Mapping[str, Scheme]) -> Merge:
    """Return what a workbook changes in the project's actions.

    A cell is taken when only the workbook changed it since it was written. One that the project changed as well is a
    conflict, one that cannot be read is refused: both are listed and leave the project's value. Actions that are
    missing from the workbook stay: to give one up, set its status to dropped.
    """
    found = Merge()
    mine = {row.id: row for row in ours}
    seen: set[str] = set()
    for row in returned.rows:
        for key, fault in row.faults:
            found.say(Outcome.REFUSED, fault.en, fault.zh, returned.where(row.number, key))
        if "id" not in row.cells:
            continue
        name = row.cells["id"] or _known(row, ours)
        if name and name in seen:
            place = returned.where(row.number, "id")
            found.say(Outcome.REFUSED, f"{name!r} stands twice in the sheet", f"编号 {name!r} 在表中重复", place)
            continue
        seen.add(name)
        if name in mine:
            _existing(found, returned, row, mine[name], criteria, schemes)
        elif name in returned.base:
            _removed(found, returned, row, name)
        else:
            _new(found, returned, row, name, mine, criteria, schemes)
    for name in sorted(mine.keys() & returned.base.keys() - seen):
        found.say(
            Outcome.NOTE,
            f"{name} is no longer in the workbook and stays; to give it up set its status to dropped",
            f"{name} 已不在表中，仍予保留；如要放弃请把状态改为“已取消”",
            returned.sheet,
        )
    return found


def _known(row: SheetRow, ours: Sequence[ActionRow]) -> str:
    """Return the id of the action that a row without id adds again, when it was imported before; else nothing."""
    for one in ours:
        cells = flat(one)
        if all(cells[key] == row.cells.get(key, cells[key]) for key in ("item", "zh", "en")):
            return one.id
    return ""


def _existing(
    found: Merge, returned: Returned, row: SheetRow, mine: ActionRow, criteria: Criteria, schemes: Mapping[str, Scheme]
) -> None:
    base = returned.base.get(mine.id)
    here = flat(mine)
    taken: dict[str, str] = {}
    for key, theirs in row.cells.items():
        if key == "id" or theirs == here[key] or (base is not None and theirs == base[key]):
            continue
        if here[key] == (base[key] if base is not None else ""):
            taken[key] = theirs
            continue
        found.say(
            Outcome.CONFLICT,
            f"{mine.id}, {TITLES[key].en}: the workbook says {theirs!r}, here {here[key]!r}; what is here stays",
            f"{mine.id} 的{TITLES[key].zh}：表中为 {theirs!r}，项目中为 {here[key]!r}；保留项目中的值",
            returned.where(row.number, key),
        )
    while taken:
        wrong = list(_wrong(here | taken, criteria, schemes))
        for key, fault in wrong:
            place = returned.where(row.number, key)
            found.say(Outcome.REFUSED, f"{mine.id}: {fault.en}", f"{mine.id}：{fault.zh}", place)
        if not wrong:
            break
        # One bad cell leaves the others alone; if the row cannot be without it, none of it is taken.
        culprits = {key for key, _ in wrong} & taken.keys()
        taken = {key: text for key, text in taken.items() if key not in culprits} if culprits else {}
    if taken:
        found.changes[mine.id] = taken
    for key in taken:
        found.say(
            Outcome.TAKEN,
            f"{mine.id}, {TITLES[key].en}: {here[key]!r} → {taken[key]!r}",
            f"{mine.id} 的{TITLES[key].zh}：{here[key]!r} → {taken[key]!r}",
            returned.where(row.number, key),
        )


def _removed(found: Merge, returned: Returned, row: SheetRow, name: str) -> None:
    """Leave out what the project removed since, and say so when the workbook changed it."""
    base = returned.base[name]
    if any(base[key] != theirs for key, theirs in row.cells.items()):
        found.say(
            Outcome.CONFLICT,
            f"{name} was changed in the workbook, but the project has removed it; it stays removed",
            f"{name} 在表中有改动，但项目中已删除；不予恢复",
            returned.where(row.number),
        )


def _new(
    found: Merge,
    returned: Returned,
    row: SheetRow,
    name: str,
    mine: Mapping[str, ActionRow],
    criteria: Criteria,
    schemes: Mapping[str, Scheme],
) -> None:
    cells = dict.fromkeys(KEYS, "") | DEFAULTS | dict(row.cells)
    cells["id"] = name or _fresh(cells["item"], {*mine, *found.added, *returned.base})
    wrong = list(_wrong(cells, criteria, schemes))
    for key, fault in wrong:
        found.say(Outcome.REFUSED, fault.en, fault.zh, returned.where(row.number, key))
    if not wrong:
        found.added[cells["id"]] = cells
        found.say(Outcome.ADDED, f"{cells['id']} is new", f"新增 {cells['id']}", returned.where(row.number))


def _fresh(item: str, taken: set[str]) -> str:
    """Return an id that nobody has: the item's code and a number."""
    code = "".join(one if one.isascii() and (one.isalnum() or one in ".-_") else "-" for one in item).strip("-._")
    return next(name for number in range(1, len(taken) + 2) if (name := f"{code or 'action'}-a{number}") not in taken)


def _wrong(cells: Mapping[str, str], criteria: Criteria, schemes: Mapping[str, Scheme]) -> Iterator[tuple[str, Fault]]:
    """Yield what keeps the cells of a row from being an action, each with the column it concerns."""
    required = {key: cells[key] for key in ("item", "owner", "due")}
    required |= {"zh": cells["zh"] or cells["en"]}
    if any(cells[key] for key in CHECK):
        required |= {"check_zh": cells["check_zh"] or cells["check_en"]}
        required |= {key: cells[key] for key in ("effective", "checked_on")}
    missing = [key for key, text in required.items() if not text]
    yield from ((key, Fault(f"{TITLES[key].en} is required", f"{TITLES[key].zh}必须填写")) for key in missing)
    item = item_of(cells["item"], criteria) if cells["item"] else ()
    if isinstance(item, tuple):
        yield from (("item", fault) for fault in item)
        return
    if missing:
        return
    try:
        row = ActionRow.model_validate(data(cells))
    except ValidationError as error:
        for one in error.errors(include_url=False):
            yield "id", Fault(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", f"{one['loc']}: {one['msg']}")
        return
    names = {"check": "check_zh"}
    yield from ((names.get(key, key), fault) for key, fault in faults(row, item, schemes[item.scheme]))
