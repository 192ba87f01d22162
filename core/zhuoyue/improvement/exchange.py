"""Actions to Excel and back: what the command does, without its printing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhuoyue import store
from zhuoyue.atomic import write_text
from zhuoyue.errors import Fault, InputError
from zhuoyue.improvement.columns import data, flat
from zhuoyue.improvement.editing import edited
from zhuoyue.improvement.gain import derived
from zhuoyue.improvement.merging import Merge, merge
from zhuoyue.improvement.reading import Actions, read
from zhuoyue.improvement.row import ActionRow
from zhuoyue.improvement.workbook import read_workbook, workbook
from zhuoyue.lock import locked
from zhuoyue.model.action import Action
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.collector import inside
from zhuoyue.model.finding import FindingKind
from zhuoyue.project import Project

LOCK = ".zhuoyue/actions.lock"
"""Path of the lock that whoever changes the actions holds."""
PATIENCE = 5.0
"""Seconds to wait for another import."""


def exported(project: Project, language: str) -> tuple[bytes, int]:
    """Return the workbook of a project's actions, and how many are above its tier and left out.

    What is derived comes from the last assessment; without one those columns stay empty.

    Raises:
        InputError: the actions, or the assessment, cannot be read.
    """
    found = read(project)
    tier = project.config.assessment.visibility
    rows = [row for row in found.rows if tier.shows(row.visibility)]
    assessment = _assessment(project)
    beside = dict(_beside(project, found, assessment, language))
    findings = list(_findings(assessment, language))
    languages = project.config.assessment.languages
    return workbook(rows, beside, findings, language, languages), len(found.rows) - len(rows)


def _assessment(project: Project) -> Assessment | None:
    path = project.root / store.ASSESSMENT
    assessment = store.read(path) if path.is_file() else None
    return assessment if assessment and assessment.criteria.id == project.criteria.id else None


def _beside(
    project: Project, found: Actions, assessment: Assessment | None, language: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    actions = derived(found.actions, assessment) if assessment else found.actions
    for one in actions:
        yield one.id, _derived(one, project, language)


def _derived(one: Action, project: Project, language: str) -> dict[str, Any]:
    day = project.config.assessment.as_of
    return {
        "title": project.criteria.by_id[one.item].title.get(language),
        "baseline": one.baseline_percent,
        "expected_gain": one.expected_gain,
        "realised_gain": one.realised_gain,
        "late": (day - one.due).days if one.overdue(day) else None,
    }


def _findings(assessment: Assessment | None, language: str) -> Iterator[tuple[str, str, str]]:
    for result in assessment.results if assessment else ():
        for one in result.findings:
            if one.kind is FindingKind.IMPROVEMENT:
                yield one.id, result.item.rpartition(":")[2], one.text.get(language)


def imported(project: Project, path: Path) -> Merge:
    """Take a workbook in; the file of actions is written once, whole, and only if something changes.

    Raises:
        InputError: the workbook or the actions cannot be read, or somebody else is importing.
    """
    returned = read_workbook(path)
    with locked(project.root / LOCK, "zhuoyue actions import", PATIENCE):
        found = read(project)
        result = merge(returned, found.rows, project.criteria, project.schemes)
        if result.changes or result.added:
            _write(project, found, result)
    return result


def _write(project: Project, found: Actions, result: Merge) -> None:
    """Write the file after making sure that it says what it is meant to say."""
    target = inside(project.root, project.config.improvement.file)
    before = target.read_bytes().decode("utf-8-sig") if target.is_file() else ""
    rows = {row.id: row for row in found.rows}
    text = edited(before, rows, result.changes, result.added)
    if _said(text) != list(_meant(found, result)):
        raise InputError(
            Fault(
                "its layout cannot be changed in place; write each action as a table [[actions]]",
                "文件的写法无法就地修改；请把每项措施写成 [[actions]] 表",
                project.config.improvement.file,
            )
        )
    write_text(target, text)


def _said(text: str) -> list[ActionRow] | None:
    """Return the actions of a text; None when it is not TOML any more."""
    import tomli

    try:
        return [ActionRow.model_validate(table) for table in tomli.loads(text).get("actions", [])]
    except ValueError:
        return None


def _meant(found: Actions, result: Merge) -> Iterator[ActionRow]:
    for row in found.rows:
        changed = result.changes.get(row.id)
        yield ActionRow.model_validate(data(flat(row) | changed)) if changed else row
    for cells in result.added.values():
        yield ActionRow.model_validate(data(cells))
