"""The organisation's own texts: untrusted Markdown to safe HTML, with links to what they cite."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from zhuoyue.report.escape import clean
from zhuoyue.withhold import WITHHELD

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_REFERENCE = re.compile(r"\[\[([^\[\]|\n]{1,120})(?:\\?\|([^\[\]\n]{1,200}))?\]\]")
_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "mark", "ol", "p", "pre",
    "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "class", "title"},
    "span": {"class", "title"},
    "td": {"style"},
    "th": {"style"},
    "ol": {"start"},
}

Resolve = Callable[[str], tuple[str, str] | None]
"""Given the id in `[[id]]`, returns address and title, or None when nothing has that id."""


def to_html(text: str, resolve: Resolve, missing: str) -> Markup:
    """Render untrusted Markdown.

    Args:
        text: the Markdown; raw HTML in it is shown, not obeyed; images and relative links are left out.
        resolve: finds what `[[id]]` points to.
        missing: tooltip of a reference that points to nothing.
    """
    import nh3

    html = _renderer().render(clean(text), {"resolve": resolve, "missing": missing})
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        filter_style_properties={"text-align"},
    )
    return Markup(safe.replace("<table>", '<div class="zy-wide"><table>').replace("</table>", "</table></div>"))  # noqa: S704 - cleaned


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    renderer.validateLink = lambda url: bool(_SCHEME.match(url.strip()))  # type: ignore[method-assign]
    renderer.inline.ruler.before("link", "reference", _reference)
    renderer.add_render_rule("reference", _render_reference)
    renderer.core.ruler.push("demote", _demote)
    return renderer


def _reference(state: Any, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = match[1].strip().rstrip("\\")
        token.meta = {"words": (match[2] or "").strip()}
    state.pos = match.end()
    return True


def _render_reference(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    name, words = tokens[index].content, tokens[index].meta["words"]
    if name == WITHHELD:
        return '<span class="zy-ref zy-ref--missing" title="未公开 · not published">[…]</span>'
    found = env["resolve"](name)
    if found is None:
        shown = words or f"[{name}]"
        return f'<span class="zy-ref zy-ref--missing" title="{escape(env["missing"])}">{escape(shown)}</span>'
    address, title = found
    return f'<a class="zy-ref" href="{escape(address)}">{escape(words or title)}</a>'


def _demote(state: Any) -> None:
    """Move headings below those of the page."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
