"""The plugin through the public door: config, command, assessment, page."""

from __future__ import annotations

from pathlib import Path

from zhuoyue import Assessment
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.survey_programme.page import PAGE, view

from .conftest import ANSWERS, FIELDS, REGISTER

PLUGINS = ("gbt19580", "holistic", "survey-programme")
SOURCE = """
[[sources]]
name = "{name}"
collector = "survey-programme"
path = "{name}/surveys.csv"
items = ["4.3.3"]
{more}
{fields}
[sources.answers]
path = "{name}/answers.csv"
fields = {{ survey = "survey", answer = "answer", action = "action", reason = "reason", verified = "asked" }}
"""
HOSTILE = "<script>alert(1)</script>"


def _source(name: str, more: str = "") -> str:
    return SOURCE.format(name=name, more=more, fields=FIELDS.replace("[fields", "[sources.fields"))


def test_a_section_for_each_source_and_hostile_words(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for name, word in (("surveys", "A"), ("other", HOSTILE), ("secret", "Takeover")):
        files[f"{name}/surveys.csv"] = REGISTER.replace("\nA,", f"\n{word},").replace(",C,\n", ",,\n")
        files[f"{name}/answers.csv"] = ANSWERS.replace("\nA,", f"\n{word},")
    config = _source("surveys") + _source("other") + _source("secret", 'visibility = "confidential"')
    outcome = project(tmp_path, config, files, PLUGINS).run("assess").assert_success()
    assessment = outcome.assessment
    assert "Takeover" not in assessment.model_dump_json()
    result = next(one for one in assessment.results if one.item.endswith(":4.3.3"))
    found = [one for one in result.findings if one.source == "survey-programme"]
    assert not {"surveys-breaks", "surveys-ends"} & {name for one in found for name in one.evidence}
    assert "surveys-loops-closed" in result.measures
    for language in ("zh", "en"):
        text = _page(assessment, language)
        assert "\n## surveys { #surveys }" in text
        assert "\n## other { #other }" in text
        assert "<script>alert" not in text
        assert "secret" not in text
        assert text.count('class="zy-why"') > 10
        assert text.count("zy-figure-board") == 2
    assert view(assessment.model_copy(update={"exhibits": ()}), "en") is None


def _page(assessment: Assessment, language: str) -> str:
    leaves = Edition(assessment, language, pages=(PAGE,)).leaves()
    return next(leaf.text for leaf in leaves if leaf.path == "survey-programme.md")
