"""The charts of each page, laid out from the assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.category_bars import BarRow, category_bars
from zhuoyue.charts.chart import Chart
from zhuoyue.charts.coverage_strip import coverage_strip
from zhuoyue.charts.number import span, written
from zhuoyue.charts.radar import LEAST, MOST, RadarAxis, radar
from zhuoyue.charts.range_strip import Threshold, range_strip
from zhuoyue.charts.series import measure_series
from zhuoyue.charts.sparkline import sparkline
from zhuoyue.charts.waterfall import WaterfallPart, waterfall
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.scheme_data import Scale
from zhuoyue.model.score import Score, State
from zhuoyue.report.dashboard import Card, Group
from zhuoyue.report.item import ItemPage
from zhuoyue.report.ladder import stairs
from zhuoyue.scoring import share

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class SummaryFigures:
    """Charts of the summary page."""

    strip: Chart | None
    """None where the model has no total."""
    coverage: Chart
    radar: Chart | None
    """None when the criteria have too few or too many categories, or these are not on one scale."""
    bars: Chart | None
    """None when the categories are not on one scale."""
    waterfall: Chart | None
    """None where the model has no points to lose."""


def summary_figures(assessment: Assessment, language: str) -> SummaryFigures:
    """Lay out the charts of the summary page."""
    zh = language == "zh"
    total = assessment.total
    parts = [
        (f"{category.code} {category.title.get(language)}", assessment.categories[category.code])
        for category in assessment.criteria.categories
    ]
    alike = bool(total) or len(assessment.schemes) == 1 or _percents_only(assessment)
    applicable = [(label, score) for label, score in parts if score.state is not State.NOT_APPLICABLE]
    return SummaryFigures(
        strip=_strip(assessment, total, language) if total else None,
        coverage=coverage_strip(
            "评分覆盖情况" if zh else "How much is rated",
            *_amounts(assessment),
            language,
            unit="points" if total else "items",
        ),
        radar=_radar(assessment, applicable, language) if alike and LEAST <= len(applicable) <= MOST else None,
        bars=_bars(assessment, parts, language) if alike else None,
        waterfall=waterfall(
            "失分分布" if zh else "Where points were lost", [_part(label, score) for label, score in parts], language
        )
        if total
        else None,
    )


def _percents_only(assessment: Assessment) -> bool:
    return all(scheme.scale is Scale.PERCENT for scheme in assessment.schemes.values())


def _radar(assessment: Assessment, parts: Sequence[tuple[str, Score]], language: str) -> Chart:
    """Lay out the profile: percents, or levels beside those aimed at."""
    zh, scheme = language == "zh", assessment.scheme
    axes = [RadarAxis(label, score.percent, *_percents(score)) for label, score in parts]
    if assessment.total:
        return radar("各类目得分率" if zh else "Categories, percent of points", axes, language)
    title = "各类目结果" if zh else "Categories"
    if len(assessment.schemes) > 1 or scheme.scale is not Scale.LEVEL:
        return radar(title, axes, language)
    rings = [band.low for band in scheme.bands if band.low]
    return radar(title, axes, language, rings=rings, write=lambda place: scheme.shown_mean(place).get(language))


def _bars(assessment: Assessment, parts: Sequence[tuple[str, Score]], language: str) -> Chart:
    zh = language == "zh"
    if assessment.total:
        title = "各类目得分率与得分" if zh else "Categories: percent and points"
        return category_bars(title, [_bar(label, score) for label, score in parts], language)
    return stairs(assessment, language) or category_bars(
        "各类目结果" if zh else "Categories",
        [BarRow(label, score.state, score.percent, *_percents(score)) for label, score in parts],
        language,
    )


def _strip(assessment: Assessment, total: Score, language: str) -> Chart:
    zh = language == "zh"
    return range_strip(
        "总分及其可能范围" if zh else "Total score and its possible range",
        total.value,
        total.low,
        total.high,
        total.maximum,
        language,
        interval=(total.spread.low, total.spread.high) if total.spread else None,
        threshold=_threshold(assessment, zh),
    )


def _threshold(assessment: Assessment, zh: bool) -> Threshold | None:
    """Return the first threshold of the policy; the page lists the others."""
    thresholds = assessment.uncertainty.thresholds if assessment.uncertainty else ()
    return Threshold(thresholds[0].points, "门槛" if zh else "Threshold") if thresholds else None


def _amounts(assessment: Assessment) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Return the points of items that are rated, suggested, unknown and not applicable; without points how many."""
    sums = dict.fromkeys(("rated", "suggested", "unknown", "not applicable"), Decimal(0))
    names = {State.RATED: "rated", State.SUGGESTED: "suggested", State.NOT_APPLICABLE: "not applicable"}
    for result in assessment.results:
        points = assessment.criteria.by_id[result.item].points if assessment.total else Decimal(1)
        sums[names.get(result.score.state, "unknown")] += points
    return sums["rated"], sums["suggested"], sums["unknown"], sums["not applicable"]


def item_figures(assessment: Assessment, view: ItemPage, language: str) -> Mapping[str, Chart]:
    """Lay out a chart for each measure of an item, by measure id."""
    return {measure.id: measure_series(measure, language, trend=True) for measure in view.measures}


def card_figures(groups: Iterable[Group], language: str) -> Mapping[str, Chart]:
    """Lay out a small chart for each card of the dashboard, by measure id."""
    return {card.measure.id: _spark(card, language) for group in groups for card in group.cards if card.measure.known}


def _spark(card: Card, language: str) -> Chart:
    measure = card.measure
    return sparkline(
        measure.title.get(language),
        [(point.period, point.value) for point in measure.points],
        language,
        target=card.target.value if card.target else None,
        decimals=measure.decimals,
    )


def _percents(score: Score) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest percent that a score may turn out to have."""
    if not score.maximum:
        return Decimal(0), _HUNDRED
    return share(score.low, score.maximum), share(score.high, score.maximum)


def _bar(label: str, score: Score) -> BarRow:
    known = written(score.value) if score.value is not None else span(score.low, score.high)
    return BarRow(label, score.state, score.percent, *_percents(score), points=f"{known} / {written(score.maximum)}")


def _part(label: str, score: Score) -> WaterfallPart:
    """Return a part by its points: its percent is rounded, and would not add up."""
    return WaterfallPart(label, score.maximum, None, score.low, score.high)
