"""A scoring scheme as data: dimensions, bands or levels, and how a reader is shown a figure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from zhuoyue.errors import SettingError
from zhuoyue.model.base import Model, Number, Slug, plain
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.scheme_check import form_faults
from zhuoyue.model.score import Score, State
from zhuoyue.model.text import Text

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_ROUNDED = Decimal("0.02")
"""How far widths of levels differ whose places, such as thirds, are rounded to two decimals."""


class Scale(StrEnum):
    """What a reader sees of an item's figure."""

    PERCENT = "percent"
    """A percent on a grid."""
    LEVEL = "level"
    """One of a few levels. Within, a level is a position from 0 to 100 which only puts it in order."""


class MarkKind(StrEnum):
    """How the parts are marked from which a scheme derives an item's figure."""

    NONE = "none"
    """There are no parts: the item is rated as a whole."""
    PERCENT = "percent"
    """A percent on the scheme's grid."""
    LEVEL = "level"
    """The key of a level."""
    YES_NO = "yes_no"
    """Yes or no."""


class Dimension(Model):
    """One thing a scheme looks at."""

    key: str
    """Short letter: A, D, L, I, Le, T, C."""
    kind: ItemKind
    """Kind of items it applies to."""
    title: Text
    """Name."""
    text: Text | None = None
    """What it asks, in our own words."""
    weight: Number = Field(default=Decimal(1), gt=0)
    """How much its mark counts in a weighted mean; only the proportion to the others matters."""
    caps: bool = False
    """No item of its kind gets more than the mark of this one."""


class Band(Model):
    """A range of percents, or a level, with a description for each dimension."""

    number: int = Field(ge=0)
    """1 for the lowest; 0 for a level that says that none is reached."""
    low: Number
    """Lowest percent."""
    high: Number
    """Highest percent; equal to `low` on a scale of levels."""
    key: str = ""
    """Short label of a level, as it is written in rating sheets: `3`, `LI`; without one the number."""
    title: Text
    """Short name."""
    text: Text | None = None
    """What it means for an item as a whole, in our own words."""
    process: Mapping[str, Text] = {}
    """Own-words description by dimension, process items."""
    result: Mapping[str, Text] = {}
    """Own-words description by dimension, result items."""

    @property
    def label(self) -> str:
        """The key, else the number."""
        return self.key or str(self.number)

    @property
    def name(self) -> Text:
        """What a reader calls a level: `3`, `LI`, and where the key is but its title in small letters, the title."""
        worded = (self.title.en or "").casefold().replace(" ", "-") == self.key
        return self.title if worded else _same(self.label)


class SchemeData(Model):
    """What a reader needs to know of a scheme; kept in the assessment."""

    name: Slug
    """The name the criteria choose it by."""
    title: Text
    """Full name."""
    rule: Text
    """How to score, in our own words."""
    source: Text | None = None
    """Where the rule comes from, and what of it is from memory or our own."""
    verified: bool = True
    """Whether the rule was checked against a public source; False means from memory."""
    step: Number = Field(gt=0)
    """Grid of allowed percents."""
    dimensions: tuple[Dimension, ...]
    """What it looks at."""
    bands: tuple[Band, ...]
    """Bands or levels from low to high."""
    scale: Scale = Scale.PERCENT
    """Percents, or levels."""
    marks: MarkKind = MarkKind.NONE
    """How its dimensions, or the organisation's instances, are marked one by one."""
    marks_rule: Text | None = None
    """How an item's figure comes from its marks, in our own words."""
    instances: bool = False
    """Marks are keyed by instances of the organisation, not by dimensions."""
    neutral: tuple[str, ...] = ()
    """Marks that count for nothing: not yet there."""

    @model_validator(mode="after")
    def _levels_are_points(self) -> SchemeData:
        wide = [band.label for band in self.bands if band.low != band.high]
        if self.scale is Scale.LEVEL and (wide or not self.bands):
            raise SettingError(
                "a scale of levels needs levels whose low and high are equal",
                "等级制量表的每一级，low 与 high 须相等",
            )
        for _, fault in form_faults(self):
            raise SettingError(fault.en, fault.zh)
        return self

    def is_neutral(self, mark: str) -> bool:
        """Tell whether a mark counts for nothing, whatever its case."""
        return mark.strip().casefold() in {one.casefold() for one in self.neutral}

    def of_kind(self, kind: ItemKind) -> tuple[Dimension, ...]:
        """Return the dimensions of process or of result items."""
        return tuple(dimension for dimension in self.dimensions if dimension.kind is kind)

    def weighted(self, kind: ItemKind, marks: Mapping[str, Decimal]) -> Decimal:
        """Return the weighted mean of complete marks, exact as far as decimals go."""
        own = self.of_kind(kind)
        return sum((one.weight * marks[one.key] for one in own), _ZERO) / sum((one.weight for one in own), _ZERO)

    def cap(self, kind: ItemKind) -> Dimension | None:
        """Return the dimension whose mark no item of a kind exceeds; None if there is none."""
        return next((one for one in self.of_kind(kind) if one.caps), None)

    def band(self, percent: Decimal) -> Band | None:
        """Return the band that `percent` falls into, or None if the scheme has none there."""
        return next((band for band in self.bands if band.low <= percent <= band.high), None)

    def level(self, key: str) -> Band | None:
        """Return the level that is written or called `key`, whatever its case; None if there is no such level."""
        wanted = key.strip().casefold()
        names = ((band, (band.label, band.title.zh, band.title.en)) for band in self.bands)
        return next((band for band, known in names if wanted in {one.casefold() for one in known if one}), None)

    def nearest(self, percent: Decimal) -> Band | None:
        """Return the level or band at or next below `percent`; the lowest if there is none below."""
        below = [band for band in self.bands if band.low <= percent]
        return below[-1] if below else next(iter(self.bands), None)

    def grid(self) -> tuple[Decimal, ...]:
        """Return every percent an item can be given, rising."""
        if self.scale is Scale.LEVEL:
            return tuple(band.low for band in self.bands)
        return tuple(index * self.step for index in range(int(_HUNDRED / self.step) + 1))

    def on_grid(self, percent: Decimal) -> Decimal:
        """Return the percent of the grid that is nearest, halves up."""
        if self.scale is Scale.LEVEL:
            return min(reversed(self.grid()), key=lambda one: abs(one - percent))
        return (percent / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step

    def shown(self, percent: Decimal) -> Text:
        """Return an item's figure as a reader knows it: `55 %`, or the level's label."""
        band = self.band(percent) if self.scale is Scale.LEVEL else None
        if band is None:
            return Text(en=f"{plain(percent)} %", zh=f"{plain(percent)} %")
        return Text(en=f"level {band.label}", zh=f"等级 {band.label}") if band.label.isdigit() else band.name

    def shown_mean(self, percent: Decimal) -> Text:
        """Return a figure between the grid's places, of a category: `41.67 %`, or a mean level `2.67`.

        Levels that are equally far apart have a mean; of others only the places below and above are named.
        """
        if self.scale is Scale.PERCENT or self.band(percent):
            return self.shown(percent)
        if self._numbered:
            return _same(plain(self._level(percent)))
        below = [band.name for band in self.bands if band.low < percent]
        above = [band.name for band in self.bands if band.low > percent]
        ends = (*below[-1:], *above[:1])
        return Text(en="…".join(one.get("en") for one in ends), zh="…".join(one.get("zh") for one in ends))

    def figure(self, score: Score) -> Text:
        """Return a score as a reader knows it: `55 %`, `level 3`, a mean `2.67`, a range `level 1 – level 3`."""
        if score.state is State.NOT_APPLICABLE or not score.maximum:
            return _same("–")
        low, high = _place(score.low, score.maximum), _place(score.high, score.maximum)
        if score.value is not None or low == high:
            return self.shown_mean(_place(score.value, score.maximum) if score.value is not None else low)
        if self.scale is Scale.LEVEL and not (self.band(low) and self.band(high)):
            return self._span(low, high)
        first, last = self.shown(low), self.shown(high)
        return Text(en=f"{first.en} – {last.en}", zh=f"{first.zh} – {last.zh}")

    def _span(self, low: Decimal, high: Decimal) -> Text:
        """Return a range one of whose ends lies between two levels: both as numbers, else the levels around it."""
        if self._numbered:
            return _same(f"{self.code(low)} – {self.code(high)}")
        first = next((one for one in reversed(self.bands) if one.low <= low), self.bands[0]).name
        last = next((one for one in self.bands if one.low >= high), self.bands[-1]).name
        return Text(en=f"{first.en} – {last.en}", zh=f"{first.zh} – {last.zh}")

    def code(self, percent: Decimal) -> str:
        """Return a figure without words of a language: `55 %`, a level's key or mean `3`, `LI`, `2.67`, `NI…LI`."""
        if self.scale is Scale.PERCENT:
            return f"{plain(percent)} %"
        if band := self.band(percent):
            return band.label
        if self._numbered:
            return plain(self._level(percent))
        below = [band.label for band in self.bands if band.low < percent]
        above = [band.label for band in self.bands if band.low > percent]
        return "…".join((*below[-1:], *above[:1]))

    def coded(self, score: Score) -> str:
        """Return a score without words of a language, with its range; its state where nothing is known."""
        if score.state is State.NOT_APPLICABLE or not score.maximum:
            return State.NOT_APPLICABLE.value
        if score.value is not None:
            return self.code(_place(score.value, score.maximum))
        low, high = (self.code(_place(end, score.maximum)) for end in (score.low, score.high))
        return low if low == high else f"{low} … {high}"

    def _level(self, percent: Decimal) -> Decimal:
        first, last = self.bands[0], self.bands[-1]
        width = (last.low - first.low) / (last.number - first.number)
        return (first.number + (percent - first.low) / width).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def _numbered(self) -> bool:
        """Whether its levels are numbers equally far apart, so that they have a mean."""
        pairs = list(zip(self.bands, self.bands[1:], strict=False))
        numbers = {after.number - before.number for before, after in pairs}
        widths = [after.low - before.low for before, after in pairs]
        even = len(numbers) == 1 and max(widths) - min(widths) <= _ROUNDED
        return even and all(band.label == str(band.number) for band in self.bands)


def _same(text: str) -> Text:
    return Text(en=text, zh=text)


def _place(value: Decimal, maximum: Decimal) -> Decimal:
    return (value / maximum * _HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP)
