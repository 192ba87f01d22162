"""A rating sheet as TOML: a form to fill in, and reading one that came back row by row."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhuoyue.checking import checked
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.base import SLUG, plain
from zhuoyue.model.criteria import Criteria, Item, ItemKind, Topic
from zhuoyue.model.rating import Stage
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import MarkKind, Scale, SchemeData
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingRow, RatingSheet, dumps, row_text
from zhuoyue.toml import TomlFile, read_toml
from zhuoyue.worksheet.cell import Field, Words
from zhuoyue.worksheet.fields import DAY, fields
from zhuoyue.worksheet.figures import LevelField, PercentField, misplaced
from zhuoyue.worksheet.marks import InstancesField, MarkField
from zhuoyue.worksheet.notation import CellError
from zhuoyue.worksheet.submission import WHOLE, Incoming, Submission


def form(project: Project, sheet: RatingSheet, items: Iterable[Item], language: str) -> str:
    """Return a rating sheet with a table for each item: what is there, and as comments what may be filled in."""
    rows = {project.criteria.resolve(row.item).id: row for row in sheet.ratings}
    head = sheet.model_copy(update={"ratings": ()})
    asked = tuple(items)
    others = [row for key, row in rows.items() if key not in {item.id for item in asked}]
    parts = [dumps(head, "\n".join(_intro(project, language)))]
    pointed = project.criteria.total is not None
    parts += [_entry(item, rows.get(item.id), project.scheme_of(item), language, pointed=pointed) for item in asked]
    parts += [row_text(row) for row in others]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _intro(project: Project, language: str) -> Iterator[str]:
    organisation = project.config.organisation
    zh = language == "zh"
    yield f"{organisation.name.get(language)} · {'评分表' if zh else 'Scoring sheet'}"
    if organisation.fictional:
        yield "虚构组织，仅作示例。" if zh else "A fictional organisation, for illustration only."
    yield f"{project.criteria.title.get(language)} [{project.criteria.id}]"
    if any(one.scale is Scale.LEVEL or one.marks is not MarkKind.NONE for one in project.scheme_data.values()):
        yield from _INTRO_MARKS[language]
    elif zh:
        yield "去掉行首的 # 再填写。百分比见各条款；不适用时删去百分比，写 not_applicable = true 并说明理由。"
        yield "各条优势、改进机会和现场评审问题各占一个 [[…]] 表，可重复。"
    else:
        yield "Take the # away and fill in. An item that does not apply has no percent but not_applicable = true"
        yield "and a reason. Each strength, improvement and site-visit question is a [[…]] table of its own; repeat it."


_INTRO_MARKS = {
    "zh": (
        "去掉行首的 # 再填写。可用的数值见各条款：填写 marks（分项）即得出结果，也可以直接填写 percent 或 level。",
        "不适用时都不填，写 not_applicable = true 并说明理由。",
        "各条优势、改进机会和现场评审问题各占一个 [[…]] 表，可重复。",
    ),
    "en": (
        "Take the # away and fill in. What may be given stands beside each item: marks lead to a figure, percent or",
        "level give it as such. An item that does not apply has neither, but not_applicable = true and a reason.",
        "Each strength, improvement and site-visit question is a [[…]] table of its own; repeat it.",
    ),
}


def _entry(item: Item, row: RatingRow | None, scheme: Scheme, language: str, *, pointed: bool) -> str:
    zh = language == "zh"
    kind = {ItemKind.PROCESS: ("过程", "process"), ItemKind.RESULT: ("结果", "result")}[item.kind][not zh]
    points = f", {plain(item.points)} {'分' if zh else 'points'}" if pointed else ""
    lines = [f"# ---- {item.code} {item.title.get(language)} ({kind}{points}) ----"]
    lines += [f"# {line}" for line in asked_of(item, language)]
    text = row_text(row or RatingRow(item=item.code)).rstrip("\n").split("\n")
    first = next((place for place, line in enumerate(text) if place and line.startswith("[")), len(text))
    body = [line for line in text[:first] if line.strip()]
    body += [f"# {line}" for line in _open_keys(row, item, scheme, language)]
    return "\n".join([*lines, *body, *([""] if text[first:] else []), *text[first:]])


def _open_keys(row: RatingRow | None, item: Item, scheme: Scheme, language: str) -> Iterator[str]:
    words = '{ zh = "" }' if language == "zh" else '{ en = "" }'
    if row is None or not (row.percent is not None or row.level or row.marks or row.not_applicable):
        yield from _open_figures(item, scheme)
    if row is None or row.reason is None:
        yield f"reason = {words}"
    if row is None or not row.dimensions:
        names = (f"{one.key} = {words}" for one in scheme.data.of_kind(item.kind))
        yield f"dimensions = {{ {', '.join(names)} }}"
    for key in ("strengths", "improvements", "questions"):
        if row is None or not getattr(row, key):
            yield f"[[ratings.{key}]]"
            yield f"text = {words}"


def _open_figures(item: Item, scheme: Scheme) -> Iterator[str]:
    data, choices = scheme.data, allowed(item, scheme)
    if data.scale is Scale.LEVEL:
        yield f'level = ""   # {", ".join(map(str, choices))}'
    else:
        yield f"percent =   # {_listed([plain(one) for one in choices])}"
    if data.marks is MarkKind.NONE:
        return
    marks = ["true", "false"] if data.marks is MarkKind.YES_NO else mark_choices(data, "en")
    keys = [one.key if _KEY.fullmatch(one.key) else f'"{one.key}"' for one in data.of_kind(item.kind)]
    blank = ' ""' if data.marks is MarkKind.LEVEL else " "
    names = ", ".join(f"{key} ={blank}" for key in (['"…"'] if data.instances else keys))
    yield f"marks = {{ {names} }}   # {_listed([one if isinstance(one, str) else plain(one) for one in marks])}"


_NO_WORDS = Words("en", {})
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_MANY = 21
"""Values that are listed one by one: those of a grid of 5."""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values) if len(values) <= _MANY else f"{', '.join(values[:3])}, …, {values[-1]}"


def allowed(item: Item, scheme: Scheme) -> tuple[Any, ...]:
    """Return what an item may be given, lowest first: the keys of the levels, or the percents of the grid."""
    if scheme.data.scale is Scale.LEVEL:
        return tuple(band.label for band in scheme.data.bands)
    return tuple(one for one in scheme.data.grid() if scheme.check(item, one) is None)


def mark_choices(scheme: SchemeData, language: str) -> tuple[Any, ...]:
    """Return what a dimension or an instance may be given."""
    match scheme.marks:
        case MarkKind.YES_NO:
            return ("是", "否") if language == "zh" else ("yes", "no")
        case MarkKind.LEVEL:
            return (*(band.label for band in scheme.bands), *scheme.neutral)
    return tuple(index * scheme.step for index in range(int(100 / scheme.step) + 1))


def asked_of(item: Item, language: str) -> Iterator[str]:
    """Yield what an item asks about, a topic a line, then what it looks like at each level."""
    yield from asked(item.topics, language)
    for key, text in item.levels.items():
        yield f"{key}  {text.get(language)}"


def asked(topics: Iterable[Topic], language: str, indent: str = "") -> Iterator[str]:
    """Yield what an item asks about, a topic a line."""
    for topic in topics:
        colon = "：" if language == "zh" else ": "
        text = f"{colon}{topic.text.get(language)}" if topic.text else ""
        yield f"{indent}{topic.key}  {topic.title.get(language)}{text}"
        yield from asked(topic.topics, language, indent + "   ")


def read_form(path: Path, criteria: Criteria, schemes: Mapping[str, Scheme]) -> Submission:
    """Read a TOML sheet that came back: good values are taken even where others are wrong.

    Raises:
        InputError: it is not TOML, or not an independent sheet; nothing of it can be taken.
    """
    file = read_toml(path, path.name)
    if "assessor" not in file.data and not isinstance(file.data.get("ratings"), list):
        en = "is no rating sheet: it has neither `assessor` nor [[ratings]]"
        raise InputError(Fault(en, "不是评分表：其中没有 assessor，也没有 [[ratings]]", path.name))
    head, faults = checked(RatingSheet, {key: one for key, one in file.data.items() if key != "ratings"}, file)
    if head is None:
        raise InputError(*faults)
    if head.stage is not Stage.INDEPENDENT:
        en = f"is a sheet of the stage {head.stage}; only independent ones are imported"
        zh = f"是 {head.stage} 阶段的评分表；只导入独立评分（independent）"
        raise InputError(Fault(en, zh, file.where(("stage",))))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    same = path.stem.casefold() == head.assessor.casefold() or not re.fullmatch(SLUG, head.assessor)
    submission = Submission(path.name, digest, path.stem if same else head.assessor, "en", structured=True)
    if head.rated_on is not None:
        place = file.where(("rated_on",))
        submission.cells[WHOLE] = {DAY.key: Incoming(canonical(head.rated_on), place, head.rated_on)}
    rows = file.data.get("ratings", [])
    for number, data in enumerate(rows if isinstance(rows, list) else []):
        _read_row(number, data, file, submission, criteria, schemes)
    return submission


def _read_row(
    number: int,
    data: Any,
    file: TomlFile,
    submission: Submission,
    criteria: Criteria,
    schemes: Mapping[str, Scheme],
) -> None:
    path = ("ratings", number)
    row = _good(data, file, path, submission.faults)
    if row is None:
        return
    try:
        item = criteria.resolve(row.item)
    except InputError as error:
        submission.faults.extend(Fault(one.en, one.zh, file.where((*path, "item"))) for one in error.faults)
        return
    if item.id in submission.cells:
        where = file.where((*path, "item"))
        submission.faults.append(Fault(f"{item.code} is rated twice", f"{item.code} 重复评分，后一条未导入", where))
        return
    cells, scheme = submission.cells.setdefault(item.id, {}), schemes[item.scheme]
    for kind in fields(item, scheme):
        value = kind.value(row)
        if value == kind.empty:
            continue
        where = file.where((*path, *kind.key.split(".", 1)))
        try:
            found = _checked(kind, value)
        except CellError as error:
            submission.faults.append(Fault(error.en, error.zh, where))
            continue
        cells[kind.key] = Incoming(canonical(found), where, found)
    submission.faults.extend(_strange(row, item, scheme, file, path))


def _checked(kind: Field, value: Any) -> Any:
    """Return the value of a figure or mark as sheets hold it; raises CellError for one that is not allowed."""
    if isinstance(kind, InstancesField):
        return {name: kind.checked(name, mark) for name, mark in value.items()}
    if isinstance(kind, PercentField | LevelField | MarkField):
        return kind.parse(value if isinstance(value, str) else plain(value), _NO_WORDS)
    return value


def _strange(row: RatingRow, item: Item, scheme: Scheme, file: TomlFile, path: tuple[str, int]) -> Iterator[Fault]:
    """Yield a fault for each figure, mark and note of a row that its item does not have."""
    for key in ("percent", "level"):
        fault = misplaced(item, scheme, key) if getattr(row, key) not in (None, "") else None
        if fault:
            yield Fault(fault.en, fault.zh, file.where((*path, key)))
    known = {dimension.key for dimension in scheme.data.of_kind(item.kind)}
    for key, mark in row.marks.items():
        if scheme.data.marks is MarkKind.NONE or not (scheme.data.instances or key in known):
            fault = scheme.check_mark(item, key, mark)
            if fault:
                yield Fault(fault.en, fault.zh, file.where((*path, "marks", key)))
    for key in row.dimensions.keys() - known:
        where = file.where((*path, "dimensions", key))
        yield Fault(f"{item.code} has no dimension {key!r}", f"{item.code} 没有维度 {key!r}", where)


def _good(data: Any, file: TomlFile, path: tuple[str, int], faults: list[Fault]) -> RatingRow | None:
    """Return a row without those of its keys that are wrong; each is a fault."""
    from pydantic import ValidationError

    if not isinstance(data, dict):
        return None
    data = dict(data)
    while True:
        row, wrong = checked(RatingRow, data, file, path)
        faults.extend(wrong)
        if row is not None:
            return row
        try:
            RatingRow.model_validate(data)
        except ValidationError as error:
            bad = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
        bad = bad or {"percent", "level", "marks", "not_applicable"}  # the row contradicts itself
        if "item" in bad or not bad & data.keys():
            return None
        data = {key: value for key, value in data.items() if key not in bad}


def canonical(value: Any) -> str:
    """Return a value with all its languages as text; equal values give equal texts."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return (
        value
        if isinstance(value, str | bool | None)
        else str(value)
        if not hasattr(value, "normalize")
        else plain(value)
    )
