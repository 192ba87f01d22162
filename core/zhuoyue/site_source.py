"""What a site engine builds from: for each language a folder of Markdown, `mkdocs.yml`, assets and overrides.

A plain contract: any engine that reads Markdown, `mkdocs.yml` and Jinja-like templates can take it up. Nothing that
matters lives in an engine's plugin or hook.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from zhuoyue.config import SiteConfig
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.collector import inside
from zhuoyue.model.page import Page
from zhuoyue.model.projection import ModelName
from zhuoyue.model.score import State
from zhuoyue.report import template
from zhuoyue.report.colour import palette
from zhuoyue.report.edition import Edition, Leaf, Prepare, navigation
from zhuoyue.report.escape import line

_WORD = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff])")
"""A short Chinese term that stands alone. Longer ones would hide the words they are made of from the search."""
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_LEAVES = ("categories/*", "evidence", "exhibits", "feedback", "history", "improvement", "measures", "models")
"""Folders of pages that need not be in the navigation."""
_FEATURES = (
    "content.tooltips",
    "navigation.indexes",
    "navigation.prune",
    "navigation.sections",
    "navigation.top",
    "search.highlight",
    "search.suggest",
    "toc.follow",
)


def write_source(
    assessment: Assessment,
    settings: SiteConfig,
    root: Path,
    folder: Path,
    *,
    pages: Sequence[Page] = (),
    prepare: Prepare | None = None,
    archive: bool = False,
    models: Sequence[ModelName] = (),
) -> dict[str, int]:
    """Write what the engine builds from: `folder/zh`, `folder/en`, each with `mkdocs.yml` and `docs`.

    Args:
        assessment, settings, root, pages, prepare: as for `site.build`.
        folder: where to write.
        archive: it is the report of an earlier cycle.
        models: the models of a site that reports in several, the one that was assessed first.

    Returns:
        Number of pages by language.
    """
    overrides = [root / settings.templates] if settings.templates else []
    counts: dict[str, int] = {}
    for language in assessment.languages:
        edition = Edition(assessment, language, overrides=overrides, pages=pages, prepare=prepare, models=models)
        leaves = list(edition.leaves())
        _write_language(edition, leaves, settings, root, folder / language, archive=archive)
        counts[language] = len(leaves)
    return counts


def _write_language(
    edition: Edition, leaves: Sequence[Leaf], settings: SiteConfig, root: Path, folder: Path, *, archive: bool
) -> None:
    docs = folder / "docs"
    shutil.copytree(template.folder() / "assets", docs / "assets")
    shutil.copytree(template.folder() / "overrides", folder / "overrides")
    for leaf in leaves:
        write(docs / leaf.path, leaf.text)
    write(docs / "assets" / "palette.css", _palette(settings.colour))
    names = [
        _copy(root, name, docs / "assets" / "own")
        for name in (*settings.styles, *([settings.logo] if settings.logo else []))
    ]
    styles, logo = names[: len(settings.styles)], next(iter(names[len(settings.styles) :]), None)
    words = sorted({word for text in edition.words() for word in _WORD.findall(text)})
    write(folder / "words.txt", "".join(f"{word} 1000\n" for word in words))
    config = _config(edition, leaves, settings, styles, logo)
    if archive:
        config["extra"]["earlier"] = _earlier(edition)
    write(folder / "mkdocs.yml", yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=1000))


def _config(
    edition: Edition, leaves: Sequence[Leaf], settings: SiteConfig, styles: Sequence[str], logo: str | None
) -> dict[str, Any]:
    """Return mkdocs.yml as data."""
    _ = edition.gettext
    assessment, language = edition.assessment, edition.language
    own = [f"assets/own/{name}" for name in styles]
    return {
        "site_name": line(assessment.organisation.name.get(language)),
        "site_url": f"{settings.url.rstrip('/')}/{language}/" if settings.url else "",
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "copyright": line(f"{assessment.title.get(language)} · {assessment.as_of} · {assessment.criteria.id}"),
        "theme": _theme(language, _, logo),
        "plugins": [
            {
                "search": {
                    "lang": ["en"],
                    "pipeline": [],
                    "separator": r"[\s\u200b\u3000\-,:!=\[\]()\"`/、。，．？！；：（）《》“”·–]+|\.(?!\d)|&[lg]t;",
                    "jieba_dict_user": "words.txt",
                }
            },
            "offline",
        ],
        "markdown_extensions": ["attr_list", {"toc": {"permalink": False}}],
        "extra_css": ["assets/charts.css", "assets/report.css", "assets/palette.css", *own],
        "extra_javascript": ["assets/report.js"],
        "extra": {
            "polyfills": ["assets/iframe-worker.js"],
            "generator": False,
            "homepage": "index.html",
            "notice": _notice(edition),
            "models": _models(edition),
            "models_label": _("Reported in"),
            # A list would make the theme fetch each language's sitemap, which fails on file://.
            "alternate": len(assessment.languages) > 1,
            "languages": [{"name": _LANGUAGE_NAMES[one], "lang": one} for one in assessment.languages],
        },
        "nav": navigation(leaves, line(_("Categories"))),
        "not_in_nav": "".join(f"/{folder}/*.md\n" for folder in _LEAVES),
    }


def _theme(language: str, _: Callable[[str], str], logo: str | None) -> dict[str, Any]:
    def scheme(media: str, name: str, icon: str, action: str) -> dict[str, Any]:
        colours = {"primary": "custom", "accent": "custom"}
        return {"media": media, "scheme": name, **colours, "toggle": {"icon": icon, "name": action}}

    theme: dict[str, Any] = {
        "name": "material",
        "language": language,
        "font": False,
        "custom_dir": "overrides",
        "features": list(_FEATURES),
        "icon": {"logo": "material/chart-box-outline"},
        "palette": [
            scheme("(prefers-color-scheme)", "default", "material/brightness-auto", _("Switch to light")),
            scheme("(prefers-color-scheme: light)", "default", "material/weather-sunny", _("Switch to dark")),
            scheme("(prefers-color-scheme: dark)", "slate", "material/weather-night", _("Switch to system")),
        ],
    }
    return theme | ({"logo": f"assets/own/{logo}"} if logo else {})


def _models(edition: Edition) -> list[dict[str, Any]]:
    """Return the reports in other models, and this one among them; none where there is only one."""
    return [
        {
            "title": line(one.title.get(edition.language)),
            "address": f"{one.root}/index.html" if one.root else "index.html",
            "here": not one.root,
        }
        for one in edition.neighbours
    ]


def _notice(edition: Edition) -> str:
    """Return the line above every page: HTML, made of our own words only."""
    _ = edition.gettext
    parts = []
    if edition.assessment.organisation.fictional:
        parts.append(_("Fictional example: the organisation and all its figures are invented."))
    parts.append(_standing(edition.assessment, edition.language, _))
    return " ".join(parts)


def _standing(assessment: Assessment, language: str, _: Callable[[str], str]) -> str:
    """Return whether the report is final, or why it is a draft."""
    if assessment.projection:
        source = line(assessment.projection.source.title.get(language))
        return _("No score: the assessment against %(source)s in the terms of another model.") % {"source": source}
    if assessment.final:
        return _("Final: checked, reviewed and approved.")
    if any(result.score.state is State.NOT_AGREED for result in assessment.results):
        return _("Draft: the assessors have not agreed on all items.")
    scores = [result.score for result in assessment.results]
    if any(score.value is None and score.state is not State.NOT_APPLICABLE for score in scores):
        return _("Draft: not all items are rated.")
    if any(score.suggested for score in scores):
        return _("Draft: part of the score is suggested, not confirmed.")
    return _("Draft: not signed off.")


def _earlier(edition: Edition) -> dict[str, str]:
    """Return the words above every page of an earlier cycle's report, and those that lead to the present one."""
    _, period = edition.gettext, edition.assessment.period
    text = _("Report of an earlier cycle, %(start)s – %(end)s.") % {"start": period.start, "end": period.end}
    return {"text": text, "link": _("To the present report")}


def _palette(colour: str) -> str:
    shades = palette(colour)
    return (
        f':root, [data-md-color-primary="custom"] {{ --md-primary-fg-color: {shades.header}; '
        f"--md-primary-fg-color--light: {shades.header}; --md-primary-fg-color--dark: {shades.header}; "
        f"--md-primary-bg-color: {shades.on_header}; --md-primary-bg-color--light: {shades.on_header}; }}\n"
        f':root, [data-md-color-scheme="default"] {{ --md-typeset-a-color: {shades.light}; '
        f"--md-accent-fg-color: {shades.light}; --zy-accent: {shades.light}; }}\n"
        f'@media screen {{ [data-md-color-scheme="slate"] {{ --md-typeset-a-color: {shades.dark}; '
        f"--md-accent-fg-color: {shades.dark}; --zy-accent: {shades.dark}; }} }}\n"
    )


def _copy(root: Path, name: str, folder: Path) -> str:
    """Copy a file of the project into a folder, keeping its path; return its path there.

    Files of one name in two folders stay apart. Names lose the leading dot that would hide them from the engine.
    """
    source = inside(root, name)
    parts = source.relative_to(root.resolve()).parts
    target = folder.joinpath(*(part.lstrip(".") or "_" for part in parts))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target.relative_to(folder).as_posix()


def write(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends, making folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
