"""One language of the report as plain Markdown pages, ready for any engine that reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from jinja2 import Environment
from markupsafe import Markup

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.page import Page
from zhuoyue.model.projection import ModelName
from zhuoyue.report.address import slug
from zhuoyue.report.environment import environment
from zhuoyue.report.escape import line
from zhuoyue.report.glossary import Glossary
from zhuoyue.report.neighbours import neighbours
from zhuoyue.report.projection import ProjectedBook
from zhuoyue.report.sheet import CATEGORIES, Book, Links, Sheet
from zhuoyue.report.template import loader, terms, translations

Prepare = Callable[[Environment, Assessment], None]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Leaf:
    """A rendered page."""

    path: str
    """Path with `.md`, from the root of its language."""
    text: str
    title: str
    chapter: str | None
    """Chapter of the navigation; see `Sheet.chapter`."""


class Edition:
    """Renders the pages of one language."""

    def __init__(
        self,
        assessment: Assessment,
        language: str,
        *,
        overrides: Sequence[Any] = (),
        pages: Sequence[Page] = (),
        prepare: Prepare | None = None,
        models: Sequence[ModelName] = (),
    ) -> None:
        self.assessment = assessment
        self.language = language
        self.glossary = Glossary(terms(), language)
        self._pages = pages
        self._overrides = tuple(overrides)
        self._translations = translations(language)
        self.environment = environment(loader(*overrides), language, self._translations, self.glossary)
        self.environment.globals["assessment"] = assessment
        if prepare is not None:
            prepare(self.environment, assessment)
        self.environment.globals["own_pages"] = self._own_pages
        self.neighbours = neighbours(models, assessment.criteria.id, language)
        self.environment.globals["neighbours"] = self.neighbours
        self.environment.globals["neighbour"] = {one.id: one for one in self.neighbours}.get
        self.environment.filters["slug"] = slug
        book = ProjectedBook if assessment.projection else Book
        self.book = book(assessment, language, self.glossary, self._translations.gettext)

    def gettext(self, message: str) -> str:
        """Translate an interface string."""
        return self._translations.gettext(message)

    def leaves(self) -> Iterator[Leaf]:
        """Yield every page, rendered; plugins' pages before the register of what they rest on."""
        shown = {page.slug: page for page in self._pages if self._views[page.slug] is not None}
        for sheet in self.book:
            if sheet.path in ("exhibits/index", "evidence/index"):
                yield from (self._plugin_leaf(shown.pop(slug)) for slug in tuple(shown))
            yield self._leaf(sheet, self._body(self.environment, sheet, sheet.values))
        yield from map(self._plugin_leaf, shown.values())

    def words(self) -> Iterator[str]:
        """Yield Chinese words that a search must know: of the glossary, the criteria and the organisation."""
        yield from self.glossary.words
        criteria = self.assessment.criteria
        yield self.assessment.organisation.name.get("zh")
        for category in criteria.categories:
            yield category.title.get("zh")
            for item in category.items:
                yield item.title.get("zh")
                yield from (topic.title.get("zh") for topic in item.topics)
        for measure in self.assessment.measures:
            yield measure.title.get("zh")

    @cached_property
    def _views(self) -> dict[str, Mapping[str, Any] | Exception | None]:
        """What each plugin's page shows, or how it failed; None if it has nothing to show."""
        views: dict[str, Mapping[str, Any] | Exception | None] = {}
        for page in self._pages:
            try:
                views[page.slug] = page.view(self.assessment, self.language)
            except Exception as error:  # whatever a plugin does, the report must not suffer
                views[page.slug] = error
        return views

    def _own_pages(self, exhibit: Exhibit) -> tuple[Page, ...]:
        """Return the pages of the plugin whose exhibit it is."""
        plugin = exhibit.kind.partition(".")[0]
        names = {plugin, *(one.name for one in self.assessment.provenance.plugins)}
        return tuple(
            page for page in self._pages if _owner(page, names) == plugin and self._views[page.slug] is not None
        )

    def _plugin_leaf(self, page: Page) -> Leaf:
        """Render a plugin's page; if it fails, the page says so and the site goes on."""
        chapter = page.chapter.get(self.language) if page.chapter else ""
        sheet = Sheet(page.slug, page.title.get(self.language), page.template, {}, chapter=chapter)
        values = self._views[page.slug]
        if isinstance(values, Exception):
            return self._failed_leaf(sheet, values)
        own = self.environment.overlay(loader=loader(*self._overrides, page.templates))
        try:
            return self._leaf(sheet, self._body(own, sheet, values or {}))
        except Exception as error:  # whatever a plugin does, the report must not suffer
            return self._failed_leaf(sheet, error)

    def _failed_leaf(self, sheet: Sheet, error: Exception) -> Leaf:
        _LOG.warning("page %s failed: %s: %s", sheet.path, type(error).__name__, error)
        values = {"reason": f"{type(error).__name__}: {error}"}
        return self._leaf(sheet, self._body(self.environment, Sheet(sheet.path, "", "failed.md.j2", {}), values))

    def _body(self, env: Environment, sheet: Sheet, values: Mapping[str, Any]) -> Markup:
        links = Links(self.book.atlas, sheet.path)
        return Markup(env.get_template(sheet.template).render(values, sheet=sheet, link=links))  # noqa: S704 - autoescaped

    def _leaf(self, sheet: Sheet, body: Markup) -> Leaf:
        links = Links(self.book.atlas, sheet.path)
        text = self.environment.get_template("shell.md.j2").render(sheet=sheet, link=links, body=body)
        meta: dict[str, Any] = {"title": line(sheet.title), "path": f"{sheet.path}.html"}
        if "\n## " not in text:  # nothing to list beside the page; its tables need the room
            meta["hide"] = ["toc"]
        if sheet.boost != 1:
            meta["search"] = {"boost": sheet.boost}
        head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=1000)
        return Leaf(f"{sheet.path}.md", f"---\n{head}---\n\n{text}", sheet.title, sheet.chapter)


def _owner(page: Page, plugins: Iterable[str]) -> str | None:
    """Return which plugin's page it is; the slug begins with its name, and of two such names the longer is meant."""
    return max((one for one in plugins if page.slug == one or page.slug.startswith(f"{one}-")), key=len, default=None)


def navigation(leaves: Sequence[Leaf], categories: str) -> list[Any]:
    """Return the `nav` of mkdocs.yml: the top level, and the chapters where their first page stands.

    Args:
        leaves: the pages in reading order.
        categories: title of the chapter that holds the category pages.
    """
    nav: list[Any] = []
    chapters: dict[str, list[str]] = {}
    for leaf in leaves:
        if leaf.chapter is None:
            continue
        if not leaf.chapter:
            nav.append(leaf.path)
            continue
        if leaf.chapter not in chapters:
            chapters[leaf.chapter] = []
            nav.append({categories if leaf.chapter == CATEGORIES else line(leaf.chapter): chapters[leaf.chapter]})
        chapters[leaf.chapter].append(leaf.path)
    return nav
