"""The tables of a criteria file: what its author writes. Ids, and what items take over from above, are made later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from zhuoyue.model.base import Model, Number, Slug
from zhuoyue.model.criteria import Departure, ItemKind, ProfileSection, RollUp, ScoreBand, Theme, Topic
from zhuoyue.model.scheme_data import Dimension, MarkKind, Scale
from zhuoyue.model.text import Text

CRITERIA_ID = r"^[a-z0-9][a-z0-9.-]*$"
"""What the id of criteria looks like: it begins the id of each item."""
ITEM_CODE = r"^[A-Za-z0-9.]+$"
"""What the code of an item looks like."""


class _Table(Model):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ItemTable(_Table):
    """One item: the scored unit."""

    code: Annotated[str, StringConstraints(pattern=ITEM_CODE)]
    """The code, in quotes: letters, digits and dots, e.g. "1.1"."""
    title: Text
    """Name of the item: { zh = "…", en = "…" } or one text."""
    text: Text | None = None
    """What the item looks at, in your own words."""
    kind: ItemKind
    """"process": how things are done. "result": what came of it."""
    points: Number | None = Field(default=None, gt=0)
    """Points the item is worth; required where the model has a total, left out where it has none."""
    theme: Theme | None = None
    """Theme, where it is not that of the category."""
    scheme: Slug | None = None
    """Scoring scheme, where it is not that of the category or of the criteria."""
    levels: Mapping[str, Text] = {}
    """What the item looks like at each level of its scheme, by the level's key: 1 = { zh = "…", en = "…" }."""
    verified: bool = False
    """true once somebody has checked code, name and points against the original."""
    topics: tuple[Topic, ...] = ()
    """What is asked, in order."""


class CategoryTable(_Table):
    """One category with its items."""

    code: Annotated[str, StringConstraints(min_length=1)]
    """The code, in quotes."""
    title: Text
    """Name of the category."""
    text: Text | None = None
    """What the category looks at, in your own words."""
    theme: Theme
    """Which of the seven themes it belongs to: it decides which plugins judge its items."""
    scheme: Slug | None = None
    """Scoring scheme of its items, where it is not that of the criteria."""
    items: tuple[ItemTable, ...] = Field(json_schema_extra={"minItems": 1})
    """The items: one [[categories.items]] each."""


class BandTable(_Table):
    """One band or level of a variant."""

    number: int = Field(ge=0)
    """1 for the lowest; 0 for a level that says that none is reached."""
    low: Number | None = None
    """Lowest percent of a band. Levels need none: left out, they stand at even distances by their number."""
    high: Number | None = None
    """Highest percent of a band; of a level equal to `low`."""
    key: str = ""
    """Short label of a level, as it is written in rating sheets: "3", "LI"; without one the number."""
    title: Text
    """Short name."""
    text: Text | None = None
    """What it means for an item as a whole, in your own words."""
    process: Mapping[str, Text] = {}
    """What it means by dimension, for process items."""
    result: Mapping[str, Text] = {}
    """What it means by dimension, for result items."""


class SchemeTable(_Table):
    """A variant of a scoring scheme that is installed: the same rules on other words, levels or weights."""

    name: Slug
    """The name by which criteria, categories and items of this file choose it."""
    like: Slug
    """The installed scheme whose rules it follows, e.g. "holistic" or "maturity"."""
    title: Text | None = None
    """Full name."""
    rule: Text | None = None
    """How to score, in your own words."""
    source: Text | None = None
    """Where the rule comes from."""
    verified: bool | None = None
    """Whether the rule was checked against its source."""
    step: Number | None = Field(default=None, gt=0)
    """Grid of allowed percents."""
    dimensions: tuple[Dimension, ...] | None = None
    """What it looks at; takes the place of all dimensions of the scheme it is like."""
    bands: tuple[BandTable, ...] | None = None
    """Bands or levels from low to high; take the place of all of the scheme it is like."""
    scale: Scale | None = None
    """"percent" or "level"."""
    marks: MarkKind | None = None
    """How its dimensions are marked one by one."""
    marks_rule: Text | None = None
    """How an item's figure comes from its marks."""
    instances: bool | None = None
    """Marks are keyed by instances of the organisation."""
    neutral: tuple[str, ...] | None = None
    """Marks that count for nothing."""


class CriteriaTable(_Table):
    """A criteria file: a model of performance in one edition."""

    id: Annotated[str, StringConstraints(pattern=CRITERIA_ID, max_length=120)]
    """Family and edition in lower case, e.g. "our-model-2026"; zhuoyue.toml chooses the model by it."""
    family: Slug
    """The model without its edition, e.g. "our-model"."""
    edition: str
    """The edition, in quotes, e.g. "2026"."""
    title: Text
    """Full name."""
    note: Text | None = None
    """Where the content comes from, and what of it is checked."""
    trademark: Text | None = None
    """Whose marks the names are."""
    scheme: Slug
    """Scoring scheme of the model."""
    total: Number | None = Field(default=None, gt=0)
    """Points of all items together; left out where the model has no points."""
    roll_up: RollUp | None = None
    """How a category's figure comes from its items: "sum" (with a total), "mean" or "lowest"."""
    score_bands: tuple[ScoreBand, ...] = ()
    """Named ranges of points."""
    departures: tuple[Departure, ...] = ()
    """How a tailored model departs from the published one; written by `zhuoyue criteria export`."""
    profile: tuple[ProfileSection, ...] = ()
    """Unscored sections of the organisational profile."""
    schemes: tuple[SchemeTable, ...] = ()
    """Variants of installed schemes, for this model."""
    categories: tuple[CategoryTable, ...] = Field(min_length=1)
    """The categories, in order."""
