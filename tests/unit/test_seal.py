"""Rounds: who has answered, sheets sealed and opened again, and nothing lost on the way."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pyrage
import pytest

from zhuoyue import ledger
from zhuoyue.testing import ProjectKit, project

TEAM = """
[[ratings.assessors]]
name = "wang"
title = { zh = "王敏", en = "Wang Min" }
items = ["4.1"]
[[ratings.assessors]]
name = "li"
items = ["4.3.3", "4.1.2"]
[[ratings.assessors]]
name = "chen"
"""
WANG = """\
# private
assessor = "wang"
[[ratings]]
item = "4.1.2"
percent = 45
[[ratings]]
item = "4.1.3"
[[ratings.strengths]]
text = "Noted, not rated."
"""
LI = """\
assessor = "li"
[[ratings]]
item = "4.1.2"
percent = 60
[[ratings]]
item = "4.3.3"
not_applicable = true
reason = "none"
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "leader.key"
    identity = pyrage.x25519.Identity.generate()
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n", "utf-8")
    return path


def public(key: Path) -> str:
    return key.read_text("utf-8").splitlines()[1].removeprefix("# public key: ")


def kit(root: Path, key: Path | None = None, config: str = TEAM) -> ProjectKit:
    keys = f'[ratings]\nseal_to = ["{public(key)}"]\n' if key else ""
    return project(root / "project", keys + config, {"ratings/wang.toml": WANG, "ratings/li.toml": LI})


def test_status_says_who_has_not_answered_what(tmp_path: Path) -> None:
    on = kit(tmp_path)
    outcome = on.run("ratings", "status").assert_success()
    first, second, third = outcome.out.splitlines()
    assert first == "wang (Wang Min)  1/3  open  missing: 4.1.3 4.1.4"
    assert second == "li  2/2  open"
    assert third.startswith("chen  0/23  no sheet  missing: 4.1.2 4.1.3")
    assert "wang (王敏)  1/3  填写中  未答：4.1.3 4.1.4" in on.run("ratings", "status", language="zh").out
    assert on.run("ratings", "status", "--gate").code == 1
    data = json.loads(on.run("ratings", "status", "--json").out)
    assert data[0] == {
        "assessor": "wang",
        "title": {"zh": "王敏", "en": "Wang Min"},
        "state": "open",
        "assigned": 3,
        "answered": 1,
        "missing": ["4.1.3", "4.1.4"],
        "submitted": None,
    }


def test_without_a_team_table_whoever_has_a_sheet_is_an_assessor(tmp_path: Path) -> None:
    on = kit(tmp_path, config="")
    on.write({"ratings/consensus.toml": 'assessor = "T"\nstage = "consensus"\n'})
    assert [line.split("  ")[:2] for line in on.run("ratings", "status").out.splitlines()] == [
        ["li", "2/23"],
        ["wang", "1/23"],
    ]


def test_a_team_table_with_unknown_items_names_each(tmp_path: Path) -> None:
    on = kit(tmp_path, config='[[ratings.assessors]]\nname = "li"\nitems = ["4.1", "4.9", "4.1.7"]\n')
    outcome = on.run("ratings", "status")
    assert outcome.code == 2
    assert outcome.err.count("zhuoyue.toml:") == 2
    assert "gbt19580-2012 has no item '4.9'" in outcome.err


def test_a_seal_is_the_hash_of_what_the_sheet_says(tmp_path: Path) -> None:
    on = kit(tmp_path)
    outcome = on.run("ratings", "seal", "li").assert_success()
    (entry,) = ledger.read(on.root)
    assert (entry.kind, entry.by, entry.data["file"]) == ("submitted", "li", "ratings/li.toml")
    assert entry.data["items"] == ["4.1.2", "4.3.3"]
    said = {
        "assessor": "li",
        "ratings": [
            {"item": "4.1.2", "percent": "60"},
            {"item": "4.3.3", "not_applicable": True, "reason": {"en": "none"}},
        ],
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    assert outcome.out.split()[0] == entry.data["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert "li  2/2  submitted 2" in on.run("ratings", "status").out
    on.write({"ratings/li.toml": "# a remark\n" + LI.replace("percent = 60", "percent   =   60")})
    on.run("verify").assert_success()
    on.write({"ratings/li.toml": LI.replace("60", "65")})
    assert "changed since submitted" in on.run("ratings", "status").out
    outcome = on.run("verify")
    assert outcome.code == 1
    assert "ratings/li.toml: was changed since it was submitted" in outcome.out
    (on.root / "ratings/li.toml").unlink()
    assert "ratings/li.toml: is gone" in on.run("verify").out


def test_an_unfinished_sheet_is_sealed_only_when_told(tmp_path: Path) -> None:
    on = kit(tmp_path)
    outcome = on.run("ratings", "seal", "wang")
    assert outcome.code == 2
    assert "assigned items without an answer: 4.1.3, 4.1.4" in outcome.err
    assert not (on.root / ledger.LEDGER).exists()
    on.run("ratings", "seal", "wang", "--partial").assert_success()


@pytest.mark.parametrize("name", ["../evil", "a/b", "..", "", "x\\y", "王敏", ".lock"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    on = kit(tmp_path, config="")
    outcome = on.run("ratings", "seal", name)
    assert outcome.code == 2
    assert "is no assessor's short name" in outcome.err


def test_who_is_not_in_the_team_has_no_sheet(tmp_path: Path) -> None:
    assert "did you mean 'wang'?" in kit(tmp_path).run("ratings", "seal", "wong").err
    assert "did you mean 'wang'?" in kit(tmp_path, config="").run("ratings", "seal", "wong").err


def test_the_teams_sheet_is_not_sealed(tmp_path: Path) -> None:
    on = kit(tmp_path, config="")
    on.write({"ratings/consensus.toml": 'assessor = "T"\nstage = "consensus"\n'})
    assert "only independent sheets are sealed" in on.run("ratings", "seal", "consensus", "--partial").err


def test_a_sealed_sheet_cannot_be_read_and_comes_back_whole(tmp_path: Path, key: Path) -> None:
    on = kit(tmp_path, key)
    on.run("ratings", "seal", "li").assert_success()
    on.run("ratings", "seal", "wang", "--partial").assert_success()
    folder = on.root / "ratings"
    assert {path.name for path in folder.iterdir()} == {".lock", "ledger.jsonl", "li.toml.age", "wang.toml.age"}
    for path in folder.iterdir():
        assert b"private" not in path.read_bytes()
        assert b"percent" not in path.read_bytes()
    on.run("assess").assert_success()
    on.run("verify").assert_success()
    assert "wang (Wang Min)  1/3  sealed" in on.run("ratings", "status").out
    outcome = on.run("ratings", "open", "--identity", str(key), "--by", "Chen").assert_success()
    assert outcome.out.split() == ["ratings/li.toml", "ratings/wang.toml"]
    assert (folder / "wang.toml").read_bytes() == WANG.encode()
    assert [entry.by for entry in ledger.read(on.root) if entry.kind == "opened"] == ["Chen", "Chen"]
    assert "wang (Wang Min)  1/3  submitted" in on.run("ratings", "status").out
    again = on.run("ratings", "open", "--identity", str(key), "--by", "Chen").assert_success()
    assert again.out == ""
    on.run("assess").assert_success()
    on.run("verify").assert_success()


def test_the_ledger_does_not_give_a_sealed_sheet_away(tmp_path: Path, key: Path) -> None:
    """Who tries every percent must not find the one whose hash is in the ledger."""
    on = kit(tmp_path, key, config="")
    on.write({"ratings/li.toml": 'assessor = "li"\n[[ratings]]\nitem = "4.1.2"\npercent = 60\n'})
    on.run("ratings", "seal", "li", "--partial").assert_success()
    sealed = (on.root / ledger.LEDGER).read_text("utf-8")
    for percent in range(0, 101, 5):
        text = f'assessor = "li"\n[[ratings]]\nitem = "4.1.2"\npercent = {percent}\n'
        said = json.dumps(
            {"assessor": "li", "ratings": [{"item": "4.1.2", "percent": str(percent)}]},
            sort_keys=True,
            separators=(",", ":"),
        )
        for guess in (text, said):
            assert hashlib.sha256(guess.encode()).hexdigest() not in sealed


def test_a_wrong_key_and_a_damaged_file_are_told_apart(tmp_path: Path, key: Path) -> None:
    on = kit(tmp_path, key)
    on.run("ratings", "seal", "li").assert_success()
    on.run("ratings", "seal", "wang", "--partial").assert_success()
    wrong = tmp_path / "wrong.key"
    wrong.write_text(str(pyrage.x25519.Identity.generate()), "utf-8")
    sealed = on.root / "ratings/li.toml.age"
    whole = sealed.read_bytes()
    outcome = on.run("ratings", "open", "--identity", str(wrong))
    assert outcome.code == 2
    assert outcome.err.count("cannot be opened with this key") == 2
    sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    outcome = on.run("ratings", "open", "--identity", str(key))
    assert outcome.code == 2
    assert "ratings/li.toml.age: is damaged" in outcome.err
    assert not (on.root / "ratings/wang.toml").exists()  # all or none
    outcome = on.run("verify")
    assert outcome.code == 1
    assert "ratings/li.toml.age: is not the file that was sealed" in outcome.out
    sealed.write_bytes(pyrage.encrypt(b"0" * 32 + b"\n" + LI.encode(), [pyrage.x25519.Recipient.from_str(public(key))]))
    assert "is not the sheet that was sealed" in on.run("ratings", "open", "--identity", str(key)).err
    sealed.write_bytes(whole)
    on.write({"ratings/wang.toml": WANG.replace("45", "50")})
    assert "is in the way" in on.run("ratings", "open", "--identity", str(key)).err
    assert (on.root / "ratings/wang.toml").read_text("utf-8") == WANG.replace("45", "50")
    on.run("ratings", "open", "li", "--identity", str(key)).assert_success()


def test_no_key_file_no_secret_in_messages(tmp_path: Path, key: Path) -> None:
    on = kit(tmp_path, key)
    on.run("ratings", "seal", "li").assert_success()
    assert "cannot be read" in on.run("ratings", "open", "--identity", str(tmp_path / "none")).err
    bad = tmp_path / "bad.key"
    bad.write_text("AGE-SECRET-KEY-1NOTREALLY\n", "utf-8")
    outcome = on.run("ratings", "open", "--identity", str(bad))
    assert "holds no secret age key" in outcome.err
    assert "NOTREALLY" not in outcome.err
    assert "no sealed sheet of 'le' in the ledger – did you mean 'li'?" in (
        on.run("ratings", "open", "le", "--identity", str(key)).err
    )


@pytest.mark.parametrize(("given", "words"), [("age1nonsense", "no public age key"), ("AGE-SECRET-KEY-1ABC", "SECRET")])
def test_a_key_that_is_none_seals_nothing(tmp_path: Path, given: str, words: str) -> None:
    on = project(tmp_path, f'[ratings]\nseal_to = ["{given}"]\n', {"ratings/li.toml": LI})
    outcome = on.run("ratings", "seal", "li", "--partial")
    assert outcome.code == 2
    assert words in outcome.err
    assert "1ABC" not in outcome.err
    assert (tmp_path / "ratings/li.toml").read_text("utf-8") == LI


def test_without_pyrage_the_message_names_what_to_install(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = kit(tmp_path, key)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    outcome = on.run("ratings", "seal", "li")
    assert outcome.code == 2
    assert 'pip install "zhuoyue[seal]"' in outcome.err
    assert (on.root / "ratings/li.toml").is_file()


def test_an_earlier_sealed_sheet_goes_only_when_told(tmp_path: Path, key: Path) -> None:
    on = kit(tmp_path, key)
    on.run("ratings", "seal", "li").assert_success()
    first = (on.root / "ratings/li.toml.age").read_bytes()
    on.write({"ratings/li.toml": LI.replace("60", "65")})
    assert "sealed, a plain sheet left over" in on.run("ratings", "status").out
    assert "lies open beside the sheet sealed as entry 1" in on.run("verify").out
    outcome = on.run("ratings", "seal", "li")
    assert outcome.code == 2
    assert "--replace" in outcome.err
    assert (on.root / "ratings/li.toml.age").read_bytes() == first
    on.run("ratings", "seal", "li", "--replace").assert_success()
    on.run("ratings", "open", "--identity", str(key)).assert_success()
    assert "65" in (on.root / "ratings/li.toml").read_text("utf-8")


def test_a_sheet_taken_up_again_is_open(tmp_path: Path) -> None:
    on = kit(tmp_path)
    on.run("ratings", "seal", "li").assert_success()
    ledger.append(on.root, "imported", "li", {"assessor": "li", "reopened": True})
    on.write({"ratings/li.toml": LI.replace("60", "65")})
    assert "li  2/2  open" in on.run("ratings", "status").out
    on.run("verify").assert_success()
    on.run("ratings", "seal", "li").assert_success()
    assert "li  2/2  submitted" in on.run("ratings", "status").out


def test_sealing_what_is_sealed_writes_nothing(tmp_path: Path) -> None:
    on = kit(tmp_path)
    first = on.run("ratings", "seal", "li").assert_success()
    again = on.run("ratings", "seal", "li").assert_success()
    assert again.out == first.out
    assert "sealed as it is before, by entry 1 of the ledger; nothing was written" in again.err
    assert "与已封存的内容相同（台账第 1 条）" in on.run("ratings", "seal", "li", language="zh").err
    assert len(ledger.read(on.root)) == 1
    on.write({"ratings/li.toml": LI.replace("60", "65")})
    assert "entry 2 of the ledger" in on.run("ratings", "seal", "li").assert_success().err
