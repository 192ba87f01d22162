"""The pages of a team's work in a browser: the example with six assessors and three cycles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from zhuoyue.testing import ProjectKit

from .looking import PHONE, serious

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).resolve().parents[2] / "examples/huadong-precision"
PLUGINS = ("adli", "documents", "gbt19580", "holistic", "letci", "narrative", "tables")
PAGES = [
    "index",
    "agreement",
    "categories/4-4/4-4-6",
    "feedback/index",
    "feedback/4-3",
    "history/changes",
    "history/index",
    "improvement/index",
    "method",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, copied_example: Callable[..., Path]) -> Path:
    root = copied_example(tmp_path_factory.mktemp("example") / "project", customers=False)
    ProjectKit(root, PLUGINS).run("run").assert_success()
    return root / "site"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_light_dark_and_on_a_phone(page: Page, site: Path, name: str) -> None:
    page.goto((site / "zh" / f"{name}.html").as_uri())
    expect(page.locator("article h1")).to_have_count(1)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert serious(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_report_of_an_earlier_cycle_leads_back_to_the_present_one(page: Page, site: Path) -> None:
    page.goto((site / "zh" / "history" / "index.html").as_uri())
    page.get_by_role("link", name="2024").first.click()
    expect(page).to_have_url(f"{(site / 'cycles/2024').as_uri()}/zh/index.html")
    expect(page.locator("body")).to_contain_text("正式")  # signed off in its day
    page.get_by_role("link", name="查看当前报告").first.click()
    expect(page).to_have_url((site / "zh/index.html").as_uri())


def test_every_page_says_that_the_present_report_is_a_draft(site: Path) -> None:
    pages = [path for path in (site / "zh").rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 50
    assert [path for path in pages if "草稿：部分条款尚未合议一致" not in path.read_text("utf-8")] == []
