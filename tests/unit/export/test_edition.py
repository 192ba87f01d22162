"""The print edition: one file that needs nothing beside itself, with links that lead somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from zhuoyue.export.edition import css_string
from zhuoyue.export.flat import anchor, flatten
from zhuoyue.testing import project

HOSTILE = '"</style><script>alert(1)</script>\\22 & {{ 7654321*7 }}'
SHEET = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 55
[[ratings.strengths]]
id = "s-one"
text = { zh = "方法健全", en = "<b>Sound</b> & id=\\"x\\" href='#y'" }
weight = "bold"
"""
CONFIG = """\
[plugins]
local = ["page.py"]
"""
PAGE = """\
from pathlib import Path
from zhuoyue import Page, Text

def register_pages():
    return [Page("page", Text(zh="自定", en="Own"), "own.md.j2", Path(__file__).parent, lambda *_: {})]
"""
OWN = "| a | b |\n|---|---|\n| 1 | 2 |\n\n[item](categories/4-1/4-1-2.html#findings) [gone](nowhere.html) <a href='https://example.org'>out</a>\n"


class Reader(HTMLParser):
    """Collects ids, addresses and everything that would be fetched or run."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in {"script", "link", "iframe", "object"} or values.get("src", "data:")[:5] != "data:":
            self.foreign.append(f"{tag} {values}")


def printed(tmp_path: Path, language: str = "en", name: str = "Works") -> tuple[str, Reader]:
    files = {"ratings/t.toml": SHEET, "page.py": PAGE, "own.md.j2": OWN}
    kit = project(tmp_path, CONFIG, files, ("gbt19580", "holistic"))
    config = tmp_path / "zhuoyue.toml"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    config.write_text(config.read_text("utf-8").replace("Test organisation", quoted), "utf-8")
    kit.run("assess").assert_success()
    path = Path(kit.run("export", "--to", "html", language=language).assert_success().out.strip())
    assert path.name == f"report-{language}.html"
    text = path.read_text("utf-8")
    reader = Reader()
    reader.feed(text)
    return text, reader


def test_every_link_leads_to_a_place_and_nothing_is_fetched(tmp_path: Path) -> None:
    text, reader = printed(tmp_path)
    assert len(reader.ids) == len(set(reader.ids))
    inside = [link for link in reader.links if not link.startswith("https:")]
    assert inside
    assert {link[1:] for link in inside} <= set(reader.ids)
    assert reader.foreign == []
    assert "Draft: not signed off on all three levels" in text


def test_pages_come_in_reading_order_and_a_plugins_page_is_one_of_them(tmp_path: Path) -> None:
    text, _ = printed(tmp_path, "zh")
    order = re.findall(r'<section class="zy-sheet[^"]*" id="([^"]+)"', text)
    wanted = ["index", "profile", "feedback/index", "scorecard", "categories/index", "categories/4-1/4-1-2", "glossary"]
    places = [order.index(anchor(page)) for page in wanted]
    assert places == sorted(places)
    own = text[text.index(f'id="{anchor("page")}"') :]
    assert "<td>1</td>" in own
    assert f'href="#{anchor("categories/4-1/4-1-2", "findings")}">item</a>' in own
    assert "<a>gone</a>" in own


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_record_is_shown_and_not_obeyed(tmp_path: Path, language: str) -> None:
    text, reader = printed(tmp_path, language, HOSTILE)
    assert reader.foreign == []
    assert "<b>Sound</b>" not in text
    assert "53580247" not in re.findall(r"zy-cover__org[^<]*<", text)[0]
    if language == "en":
        assert "&lt;b&gt;Sound&lt;/b&gt;" in text


def test_every_page_says_in_its_own_language_that_it_is_fictional(tmp_path: Path) -> None:
    kit = project(tmp_path, "", {}, ("gbt19580", "holistic"))
    config = tmp_path / "zhuoyue.toml"
    text = config.read_text("utf-8").replace("[organisation]", "[organisation]\nfictional = true", 1)
    config.write_text(text.replace("fictional = false\n", ""), "utf-8")
    kit.run("assess").assert_success()
    for language, mark in (("zh", "（虚构示例）"), ("en", " (fictional example)")):
        kit.run("export", "--to", "html", language=language).assert_success()
        page = (tmp_path / f"report-{language}.html").read_text("utf-8")
        assert css_string(mark).strip('"') in page


def test_css_says_exactly_the_text() -> None:
    said = css_string('A "b" \\ </style>\n华')
    assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*"', said)
    back = re.sub(r"\\([0-9a-f]{6})", lambda match: chr(int(match[1], 16)), said[1:-1])
    assert back == 'A "b" \\ </style> 华'


def test_addresses_are_rewritten_in_tags_only() -> None:
    html = '<p id="a">id="b" href="#c"</p><svg><g fill="url(#d)"/></svg><a href="../x.html#e">x</a><details><h2>y</h2>'
    assert flatten(html, "f/g", {"x", "f/g"}, 1) == (
        '<p id="p-f-g--a">id="b" href="#c"</p><svg><g fill="url(#p-f-g--d)"/></svg>'
        '<a href="#p-x--e">x</a><details open><h3>y</h3>'
    )
