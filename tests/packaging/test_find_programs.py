"""Which programs are taken: the named browser and no other, else the first on PATH; an office that has Calc."""

from __future__ import annotations

from pathlib import Path

import find_programs
import pytest

from zhuoyue.export import browser


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, on a machine with no browser elsewhere."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ZHUOYUE_BROWSER", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setattr(browser, "USUAL_PLACES", ())
    return tmp_path


def program(folder: Path, name: str) -> Path:
    """Put an executable file there."""
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


@pytest.mark.usefixtures("folder")
def test_no_browser_anywhere() -> None:
    assert find_programs.find_browser() is None


def test_chromium_comes_before_chrome(folder: Path) -> None:
    program(folder, "google-chrome")
    chromium = program(folder, "chromium")
    assert find_programs.find_browser() == chromium


def test_the_named_browser_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    special = program(folder, "special")
    monkeypatch.setenv("ZHUOYUE_BROWSER", str(special))
    assert find_programs.find_browser() == special


def test_no_other_browser_stands_in_for_the_named_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    monkeypatch.setenv("ZHUOYUE_BROWSER", "no-such-browser")
    assert find_programs.find_browser() is None


def test_an_office_without_calc_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_programs.find_office() is None
    soffice = program(folder, "soffice")
    monkeypatch.setattr("sys.platform", "linux")
    assert find_programs.find_office() is None
    (folder / "libsclo.so").touch()
    assert find_programs.find_office() == soffice
