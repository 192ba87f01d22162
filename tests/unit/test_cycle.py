"""Closing a cycle and starting the next, through the command line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from zhuoyue import ledger
from zhuoyue.testing import Outcome, ProjectKit, project
from zhuoyue_plugins import gbt19580

SHEET = """\
assessor = "Team"
stage = "consensus"
rated_on = 2026-01-10

[[ratings]]
item = "4.1.2"
percent = 50
reason = "Sound."
[[ratings.strengths]]
text = "Values are lived."
[[ratings.improvements]]
id = "no-heirs"
text = "No successors."
weight = "bold"
visibility = "public"

[[ratings]]
item = "4.1.3"
not_applicable = true
reason = "A family firm."
"""
ACTIONS = """\
# kept
[[actions]]
id = "heirs" # kept too
item = "4.1.2"
text = "Name successors."
owner = "Chen"
due = 2026-06-30

[[actions]]
id = "talk"
item = "4.1.2"
text = "Talk more."
owner = "Li"
due = 2025-06-30
status = "done"
closed_on = 2025-06-01

[[actions]]
id = "given-up"
item = "4.1.2"
text = "Fly."
owner = "Li"
due = 2025-06-30
status = "dropped"
closed_on = 2025-06-01

[[actions]]
id = "older"
item = "4.1.2"
text = "Walk."
owner = "Li"
due = 2025-06-30
status = "done"
closed_on = 2025-06-01
cycle = "2022"

[[actions]]
id = "older-open"
item = "4.1.2"
text = "Run."
owner = "Li"
due = 2026-06-30
status = "running"
cycle = "2022"
"""
NEW = ("--period", "2024-01-01..2026-12-31", "--by", "Wang")


def kit(tmp_path: Path, **files: str) -> ProjectKit:
    made = project(tmp_path, "", {"ratings/final.toml": SHEET, "actions.toml": ACTIONS, **files})
    made.run("assess").assert_success()
    return made


def cycle(made: ProjectKit, *words: str, language: str = "en") -> Outcome:
    return made.run("cycle", *words, language=language)


def closed(tmp_path: Path) -> ProjectKit:
    made = kit(tmp_path)
    cycle(made, "close", "2025", "--draft", "--by", "Wang").assert_success()
    return made


def test_closing_files_everything_with_its_hash(tmp_path: Path) -> None:
    made = closed(tmp_path)
    folder = tmp_path / "history" / "2025"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {"assessment.json", "actions.toml", "ratings/final.toml", "zhuoyue.toml"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()
    assert (manifest["final"], manifest["by"], manifest["criteria"]) == (False, "Wang", "gbt19580-2012")
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["2025"]
    made.run("assess").assert_success()
    assert (folder / "assessment.json").read_bytes() == (tmp_path / "assessment.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("close", "2025"), "is not signed off (open: self-check, review, approval)", "尚未签署"),
        (("close", "20/25", "--draft"), "is no name for a cycle", "不能作为名称"),
        (("new", *NEW), "is not closed; `zhuoyue cycle close 2025` closes it", "尚未结束"),
        (("new", "--period", "2026"), "'2026' is no period; expected START..END", "不是期间"),
        (("new", "--period", "2026-01-01..2025-01-01"), "ends (2025-01-01) before it starts", "早于开始日"),
        (("new", "--period", "2026-01-01..2026-02-30"), "'2026-02-30' is no day", "不是日期"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(tmp_path: Path, words: tuple[str, ...], en: str, zh: str) -> None:
    made = kit(tmp_path)
    outcome = cycle(made, *words)
    assert outcome.code == 2
    assert en in outcome.err
    assert zh in cycle(made, *words, language="zh").err
    assert not (tmp_path / "history" / "2025").exists()


def test_closing_wants_the_assessment_of_what_is_there_now(tmp_path: Path) -> None:
    made = project(tmp_path, "", {"ratings/final.toml": SHEET})
    assert "run `zhuoyue assess` first" in cycle(made, "close", "2025", "--draft").err
    made.run("assess").assert_success()
    made.write({"ratings/final.toml": SHEET.replace("50", "55")})
    outcome = cycle(made, "close", "2025", "--draft")
    assert outcome.code == 2
    assert "assessing anew gives another result; run `zhuoyue assess`" in outcome.err
    assert not (tmp_path / "history" / "2025").exists()


def test_a_closed_cycle_is_never_overwritten(tmp_path: Path) -> None:
    made = closed(tmp_path)
    before = (tmp_path / "history/2025/manifest.json").read_bytes()
    outcome = cycle(made, "close", "2025", "--draft")
    assert outcome.code == 2
    assert "history/2025: exists; a closed cycle is never overwritten" in outcome.err
    assert (tmp_path / "history/2025/manifest.json").read_bytes() == before


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    made = kit(tmp_path)
    (tmp_path / "history/.2024-building-999999999-abc/cycle").mkdir(parents=True)
    assert cycle(made, "list").out == ""
    cycle(made, "close", "2025", "--draft").assert_success()
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["2025"]


def test_the_next_cycle_begins_with_the_texts_of_the_last(tmp_path: Path) -> None:
    made = closed(tmp_path)
    outcome = cycle(made, "new", *NEW).assert_success()
    assert outcome.out.strip() == str(tmp_path / "ratings/consensus.toml")
    assert sorted(path.name for path in (tmp_path / "ratings").iterdir() if path.name != ".lock") == [
        "consensus.toml",
        "ledger.jsonl",
    ]
    sheet = tomllib.loads((tmp_path / "ratings/consensus.toml").read_text("utf-8"))
    assert (sheet["assessor"], sheet["stage"]) == ("Team", "consensus")
    first, second = sheet["ratings"]
    assert first["reevaluate"] is second["reevaluate"] is True
    assert (first["item"], first["percent"], first["reason"]["en"]) == ("4.1.2", 50, "Sound.")
    assert first["rated_on"].isoformat() == "2026-01-10"
    assert first["strengths"] == [{"text": {"en": "Values are lived."}}]
    assert first["improvements"] == [
        {"id": "no-heirs", "text": {"en": "No successors."}, "weight": "bold", "visibility": "public"}
    ]
    assert (second["item"], second["not_applicable"]) == ("4.1.3", True)


def test_nothing_carried_over_counts_until_it_is_looked_at(tmp_path: Path) -> None:
    made = closed(tmp_path)
    cycle(made, "new", *NEW).assert_success()
    assessment = made.run("assess").assert_success().assessment
    result = assessment.result_of["gbt19580-2012:4.1.2"]
    assert (result.score.value, result.score.low, result.rating) == (None, 0, None)
    assert [one.reevaluate for one in result.ratings] == [True]
    assert assessment.history[0].items["4.1.2"].percent == 50
    path = tmp_path / "ratings/consensus.toml"
    path.write_text(path.read_text("utf-8").replace("reevaluate = true\n", "", 1), "utf-8")
    assert made.run("assess").assessment.result_of["gbt19580-2012:4.1.2"].score.percent == 50


def test_the_config_keeps_its_comments_and_gets_the_new_period(tmp_path: Path) -> None:
    made = kit(tmp_path)
    config = tmp_path / "zhuoyue.toml"
    config.write_text("# ours\n" + config.read_text("utf-8") + "languages = ['en'] # one\n", "utf-8")
    made.run("assess").assert_success()
    cycle(made, "close", "2025", "--draft").assert_success()
    cycle(made, "new", *NEW, "--as-of", "2026-11-30").assert_success()
    text = config.read_text("utf-8")
    assert text.startswith("# ours\n")
    assert "languages = ['en'] # one" in text
    table = tomllib.loads(text)["assessment"]
    assert [table["period"]["start"].isoformat(), table["period"]["end"].isoformat(), table["as_of"].isoformat()] == [
        "2024-01-01",
        "2026-12-31",
        "2026-11-30",
    ]


def test_open_actions_go_on_and_finished_ones_wait_for_their_gain(tmp_path: Path) -> None:
    made = closed(tmp_path)
    cycle(made, "new", *NEW).assert_success()
    text = (tmp_path / "actions.toml").read_text("utf-8")
    assert text.startswith("# kept\n")
    assert "# kept too" in text
    assert [(one["id"], one["cycle"]) for one in tomllib.loads(text)["actions"]] == [
        ("heirs", "2025"),
        ("talk", "2025"),
        ("older-open", "2022"),
    ]


def test_the_ledger_says_where_the_cycle_begins(tmp_path: Path) -> None:
    made = closed(tmp_path)
    cycle(made, "new", *NEW).assert_success()
    (entry,) = ledger.read(tmp_path)
    manifest = json.loads((tmp_path / "history/2025/manifest.json").read_text("utf-8"))
    assert (entry.kind, entry.by) == ("cycle", "Wang")
    assert entry.data == {"name": "2025", "manifest": manifest["digest"]}


def test_starting_twice_changes_nothing(tmp_path: Path) -> None:
    made = closed(tmp_path)
    cycle(made, "new", *NEW).assert_success()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    outcome = cycle(made, "new", *NEW).assert_success()
    assert "under way already" in outcome.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("changed", ["ratings/final.toml", "actions.toml"])
def test_what_changed_after_closing_is_not_thrown_away(tmp_path: Path, changed: str) -> None:
    made = closed(tmp_path)
    path = tmp_path / changed
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")
    outcome = cycle(made, "new", *NEW)
    assert outcome.code == 2
    assert f"{changed}: is not in the closed cycle '2025' as it stands here" in outcome.err
    assert path.read_text("utf-8").endswith("# later\n")


def test_a_sheet_that_came_after_closing_is_not_thrown_away(tmp_path: Path) -> None:
    made = closed(tmp_path)
    made.write({"ratings/late.toml": 'assessor = "Late"\n'})
    assert "ratings/late.toml: is not in the closed cycle" in cycle(made, "new", *NEW).err
    (tmp_path / "ratings/late.toml").unlink()
    ledger.append(tmp_path, "imported", "Late", {})
    assert "ratings/ledger.jsonl: is not in the closed cycle" in cycle(made, "new", *NEW).err


def test_the_period_must_be_a_later_one(tmp_path: Path) -> None:
    made = closed(tmp_path)
    outcome = cycle(made, "new", "--period", "2023-01-01..2025-11-30")
    assert outcome.code == 2
    assert "expected a day after 2025-12-31, the end of the cycle 2025" in outcome.err


def test_the_list_says_what_is_closed(tmp_path: Path) -> None:
    made = closed(tmp_path)
    line = cycle(made, "list").assert_success().out
    assert line.split()[0] == "2025"
    assert "draft" in line
    assert "草稿" in cycle(made, "list", language="zh").out
    (row,) = json.loads(cycle(made, "list", "--json").out)
    assert (row["name"], row["final"], row["period"]["end"]) == ("2025", False, "2025-12-31")


def test_a_carried_item_that_nobody_looked_at_is_carried_again(tmp_path: Path) -> None:
    made = closed(tmp_path)
    cycle(made, "new", *NEW).assert_success()
    made.run("assess").assert_success()
    cycle(made, "close", "2026", "--draft").assert_success()
    cycle(made, "new", "--period", "2025-01-01..2027-12-31").assert_success()
    sheet = tomllib.loads((tmp_path / "ratings/consensus.toml").read_text("utf-8"))
    assert [(one["item"], one.get("percent"), one["reevaluate"]) for one in sheet["ratings"]] == [
        ("4.1.2", 50, True),
        ("4.1.3", None, True),
    ]
    assert [one.kind for one in ledger.read(tmp_path)] == ["cycle", "cycle"]


def test_a_signed_cycle_is_final_and_closed_once(tmp_path: Path) -> None:
    criteria = next(one for one in gbt19580.register_criteria() if one.edition == "2012")
    rest = [item.code for item in criteria.items if item.code not in {"4.1.2", "4.1.3"}]
    rows = "".join(f'[[ratings]]\nitem = "{code}"\npercent = 40\n' for code in rest)
    made = kit(tmp_path, **{"ratings/final.toml": SHEET + rows})
    for level, name in (("self_check", "Li"), ("review", "Chen"), ("approval", "Wang")):
        made.run("sign-off", "--level", level, "--by", name).assert_success()
    made.run("assess").assert_success()
    outcome = cycle(made, "close", "2025", "--by", "Wang").assert_success()
    assert "2025 is closed (final)" in outcome.err
    assert (tmp_path / "history/2025/ratings/ledger.jsonl").is_file()
    again = cycle(made, "close", "2025b")
    assert again.code == 2
    assert "history/2025: this period is closed already, and signed off, as '2025'" in again.err
    cycle(made, "new", *NEW).assert_success()
    assessment = made.run("assess").assert_success().assessment
    assert [one.final for one in assessment.history] == [True]
    assert assessment.sign_offs == ()  # last year's signatures stay in last year's report
    assert [one.kind for one in ledger.read(tmp_path)] == ["sign_off", "sign_off", "sign_off", "cycle"]
    made.run("verify").assert_success()


def test_scoring_sheets_handed_out_go_with_their_year(tmp_path: Path) -> None:
    files = {f"worksheets/{name}.xlsx": name.encode() for name in ("wang", "li")}
    made = kit(tmp_path, **{**files, "worksheets/notes.txt": b"mine", "worksheets/~$wang.xlsx": b"lock"})
    made.run("assess").assert_success()
    cycle(made, "close", "2025", "--draft").assert_success()
    manifest = json.loads((tmp_path / "history/2025/manifest.json").read_text("utf-8"))
    assert manifest["files"]["worksheets/wang.xlsx"] == hashlib.sha256(b"wang").hexdigest()
    assert not {"worksheets/notes.txt", "worksheets/~$wang.xlsx"} & manifest["files"].keys()
    made.write({"worksheets/li.xlsx": b"changed since", "worksheets/late.xlsx": b"late"})
    outcome = cycle(made, "new", *NEW, language="zh").assert_success()
    left = {path.name: path.read_bytes() for path in (tmp_path / "worksheets").iterdir()}
    assert left == {
        "li.xlsx": b"changed since",
        "late.xlsx": b"late",
        "notes.txt": b"mine",
        "~$wang.xlsx": b"lock",
    }
    assert (tmp_path / "history/2025/worksheets/wang.xlsx").read_bytes() == b"wang"
    assert "上一轮发出的评分工作表 1 份，现仅存于 history/2025/worksheets" in outcome.err
    assert "仍留在原处：worksheets/late.xlsx、worksheets/li.xlsx" in outcome.err
    made.run("worksheet", "--assessor", "wang").assert_success()  # nothing of last year in its way
    made.run("assess").assert_success()
    made.run("verify").assert_success()
