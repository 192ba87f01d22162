"""What a user may write in a `[[sources]]` table whose collector is `tables`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictStr,
    model_validator,
)

from zhuoyue import ComparisonKind, Direction, Number, Period, SettingError, Slug, Text, did_you_mean
from zhuoyue.records import RecordsSettings, SettingsTable, listed

AGGREGATES = ("count", "count_distinct", "sum", "mean", "median", "min", "max", "share", "ratio", "value")
DIRECTIONS = {
    **dict.fromkeys(("higher", "up", "越高越好", "望大", "高", "↑"), Direction.HIGHER),
    **dict.fromkeys(("lower", "down", "越低越好", "望小", "低", "↓"), Direction.LOWER),
}


def _direction(value: Any) -> Any:
    if isinstance(value, str) and value.strip().lower() in DIRECTIONS:
        return DIRECTIONS[value.strip().lower()]
    return value


def _aggregate(value: str) -> str:
    if value in AGGREGATES or re.fullmatch(r"p[1-9][0-9]?", value):
        return value
    en, zh = did_you_mean(value, [*AGGREGATES, "p90"])
    raise SettingError(f"unknown aggregate {value!r}{en}", f"未知的汇总方式 {value!r}{zh}")


def _day(value: Any) -> Any:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value) if isinstance(value, date) else value


def _period(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


AnyDirection = Annotated[Direction, BeforeValidator(_direction)]
Aggregate = Annotated[str, AfterValidator(_aggregate)]
Scalar = Annotated[StrictBool | Decimal | StrictStr, BeforeValidator(_day)]
Bound = Annotated[Decimal | StrictStr, BeforeValidator(_day)]


class Condition(SettingsTable):
    """One condition on a row. An unknown cell meets none but `known = false`."""

    column: str | None = None
    """Column it looks at; left out: the measure's own value (in hours with `hours_between`)."""
    equals: Scalar | None = None
    """The cell is this text, number or yes/no."""
    not_equals: Scalar | None = None
    """The cell is known and is not this."""
    one_of: tuple[Scalar, ...] | None = Field(default=None, alias="in")
    """The cell is one of these; written `in` in the configuration."""
    at_least: Bound | None = None
    """The number is this or more; a text is a day or time, and the cell is then or later."""
    at_most: Bound | None = None
    """The number is this or less; a text is a day or time, and the cell is then or earlier (a day counts whole)."""
    known: bool | None = None
    """Whether the cell has a value."""

    @model_validator(mode="after")
    def _some_test(self) -> Condition:
        tests = (self.equals, self.not_equals, self.one_of, self.at_least, self.at_most, self.known)
        if all(test is None for test in tests):
            raise SettingError(
                "needs one of: equals, not_equals, in, at_least, at_most, known",
                "需要以下之一：equals、not_equals、in、at_least、at_most、known",
            )
        if self.column is None and any(isinstance(test, str) for test in tests):
            raise SettingError(
                "without a column it looks at the measure's value: compare with a number",
                "未写 column 时比较的是指标本身的值：请与数字比较",
            )
        return self


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(listed)]


class PeriodSetting(SettingsTable):
    """Which period a row belongs to."""

    column: str
    """Column with a day, time or period."""
    by: Literal["year", "half", "quarter", "month"] | None = None
    """Length of the periods; left out: the column holds periods and they are taken as they are."""


AnyPeriod = Annotated[PeriodSetting, BeforeValidator(_period)]


class ComparisonSetting(SettingsTable):
    """Another organisation's values."""

    kind: ComparisonKind
    """competitor, benchmark or average."""
    name: Text
    """Who it is."""
    column: str | None = None
    """Column with its values: one value a period."""
    values: dict[Period, Number] | None = None
    """Its values by period."""

    @model_validator(mode="after")
    def _one_of_both(self) -> ComparisonSetting:
        if (self.column is None) == (self.values is None):
            raise SettingError("needs either column or values", "column 和 values 应写其中一个，且只写一个")
        return self


class MeasureSetting(SettingsTable):
    """A measure computed from the rows."""

    id: Slug
    """Stable id of the measure."""
    title: Text
    """Name shown on the pages."""
    unit: Text | None = None
    """Unit, `%` or `件`."""
    direction: AnyDirection = Direction.HIGHER
    """Which way is better: higher or lower (also 越高越好, 越低越好, 望大, 望小)."""
    decimals: int = Field(default=2, ge=0, le=9)
    """Decimals shown."""
    items: tuple[str, ...] = ()
    """Items the measure supports; left out: those of the source."""
    method: Text | None = None
    """How it is computed, in words; left out: a sentence made from these settings."""
    aggregate: Aggregate
    """count, count_distinct, sum, mean, median, min, max, p1 to p99, share, ratio or value."""
    value: str | None = None
    """Column whose numbers are aggregated."""
    hours_between: tuple[str, str] | None = None
    """Two columns with times: the value is the hours from the first to the second."""
    early: Literal["report", "keep"] = "report"
    """With hours_between, rows whose second time comes first: report them and leave them out (no case closes before it
    opens), or keep them with negative hours (a delivery may come before its date)."""
    over: str | None = None
    """Column whose sum a `ratio` is divided by."""
    scale: Number = Decimal(1)
    """Factor applied to the result, e.g. 100 for percent or 1000000 for parts per million."""
    where: Conditions = ()
    """Rows that count: all conditions are met."""
    numerator: Conditions = ()
    """Rows of which `share` gives the percentage among those that count."""
    period: AnyPeriod
    """Column that tells the period, and the length of the periods."""
    segment: str | None = None
    """Column by whose values the measure is also split."""
    target: StrictStr | Number | dict[Period, Number] | None = None
    """Target: a column, a number for every period, or a table by period."""
    comparisons: tuple[ComparisonSetting, ...] = ()
    """Other organisations' values."""

    @model_validator(mode="after")
    def _complete(self) -> MeasureSetting:
        if self.value and self.hours_between:
            raise SettingError(
                "has both value and hours_between; keep one", "同时写了 value 和 hours_between，请只保留一个"
            )
        if self.aggregate not in ("count", "share") and not (self.value or self.hours_between):
            raise SettingError(
                f"{self.aggregate} needs value (a column) or hours_between (two columns)",
                f"{self.aggregate} 需要 value（一列）或 hours_between（两列）",
            )
        if self.aggregate == "share" and not self.numerator:
            raise SettingError(
                "share needs numerator: the conditions of the rows that succeed", "share 需要 numerator：合格行的条件"
            )
        if self.aggregate != "share" and self.numerator:
            raise SettingError("numerator belongs to aggregate = 'share'", "numerator 只用于 aggregate = 'share'")
        if (self.aggregate == "ratio") != bool(self.over):
            raise SettingError(
                "over (the divisor column) belongs to aggregate = 'ratio', which needs it",
                "over（除数列）只用于 aggregate = 'ratio'，且 ratio 必须写 over",
            )
        if any(not c.column for c in (*self.where, *self.numerator)) and not (self.value or self.hours_between):
            raise SettingError(
                "a condition without column needs value or hours_between",
                "没有 column 的条件需要 value 或 hours_between",
            )
        return self

    def columns(self) -> Iterator[str]:
        """Yield every column the measure reads."""
        yield from (c.column for c in (*self.where, *self.numerator) if c.column)
        yield from (c.column for c in self.comparisons if c.column)
        yield from self.hours_between or ()
        yield self.period.column
        named = (self.value, self.over, self.segment, self.target if isinstance(self.target, str) else None)
        yield from (name for name in named if name)


class SeriesSetting(SettingsTable):
    """Long format: each row is one value of one measure; every field is the name of a column."""

    id: str
    """Column with the measure's id (letters, digits, dot, hyphen, underscore)."""
    title: str
    """Column with its name."""
    title_en: str | None = None
    """Column with its English name."""
    unit: str | None = None
    """Column with the unit."""
    direction: str | None = None
    """Column with the direction; without it higher is better."""
    items: str | None = None
    """Column with the items, separated by comma, semicolon or space."""
    period: str
    """Column with the period."""
    segment: str | None = None
    """Column with the part; empty for the whole."""
    value: str
    """Column with the value."""
    target: str | None = None
    """Column with the target."""
    competitor: str | None = None
    """Column with the competitor's value."""
    benchmark: str | None = None
    """Column with the benchmark."""
    average: str | None = None
    """Column with the industry's average."""
    decimals: int = Field(default=2, ge=0, le=9)
    """Decimals shown."""

    def numbers(self) -> dict[str, str]:
        """Return role and column of the columns that hold numbers."""
        roles = ("value", "target", "competitor", "benchmark", "average")
        return {role: getattr(self, role) for role in roles if getattr(self, role)}

    def columns(self) -> Iterator[str]:
        """Yield every column it reads."""
        roles = ("id", "title", "title_en", "unit", "direction", "items", "period", "segment", *self.numbers())
        yield from (getattr(self, role) for role in roles if getattr(self, role))


class TablesSettings(RecordsSettings):
    """Settings of the collector `tables`."""

    measures: tuple[MeasureSetting, ...] = ()
    """Measures computed from the rows."""
    series: tuple[SeriesSetting, ...] = ()
    """Measures that the rows already hold."""

    @model_validator(mode="after")
    def _ids_differ(self) -> TablesSettings:
        ids = [measure.id for measure in self.measures]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise SettingError(f"measure id occurs twice: {', '.join(twice)}", f"指标 id 重复：{'、'.join(twice)}")
        return self

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how the measures and the series read each column."""
        from zhuoyue_plugins.tables.kinds import kinds

        return kinds(self.measures, self.series)

    def needed(self) -> tuple[str, ...]:
        """Return the columns that the measures, the series and `unique` read, each once."""
        of_measures = [name for measure in self.measures for name in measure.columns()]
        of_series = [name for series in self.series for name in series.columns()]
        return tuple(dict.fromkeys([*([self.unique] if self.unique else []), *of_measures, *of_series]))
