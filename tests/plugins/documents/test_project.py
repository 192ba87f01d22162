"""The plugin through the public door: config, command, assessment."""

from __future__ import annotations

from pathlib import Path

from zhuoyue.testing import project

CONFIG = """
[[sources]]
name = "papers"
collector = "documents"
items = ["4.1.2"]
folder = "docs"
register = "docs/register.csv"
by_path = { "audits/**" = ["4.6.2"] }
defaults = { role = "deployment" }
"""
PLUGINS = ("gbt19580", "holistic", "documents")


def test_files_reach_the_assessment(tmp_path: Path) -> None:
    files = {
        "docs/register.csv": b"file,items,valid_until\na.md,4.3.3,2024-12-31\n",
        "docs/a.md": b"# Procedure\n",
        "docs/audits/b.txt": b"all well",
    }
    outcome = project(tmp_path, CONFIG, files, PLUGINS).run("assess").assert_success()
    evidence = {one.locator: one for one in outcome.assessment.evidence}
    assert evidence["docs/a.md"].items == ("gbt19580-2012:4.3.3",)
    assert evidence["docs/audits/b.txt"].items == ("gbt19580-2012:4.6.2",)
    codes = {one.code for one in outcome.assessment.problems if one.source == "papers"}
    assert codes == {"documents-expired", "documents-unlisted"}


def test_a_wrong_cell_stops_the_run_and_is_named(tmp_path: Path) -> None:
    files = {"docs/register.csv": b"file,role\na.md,methud\n", "docs/a.md": b"x"}
    outcome = project(tmp_path, CONFIG, files, PLUGINS).run("assess")
    assert outcome.code == 2
    assert "docs/register.csv:row 2, column role" in outcome.err
    assert "did you mean 'method'?" in outcome.err


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    outcome = project(tmp_path, CONFIG.replace("by_path", "by_paths"), {"docs/register.csv": b"file\n"}, PLUGINS).run(
        "check"
    )
    assert outcome.code == 2
    assert "by_path" in outcome.err
