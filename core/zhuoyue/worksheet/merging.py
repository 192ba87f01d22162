"""Merging the cells of a scoring sheet that came back into the project's: which are taken, which need a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from zhuoyue.errors import Fault
from zhuoyue.model.criteria import Item
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingRow, RatingSheet
from zhuoyue.toml import TomlFile
from zhuoyue.worksheet.accepting import accept
from zhuoyue.worksheet.cell import Field, Words, shown
from zhuoyue.worksheet.edit import LEAVE
from zhuoyue.worksheet.fields import DAY, fields
from zhuoyue.worksheet.merge import Sides, Verdict, decide
from zhuoyue.worksheet.notation import CellError
from zhuoyue.worksheet.submission import WHOLE, Incoming, Submission
from zhuoyue.worksheet.toml_form import canonical
from zhuoyue.worksheet.trace import Trace

Take = Literal["theirs", "ours"]
"""Whose value stands where both sides changed a cell."""


@dataclass(frozen=True)
class Conflict:
    """A cell that both sides changed."""

    where: str
    """File, sheet, address, and of what."""
    base: str | None
    """What the workbook was written with; None when that is not known."""
    theirs: str
    """What came back."""
    ours: str
    """What the project holds, and keeps."""


@dataclass
class Imported:
    """What became of a file."""

    file: str
    """Its name."""
    assessor: str
    """Whose sheet it is."""
    sheet: str
    """The rating sheet in the project."""
    taken: list[str] = field(default_factory=list)
    """Cells taken, `4.3.3 percent`."""
    conflicts: list[Conflict] = field(default_factory=list)
    """Cells that both sides changed; the project's stand."""
    faults: list[Fault] = field(default_factory=list)
    """Cells that cannot be taken."""
    notes: list[Fault] = field(default_factory=list)
    """What is worth knowing."""


@dataclass
class Ours:
    """The sheet in the project."""

    path: Path
    text: str | None
    file: TomlFile | None
    sheet: RatingSheet
    rows: dict[str, RatingRow]


@dataclass
class Work:
    """One import under way."""

    project: Project
    submission: Submission
    ours: Ours
    base: dict[str, RatingRow] | None
    base_day: Any
    trace: Trace | None
    take: Take | None
    done: Imported
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: dict[tuple[str, str], Incoming] = field(default_factory=dict)
    day: Any = LEAVE


def merge_item(work: Work, item: Item, cells: Mapping[str, Incoming]) -> None:
    """Merge the cells of one item."""
    row = work.ours.rows.get(item.id)
    base = work.base.get(item.id) if work.base is not None else None
    values: dict[str, Any] = {}
    conflicts: dict[str, Conflict] = {}
    for kind in fields(item, work.project.scheme_of(item)):
        if kind.key not in cells:
            continue
        found = cells[kind.key]
        ours, start = kind.value(row), kind.value(base)
        verdict, sides = _verdict(work, kind, item.id, found, ours, start)
        if verdict is Verdict.CONFLICT:
            conflicts[kind.key] = Conflict(found.where, sides.base, sides.theirs, sides.ours)
        if verdict is not Verdict.TAKEN:
            continue
        try:
            values[kind.key] = _value(work, kind, found, ours, start)
        except CellError as error:
            work.done.faults.append(Fault(error.en, error.zh, found.where))
    for key in sorted(_FINDINGS & values.keys()):
        if fault := _taken_id(work, item, key, values, cells[key].where):
            work.done.faults.append(fault)
            del values[key]
    accept(work, item, row, values, cells)
    work.done.conflicts.extend(conflicts.values())


def merge_day(work: Work) -> None:
    """Merge the day above the table."""
    found = work.submission.cells.get(WHOLE, {}).get(DAY.key)
    if found is None:
        return
    ours = work.ours.sheet.rated_on
    verdict, sides = _verdict(work, DAY, WHOLE, found, ours, work.base_day)
    if verdict is Verdict.CONFLICT:
        work.done.conflicts.append(Conflict(found.where, sides.base, sides.theirs, sides.ours))
    if verdict is not Verdict.TAKEN:
        return
    try:
        work.day = _value(work, DAY, found, ours, work.base_day)
    except CellError as error:
        work.done.faults.append(Fault(error.en, error.zh, found.where))
        return
    work.taken[WHOLE, DAY.key] = found
    work.done.taken.append(DAY.key)


def _verdict(work: Work, kind: Field, item: str, found: Incoming, ours: Any, start: Any) -> tuple[Verdict, Sides]:
    """Return what becomes of a cell, and remember it where it needs no choice any more."""
    place = f"{item} {kind.key}"
    whole = canonical(ours)
    trace = work.trace
    last = trace.is_last(place, found.text) if trace else None
    if trace and last is not None:
        touched = trace.ours_touched(place, whole)
    else:
        touched = work.base is None or whole != canonical(start)
    held = _shown(work, kind, ours)
    sides = Sides(
        theirs=held if _says(work, kind, found, held) else found.text,
        ours=held,
        base=None if work.base is None else _shown(work, kind, start),
        is_last=last,
        ours_touched=touched,
    )
    verdict = decide(sides)
    if verdict is Verdict.CONFLICT and work.take:
        verdict = Verdict.TAKEN if work.take == "theirs" else Verdict.SAME
    if verdict is Verdict.SAME and trace and (last is not None or sides.theirs != sides.base):
        trace.keep(place, found.text, whole)
    return verdict, sides


def _says(work: Work, kind: Field, found: Incoming, held: str) -> bool:
    """Tell whether a cell says what the project holds, in other blanks or bullets."""
    if work.submission.structured:
        return found.text == held
    language = work.submission.language
    try:
        value = kind.parse(found.text, Words(language, {}))
    except CellError:
        return False
    return kind.read_back(kind.write(value, language)) == held


def _shown(work: Work, kind: Field, value: Any) -> str:
    if work.submission.structured:
        return "" if value == kind.empty else canonical(value)
    return kind.read_back(kind.write(value, work.submission.language))


def _value(work: Work, kind: Field, found: Incoming, ours: Any, start: Any) -> Any:
    """Return the value of a cell that is taken; texts that were there before keep their other language."""
    if work.submission.structured:
        return found.value
    language = work.submission.language
    if work.base is not None and found.text == _shown(work, kind, start):
        return start
    known = shown(kind.texts(start), language) | shown(kind.texts(ours), language)
    value = kind.parse(found.text, Words(language, known))
    _tell_dropped(work, known, list(kind.texts(value)), found.where)
    return value


def _tell_dropped(work: Work, known: Mapping[str, Text], now: list[Text], where: str) -> None:
    """Note that a text which was reworded has lost its other language."""
    new = [text for text in now if text not in known.values()]
    gone = [text for text in known.values() if text.zh and text.en and text.zh != text.en and text not in now]
    lost = gone[: len(new)]
    if lost:
        other = lost[0].en if work.submission.language == "zh" else lost[0].zh
        short = other if len(other) <= 40 else other[:39] + "…"
        more = f" (+{len(lost) - 1})" if len(lost) > 1 else ""
        work.done.notes.append(
            Fault(
                f"reworded, so the text in the other language was dropped: {short!r}{more}",
                f"文字已改写，另一语言的原文随之删除：{short!r}{more}",
                where,
            )
        )


_FINDINGS = {"strengths", "improvements"}


def _taken_id(work: Work, item: Item, key: str, values: Mapping[str, Any], where: str) -> Fault | None:
    """Return a fault if a finding bears an id that another of the sheet bears: actions could not tell them apart."""
    used: set[str] = set()
    for number, row in work.ours.rows.items():
        for other in sorted(_FINDINGS):
            if (number, other) != (item.id, key) and not (number == item.id and other in values):
                used |= {one.id for one in getattr(row, other) if one.id}
    for one in values[key]:
        if one.id and one.id in used:
            en = f"the id {one.id!r} belongs to another finding of the sheet; not taken"
            return Fault(en, f"编号 {one.id!r} 已用于本表的另一条发现；未导入", where)
        used |= {one.id} if one.id else set()
    return None
