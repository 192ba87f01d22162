"""Taking in a scoring sheet that came back: cell by cell into `ratings/<name>.toml`, nothing overwritten unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhuoyue import ledger
from zhuoyue.atomic import write_text
from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError
from zhuoyue.ledger import Ledger
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Stage
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingRow, RatingSheet, dumps
from zhuoyue.toml import TomlFile, read_toml
from zhuoyue.worksheet.assignment import check_assessor
from zhuoyue.worksheet.columns import DIMENSION, MARK
from zhuoyue.worksheet.edit import LEAVE, edited
from zhuoyue.worksheet.grid import SUFFIXES
from zhuoyue.worksheet.merging import Imported, Ours, Take, Work, merge_day, merge_item
from zhuoyue.worksheet.submission import WHOLE, Incoming, Submission, read_workbook
from zhuoyue.worksheet.toml_form import canonical, read_form
from zhuoyue.worksheet.trace import Trace, read_trace, write_trace


def import_file(
    project: Project, path: Path, *, take: Take | None = None, reopen: bool = False, by: str = ""
) -> Imported:
    """Take in one file.

    Args:
        project: the opened project.
        path: a workbook or TOML file.
        take: whose value stands where both sides changed a cell; None lists it and keeps the project's.
        reopen: take it in although the assessor's sheet was submitted.
        by: who does it; empty for the assessor.

    Raises:
        InputError: nothing of the file can be taken: it is none of ours, for other criteria, of nobody in the team,
            or the sheet is sealed; or the project's own sheet or ledger is damaged. Nothing is written.
    """
    submission = _read(project, path)
    name = submission.assessor
    check_assessor(project, name, path.name)
    with ledger.writing(project.root, f"zhuoyue ratings import {path.name}"):
        log = ledger.load(project.root)
        _refuse_sealed(project, name, log, path.name, reopen=reopen)
        work = _begin(project, submission, take)
        if _superseded(work):
            return work.done
        for item, cells in _ordered(project, submission):
            merge_item(work, item, cells)
        merge_day(work)
        _write(work, log, by or name, reopen=reopen)
    for found in (work.done.faults, work.done.notes):
        found.sort(key=_position)
    return work.done


def _position(fault: Fault) -> tuple[int, str]:
    """Return the row of a fault's cell, then all of its place; a file's own faults come first."""
    match = re.search(r"!([A-Z]+)(\d+)|:(\d+)", fault.where)
    return int(match[2] or match[3]) if match else 0, fault.where


def _read(project: Project, path: Path) -> Submission:
    if path.suffix.lower() == ".toml":
        return read_form(path, project.criteria, project.schemes)
    if path.suffix.lower() in SUFFIXES:
        return read_workbook(path, project.criteria, project.schemes)
    expected = ", ".join((*SUFFIXES, ".toml"))
    raise InputError(
        Fault(f"is none of {expected}; save it as .xlsx", f"不是 {expected} 文件；请另存为 .xlsx", path.name)
    )


def _refuse_sealed(project: Project, name: str, log: Ledger, file: str, *, reopen: bool) -> None:
    submitted = reopened = 0
    for entry in log.of_cycle:
        if entry.data.get("assessor") == name:
            submitted = entry.number if entry.kind == "submitted" else submitted
            reopened = entry.number if entry.kind == "imported" and entry.data.get("reopened") else reopened
    hidden = (project.root / f"ratings/{name}.toml.age").exists()
    if reopen or submitted < reopened or not (submitted or hidden):
        return
    raise InputError(
        Fault(
            f"the sheet of {name} was submitted and sealed; --reopen takes this file in nevertheless, and the ledger "
            "will say so",
            f"{name} 的评分表已提交并封存；如确需导入，请使用 --reopen，台账会予以记录",
            file,
        )
    )


def _begin(project: Project, submission: Submission, take: Take | None) -> Work:
    name = submission.assessor
    memory = submission.memory
    base = memory.base if memory else None
    ours = _ours(project, name, base)
    trace = read_trace(project.root, name, memory.workbook) if memory else None
    if trace and ours.text is None:
        trace.cells.clear()  # what was taken before went with the sheet
    done = Imported(submission.name, name, f"ratings/{name}.toml", faults=submission.faults, notes=submission.notes)
    return Work(
        project=project,
        submission=submission,
        ours=ours,
        base=_rows(project, base) if base else None,
        base_day=base.rated_on if base else None,
        trace=trace,
        take=take,
        done=done,
    )


def _ours(project: Project, name: str, base: RatingSheet | None) -> Ours:
    path = project.root / "ratings" / f"{name}.toml"
    if not path.is_file():
        sheet = base or RatingSheet(assessor=name)
        return Ours(path, None, None, sheet, _rows(project, sheet))
    file = read_toml(path, f"ratings/{name}.toml")
    found, faults = checked(RatingSheet, file.data, file)
    if found is None:
        raise InputError(*faults)
    if found.stage is not Stage.INDEPENDENT:
        en = f"is the team's sheet ({found.stage}), not an assessor's; nothing was imported"
        raise InputError(Fault(en, f"是评审组的评分表（{found.stage}），不是评审员的；未导入", file.where(("stage",))))
    return Ours(path, path.read_bytes().decode("utf-8-sig"), file, found, _rows(project, found, file))


def _rows(project: Project, sheet: RatingSheet, file: TomlFile | None = None) -> dict[str, RatingRow]:
    """Return a sheet's rows by full id of the item; raises InputError for an item that is none or occurs twice."""
    rows: dict[str, RatingRow] = {}
    for number, row in enumerate(sheet.ratings):
        where = file.where(("ratings", number, "item")) if file else ""
        try:
            item = project.criteria.resolve(row.item)
        except InputError as error:
            raise InputError(*(Fault(one.en, one.zh, where) for one in error.faults)) from error
        if item.id in rows:
            raise InputError(Fault(f"{item.code} is rated twice", f"{item.code} 重复评分", where))
        rows[item.id] = row
    return rows


def _superseded(work: Work) -> bool:
    """Tell whether this very file was imported before and a later state of its workbook since."""
    files = work.trace.files if work.trace else []
    if work.take or work.submission.sha256 not in files[:-1]:
        return False
    work.done.notes.append(
        Fault(
            "was imported before, and a later state of the same workbook since; nothing was taken",
            "此文件此前已导入，之后又导入过同一工作簿的更新内容；未作任何改动",
            work.submission.name,
        )
    )
    return True


def _ordered(project: Project, submission: Submission) -> Iterator[tuple[Item, Mapping[str, Incoming]]]:
    for item in project.criteria.items:
        if item.id in submission.cells:
            yield item, submission.cells[item.id]


def _result(work: Work) -> RatingSheet:
    """Return the sheet as it is to be: rows in the order they had, new ones behind."""
    update: dict[str, Any] = {"ratings": tuple(work.ours.rows.values())}
    if work.day is not LEAVE:
        update["rated_on"] = work.day
    return work.ours.sheet.model_copy(update=update)


def _write(work: Work, log: Ledger, by: str, *, reopen: bool) -> None:
    """Write the sheet, then the trace, then the ledger: after a crash between them the same import mends the rest."""
    submission = work.submission
    changed = bool(work.changes) or work.day is not LEAVE
    restored = work.ours.text is None and bool(work.base)
    if restored or (work.ours.text is None and work.trace is not None and work.trace.files):
        en = f"{work.done.sheet} was missing; it is made anew from everything that stands in this file"
        zh = f"{work.done.sheet} 不存在，已按此文件中的全部内容重新生成"
        work.done.notes.append(Fault(en, zh, submission.name))
    if changed or restored:
        sheet = _result(work)
        if work.ours.text is None or work.ours.file is None:
            text = dumps(sheet)
        else:
            text = edited(work.ours.text, work.ours.file, sheet, work.changes, work.project.criteria, work.day)
        write_text(work.ours.path, text)
    if work.trace is not None:
        _keep(work, work.trace)
        write_trace(work.project.root, submission.assessor, work.trace)
    known = (entry for entry in log.of_cycle if entry.kind == "imported")
    if changed or not any(one.data.get("sha256") == submission.sha256 for one in known):
        codes = [work.project.criteria.by_id[item].code for item in work.changes]
        data = {"assessor": submission.assessor, "file": submission.name, "sha256": submission.sha256}
        extra = {"reopened": True} if reopen else {}
        ledger.append(work.project.root, "imported", by, data | {"items": codes} | extra)


def _keep(work: Work, trace: Trace) -> None:
    for (item, key), found in work.taken.items():
        row = work.ours.rows.get(item)
        if item == WHOLE:
            value = work.day
        elif key.startswith(DIMENSION):
            value = row.dimensions.get(key.removeprefix(DIMENSION)) if row else None
        elif key.startswith(MARK):
            value = row.marks.get(key.removeprefix(MARK)) if row else None
        else:
            value = getattr(row, key)
        trace.keep(f"{item} {key}", found.text, canonical(value))
    if work.submission.sha256 in trace.files:
        trace.files.remove(work.submission.sha256)
    trace.files.append(work.submission.sha256)
