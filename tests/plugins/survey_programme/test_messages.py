"""Wrong input: what is wrong, where, what was expected; the rest is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue import Collected
from zhuoyue_plugins.survey_programme.settings import SurveyProgrammeSettings

from ..registers import Collect
from .conftest import ANSWERS, FIELDS, REGISTER, exhibit

Fault = Callable[..., str]
SOUND = "\n".join(REGISTER.splitlines()[:2]) + "\n"
ONE = "survey,answer,action,reason,asked\nA,1,X,,2024-09-30\n"
BASE = SOUND.replace(",C,\n", ",,\n")


def problems(collected: Collected) -> list[tuple[str, str, str]]:
    return [(one.code, str(one.severity), one.where) for one in collected.problems]


def test_what_is_skipped_or_out_of_order_is_named_with_its_row(collect: Collect) -> None:
    collected = collect()
    assert problems(collected) == [
        ("survey-programme-skipped", "warning", "surveys.csv:row 3, column cause"),
        ("survey-programme-order", "warning", "surveys.csv:row 3, column action"),
    ]
    skipped, order = collected.problems
    assert skipped.text.en == "1 survey went on without a day for 'causes found': row 3 'B'"
    assert order.text.en == (
        "survey 'B': 'improvement made' on 2024-06-10 is before 'improvement planned' on 2024-06-20"
    )
    assert "第 3 行" in skipped.text.zh


def test_a_repeated_survey(collect: Collect) -> None:
    collected = collect(BASE + BASE.splitlines()[1].replace("2024-01-05", "2024-01-06") + "\n", None)
    assert problems(collected) == [("survey-programme-repeated", "warning", "surveys.csv:row 3, column id")]
    assert "stands in row 2 already, with other content; that row counts" in collected.problems[0].text.en
    assert exhibit(collected, "surveys").count == 1


def test_a_row_without_a_survey_is_an_error_where_one_asks_for_it(collect: Collect) -> None:
    collected = collect(f"{BASE},x,2024-01-01{',' * 12}\n", None, 'on_bad_value = "fail"')
    assert problems(collected) == [("survey-programme-no-name", "error", "surveys.csv:row 3, column id")]


def test_a_name_that_cannot_be_seen_is_none(collect: Collect) -> None:
    collected = collect(BASE.replace("\nA,Builders", "\n\x07,Builders"), None)
    assert problems(collected)[0] == ("survey-programme-no-name", "warning", "surveys.csv:row 2, column id")


def test_a_day_that_is_none(collect: Collect) -> None:
    collected = collect(BASE.replace("2024-04-20", "in April"), None)
    assert ("tables-bad-value", "warning", "surveys.csv:row 2, column feedback") in problems(collected)
    assert ("survey-programme-skipped", "warning", "surveys.csv:row 2, column feedback") in problems(collected)


def test_a_survey_that_asks_again_must_exist(collect: Collect) -> None:
    collected = collect(REGISTER.replace("CS,C,", "CS,CC,"), None)
    (one,) = [one for one in collected.problems if one.code == "survey-programme-resurvey"]
    assert one.where == "surveys.csv:row 2, column again"
    assert "'CC' is neither a survey of the register nor a day" in one.text.en


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ({"A": "A"}, {"A": "survey 'A' cannot ask again about itself"}),
        ({"C": "A"}, {}),
        ({"B": "A"}, {"B": "survey 'A' was carried out on 2024-04-01, before the improvement of 'B' on 2024-06-10"}),
        ({"A": "E"}, {}),
    ],
)
def test_a_survey_asks_again_only_after_the_improvement(
    collect: Collect, again: dict[str, str], said: dict[str, str]
) -> None:
    lines = [line.split(",") for line in REGISTER.splitlines()]
    for line in lines[1:]:
        line[13] = again.get(line[0], line[13])
    collected = collect("\n".join(map(",".join, lines)) + "\n", None)
    found = [one.text.en for one in collected.problems if one.code == "survey-programme-resurvey"]
    assert [one.startswith(text) for one, text in zip(found, said.values(), strict=True)] == [True] * len(said)
    ends = exhibit(collected, "ends")
    open_ends = {str(cell) for cell, what in zip(ends.texts("survey"), ends.texts("what"), strict=True)
                 if what and what.en.startswith("improvement made")}  # fmt: skip
    assert open_ends >= set(said)
    assert ("A" in open_ends) is ("A" in said)


def test_answers_of_an_unknown_survey(collect: Collect) -> None:
    register = BASE.replace("\nA,", "\nAutumn,")
    collected = collect(register, ONE.replace("A,1", "Autum,1") + "Autum,2,,,\nAutumn,3,,,\n")
    (one,) = collected.problems
    assert (one.code, one.where) == ("survey-programme-unknown-survey", "answers.csv:row 2, column survey")
    assert "did you mean 'Autumn'?" in one.text.en
    assert "its answers (2) are left out" in one.text.en
    assert exhibit(collected, "answers").numbers("total") == (1,)


def test_a_repeated_answer_counts_once(collect: Collect) -> None:
    collected = collect(BASE, ONE + "A,2,,,\nA,1,,,\n")
    assert problems(collected) == [("survey-programme-repeated", "warning", "answers.csv:row 4, column answer")]
    table = exhibit(collected, "answers")
    assert (table.numbers("total"), table.numbers("verified")) == ((2,), (1,))


def test_answers_without_a_survey(collect: Collect) -> None:
    collected = collect(BASE, ONE + ",2,X,,\n")
    assert problems(collected) == [("survey-programme-no-name", "warning", "answers.csv:row 3, column survey")]
    assert collected.problems[0].text.en.startswith("1 answer names no survey and was left out")


def test_a_dash_is_no_reason(collect: Collect) -> None:
    collected = collect(BASE, ONE + "A,2,-,无,\n")
    assert exhibit(collected, "answers").numbers("neither") == (1,)


def test_nothing_to_read(collect: Collect) -> None:
    collected = collect(REGISTER.splitlines()[0] + "\n", None)
    assert [one.code for one in collected.problems] == ["survey-programme-empty", "tables-no-rows"]
    assert (collected.exhibits, collected.measures) == ((), ())


def test_every_missing_file_and_column_is_said_at_once(fault: Fault) -> None:
    said = fault(more='path = "survey.csv"\nanswers.path = "anwsers.csv"')
    assert "survey.csv: no such file – did you mean 'surveys.csv'?" in said
    assert "anwsers.csv: no such file – did you mean 'answers.csv'?" in said
    said = fault(REGISTER.replace("cause", "causes"), ANSWERS.replace("reason", "reasons"))
    assert "did you mean 'causes'?" in said
    assert "did you mean 'reasons'?" in said


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"survey": "a", "stages": {"run": "b"}}, "must name the columns of two stages at least"),
        ({"survey": "a", "stages": {"run": "b", "feedbak": "c"}}, "feedbak"),
        ({"stages": {"run": "b", "feedback": "c"}}, "survey"),
    ],
)
def test_wrong_settings(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        SurveyProgrammeSettings.model_validate({"path": "a.csv", "fields": fields})


@pytest.mark.parametrize("limit", [-1, "never"])
def test_wrong_limits(collect: Collect, limit: object) -> None:
    with pytest.raises(ValidationError):
        collect(more=f"limits = {{ run = {limit!r} }}")
    assert FIELDS
