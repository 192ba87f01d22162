"""The plugin through the public door: config, command, assessment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhuoyue.testing import project

CONFIG = """
[adli]
units = ["north", "south"]
[adli.ceilings]
no_deployment = 40
[[sources]]
name = "papers"
collector = "documents"
folder = "docs"
"""
FRONT = b"---\nitems: 4.3.3\nrole: method\nobserved_on: 2025-01-01\n---\ntext"
PLUGINS = ("gbt19580", "holistic", "documents", "adli")


def test_settings_and_evidence_reach_the_plugin(tmp_path: Path) -> None:
    outcome = project(tmp_path, CONFIG, {"docs/a.md": FRONT}, PLUGINS).run("assess").assert_success()
    results = {one.item.rpartition(":")[2]: one for one in outcome.assessment.results}
    (suggestion,) = results["4.3.3"].suggestions
    assert (suggestion.source, suggestion.percent, suggestion.ceiling) == ("adli", None, Decimal(40))
    assert {one.source for one in results["4.3.3"].findings} == {"adli"}
    # Every process item is judged, no result item is.
    assert {code for code, one in results.items() if not one.suggestions} == {f"4.7.{n}" for n in range(2, 8)}
