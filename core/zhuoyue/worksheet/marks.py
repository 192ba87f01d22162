"""The cells that hold marks: one for each attribute, phase or level, or all of an item's instances in one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import MarkKind
from zhuoyue.rating_sheet import RatingRow
from zhuoyue.worksheet.cell import Field, Words, tidy
from zhuoyue.worksheet.columns import MARK
from zhuoyue.worksheet.figures import level_key, percent_of
from zhuoyue.worksheet.grid import Value
from zhuoyue.worksheet.notation import CellError

YES = {"yes", "y", "true", "1", "√", "✓", "✔", "是", "对"}
NO = {"no", "n", "false", "0", "否", "不是"}
_ENTRY = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^"\n;；=＝][^\n;；]*?)\s*[=＝]\s*([^\n;；=＝]*?)[^\S\n]*(?:[;；\n]|$)')
"""`name = FI`, up to a semicolon or the end of the line; a name that holds either, or `=`, stands in quotes."""


class MarkField(Field):
    """The mark of one dimension."""

    def __init__(self, key: str, item: Item, scheme: Scheme) -> None:
        super().__init__(key)
        self._item = item
        self._scheme = scheme
        self._name = key.removeprefix(MARK)

    def value(self, row: RatingRow | None) -> Any:
        """Return the mark."""
        return None if row is None else row.marks.get(self._name)

    def write(self, value: Any, language: str) -> str:
        """Return the mark as a reader knows it: a number, a level, yes or no."""
        if value is None:
            return ""
        place = self._scheme.position(value)
        if self._scheme.data.marks is MarkKind.YES_NO and place is not None:
            return ("是" if language == "zh" else "yes") if place else ("否" if language == "zh" else "no")
        return str(value)

    def _read(self, cell: Value) -> str:
        match self._scheme.data.marks:
            case MarkKind.PERCENT:
                return percent_of(cell)
            case MarkKind.YES_NO:
                return _yes_or_no(super()._read(cell))
        return super()._read(cell)

    def read_back(self, text: str) -> str:
        """Return what reading gives; a number written by us is not ambiguous."""
        return text if self._scheme.data.marks is MarkKind.PERCENT else super().read_back(text)

    def parse(self, text: str, words: Words) -> str | None:
        """Return the mark; one that the scheme does not know is refused with those it does."""
        return checked_mark(self._item, self._scheme, self._name, text) if text else None


class InstancesField(Field):
    """All marks of an item, `name = FI` a line, where the organisation's instances are marked."""

    empty: Mapping[str, str] = {}

    def __init__(self, key: str, item: Item, scheme: Scheme) -> None:
        super().__init__(key)
        self._item = item
        self._scheme = scheme

    def write(self, value: Any, language: str) -> str:
        """Return the marks, a line each."""
        return "\n".join(f"{_name(key)} = {mark}" for key, mark in value.items())

    def parse(self, text: str, words: Words) -> dict[str, str]:
        """Return the marks by instance."""
        marks: dict[str, str] = {}
        at = 0
        while text[at:].strip():
            found = _ENTRY.match(text, at)
            if found is None:
                raise _unreadable(text[at:])
            name = json.loads(found[1], strict=False) if found[1].startswith('"') else found[1]
            if name in marks:
                raise CellError(f"{name!r} is marked twice", f"{name!r} 有两个判定")
            marks[name] = self.checked(name, found[2].strip())
            at = found.end()
        return marks

    def checked(self, name: str, mark: str) -> str:
        """Return an instance's mark; one that the scheme does not know is refused with those it does."""
        return checked_mark(self._item, self._scheme, name, mark)


def _unreadable(text: str) -> CellError:
    said = text.strip().split("\n")[0][:40]
    return CellError(
        f"{said!r} is no mark; write `name = FI`, one a line", f"{said!r} 不是判定；请写作“实例名 = FI”，一行一个"
    )


def _name(name: str) -> str:
    """Return an instance's name; in quotes where it would not read back as it is."""
    if name and name.isprintable() and tidy(name).strip() == name and not set(name) & set('";；=＝'):
        return name
    return json.dumps(name)


def checked_mark(item: Item, scheme: Scheme, name: str, text: str) -> str:
    """Return a mark as rating sheets hold it: `65`, `LI`, `true`; raises CellError for one that is none."""
    mark = text
    match scheme.data.marks:
        case MarkKind.PERCENT:
            mark = percent_of(Value(text))
            if abs(Decimal(mark or 0)) > 1000:  # no message needs hundreds of digits
                raise CellError(
                    f"{Decimal(mark):.3g} is not between 0 and 100", f"{Decimal(mark):.3g} 不在 0 到 100 之间"
                )
        case MarkKind.LEVEL:
            level = scheme.data.level(level_key(text))
            neutral = {one.casefold(): one for one in scheme.data.neutral}
            mark = level.label if level else neutral.get(text.strip().casefold(), text)
        case MarkKind.YES_NO:
            mark = {"yes": "true", "no": "false"}.get(_yes_or_no(text), text)
    if fault := scheme.check_mark(item, name, mark):
        raise CellError(fault.en, fault.zh)
    return plain(Decimal(mark)) if scheme.data.marks is MarkKind.PERCENT else mark


def _yes_or_no(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    return "yes" if word in YES else "no" if word in NO else text
