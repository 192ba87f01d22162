"""The feedback report: key themes, strengths and improvements item by item, scores, site-visit issues.

It says what the assessors found. What plugins read from the data stands on the item's page and under "Findings and
actions"; a feedback report is the team's word, and its reader must not have to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item, ItemKind
from zhuoyue.model.finding import Finding, FindingKind, KeyTheme
from zhuoyue.model.rating import Question
from zhuoyue.model.scheme_data import Band
from zhuoyue.model.score import Score
from zhuoyue.model.sign_off import SignOff
from zhuoyue.report.address import Spot, slug
from zhuoyue.report.band import band_of
from zhuoyue.report.scorecard import Scorecard, scorecard

if TYPE_CHECKING:
    from zhuoyue.report.sheet import Book, Sheet

INDEX = "feedback/index"
ONE_PAGE = 50
"""Findings that one page carries; above it each category has a page of its own."""
TEMPLATE = "feedback.md.j2"


@dataclass(frozen=True)
class Themes:
    """The key themes of one kind: strengths or improvements of processes or of results."""

    scope: ItemKind
    kind: FindingKind
    themes: tuple[KeyTheme, ...]


@dataclass(frozen=True)
class ItemFeedback:
    """What the assessors say about one item."""

    item: Item
    score: Score
    band: Band | None
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]
    questions: tuple[Question, ...]
    """Site-visit issues: the team's, or while it has none the assessors'."""
    carried: bool
    """Whether its texts are those of the last cycle and nobody has read them again."""
    anchor: str
    """Id of its heading."""


@dataclass(frozen=True)
class CategoryFeedback:
    """What the assessors say about the items of one category."""

    category: Category
    score: Score
    items: tuple[ItemFeedback, ...]
    spot: Spot
    """Where it stands in the site."""

    @property
    def strengths(self) -> int:
        """Number of strengths."""
        return sum(len(one.strengths) for one in self.items)

    @property
    def improvements(self) -> int:
        """Number of opportunities for improvement."""
        return sum(len(one.improvements) for one in self.items)

    @property
    def questions(self) -> int:
        """Number of site-visit issues."""
        return sum(len(one.questions) for one in self.items)

    @property
    def open_questions(self) -> int:
        """Number of site-visit issues without an answer."""
        return sum(question.answer is None for one in self.items for question in one.questions)


@dataclass(frozen=True)
class Feedback:
    """The whole report."""

    themes: tuple[Themes, ...]
    categories: tuple[CategoryFeedback, ...]
    card: Scorecard
    signed: Mapping[str, SignOff]
    """The signature in force by level."""

    @property
    def count(self) -> int:
        """Number of findings."""
        return sum(one.strengths + one.improvements for one in self.categories)

    @property
    def open_questions(self) -> int:
        """Number of site-visit issues without an answer."""
        return sum(one.open_questions for one in self.categories)


def feedback(assessment: Assessment) -> Feedback:
    """Return what the report says."""
    themes = tuple(
        Themes(scope, kind, tuple(one for one in assessment.key_themes if one.scope is scope and one.kind is kind))
        for scope in ItemKind
        for kind in FindingKind
    )
    categories = tuple(_category(assessment, category) for category in assessment.criteria.categories)
    signed = {str(one.level): one for one in assessment.sign_offs if one.valid}
    whole = Feedback(themes, categories, scorecard(assessment), signed)
    if whole.count <= ONE_PAGE:
        return whole
    apart = tuple(replace(one, spot=Spot(f"feedback/{slug(one.category.code)}")) for one in categories)
    return replace(whole, categories=apart)


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the pages; none when no assessor has written anything that belongs into the report."""
    from zhuoyue.report.sheet import Sheet, Step

    view = feedback(book.assessment)
    if not (view.count or book.assessment.key_themes):
        return
    title = book.gettext("Feedback report")
    here = tuple(one for one in view.categories if one.spot.page == INDEX)
    yield Sheet(INDEX, title, TEMPLATE, {"view": view, "here": here, "index": True})
    for one in view.categories:
        if one.spot.page != INDEX:
            yield Sheet(
                one.spot.page,
                f"{title} – {one.category.code} {one.category.title.get(book.language)}",
                TEMPLATE,
                {"view": view, "here": (one,), "index": False},
                chapter=None,
                crumbs=(Step(title, Spot(INDEX)),),
            )


def _category(assessment: Assessment, category: Category) -> CategoryFeedback:
    items = tuple(_item(assessment, item) for item in category.items)
    spot = Spot(INDEX, f"c-{slug(category.code)}")
    return CategoryFeedback(category, assessment.categories[category.code], items, spot)


def _item(assessment: Assessment, item: Item) -> ItemFeedback:
    result = assessment.result_of[item.id]
    return ItemFeedback(
        item,
        result.score,
        band_of(assessment.scheme_of(result.item), result.score),
        assessment.assessors_findings(item.id, FindingKind.STRENGTH),
        assessment.assessors_findings(item.id, FindingKind.IMPROVEMENT),
        assessment.questions(item.id),
        assessment.carried_texts(item.id),
        f"i-{slug(item.code)}",
    )
