"""The print edition: the whole report as one self-contained HTML file, from the site's own templates."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from zhuoyue.config import SiteConfig
from zhuoyue.export.flat import anchor, flatten
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.collector import inside
from zhuoyue.project import Project
from zhuoyue.report import template
from zhuoyue.report.colour import palette
from zhuoyue.report.edition import Edition, Leaf
from zhuoyue.site_blocks import put_aside, put_back

_FIRST = ("index", "profile", "feedback", "scorecard", "categories")
"""What comes first, in this order; the rest follows in the order of the site."""
_EXTENSIONS = ("attr_list", "fenced_code", "tables")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TITLE = re.compile(r"^# .*$", re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """One page of the site as a part of the document."""

    anchor: str
    title: str
    depth: int
    html: Markup
    page: int | None = None
    """Number of the page it begins on, where that is known."""


def print_edition(
    project: Project, assessment: Assessment, language: str, numbers: Mapping[str, int] | None = None
) -> str:
    """Return the report as one HTML document that needs nothing beside itself.

    Args:
        project: its settings, templates and plugins' pages.
        assessment: what to publish; holds nothing above its tier.
        language: `zh` or `en`.
        numbers: number of the page on which each anchor stands, for the table of contents.
    """
    return Document(project, assessment, language).html(numbers or {})


class Document:
    """The print edition of one language; rendered once, written as often as page numbers are learnt."""

    def __init__(self, project: Project, assessment: Assessment, language: str) -> None:
        settings = project.config.site
        self._project = project
        self.edition = Edition(
            assessment,
            language,
            overrides=[project.root / settings.templates] if settings.templates else [],
            pages=[page for page, _ in project.plugins.pages()],
            prepare=project.plugins.prepare_environment,
        )
        self.chapters = tuple(_chapters(self.edition.leaves()))

    def html(self, numbers: Mapping[str, int]) -> str:
        """Return the document, with `numbers` in its table of contents."""
        settings = self._project.config.site
        return self.edition.environment.get_template("print/edition.html.j2").render(
            chapters=[(one, numbers.get(one.anchor)) for one in self.chapters],
            numbered=bool(numbers),
            style=Markup(_style(self._project, settings, self._margins())),  # noqa: S704 - ours, and ends no element
            logo=_logo(self._project, settings),
        )

    def _margins(self) -> str:
        """Return what stands in the margins of each page."""
        edition, _ = self.edition, self.edition.gettext
        assessment = edition.assessment
        name = assessment.organisation.name.get(edition.language)
        status = _("Final") if assessment.final else _("Draft: not signed off on all three levels")
        if assessment.projection:
            status = _("no score")
        if assessment.organisation.fictional:
            name = _("%(name)s (fictional example)") % {"name": name}
        return (
            "@page {"
            f" @top-left {{ content: {css_string(name)}; }}"
            f" @top-right {{ content: {css_string(status)}; }}"
            f" @bottom-left {{ content: {css_string(assessment.title.get(edition.language))}; }}"
            ' @bottom-right { content: counter(page) " / " counter(pages); }'
            " }"
        )


def css_string(text: str) -> str:
    """Return a string of CSS that shows exactly this text: whatever might mean something is written as its number."""
    line = " ".join(text.split())
    return '"' + "".join(one if one.isalnum() and one.isascii() else f"\\{ord(one):06x}" for one in line) + '"'


def _chapters(leaves: Iterable[Leaf]) -> Iterable[Chapter]:
    import markdown

    converter = markdown.Markdown(extensions=list(_EXTENSIONS))
    paths = {leaf.path.removesuffix(".md"): leaf for leaf in leaves}
    for path in sorted(paths, key=_rank):
        leaf, depth = paths[path], _depth(path)
        text, blocks = put_aside(_TITLE.sub("", _FRONT.sub("", leaf.text), count=1))
        html = put_back(converter.reset().convert(text), blocks)
        yield Chapter(anchor(path), leaf.title, depth, Markup(flatten(html, path, paths, depth)))  # noqa: S704 - rendered by us


def _rank(path: str) -> int:
    """Return the place of a page in reading order; pages of one rank keep the order of the site."""
    first = path.split("/")[0]
    return _FIRST.index(first) if first in _FIRST else len(_FIRST)


def _depth(path: str) -> int:
    return path.removesuffix("/index").count("/")


def _style(project: Project, settings: SiteConfig, margins: str) -> str:
    """Return the style sheet: the site's, the print edition's, the organisation's."""
    folder = template.folder()
    sheets = [folder / "assets/charts.css", folder / "assets/report.css", folder / "print/print.css"]
    sheets += [inside(project.root, name) for name in settings.styles]
    accent = palette(settings.colour).light
    texts = [path.read_text("utf-8") for path in sheets]
    texts += [f":root {{ --zy-accent: {accent}; --md-typeset-a-color: {accent}; }}", margins]
    return "\n".join(texts).replace("</", "<\\/")


def _logo(project: Project, settings: SiteConfig) -> str:
    """Return the organisation's logo as a data address; empty without one."""
    if not settings.logo:
        return ""
    path = inside(project.root, settings.logo)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
