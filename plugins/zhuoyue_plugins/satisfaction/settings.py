"""What a user may write in a `[[sources]]` table whose collector is `satisfaction`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhuoyue import ComparisonKind, Direction, Number, Period, SettingError, Slug, Text, did_you_mean, plain
from zhuoyue.records import RecordsSettings, SettingsTable
from zhuoyue_plugins.satisfaction.asking import AnswerFields, WavesSetting
from zhuoyue_plugins.satisfaction.modelling import ModelSetting

RESERVED = frozenset({"nps", "top-two", "complained", "response-rate"})
"""Names of measures that are no construct's index."""
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


class ExpectationSetting(SettingsTable):
    """How wide the zones around the lower expectation limit are, as shares of a question's scale."""

    near: Decimal = Field(default=Decimal("0.05"), ge=0, lt=Decimal("0.5"))
    """Answers so close to the lower limit (LSL), above or below, count as near it."""
    far: Decimal = Field(default=Decimal("0.25"), gt=0, lt=1)
    """Answers more than this below the lower limit count as far below."""

    @model_validator(mode="after")
    def _apart(self) -> ExpectationSetting:
        if self.near >= self.far:
            raise SettingError("near must be less than far", "near 必须小于 far")
        return self


State = Literal["loyal", "favourable", "vulnerable", "at-risk", "not-assessable"]


class LoyaltySetting(SettingsTable):
    """The levels 5 to 1 of satisfaction, the state of loyalty each is assumed to lead to, and the assumed shares."""

    cuts: tuple[Decimal, Decimal, Decimal, Decimal] = (Decimal(20), Decimal(40), Decimal(60), Decimal(80))
    """Where on 0–100 a respondent's own index passes from level 1 to 2, 2 to 3, 3 to 4 and 4 to 5."""
    states: tuple[State, State, State, State, State] = (
        "loyal",
        "favourable",
        "vulnerable",
        "at-risk",
        "not-assessable",
    )
    """State of the levels 5, 4, 3, 2, 1; sources leave open which of the last two belongs to which level."""
    loyal_at_5: Decimal = Field(default=Decimal(60), ge=0, le=100)
    """Assumed percentage of loyal customers among the very satisfied."""
    loyal_at_4: Decimal = Field(default=Decimal(30), ge=0, le=100)
    """Assumed percentage of loyal customers among the satisfied."""

    @model_validator(mode="after")
    def _rising(self) -> LoyaltySetting:
        if not all(0 < low < high < 100 for low, high in zip(self.cuts, (*self.cuts[1:], Decimal(99)), strict=True)):
            raise SettingError(
                "cuts must rise between 0 and 100, e.g. [20, 40, 60, 80]",
                "cuts 应在 0 到 100 之间递增，例如 [20, 40, 60, 80]",
            )
        if len(set(self.states)) < len(self.states):
            raise SettingError(
                "states must name each state once, for the levels 5, 4, 3, 2, 1",
                "states 应按 5、4、3、2、1 级各列出一种状态，不得重复",
            )
        return self


class SatisfactionSettings(RecordsSettings):
    """Settings of the collector `satisfaction`: one row of the tables is one respondent's answers."""

    on_bad_value: Literal["fail", "report"] = "report"
    """A cell or row that cannot be read: leave it out and warn, or stop the run (`fail`)."""

    fields: AnswerFields = AnswerFields()
    """Columns that are no questions, by what they hold."""
    period: Literal["year", "half", "quarter", "month"] = "year"
    """Length of the periods."""
    constructs: dict[Slug, ConstructSetting]
    """What was asked, by name; the names of a preset model where one is used."""
    segment_title: Text = Text(zh="细分市场", en="Segment")
    """What the column `segment` divides customers by."""
    tier_title: Text = Text(zh="客户等级", en="Tier")
    """What the column `tier` divides customers by; it may be a product line or region too."""
    names: dict[str, Text] = Field(default={})
    """Words of the columns `segment` and `tier`, and what readers of either language see instead."""
    csi: str | None = None
    """Construct that is the customer satisfaction index; left out: `satisfaction`."""
    cli: str | None = None
    """Construct that is the customer loyalty index; left out: `loyalty`."""
    recommend_scale: Scale = (Decimal(0), Decimal(10))
    """Scale of the recommendation question, if it belongs to no construct."""
    level: Decimal = Field(default=Decimal("0.95"), gt=Decimal("0.5"), lt=1)
    """Level of the confidence intervals."""
    least_answers: int = Field(default=10, ge=2)
    """With fewer answers a figure has no interval and no test."""
    most_groups: int = Field(default=30, ge=1, le=200)
    """So many segments and tiers, those with most answers, are shown."""
    expectation: ExpectationSetting = ExpectationSetting()
    """Zones around the expectation interval."""
    loyalty: LoyaltySetting = LoyaltySetting()
    """Levels, and the assumed map from satisfaction to loyalty."""
    model: ModelSetting | None = None
    """Path model of what drives satisfaction; its weights are used for the indices."""
    waves: WavesSetting | None = None
    """Register of how many were asked, for the response rate."""

    @model_validator(mode="after")
    def _known(self) -> SatisfactionSettings:
        if not self.constructs:
            raise SettingError(
                "constructs names none; at least one table [sources.constructs.NAME] with questions is needed",
                "constructs 为空；至少需要一个含 questions 的表 [sources.constructs.NAME]",
            )
        if taken := sorted(RESERVED & set(self.constructs)):
            raise SettingError(
                f"constructs: {taken[0]!r} is the name of another measure; choose another",
                f"constructs：{taken[0]!r} 是其他指标的名称，请改名",
            )
        for key, named in (("csi", self.csi), ("cli", self.cli)):
            if named is not None and named not in self.constructs:
                hint, hint_zh = did_you_mean(named, self.constructs)
                raise SettingError(
                    f"{key}: there is no construct {named!r}{hint}", f"{key}：没有构念 {named!r}{hint_zh}"
                )
        if self.fields.answered and self.fields.period:
            raise SettingError(
                "fields has both answered and period; keep one", "fields 同时写了 answered 和 period，请只保留其一"
            )
        self._check_model()
        return self

    def _check_model(self) -> None:
        """Raise ValueError where the model names what the settings do not have."""
        model = self.model
        if model is None:
            return
        if model.groups and not getattr(self.fields, model.groups):
            raise SettingError(
                f"model.groups = {model.groups!r} needs the column in fields.{model.groups}",
                f"model.groups = {model.groups!r} 需要在 fields.{model.groups} 中指定列",
            )
        # Those of a preset are checked where it is filled in.
        known = {name for path in model.paths or () for name in path}
        for name in () if model.preset else model.formative:
            if name not in known:
                hint, hint_zh = did_you_mean(name, known)
                raise SettingError(
                    f"model.formative: no path begins or ends at a construct {name!r}{hint}",
                    f"model.formative：没有路径以构念 {name!r} 为起点或终点{hint_zh}",
                )
        for name in model.constructs.values():
            if name not in self.constructs:
                hint, hint_zh = did_you_mean(name, self.constructs)
                raise SettingError(
                    f"model.constructs: there is no construct {name!r}{hint}",
                    f"model.constructs：没有构念 {name!r}{hint_zh}",
                )

    @property
    def csi_name(self) -> str | None:
        """The construct that is the CSI, if there is one."""
        return self.csi or ("satisfaction" if "satisfaction" in self.constructs else None)

    @property
    def cli_name(self) -> str | None:
        """The construct that is the CLI, if there is one."""
        return self.cli or ("loyalty" if "loyalty" in self.constructs else None)

    def asked(self) -> Iterator[QuestionSetting]:
        """Yield every question."""
        for construct in self.constructs.values():
            yield from construct.questions

    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Return how each column is read."""
        found: dict[str, set[str]] = {}
        for column, kind in self.fields.columns():
            found.setdefault(column, set()).add(kind)
        for item in self.asked():
            found.setdefault(item.column, set()).add("flag" if item.yes_no else "number")
            for column in item.limit_columns():
                found.setdefault(column, set()).add("number")
        return {column: frozenset(kinds) for column, kinds in found.items()}
