"""Suggestions, ceilings and policy: what data may and may not do to a score."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.testing import Outcome, project

PLUGIN = """
from zhuoyue import Suggestion, Text

def assess_results(item, dossier):
    if item.code == "4.7.2":
        yield Suggestion(percent={percent}, reasons=(Text(en="because", zh="因为"),))

def assess_customers(item, dossier):
    with open(__file__ + ".asked", "a") as stream:
        stream.write("x")
    yield Suggestion(ceiling=45)
"""
SHEET = 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\npercent = {}\n'
ITEM = "gbt19580-2012:4.7.2"


def run(tmp_path: Path, policy: str = "leave", percent: str = "60", rated: int = 45, extra: str = "") -> Outcome:
    config = f'[plugins]\nlocal = ["mine.py"]\n[scoring]\nunrated = "{policy}"\n{extra}'
    files = {"mine.py": PLUGIN.format(percent=percent), "ratings/a.toml": SHEET.format(rated)}
    return project(tmp_path, config, files).run("assess")


def test_a_suggestion_is_never_a_score_without_a_policy(tmp_path: Path) -> None:
    result = run(tmp_path).assert_success().assessment.result_of[ITEM]
    assert result.score.value is None
    assert (result.score.low, result.score.high) == (0, 80)
    assert [one.percent for one in result.suggestions] == [60]


def test_with_the_policy_it_is_a_score_marked_as_suggested(tmp_path: Path) -> None:
    assessment = run(tmp_path, "suggested").assert_success().assessment
    score = assessment.result_of[ITEM].score
    assert (score.state, score.value, score.suggested) == ("suggested", 48, 48)
    assert "not confirmed" in score.steps[0].text.en
    assert assessment.total.suggested == 48
    assert assessment.provenance.policy["unrated"] == "suggested"


def test_a_percent_off_the_grid_is_the_plugins_fault(tmp_path: Path) -> None:
    outcome = run(tmp_path, "suggested", "47")
    assert outcome.code == 3
    assert "suggestion left out: 4.7.2: 47 % is not a multiple of 5" in outcome.err
    assert outcome.assessment.result_of[ITEM].score.value is None


@pytest.mark.parametrize(("rated", "flagged"), [(45, False), (50, True)])
def test_a_rating_above_what_the_evidence_carries_is_flagged(tmp_path: Path, rated: int, flagged: bool) -> None:
    assessment = run(tmp_path, rated=rated).assert_success().assessment
    problems = [one for one in assessment.problems if one.code == "percent-not-carried"]
    assert bool(problems) is flagged
    if flagged:
        assert problems[0].text.en == "4.3.3 is rated 50 %; the evidence carries up to 45 %"
        assert problems[0].where == "ratings/a.toml:4"
    assert assessment.result_of["gbt19580-2012:4.3.3"].score.value == Decimal(rated) / 2


def test_plugins_are_not_asked_again_about_the_same_facts(tmp_path: Path) -> None:
    asked = tmp_path / "mine.py.asked"
    run(tmp_path)
    run(tmp_path, rated=50)  # another rating is no new fact: plugins do not see ratings
    assert asked.read_text() == "xx"  # two items of the theme, once each
    run(tmp_path, percent="65")  # the plugin changed
    assert asked.read_text() == "xxxx"


def test_with_two_suggestions_the_policy_has_to_name_one(tmp_path: Path) -> None:
    other = PLUGIN.format(percent=40)
    (tmp_path / "other.py").write_text(other)
    config = '[plugins]\nlocal = ["mine.py", "other.py"]\n[scoring]\nunrated = "suggested"\n'
    files = {"mine.py": PLUGIN.format(percent=60)}
    assessment = project(tmp_path, config, files).run("assess").assert_success().assessment
    assert assessment.result_of[ITEM].score.value is None
    assert "4.7.2: mine, other suggest a percent" in assessment.problems[0].text.en
    config += 'suggestions_from = ["other", "mine"]\n'
    result = project(tmp_path, config, files).run("assess").assert_success().assessment.result_of[ITEM]
    assert result.score.percent == 40
