"""The site template that ships with us: where it is, its words and its translations."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader

from zhuoyue.report.environment import catalogue
from zhuoyue.report.glossary import Term, read_terms
from zhuoyue.toml import read_toml


@cache
def folder() -> Path:
    """Return the folder of the site template: inside the package, or beside `core/` in a checkout."""
    packaged = Path(str(files("zhuoyue") / "site_template"))
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "site_template"


def loader(*before: Path) -> BaseLoader:
    """Return a loader of our templates, with folders that are searched before."""
    return ChoiceLoader([FileSystemLoader(path) for path in (*before, folder())])


@cache
def terms() -> tuple[Term, ...]:
    """Return the terms of the glossary."""
    return read_terms(read_toml(folder() / "glossary.toml").data)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations of the interface; English is what the templates are written in."""
    path = folder() / "translations" / language / "LC_MESSAGES" / "zhuoyue.po"
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        return catalogue(read_po(stream, locale=language))
