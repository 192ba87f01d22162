"""Everyone's percents of one item, before and after the team agreed, as a chart of dots."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhuoyue.charts.dots import DotsChart, Vote, dots
from zhuoyue.charts.range_strip import StripBand
from zhuoyue.model.agreement import ItemAgreement
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.scheme_data import Scale, SchemeData


def independent(assessment: Assessment, item: str) -> tuple[Rating, ...]:
    """Return the independent ratings of an item (by id) that decide and that the tier shows."""
    ratings = assessment.result_of[item].ratings
    return tuple(one for one in ratings if one.stage is Stage.INDEPENDENT and one.decides)


def decided(assessment: Assessment, item: str, stage: Stage) -> Rating | None:
    """Return what the team decided about an item at a stage; None when it has not."""
    ratings = assessment.result_of[item].ratings
    return next((one for one in ratings if one.stage is stage and one.decides), None)


def item_agreement(assessment: Assessment, item: str) -> ItemAgreement | None:
    """Return how far the ratings of an item lie apart; None when fewer than two rated it."""
    items = assessment.agreement.items if assessment.agreement else ()
    return next((one for one in items if one.item == item), None)


def strip_bands(scheme: SchemeData, language: str) -> tuple[StripBand, ...]:
    """Return the scheme's bands as stretches of the line."""
    return tuple(StripBand(one.low, one.high, f"{one.number} {one.title.get(language)}") for one in scheme.bands)


def item_dots(assessment: Assessment, item: str, title: str, language: str) -> DotsChart | None:
    """Lay out everyone's percents; None when fewer than two assessors rated, or the tier does not show them."""
    apart, ratings = item_agreement(assessment, item), independent(assessment, item)
    if apart is None or len(ratings) < 2:
        return None
    scheme = assessment.scheme_of(item)
    named = bool(assessment.agreement and assessment.agreement.assessors)
    return dots(
        title,
        [_vote(assessment, one, apart.outliers, language if named else "") for one in ratings if not one.open],
        language,
        bands=strip_bands(scheme, language),
        median=apart.median,
        agreed=_percent(decided(assessment, item, Stage.CONSENSUS)),
        visited=_percent(decided(assessment, item, Stage.SITE_VISIT)),
        write=(lambda place: scheme.shown_mean(place).get(language)) if scheme.scale is Scale.LEVEL else None,
    )


def _vote(assessment: Assessment, rating: Rating, outliers: Sequence[str], language: str) -> Vote:
    """Return one dot; without a language it bears no name."""
    name = assessment.called(rating.assessor, language) if language else ""
    return Vote(name, rating.percent, rating.assessor in outliers)


def _percent(rating: Rating | None) -> Decimal | None:
    return rating.percent if rating else None
