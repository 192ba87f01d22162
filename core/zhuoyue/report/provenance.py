"""How the assessment was made: criteria, scheme, policy, plugins, inputs, problems."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue.model.assessment import Assessment, Provenance
from zhuoyue.model.criteria import Criteria, Item, ItemKind
from zhuoyue.model.problem import Problem
from zhuoyue.model.scheme_data import Band, Dimension, SchemeData
from zhuoyue.report.band import describe


@dataclass(frozen=True)
class BandTable:
    """What each band says about each dimension of one kind of items."""

    scheme: SchemeData
    kind: ItemKind
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Method:
    """The page on method and provenance."""

    criteria: Criteria
    schemes: tuple[SchemeData, ...]
    tables: tuple[BandTable, ...]
    unverified: tuple[Item, ...]
    problems: tuple[Problem, ...]
    provenance: Provenance
    policy: tuple[tuple[str, str], ...]


def method(assessment: Assessment) -> Method:
    """Return what the page shows."""
    tables = (
        BandTable(scheme, kind, scheme.of_kind(kind), scheme.bands)
        for scheme in assessment.schemes.values()
        for kind in ItemKind
    )
    return Method(
        criteria=assessment.criteria,
        schemes=tuple(assessment.schemes.values()),
        tables=tuple(table for table in tables if _described(table)),
        unverified=tuple(item for item in assessment.criteria.items if not item.verified),
        problems=assessment.problems,
        provenance=assessment.provenance,
        policy=tuple(assessment.provenance.policy.items()),
    )


def _described(table: BandTable) -> bool:
    """Tell whether its bands say anything about its dimensions."""
    return bool(table.dimensions) and any(
        describe(band, table.kind, one.key) for band in table.bands for one in table.dimensions
    )
