"""Verifying: every change since acceptance is found, and nothing else is."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import ledger, team
from zhuoyue.errors import ExitCode, InputError
from zhuoyue.model.rating import Stage
from zhuoyue.model.text import Text
from zhuoyue.project import open_project
from zhuoyue.team import Decision
from zhuoyue.testing import Outcome, ProjectKit, project

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHEET = "ratings/consensus.toml"


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectKit:
    """A project whose team has accepted three values, the last one twice."""
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")
    made = project(tmp_path)
    of = open_project(tmp_path)
    for item, percent in (("4.1.2", 40), ("4.3.2", 45), ("4.3.3", 50), ("4.3.3", 55)):
        decision = Decision(Stage.CONSENSUS, item, "Chen", Decimal(percent), reason=Text(zh="一致", en="Agreed."))
        team.accept(tmp_path, of.criteria, of.schemes, decision, NOON)
    return made


def change(kit: ProjectKit, name: str, old: str, new: str) -> None:
    path = kit.root / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def finding(outcome: Outcome) -> str:
    """The one finding there is."""
    (line,) = [line for line in outcome.out.splitlines() if line.startswith(("finding: ", "问题："))]
    assert outcome.code == ExitCode.GATE
    return line


def test_all_is_well(kit: ProjectKit) -> None:
    before = {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()}
    outcome = kit.run("verify").assert_success()
    lines = outcome.out.splitlines()
    assert lines[3].startswith("   4  2026-03-01 12:00:00Z  consensus  Chen  4.3.3 55 %  ")
    head = ledger.load(kit.root).head
    assert lines[4] == f"head {head}"
    assert "write the head hash into the minutes" in outcome.err
    assert "合议  Chen  4.3.3 55 %" in kit.run("verify", language="zh").assert_success().out
    data = json.loads(kit.run("verify", "--json").assert_success().out)
    assert (data["head"], len(data["entries"]), data["torn"], data["findings"]) == (head, 4, 0, [])
    after = {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()}
    assert {path: text for path, text in after.items() if ".zhuoyue" not in path.parts} == before


def test_nothing_accepted_is_well_too(tmp_path: Path) -> None:
    row = 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\npercent = 40\n'
    outcome = project(tmp_path, files={"ratings/team.toml": row}).run("verify").assert_success()
    assert outcome.out == ""


def test_every_single_byte_of_the_ledger_counts(kit: ProjectKit) -> None:
    """Each flip alone breaks the chain, or, at the last newline, leaves a line that was never accepted."""
    path = kit.root / ledger.LEDGER
    whole = path.read_bytes()
    for position in range(len(whole) - 1):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        with pytest.raises(InputError):
            ledger.read(kit.root)
    path.write_bytes(whole[:-1] + b"\x0e")
    outcome = kit.run("verify")
    assert outcome.code == ExitCode.GATE
    assert "ratings/ledger.jsonl:4: an unfinished line" in outcome.out


def test_a_hundred_random_flips(kit: ProjectKit) -> None:
    path = kit.root / ledger.LEDGER
    whole = path.read_bytes()
    draw = random.Random(3)
    for number in range(100):
        position, bit = draw.randrange(len(whole) - 1), 1 << draw.randrange(8)
        path.write_bytes(whole[:position] + bytes([whole[position] ^ bit]) + whole[position + 1 :])
        with pytest.raises(InputError, match=r"^ratings/ledger\.jsonl:\d"):
            ledger.read(kit.root)
        if number % 10 == 0:
            outcome = kit.run("verify")
            assert outcome.code == ExitCode.USAGE
            assert "ratings/ledger.jsonl:" in outcome.err
    path.write_bytes(whole)
    kit.run("verify").assert_success()


def test_a_torn_line_is_mentioned(kit: ProjectKit) -> None:
    path = kit.root / ledger.LEDGER
    path.write_bytes(path.read_bytes() + b'{"at":')
    assert "ratings/ledger.jsonl:5: an unfinished line of 6 bytes" in finding(kit.run("verify"))
    assert "6 字节的未完成行" in finding(kit.run("verify", language="zh"))


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ("percent = 55", "percent = 60", "percent"),
        (
            'percent = 55\nreason = {zh = "一致", en = "Agreed."}',
            'percent = 55\nreason = {zh = "一致", en = "Agreed!"}',
            "reason",
        ),
        ("percent = 55", 'percent = 55\ndissent = [{assessor = "W", text = "no"}]', "dissent"),
    ],
)
def test_a_sheet_changed_by_hand_is_reported_and_left_alone(kit: ProjectKit, old: str, new: str, keys: str) -> None:
    change(kit, SHEET, old, new)
    text = (kit.root / SHEET).read_bytes()
    assert f"4.3.3 says what is not in the ledger ({keys}); entry 4 was accepted last" in finding(kit.run("verify"))
    assert f"不在台账中（{keys}）" in finding(kit.run("verify", language="zh"))
    assert (kit.root / SHEET).read_bytes() == text


def test_a_sheet_behind_the_ledger_is_reported_as_that(kit: ProjectKit) -> None:
    change(kit, SHEET, "percent = 55", "percent = 50")
    assert "4.3.3 is behind entry 4 of the ledger (percent)" in finding(kit.run("verify"))
    (kit.root / SHEET).unlink()
    assert kit.run("verify").out.count("is behind entry") == 3


def test_findings_and_comments_may_change(kit: ProjectKit) -> None:
    change(kit, SHEET, "percent = 55", 'percent = 55 # long talk\nstrengths = [{ text = "Fast answers." }]')
    kit.run("verify").assert_success()


def test_a_decision_without_entry_is_reported(kit: ProjectKit) -> None:
    row = 'assessor = "T"\nstage = "site_visit"\n[[ratings]]\nitem = "4.3.3"\npercent = 60\n'
    kit.write({"ratings/visit.toml": row})
    assert "ratings/visit.toml:4: 4.3.3 was decided by hand" in finding(kit.run("verify"))


def test_the_result_document_must_say_what_the_records_do(kit: ProjectKit) -> None:
    kit.run("assess").assert_success()
    kit.run("verify").assert_success()
    path = kit.root / "assessment.json"
    whole = path.read_text("utf-8")
    data = json.loads(whole)
    next(one for one in data["results"] if one["item"].endswith(":4.3.3"))["score"]["value"] = "49"
    path.write_text(json.dumps(data), "utf-8")
    assert "assessment.json: does not say what the records do now" in finding(kit.run("verify"))
    path.write_text(whole[:-20], "utf-8")
    assert "assessment.json: is damaged" in finding(kit.run("verify"))


def test_a_stale_signature_is_a_finding_until_it_is_given_anew(kit: ProjectKit) -> None:
    ledger.append(kit.root, "sign_off", "Wang", {"level": "self_check", "decision": "0" * 64, "note": ""}, NOON)
    outcome = kit.run("verify")
    assert "self-check  Wang  2026-03-01  stale" in outcome.out
    assert "the self-check of Wang (2026-03-01) is stale" in finding(outcome)
    decision = kit.run("assess").assessment.decision
    ledger.append(kit.root, "sign_off", "Wang", {"level": "self_check", "decision": decision, "note": ""}, NOON)
    kit.run("assess")
    assert "self-check  Wang  2026-03-01  valid" in kit.run("verify").assert_success().out


def test_what_cannot_be_read_is_no_finding_but_an_error(kit: ProjectKit) -> None:
    change(kit, SHEET, 'stage = "consensus"', "stage = consensus")
    outcome = kit.run("verify")
    assert outcome.code == ExitCode.USAGE
    assert f"{SHEET}:" in outcome.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Cannot follow."', '"Can follow."'),
        ('"en": "Rated 55 %', '"en": "Rated 95 %'),
        ('"percent": "45"', '"percent": "95"'),
    ],
)
def test_a_document_that_was_edited_is_found_whatever_was_edited(kit: ProjectKit, old: str, new: str) -> None:
    """Pages are made of it: texts, percents and steps count as much as points."""
    sheet = kit.root / SHEET
    text = sheet.read_text("utf-8")
    sheet.write_text(f'{text}\n[[ratings.improvements]]\ntext = "Cannot follow."\n', "utf-8")
    kit.run("assess").assert_success()
    kit.run("verify").assert_success()
    path = kit.root / "assessment.json"
    written = path.read_text("utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), "utf-8")
    assert "assessment.json: does not say what the records do now" in finding(kit.run("verify"))


def test_a_ledger_that_was_taken_away_is_missed(kit: ProjectKit) -> None:
    """The team's rows say who recorded them, so there was one."""
    (kit.root / ledger.LEDGER).unlink()
    outcome = kit.run("verify")
    assert outcome.code == ExitCode.GATE
    assert outcome.out.count("is not in the ledger") == 3


def closed(kit: ProjectKit) -> None:
    """File the present as a cycle, as a draft."""
    kit.run("assess").assert_success()
    kit.run("cycle", "close", "2025", "--draft", "--by", "Lin").assert_success()


def test_a_ledger_that_does_not_go_on_from_what_was_filed_is_another(kit: ProjectKit) -> None:
    closed(kit)
    kit.run("verify").assert_success()
    for path in (kit.root / "ratings").glob("*.toml"):
        path.unlink()  # no row is left that tells of a ledger
    (kit.root / "assessment.json").unlink()
    path = kit.root / ledger.LEDGER
    whole = path.read_bytes()
    path.unlink()
    words = "ratings/ledger.jsonl: does not begin with the 4 entries that were filed with the cycle 2025"
    assert words in finding(kit.run("verify"))
    assert "台账曾被删除、截短或重写" in finding(kit.run("verify", language="zh"))
    ledger.append(kit.root, "imported", "x", {"assessor": "x"}, NOON)
    assert words in kit.run("verify").out
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert words in kit.run("verify").out


def test_damage_of_a_closed_cycle_is_a_finding_wherever_it_is(kit: ProjectKit) -> None:
    """A filed sheet or the filed assessment, which assessing anew needs: the same thing has happened."""
    closed(kit)
    for name in ("ratings/consensus.toml", "assessment.json", "manifest.json"):
        path = kit.root / "history/2025" / name
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"2025", b"2026", 1) if b"2025" in whole else whole + b"#")
        assert f"history/2025/{name}: " in finding(kit.run("verify"))
        path.write_bytes(whole)
    kit.run("verify").assert_success()


def test_a_damaged_past_keeps_nothing_else_from_being_verified(kit: ProjectKit) -> None:
    closed(kit)
    kit.run("cycle", "new", "--period", "2026-01-01..2026-12-31", "--by", "Lin").assert_success()
    path = kit.root / "history/2025/assessment.json"
    path.write_bytes(path.read_bytes() + b" ")
    outcome = kit.run("verify")
    assert "history/2025/assessment.json: is not what was filed" in finding(outcome)
    assert "were not compared: nothing can be assessed while a closed cycle is damaged" in outcome.err
    assert json.loads(kit.run("verify", "--json").out)["notes"][0]["zh"].startswith("未核对签署")


def test_a_missing_document_is_mentioned(kit: ProjectKit) -> None:
    assert "assessment.json: there is none, so it was not compared" in kit.run("verify").assert_success().err
    assert "assessment.json: 不存在，未作核对" in kit.run("verify", language="zh").err
    kit.run("assess").assert_success()
    assert "assessment.json" not in kit.run("verify").assert_success().err


@pytest.mark.parametrize(
    ("language", "words"), [("en", "  sign-off  Wang  self-check  "), ("zh", "  签署  Wang  自检  ")]
)
def test_entries_are_told_in_words(kit: ProjectKit, language: str, words: str) -> None:
    decision = kit.run("assess").assessment.decision
    ledger.append(kit.root, "sign_off", "Wang", {"level": "self_check", "decision": decision, "note": ""}, NOON)
    of = open_project(kit.root)
    absent = Decision(Stage.CONSENSUS, "4.1.3", "Chen", not_applicable=True, reason=Text(en="None."))
    team.accept(kit.root, of.criteria, of.schemes, absent, NOON)
    moved = Decision(Stage.SITE_VISIT, "4.3.3", "Chen", Decimal(60), reason=Text(en="Seen."), moved_by="doc-1")
    team.accept(kit.root, of.criteria, of.schemes, moved, NOON)
    out = kit.run("verify", language=language).out
    assert words in out
    assert ("4.1.3 不适用" if language == "zh" else "4.1.3 n/a") in out
    assert ("现场评审" if language == "zh" else "  site visit  ") in out
    assert "site_visit" not in out
    assert "self_check" not in out
