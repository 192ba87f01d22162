"""What an earlier edition said, in terms of the present items: an approximation, and so marked everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue.crosswalk.codes import item_code
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.cycle import Mapped
from zhuoyue.model.score import Score, State

_CENT = Decimal("0.01")


def mapped(scores: Mapping[str, Score], criteria: Criteria, crosswalk: Crosswalk) -> tuple[Mapped, ...]:
    """Return earlier percents by present item: the mean of the items that lead to it, weighted by their points.

    Halves round up, to two decimals. An item one of whose sources is unknown gets nothing; what was not applicable
    counts for nothing.

    Args:
        scores: scores of the earlier items by code.
        criteria: the present criteria.
        crosswalk: leads from the earlier criteria to the present ones.
    """
    sources = sources_by_target(scores, criteria, crosswalk)
    found = (_mapped(item.id, sources.get(item.code, ()), scores) for item in criteria.items)
    return tuple(one for one in found if one is not None)


def sources_by_target(earlier: Iterable[str], criteria: Criteria, crosswalk: Crosswalk) -> dict[str, tuple[str, ...]]:
    """Return the codes of the earlier items by the code of the present item they lead to, each once."""
    known, present = set(earlier), {item.code for item in criteria.items}
    found: dict[str, dict[str, None]] = {}
    for link in crosswalk.links:
        source, target = item_code(link.source, known), item_code(link.target, present)
        if source and target:
            found.setdefault(target, {})[source] = None
    return {target: tuple(codes) for target, codes in found.items()}


def _mapped(item: str, sources: tuple[str, ...], scores: Mapping[str, Score]) -> Mapped | None:
    counting = [scores[code] for code in sources if scores[code].state is not State.NOT_APPLICABLE]
    weight = sum((score.maximum for score in counting), Decimal(0))
    if not weight or any(score.percent is None for score in counting):
        return None
    total = sum((score.maximum * score.percent for score in counting if score.percent is not None), Decimal(0))
    return Mapped(item=item, percent=(total / weight).quantize(_CENT, rounding=ROUND_HALF_UP), sources=sources)
