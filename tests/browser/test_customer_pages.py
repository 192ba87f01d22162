"""The pages about customers in a real browser: accessible, light and dark, on a phone; every figure explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from zhuoyue.testing import ProjectKit

from ..conftest import CUSTOMERS
from .looking import PHONE, serious

pytestmark = pytest.mark.browser
PLUGINS = ("adli", "gbt19580", "holistic", "letci", *CUSTOMERS)
PAGES = [
    "complaints",
    "complaints-estimates",
    "complaints-records",
    "contact-matrix",
    "customer-knowledge",
    "exhibits/complaints",
    "exhibits/csi",
    "exhibits/index",
    "key-accounts",
    "key-accounts-accounts",
    "satisfaction",
    "satisfaction-drivers",
    "satisfaction-items",
    "satisfaction-loyalty",
    "satisfaction-method",
    "satisfaction-segments",
    "survey-programme",
]
EXAMINED = [
    "complaints-estimates",
    "contact-matrix",
    "customer-knowledge",
    "exhibits/contact",
    "key-accounts",
    "satisfaction-drivers",
    "survey-programme",
]
"""Between them every kind of chart and table; the axe takes its time on the long pages."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, copied_example: Callable[..., Path]) -> Path:
    root = copied_example(tmp_path_factory.mktemp("example") / "project", customers=True)
    ProjectKit(root, PLUGINS).run("run").assert_success()
    return root / "site"


@pytest.mark.parametrize("name", EXAMINED)
def test_a_page_is_accessible_in_light_and_dark(page: Page, site: Path, name: str) -> None:
    page.goto((site / "zh" / f"{name}.html").as_uri())
    expect(page.locator("article h1")).to_have_count(1)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert serious(page) == []


def test_no_page_is_wider_than_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)
    widths = {}
    for name in PAGES:
        page.goto((site / "zh" / f"{name}.html").as_uri())
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in widths.items() if width > PHONE["width"]} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_and_every_figure_leads_to_how_it_was_computed(site: Path, language: str) -> None:
    for name in PAGES:
        if name.startswith("exhibits/"):
            continue
        text = (site / language / f"{name}.html").read_text("utf-8")
        ways = re.findall(r'href="(exhibits/[a-z]+\.html)#x-([^"]+)"', text)
        assert ways, name
        for page, anchor in set(ways):
            assert f'id="x-{anchor}"' in (site / language / page).read_text("utf-8"), (name, anchor)


def test_an_estimate_says_so_beside_each_chart(page: Page, site: Path) -> None:
    page.goto((site / "zh/complaints-estimates.html").as_uri())
    expect(page.locator("article .zy-tag--model").first).to_be_visible()
    sections = page.locator("article figure").count()
    assert page.locator("article .zy-tag--model").count() >= sections


def test_a_phone_shows_what_charts_say_without_scrolling(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)
    page.goto((site / "en/satisfaction-drivers.html").as_uri())
    drivers = page.locator("figure.zy-figure-scatter").first
    expect(drivers.locator(".zy-broad")).to_be_hidden()
    box = drivers.locator(".zy-narrow svg").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    page.goto((site / "en/complaints.html").as_uri())
    values = page.locator("figure.zy-figure-bars svg text[font-weight='600'][text-anchor='end']").all()
    assert len(values) > 20
    for value in values:
        box = value.bounding_box()
        assert box is None or box["x"] + box["width"] <= PHONE["width"], value.text_content()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((site / "en/satisfaction-drivers.html").as_uri())
    expect(drivers.locator(".zy-broad")).to_be_visible()
    expect(drivers.locator(".zy-narrow")).to_be_hidden()
