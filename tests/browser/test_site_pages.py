"""The built site in a browser, from disk, with the network unplugged."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from sample import sample

from zhuoyue.config import SiteConfig
from zhuoyue.site import build

from .looking import PHONE

pytestmark = pytest.mark.browser

# One page of each kind.
PAGES = [
    "index",
    "profile",
    "scorecard",
    "categories/index",
    "categories/4-3/index",
    "categories/4-3/4-3-3",
    "categories/4-7/4-7-3",
    "findings",
    "measures/index",
    "evidence/index",
    "method",
    "glossary",
]
HOSTILE = (
    "<script>window.hacked=1</script>{{7*7}}[x](javascript:window.hacked=2){: onclick=window.hacked=3 }"
    "<img src=x onerror=window.hacked=4>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    return build(sample(), SiteConfig(), root, root / "site").folder


def open_page(page: Page, folder: Path, name: str, language: str = "zh") -> None:
    page.goto((folder / language / f"{name}.html").as_uri())


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical. It need not load style sheets by script, which disk pages may not."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_disk_and_is_accessible(page: Page, folder: Path, name: str, language: str) -> None:
    open_page(page, folder, name, language)
    expect(page.locator("article h1")).to_have_count(1)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_dark_pages_are_accessible(page: Page, folder: Path, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, folder, name)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_never_scrolls_sideways(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, folder, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    ("language", "heads"),
    [("zh", ["评审员意见", "数据表现"]), ("en", ["Assessors' notes", "What the data say"])],
)
def test_a_phone_shows_the_dimensions_one_below_the_other(
    page: Page, folder: Path, language: str, heads: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, folder, "categories/4-3/4-3-3", language)
    table = page.get_by_role("table").and_(page.locator(".zy-dimensions"))
    assert table.evaluate("one => one.parentElement.scrollWidth <= one.parentElement.clientWidth")
    row = table.get_by_role("row").nth(1)  # roles survive, though nothing is laid out as a table
    boxes = [cell.bounding_box() for cell in [row.get_by_role("rowheader"), *row.get_by_role("cell").all()]]
    for above, below in pairwise(boxes):
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"] + 1
        assert below["width"] > PHONE["width"] * 0.8
    columns = "one => getComputedStyle(one, '::before').content"
    cells = row.get_by_role("cell").all()
    assert [cell.evaluate(columns).strip('"') for cell in cells[:2]] == heads
    page.set_viewport_size({"width": 1280, "height": 900})
    assert [cell.evaluate(columns) for cell in cells[:2]] == ["none", "none"]
    expect(table.get_by_role("columnheader", name=heads[0])).to_be_visible()


def search(page: Page, word: str) -> Locator:
    """Type a word into the search field; return the results."""
    field = page.locator("input.md-search__input")
    field.click()
    field.fill(word)
    field.press("End")  # an input method ends with a key, too; the theme waits for it
    return page.locator(".md-search-result__item")


@pytest.mark.parametrize(
    ("language", "word", "title"),
    [
        ("zh", "响应机制", "顾客关系与顾客满意"),  # inside a sentence of a narrative
        ("zh", "投诉", "顾客关系与顾客满意"),
        ("zh", "领导", "高层领导的作用"),  # inside a title
        ("zh", "letci", "高层领导的作用"),
        ("en", "answered", "Customer relationships and satisfaction"),
        ("en", "governance", "Organisational governance"),
        ("en", "顾客投诉", "Evidence register"),  # a title that exists in Chinese only
    ],
)
def test_search_finds_words(page: Page, folder: Path, language: str, word: str, title: str) -> None:
    open_page(page, folder, "index", language)
    # The search parts words with zero-width spaces.
    letters = re.compile("\u200b*".join(map(re.escape, title)))
    expect(search(page, word).filter(has_text=letters).first).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_language_switch_leads_to_the_same_page(page: Page, folder: Path, name: str) -> None:
    open_page(page, folder, name, "zh")
    page.locator("a.zy-switch").click()
    page.wait_for_url(f"**/en/{name}.html")
    page.locator("a.zy-switch").click()
    page.wait_for_url(f"**/zh/{name}.html")


def test_front_page_leads_to_the_default_language(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri(), wait_until="commit")  # it may leave before all is loaded
    page.wait_for_url("**/zh/index.html")


def test_dark_and_light(page: Page, folder: Path) -> None:
    page.emulate_media(color_scheme="light")
    open_page(page, folder, "index")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator("form[data-md-component=palette] label:visible").click()
    page.locator("form[data-md-component=palette] label:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    open_page(page, folder, "scorecard")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_the_dashboard_is_filtered(page: Page, folder: Path) -> None:
    open_page(page, folder, "measures/index")
    cards = page.locator(".zy-card:visible")
    expect(cards).to_have_count(2)
    page.get_by_label("不足").check()
    expect(cards).to_have_count(2)
    page.get_by_label("未知").check()
    expect(cards).to_have_count(2)
    expect(page.locator("#zy-filter-count")).to_have_text("2")


def test_the_dashboard_without_scripts_shows_every_card(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto((folder / "zh" / "measures" / "index.html").as_uri())
    assert bare.locator(".zy-card:visible").count() == 2
    assert bare.locator("#zy-filter").is_hidden()
    context.close()


def test_printed_pages_are_white_and_show_the_data(page: Page, folder: Path) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    open_page(page, folder, "index")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("details.zy-data table").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('article h1')).color") != "rgb(228, 232, 238)"


def test_hostile_records_do_nothing(page: Page, tmp_path: Path) -> None:
    hostile = sample(hostile=HOSTILE, languages=("zh",))
    folder = build(hostile, SiteConfig(), tmp_path, tmp_path / "site").folder
    for name in PAGES:
        open_page(page, folder, name)
        assert page.evaluate("window.hacked") is None, name
    assert "<script>window.hacked=1</script>{{7*7}}[x](javascript:window.hacked=2)" in page.locator("body").inner_text()
    expect(search(page, "hacked").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
