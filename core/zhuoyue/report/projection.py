"""What the pages of a report in another model's terms show: coverage and suggested bands in the place of scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.finding import Finding, FindingKind, Weight
from zhuoyue.model.projection import Coverage, ProjectedItem, Projection
from zhuoyue.report.address import Spot
from zhuoyue.report.sheet import Book, Sheet, Step

_TOP = 8
"""Findings of each kind on the first page."""
_WITHOUT = ("feedback/", "improvement/", "agreement", "history/")
"""Pages that speak of ratings, points or years: these did not travel."""
_TEMPLATES = {
    "summary.md.j2": "projection_summary.md.j2",
    "scorecard.md.j2": "projection_coverage.md.j2",
    "categories.md.j2": "projection_categories.md.j2",
    "category.md.j2": "projection_category.md.j2",
    "item.md.j2": "projection_item.md.j2",
    "findings.md.j2": "projection_findings.md.j2",
}


@dataclass(frozen=True)
class Row:
    """One item with what there is for it."""

    item: Item
    row: ProjectedItem


@dataclass(frozen=True)
class Block:
    """One category with its items."""

    category: Category
    rows: tuple[Row, ...]

    def count(self, coverage: Coverage) -> int:
        """Return the number of items with this coverage."""
        return sum(one.row.coverage is coverage for one in self.rows)


@dataclass(frozen=True)
class View:
    """The coverage of a model."""

    projection: Projection
    blocks: tuple[Block, ...]
    counts: tuple[tuple[Coverage, int], ...]
    """Items by coverage."""

    @property
    def rows(self) -> Iterator[Row]:
        """All items in the model's order."""
        return (row for block in self.blocks for row in block.rows)

    @property
    def banded(self) -> int:
        """Items with a suggested band."""
        return sum(one.row.band is not None for one in self.rows)

    def block(self, code: str) -> Block:
        """Return a category by code."""
        return next(one for one in self.blocks if one.category.code == code)

    def row(self, item: Item) -> ProjectedItem:
        """Return what there is for an item."""
        return next(one.row for one in self.rows if one.item.id == item.id)


def view(assessment: Assessment, projection: Projection) -> View:
    """Return the coverage of the model of `assessment`."""
    rows = {one.item: one for one in projection.items}
    blocks = tuple(
        Block(category, tuple(Row(item, rows[item.id]) for item in category.items))
        for category in assessment.criteria.categories
    )
    return View(projection, blocks, tuple((kind, projection.count(kind)) for kind in Coverage))


def top_findings(assessment: Assessment, kind: FindingKind) -> tuple[tuple[Finding, Item], ...]:
    """Return the findings of a kind, each once with the first item it stands under: key ones first, assessors' next."""
    plugins = {plugin.name for plugin in assessment.provenance.plugins}
    found: dict[str, tuple[Finding, Item]] = {}
    for result in assessment.results:
        for one in result.findings:
            if one.kind is kind:
                found.setdefault(one.id, (one, assessment.criteria.by_id[result.item]))
    ranked = sorted(found.values(), key=lambda one: (one[0].weight is not Weight.BOLD, one[0].source in plugins))
    return tuple(ranked)


class ProjectedBook(Book):
    """All pages of a report in another model's terms, in one language."""

    def __iter__(self) -> Iterator[Sheet]:
        """Yield the pages in reading order: those of any report, without what speaks of scores."""
        if self.assessment.projection is None:
            raise ValueError("the assessment is no projection")
        coverage = view(self.assessment, self.assessment.projection)
        for sheet in super().__iter__():
            if not sheet.path.startswith(_WITHOUT):
                yield self._changed(sheet, coverage)

    def _changed(self, sheet: Sheet, coverage: View) -> Sheet:
        title = self._("Coverage of the model")
        crumbs = tuple(Step(title, one.spot) if one.spot == Spot("scorecard") else one for one in sheet.crumbs)
        values: dict[str, Any] = {**sheet.values, "coverage": coverage, "top": _TOP}
        if sheet.path in ("index", "findings"):
            values["findings"] = {str(kind): top_findings(self.assessment, kind) for kind in FindingKind}
        changed = replace(sheet, template=_TEMPLATES.get(sheet.template, sheet.template), values=values, crumbs=crumbs)
        return replace(changed, title=title) if sheet.path == "scorecard" else changed
