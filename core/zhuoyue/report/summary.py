"""What the summary page shows: the total, the categories, where points were won and lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item, ItemKind, ScoreBand
from zhuoyue.model.finding import Finding, FindingKind, Weight
from zhuoyue.model.problem import Severity
from zhuoyue.model.scheme_data import Band, SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.report.band import band_of
from zhuoyue.scoring import add_up

TOP = 6
"""Findings of each kind on the summary page."""


@dataclass(frozen=True)
class CategoryLine:
    """One category with its sum."""

    category: Category
    score: Score
    states: tuple[tuple[State, int], ...]
    """How many items are in each state."""


@dataclass(frozen=True)
class Ranked:
    """A finding with the points that hang on it."""

    finding: Finding
    item: Item
    stake: Decimal
    """Points won with the item (strength), or still to be won (improvement)."""
    open: bool
    """True when the item is not rated, so that `stake` is the most that may be won."""
    sources: int
    """Pieces of evidence and measures it rests on."""


@dataclass(frozen=True)
class Spread:
    """The items of one scheme by band or level."""

    scheme: SchemeData
    bands: tuple[tuple[Band, tuple[Item, ...]], ...]


@dataclass(frozen=True)
class Placed:
    """Where the sum of process items, of result items or of all stands among the model's named ranges of points."""

    kind: ItemKind | None
    score: Score
    bands: tuple[ScoreBand, ...]
    """One band, or those that the range of an unknown sum touches; none where items that do not apply left the sum."""


@dataclass(frozen=True)
class Summary:
    """The summary page."""

    total: Score | None
    """None where the model has no total."""
    categories: tuple[CategoryLine, ...]
    spreads: tuple[Spread, ...]
    """Items by the band or level they are in, scheme by scheme."""
    score_bands: tuple[Placed, ...]
    """The model's named ranges of points that the sums lie in."""
    rated: int
    """Items with a rating or a suggestion in force."""
    items: int
    strengths: tuple[Ranked, ...]
    improvements: tuple[Ranked, ...]
    strength_count: int
    improvement_count: int
    evidence_count: int
    expired_count: int
    measure_count: int
    errors: int
    warnings: int
    unverified: int
    """Items whose data were not checked against a published copy."""


def summary(assessment: Assessment) -> Summary:
    """Return what the summary page shows."""
    strengths, improvements = (tuple(ranked(assessment, kind)) for kind in FindingKind)
    severities = Counter(problem.severity for problem in assessment.problems)
    states = Counter(result.score.state for result in assessment.results)
    return Summary(
        total=assessment.total,
        categories=tuple(category_lines(assessment)),
        spreads=tuple(_spreads(assessment)),
        score_bands=tuple(placed(assessment)),
        rated=states[State.RATED] + states[State.SUGGESTED],
        items=len(assessment.results),
        strengths=strengths[:TOP],
        improvements=improvements[:TOP],
        strength_count=len(strengths),
        improvement_count=len(improvements),
        evidence_count=len(assessment.evidence),
        expired_count=sum(one.expired(assessment.as_of) for one in assessment.evidence),
        measure_count=len(assessment.measures),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        unverified=sum(not item.verified for item in assessment.criteria.items),
    )


def category_lines(assessment: Assessment) -> Iterator[CategoryLine]:
    """Yield the categories in the criteria's order."""
    for category in assessment.criteria.categories:
        states = Counter(assessment.result_of[item.id].score.state for item in category.items)
        yield CategoryLine(category, assessment.categories[category.code], tuple(states.items()))


def _spreads(assessment: Assessment) -> Iterator[Spread]:
    for scheme in assessment.schemes.values():
        found = [
            (band_of(scheme, assessment.result_of[item.id].score), item)
            for item in assessment.criteria.items
            if item.scheme == scheme.name
        ]
        yield Spread(scheme, tuple((band, tuple(item for own, item in found if own == band)) for band in scheme.bands))


def placed(assessment: Assessment) -> Iterator[Placed]:
    """Yield where the sums stand among the named ranges of points, as far as the model has any."""
    every = assessment.criteria.score_bands
    for kind in dict.fromkeys(band.kind for band in every):
        parts = [
            (item.code, assessment.result_of[item.id].score)
            for item in assessment.criteria.items
            if kind is None or item.kind is kind
        ]
        score = add_up(parts)
        whole = sum((item.points for item in assessment.criteria.items if kind in {None, item.kind}), Decimal(0))
        own = [band for band in every if band.kind is kind and score.maximum == whole]
        first = max((band for band in own if band.low <= score.low), key=lambda one: one.low, default=None)
        bands = tuple(band for band in own if band is first or score.low < band.low <= score.high)
        yield Placed(kind, score, bands)


def ranked(assessment: Assessment, kind: FindingKind) -> list[Ranked]:
    """Return all findings of a kind: bold ones first, then by the points that hang on them."""
    order = {item.id: number for number, item in enumerate(assessment.criteria.items)}
    found = [
        _rank(finding, assessment.criteria.by_id[result.item], result.score)
        for result in assessment.results
        for finding in result.findings
        if finding.kind is kind
    ]
    return sorted(found, key=lambda one: (one.finding.weight is not Weight.BOLD, -one.stake, order[one.item.id]))


def _rank(finding: Finding, item: Item, score: Score) -> Ranked:
    strength = finding.kind is FindingKind.STRENGTH
    stake = score.low if strength else score.maximum - score.low
    return Ranked(finding, item, stake, score.value is None, len(finding.evidence))
