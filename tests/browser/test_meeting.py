"""The consensus meeting in a browser: saving, crashing, two windows, readers, no JavaScript, no mouse."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sample import sample

from zhuoyue import ledger, store
from zhuoyue.testing import LOAD, project

from .looking import PHONE

pytestmark = pytest.mark.browser

HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>{{7*7}}"
SCHEMES: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", "zh"), ("dark", "en"))
TEAM = ["an", "bo", "cy"]
PERCENTS = {"4.1.2": (30, 35, 75), "4.3.3": (50, 55, 45), "4.7.4": (60, 30, 40)}
REFUSED = re.compile(r"status of (404|409|422)|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE")
"""What the browser itself reports about an answer that says no, a server that is gone, or a token that was."""


def sheet(assessor: str) -> str:
    rows = []
    for code, percents in PERCENTS.items():
        reason = HOSTILE if assessor == "an" else f"Reason of {assessor}"
        rows.append(
            f'[[ratings]]\nitem = "{code}"\npercent = {percents[TEAM.index(assessor)]}\nreason = "{reason}"\n'
            f'[ratings.dimensions]\n{"Le" if code.startswith("4.7") else "A"} = "{HOSTILE}"\n'
            f'[[ratings.strengths]]\ntext = "Strength {assessor} {HOSTILE}"\nweight = "bold"\n'
        )
    return f'assessor = "{assessor}"\n' + "".join(rows)


@dataclass
class Server:
    """The command, running."""

    root: Path
    port: int = 0
    writer: str = ""
    readers: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the command and wait for its addresses; the port stays the same from the first time on."""
        command = [sys.executable, "-m", "zhuoyue.cli", "meeting", "--project", str(self.root), "--lang", "en"]
        command += ["--port", str(self.port), "--by", "Lin"]
        environment = os.environ | {LOAD: "gbt19580,holistic", "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, encoding="utf-8")
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline() for _ in range(2)]
        self.writer, self.readers = (line.split()[-1] for line in lines)
        self.port = int(self.writer.split(":")[2].split("/")[0])

    def end(self, number: int = signal.SIGTERM) -> None:
        """End the command; SIGKILL is a crash."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.communicate(timeout=60)

    @property
    def accepted(self) -> list[tuple[str, str]]:
        """Code and percent of every entry of the ledger."""
        entries = ledger.read(self.root)
        return [(one.data["item"].rpartition(":")[2], one.data["percent"]) for one in entries]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    project(tmp_path, files={f"ratings/{name}.toml": sheet(name) for name in TEAM})
    store.write(sample(hostile=HOSTILE), tmp_path / store.ASSESSMENT)
    one = Server(tmp_path)
    one.start()
    yield one
    if one.process is not None and one.process.poll() is None:
        one.end()


@pytest.fixture
def other(browser: Browser, page: Page) -> Iterator[Page]:
    """A second window that shares nothing with the first; on the same terms."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(120_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def pick(page: Page, percent: str) -> None:
    page.locator(f'.pick:has(input[name="percent"][value="{percent}"])').click()


def accept(page: Page) -> None:
    page.get_by_role("button", name="Accept and go on").click()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def team(root: Path) -> dict[str, Any]:
    rows = tomllib.loads((root / "ratings/consensus.toml").read_text("utf-8"))["ratings"]
    return {row["item"].rpartition(":")[2]: row for row in rows}


def test_three_items_are_agreed_and_readers_see_it_at_once(server: Server, page: Page, other: Page) -> None:
    other.goto(server.readers)
    expect(other.get_by_text("0 of 23 agreed, 2 to discuss")).to_be_visible()
    expect(other.get_by_role("button")).to_have_count(0)
    page.goto(server.writer)
    page.get_by_role("link", name="Next: 4.7.4").click()
    expect(other).to_have_url(re.compile(r"/items/4\.7\.4$"))  # the readers' window goes along

    pick(page, "45")
    page.get_by_label("Reason", exact=True).fill("Growth, but margins fall.\n增长但利润下降。")
    page.get_by_text("Dissent", exact=True).click()
    page.get_by_label("bo", exact=True).fill("Too generous.")
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.7.4")
    expect(page.get_by_role("heading", level=1)).to_contain_text("4.1.2")
    expect(other).to_have_url(re.compile(r"/items/4\.1\.2"))
    expect(other.get_by_text("1 of 23 agreed, 1 to discuss")).to_be_visible()

    page.get_by_role("radio", name="median").check()
    expect(page.locator('input[name="percent"][value="35"]')).to_be_checked()  # of 30, 35, 75
    pick(page, "40")
    expect(page.get_by_role("radio", name="discussed")).to_be_checked()
    page.get_by_role("radio", name="median").check()
    accept(page)
    page.goto(f"{server.writer}en/items/4.3.3")
    page.get_by_role("radio", name="not applicable").check()
    page.get_by_label("Reason", exact=True).fill("The group does it.")
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("4.3.3")

    page.reload()
    page.goto(f"{server.writer}en/")
    expect(page.get_by_text("3 of 23 agreed, 0 to discuss")).to_be_visible()
    expect(page.locator("tr.is-agreed")).to_have_count(3)
    assert server.accepted == [("4.7.4", "45"), ("4.1.2", "35"), ("4.3.3", None)]
    rows = team(server.root)
    assert rows["4.1.2"]["method"] == "median"
    assert "增长但利润下降。" in str(rows["4.7.4"]["reason"])
    assert rows["4.7.4"]["dissent"][0]["assessor"] == "bo"
    other.get_by_label("follow the recorder").uncheck()
    other.goto(f"{server.readers}en/items/4.7.4")
    expect(other.locator(".standing")).to_contain_text("45")
    expect(other.locator(".standing")).to_contain_text("Too generous.")


def test_a_crash_loses_nothing(server: Server, page: Page, faults: list[str]) -> None:
    page.goto(f"{server.writer}en/items/4.7.4")
    pick(page, "45")
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.7.4")
    pick(page, "50")
    page.get_by_label("Reason", exact=True).fill("Half a sen")
    server.end(signal.SIGKILL)
    expect(page.locator("#lost")).to_be_visible()
    assert server.accepted == [("4.7.4", "45")]
    server.start()
    page.goto(server.writer)
    expect(page.get_by_text("1 of 23 agreed, 1 to discuss")).to_be_visible()
    page.goto(f"{server.writer}en/items/4.1.2")
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Half a sen")
    expect(page.locator('input[name="percent"][value="50"]')).to_be_checked()
    expect(page.locator("#draft")).to_be_hidden()
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.1.2")
    assert server.accepted == [("4.7.4", "45"), ("4.1.2", "50")]
    page.goto(f"{server.writer}en/items/4.1.2")
    page.get_by_label("Reason", exact=True).fill("")
    assert page.evaluate("localStorage.length") == 1  # what was saved is no draft any more
    faults[:] = [one for one in faults if not REFUSED.search(one)]


def test_a_wrong_percent_is_explained_and_nothing_typed_is_lost(server: Server, page: Page, faults: list[str]) -> None:
    page.goto(f"{server.writer}en/items/4.1.2")
    pick(page, "45")
    page.get_by_label("Reason", exact=True).fill("Typed.")
    page.locator('input[name="percent"][value="45"]').evaluate("one => one.value = '47'")
    accept(page)
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("nearest: 45 or 50")
    expect(page.locator("#trouble")).to_be_focused()
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Typed.")
    assert violations(page) == []
    trouble.get_by_role("link").click()
    pick(page, "45")
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.1.2")
    faults[:] = [one for one in faults if not REFUSED.search(one)]


def test_two_windows_that_write(server: Server, page: Page, other: Page, faults: list[str]) -> None:
    address = f"{server.writer}en/items/4.1.2"
    page.goto(address)
    expect(page.locator("#others")).to_be_hidden()
    other.goto(address)
    for window in (page, other):
        expect(window.locator("#others")).to_contain_text("one of 2 windows")
    page.get_by_label("Reason", exact=True).fill("From the first window.")
    pick(page, "40")
    pick(other, "50")
    other.get_by_label("Reason", exact=True).fill("From the second window.")
    accept(other)
    expect(other.get_by_role("status")).to_contain_text("Saved: 4.1.2")
    expect(page.locator("#changed")).to_be_visible()
    accept(page)
    stale = page.locator("#trouble")
    expect(stale).to_contain_text("Not saved")
    for words in ("50", "From the second window.", "40", "From the first window."):
        expect(stale).to_contain_text(words)
    assert server.accepted == [("4.1.2", "50")]
    assert violations(page) == []
    page.reload()  # the browser sends the refused form again
    expect(page.get_by_label("Reason", exact=True)).to_have_value("From the first window.")
    accept(page)
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.1.2")
    assert server.accepted == [("4.1.2", "50"), ("4.1.2", "40")]
    other.close()
    expect(page.locator("#others")).to_be_hidden()
    faults[:] = [one for one in faults if not REFUSED.search(one)]


def test_a_draft_outlives_a_change_from_elsewhere(server: Server, page: Page) -> None:
    page.goto(f"{server.writer}en/items/4.1.2")
    page.get_by_label("Reason", exact=True).fill("Mine.")
    consensus = 'assessor = "Team"\nstage = "consensus"\n[[ratings]]\nitem = "4.1.2"\npercent = 65\n'
    (server.root / "ratings/consensus.toml").write_text(consensus, "utf-8")
    expect(page.locator("#changed")).to_be_visible()
    page.get_by_role("link", name="Load it again").click()
    expect(page.locator("#draft")).to_be_visible()
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Mine.")
    expect(page.get_by_role("heading", name="The team's value so far 65")).to_be_visible()


def test_hostile_records_are_text(server: Server, page: Page) -> None:
    for path in ("en/items/4.1.2", "zh/items/4.3.3", "en/"):
        page.goto(server.writer + path)
        for one in page.locator("main details").all():
            one.evaluate("one => one.open = true")
        if "items" in path:
            expect(page.locator("main").get_by_text(HOSTILE).first).to_be_visible()
        assert page.evaluate("window.hacked") is None


def test_a_reader_can_leave_the_writer_and_keeps_what_was_opened(server: Server, page: Page, other: Page) -> None:
    page.goto(f"{server.readers}en/")
    page.get_by_role("link", name="4.1.2").click()
    expect(page.get_by_label("follow the recorder")).not_to_be_checked()
    notes = page.locator("#notes-2")
    notes.get_by_text("Notes by dimension").click()
    other.goto(f"{server.writer}en/items/4.1.2")
    pick(other, "45")
    accept(other)
    expect(page.locator(".standing")).to_contain_text("45")
    expect(page).to_have_url(re.compile(r"/items/4\.1\.2$"))
    expect(notes).to_have_attribute("open", "")
    page.get_by_label("follow the recorder").check()
    expect(page).not_to_have_url(re.compile(r"/items/4\.1\.2$"))


def test_everything_works_without_javascript(server: Server, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page, reader = context.new_page(), context.new_page()
        reader.goto(f"{server.readers}en/items/4.7.4")
        page.goto(f"{server.writer}en/items/4.7.4")
        expect(page.get_by_label("follow the recorder")).to_have_count(0)
        page.get_by_role("radio", name="median").check()
        expect(page.locator(".visit")).to_be_hidden()
        page.get_by_role("radio", name="site visit").check()
        expect(page.locator(".visit")).to_be_visible()
        page.get_by_role("radio", name="consensus").check()
        accept(page)
        expect(page.get_by_role("status")).to_contain_text("Saved: 4.7.4")
        reader.reload()
        expect(reader.locator(".standing")).to_contain_text("40")
        expect(reader.get_by_label("follow the recorder")).to_be_hidden()


def test_the_keyboard_is_enough(server: Server, page: Page) -> None:
    page.goto(f"{server.writer}en/items/4.1.2")
    page.get_by_role("radio", name="consensus").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator('input[name="percent"][value="0"]')).to_be_checked()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(page.locator('input[name="percent"][value="45"]')).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("By keyboard.")
    expect(page.get_by_label("Reason", exact=True)).to_have_value("By keyboard.")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: 4.1.2")
    assert server.accepted == [("4.1.2", "45")]


def test_the_pages_are_accessible_and_fit_a_phone(server: Server, page: Page) -> None:
    page.goto(f"{server.writer}en/items/4.7.4")
    pick(page, "45")
    accept(page)
    expect(page.get_by_role("status")).to_be_visible()
    page.add_init_script("sessionStorage.setItem('zy-follow', 'no')")  # or readers' windows go along
    for scheme, language in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for address in (server.writer, server.readers):
            for path in ("", "items/4.7.4", "items/4.3.3"):
                page.set_viewport_size({"width": 1280, "height": 900})
                page.goto(f"{address}{language}/{path}")
                assert violations(page) == [], (scheme, path)
                page.set_viewport_size(PHONE)
                assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
