"""How the assessment was made: criteria, scheme, policy, plugins, inputs, problems."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue.model.assessment import Assessment, Provenance
from zhuoyue.model.criteria import Criteria, Item, ItemKind
from zhuoyue.model.problem import Problem
from zhuoyue.model.scheme import Band, Dimension, SchemeData


@dataclass(frozen=True)
class BandTable:
    """What each band says about each dimension of one kind of items."""

    kind: ItemKind
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Method:
    """The page on method and provenance."""

    criteria: Criteria
    scheme: SchemeData
    tables: tuple[BandTable, ...]
    unverified: tuple[Item, ...]
    problems: tuple[Problem, ...]
    provenance: Provenance
    policy: tuple[tuple[str, str], ...]


def method(assessment: Assessment) -> Method:
    """Return what the page shows."""
    scheme = assessment.scheme
    tables = (BandTable(kind, scheme.of_kind(kind), scheme.bands) for kind in ItemKind)
    return Method(
        criteria=assessment.criteria,
        scheme=scheme,
        tables=tuple(table for table in tables if table.dimensions),
        unverified=tuple(item for item in assessment.criteria.items if not item.verified),
        problems=assessment.problems,
        provenance=assessment.provenance,
        policy=tuple(assessment.provenance.policy.items()),
    )
