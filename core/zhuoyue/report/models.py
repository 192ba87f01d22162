"""The other models that an assessment is reported in: what is covered there, and how items lead to items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhuoyue.charts.chart import Chart
from zhuoyue.charts.sankey import Flow, SankeyFlow, SankeyNode, sankey
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Item
from zhuoyue.model.crosswalk import Relation
from zhuoyue.model.projection import Coverage, ProjectedItem, Projection, SourceItem
from zhuoyue.report.address import Spot, slug

if TYPE_CHECKING:
    from zhuoyue.report.sheet import Book, Sheet

INDEX = "models/index"
FLOWS = {
    Relation.EQUAL: Flow.EQUAL,
    Relation.SUBSET: Flow.PART,
    Relation.SUPERSET: Flow.PART,
    Relation.INTERSECT: Flow.OVERLAP,
}


@dataclass(frozen=True)
class Line:
    """An item of the assessed model, and where it leads."""

    item: Item
    links: Mapping[str, SourceItem]
    """What it is to each item of the other model, by that one's id."""


@dataclass(frozen=True)
class Correspondence:
    """How the items of one model lead to those of another."""

    projection: Projection
    spot: Spot
    lines: tuple[Line, ...]
    sankey: Chart
    counts: tuple[tuple[Coverage, int], ...]

    @property
    def targets(self) -> tuple[ProjectedItem, ...]:
        """The other model's items."""
        return self.projection.items


def mapping(assessment: Assessment, projection: Projection, language: str) -> Correspondence:
    """Return what the page of one other model shows."""
    lines = tuple(
        Line(item, {row.item: one for row in projection.items for one in row.sources if one.item == item.id})
        for item in assessment.criteria.items
    )
    return Correspondence(
        projection,
        Spot(f"models/{slug(projection.target.id)}"),
        lines,
        _chart(assessment, projection, language),
        tuple((kind, projection.count(kind)) for kind in Coverage),
    )


def _chart(assessment: Assessment, projection: Projection, language: str) -> Chart:
    title = {"zh": "条款的去向", "en": "Where the items lead"}[language]
    return sankey(
        title,
        [SankeyNode(one.code, f"{one.code} {one.title.get(language)}") for one in assessment.criteria.items],
        [SankeyNode(one.code, f"{one.code} {one.title.get(language)}") for one in projection.items],
        [
            SankeyFlow(one.code, row.code, one.strength, FLOWS[one.relation])
            for row in projection.items
            for one in row.sources
        ],
        language,
    )


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the page that lists the other models, and one for each; none when there are none."""
    from zhuoyue.report.sheet import Sheet, Step

    projections = book.assessment.projections
    if not projections:
        return
    title = book.gettext("Other models")
    views = tuple(mapping(book.assessment, one, book.language) for one in projections)
    yield Sheet(INDEX, title, "crosswalk_models.md.j2", {"views": views})
    for one in views:
        yield Sheet(
            one.spot.page,
            one.projection.target.title.get(book.language),
            "crosswalk_model.md.j2",
            {"view": one},
            chapter=None,
            crumbs=(Step(title, Spot(INDEX)),),
        )
