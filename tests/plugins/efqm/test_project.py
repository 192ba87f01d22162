"""A small EFQM project through the public door: rated by attributes, by percent, not at all; wrong marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue import State
from zhuoyue.testing import ProjectKit, project

SHEET = """
assessor = "Team"
stage = "consensus"

[[ratings]]
item = "1.1"
marks = { sound = 65, aligned = 70, implemented = 55, flexible = 60, evaluated = 50, learn = 45 }

[[ratings]]
item = "1.2"
marks = { sound = 20, aligned = 100, implemented = 100, flexible = 100, evaluated = 100, learn = 100 }

[[ratings]]
item = "6.1"
marks = { scope = 20, usable = 100, trends = 100, targets = 100, comparisons = 100, future = 100 }

[[ratings]]
item = "4.1"
percent = 35

[[ratings]]
item = "5.1"
marks = { sound = 40, aligned = 60 }
"""
WRONG = """
assessor = "Team"
stage = "consensus"

[[ratings]]
item = "1.1"
marks = { sond = 70, aligned = 42, trends = 50 }

[[ratings]]
item = "1.2"
percent = 52

[[ratings]]
item = "1.3"
percent = 90
marks = { sound = 65, aligned = 70, implemented = 55, flexible = 60, evaluated = 50, learn = 45 }
"""


def kit(root: Path, edition: str, sheet: str) -> ProjectKit:
    return project(root, f'criteria = "efqm-{edition}"\n', {"ratings/team.toml": sheet}, ("efqm", "radar"))


@pytest.mark.parametrize("edition", ["2020", "2025"])
def test_scores(edition: str, tmp_path: Path) -> None:
    assessment = kit(tmp_path, edition, SHEET).run("assess").assert_success().assessment
    score = {code: assessment.result_of[assessment.item(code).id].score for code in ("1.1", "1.2", "6.1", "4.1", "5.1")}
    assert {code: one.percent for code, one in score.items()} == {
        "1.1": 60,
        "1.2": 20,
        "6.1": 85,
        "4.1": 35,
        "5.1": None,
    }
    assert [score[code].value for code in ("1.1", "1.2", "6.1", "4.1")] == [12, 4, 34, 17.5]
    # Sound 40 caps what the four open attributes could still bring: 20 % (0.2 × 40 + 0.2 × 60) to 40 %
    assert (score["5.1"].state, score["5.1"].low, score["5.1"].high) == (State.PARTIAL, 4, 8)
    assert score["4.1"].band == 2  # 35 is read as the lower of the two words it lies between
    assert assessment.total is not None
    # known: 12 + 4 + 34 + 17.5; open: 5.1 from 4 to 8 and the 850 points nobody has looked at
    assert (assessment.total.value, assessment.total.low, assessment.total.high) == (None, 71.5, 925.5)


def test_explain_names_cap_and_halves(tmp_path: Path) -> None:
    ready = kit(tmp_path, "2025", SHEET)
    ready.run("assess").assert_success()
    english = ready.run("explain", "1.2").assert_success().out
    assert "Sound caps the item: min(85, 20) = 20" in english
    chinese = ready.run("explain", "6.1", language="zh").assert_success().out
    assert "结果条款不设封顶属性：min(85, 100) = 85" in chinese


def test_criterion_7_of_2020_is_one_item(tmp_path: Path) -> None:
    sheet = 'assessor = "Team"\nstage = "consensus"\n[[ratings]]\nitem = "7"\npercent = 65\n'
    ready = kit(tmp_path, "2020", sheet)
    assessment = ready.run("assess").assert_success().assessment
    assert assessment.categories["7"].value == 130
    assert "130 / 200" in ready.run("explain", "7").assert_success().out


def test_wrong_marks_are_all_named_at_once(tmp_path: Path) -> None:
    outcome = kit(tmp_path, "2025", WRONG).run("assess")
    assert outcome.code == 2
    said = outcome.err.splitlines()
    for words in (
        ("marks.sond", "did you mean 'sound'"),
        ("marks.aligned", "42 %", "40 or 45"),
        ("marks.trends", "no mark 'trends'"),
        ("ratings[1].percent", "50 or 55"),
        ("ratings[2].marks", "60 %", "90 %"),
    ):
        assert any(all(word in line for word in words) for line in said), words
