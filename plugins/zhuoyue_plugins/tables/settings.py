"""What a user may write in a `[[sources]]` table whose collector is `tables`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    model_validator,
)

from zhuoyue import ComparisonKind, Direction, Number, Period, Slug, Text, did_you_mean

AGGREGATES = ("count", "count_distinct", "sum", "mean", "median", "min", "max", "share", "ratio", "value")
DIRECTIONS = {
    **dict.fromkeys(("higher", "up", "越高越好", "望大", "高", "↑"), Direction.HIGHER),
    **dict.fromkeys(("lower", "down", "越低越好", "望小", "低", "↓"), Direction.LOWER),
}


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, (str, dict)) else value


def _direction(value: Any) -> Any:
    if isinstance(value, str) and value.strip().lower() in DIRECTIONS:
        return DIRECTIONS[value.strip().lower()]
    return value


def _aggregate(value: str) -> str:
    if value in AGGREGATES or re.fullmatch(r"p[1-9][0-9]?", value):
        return value
    hint = did_you_mean(value, [*AGGREGATES, "p90"])[0]
    raise ValueError(f"unknown aggregate {value!r}{hint}")


def _day(value: Any) -> Any:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value) if isinstance(value, date) else value


def _period(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_listed)]
AnyDirection = Annotated[Direction, BeforeValidator(_direction)]
Aggregate = Annotated[str, AfterValidator(_aggregate)]
Scalar = Annotated[StrictBool | Decimal | StrictStr, BeforeValidator(_day)]
Bound = Annotated[Decimal | StrictStr, BeforeValidator(_day)]


class Condition(_Settings):
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
            raise ValueError("needs one of: equals, not_equals, in, at_least, at_most, known")
        if self.column is None and any(isinstance(test, str) for test in tests):
            raise ValueError("without a column it looks at the measure's value: compare with a number")
        return self


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(_listed)]


class PeriodSetting(_Settings):
    """Which period a row belongs to."""

    column: str
    """Column with a day, time or period."""
    by: Literal["year", "half", "quarter", "month"] | None = None
    """Length of the periods; left out: the column holds periods and they are taken as they are."""


AnyPeriod = Annotated[PeriodSetting, BeforeValidator(_period)]


class ComparisonSetting(_Settings):
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
            raise ValueError("needs either column or values")
        return self


class MeasureSetting(_Settings):
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
            raise ValueError("has both value and hours_between; keep one")
        if self.aggregate not in ("count", "share") and not (self.value or self.hours_between):
            raise ValueError(f"{self.aggregate} needs value (a column) or hours_between (two columns)")
        if self.aggregate == "share" and not self.numerator:
            raise ValueError("share needs numerator: the conditions of the rows that succeed")
        if self.aggregate != "share" and self.numerator:
            raise ValueError("numerator belongs to aggregate = 'share'")
        if (self.aggregate == "ratio") != bool(self.over):
            raise ValueError("over (the divisor column) belongs to aggregate = 'ratio', which needs it")
        if any(not c.column for c in (*self.where, *self.numerator)) and not (self.value or self.hours_between):
            raise ValueError("a condition without column needs value or hours_between")
        return self

    def columns(self) -> Iterator[str]:
        """Yield every column the measure reads."""
        yield from (c.column for c in (*self.where, *self.numerator) if c.column)
        yield from (c.column for c in self.comparisons if c.column)
        yield from self.hours_between or ()
        yield self.period.column
        named = (self.value, self.over, self.segment, self.target if isinstance(self.target, str) else None)
        yield from (name for name in named if name)


class SeriesSetting(_Settings):
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


class TablesSettings(_Settings):
    """Settings of the collector `tables`."""

    path: Strings = ()
    """Files of the project: CSV, TSV, Parquet, Excel or SQLite; `*` and `**` are allowed."""
    uri: str | None = Field(default=None, pattern=r"^env:[A-Za-z_][A-Za-z0-9_]*$")
    """PostgreSQL: `env:NAME`, the environment variable that holds the connection URI."""
    table: str | None = None
    """Table or view of a database."""
    query: str | None = None
    """One SELECT; on files it reads the table `data`, on a database it runs in the database."""
    sheets: Strings = ()
    """Sheets of a workbook, `*` for all; left out: the first."""
    skip_rows: int = Field(default=0, ge=0, le=100)
    """Lines or rows above the header."""
    header_rows: int = Field(default=1, ge=1, le=5)
    """Rows of a workbook's header; several are joined with a slash: `实际值/2025`."""
    encoding: str = "auto"
    """Encoding of text files; auto: UTF-8, UTF-16 or GB18030 by content."""
    delimiter: Literal["auto", ",", "\t", ";", "|"] = "auto"
    """Delimiter of text files."""
    title: Text | None = None
    """Name of the records as evidence."""
    unique: str | None = None
    """Column that identifies a record; a record that occurs again is counted once (its first row)."""
    null_values: tuple[str, ...] = ("", "-", "—", "N/A", "n/a", "NULL", "无")
    """Cells that mean unknown."""
    suffixes: tuple[str, ...] = ()
    """Units that may follow a number in a cell and are dropped, e.g. 件."""
    timezone: str = "Asia/Shanghai"
    """Time zone in which times that carry an offset are read."""
    on_bad_value: Literal["fail", "report"] = "fail"
    """A cell of the wrong type or a row of the wrong length: stop the run, or leave the row out and warn."""
    memory_limit: str = Field(default="1GB", pattern=r"^\d+(\.\d+)?\s*(MB|GB)$")
    """Memory the query engine may take."""
    columns: dict[str, Strings] = {}
    """Names under which a column occurs in the files, by the name used here."""
    optional: tuple[str, ...] = ()
    """Columns that some files may lack; their cells are then unknown."""
    measures: tuple[MeasureSetting, ...] = ()
    """Measures computed from the rows."""
    series: tuple[SeriesSetting, ...] = ()
    """Measures that the rows already hold."""

    @model_validator(mode="after")
    def _one_origin(self) -> TablesSettings:
        if bool(self.path) == bool(self.uri):
            raise ValueError("needs either path (files) or uri (PostgreSQL)")
        if self.uri and not (self.table or self.query):
            raise ValueError("uri needs table or query")
        if self.table and self.query:
            raise ValueError("has both table and query; keep one")
        ids = [measure.id for measure in self.measures]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"measure id occurs twice: {', '.join(twice)}")
        return self

    def needed(self) -> tuple[str, ...]:
        """Return the columns that the measures, the series and `unique` read, each once."""
        of_measures = [name for measure in self.measures for name in measure.columns()]
        of_series = [name for series in self.series for name in series.columns()]
        return tuple(dict.fromkeys([*([self.unique] if self.unique else []), *of_measures, *of_series]))
