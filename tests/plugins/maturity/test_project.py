"""Levels through the public door: rating sheets, explanations, and what wrong input is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue import State
from zhuoyue.testing import Outcome, project

SHEET = 'assessor = "team"\nstage = "consensus"\n[[ratings]]\nitem = "2.1"\n'
PLUGINS = ("maturity", "service-system")


def assess(root: Path, row: str, language: str = "en") -> Outcome:
    kit = project(root, 'criteria = "service-system-1"\n', {"ratings/team.toml": SHEET + row}, PLUGINS)
    return kit.run("assess", language=language)


def test_a_model_without_total(tmp_path: Path) -> None:
    assessment = assess(tmp_path, 'level = "3"').assert_success().assessment
    result = assessment.result_of["service-system-1:2.1"]
    assert assessment.total is None
    assert assessment.figure(assessment.item("2.1")).en == "level 3"
    assert result.score.state is State.RATED
    assert result.score.band == 3


EXPLAINED = {
    "en": "Levels met: 1, 2, 4; not met: 3, 5. "
    "Level 2: level 4 is met but does not count while a lower level is not met: 1✓ 2✓ 3✗ 4✓ 5✗ → 2",
    "zh": "已做到：1、2、4 级；未做到：3、5 级。"
    "结果为 2 级：4 级虽已做到，但下面的等级未做到，不计入：1✓ 2✓ 3✗ 4✓ 5✗ → 2",
}


def test_explain(tmp_path: Path) -> None:
    row = 'marks = { "1" = true, "2" = true, "3" = false, "4" = true, "5" = false }'
    assess(tmp_path, row).assert_success()
    kit = project(tmp_path, 'criteria = "service-system-1"\n', {}, PLUGINS)
    for language, said in EXPLAINED.items():
        assert f"  · {said}\n" in kit.run("explain", "2.1", language=language).assert_success().out


def test_missing_marks_leave_a_range(tmp_path: Path) -> None:
    assessment = assess(tmp_path, 'marks = { "1" = true, "4" = false }').assert_success().assessment
    score = assessment.result_of["service-system-1:2.1"].score
    assert (score.state, score.value, score.low, score.high) == (State.PARTIAL, None, 20, 60)


def test_an_item_that_does_not_apply_needs_a_reason_and_leaves_the_mean(tmp_path: Path) -> None:
    rows = 'not_applicable = true\nreason = { zh = "无", en = "None" }\n'
    rows += "".join(f'[[ratings]]\nitem = "2.{n}"\nlevel = "{n}"\n' for n in range(2, 6))
    assessment = assess(tmp_path, rows).assert_success().assessment
    category = assessment.criteria.categories[1]
    # levels 2, 3, 4 and 5
    assert assessment.figure(category).en == "3.5"
    lowest = assessment.lowest(category)
    assert lowest is not None
    assert (lowest.en, lowest.zh) == ("level 2", "等级 2")


WRONG = {
    'level = "6"': ("'6' is no level – expected one of: 0, 1, 2, 3, 4, 5", "'6' 不是有效等级"),
    'marks = { "1" = "maybe" }': ("'maybe' is neither true nor false", "'maybe' 既不是 true（是）也不是 false（否）"),
    'marks = { "6" = true }': ("2.1 has no mark '6' – expected one of: 1, 2, 3, 4, 5", "2.1 没有分项 '6'"),
    'marks = { "1" = true, "2" = false }\nlevel = "3"': ("the marks give level 1, the row says level 3", "等级 3"),
    "percent = 60": ("2.1 is rated by level, not by percent", "2.1 按等级评定，不用百分比"),
}


@pytest.mark.parametrize("row", WRONG)
def test_wrong_input_is_told_where_and_what_was_expected(row: str, tmp_path: Path) -> None:
    for language, said in zip(("en", "zh"), WRONG[row], strict=True):
        outcome = assess(tmp_path, row, language)
        assert outcome.code == 2
        assert "ratings/team.toml:5" in outcome.err
        assert said in outcome.err
