"""Rating sheets as files: what one assessor, or the team, writes about each item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from zhuoyue.errors import SettingError
from zhuoyue.model.base import Model, Number, Slug, Visibility, plain
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.finding import FindingKind, Weight
from zhuoyue.model.rating import Method, Stage
from zhuoyue.model.text import Text


def _as_written(value: Any) -> Any:
    """Return a mark as text: what is true is `true`, a number is written without exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(Decimal(str(value))) if isinstance(value, int | float | Decimal) else value


Mark = Annotated[str, BeforeValidator(_as_written)]
"""A mark: a percent, the key of a level, true or false."""
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Table(Model):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FindingRow(_Table):
    """One strength or improvement in a rating sheet."""

    id: Slug | None = None
    """Stable id, for actions to refer to; without it one is made from item, kind and text."""
    text: Text
    """The finding: the opening sentence."""
    examples: tuple[Text, ...] = ()
    """A few examples that show it."""
    relevance: Text | None = None
    """Why it matters to this organisation."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence and measures it rests on."""
    weight: Weight = Weight.NORMAL
    """Bold marks a finding of more weight."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""


class QuestionRow(_Table):
    """One site-visit question in a rating sheet."""

    text: Text
    """What to ask, see or verify."""
    answer: Text | None = None
    """What was found; left out while it is open."""


class DissentRow(_Table):
    """An assessor who does not share the team's value."""

    assessor: _Name
    """Who dissents."""
    text: Text
    """Why."""


class RatingRow(_Table):
    """One item in a rating sheet."""

    item: str
    """Code of the item."""
    percent: Number | None = Field(default=None, ge=0, le=100)
    """Percent on the scheme's grid."""
    level: Mark = ""
    """Key of the level, for schemes that know levels: `"3"`, `"LI"`."""
    marks: Mapping[str, Mark] = {}
    """Marks by dimension, level or instance, for schemes that derive the figure: `{ sound = 65 }`, `{ 1 = true }`."""
    not_applicable: bool = False
    """The item does not apply to the organisation; needs a reason."""
    reason: Text | None = None
    """Why."""
    rated_on: date | None = None
    """Day of this rating, where it is not the sheet's."""
    dimensions: Mapping[str, Text] = {}
    """Notes by dimension: A, D, L, I or Le, T, C, I."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see the reason, the notes, the questions and the dissent; the percent is seen by all."""
    strengths: tuple[FindingRow, ...] = ()
    """Strengths."""
    improvements: tuple[FindingRow, ...] = ()
    """Opportunities for improvement."""
    questions: tuple[QuestionRow, ...] = ()
    """Site-visit questions."""
    method: Method | None = None
    """How the team came to its value: discussed, median or mean."""
    recorded_by: str = ""
    """Who entered the team's value."""
    dissent: tuple[DissentRow, ...] = ()
    """Who does not share the team's value, and why."""
    moved_by: str = ""
    """Site visit: id of the evidence, measure or finding that moved the value."""
    reevaluate: bool = False
    """Carried over from the last cycle and not looked at since: it counts for nothing until this line is removed."""
    carried_texts: bool = False
    """Texts of the last cycle, not looked at since the team accepted a value; remove the line once they are."""

    @model_validator(mode="after")
    def _consistent(self) -> RatingRow:
        if self.not_applicable and self.reason is None:
            raise SettingError("not_applicable needs a reason", "写了 not_applicable，须说明理由 reason")
        if self.percent is not None and self.level:
            raise SettingError("give either percent or level, not both", "percent 与 level 只能填写其一")
        if self.not_applicable and (self.percent is not None or self.level or self.marks):
            raise SettingError("an item that is not applicable has no percent", "不适用的条款不能有百分比")
        return self

    @property
    def decides(self) -> bool:
        """Whether it gives a result, and not only notes and findings."""
        rated = self.percent is not None or self.level or self.marks
        return bool(rated or self.not_applicable) and not self.reevaluate


class KeyThemeRow(_Table):
    """What runs through several items; belongs into the team's sheet."""

    kind: FindingKind
    """Strength or improvement."""
    scope: ItemKind
    """Process or result."""
    text: Text
    """The theme."""
    items: tuple[str, ...] = ()
    """Codes of the items it runs through."""
    visibility: Visibility = Visibility.INTERNAL
    """Who may see it."""


class RatingSheet(_Table):
    """A rating sheet: what one assessor, or the team, decided."""

    assessor: _Name
    """Who rated."""
    stage: Stage = Stage.INDEPENDENT
    """Independent, consensus or site_visit; a later stage prevails."""
    rated_on: date | None = None
    """Day of the rating."""
    key_themes: tuple[KeyThemeRow, ...] = ()
    """What runs through several items."""
    ratings: tuple[RatingRow, ...] = ()
    """One table for each item."""


def dumps(sheet: RatingSheet, comment: str = "") -> str:
    """Return a sheet as TOML: reading it gives an equal sheet.

    Args:
        sheet: the sheet.
        comment: lines to put on top.
    """
    import tomlkit

    document = tomlkit.document()
    for line in comment.splitlines():
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    data = sheet.model_dump(exclude_defaults=True) | {"assessor": sheet.assessor, "stage": sheet.stage}
    for key in ("assessor", "stage", "rated_on"):
        if key in data:
            document.add(key, toml_value(data[key]))
    for key in ("key_themes", "ratings"):
        if data.get(key):
            document.add(key, _tables(data[key]))
    return tomlkit.dumps(document)


def row_text(row: RatingRow) -> str:
    """Return one rating as TOML, from its `[[ratings]]` on."""
    text = dumps(RatingSheet(assessor="-", ratings=(row,)))
    return text[text.index("[[ratings]]") :]


_NUMBER = re.compile(r"\d+(\.\d+)?")
_TABLES = ("strengths", "improvements", "questions", "dissent")


def _tables(rows: Any) -> Any:
    """Return rows as an array of tables: plain keys first, then the tables inside."""
    import tomlkit

    array = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for key, value in row.items():
            if key not in (*_TABLES, "dimensions", "marks"):
                table.add(key, toml_value(value))
        if row.get("marks"):
            marks = tomlkit.table()
            for key, value in row["marks"].items():
                marks.add(key, mark_value(value))
            table.add("marks", marks)
        if row.get("dimensions"):
            inner = tomlkit.table()
            for key, value in row["dimensions"].items():
                inner.add(key, toml_value(value))
            table.add("dimensions", inner)
        for key in _TABLES:
            if row.get(key):
                table.add(key, _tables(row[key]))
        array.append(table)
    return array


def mark_value(mark: str) -> Any:
    """Return a mark as TOML has it: true and false, numbers, or text."""
    import tomlkit

    if mark in {"true", "false"} or _NUMBER.fullmatch(mark):
        return tomlkit.value(mark)
    return tomlkit.item(mark)


def toml_value(value: Any) -> Any:
    """Return a value as TOML has it: numbers exact, bilingual texts and lists as one-liners."""
    import tomlkit

    if isinstance(value, Decimal):
        return tomlkit.value(plain(value))
    if isinstance(value, Text):
        return toml_value(value.model_dump(exclude_defaults=True))
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {toml_value(one).as_string()}" for key, one in value.items() if one is not None)
        return tomlkit.value(f"{{ {pairs} }}")
    if isinstance(value, list | tuple):
        return tomlkit.value(f"[{', '.join(toml_value(one).as_string() for one in value)}]")
    return tomlkit.item(str(value) if isinstance(value, str) else value)
