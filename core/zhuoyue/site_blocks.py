"""Sparing the engine's Markdown converter the HTML blocks of a page, which it would parse only to leave as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.DOTALL)
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS = frozenset(
    {"article", "aside", "details", "div", "dl", "figure", "footer", "header", "nav", "ol", "p", "pre", "section"}
    | {"style", "svg", "table", "ul"}
)
_MARK = "<!--zy-block-{}-->"
_MARKED = re.compile(r"<!--zy-block-(\d+)-->")


def put_aside(markdown: str) -> tuple[str, list[str]]:
    """Return the page with a comment in the place of each HTML block, and the blocks.

    Only blocks that stand alone are taken: at the beginning of a line, with nothing but blank space up to the line's
    end. A page whose tags do not balance is returned as it is.
    """
    spans = list(_blocks(markdown))
    if not spans or _MARKED.search(markdown):
        return markdown, []
    parts: list[str] = []
    kept: list[str] = []
    position = 0
    for start, end in spans:
        parts += [markdown[position:start], _MARK.format(len(kept))]
        kept.append(markdown[start:end])
        position = end
    return "".join(parts) + markdown[position:], kept


def put_back(html: str, kept: list[str]) -> str:
    """Return the converted page with its blocks back in place."""
    return _MARKED.sub(lambda match: kept[int(match[1])], html) if kept else html


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of each HTML block; nothing more once tags stop balancing."""
    depth, start, name = 0, 0, ""
    for match in _TAG.finditer(text):
        closing, tag = match[1], (match[2] or "").lower()
        if not tag or tag in _VOID or match[3].endswith("/"):
            continue
        if closing:
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and name and _ends_line(text, match.end()):
                yield start, match.end()
        else:
            if depth == 0:
                start = match.start()
                name = tag if tag in _BLOCKS and _begins_line(text, start) else ""
            depth += 1


def _begins_line(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] == "\n"


def _ends_line(text: str, position: int) -> bool:
    end = text.find("\n", position)
    return not text[position : end if end >= 0 else len(text)].strip()
