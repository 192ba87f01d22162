"""Settings and records that cannot be right: each message says what, where, and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue import ExitCode, InputError, Visibility
from zhuoyue.testing import project
from zhuoyue_plugins.complaints.settings import ComplaintsSettings

from .conftest import collect, exhibits, measures, rows

BASE: dict[str, Any] = {"path": "a.csv", "fields": {"opened": "o"}}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"fields": {}}, "opened"),
        ({"fields": {"opened": "o", "clsoed": "c"}}, "clsoed"),
        ({"unique": "o"}, "a case is known by fields.id"),
        ({"split_by": "product"}, "needs fields.product"),
        ({"channels": ["phone"]}, "channels needs fields.channel"),
        ({"severities": ["low"]}, "severities needs fields.severity"),
        ({"satisfaction_scale": [5, 1]}, "the worst first, not 5 and 1"),
        ({"satisfied_from": 6}, "outside satisfaction_scale"),
        ({"stages": {"aknowledge": "x"}}, "did you mean 'acknowledge'"),
        ({"targets": {"closed-in-promis": 90}}, "did you mean 'closed-in-promise'"),
        ({"targets": {"closed-in-promise": 900}}, "expected 0 to 100, not 900"),
        ({"targets": {"reopened": {"2025": -1}}}, "expected 0 to 100, not -1"),
        ({"holds": {"reopend": "time"}}, "did you mean 'reopened'"),
        ({"holds": {"reopened": "time"}}, "fields.reopened is not set"),
        ({"yes": {"escalated": ["L2"]}}, "fields.escalated is not set"),
        ({"ages": [3, 1]}, "expected rising whole days"),
        ({"timezone": "Asia/Shangai"}, "unknown time zone 'Asia/Shangai'"),
        ({"promise_hours": 0}, "greater than 0"),
        ({"deals": {"2025-Q1": 5}, "fields": {"opened": "o", "deals": "d"}}, "has both deals and fields.deals"),
        ({"follow_up": {"path": "b.csv", "fields": {"id": "n"}}}, "set fields.id"),
        (
            {
                "fields": {"opened": "o", "id": "n", "cause": "c"},
                "follow_up": {"path": "b", "fields": {"id": "n", "cause": "c"}},
            },
            "both the log and follow_up hold cause",
        ),
        ({"assumptions": {"stay_silent": {"value": 50, "origin": "study"}}}, "must make 100, not 90"),
        ({"assumptions": {"lost_per_day": {"value": 120, "origin": "study"}}}, "at most 100: lost_per_day"),
        ({"assumptions": {"told": {"value": 3}}}, "origin"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_right(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ComplaintsSettings.model_validate({**BASE, **settings})


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("opend,closed\n2025-01-01,2025-01-02\n", "utf-8")
    with pytest.raises(InputError) as caught:
        collect(tmp_path, {**BASE, "fields": {"opened": "opened", "closed": "closed"}})
    assert "has no column 'opened' – did you mean 'opend'" in caught.value.text("en")
    assert "没有列 'opened'" in caught.value.text("zh")


def test_an_empty_log(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("o,c\n", "utf-8")
    collected = collect(tmp_path, {**BASE, "fields": {"opened": "o", "closed": "c"}})
    assert collected.measures == ()
    assert {exhibit.kind for exhibit in collected.exhibits} == {"complaints.records", "complaints.fields"}
    assert [problem.code for problem in collected.problems] == ["tables-no-rows"]


def test_nothing_but_times_of_receipt(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("o\n2025-01-01 10:00\n2025-02-01 10:00\n", "utf-8")
    collected = collect(tmp_path, BASE)
    assert set(measures(collected)) == {"cases"}
    assert measures(collected)["cases"].points[0].value == 2
    kinds = {exhibit.kind.removeprefix("complaints.") for exhibit in collected.exhibits}
    assert kinds - {"control"} == {"records", "fields", "years", "months", "stages", "iceberg"}
    notes = [note.en for note in exhibits(collected)["records"].notes]
    assert "fields.closed is not set: promise and hours of closing, backlog, loss estimate left out" in notes


def test_rows_that_all_lack_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n,o\n1,\n2,-\n3,2027-01-01\n", "utf-8")
    collected = collect(tmp_path, {**BASE, "fields": {"id": "n", "opened": "o"}})
    assert collected.measures == ()
    found = {row["key"]: row["rows"] for row in rows(exhibits(collected)["records"])}
    assert (found["read"], found["opened-blank"], found["opened-later"], found["counted"]) == (3, 2, 1, 0)
    assert {problem.code: problem.where for problem in collected.problems} == {
        "complaints-no-receipt": "a.csv:row 2", "complaints-later": "a.csv:row 4",
    }  # fmt: skip


def test_marks_and_words_that_a_spreadsheet_hides(tmp_path: Path) -> None:
    text = "o,c,w\n2025-01-01 10:00,2025-01-01 11:00,\u3000phone \n2025-01-01 10:00,2025-01-01 11:00,phone\n"
    (tmp_path / "a.csv").write_text(text + '2025-01-01 10:00,2025-01-01 11:00,"\x01"\n', "utf-8")
    settings = {**BASE, "fields": {"opened": "o", "closed": "c", "channel": "w"}}
    shown = rows(exhibits(collect(tmp_path, settings))["channels"])
    assert [(row["channel"], row["cases"]) for row in shown] == [("phone", 2), (None, 1)]


def test_contradicting_repeats_fail_the_run_only_where_one_asks_for_it(tmp_path: Path) -> None:
    config = (
        '[[sources]]\nname = "log"\ncollector = "complaints"\npath = "a.csv"\n'
        'fields = { id = "n", opened = "o", cause = "w" }\n'
    )
    log = "n,o,w\n7,2025-03-05 10:00,leak\n7,2025-03-05 10:00,noise\n"
    kit = project(tmp_path, config, {"a.csv": log}, plugins=("gbt19580", "holistic", "complaints"))
    shown = kit.run("assess").assert_success().assessment
    assert {exhibit.source for exhibit in shown.exhibits_of("complaints.")} == {"log"}
    assert next(measure for measure in shown.measures if measure.id == "log-cases").points[0].value == 1
    kit = kit.write({"zhuoyue.toml": (tmp_path / "zhuoyue.toml").read_text("utf-8") + 'on_bad_value = "fail"\n'})
    done = kit.run("assess")
    assert done.code == ExitCode.USAGE
    assert "repeats of an earlier number, other content: row 2 '7', row 3 '7'" in done.err
    assert 'on_bad_value = "report"' in done.err
    assert "重复编号，内容与首行不同" in kit.run("assess", language="zh").err


@pytest.mark.parametrize("year", [2025, 2027])
def test_a_log_that_lies_ahead_is_a_warning(tmp_path: Path, year: int) -> None:
    rows_ = [f"{number},{year}-03-0{number} 10:00" for number in range(1, 7)] + ["8,2027-03-01 10:00"]
    (tmp_path / "a.csv").write_text("n,o\n" + "\n".join(rows_), "utf-8")
    (problem,) = collect(tmp_path, {**BASE, "fields": {"id": "n", "opened": "o"}}).problems
    assert (problem.code, str(problem.severity)) == ("complaints-later", "warning" if year == 2027 else "info")


def test_the_public_reads_no_numbers_of_cases(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n,o,c\nCASE77,2025-03-05 10:00,\nCASE77,2025-03-06 10:00,\n", "utf-8")
    settings = {**BASE, "fields": {"id": "n", "opened": "o", "closed": "c"}}
    shown = {tier: collect(tmp_path, settings, visibility=tier) for tier in Visibility}
    assert "CASE77" not in shown[Visibility.PUBLIC].model_dump_json()
    assert [row["id"] for row in rows(exhibits(shown[Visibility.PUBLIC])["oldest"])] == ["1"]
    for tier in (Visibility.INTERNAL, Visibility.CONFIDENTIAL):
        assert [row["id"] for row in rows(exhibits(shown[tier])["oldest"])] == ["CASE77"]


def test_deals_that_contradict_one_another(tmp_path: Path) -> None:
    log = "o,d\n2025-01-05,500\n2025-02-05,500\n2025-04-05,600\n2025-05-05,610\n"
    (tmp_path / "a.csv").write_text(log, "utf-8")
    collected = collect(tmp_path, {**BASE, "fields": {"opened": "o", "deals": "d"}})
    (problem,) = collected.problems
    assert problem.code == "complaints-deals"
    assert "2025-Q2" in problem.text.en
    points = {point.period: point.value for point in measures(collected)["per-1000-deals"].points}
    assert points == {"2025-Q1": 4, "2025-Q2": None}


def test_deals_of_finer_periods_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("o\n2024-02-05\n2025-02-05\n2025-11-05\n", "utf-8")
    deals = {"2025-01": 100, "2025-02": 150, "2025-03": 250, "2024-Q1": 1000}
    found = measures(collect(tmp_path, {**BASE, "deals": deals}))["per-1000-deals"]
    assert {point.period: point.value for point in found.points} == {"2024-Q1": 1, "2025-Q1": 2, "2025-Q4": None}
