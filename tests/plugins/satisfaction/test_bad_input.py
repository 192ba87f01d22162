"""Whatever is wrong with the answers is named with column and row, and the rest is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zhuoyue.testing import project as make

from .conftest import DATA, QUICK, Project, blocks

ONE = {"satisfaction": {"questions": ["q1", "q2"]}}


def answers(count: int = 40) -> list[dict[str, Any]]:
    """Answers without a fault."""
    return [{"q1": 1 + n % 10, "q2": 1 + (3 * n) % 10} for n in range(count)]


def test_constant_question(project: Project) -> None:
    project.write("survey.csv", [{**row, "q2": 7} for row in answers()])
    survey = project.read(constructs=ONE)
    said = survey.problem("satisfaction-constant-question")
    assert "survey.csv: column q2" in said
    assert "all 40 answers are 7" in said
    assert "40 个答案全部为 7" in said
    assert survey.rows("index")[0]["answers"] == 40


def test_answer_outside_its_scale(project: Project) -> None:
    rows = answers()
    rows[2]["q1"], rows[11]["q1"], rows[12]["q2"] = 11, -99, 0
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE)
    first, second = [one for one in survey.collected.problems if one.code == "satisfaction-outside-scale"]
    assert first.where == "survey.csv:row 4, column q1"
    assert "2 answers are outside the scale 1–10 of question 'q1': row 4 '11', row 13 '-99'" in first.text.en
    assert "第 4 行 '11'、第 13 行 '-99'" in first.text.zh
    assert second.where == "survey.csv:row 14, column q2"
    assert [row["answers"] for row in survey.rows("questions")] == [38, 39]


def test_many_answers_outside_suggest_another_scale(project: Project) -> None:
    project.write("survey.csv", answers())
    survey = project.read(constructs={"satisfaction": {"questions": ["q1"], "scale": [1, 5]}})
    said = survey.problem("satisfaction-outside-scale")
    assert "That is 50 % of them" in said
    assert "{ column = 'q1', scale = [1, 10] }" in said
    assert "null_values" not in said


def test_words_and_columns_that_are_used_otherwise(project: Project) -> None:
    project.write("survey.csv", [{"group": "dealer", **row} for row in answers()])
    survey = project.read(
        constructs={**ONE, "quality": {"questions": ["q1"]}},
        fields={"segment": "group"},
        names={"dealers": {"zh": "经销商", "en": "Dealers"}},
    )
    assert "did you mean 'dealer'?" in survey.problem("satisfaction-unused-name")
    assert "'q1' is a question of several constructs (satisfaction, quality)" in survey.problem(
        "satisfaction-shared-question"
    )


CONFIG = """
[[sources]]
name = "csi"
collector = "satisfaction"
items = ["4.7.3"]
path = "survey.csv"
model = { paths = [["quality", "satisfaction"], ["satisfaction", "quality"]] }

[sources.constructs]
quality = { questions = ["q1"] }
satisfaction = { questions = ["q2", "empty"] }
image = { questions = [] }
"""


def test_the_run_goes_on_as_it_says(tmp_path: Path) -> None:
    """A question without answers, a construct without questions, a circle of paths: the assessment is written."""
    rows = "\n".join(f"{row['q1']},{row['q2']}," for row in answers())
    kit = make(
        tmp_path, CONFIG, {"survey.csv": f"q1,q2,empty\n{rows}\n"}, plugins=("gbt19580", "holistic", "satisfaction")
    )
    found = kit.run("assess").assert_success().assessment
    codes = {one.code: one.severity for one in found.problems if one.code.startswith("satisfaction-no-")}
    assert codes == dict.fromkeys(
        ("satisfaction-no-answers", "satisfaction-no-questions", "satisfaction-no-model"), "warning"
    )
    assert [one for one in found.exhibits if one.kind == "satisfaction.index"]


def test_text_in_numbers(project: Project) -> None:
    rows = answers()
    rows[0]["q1"] = "very good"
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, on_bad_value="report")
    said = survey.problem("tables-bad-value")
    assert "survey.csv:row 2, column q1" in said
    assert "'very good'" in said
    assert survey.rows("questions", item="q1")[0]["answers"] == 39
    assert survey.rows("questions", item="q2")[0]["answers"] == 40


def test_repeated_respondent_counts_once_in_a_period(project: Project) -> None:
    rows = [{"who": f"R{n}", "day": f"{2024 + n % 2}-03-01", **row} for n, row in enumerate(answers())]
    rows.append({**rows[4], "q1": 10})  # the same year: left out
    rows.append({**rows[5], "day": "2024-05-05"})  # another year: counts
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"respondent": "who", "answered": "day"})
    said = survey.problem("satisfaction-repeated-respondent")
    assert "column who" in said
    assert "1 row repeats a respondent of the same period: rows 6, 42" in said
    assert "R4" not in said
    assert [row["answers"] for row in survey.rows("index")] == [21, 20]
    assert survey.rows("questions", item="q1", period="2024")[0]["answers"] == 21


def test_empty_segment(project: Project) -> None:
    rows = [{"group": "A" if n % 2 else "", **row} for n, row in enumerate(answers())]
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"segment": "group"})
    assert "survey.csv:row 2, column group | 20 rows have no segment: row 2, row 4" in survey.problem(
        "satisfaction-not-stated"
    )
    assert {row["group"] for row in survey.rows("segments")} == {"A", "(not stated)"}
    assert survey.rows("index")[0]["answers"] == 40
    assert [segment.name.en for segment in survey.measure("satisfaction").segments] == ["A"]


def test_construct_without_questions(project: Project) -> None:
    project.write("survey.csv", answers())
    survey = project.read(constructs={**ONE, "image": {"questions": []}})
    said = survey.problem("satisfaction-no-questions")
    assert "csi: constructs.image.questions" in said
    assert "construct 'image' has no questions" in said
    assert [row["construct-id"] for row in survey.rows("index")] == ["satisfaction"]


def test_nothing_but_constructs_without_questions(project: Project) -> None:
    project.write("survey.csv", answers())
    survey = project.read(constructs={"image": {}}, fields={"recommend": "q1"})
    assert survey.codes == ["satisfaction-no-questions", "satisfaction-nothing"]
    assert survey.collected.exhibits == ()


def test_question_without_any_answer(project: Project) -> None:
    project.write("survey.csv", [{**row, "q2": ""} for row in answers()])
    survey = project.read(constructs=ONE)
    assert "column q2" in survey.problem("satisfaction-no-answers")
    assert survey.rows("index")[0]["answers"] == 40
    assert survey.rows("questions", item="q2")[0]["mean"] is None


def test_unstated_other_scale_is_suspected(project: Project) -> None:
    project.write("survey.csv", [{"q1": 1 + n % 10, "q2": 1 + n % 5} for n in range(60)])
    survey = project.read(constructs=ONE)
    said = survey.problem("satisfaction-scale-suspect")
    assert "column q2" in said
    assert "{ column = 'q2', scale = [1, 5] }" in said
    stated = project.read(constructs={"satisfaction": {"questions": ["q1", {"column": "q2", "scale": [1, 5]}]}})
    assert stated.codes == []


def test_three_answers(project: Project) -> None:
    project.write("survey.csv", answers(3))
    survey = project.read(constructs=ONE)
    assert "fewer than 10 answers, so no interval and no comparison: 2025: 3" in survey.problem(
        "satisfaction-few-answers"
    )
    (row,) = survey.rows("index")
    assert row["index"] is not None
    assert row["low"] is row["high"] is None
    assert "fewer than 10" in survey.exhibit("index").notes[0].en


def test_one_answer(project: Project) -> None:
    project.write("survey.csv", answers(1))
    assert project.read(constructs=ONE).rows("index")[0]["index"] == 0


def test_no_rows(project: Project) -> None:
    project.write("survey.csv", "q1,q2\n")
    survey = project.read(constructs=ONE)
    assert "satisfaction-nothing" in survey.codes
    assert survey.collected.exhibits == ()


def test_rows_without_a_day_or_weight_are_left_out(project: Project) -> None:
    rows: list[dict[str, Any]] = [{"day": "2025-01-31", "w": 2, **row} for row in answers()]
    rows[0]["day"], rows[1]["w"], rows[2]["w"] = "", 0, ""
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"answered": "day", "weight": "w"})
    assert "survey.csv:row 2, column day | 1 row has no period: row 2" in survey.problem("satisfaction-no-period")
    assert "survey.csv:row 3, column w | 2 rows have no weight above 0: row 3 '0', row 4" in survey.problem(
        "satisfaction-no-weight"
    )
    assert survey.rows("index")[0]["answers"] == 37


def test_written_periods(project: Project) -> None:
    words = ["2024年上半年", "2024H2", "2025-02", "someday"]
    project.write("survey.csv", [{"when": words[n % 4], **row} for n, row in enumerate(answers())])
    survey = project.read(constructs=ONE, fields={"period": "when"}, period="half")
    assert [row["period"] for row in survey.rows("index")] == ["2024-H1", "2024-H2", "2025-H1"]
    assert "row 5 'someday'" in survey.problem("satisfaction-no-period")


def test_score_needs_its_scale(project: Project) -> None:
    project.write("survey.csv", [{"rec": 1 + n % 5, **row} for n, row in enumerate(answers())])
    survey = project.read(constructs=ONE, fields={"recommend": "rec"}, recommend_scale=[1, 5])
    assert "column rec" in survey.problem("satisfaction-no-nps")
    assert not [one for one in survey.collected.exhibits if one.kind == "satisfaction.nps"]


def test_unknown_preset(project: Project) -> None:
    project.write("survey.csv", answers())
    survey = project.read(constructs=ONE, model={"preset": "esci"})
    said = survey.problem("satisfaction-no-model")
    assert "csi.model" in said
    assert "did you mean 'ecsi'?" in said
    assert survey.rows("index")[0]["weights"] == "equal (model not estimated)"
    assert any("could not be estimated" in note.en for note in survey.exhibit("index").notes)


def test_unknown_construct_of_a_path(project: Project) -> None:
    project.write("survey.csv", answers())
    model = {"paths": [["qualty", "satisfaction"]], **QUICK}
    survey = project.read(
        constructs={"quality": {"questions": ["q1"]}, "satisfaction": {"questions": ["q2"]}}, model=model
    )
    assert "did you mean 'quality'?" in survey.problem("satisfaction-no-model")
    assert len(survey.rows("index")) == 2


def test_unknown_construct_of_a_preset(project: Project) -> None:
    project.write("survey.csv", answers())
    survey = project.read(constructs=ONE, model={"preset": "ecsi", "constructs": {"imge": "satisfaction"}, **QUICK})
    assert any("did you mean 'image'?" in one.text.en for one in survey.collected.problems)


def test_too_few_answers_for_the_model(project: Project) -> None:
    project.write("survey.csv", answers(12))
    constructs = {"quality": {"questions": ["q1"]}, "satisfaction": {"questions": ["q2"]}}
    survey = project.read(constructs=constructs, model={"paths": [["quality", "satisfaction"]], **QUICK})
    assert "needs 30 usable answers at least, there are 12" in survey.problem("satisfaction-no-model")


def test_a_preset_goes_on_without_what_was_not_asked(project: Project) -> None:
    project.write("survey.csv", (DATA / "mobi.csv").read_text("utf-8"))
    constructs = {name: one for name, one in blocks().items() if name != "complaints"}
    survey = project.read(
        constructs={**constructs, "complaint": {"questions": ["CUSCO"]}}, model={"preset": "ecsi", **QUICK}
    )
    assert "complaints – did you mean 'complaint'?" in survey.problem("satisfaction-model-reduced")
    ends = {(row["from-id"], row["to-id"]) for row in survey.rows("paths")}
    assert ("satisfaction", "loyalty") in ends
    assert not any("complaints" in pair for pair in ends)
    assert survey.rows("index", construct_id="complaint")[0]["weights"] == "single question"


def test_a_constant_question_leaves_the_model(project: Project, mobi: list[dict[str, int]]) -> None:
    project.write("survey.csv", [{**row, "CUSA3": 5} for row in mobi])
    survey = project.read(constructs=blocks(), model={"preset": "ecsi", **QUICK})
    assert "satisfaction-constant-question" in survey.codes
    assert any(code.startswith("path-model-") for code in survey.codes)
    weights = {row["item"]: row["weight"] for row in survey.rows("questions", construct_id="satisfaction")}
    assert weights["CUSA3"] == 0
    assert float(weights["CUSA1"] + weights["CUSA2"]) == pytest.approx(1)


def test_missing_column_is_named(project: Project) -> None:
    project.write("survey.csv", answers())
    said = project.fault(constructs={"satisfaction": {"questions": ["q1", "q22"]}})
    assert "q22" in said
    assert "did you mean 'q2'?" in said


def test_answers_after_the_assessed_time(project: Project) -> None:
    project.write("survey.csv", [{"day": f"{2025 + n % 2}-06-01", **row} for n, row in enumerate(answers())])
    project.write("waves.csv", "y,n\n2025,50\n2026,60\n")
    waves = {"path": "waves.csv", "fields": {"period": "y", "sent": "n"}}
    survey = project.read(constructs=ONE, fields={"answered": "day"}, waves=waves)
    assert "20 answers are of a period after the assessed time" in survey.problem("satisfaction-later")
    for word in ("index", "questions", "levels", "response"):
        assert {row["period"] for row in survey.rows(word)} == {"2025"}
    assert survey.rows("response")[0]["rate"] == 40
