"""Settings: what a user may write of characterisations in `[[sources]]`, and the table `[cmmi-generic]`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhuoyue import SettingError, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable, Strings
from zhuoyue_plugins.cmmi_generic.practices import codes, goals, read_code

_OF_A_ROW = ("artefacts", "affirmations", "weakness", "decided", "decided_by", "reason")
"""What a row says of one practice."""


class Fields(SettingsTable):
    """Columns by what they hold."""

    process: str
    """Process area, or process of the organisation."""
    instance: str | None = None
    """Where the process was looked at: a project, a plant, an order. Left out: each process is one instance."""
    practice: str | None = None
    """Generic practice: `GP 2.1`, `2.1` or its name; `GP 1.1` tells whether the process is performed at all."""
    mark: str | None = None
    """FI, LI, PI, NI or NY."""
    artefacts: str | None = None
    """What the work left behind and the characterisation rests on."""
    affirmations: str | None = None
    """Who confirmed it in talks."""
    weakness: str | None = None
    """What is lacking."""
    decided: str | None = None
    """The team's LI or PI where the rules leave it open; beside a goal, whether it is satisfied: yes or no."""
    decided_by: str | None = None
    """Who decided."""
    reason: str | None = None
    """Why."""
    year: str | None = None
    """Year, or day, of the appraisal; with it shares become measures, and the last year is shown."""


class Words(SettingsTable):
    """Your own words for the marks, besides those that are known."""

    FI: Strings = ()
    """Fully implemented."""
    LI: Strings = ()
    """Largely implemented."""
    PI: Strings = ()
    """Partially implemented."""
    NI: Strings = ()
    """Not implemented."""
    NY: Strings = ()
    """Not yet: the instance has not come that far."""


class CmmiGenericSettings(RecordsSettings):
    """The rest of a `[[sources]]` table whose collector is `cmmi-generic`."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: Fields
    """Columns by what they hold."""
    practices: Strings = ()
    """Wide form: the columns that are practices, a mark in each cell, in place of fields.practice and fields.mark."""
    words: Words = Words()
    """Your own words for the marks."""
    performed: dict[str, bool] = Field(default_factory=dict)
    """Whether the specific goals of a process are satisfied (capability level 1), where no row of GP 1.1 says so."""
    assume_performed: bool = True
    """Take processes for performed of which neither rows nor `performed` say so: an assumption, and shown as one."""
    english: dict[str, str] = Field(default_factory=dict)
    """English names of your processes, instances and weaknesses, for the English pages."""

    @model_validator(mode="after")
    def _complete(self) -> CmmiGenericSettings:
        fields = self.fields
        long = bool(fields.practice and fields.mark)
        if long == bool(self.practices) or (self.practices and (fields.practice or fields.mark)):
            raise SettingError(
                "needs either fields.practice and fields.mark (a row a practice) or practices (a column a practice)",
                "应写 fields.practice 和 fields.mark（一行一项实践），或写 practices（一列一项实践），且只写一种",
            )
        unknown = [one for one in self.practices if read_code(one) is None or read_code(one) in goals()]
        if unknown:
            en, zh = did_you_mean(unknown[0], codes())
            raise SettingError(
                f"{unknown[0]!r} is no generic practice{en}; name the file's own heading under columns: "
                'columns = { "GP 2.1" = "Policy" }',
                f'{unknown[0]!r} 不是通用实践{zh}；文件中的列名可写在 columns 中：columns = {{ "GP 2.1" = "方针" }}',
            )
        beside = [key for key in _OF_A_ROW if getattr(fields, key)]
        if self.practices and beside:
            raise SettingError(
                f"fields.{beside[0]} belongs to one practice: in the wide form a row has many",
                f"fields.{beside[0]} 只属于一项实践，宽表的一行有多项实践",
            )
        if fields.decided and not (fields.decided_by and fields.reason):
            raise SettingError(
                "fields.decided needs fields.decided_by and fields.reason: a decision has a person and a reason",
                "写了 fields.decided，还需要 fields.decided_by 和 fields.reason：决定须有决定人和理由",
            )
        return self

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return the columns read: all as text."""
        columns = (*self.fields.model_dump().values(), *self.practices)
        return {column: frozenset({"text"}) for column in columns if column}


class Settings(BaseModel):
    """The table `[cmmi-generic]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    good_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    """Least share of practices FI or LI, over all processes, for deployment to be good."""
    mixed_share: Decimal = Field(default=Decimal("0.6"), gt=0, le=1)
    """Least share for it to be mixed; below it is poor."""
    max_named: int = Field(default=4, ge=1)
    """Processes or practices that a finding names before it only counts."""
