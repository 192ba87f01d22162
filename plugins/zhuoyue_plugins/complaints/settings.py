"""What a user may write in a `[[sources]]` table whose collector is `complaints`."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from zhuoyue import Number, Period, SettingError, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable, Strings
from zhuoyue_plugins.complaints.assumption_settings import AssumptionSettings
from zhuoyue_plugins.complaints.columns import ROLES_OF_YES, follow_up_columns, kinds_of, log_columns
from zhuoyue_plugins.complaints.hours.opening_hours import CalendarSetting
from zhuoyue_plugins.complaints.stage_names import STAGES, unknown_stage
from zhuoyue_plugins.complaints.statistics.control import ControlSettings
from zhuoyue_plugins.complaints.target_settings import target_faults

Holds = Literal["flag", "time", "number", "text"]


class Fields(SettingsTable):
    """Which column of the log holds what. Only `opened` is needed; what has no column is left out, never invented."""

    opened: str
    """Time at which the case was received."""
    id: str | None = None
    """Number of the case: a row that repeats one is not counted again."""
    first_reply: str | None = None
    """Time of the first reply."""
    closed: str | None = None
    """Time of closing; empty: still open."""
    reopened: str | None = None
    """Whether the case was opened again: yes or no, a time, a number of times, or words (see `holds` and `yes`)."""
    channel: str | None = None
    """How the case came in."""
    category: str | None = None
    """Group of causes."""
    cause: str | None = None
    """Cause found."""
    severity: str | None = None
    """How grave the case is."""
    segment: str | None = None
    """Customer group."""
    product: str | None = None
    """Product or product line."""
    outcome: str | None = None
    """How the case ended."""
    satisfaction: str | None = None
    """The customer's mark for the handling."""
    first_contact: str | None = None
    """Whether the first person asked settled it."""
    hand_overs: str | None = None
    """How often the case was handed to somebody else."""
    escalated: str | None = None
    """Whether the case was taken up the line."""
    improvement: str | None = None
    """Number of the improvement action it led to; empty: none."""
    verified: str | None = None
    """Whether the effect was verified with the customer."""
    organisation: str | None = None
    """Branch, outlet or company that handled the case, where one log serves many."""
    deals: str | None = None
    """Number of deals of the case's period, the same in every row of a period."""


class FollowUpFields(SettingsTable):
    """Which column of the second register holds what."""

    id: str
    """Number of the case in the log."""
    reopened: str | None = None
    """As in the log."""
    cause: str | None = None
    """As in the log."""
    outcome: str | None = None
    """As in the log."""
    satisfaction: str | None = None
    """As in the log."""
    first_contact: str | None = None
    """As in the log."""
    hand_overs: str | None = None
    """As in the log."""
    escalated: str | None = None
    """As in the log."""
    improvement: str | None = None
    """As in the log."""
    verified: str | None = None
    """As in the log."""


class FollowUp(RecordsSettings):
    """A second register, of actions or escalations, that is joined to the log by the number of the case."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: FollowUpFields
    """Which column holds what."""
    absent: Literal["unknown", "no"] = "unknown"
    """What a case without a row in the register means: nothing is known, or none of it happened."""
    holds: dict[str, Holds] = Field(default={})
    """As in the log."""
    yes: dict[str, Strings] = Field(default={})
    """As in the log."""

    @model_validator(mode="after")
    def _known_roles(self) -> FollowUp:
        _check_roles(self.holds, self.yes, self.fields)
        if self.unique:
            raise _no_unique()
        return self

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return kinds_of(follow_up_columns(self))


class ComplaintsSettings(RecordsSettings):
    """Settings of the collector `complaints`."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""
    fields: Fields
    """Which column holds what."""
    holds: dict[str, Holds] = Field(default={})
    """What the column of a yes/no role holds: flag (the default), time, number, or text (any text means yes; the
    default of improvement)."""
    yes: dict[str, Strings] = Field(default={})
    """Words that mean yes in the column of a yes/no role; any other word means no."""
    period: Literal["month", "quarter", "year"] = "quarter"
    """Length of the periods of the measures."""
    split_by: Literal["segment", "product", "channel", "category", "severity"] | None = None
    """By what the measures are also split; left out: segment, else product, where the log has it."""
    promise_hours: Number = Field(default=Decimal(24), gt=0)
    """Hours within which a case is to be closed."""
    reply_promise_hours: Number | None = Field(default=None, gt=0)
    """Hours within which a first reply is promised; left out: promise_hours."""
    calendar: CalendarSetting | None = None
    """Working hours and holidays by which promise, reply and closing hours are counted; left out: by the clock."""
    channels: Strings = ()
    """Known channels; others are counted and named."""
    severities: Strings = ()
    """Severities from the mildest to the gravest, the order in which they are shown; others follow, and are named."""
    open_as_of: date | None = None
    """Day at whose end the backlog is judged; left out: the day of the assessment."""
    deals: dict[Period, Number] = Field(default={})
    """Number of deals by period, for complaints per 1 000 deals; finer periods are added up."""
    targets: dict[str, Number | dict[Period, Number]] = Field(default={})
    """Targets of measures by the ending of their ids: one number, or one by period."""
    satisfaction_scale: tuple[Number, Number] = (Decimal(1), Decimal(5))
    """Worst and best mark for the handling."""
    satisfied_from: Number | None = None
    """Mark from which a customer counts as satisfied with the handling."""
    ages: tuple[int, ...] = (1, 3, 7, 30, 90)
    """Days at which the backlog is divided by age."""
    stages: dict[str, Strings] = Field(default={})
    """Further columns in which a stage of complaints handling leaves a trace, by stage."""
    organisation_cases: int = Field(default=5, ge=1)
    """Cases below which an organisation is not ranked."""
    organisations_shown: int = Field(default=10, ge=1, le=100)
    """Organisations shown at each end of the ranking."""
    follow_up: FollowUp | None = None
    """A second register with what happened to the cases, joined by their number."""
    assumptions: AssumptionSettings = AssumptionSettings()
    """The organisation's own figures for the estimates."""
    control: ControlSettings = ControlSettings()
    """Control charts of the monthly figures."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, timezone: str) -> str:
        try:
            zoneinfo.ZoneInfo(timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingError(
                f"unknown time zone {timezone!r}; expected a name like 'Asia/Shanghai'",
                f"未知的时区 {timezone!r}，应写 'Asia/Shanghai' 这样的名称",
            ) from error
        return timezone

    @field_validator("ages")
    @classmethod
    def _rising(cls, ages: tuple[int, ...]) -> tuple[int, ...]:
        if not ages or list(ages) != sorted(set(ages)) or ages[0] < 1:
            raise SettingError(
                "expected rising whole days such as [1, 3, 7, 30, 90]", "应为递增的整数天数，例如 [1, 3, 7, 30, 90]"
            )
        return ages

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, given: Any) -> Any:
        """Both registers are read alike unless the second says otherwise."""
        if isinstance(given, dict) and isinstance(given.get("follow_up"), dict):
            shared = ("timezone", "null_values", "on_bad_value", "memory_limit", "suffixes")
            own = {key: given[key] for key in shared if key in given}
            return {**given, "follow_up": {**own, **given["follow_up"]}}
        return given

    @model_validator(mode="after")
    def _coherent(self) -> ComplaintsSettings:
        for fault in self._faults():
            raise fault
        _check_roles(self.holds, self.yes, self.fields)
        return self

    def _faults(self) -> Iterator[SettingError]:
        if self.unique:
            yield _no_unique()
        low, high = self.satisfaction_scale
        if low >= high:
            yield SettingError(
                f"satisfaction_scale: expected worst and best mark, the worst first, not {low} and {high}",
                f"satisfaction_scale：应先写最差分、后写最好分，现为 {low} 和 {high}",
            )
        if self.satisfied_from is not None and not low <= self.satisfied_from <= high:
            yield SettingError(
                f"satisfied_from: {self.satisfied_from} is outside satisfaction_scale ({low} to {high})",
                f"satisfied_from：{self.satisfied_from} 超出 satisfaction_scale（{low} 至 {high}）",
            )
        if self.split_by and not getattr(self.fields, self.split_by):
            yield SettingError(
                f"split_by = {self.split_by!r} needs fields.{self.split_by}",
                f"split_by = {self.split_by!r} 需要 fields.{self.split_by}",
            )
        if self.deals and self.fields.deals:
            yield SettingError(
                "has both deals and fields.deals; keep one", "同时写了 deals 和 fields.deals，请只保留一个"
            )
        if self.channels and not self.fields.channel:
            yield SettingError("channels needs fields.channel", "写了 channels，还需要 fields.channel")
        if self.severities and not self.fields.severity:
            yield SettingError("severities needs fields.severity", "写了 severities，还需要 fields.severity")
        yield from target_faults(self.targets)
        for stage in self.stages:
            if stage not in STAGES:
                yield unknown_stage(stage)
        yield from self._follow_up_faults()

    def _follow_up_faults(self) -> Iterator[SettingError]:
        if self.follow_up is None:
            return
        if not self.fields.id:
            yield SettingError(
                "follow_up is joined by the number of the case: set fields.id",
                "follow_up 按投诉编号关联：请写 fields.id",
            )
        own = {role for role in FollowUpFields.model_fields if role != "id" and getattr(self.fields, role)}
        twice = [role for role in sorted(own) if getattr(self.follow_up.fields, role)]
        if twice:
            yield SettingError(
                f"both the log and follow_up hold {', '.join(twice)}; keep one of each",
                f"受理台账和 follow_up 都写了 {'、'.join(twice)}，每项只保留一处",
            )

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        return kinds_of(log_columns(self))

    @property
    def split(self) -> str | None:
        """The role by which measures are split; None where the log has none."""
        return self.split_by or next((role for role in ("segment", "product") if getattr(self.fields, role)), None)

    def has(self, role: str) -> bool:
        """Tell whether the log or the second register has a column for this role."""
        return bool(getattr(self.fields, role) or (self.follow_up and getattr(self.follow_up.fields, role, None)))


def _no_unique() -> SettingError:
    return SettingError(
        "unique is not used here: a case is known by fields.id", "此处不用 unique：每件投诉由 fields.id 识别"
    )


def _check_roles(holds: Mapping[str, str], yes: Mapping[str, Any], fields: SettingsTable) -> None:
    for role in (*holds, *yes):
        if role not in ROLES_OF_YES:
            en, zh = did_you_mean(role, ROLES_OF_YES)
            raise SettingError(f"{role!r} is no yes/no role{en}", f"{role!r} 不是回答是或否的项目{zh}")
        if not getattr(fields, role):
            raise SettingError(
                f"holds or yes names {role!r}, but fields.{role} is not set",
                f"holds 或 yes 中写了 {role!r}，但没有写 fields.{role}",
            )
