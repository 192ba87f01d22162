"""Turning untrusted text into what may stand in Markdown and in HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")


def clean(text: str) -> str:
    """Drop control characters: Markdown converters use some of them as marks of their own."""
    return _CONTROL.sub("", text)


def markdown(text: str) -> Markup:
    """Return `text` as one line of Markdown that shows exactly these characters.

    Every ASCII punctuation character becomes a numeric entity, so neither Markdown, nor attribute lists, nor
    HTML see anything to act upon.
    """
    line = " ".join(clean(text).split())
    return Markup(_SPECIAL.sub(lambda match: f"&#{ord(match[0])};", line))  # noqa: S704 - nothing special is left


def line(text: str) -> str:
    """Return `text` escaped for HTML, in one line: for front matter, which themes print as it is."""
    return str(escape(" ".join(clean(text).split())))
