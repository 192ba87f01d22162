"""The score sheet in the order of GB/Z 19579 Annex C: item, points, percent, score, with sums."""

from __future__ import annotations

from dataclasses import dataclass

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.scheme_data import Band
from zhuoyue.model.score import Score
from zhuoyue.report.band import band_of


@dataclass(frozen=True)
class Line:
    """One item."""

    item: Item
    score: Score
    band: Band | None
    assessor: str
    """Who gave the rating in force; empty without one."""


@dataclass(frozen=True)
class Block:
    """One category with its items."""

    category: Category
    score: Score
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Scorecard:
    """The score sheet."""

    blocks: tuple[Block, ...]
    total: Score | None
    """None where the model has no total."""
    unverified: bool
    """True when some points were not checked against a published copy."""


def scorecard(assessment: Assessment) -> Scorecard:
    """Return the score sheet."""
    blocks = tuple(block(assessment, category) for category in assessment.criteria.categories)
    unverified = any(not item.verified for item in assessment.criteria.items)
    return Scorecard(blocks, assessment.total, unverified)


def block(assessment: Assessment, category: Category) -> Block:
    """Return one category with its items."""
    lines = tuple(_line(assessment, item) for item in category.items)
    return Block(category, assessment.categories[category.code], lines)


def _line(assessment: Assessment, item: Item) -> Line:
    result = assessment.result_of[item.id]
    rating = result.rating.assessor if result.rating else ""
    return Line(item, result.score, band_of(assessment.scheme_of(item), result.score), rating)
