"""What a user may write about the questions of a survey and the constructs that they measure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from zhuoyue import ComparisonKind, Direction, Number, Period, SettingError, Text, plain
from zhuoyue.records import SettingsTable

DEFAULT_SCALE = (Decimal(1), Decimal(10))
_LOW_INDEX = Decimal(20)
"""Nobody aims so low: a target below it is a mean on the scale of the answers."""


def _ordered(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, int | float) for one in value):
        low, high = (Decimal(str(one)) for one in value)
        if low >= high:
            raise SettingError(
                "needs the lowest answer first: scale = [1, 10]; for questions where 1 is best, reversed",
                "最低分在前：scale = [1, 10]；1 分为最好时用 reversed",
            )
        return low, high
    return value


def _question(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


Scale = Annotated[tuple[Decimal, Decimal], BeforeValidator(_ordered)]
"""Lowest and highest answer."""


class QuestionSetting(SettingsTable):
    """A question of the survey."""

    column: str
    """Column with its answers."""
    title: Text | None = None
    """The question as readers see it; left out: the column's name."""
    scale: Scale | None = None
    """Lowest and highest answer; left out: the construct's."""
    reversed: bool = False
    """Whether the lowest answer is the best; answers are turned round before anything is computed."""
    yes_no: bool = False
    """Whether the cells say yes or no (是/否, true/false, 1/0); yes counts 1, no counts 0."""
    expectation: tuple[Decimal | str, Decimal | str] | None = None
    """Customers' expectation, LSL and USL: two numbers on the question's scale (after turning round), or two "
    "columns."""

    @model_validator(mode="after")
    def _sound(self) -> QuestionSetting:
        if self.yes_no and self.scale:
            raise SettingError("a yes_no question has no scale; keep one of both", "yes_no 题没有量表，请只保留其一")
        if self.expectation and self.yes_no:
            raise SettingError("a yes_no question has no expectation interval", "yes_no 题没有期望区间")
        if self.expectation:
            low, high = self.expectation
            if isinstance(low, Decimal) != isinstance(high, Decimal):
                raise SettingError("expectation needs two numbers or two columns", "expectation 需要两个数字或两个列名")
            if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
                raise SettingError("expectation needs the lower limit (LSL) first", "expectation 下限（LSL）在前")
            if self.scale:
                self.check_limits(self.scale)
        return self

    def check_limits(self, scale: tuple[Decimal, Decimal]) -> None:
        """Raise ValueError where a limit lies outside the scale."""
        known = [one for one in self.expectation or () if isinstance(one, Decimal)]
        if any(not scale[0] <= one <= scale[1] for one in known):
            said, ends = (", ".join(map(plain, pair)) for pair in (known, scale))
            raise SettingError(
                f"expectation = [{said}] of {self.column!r} lies outside its scale [{ends}]; the limits are answers on "
                "that scale",
                f"{self.column!r} 的 expectation = [{said}] 超出其量表 [{ends}]；期望区间应为该量表上的分值",
            )

    def limit_columns(self) -> tuple[str, ...]:
        """Return the columns in which respondents were asked for the limits."""
        return tuple(one for one in self.expectation or () if isinstance(one, str))


AnyQuestion = Annotated[QuestionSetting, BeforeValidator(_question)]


class ComparisonSetting(SettingsTable):
    """Another organisation's index."""

    kind: ComparisonKind
    """competitor, benchmark or average."""
    name: Text
    """Who it is."""
    values: dict[Period, Number]
    """Its index 0–100 by period."""


class ConstructSetting(SettingsTable):
    """What several questions measure together."""

    title: Text | None = None
    """Name shown on the pages; left out: the usual name of a preset's construct, else the name in the settings."""
    questions: tuple[AnyQuestion, ...] = ()
    """Its questions: columns, or tables with column, title, scale, reversed, yes_no, expectation."""
    scale: Scale = DEFAULT_SCALE
    """Lowest and highest answer of its questions."""
    direction: Direction = Direction.HIGHER
    """Which way is better: lower for a construct such as complaints, whose high answers are bad news."""
    target: Number | dict[Period, Number] | None = None
    """Target for the index 0–100: a number for every period, or a table by period."""
    comparisons: tuple[ComparisonSetting, ...] = ()
    """Other organisations' indices."""

    @model_validator(mode="after")
    def _sound(self) -> ConstructSetting:
        for one in self.questions:
            if not one.scale and not one.yes_no:
                one.check_limits(self.scale)
        columns = [one.column for one in self.questions]
        if twice := sorted({one for one in columns if columns.count(one) > 1}):
            raise SettingError(
                f"questions names the column {twice[0]!r} twice; it would count double",
                f"questions 中列 {twice[0]!r} 出现两次，将被重复计算",
            )
        targets = self.target.values() if isinstance(self.target, Mapping) else (self.target,)
        for value in (one for one in targets if one is not None):
            self._check_index("target", value)
        for other in self.comparisons:
            for value in other.values.values():
                self._check_index("comparisons", value)
        return self

    def _check_index(self, key: str, value: Decimal) -> None:
        """Raise ValueError where a figure is no index, or looks like a mean on the scale of the answers."""
        low, high = self.scale
        if not 0 <= value <= 100:
            raise SettingError(
                f"{key} = {plain(value)} is no index; indices go from 0 to 100",
                f"{key} = {plain(value)} 不是指数，指数范围为 0 到 100",
            )
        if self.direction is Direction.HIGHER and low < value <= high and value < _LOW_INDEX:
            index = (value - low) / (high - low) * 100
            raise SettingError(
                f"{key} = {plain(value)} reads like a mean on the scale {plain(low)}–{plain(high)}; the index goes "
                f"from 0 to 100, where that mean is {plain(round(index, 1))}",
                f"{key} = {plain(value)} 像是 {plain(low)}–{plain(high)} 量表上的均值；指数范围为 0 到 100，"
                f"该均值折合 {plain(round(index, 1))}",
            )
