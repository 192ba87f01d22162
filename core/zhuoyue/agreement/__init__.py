"""How far assessors agree before they meet: item by item, pair by pair, over all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.coefficients import FEWEST, coefficients
from zhuoyue.agreement.item import item_agreement
from zhuoyue.agreement.kappa import kappas
from zhuoyue.agreement.leniency import leniencies
from zhuoyue.agreement.panel import panel_of
from zhuoyue.agreement.rounding import rounded
from zhuoyue.model.agreement import Agreement, PairAgreement

if TYPE_CHECKING:
    import numpy as np

    from zhuoyue.config import ConsensusTable
    from zhuoyue.model.criteria import Criteria
    from zhuoyue.model.rating import Rating
    from zhuoyue.model.scheme_data import SchemeData

_PLACES = 6


def agree(
    ratings: Sequence[Rating], criteria: Criteria, schemes: Mapping[str, SchemeData], table: ConsensusTable
) -> Agreement | None:
    """Return how far the independent ratings agree; None when fewer than two assessors rated.

    Args:
        ratings: all ratings; only those of the independent stage that decide are looked at.
        criteria: the criteria, for order and points.
        schemes: grids and bands by name.
        table: when an item must be discussed.
    """
    panel = panel_of(ratings, criteria, schemes)
    if len(panel.assessors) < 2:
        return None
    items = (
        item_agreement(criteria.by_id[item], votes, panel.schemes[item], table) for item, votes in panel.votes.items()
    )
    percents, bands = panel.percents(), panel.bands()
    # Leniency is given from the first common item on: it describes what was given, and says of how many items.
    return Agreement(
        assessors=panel.assessors,
        items=tuple(item for item in items if item is not None),
        coefficients=tuple(coefficients(percents, bands, table.level)),
        pairs=tuple(_pairs(panel.assessors, bands)),
        leniency=tuple(leniencies(panel.assessors, percents)),
        max_range=table.max_range,
        max_bands=table.max_bands,
    )


def _pairs(assessors: tuple[str, ...], bands: np.ndarray[Any, np.dtype[np.float64]]) -> Iterator[PairAgreement]:
    import numpy as np

    values, items = kappas(bands)
    for (one, first), (other, second) in combinations(enumerate(assessors), 2):
        kappa = float(values[one, other]) if items[one, other] >= FEWEST else float("nan")
        yield PairAgreement(
            first=first,
            second=second,
            items=int(items[one, other]),
            kappa=None if np.isnan(kappa) else rounded(kappa, _PLACES),
        )
