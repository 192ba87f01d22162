"""The sliders of the what-if page, from disk: the same totals as in Python, by mouse, keyboard and address."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from sample import sample

from zhuoyue.charts.number import span
from zhuoyue.config import ImprovementTable, SiteConfig
from zhuoyue.improvement import targets
from zhuoyue.model.action import Action
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.text import Text
from zhuoyue.site import build
from zhuoyue.what_if import at_expectations, at_targets, what_if

pytestmark = pytest.mark.browser
WHAT_IF = "improvement/what-if"


def assessment() -> Assessment:
    """Return the sample with targets, an open item and two actions."""
    actions = tuple(
        Action(
            id=name,
            item=f"gbt19580-2012:{code}",
            text=Text(zh=f"措施 {name}", en=f"Action {name}"),
            owner="张伟",
            due=date(2025, 6, 30),
            effort=effort,
            expected_percent=Decimal(percent),
        )
        for name, code, effort, percent in (("a", "4.3.3", 2, 60), ("b", "4.7.2", 4, 70))
    )
    made = sample(actions=actions)
    scores = {result.item: result.score for result in made.results}
    return made.model_copy(update={"targets": targets(ImprovementTable(), made.criteria, made.schemes, scores)})


ASSESSMENT = assessment()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    return build(ASSESSMENT, SiteConfig(), root, root / "site").folder


def open_page(page: Page, folder: Path, name: str = WHAT_IF, language: str = "zh", address: str = "") -> None:
    page.goto((folder / language / f"{name}.html").as_uri() + address)


def total(page: Page) -> Locator:
    return page.locator("#zy-suppose-total")


def row(page: Page, code: str) -> Locator:
    return page.locator(f'[data-code="{code}"]')


def expected(percents: dict[str, Decimal]) -> tuple[str, list[str]]:
    """Return the total and the categories' points as the page should write them."""
    result = what_if(ASSESSMENT, percents)
    parts = [span(part.after.low, part.after.high) for part in result.categories]
    return span(result.total.after.low, result.total.after.high), parts


def test_the_page_begins_with_what_is(page: Page, folder: Path) -> None:
    open_page(page, folder)
    expect(total(page)).to_have_text("445.75–455.75")
    expect(row(page, "4.3.3").locator(".zy-suppose__value")).to_have_text(re.compile(r"45\s%.*22\.5$"))
    expect(row(page, "4.4.6").locator("input[type=range]")).to_be_disabled()


def test_random_settings_give_the_totals_that_python_computes(page: Page, folder: Path) -> None:
    draw = random.Random(2012)
    items = list(ASSESSMENT.criteria.items)
    for _ in range(12):
        percents = {
            item.id: Decimal(draw.randrange(0, 105, 5)) for item in draw.sample(items, draw.randint(1, len(items)))
        }
        setting = ",".join(f"{name.partition(':')[2]}={percent}" for name, percent in percents.items())
        open_page(page, folder, address=f"#set:{setting}")
        page.reload()
        whole, parts = expected(percents)
        expect(total(page)).to_have_text(whole)
        expect(page.locator(".zy-suppose__points")).to_have_text(parts)


def test_the_keyboard_moves_by_one_step_and_the_address_remembers(page: Page, folder: Path) -> None:
    open_page(page, folder)
    slider = row(page, "4.3.3").locator("input[type=range]")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(total(page)).to_have_text("453.25–463.25")  # 50 points × 15 %
    expect(page.locator("#zy-suppose-gain")).to_have_text("+7.5")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"60\s%.*4 有效"))
    expect(page).to_have_url(re.compile(r"#set:4\.3\.3=60$"))
    page.reload()
    expect(total(page)).to_have_text("453.25–463.25")
    page.locator("[data-preset=now]").click()
    expect(total(page)).to_have_text("445.75–455.75")
    expect(page).to_have_url(re.compile(r"what-if\.html$"))


def test_an_open_item_can_be_supposed_and_left_open_again(page: Page, folder: Path) -> None:
    open_page(page, folder)
    check, slider = row(page, "4.4.6").locator("input[type=checkbox]"), row(page, "4.4.6").locator("input[type=range]")
    check.check()
    expect(total(page)).to_have_text("445.75")  # 0 % is a percent
    slider.focus()
    page.keyboard.press("End")
    expect(total(page)).to_have_text("455.75")
    check.uncheck()
    expect(total(page)).to_have_text("445.75–455.75")


def test_presets_equal_the_command(page: Page, folder: Path) -> None:
    open_page(page, folder)
    for name, percents in (("target", at_targets(ASSESSMENT)), ("expected", at_expectations(ASSESSMENT))):
        page.locator(f"[data-preset={name}]").click()
        expect(total(page)).to_have_text(expected(percents)[0])


def test_an_address_that_makes_no_sense_is_said_and_harms_nothing(page: Page, folder: Path) -> None:
    open_page(page, folder, address="#set:4.3.3=62,9.9=50,4.7.2=50,<b>=1,4.1.2=abc")
    expect(total(page)).to_have_text(expected({"gbt19580-2012:4.7.2": Decimal(50)})[0])
    notice = page.locator("#zy-suppose-ignored")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("4.3.3=62, 9.9=50, <b>=1, 4.1.2=abc")


def test_without_scripts_the_table_stands_and_the_sliders_do_not(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, folder)
    expect(page.locator("#zy-suppose")).to_be_hidden()
    expect(page.locator("noscript")).to_be_visible()
    expect(page.locator("table.zy-grid tbody tr")).to_have_count(22)
    context.close()


@pytest.mark.parametrize("name", [WHAT_IF, "improvement/index"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(page: Page, folder: Path, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_page(page, folder, name)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("name", [WHAT_IF, "improvement/index"])
def test_nothing_is_wider_than_a_phone(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, folder, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_board_links_from_the_item(page: Page, folder: Path) -> None:
    open_page(page, folder, "categories/4-3/4-3-3")
    page.get_by_role("link", name="措施 a").click()
    expect(page).to_have_url(re.compile(r"improvement/index\.html#a-a$"))
    expect(page.locator("#a-a")).to_contain_text("184")  # days overdue on 31 December
