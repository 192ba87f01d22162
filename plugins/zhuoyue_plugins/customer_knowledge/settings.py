"""Settings: where segments, needs and methods stand, and the table `[customer-knowledge]`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhuoyue import SettingError
from zhuoyue.records import RecordsSettings, SettingsTable, Strings


class SegmentFields(SettingsTable):
    """Columns of the segment register by what they hold."""

    segment: str
    """Name of the segment."""
    kind: str | None = None
    """Direct, indirect, a competitor's or potential customers."""
    size: str | None = None
    """How many customers, or how much business: a number."""
    owner: str | None = None
    """Who is responsible for knowing the segment."""


class NeedFields(SettingsTable):
    """Columns of the needs by what they hold."""

    segment: str | None = None
    """Name of the segment; left out: the needs are those of all customers."""
    need: str
    """Name of the need."""
    importance: str
    """How much it matters: a number."""
    performance: str
    """How well it is met: a number."""
    competitor: str | None = None
    """How well the best competitor meets it: a number on the same scale."""


class MethodFields(SettingsTable):
    """Columns of the listening methods by what they hold."""

    segment: str
    """Name of the segment that is listened to."""
    method: str
    """Name of the method."""
    frequency: str | None = None
    """How often it is used."""
    owner: str | None = None
    """Who is responsible."""
    reviewed: str | None = None
    """Day on which the method itself was last reviewed."""


class KindWords(SettingsTable):
    """Your own words for the kinds of customers, besides those that are known."""

    direct: Strings = ()
    """Those who buy from the organisation."""
    indirect: Strings = ()
    """Those who use what others bought."""
    competitor: Strings = ()
    """Those who buy from a competitor."""
    potential: Strings = ()
    """Those who may become customers."""


def _kinds(fields: BaseModel, numbers: tuple[str, ...] = (), days: tuple[str, ...] = ()) -> dict[str, frozenset[str]]:
    """Return how each named column is read."""
    kind = {**dict.fromkeys(numbers, "number"), **dict.fromkeys(days, "instant")}
    return {column: frozenset({kind.get(key, "text")}) for key, column in fields.model_dump().items() if column}


class SegmentRecords(RecordsSettings):
    """The segment register."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: SegmentFields
    """Columns by what they hold."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return _kinds(self.fields, numbers=("size",))


class NeedRecords(RecordsSettings):
    """Needs with their importance and how well they are met."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: NeedFields
    """Columns by what they hold."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return _kinds(self.fields, numbers=("importance", "performance", "competitor"))


class MethodRecords(RecordsSettings):
    """The register of listening methods."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: MethodFields
    """Columns by what they hold."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return _kinds(self.fields, days=("reviewed",))


class FixedCut(SettingsTable):
    """Values from which on a need matters much and is met well."""

    importance: Decimal
    """A need matters much from here on."""
    performance: Decimal
    """A need is met well from here on."""


class CustomerKnowledgeSettings(SettingsTable):
    """The rest of a `[[sources]]` table whose collector is `customer-knowledge`."""

    segments: SegmentRecords | None = None
    """The segment register."""
    needs: NeedRecords | None = None
    """Needs with their importance and how well they are met."""
    methods: MethodRecords | None = None
    """The register of listening methods."""
    cut: Literal["mean", "segment"] | FixedCut = "mean"
    """Where the quadrants meet: at the mean of all rows, at the mean of each segment, or at values of your own."""
    scale: tuple[Decimal, Decimal] | None = None
    """Lowest and highest value of importance and performance; others are reported and left out."""
    stale_months: int = Field(default=12, ge=1, le=240)
    """A method is stale when its last review is more full months than this before the day of the assessment."""
    kind_words: KindWords = KindWords()
    """Your own words for the kinds of customers."""
    english: dict[str, str] = Field(default_factory=dict)
    """English names of segments, needs, methods and owners, for the English pages."""

    @model_validator(mode="after")
    def _something(self) -> CustomerKnowledgeSettings:
        if not (self.segments or self.needs or self.methods):
            raise SettingError(
                "needs at least one of segments, needs and methods", "segments、needs、methods 至少要写一个"
            )
        if self.scale and self.scale[0] >= self.scale[1]:
            raise SettingError(
                "scale must go from the lowest to the highest value, e.g. [1, 10]",
                "scale 应从最低值写到最高值，例如 [1, 10]",
            )
        return self


class Settings(BaseModel):
    """The table `[customer-knowledge]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    good_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    """Least share of segments with a method that is not stale (deployment), and of methods that are not (learning)."""
    mixed_share: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)
    """Least share for the reading to be mixed; below it is poor."""
    max_named: int = Field(default=4, ge=1)
    """Things that a finding names before it only counts."""
