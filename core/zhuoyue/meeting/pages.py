"""The meeting's pages as HTML: one environment for each language, and the files the pages need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from zhuoyue.meeting.guard import WRITER
from zhuoyue.meeting.room import Snapshot
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.text import LANGUAGES, Text
from zhuoyue.project import Project
from zhuoyue.report.colour import palette
from zhuoyue.report.environment import environment
from zhuoyue.report.glossary import Glossary
from zhuoyue.report.item import Render
from zhuoyue.report.narrative import to_html
from zhuoyue.report.template import folder, loader, terms, translations

_STYLE = re.compile(r'(<(?:svg|td|th)\b[^>]*?) style="[^"]*"')
"""A style attribute in a start tag; in a text the `<` is escaped. The content security policy allows none."""
_DARK = (
    '@media screen {\n  [data-md-color-scheme="slate"] {',
    "@media screen and (prefers-color-scheme: dark) {\n  :root {",
)
"""The site's dark colours hang on its switch; here they follow the system."""
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Visit:
    """Who asks for a page, and where its addresses begin."""

    role: str
    home: str
    """`/<token>`."""
    language: str
    path: str
    """Path of the page below `home`, with its language."""

    @property
    def writes(self) -> bool:
        """Whether this is the writer."""
        return self.role == WRITER

    def to(self, path: str = "") -> str:
        """Return the address of a page in this language."""
        return f"{self.home}/{self.language}/{path}"

    @property
    def elsewhere(self) -> str:
        """The address of this page in the other language."""
        other = "en" if self.language == "zh" else "zh"
        return f"{self.home}/{other}{self.path.removeprefix(f'/{self.language}')}"


class Pages:
    """Renders pages for one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._environments: dict[str, Environment] = {one: self._environment(one) for one in LANGUAGES}

    def render(self, name: str, visit: Visit, snapshot: Snapshot, values: Mapping[str, Any]) -> str:
        """Return a page."""
        template = self._environments[visit.language].get_template(f"meeting/{name}.html.j2")
        return template.render(visit=visit, snapshot=snapshot, project=self._project, **values)

    def narrative(self, snapshot: Snapshot, language: str) -> Render:
        """Return what turns the organisation's text into HTML; what it cites stands below."""
        assessment = snapshot.assessment
        known: dict[str, Text] = {}
        if assessment is not None:
            known |= {one.id: one.title for one in assessment.facts}
        missing = translations(language).gettext("This reference points to nothing in the assessment")

        def resolve(name: str) -> tuple[str, str] | None:
            return ("#facts", known[name].get(language)) if name in known else None

        def render(narrative: Narrative) -> Markup:
            return without_styles(to_html(narrative.markdown, resolve, missing))

        return render

    def asset(self, name: str) -> str | None:
        """Return a file that pages need, or None: no other is served."""
        return self._assets.get(name)

    @cached_property
    def _assets(self) -> dict[str, str]:
        own, shared = folder() / "meeting", folder() / "assets"
        colours = (shared / "charts.css").read_text("utf-8").replace(*_DARK)
        shades = palette(self._project.config.site.colour)
        accent = (
            f":root {{ --zy-accent: {shades.light}; }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --zy-accent: {shades.dark}; }} }}\n"
        )
        return {
            "meeting.css": colours + accent + (own / "meeting.css").read_text("utf-8"),
            "meeting.js": (own / "meeting.js").read_text("utf-8"),
            "icon.svg": (own / "icon.svg").read_text("utf-8"),
        }

    def _environment(self, language: str) -> Environment:
        made = environment(loader(), language, translations(language), Glossary(terms(), language))
        made.filters["unstyled"] = without_styles
        made.filters["given"] = given
        return made


@pass_context
def given(context: Context, percent: Decimal | str | None, scheme: SchemeData) -> str:
    """Return a figure as its scheme has it: a percent, or a level by name; a dash when there is none."""
    if percent is None or scheme.scale is Scale.PERCENT:
        told: str = context.environment.filters["percent"](None if percent is None else Decimal(percent))
        return told
    return scheme.shown_mean(Decimal(percent)).get(str(context["language"]))


def without_styles(html: Markup) -> Markup:
    """Return HTML without the style attributes of charts and table cells."""
    return Markup(_STYLE.sub(r"\1", str(html)))  # noqa: S704 - only takes away
