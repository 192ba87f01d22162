"""Wrong input: what is wrong, where, what was expected; the rest is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue import InputError, Problem
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings

from .conftest import DATED, FIELDS, HEADER, collect, collect_file, exhibit, row, words

GOOD = row("Design", "a", "GP 2.1", "FI")


def only(collected: Any, code: str) -> Problem:
    """Return the one problem, which has a code."""
    (problem,) = collected.problems
    assert problem.code == f"cmmi-generic-{code}"
    assert problem.text.zh
    assert problem.text.en
    return problem  # type: ignore[no-any-return]


def test_an_unknown_mark_leaves_its_process_without_a_value() -> None:
    collected = collect(GOOD + row("Design", "b", "GP 2.1", "F1"))
    problem = only(collected, "unknown-mark")
    assert problem.severity == "warning"
    assert problem.where == "records/marks.csv:row 3, column Mark"
    assert "'F1' is no characterisation – did you mean 'FI'?" in problem.text.en
    # the instance that can be read is not taken for the whole
    assert words(exhibit(collected, "matrix"), "gp2.1") == ["? not characterised"]
    assert words(exhibit(collected, "instances"), "gp2.1") == ["● FI fully", "? not characterised"]


def test_a_word_that_is_like_no_mark() -> None:
    problem = only(collect(row("Design", "a", "GP 2.1", "看情况")), "unknown-mark")
    assert "expected one of: FI, LI, PI, NI, NY" in problem.text.en
    assert "应为 FI、LI、PI、NI、NY 之一" in problem.text.zh


def test_own_words() -> None:
    collected = collect(row("Design", "a", "GP 2.1", "done"), "words = { FI = 'done' }\n")
    assert collected.problems == ()
    assert words(exhibit(collected, "matrix"), "gp2.1") == ["● FI fully"]


def test_no_mark() -> None:
    assert only(collect(GOOD + row("Design", "b", "GP 2.1", "")), "no-mark").where.endswith("row 3, column Mark")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("GP 2.11", "did you mean 'GP2.1"), ("GP 2.30", "did you mean 'GP2.3'"), ("planning", "GP 2.1 to")],
)
def test_an_unknown_practice(word: str, hint: str) -> None:
    collected = collect(GOOD + row("Design", "a", word, "FI"))
    problem = only(collected, "unknown-practice")
    assert problem.where == "records/marks.csv:row 3, column Practice"
    assert f"{word!r} is no generic practice of CMMI v1.3" in problem.text.en
    assert hint in problem.text.en
    assert exhibit(collected, "instances").count == 1


def test_a_row_that_stands_twice() -> None:
    collected = collect(GOOD + row("Design", "a", "GP 2.1", "NI"))
    problem = only(collected, "repeated")
    assert problem.where == "records/marks.csv:row 3, column Practice"
    assert "row 2 already, with other content; that row counts" in problem.text.en
    assert words(exhibit(collected, "matrix"), "gp2.1") == ["● FI fully"]


def test_the_zero_that_a_workbook_drops() -> None:
    problem = only(collect(row("Design", "a", "2.1", "FI") + row("Design", "a", "2.1", "NI")), "repeated")
    assert "if it means GP 2.10" in problem.text.en


def test_rows_without_names() -> None:
    collected = collect(
        GOOD + row("", "a", "GP 2.2", "FI") + row("Design", "", "GP 2.2", "FI") + row("D", "a", "", "FI")
    )
    assert [(one.code, one.where) for one in collected.problems] == [
        ("cmmi-generic-no-name", "records/marks.csv:row 3, column Process"),
        ("cmmi-generic-no-name", "records/marks.csv:row 4, column Instance"),
        ("cmmi-generic-no-name", "records/marks.csv:row 5, column Practice"),
    ]
    assert exhibit(collected, "instances").count == 1


def test_a_decision_where_the_rules_leave_nothing_open() -> None:
    problem = only(collect(row("Design", "a", "GP 2.1", "FI", "", "", "", "LI", "Chen", "Why")), "decision-not-open")
    assert problem.where == "records/marks.csv:row 2, column Decided"
    assert "its instances come to FI; the decision does not count" in problem.text.en


OPEN = GOOD + row("Design", "b", "GP 2.1", "NI")


@pytest.mark.parametrize(
    ("said", "code", "column", "message"),
    [
        (("FI", "Chen", "Why"), "decision-unknown", "Decided", "expected LI or PI"),
        (("LI", "", "Why"), "decision-incomplete", "By", "names no person"),
        (("LI", "Chen", ""), "decision-incomplete", "Reason", "names no reason"),
        (("", "Chen", "Why"), "decision-incomplete", "Decided", "without a decision"),
    ],
)
def test_a_decision_that_does_not_count(said: tuple[str, str, str], code: str, column: str, message: str) -> None:
    collected = collect(OPEN + row("Design", "a", "GP 2.2", "FI", "", "", "", *said).replace("2.2,FI", "2.1,"))
    problem = next(one for one in collected.problems if one.code == f"cmmi-generic-{code}")
    assert problem.where == f"records/marks.csv:row 4, column {column}"
    assert message in problem.text.en
    assert words(exhibit(collected, "matrix"), "gp2.1") == ["◑ LI/PI open"]


def test_two_decisions_that_differ() -> None:
    decisions = "".join(
        row("Design", "", "GP 2.1", "", "", "", "", value, "Chen", "Why") for value in ("LI", "PI", "LI")
    )
    collected = collect(OPEN + decisions)
    problem = only(collected, "decision-repeated")
    assert "decided in row 4 already, differently; that row counts" in problem.text.en
    assert words(exhibit(collected, "matrix"), "gp2.1") == ["◕ LI largely (decided)"]


def test_a_goal_is_decided_with_yes_or_no_and_has_no_mark() -> None:
    collected = collect(GOOD + row("Design", "", "GG2", "FI", "", "", "", "LI", "Chen", "Why"))
    assert [one.code for one in collected.problems] == ["cmmi-generic-decision-unknown", "cmmi-generic-mark-of-goal"]
    assert "expected yes or no" in collected.problems[0].text.en


def test_a_goal_that_its_practices_do_not_allow() -> None:
    collected = collect(GOOD + row("Design", "", "GG2", "", "", "", "", "yes", "Chen", "Why"))
    assert "its practices do not allow it yet" in only(collected, "decision-not-open").text.en
    assert exhibit(collected, "decided").count == 0


def test_a_decision_on_a_process_that_no_row_characterises() -> None:
    collected = collect(GOOD + row("Desgin", "", "GP 2.1", "", "", "", "", "LI", "Chen", "Why"))
    assert "did you mean 'Design'?" in only(collected, "decision-nowhere").text.en


def test_a_wrong_process_in_the_settings() -> None:
    problem = only(collect(GOOD, "performed = { Desgin = true }\n"), "unknown-process")
    assert (problem.where, "did you mean 'Design'?" in problem.text.en) == ("performed.Desgin", True)


def test_rows_without_year() -> None:
    rows = GOOD + row("Design", "a", "GP 2.2", "FI", year="soon") + row("Design", "a", "GP 2.3", "FI", year="")
    collected = collect(rows, fields=DATED)
    assert [one.where for one in collected.problems] == [f"records/marks.csv:row {n}, column Year" for n in (3, 4)]
    assert collected.problems[0].text.en.startswith("'soon' is no year; expected 2025 or a day")


def test_of_many_faults_of_a_kind_a_few_are_named() -> None:
    collected = collect("".join(row(f"P{number}", "a", "GP 2.1", "maybe") for number in range(20)))
    assert len(collected.problems) == 5
    assert collected.problems[-1].text.en.endswith("(15 more of this kind)")


@pytest.mark.parametrize("rows", [HEADER, row("", "", "", "")])
def test_nothing_to_read(rows: str) -> None:
    collected = collect(rows)
    assert "cmmi-generic-empty" in [one.code for one in collected.problems]
    assert collected.exhibits == ()


def test_a_wrong_column_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'Mark'"):
        collect_file(tmp_path, GOOD, fields=FIELDS.replace('mark = "Mark"', 'mark = "Mrk"'))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"decided": "D"}, "a decision has a person and a reason"),
        ({"artifacts": "A"}, "artifacts"),
        ({"mark": ""}, "needs either fields.practice and fields.mark"),
    ],
)
def test_wrong_settings(more: dict[str, str], message: str) -> None:
    fields = {"process": "P", "practice": "G", "mark": "M", **more}
    with pytest.raises(ValidationError, match=re.escape(message)):
        CmmiGenericSettings.model_validate({"path": "a.csv", "fields": fields})


@pytest.mark.parametrize(
    ("practices", "fields", "message"),
    [
        (["GP 2.1", "GP 2.22"], {}, "'GP 2.22' is no generic practice"),
        (["GG2"], {}, "'GG2' is no generic practice"),
        (["GP 2.1"], {"mark": "M"}, "needs either fields.practice and fields.mark"),
        (["GP 2.1"], {"weakness": "W"}, "fields.weakness belongs to one practice"),
    ],
)
def test_wrong_settings_of_the_wide_form(practices: list[str], fields: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        CmmiGenericSettings.model_validate(
            {"path": "a.csv", "practices": practices, "fields": {"process": "P", **fields}}
        )
