"""Rating sheets: every fault with its line, and which rating prevails."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import Assessment, Method, State
from zhuoyue.testing import project

SHEET = """\
assessor = "{assessor}"
stage = "{stage}"
rated_on = 2026-01-16
[[ratings]]
item = "4.1.2"
percent = {percent}
reason = {{ zh = "理由", en = "reason" }}
[ratings.dimensions]
A = {{ zh = "方法", en = "method" }}
[[ratings.strengths]]
text = {{ zh = "强", en = "strong" }}
weight = "bold"
"""


def sheet(percent: int, stage: str = "consensus", assessor: str = "T") -> str:
    return SHEET.format(percent=percent, stage=stage, assessor=assessor)


def test_a_rating_becomes_points_notes_and_findings(tmp_path: Path) -> None:
    outcome = project(tmp_path, "", {"ratings/final.toml": sheet(55)}).run("assess").assert_success()
    result = outcome.assessment.result_of["gbt19580-2012:4.1.2"]
    assert result.score.value == Decimal("27.5")
    assert result.score.steps[-1].expression == "50 × 55 % = 27.5"
    assert result.rating is not None
    assert result.rating.where == "ratings/final.toml:5"
    assert [(note.dimension, note.text.en) for note in result.rating.dimensions] == [("A", "method")]
    strengths = [one for one in result.findings if one.source == "T"]
    assert [(one.kind, one.weight, one.text.zh) for one in strengths] == [("strength", "bold", "强")]
    inputs = [one.path for one in outcome.assessment.provenance.inputs]
    assert inputs == ["ratings/final.toml"]


def test_every_fault_is_named_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    text = sheet(47) + (
        '[[ratings]]\nitem = "4.9.9"\npercent = 50\n'
        '[[ratings]]\nitem = "4.1.3"\nprecent = 50\n'
        '[[ratings]]\nitem = "4.1.4"\nnot_applicable = true\n'
    )
    kit = project(tmp_path, "", {"ratings/final.toml": sheet(50)})
    kit.run("assess").assert_success()
    before = (tmp_path / "assessment.json").read_bytes()
    outcome = kit.write({"ratings/final.toml": text}).run("assess")
    assert outcome.code == 2
    assert "ratings/final.toml:18: ratings[2].precent: unknown key – did you mean 'percent'?" in outcome.err
    assert "not_applicable needs a reason" in outcome.err
    assert (tmp_path / "assessment.json").read_bytes() == before
    outcome = kit.write({"ratings/final.toml": text.split('[[ratings]]\nitem = "4.1.3"')[0]}).run("assess")
    assert (
        "ratings/final.toml:6: ratings[0].percent: 4.1.2: 47 % is not a multiple of 5 from 0 to 100; "
        "nearest: 45 or 50" in outcome.err
    )
    assert "ratings/final.toml:14: ratings[1].item: gbt19580-2012 has no item '4.9.9'" in outcome.err


def test_an_unknown_dimension_and_an_item_rated_twice(tmp_path: Path) -> None:
    text = sheet(50).replace("A = {", "Le = {") + '[[ratings]]\nitem = "4.1.2"\npercent = 50\n'
    outcome = project(tmp_path, "", {"ratings/final.toml": text}).run("assess")
    assert "4.1.2 has no dimension 'Le'" in outcome.err
    assert "4.1.2 is rated twice, first at ratings/final.toml:5" in outcome.err


def test_a_later_stage_prevails_and_all_ratings_stay(tmp_path: Path) -> None:
    files = {
        "ratings/a.toml": sheet(40, "independent", "A"),
        "ratings/b.toml": sheet(60, "consensus", "Team"),
        "ratings/c.toml": sheet(45, "independent", "C"),
    }
    result = project(tmp_path, "", files).run("assess").assert_success().assessment.results[0]
    assert result.score.percent == 60
    assert sorted(rating.assessor for rating in result.ratings) == ["A", "C", "Team"]


def test_two_final_ratings_are_an_error_naming_both(tmp_path: Path) -> None:
    files = {"ratings/a.toml": sheet(40, "consensus", "A"), "ratings/b.toml": sheet(60, "consensus", "B")}
    outcome = project(tmp_path, "", files).run("assess")
    assert outcome.code == 2
    assert "ratings/b.toml:5: gbt19580-2012:4.1.2 has two consensus ratings, the other at ratings/a.toml:5" in (
        outcome.err
    )


def three(tmp_path: Path, config: str = "") -> Assessment:
    files = {f"ratings/{name}.toml": sheet(percent, "independent", name) for name, percent in (("A", 40), ("B", 60))}
    files["ratings/c.toml"] = sheet(45, "independent", "C")
    return project(tmp_path, config, files).run("assess").assert_success().assessment


def test_independent_ratings_that_differ_leave_their_range_open(tmp_path: Path) -> None:
    score = three(tmp_path).results[0].score
    assert (score.state, score.value) == (State.NOT_AGREED, None)
    assert (score.low, score.high) == (Decimal(20), Decimal(30))  # 40 % and 60 % of 50 points
    assert score.coverage == 0


def test_the_policy_may_take_their_median(tmp_path: Path) -> None:
    result = three(tmp_path, '[scoring]\nnot_agreed = "median"\n').results[0]
    assert result.score.percent == 45
    assert result.rating is not None
    assert result.rating.method is Method.MEDIAN


def test_findings_of_the_team_replace_those_of_its_assessors(tmp_path: Path) -> None:
    files = {
        "ratings/a.toml": sheet(40, "independent", "A"),
        "ratings/b.toml": sheet(60, "independent", "B").replace("text = ", "text = 'other' #"),
    }
    kit = project(tmp_path, "", files)
    findings = kit.run("assess").assert_success().assessment.results[0].findings
    assert [one.source for one in findings] == ["A", "B"]
    kit.write({"ratings/team.toml": sheet(50, "consensus", "Team")})
    findings = kit.run("assess").assert_success().assessment.results[0].findings
    assert [one.source for one in findings] == ["Team"]


def test_a_row_to_be_reevaluated_decides_nothing(tmp_path: Path) -> None:
    text = sheet(50).replace("percent = 50", "percent = 50\nreevaluate = true")
    result = project(tmp_path, "", {"ratings/a.toml": text}).run("assess").assert_success().assessment.results[0]
    assert result.score.value is None
    assert result.ratings[0].percent == 50


def test_references_that_lead_nowhere_are_reported(tmp_path: Path) -> None:
    text = sheet(50).replace('weight = "bold"', 'evidence = ["no-such-id"]')
    outcome = project(tmp_path, "", {"ratings/final.toml": text}).run("check")
    assert outcome.code == 1
    assert "ratings/final.toml:5: refers to 'no-such-id'" in outcome.out


def test_a_later_sheet_with_notes_only_takes_no_rating_away(tmp_path: Path) -> None:
    visit = sheet(50, "site_visit", "Visitors").replace("percent = 50\n", "").replace("strong", "stronger")
    files = {"ratings/a.toml": sheet(45, "consensus", "Team"), "ratings/b.toml": visit}
    result = project(tmp_path, "", files).run("assess").assert_success().assessment.results[0]
    assert result.score.percent == 45
    assert [one.source for one in result.findings] == ["Team", "Visitors"]


def test_nobody_rates_an_item_in_two_sheets(tmp_path: Path) -> None:
    """A second sheet by the same assessor would count as another assessor's opinion."""
    files = {
        "ratings/a.toml": sheet(40, "independent", "Wang"),
        "ratings/b.toml": sheet(60, "independent", "Wang"),
        "ratings/c.toml": sheet(60, "independent", "Li"),
    }
    outcome = project(tmp_path, "", files).run("assess")
    assert outcome.code == 2
    assert (
        "ratings/b.toml:5: Wang has rated gbt19580-2012:4.1.2 in another sheet too, at ratings/a.toml:5" in outcome.err
    )
    assert outcome.err.count("error: ") == 1


@pytest.mark.parametrize("blank", ["", " ", "\u3000\t"])
def test_nobody_is_no_assessor(tmp_path: Path, blank: str) -> None:
    row = f'[[ratings]]\nitem = "4.1.2"\npercent = 40\ndissent = [{{ assessor = "{blank}", text = "No." }}]\n'
    outcome = project(tmp_path, "", {"ratings/a.toml": f'assessor = "{blank}"\n{row}'}).run("assess", language="zh")
    assert outcome.code == 2
    assert "ratings/a.toml:1: assessor: 至少需要 1 个字符" in outcome.err
    assert "dissent[0].assessor: 至少需要 1 个字符" in outcome.err


def test_a_name_is_what_stands_between_the_blanks(tmp_path: Path) -> None:
    files = {"ratings/a.toml": sheet(40, "independent", " Wang "), "ratings/b.toml": sheet(60, "independent", "Wang")}
    assert "Wang has rated gbt19580-2012:4.1.2 in another sheet too" in project(tmp_path, "", files).run("assess").err


@pytest.mark.parametrize(
    ("written", "en", "zh"),
    [
        ("true", "should be a number, not True", "应为数字（现为 True）"),
        ("nan", "should be a finite number, not nan", "应为有限的数字（现为 nan）"),
        ('"' + "x" * 500 + '"', "should be a valid decimal, not '" + "x" * 58 + "…", "（现为 '" + "x" * 58 + "…）"),
    ],
)
def test_what_is_no_percent_is_told_in_both_languages(tmp_path: Path, written: str, en: str, zh: str) -> None:
    text = f'assessor = "Wang"\n[[ratings]]\nitem = "4.1.2"\npercent = {written}\n'
    made = project(tmp_path, "", {"ratings/a.toml": text})
    for language, words in (("en", en), ("zh", zh)):
        line = made.run("assess", language=language).err.splitlines()[0]
        assert line.endswith(words)
        assert "Input" not in line
        assert len(line) < 200
