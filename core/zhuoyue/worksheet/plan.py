"""What a workbook is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.project import Project
from zhuoyue.rating_sheet import RatingRow, RatingSheet

LIMIT = 32_767
"""Characters that Excel holds in a cell, counted in UTF-16 units."""
LISTS = "lists"
HEAD = 6
"""Row of the headings."""


@dataclass(frozen=True)
class Plan:
    """What a workbook is made from."""

    project: Project
    assessor: str
    """Short name."""
    sheet: RatingSheet
    """What the assessor has rated already; the base of the merge when the workbook comes back."""
    items: tuple[Item, ...]
    language: str
    facts: Mapping[str, str]
    """Evidence and measures by full id of the item, as text."""

    def say(self, zh: str, en: str) -> str:
        """Return the text of the workbook's language."""
        return zh if self.language == "zh" else en

    @property
    def pointed(self) -> bool:
        """Whether the model gives points."""
        return self.project.criteria.total is not None

    @property
    def schemes(self) -> tuple[SchemeData, ...]:
        """The schemes of the items, in the order in which the model has them."""
        used = {item.scheme for item in self.items}
        return tuple(data for name, data in self.project.scheme_data.items() if name in used)

    def scheme(self, item: Item) -> Scheme:
        """Return the scheme that scores an item."""
        return self.project.scheme_of(item)

    @property
    def rows(self) -> dict[str, RatingRow]:
        """What was rated, by full id of the item."""
        return {self.project.criteria.resolve(row.item).id: row for row in self.sheet.ratings}


def protected(text: str) -> str:
    """Return a text in which nothing reads as one of Excel's own escapes."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
