"""What tests of pages in a browser share: a phone's window, and what the axe finds."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}


def serious(page: Page) -> list[str]:
    """Return what keeps people from reading the page, with the first place of each fault."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
