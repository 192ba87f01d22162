"""Settings: the register of surveys, the dissatisfied answers, and the table `[survey-programme]`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhuoyue import SettingError
from zhuoyue.records import RecordsSettings, SettingsTable
from zhuoyue_plugins.survey_programme.loop import Stage


class StageColumns(SettingsTable):
    """A column for each stage; a stage without one is not part of the loop."""

    requested: str | None = None
    """A stakeholder asks for the survey."""
    approved: str | None = None
    """The plan is approved: why, whom, how, when, who is responsible."""
    run: str | None = None
    """The survey is carried out."""
    feedback: str | None = None
    """Results go to those concerned, thanks to the customers."""
    cause: str | None = None
    """Causes of dissatisfaction are found."""
    plan: str | None = None
    """The plan of improvement is agreed."""
    action: str | None = None
    """The improvement is made."""
    verified: str | None = None
    """Its effect is verified with the customers."""
    archived: str | None = None
    """The survey is archived."""

    def named(self) -> dict[Stage, str]:
        """Return the columns by stage, in the order of the loop."""
        return {stage: column for stage in Stage if (column := getattr(self, stage.value))}


class SurveyFields(SettingsTable):
    """Columns of the register by what they hold."""

    survey: str
    """Id of the survey."""
    title: str | None = None
    """What it is about."""
    segment: str | None = None
    """Who was asked."""
    year: str | None = None
    """Year it belongs to; left out: that of the day it was carried out, else of its first day."""
    resurvey: str | None = None
    """Id of the survey that asks again, or the day on which that was done."""
    stopped: str | None = None
    """Why it was stopped before its end."""
    stages: StageColumns
    """Columns of the days on which a stage was reached."""
    roles: StageColumns = StageColumns()
    """Columns of who is responsible for a stage."""

    @model_validator(mode="after")
    def _a_loop(self) -> SurveyFields:
        if len(self.stages.named()) < 2:
            raise SettingError(
                "fields.stages must name the columns of two stages at least", "fields.stages 至少要写两个阶段的列"
            )
        return self


class AnswerFields(SettingsTable):
    """Columns of the dissatisfied answers by what they hold."""

    survey: str
    """Id of the survey."""
    answer: str | None = None
    """Id of the answer; with it an answer that occurs again counts once."""
    action: str | None = None
    """Id of the action that it led to."""
    reason: str | None = None
    """Why nothing is done."""
    verified: str | None = None
    """Day on which the customer was asked again."""


def _kinds(columns: Mapping[str, str | None], days: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return how each named column is read: as a day or as words."""
    return {column: frozenset({"instant" if key in days else "text"}) for key, column in columns.items() if column}


class AnswerRecords(RecordsSettings):
    """The dissatisfied answers, one a row."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: AnswerFields
    """Columns by what they hold."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return _kinds(self.fields.model_dump(), ("verified",))


Days = Annotated[int, Field(ge=0)] | Literal["none"]
"""A number of days; `none` where there is no limit."""


class Limits(SettingsTable):
    """Days that a survey may wait after a stage for the next one. Conventions: set what your procedure says."""

    requested: Days = 30
    """From the request to the approved plan."""
    approved: Days = 90
    """From the approved plan to the end of the survey."""
    run: Days = 30
    """From the survey to the feedback."""
    feedback: Days = 30
    """From the feedback to the causes."""
    cause: Days = 30
    """From the causes to the agreed plan."""
    plan: Days = 90
    """From the plan to the improvement."""
    action: Days = 180
    """From the improvement to the verified effect."""
    verified: Days = 60
    """From the verified effect to the archive."""

    def by_stage(self) -> dict[Stage, int]:
        """Return the limits that are set."""
        return {Stage(key): days for key, days in self.model_dump().items() if isinstance(days, int)}


class SurveyProgrammeSettings(RecordsSettings):
    """The rest of a `[[sources]]` table whose collector is `survey-programme`: the register, and what goes with it."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: SurveyFields
    """Columns by what they hold."""
    answers: AnswerRecords | None = None
    """The dissatisfied answers and what became of each."""
    limits: Limits = Limits()
    """Days that a survey may wait after a stage; `none`: without limit."""
    max_listed: int = Field(default=200, ge=1, le=10_000)
    """Open ends that are listed; all of them are counted."""
    english: dict[str, str] = Field(default_factory=dict)
    """English names of surveys, segments and roles, for the English pages."""

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column of the register is read."""
        columns = self.columns_by_key()
        return _kinds(columns, tuple(key for key in columns if key.startswith("day_")))

    def columns_by_key(self) -> dict[str, str | None]:
        """Return the columns of the register by the name of what they hold."""
        fields = self.fields
        plain = {key: getattr(fields, key) for key in ("survey", "title", "segment", "year", "resurvey", "stopped")}
        days = {f"day_{stage}": column for stage, column in fields.stages.named().items()}
        return {**plain, **days, **{f"role_{stage}": column for stage, column in fields.roles.named().items()}}


class Settings(BaseModel):
    """The table `[survey-programme]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    good_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    """Least share of loops closed, of those due, for learning from surveys to be good."""
    mixed_share: Decimal = Field(default=Decimal("0.6"), gt=0, le=1)
    """Least share for it to be mixed; below it is poor."""
    max_named: int = Field(default=4, ge=1)
    """Surveys that a finding names before it only counts."""
