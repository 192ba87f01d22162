"""A browser for each module and, for each test, a page that may neither call out nor log errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

import find_programs
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, WebSocketRoute, expect, sync_playwright

# What Chromium does by itself (updates, sync, QUIC probes) would be indistinguishable from what a page does.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give it 64 MB, and the browser dies when they are used up
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# Anything that cannot be loaded with the network unplugged. A pattern, so that the driver passes local files by itself:
# asking us about each of a page's assets takes long on a busy machine.
REMOTE = re.compile(r"^(?!(file|data|blob|about):|(http|ws)s?://127\.0\.0\.1[:/])")
PATIENCE = 120_000
"""Milliseconds after which something will never happen, however busy the machine is."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, Chrome or Edge; a machine without one fails these tests rather than skip them.

    For a module, not the session: its event loop runs on until it is closed, and others need one of their own.
    """
    program = find_programs.find_browser()
    if program is None:
        pytest.fail(find_programs.NO_BROWSER, pytrace=False)
    if not find_programs.chinese_font_present():
        pytest.fail(find_programs.NO_FONT, pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS, timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What went wrong on the page; a test that provokes an error removes it from this list."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A page in a fresh context; requests to other machines, console errors and exceptions fail the test."""

    def guard(route: Route) -> None:
        faults.append(f"request to {route.request.url}")
        route.abort()

    def guard_socket(socket: WebSocketRoute) -> None:
        faults.append(f"request to {socket.url}")
        socket.close()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.route(REMOTE, guard)
    context.route_web_socket(REMOTE, guard_socket)
    context.on("console", listen)
    context.on("weberror", lambda error: faults.append(f"exception: {error.error}"))
    yield context.new_page()
    context.unroute_all(behavior="ignoreErrors")  # a request may be under way still
    context.close()
    assert faults == []
