"""Pages and exports that a plugin adds to the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import Slug
from zhuoyue.model.text import Text


@dataclass(frozen=True)
class Page:
    """One page of the site, rendered once a language."""

    slug: Slug
    """File name without ending; must be the plugin's name or begin with it and a hyphen."""
    title: Text
    """Title in navigation and heading."""
    template: str
    """Name of a Jinja2 template in `templates`."""
    templates: Path
    """Folder of the plugin's templates."""
    view: Callable[[Assessment, str], Mapping[str, Any] | None]
    """Return what the template gets, from the assessment and the language (`zh` or `en`); None leaves the page out."""
    chapter: Text | None = None
    """Chapter of the navigation that it stands in with others of the same name; None for the top level."""


@dataclass(frozen=True)
class Exporter:
    """A file made from the assessment by `zhuoyue export --to NAME`."""

    name: Slug
    """The name it is chosen by."""
    title: Text
    """What it makes."""
    suffix: str
    """Ending of the file, with the dot."""
    write: Callable[[Assessment, Path, str], None]
    """Write the assessment to a path in a language."""
    stem: str = ""
    """First part of the default file name, followed by the language; empty for the exporter's name alone."""
    template: Path | None = None
    """The template it fills in, which users may copy and change; None when it has none."""
    fill: Callable[[Assessment, Path, str, Path], None] | None = None
    """Write with a user's template, the last argument; None when it has none."""
