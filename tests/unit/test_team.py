"""What the team accepts: checked, in the ledger first, then in the sheet, where nothing else changes."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuoyue import ledger, team
from zhuoyue.errors import InputError
from zhuoyue.model.rating import Dissent, Method, Stage
from zhuoyue.model.text import Text
from zhuoyue.project import Project, open_project
from zhuoyue.rating_sheet import RatingSheet, dumps
from zhuoyue.team import Decision
from zhuoyue.testing import project

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONSENSUS, VISIT = "ratings/consensus.toml", "ratings/site-visit.toml"
BY_HAND = """\
# Minutes of 1 March.
assessor = "Team" # all six
stage = "consensus"

[[key_themes]]
kind = "strength"
scope = "process"
text = "One voice."

# 4.3.3 took an hour.
[[ratings]]
item = "4.3.3"
percent = 45 # provisional
rated_on = 2026-01-15
[ratings.dimensions]
A = "Documented." # see p. 4
[[ratings.strengths]]
text = "Answers within a day."
# a comment between
[[ratings.improvements]]
text = "Causes are not compared."
[[ratings.dissent]]
assessor = "wang"
text = "Too low."

# 4.3.2 is open.
[[ratings]]
item = "4.3.2"
[[ratings.strengths]]
text = "Markets are mapped."
# the end
"""


@pytest.fixture(autouse=True)
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")


def opened(root: Path, files: dict[str, str] | None = None) -> Project:
    project(root)
    for name, text in (files or {}).items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8"))
    return open_project(root)


def accept(of: Project, item: str, percent: str | None, stage: Stage = Stage.CONSENSUS, **more: Any) -> ledger.Entry:
    value = None if percent is None else Decimal(percent)
    return team.accept(of.root, of.criteria, of.schemes, Decision(stage, item, "Chen", value, **more), NOON)


def rows(root: Path, name: str = CONSENSUS) -> dict[str, dict[str, Any]]:
    data = tomllib.loads((root / name).read_text("utf-8"))
    return {row["item"]: row for row in data["ratings"]}


def test_a_value_is_in_the_ledger_and_in_the_sheet(tmp_path: Path) -> None:
    of = opened(tmp_path)
    entry = accept(
        of,
        "gbt19580-2012:4.3.3",
        "50",
        reason=Text(zh="方法已展开", en='Rolled out: "both" plants\nby June'),
        method=Method.MEDIAN,
        dissent=(Dissent(assessor="Wang", text=Text(zh="偏低", en="=HYPERLINK()")),),
    )
    assert entry.kind == "consensus"
    assert entry.by == "Chen"
    assert entry.data == {
        "item": "gbt19580-2012:4.3.3",
        "percent": "50",
        "not_applicable": False,
        "reason": {"zh": "方法已展开", "en": 'Rolled out: "both" plants\nby June'},
        "method": "median",
        "dissent": [{"assessor": "Wang", "text": {"zh": "偏低", "en": "=HYPERLINK()"}}],
        "moved_by": "",
        "rated_on": "2026-03-01",
    }
    assert rows(tmp_path) == {
        "4.3.3": {
            "item": "4.3.3",
            "percent": 50,
            "reason": {"zh": "方法已展开", "en": 'Rolled out: "both" plants\nby June'},
            "rated_on": date(2026, 3, 1),
            "method": "median",
            "recorded_by": "Chen",
            "dissent": [{"assessor": "Wang", "text": {"zh": "偏低", "en": "=HYPERLINK()"}}],
        }
    }
    assert tomllib.loads((tmp_path / CONSENSUS).read_text("utf-8"))["stage"] == "consensus"


def test_the_next_value_replaces_it_in_the_sheet_and_follows_it_in_the_ledger(tmp_path: Path) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50", dissent=(Dissent(assessor="Wang", text=Text(en="Too low.")),))
    accept(of, "4.3.3", None, not_applicable=True, reason=Text(en="No customers."))
    row = rows(tmp_path)["4.3.3"]
    assert "percent" not in row
    assert "dissent" not in row
    assert row["not_applicable"] is True
    accept(of, "4.3.3", "65")
    row = rows(tmp_path)["4.3.3"]
    assert row["percent"] == 65
    assert {"not_applicable", "reason"}.isdisjoint(row)
    assert [entry.data["percent"] for entry in ledger.read(tmp_path)] == ["50", None, "65"]


def test_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    of = opened(tmp_path, {CONSENSUS: BY_HAND})
    accept(of, "4.3.3", "60", reason=Text(en="Agreed."))
    accept(of, "4.3.2", "55")
    accept(of, "4.1.2", "40")
    text = (tmp_path / CONSENSUS).read_text("utf-8")
    for comment in [line[line.index("#") :] for line in BY_HAND.splitlines() if "#" in line]:
        assert text.count(comment) == 1, comment
    assert text.index("# 4.3.3 took") < text.index('"4.3.3"') < text.index("# 4.3.2 is open") < text.index('"4.3.2"')
    now, before = tomllib.loads(text), tomllib.loads(BY_HAND)
    assert now["key_themes"] == before["key_themes"]
    assert now["assessor"] == "Team"
    for index, keys in ((0, ("dimensions", "strengths", "improvements")), (1, ("strengths",))):
        assert {key: now["ratings"][index][key] for key in keys} == {key: before["ratings"][index][key] for key in keys}
    assert [row.get("percent") for row in now["ratings"]] == [60, 55, 40]
    # what stood there before is on record, though nobody had entered it
    assert ledger.read(tmp_path)[0].data["replaced"]["percent"] == "45"


@pytest.mark.parametrize(
    "text",
    [
        'assessor = "T"\nstage = "consensus"\nratings = [{ item = "4.3.3", percent = 40 }, { item = "4.1.2" }]\n',
        'ratings = [{ item = "4.3.3", percent = 40 }]\nassessor = "T"\nstage = "consensus"\n',
        'assessor = "T"\nstage = "consensus"\nratings = []',
        'assessor = "T"\r\nstage = "consensus"\r\n\r\n[[ratings]]\r\nitem = "4.3.3"\r\npercent = 40',
        '\ufeffassessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\npercent = 40 # last',
        'stage = "consensus"\n[[ratings]]\nitem = "4.3.3"\n[[ratings.dissent]]\nassessor="W"\ntext="x"\n',
    ],
)
def test_every_way_to_write_a_sheet(tmp_path: Path, text: str) -> None:
    if "assessor" not in text.split("[[", maxsplit=1)[0]:
        text = 'assessor = "T"\n' + text
    of = opened(tmp_path, {CONSENSUS: text})
    for item, percent in (("4.3.3", "60"), ("4.3.2", "55"), ("4.1.2", "50")):
        accept(of, item, percent, reason=Text(en="Agreed."))
    found = rows(tmp_path)
    assert {item: row["percent"] for item, row in found.items()} == {"4.3.3": 60, "4.3.2": 55, "4.1.2": 50}
    assert all(row["reason"] == {"en": "Agreed."} for row in found.values())
    assert team.departures(tmp_path, of.criteria) == ()


def test_a_sheet_that_cannot_be_changed_in_place_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = opened(tmp_path, {CONSENSUS: BY_HAND})
    monkeypatch.setattr("tomlkit.TOMLDocument.as_string", lambda document: BY_HAND.replace("45", "46"))
    with pytest.raises(InputError, match=r"ratings/consensus\.toml: the tables of this sheet are mixed up"):
        accept(of, "4.3.3", "60")
    assert ledger.read(tmp_path) == ()
    assert (tmp_path / CONSENSUS).read_text("utf-8") == BY_HAND


def test_tables_in_another_order_are_no_obstacle(tmp_path: Path) -> None:
    theme = '[[key_themes]]\nkind = "strength"\nscope = "process"\ntext = "One voice."\n'
    row = '[[ratings]]\nitem = "{}" # {}\n'
    mixed = 'assessor = "T"\nstage = "consensus"\n' + row.format("4.3.3", "a") + theme + row.format("4.3.2", "b")
    of = opened(tmp_path, {CONSENSUS: mixed})
    accept(of, "4.3.2", "60")
    accept(of, "4.1.2", "50")
    accept(of, "4.3.3", "55")
    assert {item: one["percent"] for item, one in rows(tmp_path).items()} == {"4.3.2": 60, "4.1.2": 50, "4.3.3": 55}
    assert "One voice." in (tmp_path / CONSENSUS).read_text("utf-8")


_TEXT = st.builds(
    Text, en=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12).filter(str.strip)
)
_FINDINGS = st.lists(st.fixed_dictionaries({"text": _TEXT}), max_size=2)
_ROW = st.fixed_dictionaries(
    {"strengths": _FINDINGS, "improvements": _FINDINGS, "questions": _FINDINGS},
    optional={
        "percent": st.integers(0, 20).map(lambda step: step * 5),
        "reason": _TEXT,
        "dimensions": st.dictionaries(st.sampled_from("ADLI"), _TEXT, max_size=3),
        "dissent": st.lists(st.fixed_dictionaries({"assessor": st.just("W"), "text": _TEXT}), max_size=2),
        "recorded_by": st.just("Li"),
        "moved_by": st.just("ev-1"),
    },
)


@settings(max_examples=30, deadline=None)
@given(
    drawn=st.lists(_ROW, max_size=3),
    comments=st.lists(st.integers(0, 60), max_size=4),
    item=st.sampled_from(["4.3.2", "4.3.3", "4.1.2", "4.4.5"]),
)
def test_only_the_accepted_value_changes(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, Any]], comments: list[int], item: str
) -> None:
    ratings = [{"item": code, **row} for code, row in zip(("4.3.2", "4.3.3", "4.1.2"), drawn, strict=False)]
    sheet = RatingSheet.model_validate({"assessor": "T", "stage": "consensus", "ratings": ratings})
    lines = dumps(sheet).split("\n")
    for number, place in enumerate(comments):
        lines.insert(min(place, len(lines)), f"# comment {number}")
    of = opened(tmp_path_factory.mktemp("team"), {CONSENSUS: "\n".join(lines)})
    accept(of, item, "35", reason=Text(zh="理由"), dissent=(Dissent(assessor="W", text=Text(en="no")),))
    text = (of.root / CONSENSUS).read_text("utf-8")
    assert [text.count(f"# comment {number}") for number in range(len(comments))] == [1] * len(comments)
    after = RatingSheet.model_validate(tomllib.loads(text))
    said = {row.item: row for row in sheet.ratings}
    changed = {"percent", "reason", "rated_on", "method", "recorded_by", "moved_by", "dissent"}
    for row in after.ratings:
        if row.item != item:
            assert row == said[row.item]
        elif item in said:
            assert row.model_dump(exclude=changed) == said[item].model_dump(exclude=changed)
    assert [row.item for row in after.ratings] == [*said, *([] if item in said else [item])]
    assert rows(of.root)[item]["percent"] == 35


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(Stage.INDEPENDENT, "4.3.3", "Chen", Decimal(50)), ["a team decides"]),
        (Decision(Stage.CONSENSUS, "4.3.9", "Chen", Decimal(50)), ["item: gbt19580-2012 has no item '4.3.9'", "4.3.3"]),
        (Decision(Stage.CONSENSUS, "4.3.3", " ", Decimal(52)), ["by: who enters", "percent: 4.3.3: 52 %", "50 or 55"]),
        (Decision(Stage.CONSENSUS, "4.3.3", "Chen", Decimal("NaN")), ["between 0 and 100"]),
        (Decision(Stage.CONSENSUS, "4.3.3", "Chen", Decimal(-5)), ["between 0 and 100"]),
        (Decision(Stage.CONSENSUS, "4.3.3", "Chen"), ["percent: a percent, or not applicable"]),
        (Decision(Stage.CONSENSUS, "4.3.3", "Chen", None, not_applicable=True), ["needs a reason"]),
        (
            Decision(Stage.CONSENSUS, "4.3.3", "Chen", Decimal(5), not_applicable=True, reason=Text(en="x")),
            ["has no percent"],
        ),
        (Decision(Stage.CONSENSUS, "4.3.3", "Chen", Decimal(5), moved_by="ev-1"), ["only a site visit"]),
        (Decision(Stage.SITE_VISIT, "4.3.3", "Chen", Decimal(50)), ["what moved", "a reason", "has no consensus yet"]),
    ],
)
def test_what_is_not_allowed_is_refused_in_full(tmp_path: Path, decision: Decision, words: list[str]) -> None:
    of = opened(tmp_path)
    with pytest.raises(InputError) as refused:
        team.accept(of.root, of.criteria, of.schemes, decision)
    for word in words:
        assert word in refused.value.text("en")
    assert refused.value.text("zh") != refused.value.text("en")
    assert not (tmp_path / ledger.LEDGER).exists()
    assert not (tmp_path / CONSENSUS).exists()


def test_a_site_visit_moves_an_agreed_value(tmp_path: Path) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")
    accept(of, "4.3.3", "55", Stage.SITE_VISIT, reason=Text(en="Seen."), moved_by="doc-complaints")
    assert rows(tmp_path, VISIT)["4.3.3"]["moved_by"] == "doc-complaints"
    assert rows(tmp_path)["4.3.3"]["percent"] == 50


def test_a_consensus_in_a_sheet_of_another_name_counts(tmp_path: Path) -> None:
    other = 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\npercent = 40\n'
    of = opened(tmp_path, {"ratings/final.toml": other})
    accept(of, "4.3.3", "55", Stage.SITE_VISIT, reason=Text(en="Seen."), moved_by="x")
    with pytest.raises(InputError, match=r"ratings/final\.toml:4: 4\.3\.3 is decided there too"):
        accept(of, "4.3.3", "45")
    accept(of, "4.3.3", "40")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('assessor = "T"\nstage = "independent"\n', "consensus.toml:2: stage: should be of stage"),
        ('assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "9.9"\n', "consensus.toml:4: "),
        ('assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\n[[ratings]]\nitem = "4.3.3"\n', "twice"),
        ('assessor = "T"\nstage = "consensus"\nratings = 3\n', "consensus.toml:3: ratings"),
        ('assessor = "T\n', "TOML syntax"),
    ],
)
def test_a_damaged_sheet_stops_before_the_ledger(tmp_path: Path, text: str, words: str) -> None:
    of = opened(tmp_path, {CONSENSUS: text})
    with pytest.raises(InputError) as refused:
        accept(of, "4.1.2", "50")
    assert words in str(refused.value)
    assert not (tmp_path / ledger.LEDGER).exists()
    assert (tmp_path / CONSENSUS).read_text("utf-8") == text


def test_recover_brings_a_sheet_up_to_the_ledger(tmp_path: Path) -> None:
    of = opened(tmp_path, {CONSENSUS: BY_HAND})
    by_hand = (tmp_path / CONSENSUS).read_bytes()
    accept(of, "4.3.3", "60", reason=Text(en="Agreed."))
    first = (tmp_path / CONSENSUS).read_bytes()
    accept(of, "4.3.3", "60", reason=Text(en="Agreed, other words."))
    accept(of, "4.1.2", "40")
    last = (tmp_path / CONSENSUS).read_bytes()
    for behind in (by_hand, first):
        (tmp_path / CONSENSUS).write_bytes(behind)
        (tmp_path / "ratings/.consensus.toml.x1.part").write_bytes(b"half")
        assert {one.behind for one in team.departures(tmp_path, of.criteria)} == {True}
        mended = team.recover(tmp_path, of.criteria, of.schemes)
        assert mended == ("gbt19580-2012:4.3.3", "gbt19580-2012:4.1.2")
        assert tomllib.loads((tmp_path / CONSENSUS).read_text("utf-8")) == tomllib.loads(last.decode())
        assert not list((tmp_path / "ratings").glob(".*.part"))
        assert team.recover(tmp_path, of.criteria, of.schemes) == ()
    (tmp_path / CONSENSUS).unlink()
    assert len(team.recover(tmp_path, of.criteria, of.schemes)) == 2
    assert rows(tmp_path)["4.1.2"]["percent"] == 40


def test_the_next_acceptance_mends_what_a_crash_left(tmp_path: Path) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")
    before = (tmp_path / CONSENSUS).read_bytes()
    accept(of, "4.3.3", "55")
    (tmp_path / CONSENSUS).write_bytes(before)
    accept(of, "4.1.2", "40")
    assert {item: row["percent"] for item, row in rows(tmp_path).items()} == {"4.3.3": 55, "4.1.2": 40}


def test_a_value_changed_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")
    accept(of, "4.1.2", "40")
    path = tmp_path / CONSENSUS
    path.write_text(path.read_text("utf-8").replace("percent = 50", "percent = 70"), "utf-8")
    (one,) = team.departures(tmp_path, of.criteria)
    assert (one.item.code, one.behind, one.keys) == ("4.3.3", False, ("percent",))
    assert team.recover(tmp_path, of.criteria, of.schemes) == ()
    accept(of, "4.1.2", "45")
    assert rows(tmp_path)["4.3.3"]["percent"] == 70
    accept(of, "4.3.3", "75")  # accepting is the way to put it right; what stood there is on record
    assert ledger.read(tmp_path)[-1].data["replaced"]["percent"] == "70"
    assert team.departures(tmp_path, of.criteria) == ()


def test_last_years_values_do_not_come_back(tmp_path: Path) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")
    ledger.append(tmp_path, "cycle", "Chen", {"name": "2025"})
    text = (tmp_path / CONSENSUS).read_text("utf-8")
    (tmp_path / CONSENSUS).write_text(text + "reevaluate = true\n", "utf-8")
    assert team.recover(tmp_path, of.criteria, of.schemes) == ()
    accept(of, "4.3.3", "60")
    assert "reevaluate" not in rows(tmp_path)["4.3.3"]


CARRIED = """\
assessor = "Team"
stage = "consensus"

[[ratings]]
item = "4.3.3"
percent = 50
{mark} = true
[ratings.dimensions]
A = "As last year."
[[ratings.strengths]]
text = "Answers at once."

[[ratings]]
item = "4.3.2"
percent = 40
{mark} = true
"""


def test_accepting_a_value_is_not_reading_last_years_texts(tmp_path: Path) -> None:
    of = opened(tmp_path, {CONSENSUS: CARRIED.format(mark="reevaluate")})
    accept(of, "4.3.3", "60")
    accept(of, "4.3.2", "45")
    found = rows(tmp_path)
    assert (found["4.3.3"]["carried_texts"], found["4.3.3"]["strengths"]) == (True, [{"text": "Answers at once."}])
    assert "reevaluate" not in found["4.3.3"]
    assert "carried_texts" not in found["4.3.2"]  # nothing to read there
    accept(of, "4.3.3", "65")
    assert rows(tmp_path)["4.3.3"]["carried_texts"] is True
    text = (tmp_path / CONSENSUS).read_text("utf-8")
    (tmp_path / CONSENSUS).write_text(text.replace("carried_texts = true\n", ""), "utf-8")
    accept(of, "4.3.3", "70")
    assert "carried_texts" not in rows(tmp_path)["4.3.3"]  # who removes the line has read them


def test_pages_and_check_say_that_texts_are_last_years(tmp_path: Path) -> None:
    made = project(
        tmp_path, "", {CONSENSUS: CARRIED.format(mark="carried_texts")}, plugins=("gbt19580", "holistic", "lint")
    )
    digest = made.run("assess").assert_success().assessment.decision
    assert "4.3.3: texts carried over from the last cycle, not reviewed yet [ZY117" in made.run("check").out
    made.run("build").assert_success()
    said = {"zh": "以下文字沿用上一轮，尚未复核", "en": "Texts carried over from the last cycle, not reviewed yet"}
    for language, words in said.items():
        pages = {
            path.relative_to(tmp_path / "site").as_posix()
            for path in (tmp_path / "site").rglob("*.html")
            if words in path.read_text("utf-8") and f'lang="{language}' in path.read_text("utf-8")
        }
        assert any("feedback" in one for one in pages), pages
        assert any("feedback" not in one for one in pages), pages
    made.write({CONSENSUS: CARRIED.replace("{mark} = true\n", "")})
    assert made.run("assess").assert_success().assessment.decision == digest  # reading them again decides nothing
    assert "ZY117" not in made.run("check").out


def test_a_full_disk_between_ledger_and_sheet_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(team, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        accept(of, "4.3.3", "55")
    monkeypatch.undo()
    assert rows(tmp_path)["4.3.3"]["percent"] == 50
    assert team.recover(tmp_path, of.criteria, of.schemes) == ("gbt19580-2012:4.3.3",)
    assert rows(tmp_path)["4.3.3"]["percent"] == 55


def test_a_project_that_cannot_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = opened(tmp_path)
    accept(of, "4.3.3", "50")

    def refuse(root: Path, what: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ledger, "writing", refuse)
    assert team.recover(tmp_path, of.criteria, of.schemes) == ()
    assert team.recover(tmp_path / "none", of.criteria, of.schemes) == ()
