"""Making one document of many pages: every id gets its page's name, every link points inside the document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from html import escape, unescape

from zhuoyue.report.address import slug

_TAG = re.compile(r"""<[a-zA-Z][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(
    r"""\s(id|href|xlink:href|for|aria-labelledby|aria-describedby|aria-controls|headers)\s*=\s*"([^"]*)\""""
)
_LINKS = frozenset({"href", "xlink:href"})
_OUTSIDE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_HEADING = re.compile(r"(</?h)([1-6])\b")
_LOWEST = 6
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
"""On paper nothing runs; a page that has one for the screen goes without."""


def anchor(page: str, fragment: str = "") -> str:
    """Return the id that a page, or a place on it, has in the whole document."""
    name = f"p-{slug(page)}"
    return f"{name}--{fragment}" if fragment else name


def flatten(html: str, page: str, pages: Collection[str], depth: int = 0) -> str:
    """Return the HTML of one page as a part of the whole.

    Args:
        html: what the page holds.
        page: its path without ending.
        pages: the paths of all pages; links to anything else inside the site lose their address.
        depth: how many levels its headings go down.
    """

    def attribute(match: re.Match[str]) -> str:
        name, value = match[1], unescape(match[2])
        if name in _LINKS:
            address = _address(value, page, pages)
            return "" if address is None else f' {name}="{escape(address)}"'
        return f' {name}="{escape(" ".join(anchor(page, one) for one in value.split()))}"'

    def tag(match: re.Match[str]) -> str:
        text = _ATTRIBUTE.sub(attribute, match[0])
        text = text.replace("url(#", f"url(#{anchor(page)}--")
        return text.replace("<details", "<details open", 1) if text.startswith("<details") else text

    flat = _TAG.sub(tag, _SCRIPT.sub("", html))
    if not depth:
        return flat
    return _HEADING.sub(lambda match: f"{match[1]}{min(_LOWEST, int(match[2]) + depth)}", flat)


def _address(value: str, page: str, pages: Collection[str]) -> str | None:
    """Return where a link leads in the whole document; None when nowhere."""
    if _OUTSIDE.match(value):
        return value
    path, _, fragment = value.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    target = target.removesuffix(".html")
    return f"#{anchor(target, fragment)}" if target in pages else None
