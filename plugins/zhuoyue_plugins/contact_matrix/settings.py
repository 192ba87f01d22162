"""Settings: what a user may write of a matrix in `[[sources]]`, and the table `[contact-matrix]`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from zhuoyue import SettingError, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable, Strings
from zhuoyue_plugins.contact_matrix import starter


class Fields(SettingsTable):
    """Columns by what they hold."""

    information: str | None = None
    """Kind of information; left out: the first column."""
    channel: str | None = None
    """Long form: the channel. Left out, every other column is a channel."""
    availability: str | None = None
    """Long form: when the information is given."""
    year: str | None = None
    """Year, or day, that a row speaks of; with it coverage becomes a measure, and the last year is shown."""


class Spellings(SettingsTable):
    """Your own words for when information is given, besides those that are known."""

    always: Strings = ()
    """Around the clock."""
    office: Strings = ()
    """In office hours."""
    some: Strings = ()
    """Given, without hours."""
    none: Strings = ()
    """Not given."""


class ContactMatrixSettings(RecordsSettings):
    """The rest of a `[[sources]]` table whose collector is `contact-matrix`."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    null_values: tuple[str, ...] = ("", "NULL")
    """Cells that say nothing; `-` and `无` mean: not given."""
    matrix: dict[str, dict[str, str]] = Field(default_factory=dict)
    """The matrix itself, in place of a file: kind of information, then channel = "when"."""
    fields: Fields = Fields()
    """Columns by what they hold."""
    channels: Strings = ()
    """Columns that are channels, in this order; left out: every column that is not named in `fields` or `ignore`."""
    ignore: Strings = ()
    """Columns that are no channels."""
    spellings: Spellings = Spellings()
    """Your own words for when information is given."""
    empty: Literal["unknown", "none"] = "unknown"
    """What an empty cell means: it is not filled in yet, or the channel does not give the information."""
    covers: dict[str, Strings] = Field(default_factory=dict)
    """Which of your kinds stand for a kind of the starter list."""
    english: dict[str, str] = Field(default_factory=dict)
    """English names of your kinds and channels, for the English pages."""

    @model_validator(mode="after")
    def _one_origin(self) -> ContactMatrixSettings:
        if sum(map(bool, (self.path, self.uri, self.matrix))) != 1:
            raise SettingError(
                "needs either path (files), uri (PostgreSQL) or matrix (cells written here)",
                "path（文件）、uri（PostgreSQL）、matrix（直接写在此处的格）应写其中一个，且只写一个",
            )
        if self.uri and not (self.table or self.query):
            raise SettingError("uri needs table or query", "写了 uri，还需要 table 或 query")
        if self.table and self.query:
            raise SettingError("has both table and query; keep one", "同时写了 table 和 query，请只保留一个")
        if bool(self.fields.channel) != bool(self.fields.availability):
            raise SettingError(
                "the long form needs both fields.channel and fields.availability",
                "长表需要同时写 fields.channel 和 fields.availability",
            )
        if self.fields.channel and not self.fields.information:
            raise SettingError("the long form needs fields.information too", "长表还需要 fields.information")
        return self

    @field_validator("covers")
    @classmethod
    def _known_kinds(cls, covers: dict[str, Strings]) -> dict[str, Strings]:
        known = {name for kind in starter.kinds() for name in (kind.zh, kind.en)}
        for key in covers:
            if key.casefold() not in {name.casefold() for name in known}:
                en, zh = did_you_mean(key, known)
                raise SettingError(
                    f"{key!r} is no kind of the starter list{en}", f"{key!r} 不是起始清单中的信息种类{zh}"
                )
        return covers

    @property
    def long(self) -> bool:
        """Whether a row is one cell of the matrix."""
        return bool(self.fields.channel)

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return the columns read: all as text."""
        columns = (*self.fields.model_dump().values(), *self.channels)
        return {column: frozenset({"text"}) for column in columns if column}


class Settings(BaseModel):
    """The table `[contact-matrix]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    good_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    """Least share of kinds that are given by two or more channels, for the deployment of contact ways to be good."""
    mixed_share: Decimal = Field(default=Decimal("0.6"), gt=0, le=1)
    """Least share for it to be mixed; below it is poor."""
    max_named: int = Field(default=4, ge=1)
    """Kinds that a finding names before it only counts."""
