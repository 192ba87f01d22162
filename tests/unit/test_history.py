"""Closed cycles read back: verified, mapped, within the tier; and compared."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import Crosswalk, InputError, Link, Visibility, history, store
from zhuoyue.config import HistoryTable
from zhuoyue.history.index import INDEX
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.cycle import CycleChange
from zhuoyue.project import open_project
from zhuoyue.testing import ProjectKit, project

TABLE = HistoryTable()
ROW = '[[ratings]]\nitem = "{}"\npercent = {}\n'


def sheet(percents: dict[str, int], extra: str = "") -> str:
    rows = "".join(ROW.format(item, percent) for item, percent in percents.items())
    return f'assessor = "Team"\nstage = "consensus"\n{rows}{extra}'


def year(tmp_path: Path, number: int, percents: dict[str, int], extra: str = "", config: str = "") -> ProjectKit:
    """Assess one year in the folder; closed it is by whoever wants to."""
    made = project(tmp_path, config, {"ratings/final.toml": sheet(percents, extra)})
    path = tmp_path / "zhuoyue.toml"
    text = path.read_text("utf-8").replace("2023-01-01", f"{number}-01-01").replace("2025-12-31", f"{number}-12-31")
    path.write_text(text, "utf-8")
    made.run("assess").assert_success()
    return made


def close(made: ProjectKit, number: int) -> None:
    made.run("cycle", "close", str(number), "--draft", "--by", "Wang").assert_success()


def read(tmp_path: Path, tier: Visibility = Visibility.INTERNAL, before: date | None = None) -> history.History:
    opened = open_project(tmp_path)
    walks = [one for one, _ in opened.plugins.crosswalks.values()]
    return history.read(tmp_path, TABLE, opened.criteria, walks, tier, before)


@pytest.fixture(autouse=True)
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")


@pytest.fixture
def three(tmp_path: Path) -> ProjectKit:
    """Two closed years and the present one."""
    for number, percent in ((2023, 30), (2024, 45)):
        close(year(tmp_path, number, {"4.1.2": percent}), number)
    return year(tmp_path, 2025, {"4.1.2": 50})


def test_cycles_come_oldest_first_with_their_numbers(three: ProjectKit, tmp_path: Path) -> None:
    cycles = three.run("assess").assessment.history
    assert [(one.name, one.end.year, one.final) for one in cycles] == [("2023", 2023, False), ("2024", 2024, False)]
    # 50 points × 30 % and × 45 %; nothing else is known, so the rest of the 1000 is open.
    assert [one.items["4.1.2"].value for one in cycles] == [Decimal("15"), Decimal("22.5")]
    assert [(one.total.low, one.total.high) for one in cycles] == [(15, 965), (Decimal("22.5"), Decimal("972.5"))]
    assert all(score.steps == () for one in cycles for score in (one.total, *one.items.values()))


def test_the_present_cycle_once_closed_is_not_its_own_past(three: ProjectKit, tmp_path: Path) -> None:
    before = (tmp_path / "assessment.json").read_bytes()
    close(three, 2025)
    three.run("assess").assert_success()
    assert (tmp_path / "assessment.json").read_bytes() == before
    assert [one.name for one in read(tmp_path).cycles] == ["2023", "2024", "2025"]


def test_of_two_of_one_period_the_one_closed_last_counts(tmp_path: Path) -> None:
    close(year(tmp_path, 2024, {"4.1.2": 30}), 2024)
    made = year(tmp_path, 2024, {"4.1.2": 35})
    made.run("cycle", "close", "2024-again", "--draft", "--by", "Wang").assert_success()
    assert [one.name for one in read(tmp_path).cycles] == ["2024-again"]


def test_the_index_changes_nothing(three: ProjectKit, tmp_path: Path) -> None:
    index = tmp_path / INDEX
    known = read(tmp_path)
    assert index.is_file()
    index.unlink()
    assert read(tmp_path) == known
    for content in (b"", b"no database at all, only text" * 100, index.read_bytes()[:700]):
        index.write_bytes(content)
        assert read(tmp_path) == known
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE summary SET document = replace(document, '2023', '2022')")
    connection.close()
    assert read(tmp_path) == known
    index.unlink()
    index.mkdir()  # nothing can be written there
    assert read(tmp_path) == known


def test_the_index_spares_reading_all_but_the_last(
    three: ProjectKit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(tmp_path)
    seen: list[str] = []
    real = store.read

    def noted(path: Path) -> Assessment:
        seen.append(path.parent.name)
        return real(path)

    monkeypatch.setattr(store, "read", noted)
    read(tmp_path)
    assert seen == ["2024"]


def test_a_hundred_flipped_bits_are_all_noticed(three: ProjectKit, tmp_path: Path) -> None:
    assert history.verify(tmp_path, TABLE) == ()
    files = sorted(path for path in (tmp_path / "history").rglob("*") if path.is_file())
    chance = random.Random(19580)
    for _ in range(100):
        path = chance.choice(files)
        whole = path.read_bytes()
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        faults = history.verify(tmp_path, TABLE)
        path.write_bytes(whole)
        assert faults, path
        assert all(fault.where.startswith("history/") for fault in faults)
    assert history.verify(tmp_path, TABLE) == ()


def test_what_is_missing_or_was_added_is_noticed(three: ProjectKit, tmp_path: Path) -> None:
    (tmp_path / "history/2023/ratings/final.toml").unlink()
    (tmp_path / "history/2024/notes.txt").write_text("mine", "utf-8")
    (tmp_path / "history/elsewhere").mkdir()
    faults = history.verify(tmp_path, TABLE)
    assert sorted((fault.where, fault.en.split(";")[0]) for fault in faults) == [
        ("history/2023/ratings/final.toml", "is missing or cannot be read"),
        ("history/2024/notes.txt", "was not filed with the cycle"),
        ("history/elsewhere/manifest.json", "is missing"),
    ]


def test_a_manifest_made_up_anew_contradicts_the_ledger(tmp_path: Path) -> None:
    made = year(tmp_path, 2025, {"4.1.2": 50})
    close(made, 2025)
    made.run("cycle", "new", "--period", "2026-01-01..2026-12-31", "--by", "Wang").assert_success()
    (one,) = history.filed(tmp_path, TABLE)
    forged = one.manifest.model_copy(update={"by": "Li"}).sealed()
    (one.folder / "manifest.json").write_text(forged.dumps(), "utf-8")
    (fault,) = history.verify(tmp_path, TABLE)
    assert "another than the one that entry 1 of the ledger follows" in fault.en


def test_a_manifest_that_calls_a_draft_final_is_noticed(tmp_path: Path) -> None:
    close(year(tmp_path, 2025, {"4.1.2": 50}), 2025)
    (one,) = history.filed(tmp_path, TABLE)
    forged = one.manifest.model_copy(update={"final": True}).sealed()
    (one.folder / "manifest.json").write_text(forged.dumps(), "utf-8")
    (fault,) = history.verify(tmp_path, TABLE)
    assert "does not say what its manifest says" in fault.en


def test_a_damaged_cycle_stops_the_run_with_its_file(three: ProjectKit, tmp_path: Path) -> None:
    path = tmp_path / "history/2023/assessment.json"
    path.write_text(path.read_text("utf-8").replace("Team", "Tear"), "utf-8")
    outcome = three.run("assess")
    assert outcome.code == 2
    assert "history/2023/assessment.json: is not what was filed: its hash differs" in outcome.err
    assert "哈希不一致" in three.run("assess", language="zh").err


def test_a_cycle_of_an_older_schema_is_read(three: ProjectKit, tmp_path: Path) -> None:
    (one, _) = history.filed(tmp_path, TABLE)
    data = json.loads(one.content())
    new = ("agreement", "uncertainty", "key_themes", "sign_offs", "history", "comparison", "decision", "targets")
    data = {key: value for key, value in data.items() if key not in new} | {"schema_version": 1}
    one.document.write_text(json.dumps(data), "utf-8")
    import hashlib

    files = {**one.manifest.files, "assessment.json": hashlib.sha256(one.document.read_bytes()).hexdigest()}
    manifest = one.manifest.model_copy(update={"files": files}).sealed()
    (one.folder / "manifest.json").write_text(manifest.dumps(), "utf-8")
    assert read(tmp_path).cycles[0].items["4.1.2"].percent == 30


# ---- tiers ----

SECRET = '[[ratings.improvements]]\nid = "secret"\ntext = "Zanzibar leaks."\nvisibility = "confidential"\n'
OPEN = '[[ratings.improvements]]\nid = "open"\ntext = "Door stands open."\nvisibility = "public"\n'


def test_nothing_of_a_higher_tier_comes_out_of_the_archive(tmp_path: Path) -> None:
    made = year(tmp_path, 2024, {"4.1.2": 30}, SECRET + OPEN)
    config = tmp_path / "zhuoyue.toml"
    config.write_text(config.read_text("utf-8") + 'visibility = "confidential"\n', "utf-8")
    made.run("assess").assert_success()
    close(made, 2024)
    assert "Zanzibar" in (tmp_path / "history/2024/assessment.json").read_text("utf-8")
    made = year(tmp_path, 2025, {"4.1.2": 50})
    config.write_text(config.read_text("utf-8") + 'visibility = "public"\n', "utf-8")
    assessment = made.run("assess").assert_success().assessment
    text = (tmp_path / "assessment.json").read_text("utf-8")
    assert "Zanzibar" not in text
    assert "secret" not in text
    assert "Door stands open." in text  # as an improvement that is no longer found
    (cycle,) = assessment.history
    assert (cycle.report, cycle.items["4.1.2"].percent) == (False, 30)
    assert [one.report for one in read(tmp_path, Visibility.CONFIDENTIAL).cycles] == [True]


def test_what_a_lower_tier_left_out_is_not_new(tmp_path: Path) -> None:
    made = year(tmp_path, 2024, {"4.1.2": 30}, SECRET + OPEN)
    close(made, 2024)  # internal: without the secret
    made = year(tmp_path, 2025, {"4.1.2": 30}, SECRET + OPEN)
    config = tmp_path / "zhuoyue.toml"
    config.write_text(config.read_text("utf-8") + 'visibility = "confidential"\n', "utf-8")
    comparison = made.run("assess").assert_success().assessment.comparison
    assert comparison is not None
    assert [one.subject for one in comparison.changes if one.noun == "finding"] == []


# ---- editions ----


def test_percents_of_another_edition_are_means_weighted_by_points(tmp_path: Path) -> None:
    config = 'criteria = "gbt19580-2004"\n'
    percents = {"4.1.1": 40, "4.6.1": 55, "4.4.4": 30, "4.6.2": 45, "4.5.1": 60, "4.5.2": 35, "4.3.2": 25}
    close(year(tmp_path, 2024, percents, config=config), 2024)
    made = year(tmp_path, 2025, {"4.3.3": 30, "4.3.2": 90})
    assessment = made.run("assess").assessment
    (cycle,) = assessment.history
    found = {one.item.rpartition(":")[2]: (one.percent, one.sources) for one in cycle.mapped}
    # Points of 2004: 4.1.1 60, 4.6.1 40, 4.4.4 20, 4.6.2 30, 4.5.1 70, 4.5.2 40.
    assert found == {
        "4.1.2": (40, ("4.1.1",)),
        "4.1.3": (40, ("4.1.1",)),
        "4.6.2": (Decimal(60 * 40 + 40 * 55) / 100, ("4.1.1", "4.6.1")),
        "4.4.4": (Decimal(20 * 30 + 30 * 45) / 50, ("4.4.4", "4.6.2")),
        "4.5.2": (Decimal("50.91"), ("4.5.1", "4.5.2")),  # (70 × 60 + 40 × 35) / 110 = 50.909…
        "4.5.3": (Decimal("50.91"), ("4.5.1", "4.5.2")),
        "4.3.3": (25, ("4.3.2",)),
    }
    comparison = assessment.comparison
    assert comparison is not None
    assert comparison.other_criteria
    items = {one.subject.rpartition(":")[2]: one for one in comparison.changes if one.noun == "item"}
    assert (items["4.3.3"].before, items["4.3.3"].after, items["4.3.3"].delta) == ("≈ 25 %", "30 %", None)
    assert "4.3.2" not in items  # 4.3.2 of 2004 is another item
    assert [one for one in comparison.changes if one.noun == "category"] == []


def test_a_source_that_is_unknown_leaves_the_target_unknown(tmp_path: Path) -> None:
    close(year(tmp_path, 2024, {"4.4.4": 30}, config='criteria = "gbt19580-2004"\n'), 2024)
    (cycle,) = year(tmp_path, 2025, {}).run("assess").assessment.history
    assert cycle.mapped == ()


def test_a_topic_leads_to_its_item(tmp_path: Path) -> None:
    criteria = open_project(year(tmp_path, 2025, {}).root).criteria
    walk = Crosswalk(source="old", target=criteria.id, links=(Link(source="1.1", target="4.1.2 f"),))
    from zhuoyue.history.mapping import sources_by_target

    assert sources_by_target(["1"], criteria, walk) == {"4.1.2": ("1",)}


# ---- comparison ----


def changes(made: ProjectKit) -> list[CycleChange]:
    comparison = made.run("assess").assert_success().assessment.comparison
    assert comparison is not None
    return list(comparison.changes)


def test_what_changed_is_said_with_points(tmp_path: Path) -> None:
    close(year(tmp_path, 2024, {"4.1.2": 30, "4.1.3": 50, "4.1.4": 40}), 2024)
    made = year(tmp_path, 2025, {"4.1.2": 50, "4.1.3": 40, "4.1.4": 40})
    found = {(one.noun, one.subject.rpartition(":")[2]): one for one in changes(made)}
    # 50 × (50 − 30) % = +10; 30 × (40 − 50) % = −3; 4.1 as a whole +7.
    assert (found["item", "4.1.2"].kind, found["item", "4.1.2"].delta) == ("risen", 10)
    assert (found["item", "4.1.3"].kind, found["item", "4.1.3"].delta) == ("fallen", -3)
    assert ("item", "4.1.4") not in found
    assert (found["category", "4.1"].before, found["category", "4.1"].after) == ("42", "49")
    assert [str(one) for one in found["category", "4.1"].why] == ["items risen: 1 (+10)", "items fallen: 1 (\u22123)"]
    assert found["total", "total"].delta is None  # it is a range in both years


def test_findings_are_new_or_no_longer_found(tmp_path: Path) -> None:
    close(year(tmp_path, 2024, {"4.1.2": 30}, OPEN), 2024)
    strength = '[[ratings.strengths]]\ntext = "Values are lived."\n'
    made = year(tmp_path, 2025, {"4.1.2": 50}, strength)
    found = [(one.kind, str(one.title), one.before, one.after) for one in changes(made) if one.noun == "finding"]
    assert found == [
        ("new", "Values are lived.", "", "strength"),
        ("fixed", "Door stands open.", "improvement", ""),
    ]
    item = next(one for one in changes(made) if one.noun == "item")
    assert [str(one) for one in item.why] == ["improvement no longer found: Door stands open."]


def test_actions_done_since_are_said(tmp_path: Path) -> None:
    close(year(tmp_path, 2024, {"4.1.2": 30}), 2024)
    action = '[[actions]]\nid = "{}"\nitem = "4.1.2"\ntext = "{}"\nowner = "Li"\ndue = 2025-06-30\nstatus = "done"\n'
    made = year(tmp_path, 2025, {"4.1.2": 50})
    late = action.format("shut", "Shut the door.") + "closed_on = 2025-05-01\n"
    early = action.format("old", "Built the door.") + "closed_on = 2023-05-01\n"
    made.write({"actions.toml": late + early})
    item = next(one for one in changes(made) if one.noun == "item")
    assert [(one.en, one.zh) for one in item.why] == [
        ("action done: Shut the door.", "已完成的措施：Shut the door."),
    ]


def test_a_cycle_that_is_gone_or_another_is_no_archive(three: ProjectKit, tmp_path: Path) -> None:
    first = three.run("assess").assessment.history[0]
    assert history.archived(tmp_path, TABLE, first).as_of == date(2023, 12, 31)
    with pytest.raises(InputError, match="run `zhuoyue assess`"):
        history.archived(tmp_path, TABLE, first.model_copy(update={"sha256": "0" * 64}))
