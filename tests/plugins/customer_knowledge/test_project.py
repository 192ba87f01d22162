"""The plugin through the public door: config, command, assessment, page."""

from __future__ import annotations

from pathlib import Path

from zhuoyue import Assessment
from zhuoyue.report.edition import Edition
from zhuoyue.testing import project
from zhuoyue_plugins.customer_knowledge.page import PAGE, view

from .conftest import METHODS, NEEDS, SEGMENTS

PLUGINS = ("gbt19580", "holistic", "customer-knowledge")
SOURCE = """
[[sources]]
name = "{name}"
collector = "customer-knowledge"
items = ["4.3.2"]
[sources.segments]
path = "{name}/segments.csv"
fields = {{ segment = "Segment", kind = "Kind", size = "Size", owner = "Owner" }}
[sources.needs]
path = "{name}/needs.csv"
fields = {{ segment = "Segment", need = "Need", importance = "Importance", performance = "Performance" }}
[sources.methods]
path = "{name}/methods.csv"
fields = {{ segment = "Segment", method = "Method", owner = "Owner", reviewed = "Reviewed" }}
"""
HOSTILE = "<script>alert(1)</script>"


def test_a_section_for_each_source_and_hostile_words(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for name, word in (("known", "Builders"), ("other", HOSTILE), ("secret", "Takeovers")):
        for part, table in (("segments", SEGMENTS), ("needs", NEEDS), ("methods", METHODS)):
            files[f"{name}/{part}.csv"] = table.replace("Builders", word)
    secret = SOURCE.format(name="secret").replace(
        "[sources.segments]", 'visibility = "confidential"\n[sources.segments]'
    )
    config = SOURCE.format(name="known") + SOURCE.format(name="other") + secret
    assessment = project(tmp_path, config, files, PLUGINS).run("assess").assert_success().assessment
    assert "Takeovers" not in assessment.model_dump_json()
    result = next(one for one in assessment.results if one.item.endswith(":4.3.2"))
    found = [one for one in result.findings if one.source == "customer-knowledge"]
    assert [one.evidence for one in found] == [("known-quadrants",), ("other-quadrants",)]
    for language in ("zh", "en"):
        text = _page(assessment, language)
        assert "\n## known { #known }" in text
        assert "\n## other { #other }" in text
        assert "<script>alert" not in text
        assert "secret" not in text
        assert text.count('class="zy-why"') > 10
    assert '</span> stale<br><span class="zy-day">2022-06-15</span></td>' in _page(assessment, "en")
    assert view(assessment.model_copy(update={"exhibits": ()}), "en") is None


def _page(assessment: Assessment, language: str) -> str:
    leaves = Edition(assessment, language, pages=(PAGE,)).leaves()
    return next(leaf.text for leaf in leaves if leaf.path == "customer-knowledge.md")
