"""The page fixture itself: it must see what it promises to catch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

pytestmark = pytest.mark.browser


def write(folder: Path, body: str) -> str:
    """Write a page and return its address."""
    file = folder / "page.html"
    file.write_text(f"<!doctype html><html lang='zh'><title>试页</title><body>{body}</body></html>", "utf-8")
    return file.as_uri()


def test_a_quiet_local_page_passes(page: Page, tmp_path: Path) -> None:
    page.goto(write(tmp_path, "<p>卓越</p>"))
    assert page.title() == "试页"


def test_a_request_to_another_machine_is_stopped_and_noted(page: Page, faults: list[str], tmp_path: Path) -> None:
    with page.expect_console_message(lambda message: "ERR_FAILED" in message.text):
        page.goto(write(tmp_path, "<img src='https://example.org/pixel.png'>"))
    assert "request to https://example.org/pixel.png" in faults
    faults.clear()


def test_a_websocket_to_another_machine_is_stopped(page: Page, faults: list[str], tmp_path: Path) -> None:
    page.goto(write(tmp_path, "<script>window.socket = new WebSocket('wss://example.org/')</script>"))
    page.wait_for_function("window.socket.readyState === 3")
    assert "request to wss://example.org/" in faults
    faults.clear()


@pytest.mark.parametrize(
    ("event", "script"), [("console", "console.error('broken')"), ("pageerror", "throw new Error('broken')")]
)
def test_an_error_in_a_script_is_noted(page: Page, faults: list[str], tmp_path: Path, event: str, script: str) -> None:
    with page.expect_event(event):
        page.goto(write(tmp_path, f"<script>{script}</script>"))
    assert [fault for fault in faults if "broken" in fault]
    faults.clear()


def test_leaving_for_another_machine_is_stopped(page: Page, faults: list[str]) -> None:
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto("https://example.org/")
    assert faults == ["request to https://example.org/"]
    faults.clear()
