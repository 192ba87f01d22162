"""The kinds of cells of a rating: the value in the sheet, its text in a workbook, and reading one from the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.text import Text
from zhuoyue.rating_sheet import FindingRow, QuestionRow, RatingRow
from zhuoyue.worksheet import notation
from zhuoyue.worksheet.cell import Field, Words, tidy
from zhuoyue.worksheet.columns import DIMENSION
from zhuoyue.worksheet.grid import Value
from zhuoyue.worksheet.notation import CellError

_YES = {"yes", "y", "true", "1", "x", "√", "✓", "✔", "是", "对", "不适用", "n/a", "na", "待复评"}
_NO = {"no", "n", "false", "0", "否", "不是", "适用", "-", "–"}


class PercentField(Field):
    """A percent on the scheme's grid."""

    def __init__(self, key: str, item: Item, scheme: Scheme) -> None:
        super().__init__(key)
        self._item = item
        self._scheme = scheme

    def write(self, value: Any, language: str) -> str:
        """Return the number without sign."""
        return "" if value is None else plain(value)

    def _read(self, cell: Value) -> str:
        value = cell.value
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CellError(f"{value} is no percent", f"{value} 不是百分比")
        if isinstance(value, str):
            return self._spelt(value)
        number = Decimal(repr(value))
        if cell.percent:
            return plain((number * 100).quantize(Decimal("1e-6")))
        if 0 < number < 1:
            raise _ambiguous(number)
        return plain(number)

    def read_back(self, text: str) -> str:
        """Return the number: written by us, it is not ambiguous."""
        return text

    def _spelt(self, text: str) -> str:
        words = "".join(unicodedata.normalize("NFKC", text).split())
        if not words:
            return ""
        try:
            number = Decimal(words.removesuffix("%").replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise CellError(
                f"{text!r} is no percent; write a number such as 55, or say beside it that the item does not apply",
                f"{text!r} 不是百分比；请填写数字（如 55），不适用请在旁边一列标明",
            )
        if 0 < number < 1 and "%" not in words:
            raise _ambiguous(number)
        return plain(number)

    def parse(self, text: str, words: Words) -> Any:
        """Return the percent; one off the grid is refused with its neighbours."""
        if not text:
            return None
        percent = Decimal(text)
        if abs(percent) > 1000:  # no message needs hundreds of digits
            raise CellError(f"{percent:.3g} is not between 0 and 100", f"{percent:.3g} 不在 0 到 100 之间")
        fault = self._scheme.check(self._item, percent)
        if fault:
            raise CellError(fault.en, fault.zh)
        if not 0 <= percent <= 100:
            raise CellError(f"{text} is not between 0 and 100", f"{text} 不在 0 到 100 之间")
        return percent


def _ambiguous(number: Decimal) -> CellError:
    much = plain(number * 100)
    return CellError(
        f"{plain(number)} may mean {plain(number)} % or {much} %; write {much} if you mean {much} %",
        f"{plain(number)} 可能是 {plain(number)}%，也可能是 {much}%；若为 {much}%，请写 {much}",
    )


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
    return (
        FlagField("reevaluate"),
        PercentField("percent", item, scheme),
        FlagField("not_applicable"),
        TextField("reason"),
        *(DimensionField(f"{DIMENSION}{dimension.key}") for dimension in scheme.data.of_kind(item.kind)),
        FindingsField("strengths"),
        FindingsField("improvements"),
        QuestionsField("questions"),
    )
