"""The reports of several models in a browser, from disk: one leads to another, each is accessible and fits a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from zhuoyue.testing import project

from .looking import PHONE, serious

pytestmark = pytest.mark.browser

CONFIG = """
languages = ["en"]
[crosswalk]
report_in = ["caf-2020"]
"""
SHEET = """
assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 55
strengths = [{ text = "Goals are clear" }]
"""


def test_one_leads_to_another_and_each_can_be_read_by_everybody(page: Page, tmp_path: Path) -> None:
    plugins = ("gbt19580", "holistic", "caf", "pdca", "crosswalks")
    project(tmp_path, CONFIG, {"ratings/final.toml": SHEET}, plugins).run("run").assert_success()
    page.goto((tmp_path / "site/en/models/caf-2020.html").as_uri())
    expect(page.locator(".zy-figure-sankey svg")).to_be_visible()
    assert serious(page) == []
    page.set_viewport_size(PHONE)
    expect(page.locator(".zy-figure-sankey svg")).to_be_hidden()  # the matrix and the table say the same
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("navigation", name="Reported in").get_by_role("link", name="CAF").click()
    expect(page.get_by_text("Not a score.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious(page) == []
    page.get_by_role("link", name="Coverage item by item").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious(page) == []
    page.get_by_role("rowheader").get_by_role("link", name="1.1").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious(page) == []
    page.get_by_role("link", name="4.1.2").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Role of senior leaders")
    assert "caf-2020" not in page.url
