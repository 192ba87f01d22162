"""Signing off: levels in order, three people, and only for what was decided."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhuoyue import ledger
from zhuoyue.errors import InputError
from zhuoyue.model.sign_off import SignOffLevel
from zhuoyue.sign_off import objections, signatures
from zhuoyue.testing import Outcome, ProjectKit, project

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAST = {1: 4, 2: 3, 3: 3, 4: 7, 5: 3, 6: 3, 7: 7}
"""GB/T 19580-2012: last item of each category; the first is always 2."""
ITEMS = [f"4.{category}.{item}" for category, last in LAST.items() for item in range(2, last + 1)]


def sheet(percent: int, items: list[str] = ITEMS) -> str:
    rows = "".join(f'[[ratings]]\nitem = "{item}"\npercent = {percent}\n' for item in items)
    return f'assessor = "Team"\nstage = "consensus"\n{rows}'


def kit(root: Path, config: str = "", items: list[str] = ITEMS) -> ProjectKit:
    made = project(root, config, {"ratings/consensus.toml": sheet(50, items)})
    made.run("assess").assert_success()
    return made


def sign(on: ProjectKit, level: str, by: str, *more: str, language: str = "en") -> Outcome:
    return on.run("sign-off", "--level", level, "--by", by, *more, language=language)


def test_three_people_in_three_levels_make_it_final(tmp_path: Path) -> None:
    on = kit(tmp_path)
    assert not on.run("assess").assessment.final
    for level, by in (("self_check", "Wang"), ("review", "Li"), ("approval", "Chen")):
        outcome = sign(on, level, by, "--note", "read in full").assert_success()
        assert outcome.out.splitlines()[-1] == ("final" if level == "approval" else "draft")
    assert outcome.assessment.final  # build needs no new assess
    assert on.run("assess").assert_success().assessment.final
    assert [(one.level.value, one.by, one.valid) for one in outcome.assessment.sign_offs] == [
        ("self_check", "Wang", True),
        ("review", "Li", True),
        ("approval", "Chen", True),
    ]
    state = on.run("sign-off", language="zh").assert_success().out.splitlines()
    assert state[-1] == "正式"
    assert state[0].startswith("自检  Wang  ")
    assert state[0].endswith("有效  read in full")
    on.run("verify").assert_success()


def test_another_decision_makes_signatures_stale(tmp_path: Path) -> None:
    on = kit(tmp_path)
    sign(on, "self_check", "Wang").assert_success()
    on.write({"ratings/consensus.toml": sheet(55)})
    before = (tmp_path / ledger.LEDGER).read_bytes()
    refused = sign(on, "review", "Li")
    assert refused.code == 2
    assert "run `zhuoyue assess` first" in refused.err
    on.run("assess").assert_success()
    refused = sign(on, "review", "Li")
    assert refused.code == 2
    assert "needs a valid self-check first" in refused.err
    assert (tmp_path / ledger.LEDGER).read_bytes() == before
    assert "stale" in on.run("sign-off").out
    assert "已失效" in on.run("sign-off", language="zh").out
    data = json.loads(on.run("sign-off", "--json").out)
    assert data["final"] is False
    assert [one["valid"] for one in data["sign_offs"]] == [False]
    sign(on, "self_check", "Wang").assert_success()
    sign(on, "review", "Li").assert_success()


@pytest.mark.parametrize(
    ("level", "by", "words"),
    [
        ("review", "Li", ["the review needs a valid self-check first"]),
        ("approval", "Li", ["needs a valid self-check", "needs a valid review"]),
        ("self_check", " ", ["who signs?"]),
    ],
)
def test_levels_come_in_order(tmp_path: Path, level: str, by: str, words: list[str]) -> None:
    on = kit(tmp_path)
    outcome = sign(on, level, by)
    assert outcome.code == 2
    for word in words:
        assert word in outcome.err
    assert not (tmp_path / ledger.LEDGER).exists()


def test_one_person_signs_once(tmp_path: Path) -> None:
    on = kit(tmp_path)
    sign(on, "self_check", "Wang Wei").assert_success()
    for spelling in ("Wang Wei", "ｗａｎｇ　ｗｅｉ", "WANGWEI"):
        outcome = sign(on, "review", spelling)
        assert outcome.code == 2
        assert "has signed the self-check" in outcome.err
    assert "was signed already by Wang Wei" in sign(on, "self_check", "Li").err


def test_a_small_organisation_may_let_one_person_sign(tmp_path: Path) -> None:
    on = kit(tmp_path, "[sign_off]\ndistinct = false\n")
    for level in ("self-check", "review", "approval"):
        sign(on, level, "Wang").assert_success()
    assert on.run("assess").assessment.final


def test_what_has_no_value_is_not_signed(tmp_path: Path) -> None:
    on = kit(tmp_path, items=ITEMS[:-2])
    outcome = sign(on, "self_check", "Wang")
    assert outcome.code == 2
    assert "not rated or not agreed: 4.7.6, 4.7.7" in outcome.err
    assert "4.7.6、4.7.7" in sign(on, "self_check", "Wang", language="zh").err


def test_without_an_assessment_there_is_nothing_to_sign(tmp_path: Path) -> None:
    on = project(tmp_path)
    for outcome in (on.run("sign-off"), sign(on, "self_check", "Wang")):
        assert outcome.code == 2
        assert "assess" in outcome.err


def test_a_broken_chain_is_not_signed(tmp_path: Path) -> None:
    on = kit(tmp_path)
    sign(on, "self_check", "Wang").assert_success()
    path = tmp_path / ledger.LEDGER
    path.write_bytes(path.read_bytes().replace(b"Wang", b"Zhao"))
    before = path.read_bytes()
    outcome = sign(on, "review", "Li")
    assert outcome.code == 2
    assert "ratings/ledger.jsonl:1: the entry does not have its hash" in outcome.err
    assert path.read_bytes() == before


def test_signatures_of_the_last_cycle_are_its_own(tmp_path: Path) -> None:
    on = kit(tmp_path)
    for level, by in (("self_check", "Wang"), ("review", "Li"), ("approval", "Chen")):
        sign(on, level, by).assert_success()
    ledger.append(tmp_path, "cycle", "Chen", {"name": "2025"})
    assert on.run("assess").assert_success().assessment.sign_offs == ()
    assert on.run("sign-off").out.split("\n")[0] == "self-check  not signed"
    on.run("verify").assert_success()
    sign(on, "self_check", "Chen").assert_success()


LEVELS = (("self_check", "Wang"), ("review", "Li"), ("approval", "Chen"))
SHEETS = {
    "ratings/a.toml": 'assessor = "A"\n[[ratings]]\nitem = "4.1.2"\npercent = 55\n',
    "ratings/b.toml": 'assessor = "B"\n[[ratings]]\nitem = "4.1.2"\npercent = 45\n',
    "actions.toml": '[[actions]]\nid = "a-1"\nitem = "4.1.2"\ntext = "Train."\nowner = "Li"\ndue = 2026-06-30\n'
    'status = "planned"\n',
}


def final(root: Path) -> ProjectKit:
    on = kit(root, "[uncertainty]\nthresholds = [450]\n[improvement]\ntarget = 60\n")
    on.write(SHEETS)
    on.run("assess").assert_success()
    for level, by in LEVELS:
        sign(on, level, by).assert_success()
    assert on.run("assess").assessment.final
    return on


def replaced(on: ProjectKit, name: str, old: str, new: str) -> None:
    text = (on.root / name).read_text("utf-8")
    assert old in text
    on.write({name: text.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ratings/consensus.toml", "percent = 50", "percent = 55"),
        ("ratings/consensus.toml", "percent = 50", 'percent = 50\nreason = "Because."'),
        ("ratings/consensus.toml", "percent = 50", 'percent = 50\nstrengths = [{ text = "Fast." }]'),
        ("ratings/a.toml", "percent = 55", "percent = 90"),
        ("ratings/a.toml", "percent = 55", 'not_applicable = true\nreason = "none"'),
        ("ratings/a.toml", "percent = 55", 'percent = 55\nquestions = [{ text = "Why?" }]'),
        ("ratings/a.toml", '"A"', '"C"'),
        ("zhuoyue.toml", "[450]", "[451]"),
        ("zhuoyue.toml", "thresholds", "seed = 1\nthresholds"),
        ("zhuoyue.toml", "target = 60", "target = 65"),
        ("zhuoyue.toml", "[uncertainty]", "[consensus]\nmax_range = 5\n[uncertainty]"),
        ("zhuoyue.toml", "[assessment]", '[assessment]\ntitle = "Another year"'),
        ("zhuoyue.toml", "as_of = 2025-12-31", "as_of = 2025-12-30"),
    ],
)
def test_what_a_reader_takes_as_decided_is_signed(tmp_path: Path, name: str, old: str, new: str) -> None:
    on = final(tmp_path)
    replaced(on, name, old, new)
    assessment = on.run("assess").assert_success().assessment
    assert not assessment.final
    assert [one.valid for one in assessment.sign_offs] == [False] * 3


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("zhuoyue.toml", "[assessment]", '[assessment]\nvisibility = "public"'),
        ("zhuoyue.toml", "[assessment]", '[assessment]\nlanguages = ["en"]'),
        ("zhuoyue.toml", "[uncertainty]", '[site]\ncolour = "#112233"\n[uncertainty]'),
        ("actions.toml", '"planned"', '"running"'),
        ("ratings/a.toml", "assessor", "# a remark\nassessor"),
        ("ratings/consensus.toml", "percent = 50", "percent = 50\n# said at length"),
    ],
)
def test_what_nobody_decides_anew_keeps_the_signatures(tmp_path: Path, name: str, old: str, new: str) -> None:
    on = final(tmp_path)
    replaced(on, name, old, new)
    assert on.run("assess").assert_success().assessment.final
    on.run("verify").assert_success()


def test_at_the_public_tier_three_people_sign_too(tmp_path: Path) -> None:
    """The document names no signer there; the ledger does."""
    on = kit(tmp_path)
    replaced(on, "zhuoyue.toml", "[assessment]", '[assessment]\nvisibility = "public"')
    on.run("assess").assert_success()
    signed = sign(on, "self_check", "Wang", "--note", "all read").assert_success()
    assert "self-check  Wang" in signed.out
    assert "Wang" not in (tmp_path / "assessment.json").read_text("utf-8")
    refused = sign(on, "review", "Wang")
    assert refused.code == 2
    assert "Wang has signed the self-check" in refused.err
    assert "self-check  Wang  " in on.run("verify").assert_success().out
    replaced(on, "ratings/consensus.toml", "percent = 50", "percent = 55")
    on.run("assess").assert_success()
    assert "the self-check of Wang (" in on.run("verify").out


def test_nobody_signs_a_document_that_was_edited(tmp_path: Path) -> None:
    """Its digest is right, so only the whole of it tells."""
    on = kit(tmp_path)
    replaced(on, "assessment.json", '"en": "Performance excellence self-assessment"', '"en": "Award application"')
    refused = sign(on, "self_check", "Wang")
    assert refused.code == 2
    assert "run `zhuoyue assess` first, and read what you sign" in refused.err
    assert not (tmp_path / ledger.LEDGER).exists()


def entry(number: int, level: str, decision: str, by: str = "x") -> ledger.Entry:
    return ledger.Entry(number, NOON, "sign_off", by, {"level": level, "decision": decision}, "", "")


def test_a_level_holds_only_on_those_before_it() -> None:
    chain = [
        entry(1, "approval", "d"),
        entry(2, "self_check", "d"),
        entry(3, "review", "other"),
        entry(4, "review", "d"),
        entry(5, "approval", "d"),
    ]
    assert [one.valid for one in signatures(chain, "d")] == [False, True, False, True, True]
    assert [one.valid for one in signatures(chain, "other")] == [False] * 5
    assert signatures([ledger.Entry(1, NOON, "consensus", "x", {}, "", "")], "d") == ()


def test_an_unknown_level_is_named() -> None:
    with pytest.raises(InputError, match=r"ratings/ledger\.jsonl:7: is no signature"):
        signatures([entry(7, "blessing", "d")], "d")


def test_objections_are_complete() -> None:
    signed = signatures([entry(1, "self_check", "d", "Li")], "d")
    faults = list(objections(signed, SignOffLevel.APPROVAL, "li", distinct=True))
    assert len(faults) == 2
    assert list(objections(signed, SignOffLevel.REVIEW, "li", distinct=False)) == []
