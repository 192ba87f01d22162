"""The projection: a pure function from an assessment against one model to one in the terms of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from zhuoyue.crosswalk import Way
from zhuoyue.model.assessment import Assessment, ItemResult
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.measure import Measure
from zhuoyue.model.projection import ModelName, ProjectedItem, Projection, Remainder
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.model.text import Text
from zhuoyue.projection import carrying
from zhuoyue.projection.routes import Routes
from zhuoyue.projection.suggesting import named, source_item, suggested, suggestion
from zhuoyue.scoring import add_up, score_item, sum_up

Fact = Evidence | Measure | Exhibit
F = TypeVar("F", Evidence, Measure, Exhibit)


def project(assessment: Assessment, criteria: Criteria, schemes: Mapping[str, Scheme], way: Way) -> Assessment:
    """Return the assessment in the terms of another model.

    Evidence, measures, exhibits, findings, key themes, texts and the actions on them go to the items to which theirs
    lead. Ratings, scores, agreement, signatures, targets and history stay behind: every score is unknown, and where
    the source items have figures there is a suggestion of a band without a percent.

    Args:
        assessment: cut to its tier; nothing that it does not hold can get into the result.
        criteria: the other model.
        schemes: its schemes by name.
        way: leads from the assessed model to the other one.
    """
    routes = Routes(way, assessment.criteria, criteria)
    facts: dict[str, tuple[Fact, ...]] = {
        "evidence": _carried(assessment.evidence, routes),
        "measures": _carried(assessment.measures, routes),
        "exhibits": _carried(assessment.exhibits, routes),
    }
    entries = tuple(_item(assessment, item, schemes[item.scheme], routes, facts, criteria) for item in criteria.items)
    results = tuple(result for result, _ in entries)
    origins = carrying.origins(assessment, routes)
    data = {name: schemes[name].data for name in criteria.schemes}
    categories = _categories(criteria, {one.item: one.score for one in results}, data)
    # A copy would keep what the assessment has looked up in its own items.
    return Assessment(
        **{name: getattr(assessment, name) for name in Assessment.model_fields}
        | {
            "title": _title(assessment.title, criteria.title),
            "criteria": criteria,
            "schemes": data,
            "total": add_up(list(categories.items())) if criteria.total is not None else None,
            "categories": categories,
            "results": results,
            **facts,
            "narratives": carrying.narratives(assessment, routes),
            "key_themes": carrying.key_themes(assessment, routes),
            "actions": carrying.actions(assessment, routes, set(origins)),
            "problems": carrying.problems(assessment),
            "provenance": assessment.provenance.model_copy(update={"policy": {}}),
            "projection": _projection(assessment, criteria, way, routes, [row for _, row in entries], origins),
            **_LEFT_BEHIND,
        }
    )


_LEFT_BEHIND: dict[str, Any] = {
    "targets": {},
    "agreement": None,
    "uncertainty": None,
    "decision": "",
    "sign_offs": (),
    "history": (),
    "comparison": None,
    "projections": (),
}


def _title(title: Text, model: Text) -> Text:
    """Return a title that says what the report is wherever it goes: on pages, in Word, in a workbook."""
    return Text(
        en=f"{title.get('en')} – in the terms of {model.get('en')}, no scores",
        zh=f"{title.get('zh')}（以{model.get('zh')}呈现，不含得分）",
    )


def _carried(things: Sequence[F], routes: Routes) -> tuple[F, ...]:
    """Return facts with the other model's items; those that lead nowhere stay, and support none."""
    return tuple(one.model_copy(update={"items": routes.targets(one.items)}) for one in things)


def _item(
    assessment: Assessment,
    item: Item,
    scheme: Scheme,
    routes: Routes,
    facts: Mapping[str, Sequence[Fact]],
    criteria: Criteria,
) -> tuple[ItemResult, ProjectedItem]:
    """Return what there is for one item of the other model, as a result and as a row of the coverage."""
    ids = {noun: tuple(one.id for one in things if item.id in one.items) for noun, things in facts.items()}
    findings = carrying.findings(assessment, item, routes)
    sources = tuple(source_item(assessment, link) for link in routes.sources(item.code))
    found = suggested(assessment, sources, scheme.data)
    unknown = State.NOT_RATED if any(ids.values()) else State.NO_EVIDENCE
    result = ItemResult(
        item=item.id,
        score=score_item(scheme, item, None, None, unknown, pointed=criteria.total is not None),
        findings=findings,
        suggestions=(suggestion(item.id, found, sources, assessment.scheme, scheme.data),) if found else (),
        **ids,
    )
    row = ProjectedItem(
        item=item.id,
        code=item.code,
        title=item.title,
        category=criteria.category_of(item).code,
        sources=sources,
        findings=len(findings),
        band=found.band.number if found else None,
        band_low=found.low.number if found else None,
        band_high=found.high.number if found else None,
        suggested=named(found.band, scheme.data) if found else None,
        **{noun: len(names) for noun, names in ids.items()},
    )
    return result, row


def _categories(criteria: Criteria, scores: Mapping[str, Score], schemes: Mapping[str, SchemeData]) -> dict[str, Score]:
    return {category.code: sum_up(criteria, category, schemes, scores) for category in criteria.categories}


def _projection(
    assessment: Assessment,
    criteria: Criteria,
    way: Way,
    routes: Routes,
    rows: Sequence[ProjectedItem],
    origins: Mapping[str, tuple[str, ...]],
) -> Projection:
    return Projection(
        source=_name(assessment.criteria),
        target=_name(criteria),
        way=way.kind,
        hub=_name(way.hub) if way.hub else None,
        note=way.crosswalk.note,
        items=tuple(rows),
        unmapped=tuple(
            _remainder(assessment, item) for item in assessment.criteria.items if not routes.leads(item.code)
        ),
        source_items=sum(1 for _ in assessment.criteria.items),
        origins=origins,
    )


def _name(criteria: Criteria) -> ModelName:
    return ModelName(id=criteria.id, title=criteria.title)


def _remainder(assessment: Assessment, item: Item) -> Remainder:
    result = assessment.result_of[item.id]
    return Remainder(
        item=item.id,
        code=item.code,
        title=item.title,
        evidence=len(result.evidence),
        measures=len(result.measures),
        findings=len(result.findings),
    )
