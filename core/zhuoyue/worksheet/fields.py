"""The kinds of cells of a rating: the value in the sheet, its text in a workbook, and reading one from the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import MarkKind, Scale
from zhuoyue.model.text import Text
from zhuoyue.rating_sheet import FindingRow, QuestionRow, RatingRow
from zhuoyue.worksheet import notation
from zhuoyue.worksheet.cell import Field, Words, tidy
from zhuoyue.worksheet.columns import DIMENSION, INSTANCES, MARK
from zhuoyue.worksheet.figures import LevelField, PercentField
from zhuoyue.worksheet.grid import Value
from zhuoyue.worksheet.marks import NO, YES, InstancesField, MarkField
from zhuoyue.worksheet.notation import CellError

_YES = YES | {"x", "不适用", "n/a", "na", "待复评"}
_NO = NO | {"适用", "-", "–"}


class FlagField(Field):
    """Yes or nothing."""

    empty = False

    def write(self, value: Any, language: str) -> str:
        """Return yes or nothing."""
        return ("是" if language == "zh" else "yes") if value else ""

    def _read(self, cell: Value) -> str:
        word = unicodedata.normalize("NFKC", str(cell.value)).strip().casefold().removesuffix(".0")
        if word in _YES:
            return "yes"
        if word in _NO or not word:
            return ""
        raise CellError(f"{cell.value!r} is neither yes nor no", f"{cell.value!r} 既不是“是”也不是“否”")

    def parse(self, text: str, words: Words) -> Any:
        """Tell whether there is a yes."""
        return bool(text)


class TextField(Field):
    """A reason or a note."""

    def write(self, value: Any, language: str) -> str:
        """Return the text of the workbook's language, else of the other."""
        return tidy(notation.seen(value, language)) if value else ""

    def parse(self, text: str, words: Words) -> Any:
        """Return the text."""
        return words(text) if text.strip() else None

    def texts(self, value: Any) -> Iterator[Text]:
        """Yield the text."""
        if value:
            yield value


class DimensionField(TextField):
    """A note on one dimension."""

    def value(self, row: RatingRow | None) -> Any:
        """Return the note."""
        return None if row is None else row.dimensions.get(self.key.removeprefix(DIMENSION))


class FindingsField(Field):
    """Strengths or improvements."""

    empty = ()

    def write(self, value: Any, language: str) -> str:
        """Return the findings, a line each."""
        return tidy(notation.write_findings(value, language))

    def parse(self, text: str, words: Words) -> tuple[FindingRow, ...]:
        """Return the findings."""
        return notation.read_findings(text, words)

    def texts(self, value: Any) -> Iterator[Text]:
        """Yield the sentences, examples and relevances."""
        for row in value:
            yield row.text
            yield from row.examples
            if row.relevance:
                yield row.relevance


class QuestionsField(Field):
    """Site-visit questions."""

    empty = ()

    def write(self, value: Any, language: str) -> str:
        """Return the questions, a line each."""
        return tidy(notation.write_questions(value, language))

    def parse(self, text: str, words: Words) -> tuple[QuestionRow, ...]:
        """Return the questions."""
        return notation.read_questions(text, words)

    def texts(self, value: Any) -> Iterator[Text]:
        """Yield questions and answers."""
        for row in value:
            yield row.text
            if row.answer:
                yield row.answer


class DayField(Field):
    """A day."""

    def write(self, value: Any, language: str) -> str:
        """Return the day as 2026-01-31."""
        return "" if value is None else value.isoformat()

    def _read(self, cell: Value) -> str:
        text = super()._read(cell)
        try:
            day = self.parse(text, Words("en", {}))
        except CellError:
            return text
        return self.write(day, "en")

    def parse(self, text: str, words: Words) -> date | None:
        """Return the day."""
        day = unicodedata.normalize("NFKC", text).strip()
        if not day:
            return None
        match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00:00)?", day)
        try:
            return date(*map(int, match.groups())) if match else date.fromisoformat(day)
        except ValueError as error:
            raise CellError(
                f"{day!r} is no day; write it as 2026-01-31", f"{day!r} 不是日期；请写作 2026-01-31"
            ) from error


DAY = DayField("rated_on")
"""The day of the sheet."""


def fields(item: Item, scheme: Scheme) -> tuple[Field, ...]:
    """Return the cells of an item that an assessor may fill in."""
    level = scheme.data.scale is Scale.LEVEL
    return (
        FlagField("reevaluate"),
        LevelField("level", item, scheme) if level else PercentField("percent", item, scheme),
        *_marks(item, scheme),
        FlagField("not_applicable"),
        TextField("reason"),
        *(DimensionField(f"{DIMENSION}{dimension.key}") for dimension in scheme.data.of_kind(item.kind)),
        FindingsField("strengths"),
        FindingsField("improvements"),
        QuestionsField("questions"),
    )


def optional(key: str, scheme: Scheme) -> bool:
    """Tell whether a workbook has a column for a cell only where something stands in it.

    Where each level is answered with yes or no, its words are the question; hardly anybody notes more beside it.
    """
    return key == "reevaluate" or (scheme.data.marks is MarkKind.YES_NO and key.startswith(DIMENSION))


def shown_fields(item: Item, scheme: Scheme, row: RatingRow | None) -> Iterator[Field]:
    """Yield the cells of an item for which a workbook has a column."""
    for kind in fields(item, scheme):
        if not optional(kind.key, scheme) or kind.value(row) != kind.empty:
            yield kind


def _marks(item: Item, scheme: Scheme) -> Iterator[Field]:
    if scheme.data.marks is MarkKind.NONE:
        return
    if scheme.data.instances:
        yield InstancesField(INSTANCES, item, scheme)
    else:
        for dimension in scheme.data.of_kind(item.kind):
            yield MarkField(f"{MARK}{dimension.key}", item, scheme)
