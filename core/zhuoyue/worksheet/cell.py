"""What every kind of cell shares: comparing its text, and turning words into texts of two languages."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhuoyue.model.text import Text, clean
from zhuoyue.rating_sheet import RatingRow
from zhuoyue.worksheet import notation
from zhuoyue.worksheet.grid import Value
from zhuoyue.worksheet.notation import CellError

_HAN = re.compile(r"[\u3400-\u9fff]")


def tidy(text: str) -> str:
    """Return a text as cells are compared by: no trailing blanks, no blank lines around, no invisible characters."""
    lines = [line.rstrip() for line in re.sub(r"[\ud800-\udfff\ufffe\uffff]", "", clean(text)).split("\n")]
    return "\n".join(lines).strip("\n")


@dataclass(frozen=True)
class Words:
    """Makes texts of what stands in a cell, and finds the other language of those that were there before."""

    language: str
    """The workbook's language."""
    known: Mapping[str, Text]
    """Texts that were there, by what of them was shown."""

    def __call__(self, words: str) -> Text:
        """Return the text of `words`: one that was there with both its languages, else a new one in one language."""
        if found := self.known.get(squeezed(words)):
            return found
        language = "zh" if self.language == "zh" or _HAN.search(words) else "en"
        return Text.model_validate({language: words.strip()})


def shown(texts: Iterator[Text], language: str) -> dict[str, Text]:
    """Return texts by what a cell shows of them."""
    return {squeezed(notation.seen(text, language)): text for text in texts}


def squeezed(text: str) -> str:
    """Return a text as it can be told from what a cell shows of it."""
    return "\n".join(line.strip() for line in tidy(text).split("\n") if line.strip())


class Field(ABC):
    """One kind of cell."""

    empty: Any = None
    """The value of a cell that says nothing."""

    def __init__(self, key: str) -> None:
        self.key = key

    def value(self, row: RatingRow | None) -> Any:
        """Return the value in a rating."""
        return self.empty if row is None else getattr(row, self.key)

    @abstractmethod
    def write(self, value: Any, language: str) -> str:
        """Return a value as the text of a cell; the empty text for the empty value."""

    def read(self, cell: Value) -> str:
        """Return what stands in a workbook's cell as this kind of text; raises CellError."""
        if cell.broken:
            what = ("a formula", "公式") if cell.broken == "formula" else ("an error", "错误值")
            raise CellError(
                f"{what[0]} stands here; write the text or number itself", f"此处是{what[1]}；请直接填写内容"
            )
        return self._read(cell)

    def read_back(self, text: str) -> str:
        """Return what reading a cell gives that `write` wrote."""
        return self._read(Value(text)) if text else ""

    def _read(self, cell: Value) -> str:
        if isinstance(cell.value, datetime):
            return cell.value.date().isoformat()
        if isinstance(cell.value, float) and cell.value.is_integer():
            return str(int(cell.value))
        return tidy(str(cell.value))

    @abstractmethod
    def parse(self, text: str, words: Words) -> Any:
        """Return the value that a text stands for; raises CellError."""

    def texts(self, value: Any) -> Iterator[Text]:
        """Yield the bilingual texts in a value."""
        return iter(())
