"""What one measure says about level, trend and comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhuoyue import Comparison, Direction, Measure, Point, Reading, Text, Verdict
from zhuoyue_plugins.letci import series
from zhuoyue_plugins.letci.settings import Settings
from zhuoyue_plugins.letci.statistics import Trend
from zhuoyue_plugins.letci.wording import PER, better, both, chance, change, fraction, rounded, shown, who

_STANDING = {
    Verdict.GOOD: ("at least as good", "不低于对方水平"),
    Verdict.MIXED: ("within tolerance", "在容差之内"),
    Verdict.POOR: ("behind", "落后"),
}
_METHODS = {
    "exact": ("exact", "精确分布"),
    "normal": ("normal approximation", "正态近似"),
    "seasonal": ("seasonal test", "季节性检验"),
}


@dataclass(frozen=True)
class Judged:
    """A measure with its three readings."""

    measure: Measure
    level: Reading
    trend: Reading
    comparison: Reading
    change: Text | None
    """The trend in few words; None if it is unknown."""
    has_target: bool
    """Whether it has a target with a value."""
    segments: int
    """Parts with a value."""

    @property
    def readings(self) -> dict[str, Reading]:
        """The readings by dimension."""
        return {"Le": self.level, "T": self.trend, "C": self.comparison}


def judge_measure(measure: Measure, settings: Settings, day: date) -> Judged:
    """Read one measure. Values of periods that begin after `day` are not looked at."""
    points = series.until(measure.points, day)
    trend, change = _trend(measure, points, settings)
    return Judged(
        measure,
        _level(measure, points, settings, day),
        trend,
        _comparison(measure, points, settings),
        change,
        bool(series.until(measure.targets, day)),
        sum(1 for segment in measure.segments if series.until(segment.points, day)),
    )


def standing(value: Decimal, reference: Decimal, direction: Direction, tolerance: Decimal) -> Verdict:
    """Hold a value against a reference: as good, within `tolerance` (a share of the reference), or behind."""
    ahead = value - reference if direction is Direction.HIGHER else reference - value
    if ahead >= 0:
        return Verdict.GOOD
    return Verdict.MIXED if -ahead <= tolerance * abs(reference) else Verdict.POOR


def _value(point: Point) -> Decimal:
    return Decimal(0) if point.value is None else point.value


def _reading(dimension: str, measure: Measure, verdict: Verdict, en: str, zh: str) -> Reading:
    return Reading(dimension=dimension, measure=measure.id, verdict=verdict, reason=both(en, zh))


def _level(measure: Measure, points: list[Point], settings: Settings, day: date) -> Reading:
    """Read the latest value against its target; without a target against the average or another comparison."""
    if not points:
        en, zh = "no value in the period", "评价期内没有数值"
        return _reading("Le", measure, Verdict.UNKNOWN, en, zh)
    latest = points[-1]
    begins = series.first_day(latest.period)
    targets = series.until(measure.targets, begins)
    if targets:
        same = [target for target in targets if target.period == latest.period]
        target = (same or targets)[-1]
        return _against(measure, latest, target, ("target", "目标"), settings)
    for kind in ("average", "competitor", "benchmark"):
        for comparison in measure.comparisons:
            if comparison.kind == kind and (common := _common(points, comparison)):
                en, zh = who(comparison)
                return _against(measure, *common, (f"no target; {en}", f"无目标；{zh}"), settings)
    value_en, value_zh = shown(_value(latest), measure)
    en = f"{latest.period}: {value_en}; neither a target nor a comparison says whether that is good"
    zh = f"{latest.period}：{value_zh}；既无目标也无对比数据，无法判断水平"
    return _reading("Le", measure, Verdict.UNKNOWN, en, zh)


def _against(measure: Measure, own: Point, other: Point, name: tuple[str, str], settings: Settings) -> Reading:
    verdict = standing(_value(own), _value(other), measure.direction, settings.tolerance)
    allowed = fraction(settings.tolerance)
    words = {
        Verdict.GOOD: ("met", "达到"),
        Verdict.MIXED: (f"missed by no more than {allowed}", f"差距不超过 {allowed}"),
        Verdict.POOR: (f"missed by more than {allowed}", f"差距超过 {allowed}"),
    }[verdict]
    value, reference, way = shown(_value(own), measure), shown(_value(other), measure), better(measure)
    when = "" if own.period == other.period else f" ({other.period})"
    en = f"{own.period}: {value[0]}, {name[0]}{when} {reference[0]} ({way[0]}): {words[0]}"
    zh = f"{own.period}：{value[1]}，{name[1]}{when} {reference[1]}（{way[1]}）：{words[1]}"
    return _reading("Le", measure, verdict, en, zh)


def _trend(measure: Measure, points: list[Point], settings: Settings) -> tuple[Reading, Text | None]:
    """Read the trend by Mann–Kendall and Theil–Sen, with the rule for short series; also in few words."""
    if len(points) < settings.min_periods:
        en = f"{len(points)} period(s) with a value; a trend needs {settings.min_periods}"
        zh = f"只有 {len(points)} 个周期有数值；判断趋势至少需要 {settings.min_periods} 个"
        return _reading("T", measure, Verdict.UNKNOWN, en, zh), None
    if len({series.grain(point.period) for point in points}) > 1:
        en, zh = "periods of different lengths cannot be put in one series", "周期长短不一，无法构成同一序列"
        return _reading("T", measure, Verdict.UNKNOWN, en, zh), None
    result = series.read_trend(points)
    verdict, said = _verdict(result, measure.direction, settings)
    step = PER["year" if result.method == "seasonal" else series.grain(points[0].period)]
    span = f"{points[-result.n].period}–{points[-1].period}"
    figures = _figures(result, measure, span, step)
    slope = change(result.slope, measure)
    brief = both(f"{slope[0]} {step[0]} in {span}", f"{span} {step[1]} {slope[1]}")
    return _reading("T", measure, verdict, f"{figures.en}: {said.en}", f"{figures.zh}：{said.zh}"), brief


def _figures(result: Trend, measure: Measure, span: str, step: tuple[str, str]) -> Text:
    slope, method = change(result.slope, measure), _METHODS[result.method]
    test = f"S = {result.s}, {chance(result.p)}"
    way = better(measure)
    return both(
        f"{span}, n = {result.n}, Theil–Sen slope {slope[0]} {step[0]} ({way[0]}), Mann–Kendall {test} ({method[0]})",
        f"{span}，n = {result.n}，Theil–Sen 斜率 {step[1]} {slope[1]}（{way[1]}），Mann–Kendall {test}（{method[1]}）",
    )


def _verdict(result: Trend, direction: Direction, settings: Settings) -> tuple[Verdict, Text]:
    improving = (result.s > 0) == (direction is Direction.HIGHER)
    verdict = Verdict.GOOD if improving else Verdict.POOR
    word = ("improving", "向好") if improving else ("worsening", "变差")
    alpha = f"α = {settings.alpha}"
    if result.s and result.p <= settings.alpha:
        return verdict, both(f"{word[0]}, significant at {alpha}", f"{word[1]}，在 {alpha} 下显著")
    if result.least_p <= settings.alpha:
        en, zh = f"no change that is significant at {alpha}", f"在 {alpha} 下没有显著变化"
        return Verdict.MIXED, both(en, zh)
    short = f"{rounded(Decimal(repr(result.least_p)), 3)}"
    en = f"too short for significance (the smallest p that {result.n} values can reach is {short})"
    zh = f"序列过短，无法达到显著（{result.n} 个数值可能的最小 p 为 {short}）"
    if result.steady and settings.short_series == "steps":
        return verdict, both(f"{word[0]} in every step; {en}", f"每一步都{word[1]}；{zh}")
    return Verdict.MIXED, both(f"no verdict; {en}", f"不作判断；{zh}")


def _common(points: list[Point], comparison: Comparison) -> tuple[Point, Point] | None:
    """Return our point and theirs in the latest period that both have."""
    theirs = {point.period: point for point in comparison.points if point.value is not None}
    return next(((own, theirs[own.period]) for own in reversed(points) if own.period in theirs), None)


def _comparison(measure: Measure, points: list[Point], settings: Settings) -> Reading:
    """Hold the measure against everybody it is compared with, each in the latest common period."""
    if not measure.comparisons:
        return _reading("C", measure, Verdict.UNKNOWN, "no comparison data", "没有对比数据")
    held = [one for one in (_held(measure, points, other, settings) for other in measure.comparisons) if one]
    if not held:
        en, zh = "no period in which both sides have a value", "双方没有共同的周期"
        return _reading("C", measure, Verdict.UNKNOWN, en, zh)
    en, zh = "; ".join(said.en for _, said in held), "；".join(said.zh for _, said in held)
    # Leading one and trailing another is neither good nor poor.
    verdict = held[0][0] if len({one for one, _ in held}) == 1 else Verdict.MIXED
    return _reading("C", measure, verdict, f"{en} ({better(measure)[0]})", f"{zh}（{better(measure)[1]}）")


def _held(
    measure: Measure, points: list[Point], comparison: Comparison, settings: Settings
) -> tuple[Verdict, Text] | None:
    """Hold the measure against one of them; None if they have no period in common."""
    common = _common(points, comparison)
    if common is None:
        return None
    own, theirs = common
    verdict = standing(_value(own), _value(theirs), measure.direction, settings.tolerance)
    a, b = shown(_value(own), measure), shown(_value(theirs), measure)
    other, said = who(comparison), _STANDING[verdict]
    return verdict, both(
        f"{own.period}: {a[0]} against {b[0]} of {other[0]}: {said[0]}",
        f"{own.period}：{a[1]}，{other[1]} {b[1]}：{said[1]}",
    )
