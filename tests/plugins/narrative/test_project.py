"""The plugin through the public door: config, command, assessment."""

from __future__ import annotations

from pathlib import Path

from zhuoyue.testing import project

CONFIG = """
[[sources]]
name = "texts"
collector = "narrative"
folder = "texts"
word_limit = 4
"""
PLUGINS = ("gbt19580", "holistic", "narrative")


def test_texts_reach_the_assessment(tmp_path: Path) -> None:
    files = {"texts/4.1.2.md": "高层领导每月走访", "texts/4.1.2.en.md": "Leaders visit", "texts/P.1a.md": "概述"}
    outcome = project(tmp_path, CONFIG, files, PLUGINS).run("assess").assert_success()
    texts = {(one.code, one.language): one.words for one in outcome.assessment.narratives}
    item = "gbt19580-2012:4.1.2"
    assert texts == {(item, "zh"): 8, (item, "en"): 2, ("P.1a", "zh"): 2}
    (problem,) = (one for one in outcome.assessment.problems if one.source == "texts")
    assert (problem.code, problem.item) == ("narrative-long", item)


def test_a_misnamed_file_stops_the_run(tmp_path: Path) -> None:
    outcome = project(tmp_path, CONFIG, {"texts/4.1.22.md": "text"}, PLUGINS).run("assess")
    assert outcome.code == 2
    assert "texts/4.1.22.md" in outcome.err
    assert "did you mean '4.1.2'?" in outcome.err
