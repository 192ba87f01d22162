"""What later cycles need to know of a filed assessment: its numbers, which every tier may see."""

from __future__ import annotations

from decimal import Decimal

from zhuoyue.history.filing import Filed
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import Model, Visibility
from zhuoyue.model.cycle import Cycle
from zhuoyue.model.score import Score


class Summary(Model):
    """A cycle, and the tier of its assessment."""

    cycle: Cycle
    """Its numbers; not yet mapped to other criteria, its report not yet allowed."""
    visibility: Visibility
    """Tier of the filed assessment: what its report holds at most."""


def summary(one: Filed, assessment: Assessment) -> Summary:
    """Return the summary of a filed assessment."""
    manifest, agreement = one.manifest, assessment.agreement
    coefficients = agreement.coefficients if agreement else ()
    code = {item.id: item.code for item in assessment.criteria.items}
    cycle = Cycle(
        name=manifest.name,
        criteria=assessment.criteria.id,
        start=assessment.period.start,
        end=assessment.period.end,
        as_of=assessment.as_of,
        sha256=one.sha256,
        final=manifest.final,
        total=plain_score(assessment.total) if assessment.total else None,
        categories={key: plain_score(score) for key, score in assessment.categories.items()},
        items={code[result.item]: plain_score(result.score) for result in assessment.results},
        agreement={one.key: one.value for one in coefficients if one.value is not None},
        assessors=len(agreement.assessors) or _most(agreement.coefficients) if agreement else 0,
        languages=assessment.languages,
    )
    return Summary(cycle=cycle, visibility=assessment.visibility)


def plain_score(score: Score) -> Score:
    """Return a score without its steps."""
    return score.model_copy(update={"steps": (), "suggested": Decimal(score.suggested)})


def _most(coefficients: tuple[object, ...]) -> int:
    """Return how many assessors there were where their names are left out."""
    return max((getattr(one, "raters", 0) for one in coefficients), default=0)
