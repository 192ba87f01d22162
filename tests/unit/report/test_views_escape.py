"""Untrusted text shows as it is written, whatever reads the page."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuoyue.report.escape import line, markdown
from zhuoyue.report.narrative import to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "[x](javascript:alert(1))",
    "{: onclick=alert(1) }",
    "# not a heading",
    "`code` *emphasis* **strong**",
    "&lt;b&gt; &amp;",
    "</title><script>alert(1)</script>",
    "a\n\n# b",
    "[^1] ![i](x.png) <http://example.org>",
]


def shown(text: str) -> str:
    """What a reader sees of a heading with this text, and nothing but a heading may be there."""
    source = f"## {markdown(text)} {{ #anchor }}\n"
    page = python_markdown.markdown(source, extensions=["attr_list", "toc"])
    match = re.fullmatch(r'<h2 id="anchor">(.*)</h2>', page, re.DOTALL)
    assert match, page
    assert "<" not in match[1]
    return html.unescape(match[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_heading_is_shown_literally(text: str) -> None:
    assert shown(text) == " ".join(text.split())


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).filter(str.strip))
def test_every_line_of_ascii_is_shown_literally(text: str) -> None:
    assert shown(text) == " ".join(text.split())


def test_front_matter_text_is_one_line_of_escaped_html() -> None:
    assert line('a\n"<b>"\x02') == "a &#34;&lt;b&gt;&#34;"


def narrative(text: str) -> str:
    known = {"e1": ("evidence/index.html#e-e1", "采购 <程序>")}
    return str(to_html(text, known.get, "points to nothing"))


class Elements(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= dict(attrs)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_narrative_stays_text(text: str) -> None:
    elements = Elements()
    elements.feed(narrative(text))
    assert elements.tags <= {"p", "h3", "code", "em", "strong", "a"}
    assert elements.attributes in ({}, {"href": "http://example.org", "rel": "noopener noreferrer"})


def test_raw_html_in_a_narrative_is_shown() -> None:
    assert "&lt;b onclick=x&gt;" in narrative("<b onclick=x>bold</b>")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "../other.html"])
def test_only_web_and_mail_links_pass(target: str) -> None:
    assert "<a" not in narrative(f"[x]({target})")


def test_web_link_passes() -> None:
    assert '<a href="https://example.org/' in narrative("[x](https://example.org/)")


def test_reference_is_linked_with_its_title() -> None:
    page = narrative("见 [[e1]]。")
    assert 'href="evidence/index.html#e-e1"' in page
    assert "采购 &lt;程序&gt;</a>。" in page


def test_unknown_reference_is_marked() -> None:
    assert 'zy-ref--missing" title="points to nothing">[nobody]</span>' in narrative("[[nobody]]")


def test_headings_stand_below_those_of_the_page() -> None:
    assert narrative("# one\n\n##### five") == "<h3>one</h3>\n<h6>five</h6>\n"
