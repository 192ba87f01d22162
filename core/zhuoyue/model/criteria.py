"""What is asked: criteria as a tree of category, item and topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from zhuoyue.errors import Fault, InputError, SettingError, did_you_mean, nearest, short
from zhuoyue.model.base import ItemId, Model, Number, Slug, plain
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
    """Points the item is worth at 100 %; 100 where the model gives no points."""
    scheme: str = ""
    """Name of the scheme that scores it: its own, its category's, or the criteria's; empty outside any criteria."""
    verified: bool = False
    """Whether code, name and points were checked against a public source; False means from memory."""
    topics: tuple[Topic, ...] = ()
    """What is asked, in order."""
    levels: Mapping[str, Text] = {}
    """What the item looks like at each level of a scale of levels, by the level's key, in our own words."""


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
    scheme: Slug | None = None
    """Name of the scheme of its items, where it is not that of the criteria."""
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


class RollUp(StrEnum):
    """How the figure of a category comes from its items."""

    SUM = "sum"
    """Points are added up."""
    MEAN = "mean"
    """The mean of the items, each counting the same."""
    LOWEST = "lowest"
    """The lowest of the items."""


class ScoreBand(Model):
    """A range of points with a name, as some models give for the sum of process or of result items."""

    kind: ItemKind | None = None
    """Sum of process items, of result items, or of all."""
    number: int
    """1 for the lowest."""
    low: Number
    """Lowest points."""
    high: Number
    """Highest points."""
    title: Text
    """What it means, in our own words."""
    verified: bool = False
    """Whether the range was checked against a public source; False means from memory."""


class DepartureKind(StrEnum):
    """How a tailored model departs from the published one."""

    ADDED = "added"
    DROPPED = "dropped"
    POINTS = "points"
    SCHEME = "scheme"
    TOTAL = "total"


class Departure(Model):
    """One departure from the published model."""

    kind: DepartureKind
    """Added, dropped, other points, another scheme, another total."""
    item: str = ""
    """Code of the item; empty for the whole model."""
    title: Text | None = None
    """Name of the item."""
    before: str = ""
    """Points or scheme as published."""
    after: str = ""
    """Points or scheme as tailored."""
    reason: Text
    """Why."""


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
    total: Number | None = None
    """The points of all items together; checked. None: the model has no total."""
    roll_up: RollUp = RollUp.SUM
    """How a category's figure comes from its items: the sum where there is a total, else the mean unless said."""
    score_bands: tuple[ScoreBand, ...] = ()
    """Named ranges of points."""
    trademark: Text | None = None
    """Whose marks the names are."""
    departures: tuple[Departure, ...] = ()
    """How a project has tailored the published model; set by the core."""
    own_wording: tuple[str, ...] = ()
    """Codes of the items whose wording is the organisation's licensed copy; set by the core."""
    profile: tuple[ProfileSection, ...] = ()
    """Sections of the organisational profile."""
    categories: tuple[Category, ...]
    """Categories in order."""

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        """Give each item its id, theme and scheme, so that a data file need not repeat them."""
        if not isinstance(data, dict):
            return data
        given = {"roll_up": RollUp.SUM if data.get("total") is not None else RollUp.MEAN}
        categories = []
        for category in data.get("categories", ()):
            if not isinstance(category, dict):
                return data
            common = {"theme": category.get("theme"), "scheme": category.get("scheme") or data.get("scheme")}
            if data.get("total") is None:
                common["points"] = 100
            items = [
                {"id": f"{data.get('id')}:{item.get('code')}"} | common | item
                for item in category.get("items", ())
                if isinstance(item, dict)
            ]
            categories.append(category | {"items": items})
        return given | data | {"categories": categories}

    @model_validator(mode="after")
    def _adds_up(self) -> Criteria:
        codes = [item.code for item in self.items]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise SettingError(f"item codes occur twice: {', '.join(twice)}", f"条款代码重复：{'、'.join(twice)}")
        points = sum((category.points for category in self.categories), Decimal(0))
        if self.total is not None and points != self.total:
            raise SettingError(
                f"the items' points add up to {plain(points)}, the total says {plain(self.total)}",
                f"各条款分值合计为 {plain(points)}，而 total 为 {plain(self.total)}",
            )
        if (self.total is not None) != (self.roll_up is RollUp.SUM):
            raise SettingError(
                "points are summed up in a model with a total, and only there: total and roll_up contradict",
                "只有设定总分（total）的准则才按合计（sum）汇总：total 与 roll_up 相矛盾",
            )
        return self

    @property
    def schemes(self) -> tuple[str, ...]:
        """Names of the schemes that score its items, that of the criteria first."""
        return tuple(dict.fromkeys([self.scheme, *(item.scheme for item in self.items)]))

    @property
    def items(self) -> Iterator[Item]:
        """All items in the criteria's order."""
        return (item for category in self.categories for item in category.items)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @property
    def _dropped(self) -> list[Departure]:
        return [one for one in self.departures if one.kind is DepartureKind.DROPPED]

    def category_of(self, item: Item) -> Category:
        """Return the category which holds `item`."""
        return next(category for category in self.categories if item in category.items)

    def scheme_of(self, category: Category) -> str:
        """Return the name of the scheme that a category's figure is read by: its items' if they share one."""
        names = {item.scheme for item in category.items}
        return names.pop() if len(names) == 1 else self.scheme

    def resolve(self, reference: str) -> Item:
        """Return the item that `reference` names: an id, a code, or the code of a topic below it.

        Raises:
            InputError: no such item; the message names the nearest valid code.
        """
        code = reference.removeprefix(f"{self.id}:").strip()
        known = {item.code: item for item in self.items}
        probe = code
        while probe:
            if probe in known and _holds(known[probe], code):
                return known[probe]
            probe = probe.rpartition(".")[0]
        dropped = next((one for one in self._dropped if code == one.item or code.startswith(f"{one.item}.")), None)
        if dropped:
            en = f"{dropped.item} is left out of this project's model by [tailoring] ({dropped.reason.get('en')})"
            zh = f"{dropped.item} 已由本项目的 [tailoring] 删减（{dropped.reason.get('zh')}）"
            raise InputError(Fault(en, zh))
        inside = [other for other in known if other.startswith(f"{code}.")]
        if inside:
            en = f"{code!r} is a category of {self.id}; its items are {', '.join(inside)}"
            raise InputError(Fault(en, f"{code!r} 是 {self.id} 的类目，其条款为 {'、'.join(inside)}"))
        en, zh = code_hint(code, known)
        said = repr(short(code))
        raise InputError(Fault(f"{self.id} has no item {said}{en}", f"{self.id} 中没有条款 {said}{zh}"))


def _holds(item: Item, code: str) -> bool:
    """Tell whether a code is the item's, or of something below it.

    4.3.3 of one model is nothing below 4.3 of another; a letter is no item's code in any. An item whose own code has
    but one part, or that asks nothing in particular, may be divided as an organisation likes.
    """
    first = code.removeprefix(item.code).removeprefix(".").partition(".")[0]
    if not first.isdigit() or "." not in item.code or not item.topics:
        return True
    below = set(_codes(item.code, item.topics))
    return any(code == one or code.startswith(f"{one}.") for one in below)


def _codes(above: str, topics: Iterable[Topic]) -> Iterator[str]:
    for topic in topics:
        code = topic.key if topic.key.startswith(f"{above}.") else f"{above}.{topic.key}"
        yield code
        yield from _codes(code, topic.topics)


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
