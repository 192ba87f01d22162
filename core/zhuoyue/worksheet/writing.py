"""Making an assessor's scoring sheet: who, which items, what is there already, what supports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Literal

from zhuoyue import store
from zhuoyue.atomic import write_bytes
from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.measure import Measure
from zhuoyue.model.rating import Stage
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingSheet
from zhuoyue.toml import read_toml
from zhuoyue.worksheet.assignment import wanted
from zhuoyue.worksheet.plan import Plan
from zhuoyue.worksheet.toml_form import form
from zhuoyue.worksheet.workbook import write_workbook

Format = Literal["xlsx", "toml"]
FOLDER = "worksheets"
"""Folder of the scoring sheets in the project."""
_PRECISION = 60  # wide enough for any amount written out with its decimals
_SHOWN = 14
"""Evidence and measures shown of an item; a cell with more is not read."""


def default_path(project: Project, name: str, kind: Format) -> Path:
    """Return where a scoring sheet goes unless told otherwise."""
    return project.root / FOLDER / f"{name}.{kind}"


def write_worksheet(
    project: Project,
    name: str,
    *,
    codes: Iterable[str] = (),
    language: str = "zh",
    kind: Format = "xlsx",
    output: Path | None = None,
    replace: bool = False,
) -> tuple[Path, int]:
    """Write a scoring sheet; what the assessor has rated already stands in it.

    Args:
        project: the opened project.
        name: the assessor's short name.
        codes: categories and items to take instead of those assigned.
        language: the language shown.
        kind: workbook or TOML.
        output: where to; `worksheets/<name>.<kind>` without.
        replace: write over a file that is there.

    Returns:
        The file and the number of items on it.

    Raises:
        InputError: nobody of that name, no such item, a text too long for a cell, or the file exists.
    """
    items = wanted(project, name, codes)
    path = output or default_path(project, name, kind)
    if path.exists() and not replace:
        raise InputError(
            Fault(
                "is there already, perhaps filled in; --force writes it anew, --output elsewhere",
                "文件已存在，其中可能有已填写的内容；使用 --force 重新生成，或用 --output 另存",
                str(path),
            )
        )
    sheet = current(project, name)
    if kind == "toml":
        data = form(project, sheet, items, language).encode()
    else:
        data = write_workbook(Plan(project, name, sheet, items, language, _facts(project, language)))
    write_bytes(path, data)
    return path, len(items)


def current(project: Project, name: str) -> RatingSheet:
    """Return what an assessor has rated; an empty sheet if there is none.

    Raises:
        InputError: the sheet is invalid, the team's, or sealed.
    """
    relative = f"ratings/{name}.toml"
    path = project.root / relative
    if not path.is_file():
        if (project.root / f"{relative}.age").exists():
            en = "is sealed; a scoring sheet cannot show what stands in it"
            raise InputError(Fault(en, "已封存，无法据此生成评分表", f"{relative}.age"))
        return RatingSheet(assessor=name)
    file = read_toml(path, relative)
    sheet, faults = checked(RatingSheet, file.data, file)
    if sheet is None:
        raise InputError(*faults)
    if sheet.stage is not Stage.INDEPENDENT:
        en = f"is the team's sheet ({sheet.stage}), not an assessor's"
        raise InputError(Fault(en, f"是评审组的评分表（{sheet.stage}），不是评审员的", file.where(("stage",))))
    _check_items(project, sheet, file.where)
    return sheet


def _check_items(project: Project, sheet: RatingSheet, where: object) -> None:
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, row in enumerate(sheet.ratings):
        place = where(("ratings", number, "item"))  # type: ignore[operator]
        try:
            item = project.criteria.resolve(row.item)
        except InputError as error:
            faults.extend(Fault(one.en, one.zh, place) for one in error.faults)
            continue
        if item.id in seen:
            faults.append(Fault(f"{item.code} is rated twice", f"{item.code} 重复评分", place))
        seen.add(item.id)
    if faults:
        raise InputError(*faults)


def _facts(project: Project, language: str) -> Mapping[str, str]:
    """Return evidence and measures of each item as text, if there is an assessment of these criteria."""
    path = project.root / store.ASSESSMENT
    if not path.is_file():
        return {}
    assessment = store.read(path)
    if assessment.criteria.id != project.criteria.id:
        return {}
    return {item.id: "\n".join(_lines(assessment, item.id, language)) for item in project.criteria.items}


def _lines(assessment: Assessment, item: str, language: str) -> Iterator[str]:
    result = assessment.result_of[item]
    evidence = {one.id: one for one in assessment.evidence}
    measures = {one.id: one for one in assessment.measures}
    lines = [_measure(measures[one], language) for one in result.measures if one in measures]
    for one in result.evidence:
        if one in evidence:
            lines.append(f"{evidence[one].title.get(language)} [{one}] {evidence[one].locator}")
    yield from (f"· {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        more = len(lines) - _SHOWN
        yield f"… 另有 {more} 项" if language == "zh" else f"… and {more} more"


def _measure(measure: Measure, language: str) -> str:
    latest = measure.latest
    value = (
        f" {latest.period}: {_rounded(latest.value, measure.decimals)}" if latest and latest.value is not None else ""
    )
    unit = f" {measure.unit.get(language)}" if value and measure.unit else ""
    return f"{measure.title.get(language)} [{measure.id}]{value}{unit}"


def _rounded(value: Decimal, decimals: int) -> str:
    """Write a value as the pages do: half up, with as many decimals as its measure has."""
    with localcontext() as context:
        context.prec = _PRECISION
        return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
