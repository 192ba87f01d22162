"""What several rules look at: who judged what, which findings are assessors', what supports an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Assessment, Evidence, Exhibit, Finding, FindingKind, Item, ItemResult, Measure, Rating, Stage, Text


@dataclass(frozen=True)
class Rated:
    """An item with the percent in force."""

    item: Item
    result: ItemResult
    rating: Rating
    percent: Decimal
    shown: Text
    """The figure as a reader knows it: a percent, a level."""


@dataclass(frozen=True)
class Judged:
    """What one assessor, or the team, says about an item."""

    item: Item
    who: str
    """The assessor, where several judged alone; else empty."""
    percent: Decimal
    shown: Text
    """The figure as a reader knows it: a percent, a level."""
    where: str
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]


@dataclass(frozen=True)
class Support:
    """What an item rests on."""

    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    exhibits: tuple[Exhibit, ...]

    def __bool__(self) -> bool:
        return bool(self.evidence or self.measures or self.exhibits)


def results(assessment: Assessment) -> Iterator[tuple[Item, ItemResult]]:
    """Yield items with their results, in the criteria's order."""
    for result in assessment.results:
        yield assessment.criteria.by_id[result.item], result


def rated(assessment: Assessment) -> Iterator[Rated]:
    """Yield items that have a percent in force; a suggestion is no rating."""
    for item, result in results(assessment):
        if result.rating is not None and result.rating.percent is not None:
            percent = result.rating.percent
            yield Rated(item, result, result.rating, percent, assessment.scheme_of(item).shown(percent))


def findings(assessment: Assessment, result: ItemResult) -> tuple[Finding, ...]:
    """Return the assessors' findings on an item: plugins' are proposals."""
    plugins = {plugin.name for plugin in assessment.provenance.plugins}
    return tuple(one for one in result.findings if one.source not in plugins)


def agreed(result: ItemResult) -> bool:
    """Tell whether the team, and not only one assessor, has decided."""
    return result.rating is not None and result.rating.stage is not Stage.INDEPENDENT


def judged(assessment: Assessment) -> Iterator[Judged]:
    """Yield what the team says about an item; before it has met, what each assessor says."""
    for item, result in results(assessment):
        own = findings(assessment, result)
        if agreed(result) and result.rating is not None:
            if result.rating.percent is not None:
                yield _judged(assessment, item, "", result.rating.percent, result.rating.where, own)
            continue
        alone = [one for one in result.ratings if one.stage is Stage.INDEPENDENT and one.decides]
        if len(alone) == 1 and alone[0].percent is not None:
            yield _judged(assessment, item, "", alone[0].percent, alone[0].where, own)
            continue
        mine: dict[str, list[Finding]] = defaultdict(list)
        for finding in own:
            mine[finding.source].append(finding)
        for one in alone:
            if one.percent is not None:
                yield _judged(assessment, item, one.assessor, one.percent, one.where, tuple(mine[one.assessor]))


def _judged(
    assessment: Assessment, item: Item, who: str, percent: Decimal, where: str, own: tuple[Finding, ...]
) -> Judged:
    strengths = tuple(one for one in own if one.kind is FindingKind.STRENGTH)
    improvements = tuple(one for one in own if one.kind is FindingKind.IMPROVEMENT)
    shown = assessment.scheme_of(item).shown(percent)
    return Judged(item, who, percent, shown, where, strengths, improvements)


def support(assessment: Assessment, result: ItemResult, *, texts: bool = False) -> Support:
    """Return what is filed under an item or named by its assessors' findings; with `texts` by its narrative too."""
    ids = dict.fromkeys((*result.evidence, *result.measures, *result.exhibits))
    ids |= dict.fromkeys(ref for one in findings(assessment, result) for ref in one.evidence)
    if texts:
        own = (one for one in assessment.narratives if one.code == result.item)
        ids |= dict.fromkeys(ref for one in own for ref in one.references)
    return Support(
        tuple(assessment.evidence_by_id[one] for one in ids if one in assessment.evidence_by_id),
        tuple(assessment.measure_by_id[one] for one in ids if one in assessment.measure_by_id),
        tuple(assessment.exhibit_by_id[one] for one in ids if one in assessment.exhibit_by_id),
    )
