"""The Excel score sheet, read back with another library."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from zhuoyue.testing import project

SHEET = """\
assessor = "T"
stage = "consensus"
[[ratings]]
item = "4.4.3"
percent = 5
[[ratings]]
item = "4.2.2"
percent = 50
[[ratings]]
item = "4.2.3"
percent = 45
[[ratings.strengths]]
text = "one"
[[ratings.strengths]]
text = "two\\u000Bhidden"
[[ratings]]
item = "4.1.4"
not_applicable = true
reason = "none"
"""
RULE = """\
from zhuoyue import Finding, Text
def assess_strategy(item, dossier):
    return Finding(kind="strength", text=Text(zh="插件所见", en="What a plugin saw"))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    config = '[plugins]\nlocal = ["rules.py"]\n'
    kit = project(tmp_path, config, {"ratings/a.toml": SHEET, "rules.py": RULE}, ("gbt19580", "holistic", "scoresheet"))
    toml = tmp_path / "zhuoyue.toml"
    toml.write_text(toml.read_text("utf-8").replace('zh = "测试组织"', 'zh = "=cmd()"'), "utf-8")
    kit.run("assess").assert_success()
    return Path(kit.run("export", "--to", "workbook", language="zh").assert_success().out.strip())


def test_numbers_are_exact_and_unknown_is_empty(path: Path) -> None:
    assert path.name == "scoresheet-zh.xlsx"
    cells = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert str(cells[0][0]).endswith("草稿")
    head = ["条款", "名称", "分值", "百分比", "得分", "最低", "最高", "状态", "优势", "改进机会", "核对（应为 0）"]
    assert cells[2] == head
    rows = {row[0] or row[1]: row for row in cells[3:]}
    assert len(rows) == 7 + 23 + 1
    assert rows["4.4.3"][2:8] == [15, 5, 0.75, 0.75, 0.75, "已评分"]
    assert Decimal(15) * 5 / 100 == Decimal(str(rows["4.4.3"][4]))
    assert rows["4.2"][2:7] == [90, rows["4.2"][3], 20 + 22.5, 42.5, 42.5]
    assert rows["4.2.3"][8] == "• one\n• twohidden"
    assert rows["4.3.2"][2:8] == [40, "", "", 0, 40, "无证据"]
    assert rows["4.1.4"][4] == ""
    assert rows["总计"][2] == 970
    assert not [row for row in rows.values() if "插件所见" in str(row)]


def test_formulas_only_check_and_texts_are_texts(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    formulas = dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f>', sheet))
    assert {re.sub(r"\d", "", cell) for cell in formulas} == {"K"}
    assert all(re.fullmatch(r"ROUND\([CDEN()\d*/+]+-E\d+,6\)", one) for one in formulas.values())
    cells = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert str(cells[0][0]).startswith("=cmd()")


def test_it_prints_on_landscape_pages_with_a_heading_on_each(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert 'fitToPage="1"' in sheet
    assert "_xlnm.Print_Titles" in book
