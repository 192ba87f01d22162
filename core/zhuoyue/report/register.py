"""The evidence register: every fact with its source, role, validity and hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.evidence import Evidence, EvidenceRole
from zhuoyue.report.address import Atlas


class Validity(StrEnum):
    """Whether evidence may be relied on, on the day of the assessment."""

    VALID = "valid"
    EXPIRED = "expired"
    OPEN = "open"
    """No last day is known."""


@dataclass(frozen=True)
class Row:
    """One piece of evidence."""

    evidence: Evidence
    validity: Validity
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """The evidence of one category; `category` is None for what supports no item."""

    category: Category | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Overview:
    """The register in figures."""

    total: int
    validity: tuple[tuple[Validity, int], ...]
    roles: tuple[tuple[EvidenceRole | None, int], ...]
    bare: tuple[Item, ...]
    """Items without any evidence."""


def overview(assessment: Assessment) -> Overview:
    """Return the register in figures."""
    validity = Counter(_validity(assessment, one) for one in assessment.evidence)
    roles = Counter(one.role for one in assessment.evidence)
    return Overview(
        len(assessment.evidence),
        tuple((one, validity[one]) for one in Validity if validity[one]),
        tuple((one, roles[one]) for one in (*EvidenceRole, None) if roles[one]),
        tuple(item for item in assessment.criteria.items if not assessment.result_of[item.id].evidence),
    )


def sections(assessment: Assessment, atlas: Atlas, part: Iterable[Evidence]) -> tuple[Section, ...]:
    """Return the rows of one page, by category."""

    def category(evidence: Evidence) -> str:
        item = atlas.home(evidence)
        return atlas.category_of(item.id).code if item else ""

    by_code = {one.code: one for one in assessment.criteria.categories}
    return tuple(
        Section(by_code.get(code), tuple(row(assessment, one) for one in members))
        for code, members in groupby(part, key=category)
    )


def row(assessment: Assessment, evidence: Evidence) -> Row:
    """Return one row."""
    known = assessment.criteria.by_id
    items = tuple(known[item] for item in evidence.items if item in known)
    return Row(evidence, _validity(assessment, evidence), items)


def _validity(assessment: Assessment, evidence: Evidence) -> Validity:
    if evidence.valid_until is None:
        return Validity.OPEN
    return Validity.EXPIRED if evidence.expired(assessment.as_of) else Validity.VALID
