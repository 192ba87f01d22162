"""What the page of one item shows: what is asked, what is shown for it, how it was judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from zhuoyue.charts.chart import Chart
from zhuoyue.model.action import Action
from zhuoyue.model.agreement import ItemAgreement
from zhuoyue.model.assessment import Assessment, ItemResult
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.finding import Finding, FindingKind
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.page import Page
from zhuoyue.model.problem import Problem
from zhuoyue.model.rating import Question, Rating, Stage
from zhuoyue.model.scheme_data import Band, Dimension, MarkKind, SchemeData
from zhuoyue.model.suggestion import Reading
from zhuoyue.model.text import Text
from zhuoyue.report.address import home
from zhuoyue.report.band import band_of, describe
from zhuoyue.report.mark import MarkRow, mark_chart, mark_rows
from zhuoyue.report.votes import item_agreement, item_dots

Render = Callable[[Narrative], Markup]
"""Turns a narrative into safe HTML."""


@dataclass(frozen=True)
class Account:
    """The organisation's own text."""

    html: Markup
    language: str
    """Language it is written in."""
    foreign: bool
    """True when it is not available in the page's language."""
    words: int
    locator: str


@dataclass(frozen=True)
class DimensionRow:
    """One dimension: what assessors noted beside what the data say."""

    dimension: Dimension
    descriptor: Text | None
    """What the band in force says about it."""
    notes: tuple[tuple[str, Text], ...]
    """Assessor and note."""
    readings: tuple[Reading, ...]
    """Readings of the item as a whole."""


@dataclass(frozen=True)
class ItemPage:
    """The page of one item."""

    item: Item
    category: Category
    result: ItemResult
    band: Band | None
    account: Account | None
    dimensions: tuple[DimensionRow, ...]
    scheme: SchemeData
    marks: tuple[MarkRow, ...]
    """What the rating in force gave each part, where the scheme derives the figure from parts."""
    mark_chart: Chart | None
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]
    questions: tuple[Question, ...]
    """Site-visit issues."""
    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    readings: Mapping[str, tuple[Reading, ...]]
    """Readings of single measures, by measure id."""
    ratings: tuple[Rating, ...]
    """Every rating that says more than findings, in order of stage and assessor."""
    agreement: ItemAgreement | None
    """How far the independent ratings lie apart; None when fewer than two rated."""
    dots: Chart | None
    """Everyone's percents; None when fewer than two rated, or the tier does not show them."""
    actions: tuple[Action, ...]
    problems: tuple[Problem, ...]
    elsewhere: tuple[Measure, ...]
    """Measures that support the item and are shown in full under another one."""
    exhibits: tuple[Exhibit, ...]
    above_ceiling: bool
    """True when the rating is higher than what the evidence carries according to a plugin."""

    @property
    def told(self) -> bool:
        """Whether there is anything to say dimension by dimension; beside marks an empty table says nothing."""
        said = any(row.descriptor or row.notes or row.readings for row in self.dimensions)
        return bool(self.dimensions) and (said or self.scheme.marks is MarkKind.NONE)

    def analyses(self, own_pages: Callable[[Exhibit], tuple[Page, ...]]) -> list[tuple[Page | None, list[Exhibit]]]:
        """Return the exhibits grouped by the first page of the plugin that made them; None where it has no page."""
        groups: dict[str, tuple[Page | None, list[Exhibit]]] = {}
        for exhibit in self.exhibits:
            page = next(iter(own_pages(exhibit)), None)
            groups.setdefault(page.slug if page else "", (page, []))[1].append(exhibit)
        return list(groups.values())


def item_page(assessment: Assessment, item: Item, category: Category, language: str, render: Render) -> ItemPage:
    """Return what the page of `item` shows."""
    result = assessment.result_of[item.id]
    band = band_of(assessment.scheme_of(item), result.score)
    by_kind = {kind: tuple(one for one in result.findings if one.kind is kind) for kind in FindingKind}
    ceilings = [suggestion.ceiling for suggestion in result.suggestions if suggestion.ceiling is not None]
    percent = result.rating.percent if result.rating else None
    stages = list(Stage)
    supporting = [assessment.measure_by_id[name] for name in result.measures]
    return ItemPage(
        item=item,
        category=category,
        result=result,
        band=band,
        account=account(assessment, item.id, language, render),
        dimensions=tuple(_dimensions(assessment, item, result, band)),
        scheme=assessment.scheme_of(item),
        marks=(marked := mark_rows(assessment, item)),
        mark_chart=mark_chart(assessment, item, marked, language),
        strengths=by_kind[FindingKind.STRENGTH],
        improvements=by_kind[FindingKind.IMPROVEMENT],
        questions=assessment.questions(item.id),
        evidence=tuple(assessment.evidence_by_id[name] for name in result.evidence),
        measures=tuple(one for one in supporting if home(assessment.criteria, one) == item),
        elsewhere=tuple(one for one in supporting if home(assessment.criteria, one) != item),
        exhibits=tuple(assessment.exhibit_by_id[name] for name in result.exhibits),
        readings=_readings(result),
        ratings=tuple(sorted(filter(_tells, result.ratings), key=lambda one: (stages.index(one.stage), one.assessor))),
        agreement=item_agreement(assessment, item.id),
        dots=item_dots(assessment, item.id, "各评审员的评分" if language == "zh" else "Everyone's percents", language),
        actions=tuple(action for action in assessment.actions if action.item == item.id),
        problems=tuple(problem for problem in assessment.problems if problem.item == item.id),
        above_ceiling=percent is not None and any(percent > ceiling for ceiling in ceilings),
    )


def _tells(rating: Rating) -> bool:
    """Tell whether a row of the table would say anything: findings, notes and questions stand elsewhere."""
    return rating.decides or rating.percent is not None or bool(rating.reason or rating.dissent)


def account(assessment: Assessment, code: str, language: str, render: Render) -> Account | None:
    """Return the organisation's text on an item (by id) or profile section (by code)."""
    text = assessment.narrative(code, language)
    if text is None:
        return None
    return Account(render(text), text.language, text.language != language, text.words, text.locator)


def _readings(result: ItemResult) -> dict[str, tuple[Reading, ...]]:
    found: dict[str, tuple[Reading, ...]] = {}
    for suggestion in result.suggestions:
        for reading in suggestion.readings:
            if reading.measure:
                found[reading.measure] = (*found.get(reading.measure, ()), reading)
    return found


def _dimensions(assessment: Assessment, item: Item, result: ItemResult, band: Band | None) -> Iterator[DimensionRow]:
    readings = [reading for suggestion in result.suggestions for reading in suggestion.readings]
    ratings = [result.rating] if result.rating else list(result.ratings)
    for dimension in assessment.scheme_of(item).of_kind(item.kind):
        notes = tuple(
            (rating.assessor, note.text)
            for rating in ratings
            for note in rating.dimensions
            if note.dimension == dimension.key
        )
        whole = tuple(one for one in readings if one.measure is None and one.dimension == dimension.key)
        descriptor = describe(band, item.kind, dimension.key) if band else None
        yield DimensionRow(dimension, descriptor, notes, whole)
