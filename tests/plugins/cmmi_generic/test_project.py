"""The plugin through the public door: config, command, assessment, page."""

from __future__ import annotations

from pathlib import Path

from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.cmmi_generic.page import PAGE, view

from .conftest import FIELDS, HEADER, process, row

PLUGINS = ("gbt19580", "holistic", "characterise", "cmmi-generic")
SOURCE = """
[[sources]]
name = "{name}"
collector = "cmmi-generic"
path = "records/{name}.csv"
items = ["4.5.3"]
{more}
"""
HOSTILE = row("<script>alert(1)</script>", "a|b`*_ {{ 7*7 }}", "GP 2.1", "FI", "</td>") + row(
    "<script>alert(1)</script>", "<b>b</b>", "GP 2.1", "NI", "", "", "<i>weak</i>"
)


def source(name: str, more: str = "") -> str:
    fields = FIELDS.replace("[fields]", "[sources.fields]")
    return SOURCE.format(name=name, more=more) + fields


def test_sections_tiers_and_hostile_words(tmp_path: Path) -> None:
    config = source("first") + source("other") + source("secret", 'visibility = "confidential"')
    files = {
        "records/first.csv": HEADER + process("Design", {"GP 2.9": "FI NI", "GP 2.5": "PI PI"}),
        "records/other.csv": HEADER + HOSTILE,
        "records/secret.csv": HEADER + process("Takeovers"),
    }
    assessment = project(tmp_path, config, files, PLUGINS).run("assess").assert_success().assessment
    assert "Takeovers" not in assessment.model_dump_json()
    result = next(one for one in assessment.results if one.item.endswith(":4.5.3"))
    # what is withheld may say otherwise: nothing is said to lack
    assert {one.kind for one in result.findings if one.source == "cmmi-generic"} == {"strength"}
    for language in ("zh", "en"):
        text = _page(assessment, language)
        assert "\n## first { #first }" in text
        assert "\n## other { #other }" in text
        assert "secret" not in text
        for mark in ("<script>alert", "<b>b", "<i>weak"):
            assert mark not in text
        assert "{{" not in text.replace("{{ 7*7 }}", "")
        assert 'class="zy-why"' in text
    assert view(assessment.model_copy(update={"exhibits": ()}), "en") is None


def test_the_page_says_in_words_what_it_colours(tmp_path: Path) -> None:
    table = HEADER + process("Design", {"GP 2.9": "FI NI", "GP 2.5": "FI PI", "GP 3.1": "NY NY"})
    table += row("Design", "", "GP 2.5", "", "", "", "", "LI", "Chen", "One place")
    outcome = project(tmp_path, source("first"), {"records/first.csv": table}, PLUGINS).run("assess").assert_success()
    lines = _page(outcome.assessment, "en").splitlines()
    cells = next(line for line in lines if 'scope="row">Design<' in line)
    assert cells.count("<td") == 12
    assert cells.count(">FI<") == 9
    assert cells.count(">LI/PI<") == cells.count(">NY<") == cells.count(">LI*<") == 1
    assert 'title="LI/PI open"' in cells
    assert "decided by the team" in cells
    result = next(one for one in outcome.assessment.results if one.item.endswith(":4.5.3"))
    assert {"first-matrix", "first-levels", "first-blockers", "first-open"} <= set(result.exhibits)
    assert [one.source for one in result.suggestions] == ["cmmi-generic"]


def test_the_practices_as_criteria(tmp_path: Path) -> None:
    config = 'criteria = "cmmi-generic-1.3"\n' + source("first").replace('items = ["4.5.3"]\n', "")
    files = {"records/first.csv": HEADER + process("Design") + process("Buying", {"GP 2.9": "PI NI"}, usual="LI")}
    assessment = project(tmp_path, config, files, PLUGINS[2:]).run("assess").assert_success().assessment
    assert assessment.total is None
    proposed = {
        one.item.partition(":")[2]: suggestion.percent for one in assessment.results for suggestion in one.suggestions
    }
    assert len(proposed) == 12
    assert proposed.pop("GP2.9") is None  # FI and PI: the team decides
    assert set(proposed.values()) == {70}


def test_a_wrong_mark_stops_the_run_where_asked(tmp_path: Path) -> None:
    files = {"records/first.csv": HEADER + row("Design", "a", "GP 2.1", "F1") + row("Design", "a", "GP 2.2", "FI")}
    strict = source("first", 'on_bad_value = "fail"')
    outcome = project(tmp_path, strict, files, PLUGINS).run("assess", language="zh")
    assert outcome.code != 0
    assert "records/first.csv:row 2, column Mark" in outcome.err
    assert "是否应为 'FI'" in outcome.err


def _page(assessment: object, language: str) -> str:
    leaves = Edition(assessment, language, pages=(PAGE,)).leaves()  # type: ignore[arg-type]
    return next(leaf.text for leaf in leaves if leaf.path == "cmmi-generic.md")
