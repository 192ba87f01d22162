"""One language of the report as plain Markdown pages, ready for any engine that reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from jinja2 import Environment
from markupsafe import Markup

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.page import Page
from zhuoyue.report.environment import environment
from zhuoyue.report.escape import line
from zhuoyue.report.glossary import Glossary
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
        self.book = Book(assessment, language, self.glossary, self._translations.gettext)

    def gettext(self, message: str) -> str:
        """Translate an interface string."""
        return self._translations.gettext(message)

    def leaves(self) -> Iterator[Leaf]:
        """Yield every page, rendered."""
        for sheet in self.book:
            yield self._leaf(sheet, self._body(self.environment, sheet, sheet.values))
        for page in self._pages:
            yield self._plugin_leaf(page)

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

    def _plugin_leaf(self, page: Page) -> Leaf:
        """Render a plugin's page; if it fails, the page says so and the site goes on."""
        sheet = Sheet(page.slug, page.title.get(self.language), page.template, {}, chapter="")
        own = self.environment.overlay(loader=loader(*self._overrides, page.templates))
        try:
            body = self._body(own, sheet, page.view(self.assessment, self.language))
        except Exception as error:  # whatever a plugin does, the report must not suffer
            _LOG.warning("page %s failed: %s: %s", page.slug, type(error).__name__, error)
            failed = {"reason": f"{type(error).__name__}: {error}"}
            body = self._body(self.environment, Sheet(page.slug, "", "failed.md.j2", {}), failed)
        return self._leaf(sheet, body)

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


def navigation(leaves: Sequence[Leaf], chapter: str) -> list[Any]:
    """Return the `nav` of mkdocs.yml: the top level, and the category pages under `chapter`."""
    nav: list[Any] = []
    inside: list[str] = []
    for leaf in leaves:
        if leaf.chapter == CATEGORIES:
            if not inside:
                nav.append({chapter: inside})
            inside.append(leaf.path)
        elif leaf.chapter is not None:
            nav.append(leaf.path)
    return nav
