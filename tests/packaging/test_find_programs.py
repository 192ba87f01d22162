"""Which browser is taken: the named one and no other, else the first on PATH."""

from __future__ import annotations

from pathlib import Path

import find_browser
import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, on a machine with no browser elsewhere."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ZHUOYUE_BROWSER", raising=False)
    monkeypatch.setattr(find_browser, "USUAL_PLACES", ())
    monkeypatch.setattr(find_browser, "_from_playwright", lambda: iter(()))
    return tmp_path


def program(folder: Path, name: str) -> Path:
    """Put an executable file there."""
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


@pytest.mark.usefixtures("folder")
def test_no_browser_anywhere() -> None:
    assert find_browser.find_browser() is None


def test_chromium_comes_before_chrome(folder: Path) -> None:
    program(folder, "google-chrome")
    chromium = program(folder, "chromium")
    assert find_browser.find_browser() == chromium


def test_the_named_browser_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    special = program(folder, "special")
    monkeypatch.setenv("ZHUOYUE_BROWSER", str(special))
    assert find_browser.find_browser() == special


def test_no_other_browser_stands_in_for_the_named_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    monkeypatch.setenv("ZHUOYUE_BROWSER", "no-such-browser")
    assert find_browser.find_browser() is None
