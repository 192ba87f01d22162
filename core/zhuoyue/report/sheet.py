"""The pages of the site: which there are, in what order, with what on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.finding import FindingKind
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.report import agreement, dashboard, exhibits, feedback, history, improvement, models, provenance, register
from zhuoyue.report.address import UNASSIGNED, Atlas, Spot
from zhuoyue.report.figures import card_figures, item_figures, summary_figures
from zhuoyue.report.glossary import Glossary
from zhuoyue.report.item import item_page
from zhuoyue.report.narrative import to_html
from zhuoyue.report.profile import profile
from zhuoyue.report.scorecard import block, scorecard
from zhuoyue.report.summary import ranked, summary

Gettext = Callable[[str], str]
CATEGORIES = "categories"
"""Chapter that holds the category pages in the navigation."""


@dataclass(frozen=True)
class Step:
    """A neighbour to go to."""

    title: str
    spot: Spot


@dataclass(frozen=True)
class Sheet:
    """One page before it is rendered."""

    path: str
    """Path without ending from the root of its language; the same in every language."""
    title: str
    template: str
    values: Mapping[str, Any]
    """What the template gets."""
    chapter: str | None = ""
    """Chapter of the navigation it is listed in; "" for the top level, None for a leaf that is not listed."""
    crumbs: tuple[Step, ...] = ()
    """The way to it from above."""
    before: Step | None = None
    after: Step | None = None
    boost: float = 1
    """Weight in search results."""


class Book:
    """All pages of one assessment in one language."""

    def __init__(self, assessment: Assessment, language: str, glossary: Glossary, _: Gettext) -> None:
        self.assessment = assessment
        self.language = language
        self.glossary = glossary
        self.atlas = Atlas(assessment)
        self.gettext = self._ = _

    def __iter__(self) -> Iterator[Sheet]:
        """Yield the pages in reading order."""
        _, assessment = self._, self.assessment
        yield Sheet(
            "index",
            _("Summary"),
            "summary.md.j2",
            {"view": summary(assessment), "figures": summary_figures(assessment, self.language)},
        )
        if assessment.criteria.profile:
            sections = profile(assessment, self.language, self._renders("profile"))
            yield Sheet("profile", _("Organisational profile"), "profile.md.j2", {"sections": sections})
        yield Sheet("scorecard", _("Scorecard"), "scorecard.md.j2", {"view": scorecard(assessment)})
        values = {"view": scorecard(assessment)}
        yield Sheet("categories/index", _("Categories"), "categories.md.j2", values, CATEGORIES)
        for category in assessment.criteria.categories:
            yield self._category(category)
            yield from self._items(category)
        findings = {str(kind): ranked(assessment, kind) for kind in FindingKind}
        yield Sheet(
            "findings", _("Findings and actions"), "findings.md.j2", {"view": findings, "actions": assessment.actions}
        )
        yield from feedback.sheets(self)
        yield from improvement.sheets(self)
        yield from self._dashboard()
        yield from agreement.sheets(self)
        yield from history.sheets(self)
        yield from models.sheets(self)
        yield from exhibits.sheets(self)
        yield from self._register()
        yield Sheet("method", _("Method and provenance"), "method.md.j2", {"view": provenance.method(assessment)})
        yield Sheet("glossary", _("Glossary"), "glossary.md.j2", {"terms": self.glossary.sorted}, boost=0.2)

    def _category(self, category: Category) -> Sheet:
        values = {"category": category, "block": block(self.assessment, category)}
        title = f"{category.code} {category.title.get(self.language)}"
        return Sheet(self.atlas.category(category).page, title, "category.md.j2", values, CATEGORIES)

    def _items(self, category: Category) -> Iterator[Sheet]:
        everyone: list[Item | None] = [None, *self.assessment.criteria.items, None]
        around = {
            middle.id: (before, after)
            for (before, middle), (_, after) in pairwise(pairwise(everyone))
            if middle is not None
        }
        above = Step(f"{category.code} {category.title.get(self.language)}", self.atlas.category(category))
        for item in category.items:
            spot = self.atlas.item(item.id)
            view = item_page(self.assessment, item, category, self.language, self._renders(spot.page))
            before, after = around[item.id]
            values = {"view": view, "figures": item_figures(self.assessment, view, self.language)}
            yield Sheet(
                spot.page,
                self._name(item),
                "item.md.j2",
                values,
                chapter=None,
                boost=2,
                crumbs=(Step(self._("Scorecard"), Spot("scorecard")), above),
                before=self._step(before),
                after=self._step(after),
            )

    def _dashboard(self) -> Iterator[Sheet]:
        parts = self.atlas.dashboard_parts
        title = self._("Results dashboard")
        if "measures/index" not in parts:
            yield Sheet("measures/index", title, "dashboard.md.j2", self._dashboard_values((), self._parts(parts)))
        for page, measures in parts.items():
            values = self._dashboard_values(dashboard.groups(self.assessment, self.atlas, measures), ())
            index = page == "measures/index"
            yield Sheet(
                page,
                title if index else f"{title} – {self._part(page)}",
                "dashboard.md.j2",
                values,
                chapter="" if index else None,
                crumbs=() if index else (Step(title, Spot("measures/index")),),
            )

    def _dashboard_values(self, groups: Any, parts: Any) -> dict[str, Any]:
        return {"groups": groups, "parts": parts, "figures": card_figures(groups, self.language)}

    def _register(self) -> Iterator[Sheet]:
        parts = self.atlas.evidence_parts
        title = self._("Evidence register")
        overview = register.overview(self.assessment)
        if "evidence/index" not in parts:
            values = {"overview": overview, "sections": (), "parts": self._parts(parts)}
            yield Sheet("evidence/index", title, "evidence.md.j2", values)
        for page, part in parts.items():
            index = page == "evidence/index"
            sections = register.sections(self.assessment, self.atlas, part)
            yield Sheet(
                page,
                title if index else f"{title} – {self._part(page)}",
                "evidence.md.j2",
                {"overview": overview if index else None, "sections": sections, "parts": ()},
                chapter="" if index else None,
                crumbs=() if index else (Step(title, Spot("evidence/index")),),
            )

    def _parts(self, parts: Mapping[str, tuple[Any, ...]]) -> tuple[tuple[Step, int], ...]:
        return tuple((Step(self._part(page), Spot(page)), len(part)) for page, part in parts.items())

    def _part(self, page: str) -> str:
        """Return the title of one part of a register: its category, and which page of several."""
        key = page.partition("/")[2]
        for category in self.assessment.criteria.categories:
            base = self.atlas.category(category).page.split("/")[1]
            if key == base or key.startswith(f"{base}-"):
                number = key.removeprefix(base).lstrip("-")
                title = f"{category.code} {category.title.get(self.language)}"
                return f"{title} ({number})" if number else title
        number = key.removeprefix(UNASSIGNED).lstrip("-")
        return self._("Supports no item") + (f" ({number})" if number else "")

    def _step(self, item: Item | None) -> Step | None:
        return Step(self._name(item), self.atlas.item(item.id)) if item else None

    def _name(self, item: Item) -> str:
        return f"{item.code} {item.title.get(self.language)}"

    def _renders(self, page: str) -> Callable[[Narrative], Markup]:
        """Return what turns a narrative into HTML for `page`, its references linked."""

        def resolve(name: str) -> tuple[str, str] | None:
            spot = self.atlas.reference(name)
            if spot is None:
                return None
            thing = self.assessment.fact(name)
            return spot.seen_from(page), thing.title.get(self.language) if thing else name

        missing = self._("This reference points to nothing in the assessment")
        return lambda narrative: to_html(narrative.markdown, resolve, missing)


class Links:
    """Addresses as seen from one page; what templates use."""

    def __init__(self, atlas: Atlas, page: str) -> None:
        self._atlas = atlas
        self._page = page

    def to(self, spot: Spot) -> str:
        """Return the address of a spot."""
        return spot.seen_from(self._page)

    def page(self, path: str, anchor: str = "") -> str:
        """Return the address of a page by its path."""
        return Spot(path, anchor).seen_from(self._page)

    def item(self, item: Item | str) -> str:
        """Return the address of an item."""
        return self.to(self._atlas.item(item if isinstance(item, str) else item.id))

    def category(self, category: Category) -> str:
        """Return the address of a category."""
        return self.to(self._atlas.category(category))

    def home(self, measure: Measure) -> Item | None:
        """Return the item under which a measure is shown in full."""
        return self._atlas.home(measure)

    def reference(self, name: str) -> str | None:
        """Return the address of evidence, a measure or an exhibit by id, or None."""
        spot = self._atlas.reference(name)
        return self.to(spot) if spot else None
