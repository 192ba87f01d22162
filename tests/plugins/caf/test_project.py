"""A small CAF project through the public door: figures of criteria are means, and nowhere is there a total."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.testing import ProjectKit, project

RATED = {"1.1": 45, "1.2": 38, "1.3": 60, "1.4": 22, "6.1": 71, "6.2": 70}
CLASSIC = 'assessor = "Team"\nstage = "consensus"\n' + "".join(
    f'[[ratings]]\nitem = "{code}"\npercent = {percent}\n' for code, percent in RATED.items()
)
FINE = """
assessor = "Team"
stage = "consensus"

[[ratings]]
item = "1.1"
marks = { P = 70, D = 65, C = 30, A = 10 }

[[ratings]]
item = "6.1"
marks = { trends = 61, targets = 40 }
"""


def kit(root: Path, sheet: str, more: str = "") -> ProjectKit:
    return project(root, f'criteria = "caf-2020"\n{more}', {"ratings/team.toml": sheet}, ("caf", "pdca"))


def test_figures_are_means_and_there_is_no_total(tmp_path: Path) -> None:
    ready = kit(tmp_path, CLASSIC)
    assessment = ready.run("assess").assert_success().assessment
    assert assessment.total is None
    # (45 + 38 + 60 + 22) / 4 = 41.25; (71 + 70) / 2 = 70.5
    assert assessment.categories["1"].value == Decimal("41.25")
    assert assessment.categories["6"].value == Decimal("70.5")
    assert assessment.categories["2"].value is None
    stored = json.loads((tmp_path / "assessment.json").read_text(encoding="utf-8"))
    assert stored["total"] is None
    assert stored["criteria"]["total"] is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_command_prints_a_total(language: str, tmp_path: Path) -> None:
    """Neither a sum of the ratings (306), nor of the means (111.75), nor out of 600, 900 or 2800."""
    ready = kit(tmp_path, CLASSIC)
    ready.run("assess", language=language).assert_success()
    runs = [
        ready.run(*command, language=language).assert_success()
        for command in (["assess"], ["check"], ["explain", "1.1"])
    ]
    printed = "".join(run.out + run.err for run in runs)
    assert re.search(r"\b(306|111\.75|600|900|2800)\b", printed) is None
    assert ("6 of 28 items rated; the model has no total" if language == "en" else "该准则不设总分") in printed


def test_a_project_chooses_fine_tuned_scoring(tmp_path: Path) -> None:
    ready = kit(tmp_path, FINE, 'scheme = "pdca-fine-tuned"\n')
    assessment = ready.run("assess").assert_success().assessment
    percents = [assessment.result_of[f"caf-2020:{code}"].score.percent for code in ("1.1", "6.1")]
    assert percents == [44, 51]  # 175 / 4 = 43.75 and 101 / 2 = 50.5, halves up
    assert assessment.scheme.name == "pdca-fine-tuned"
    assert "175 / 4 = 43.75" in ready.run("explain", "1.1").assert_success().out


def test_marks_without_choosing_it_name_the_scheme_that_takes_them(tmp_path: Path) -> None:
    outcome = kit(tmp_path, FINE).run("assess", language="zh")
    assert outcome.code == 2
    assert 'scheme = "pdca-fine-tuned"' in outcome.err
    assert "只给一个数值" in outcome.err
