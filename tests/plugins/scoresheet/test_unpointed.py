"""The score sheet of models without a total: levels or percents instead of points, nothing about points."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import python_calamine

from zhuoyue.testing import ProjectKit, project

ISO = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "7.1"
level = "4"
[[ratings]]
item = "7.2"
not_applicable = true
reason = "none"
[[ratings]]
item = "7.3"
level = "1"
[[ratings]]
item = "7.4"
level = "2"
[[ratings]]
item = "5.3"
marks = { 1 = true }
"""
CAF = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "1.1"
marks = { P = 80, D = 60, C = 40, A = 20 }
"""


def kit(root: Path, model: str, sheet: str, *plugins: str, more: str = "") -> ProjectKit:
    made = project(root, f'criteria = "{model}"\n{more}', {"ratings/a.toml": sheet}, (*plugins, "scoresheet"))
    made.run("assess").assert_success()
    return made


@pytest.fixture
def iso(tmp_path: Path) -> ProjectKit:
    return kit(tmp_path, "iso9004-2018", ISO, "iso9004", "maturity")


def exported(made: ProjectKit, to: str, language: str) -> Path:
    return Path(made.run("export", "--to", to, language=language).assert_success().out.strip())


def rows(made: ProjectKit, language: str) -> dict[str, list[str]]:
    with exported(made, "scoresheet", language).open(encoding="utf-8-sig", newline="") as stream:
        return {row[0]: row for row in csv.reader(stream)}


def test_levels_stand_under_level_and_what_is_open_under_range(iso: ProjectKit) -> None:
    """Clause 7: (4 + 1 + 2) / 3 = 2.33 on levels 0 to 5, its lowest item 1."""
    sheet = rows(iso, "en")
    assert sheet["code"] == ["code", "name", "level", "range", "state", "strengths", "improvements"]
    assert sheet["7.1"][2:5] == ["4", "", "rated"]
    assert sheet["7.2"][2:5] == ["", "", "not_applicable"]
    assert sheet["5.3"][2:5] == ["", "1 … 5", "partial"]
    assert sheet["7"][2:5] == ["mean 2.33 · lowest level 1", "", "rated"]
    chinese = rows(iso, "zh")
    assert chinese["条款"] == ["条款", "名称", "等级", "范围", "状态", "优势", "改进机会"]
    assert chinese["7"][2:4] == ["均值 2.33 · 最低 等级 1", ""]
    assert "" not in sheet, "no row of a total"


def test_the_workbook_has_the_same_columns_and_no_points(iso: ProjectKit) -> None:
    book = python_calamine.CalamineWorkbook.from_path(exported(iso, "workbook", "en"))
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[2] == ["Item", "Name", "Level", "Range", "State", "Strengths", "Opportunities for improvement"]
    sheet = {str(row[0]): row for row in cells[3:]}
    assert sheet["7.1"][2:5] == ["4", "", "rated"]
    assert sheet["7"][2] == "mean 2.33 · lowest level 1"
    assert not [cell for row in cells for cell in row if "points" in str(cell).lower()]


def test_percents_are_headed_as_percents(tmp_path: Path) -> None:
    """The mean of the four phases: (80 + 60 + 40 + 20) / 4 = 50."""
    sheet = rows(kit(tmp_path, "caf-2020", CAF, "caf", "pdca", more='scheme = "pdca-fine-tuned"\n'), "en")
    assert sheet["code"][2:4] == ["percent", "range"]
    assert sheet["1.1"][2:5] == ["50 %", "", "rated"]
    assert sheet["1.2"][2:5] == ["", "0 % … 100 %", "no_evidence"]
