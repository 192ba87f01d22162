"""Meetings about models that are scored by marks and levels: choices, what is open, what the team's sheet says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

from zhuoyue import ratings
from zhuoyue.meeting.agenda import agenda
from zhuoyue.testing import LOAD, project

from .conftest import enter, sheet

RADAR = (
    'item = "1.1"\nmarks = { sound = 60, aligned = 60, implemented = 60, flexible = 60, evaluated = 60, learn = 60 }',
    'item = "1.1"\nmarks = { sound = 20 }',
)


def opened(
    root: Path, monkeypatch: pytest.MonkeyPatch, criteria: str, plugins: str, rows: Mapping[str, tuple[str, ...]]
) -> Any:
    monkeypatch.setenv(LOAD, plugins)
    files = {f"ratings/{name}.toml": sheet(name, *own) for name, own in rows.items()}
    project(root, f'criteria = "{criteria}"\n', files)
    return enter(root)


def iso(root: Path, monkeypatch: pytest.MonkeyPatch, **rows: str) -> Any:
    given = {name: (f'item = "5.2"\n{row}',) for name, row in rows.items()}
    return opened(root, monkeypatch, "iso9004-2018", "iso9004,maturity", given)


def team(root: Path) -> dict[str, Any]:
    data = tomli.loads((root / "ratings/consensus.toml").read_text("utf-8"))
    return {row["item"]: row for row in data["ratings"]}


def test_levels_are_chosen_shown_and_written_as_levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = iso(tmp_path, monkeypatch, an='level = "2"', bo='level = "4"', cy='level = "3"')
    page = hall.writer.get("en/items/5.2")
    assert re.findall(r'name="percent" value="([^"]*)"', page.text) == ["0", "1", "2", "3", "4", "5", "na"]
    assert "level 2" in page.words
    assert "100 points" not in page.words
    assert "%" not in page.words
    assert "median level 3" in page.words
    assert hall.save("5.2", "4").status == 303
    row = team(tmp_path)["5.2"]
    assert (row["level"], "percent" in row) == ("4", False)
    entry = json.loads((tmp_path / "ratings/ledger.jsonl").read_text("utf-8").splitlines()[-1])
    assert (entry["data"]["level"], entry["data"]["percent"]) == ("4", None)
    # What was written is what is read, by the meeting and by everything else.
    assert "✓ level 4" in hall.reader.get("en/").words
    assert "等级 4" in hall.reader.get("zh/items/5.2").words
    again = hall.save("5.2", "7")
    assert again.status == 422
    assert "5.2: '7' is no level – expected one of: 0, 1, 2, 3, 4, 5" in again.words
    item = hall.room.project.criteria.resolve("5.2")
    assert hall.room.snapshot().agreed(item).percent == Decimal(80)


def test_marks_that_leave_it_open_are_no_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound 60 and the rest 60 give 60; of the other sheet only Sound 20 is known, which caps: 0 to 20."""
    rows = {"an": (RADAR[0],), "bo": (RADAR[1],)}
    hall = opened(tmp_path, monkeypatch, "efqm-2025", "efqm,radar", rows)
    snapshot = hall.room.snapshot()
    point = agenda(hall.room.project, snapshot).of(hall.room.project.criteria.resolve("1.1"))
    assert point.left == (Decimal(5), Decimal(20))  # 0.2 × 20 = 4 is nearest to 5
    assert point.whole == (Decimal(5), Decimal(60))
    assert point.why[-1].en == "1 assessor's marks leave it open"
    page = hall.writer.get("en/items/1.1")
    assert "bo left open 5–20 %" in page.words.replace("\xa0", " ")
    assert "Sound 20 %" in page.words.replace("\xa0", " ")
    assert "bo not applicable" not in page.words
    team_sheet = sheet("team", RADAR[1], stage="consensus")
    (tmp_path / "ratings/consensus.toml").write_text(team_sheet, "utf-8")
    assert hall.room.snapshot().agreed(point.item) is None
    assert 'value="0" checked' not in hall.writer.get("en/items/1.1").text
    refused = hall.save("1.1", "60", reason="All agree.")
    assert refused.status == 422
    assert "the marks leave 5 % to 20 % open, 60 % is outside" in refused.words
    assert hall.save("1.1", "20", reason="All agree.").status == 303
    assert (team(tmp_path)["1.1"]["percent"], team(tmp_path)["1.1"]["marks"]) == (20, {"sound": 20})
    assert hall.room.snapshot().agreed(point.item).percent == 20


def test_levels_unevenly_apart_have_no_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"an": ('item = "GP2.1"\nmarks = { "a" = "FI", "b" = "FI" }',), "bo": ('item = "GP2.1"\nlevel = "LI"',)}
    hall = opened(tmp_path, monkeypatch, "cmmi-generic-1.3", "cmmi-generic,characterise", rows)
    page = hall.writer.get("en/items/GP2.1")
    assert 'value="mean" data-percent' not in page.text
    assert 'value="median" data-percent="FI"' in page.text  # between LI and FI: halves go up
    assert hall.save("GP2.1", "", method="median").status == 303
    assert team(tmp_path)["GP2.1"]["level"] == "FI"


def test_a_percent_model_without_points_speaks_of_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"an": ('item = "1.1"\npercent = 30',), "bo": ('item = "1.1"\npercent = 71',)}
    hall = opened(tmp_path, monkeypatch, "caf-2020", "caf,pdca", rows)
    words = hall.reader.get("en/").words
    assert "furthest apart first" in words
    assert "At stake" not in words
    assert "points at stake" not in hall.reader.get("en/items/1.1").words
    assert hall.save("1.1", "47").status == 303
    assert team(tmp_path)["1.1"]["percent"] == 47


def test_a_sheet_edited_by_hand_departs_from_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuoyue import team as decisions

    hall = iso(tmp_path, monkeypatch, an='level = "2"')
    assert hall.save("5.2", "3").status == 303
    read, criteria = hall.room.project, hall.room.project.criteria
    assert decisions.departures(tmp_path, criteria) == ()
    path = tmp_path / "ratings/consensus.toml"
    path.write_text(path.read_text("utf-8").replace('level = "3"', 'level = "5"'), "utf-8")
    (one,) = decisions.departures(tmp_path, criteria)
    assert (one.keys, one.behind) == (("level",), False)
    found = ratings.read(tmp_path, read.config.ratings.files, criteria, read.schemes)
    assert found.prevailing(criteria.resolve("5.2")).percent == 100  # type: ignore[union-attr]
