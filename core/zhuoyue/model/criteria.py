"""What is asked: criteria as a tree of category, item and topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from zhuoyue.errors import Fault, InputError, did_you_mean, nearest, short
from zhuoyue.model.base import ItemId, Model, Number, Slug
from zhuoyue.model.text import Text


class Theme(StrEnum):
    """The seven groups to which every model's categories map; the `assess_*` hooks are named after them."""

    LEADERSHIP = "leadership"
    STRATEGY = "strategy"
    CUSTOMERS = "customers"
    RESOURCES = "resources"
    PROCESS = "process"
    MEASUREMENT = "measurement"
    RESULTS = "results"


class ItemKind(StrEnum):
    """Whether an item asks how things are done, or what came of it."""

    PROCESS = "process"
    RESULT = "result"


class Topic(Model):
    """One thing an item asks about. A sub-item is a topic which has topics of its own."""

    key: str
    """Letter or sub-item code, unique among its siblings."""
    title: Text
    """Short name."""
    text: Text | None = None
    """What the organisation should show, in our own words."""
    topics: tuple[Topic, ...] = ()
    """Topics of a sub-item."""


class Item(Model):
    """The scored unit."""

    id: ItemId
    """Criteria id and code, e.g. `gbt19580-2012:4.3.3`."""
    code: str
    """The code printed in the criteria, e.g. `4.3.3`."""
    title: Text
    """Name of the item."""
    text: Text | None = None
    """What the item looks at, in our own words."""
    kind: ItemKind
    """Process or result."""
    theme: Theme
    """Theme of the item's category."""
    points: Number = Field(gt=0)
    """Points the item is worth at 100 %."""
    verified: bool = False
    """Whether code, name and points were checked against a public source; False means from memory."""
    topics: tuple[Topic, ...] = ()
    """What is asked, in order."""


class Category(Model):
    """A group of items."""

    code: str
    """The code printed in the criteria, e.g. `4.3`."""
    title: Text
    """Name of the category."""
    text: Text | None = None
    """What the category looks at, in our own words."""
    theme: Theme
    """The theme the category maps to."""
    items: tuple[Item, ...]
    """Items in order."""

    @property
    def points(self) -> Decimal:
        """Sum of the items' points."""
        return sum((item.points for item in self.items), Decimal(0))


class ProfileSection(Model):
    """One unscored section of the organisational profile."""

    code: str
    """`P.1a` and the like."""
    title: Text
    """Name of the section."""
    text: Text | None = None
    """What to describe, in our own words."""


class Criteria(Model):
    """A model in one edition."""

    id: Slug
    """Family and edition, e.g. `gbt19580-2012`."""
    family: Slug
    """The model, e.g. `gbt19580`."""
    edition: str
    """The edition, e.g. `2012`."""
    title: Text
    """Full name."""
    note: Text | None = None
    """Where the data come from and what is verified."""
    scheme: Slug
    """Name of the scoring scheme that the model prescribes."""
    total: Number
    """The points of all items together; checked."""
    profile: tuple[ProfileSection, ...] = ()
    """Sections of the organisational profile."""
    categories: tuple[Category, ...]
    """Categories in order."""

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        """Give each item its id and its category's theme, so that a data file need not repeat them."""
        if not isinstance(data, dict):
            return data
        categories = []
        for category in data.get("categories", ()):
            if not isinstance(category, dict):
                return data
            items = [
                {"id": f"{data.get('id')}:{item.get('code')}", "theme": category.get("theme")} | item
                for item in category.get("items", ())
                if isinstance(item, dict)
            ]
            categories.append(category | {"items": items})
        return data | {"categories": categories}

    @model_validator(mode="after")
    def _adds_up(self) -> Criteria:
        codes = [item.code for item in self.items]
        twice = {code for code in codes if codes.count(code) > 1}
        if twice:
            raise ValueError(f"item codes occur twice: {', '.join(sorted(twice))}")
        points = sum((category.points for category in self.categories), Decimal(0))
        if points != self.total:
            raise ValueError(f"the items' points add up to {points}, the total says {self.total}")
        return self

    @property
    def items(self) -> Iterator[Item]:
        """All items in the criteria's order."""
        return (item for category in self.categories for item in category.items)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    def category_of(self, item: Item) -> Category:
        """Return the category which holds `item`."""
        return next(category for category in self.categories if item in category.items)

    def resolve(self, reference: str) -> Item:
        """Return the item that `reference` names: an id, a code, or the code of a topic below it.

        Raises:
            InputError: no such item; the message names the nearest valid code.
        """
        code = reference.removeprefix(f"{self.id}:").strip()
        known = {item.code: item for item in self.items}
        probe = code
        while probe:
            if probe in known:
                return known[probe]
            probe = probe.rpartition(".")[0]
        inside = [other for other in known if other.startswith(f"{code}.")]
        if inside:
            en = f"{code!r} is a category of {self.id}; its items are {', '.join(inside)}"
            raise InputError(Fault(en, f"{code!r} 是 {self.id} 的类目，其条款为 {'、'.join(inside)}"))
        en, zh = code_hint(code, known)
        said = repr(short(code))
        raise InputError(Fault(f"{self.id} has no item {said}{en}", f"{self.id} 中没有条款 {said}{zh}"))


_LIKE = 0.85
"""Likeness from which on a code is taken for a slip of another: codes are short, and any two of them look alike."""


def code_hint(code: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the hint to the code that was meant, in English and Chinese: one beside it, or very like it, or none."""
    codes = list(known)
    siblings = [one for one in codes if one.rpartition(".")[0] == code.rpartition(".")[0]]
    if siblings:
        return did_you_mean(code, siblings)
    figures = {re.sub(r"[\W_]", "", one).casefold(): one for one in codes}
    match = figures.get(re.sub(r"[\W_]", "", code).casefold()) or nearest(code, codes, cutoff=_LIKE)
    return did_you_mean(match, [match]) if match else ("", "")
