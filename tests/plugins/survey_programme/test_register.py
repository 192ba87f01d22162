"""Where surveys stand, and what is left undone. Counted by hand; larger ones by a plain recount."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from zhuoyue import FindingKind, Measure, Verdict, Weight

from ..registers import Collect, findings, suggestion, words
from .conftest import FIELDS, REGISTER, STAGES, exhibit, judged

DAY = dt.date(2025, 12, 31)


def test_the_board(collect: Collect) -> None:
    board = exhibit(collect(), "board")
    assert words(board, "stage")[0] == "requested"
    # A is archived, B was acted upon, C fed back; D was stopped and E has not begun
    assert board.numbers("count") == (0, 0, 0, 1, 0, 0, 1, 0, 1)
    # C since 2025-12-10: 21 days; B since 2024-06-10: 204 days of 2024 and 365 of 2025
    assert board.numbers("oldest") == (None, None, None, 21, None, None, 569, None, None)
    assert board.numbers("late") == (None, None, None, 0, None, None, 1, None, None)
    assert board.numbers("limit") == (30, 90, 30, 30, 30, 90, 180, 60, None)
    assert [note.en for note in board.notes] == ["Not on the board: 1 stopped.", "Not on the board: 1 not begun."]


def test_limits_are_inclusive_and_may_be_none(collect: Collect) -> None:
    def late(more: str) -> tuple[Decimal | None, ...]:
        return exhibit(collect(more=more), "board").numbers("late")

    assert late("limits = { feedback = 21 }")[3] == 0
    assert late("limits = { feedback = 20 }")[3] == 1
    assert late('limits = { action = "none" }')[6] is None


def test_each_survey(collect: Collect) -> None:
    table = exhibit(collect(), "surveys")
    assert words(table, "stage") == ["archived", "improvement made", "feedback given", "stopped", "not begun"]
    assert words(table, "since") == ["2024-10-20", "2024-06-10", "2025-12-10", "2025-06-01", None]
    assert table.numbers("late") == (None, 389, None, None, None)
    assert table.numbers("answers") == (4, 2, 2, 0, 0)
    assert table.numbers("neither") == (1, 0, 1, 0, 0)


def test_what_waits_the_longest_first(collect: Collect) -> None:
    table = exhibit(collect(), "waiting")
    assert words(table, "survey") == ["B", "C"]
    assert table.numbers("waited") == (569, 21)
    assert words(table, "following") == ["effect verified", "causes found"]


def test_broken_loops(collect: Collect) -> None:
    table = exhibit(collect(), "breaks")
    assert [(str(row["survey"]), str(row["what"]), str(row["stage"])) for row in table.rows()] == [
        ("B", "stage skipped", "causes found"),
        ("B", "earlier than the stage before", "improvement made"),
        ("B", "nobody responsible", "effect verified"),
    ]
    assert set(words(table, "where")) == {"surveys.csv:row 3, column id"}


def test_answers_by_survey(collect: Collect) -> None:
    table = exhibit(collect(), "answers")
    assert words(table, "survey") == ["A", "B", "C"]
    assert table.numbers("total") == (4, 2, 2)
    assert table.numbers("verified") == (1, 1, 0)  # the day in 2026 is a plan
    assert table.numbers("unverified") == (1, 1, 1)
    assert table.numbers("reason") == (1, 0, 0)
    assert table.numbers("neither") == (1, 0, 1)
    assert words(table, "due") == ["due", "due", "in time"]
    assert table.numbers("handled") == (75, 100, 50)


def test_open_ends(collect: Collect) -> None:
    table = exhibit(collect(), "ends")
    assert [(str(row["survey"]), str(row["what"]), str(row["where"])) for row in table.rows()] == [
        ("B", "improvement made, but no survey asked again", "surveys.csv:row 3, column id"),
        ("A", "neither action nor reason", "answers.csv:5"),
        ("C", "neither action nor reason", "answers.csv:9"),
        ("A", "action, but the customer was not asked again", "answers.csv:3"),
        ("B", "action, but the customer was not asked again", "answers.csv:6"),
    ]
    few = exhibit(collect(more="max_listed = 1"), "ends")
    assert few.count == 2
    assert few.notes[0].en == "3 more are counted, but listed nowhere: max_listed says how many are."


def test_rates_by_year(collect: Collect) -> None:
    measures = {one.id: one for one in collect().measures}
    assert _points(measures["surveys-answers-handled"]) == {
        "2024": (Decimal("83.333333333"), 6),  # (2 + 1 + 2) of 6
        "2025": (50, 2),
    }
    # C is in time, so that 2025 says nothing yet: (1 verified + 1 reason) + 1 verified of 6
    assert _points(measures["surveys-answers-verified"]) == {"2024": (50, 6)}
    # At the end of 2024: A was closed in it, B was overdue since 2024-12-07 (2024-06-10 + 180 days).
    # At the end of 2025: nothing was closed in it, B is overdue still.
    assert _points(measures["surveys-loops-closed"]) == {"2024": (50, 2), "2025": (0, 1)}
    names = [segment.name.en for segment in measures["surveys-loops-closed"].segments]
    assert names == ["Builders", "Dealers"]


def test_without_answers(collect: Collect) -> None:
    collected = collect(answers=None)
    assert [one.id for one in collected.measures] == ["surveys-loops-closed"]
    assert "survey-programme.answers" not in [one.kind for one in collected.exhibits]
    assert words(exhibit(collected, "ends"), "what") == ["improvement made, but no survey asked again"]
    judged(collected)


def test_a_loop_of_a_few_stages(collect: Collect) -> None:
    fields = '[fields]\nsurvey = "id"\n[fields.stages]\nrun = "run"\nfeedback = "feedback"\n'
    collected = collect(answers=None, fields=fields)
    board = exhibit(collected, "board")
    assert words(board, "stage") == ["carried out", "feedback given"]
    assert board.numbers("count") == (0, 3)
    assert exhibit(collected, "breaks").count == 0
    # without a verification the end of the loop closes it
    assert _points(collected.measures[0]) == {"2024": (100, 2), "2025": (100, 1)}


def test_findings(collect: Collect) -> None:
    judgement = judged(collect())
    assert [(one.kind, one.weight, one.text.en) for one in findings(judgement)] == [
        (
            FindingKind.IMPROVEMENT,
            Weight.BOLD,
            "2 of 8 dissatisfied answers led neither to an action nor to a reason on record: A 1, C 1.",
        ),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            (
                "After 2 of 4 actions on dissatisfied answers the customer was not asked again, though the survey's "
                "loop is closed or overdue."
            ),
        ),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            "1 of 2 surveys on their way has outstayed the limit of their stage: B (improvement made, 389 days over).",
        ),
        (FindingKind.IMPROVEMENT, Weight.NORMAL, "1 survey skipped a stage of the loop: B (causes found)."),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            "1 survey records a stage before the one that precedes it: B (improvement made).",
        ),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            "1 survey has stages that nobody is responsible for: B (effect verified).",
        ),
        (FindingKind.IMPROVEMENT, Weight.NORMAL, "After 1 survey nobody asked if the improvement helped: B."),
    ]
    (reading,) = suggestion(judgement).readings
    assert (reading.dimension, reading.verdict, reading.measure) == ("L", Verdict.POOR, "surveys-loops-closed")
    withheld = findings(judged(collect(), withheld=True))
    assert {one for finding in withheld for one in finding.evidence} == {
        "surveys-answers",
        "surveys-board",
        "surveys-waiting",
    }


def test_strengths(collect: Collect) -> None:
    only_a = "\n".join(REGISTER.splitlines()[:2]) + "\n"
    answered = "survey,answer,action,reason,asked\nA,1,X,,2024-09-30\n"
    found = findings(judged(collect(only_a.replace(",C,\n", ",2025-01-31,\n"), answered)))
    assert [one.kind for one in found] == [FindingKind.STRENGTH, FindingKind.STRENGTH]
    assert found[0].text.zh == "1 份不满意答卷均已转为措施或注明理由。"
    assert "100 % of the loops due in 2024 are closed" in found[1].text.en


def test_the_year_may_be_a_column(collect: Collect) -> None:
    register = REGISTER.replace("id,who", "id,year,who").replace("\nA,", "\nA,2023年,").replace("\nB,", "\nB,2023,")
    register = register.replace("\nC,", "\nC,2025-Q1,").replace("\nD,", "\nD,,").replace("\nE,", "\nE,soon,")
    collected = collect(register, fields=FIELDS.replace('segment = "who"', 'segment = "who"\nyear = "year"'))
    measures = {one.id: one for one in collected.measures}
    assert list(_points(measures["surveys-answers-handled"])) == ["2023", "2025"]
    assert [(one.where, one.text.en[:16]) for one in collected.problems if one.code.endswith("no-year")] == [
        ("surveys.csv:row 5, column year", "no year; expecte"),
        ("surveys.csv:row 6, column year", "'soon' is no yea"),
    ]


def test_the_registers_become_evidence(collect: Collect) -> None:
    collected = collect()
    assert [one.id for one in collected.evidence] == ["surveys-surveys", "surveys-answers-answers"]
    assert exhibit(collected, "board").evidence == ("surveys-surveys", "surveys-answers-answers")


@pytest.mark.parametrize("seed", range(3))
def test_a_plain_recount_of_a_larger_register(collect: Collect, seed: int) -> None:
    """Surveys that reached some stage on days of their own, and answers at random."""
    draw = random.Random(seed)
    surveys, answers = [], []
    for number in range(60):
        day, reached = dt.date(2023, 1, 1) + dt.timedelta(draw.randrange(900)), draw.randrange(1, 10)
        days: list[str] = []
        for _ in range(reached):
            days.append(day.isoformat())
            day += dt.timedelta(draw.randrange(120))
        surveys.append([f"S{number}", "", *days, *[""] * (9 - reached), "x", "x", "", ""])
        for one in range(draw.randrange(8)):
            action, reason = draw.choice(["", "X"]), draw.choice(["", "no"])
            answers.append([f"S{number}", f"{number}-{one}", action, reason, draw.choice(["", "2025-05-05"])])
    header = ["id", "who", *STAGES, "doer", "checker", "again", "stopped"]
    collected = collect(_csv(header, surveys), _csv(["survey", "answer", "action", "reason", "asked"], answers))
    counts, late = [0] * 9, [0] * 9
    limits = (30, 90, 30, 30, 30, 90, 180, 60)
    for survey in surveys:
        done = [place for place, text in enumerate(survey[2:11]) if text and dt.date.fromisoformat(text) <= DAY]
        if done:
            counts[done[-1]] += 1
            waited = (DAY - dt.date.fromisoformat(survey[2 + done[-1]])).days
            late[done[-1]] += done[-1] < 8 and waited > limits[done[-1]]
    board = exhibit(collected, "board")
    assert board.numbers("count") == tuple(counts)
    assert tuple(int(one or 0) for one in board.numbers("late")) == tuple(late)
    table = exhibit(collected, "answers")
    assert sum(one or 0 for one in table.numbers("total")) == len(answers)
    neither = sum(not (action or reason) for _, _, action, reason, _ in answers)
    assert sum(one or 0 for one in table.numbers("neither")) == neither
    verified = sum(bool(action and asked) for _, _, action, _, asked in answers)
    assert sum(one or 0 for one in table.numbers("verified")) == verified


def _csv(header: list[str], rows: list[list[str]]) -> str:
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


def _points(measure: Measure) -> dict[str, tuple[Decimal | None, int | None]]:
    return {point.period: (point.value, point.count) for point in measure.points}
