"""A project with two assessors, and hands that fill in workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhuoyue.testing import ProjectKit, project

TEAM = """
[[ratings.assessors]]
name = "chen"
title = { zh = "陈岚", en = "Chen Lan" }
items = ["4.3", "4.7.2"]
[[ratings.assessors]]
name = "wu"
"""
SHEET = """\
# Chen's sheet, kept by hand
assessor = "chen"  # short name
stage = "independent"
rated_on = 2026-01-09

# customers first
[[ratings]]
item = "4.3.2"
percent = 50  # after the second reading
reason = { zh = "方法明确。", en = "A clear method." }  # why
[ratings.dimensions]
A = { zh = "有成文办法。", en = "A documented procedure." }

# the strength that counts
[[ratings.strengths]]
id = "s-1"
text = { zh = "二十四小时答复。", en = "Answers within 24 hours." }  # checked
evidence = ["KPI-C04"]
weight = "bold"
visibility = "confidential"

[[ratings.strengths]]
text = { zh = "逐年公布实绩。", en = "Publishes its results every year." }

# not looked at yet
[[ratings]]
item = "4.3.3"
percent = 45
reason = "只有起步。"
"""
Fill = Callable[..., Path]


@pytest.fixture
def kit(tmp_path: Path) -> ProjectKit:
    return project(tmp_path / "p", TEAM, {"ratings/chen.toml": SHEET})


def _cell_of(sheet: Any, code: str, heading: str) -> Any:
    """Return the cell of an item under a heading."""
    head, column = next((one.row, one.column) for row in sheet.iter_rows() for one in row if one.value == heading)
    below = next(row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == code)
    return sheet.cell(below, column)


@pytest.fixture
def fill() -> Fill:
    """Write values into a workbook, by item code and heading; a pair is a value and its number format."""

    def filled(book: Path, values: dict[tuple[str, str], Any], name: str = "back.xlsx") -> Path:
        opened = openpyxl.load_workbook(book)
        for (code, heading), value in values.items():
            cell = _cell_of(opened.worksheets[0], code, heading)
            cell.value, cell.number_format = value if isinstance(value, tuple) else (value, cell.number_format)
        target = book.parent / name
        opened.save(target)
        return target

    return filled


@pytest.fixture
def book(kit: ProjectKit) -> Path:
    """Chen's workbook, in Chinese."""
    kit.run("worksheet", "--assessor", "chen", language="zh").assert_success()
    return kit.root / "worksheets/chen.xlsx"
