"""Workbooks mean what they show: percents, errors, formulas without a result."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhuoyue import Severity

from .conftest import Project, by_id, codes, values

SUM: dict[str, Any] = {"id": "m", "title": "m", "unit": "%", "aggregate": "sum", "value": "v", "period": "y"}


def save(path: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> None:
    book = openpyxl.Workbook()
    book.active.title = "前"
    sheet = book.create_sheet("率 & 数")
    for row in rows:
        sheet.append(row)
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def rewrite(path: Path, change: Callable[[str, str], str]) -> None:
    """Write a workbook again with its parts changed."""
    with zipfile.ZipFile(path) as book:
        parts = {info.filename: book.read(info) for info in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, change(name, content.decode()))


PERCENTS = {
    "0%": "95.1",
    "0.00%": "95.1",
    "0.0%": "95.1",
    "#,##0.000 %;[Red]-0.0%": "95.1",
    "0.0": "0.951",
    'General" %"': "0.951",
    r"0.0\%": "0.951",
}


@pytest.mark.parametrize(("code", "expected"), PERCENTS.items())
def test_a_cell_shown_as_percent_is_the_percent(project: Project, code: str, expected: str) -> None:
    save(project.root / "a.xlsx", [["y", "v"], [2024, 0.951]], {"B2": code})
    collected = project.collect(path="a.xlsx", sheets="率 & 数", measures=[SUM])
    assert values(collected.measures[0].points) == {"2024": Decimal(expected)}
    assert collected.problems == ()


def test_percents_are_exact_and_the_same_as_in_a_text_file(project: Project) -> None:
    numbers = [0.07, 0.29, 0.575, 1, 0, -0.003, 1.1, 0.00001]
    save(
        project.root / "a.xlsx",
        [["y", "v"], *([2001 + n, number] for n, number in enumerate(numbers)), [None, None], [2024, "95%"]],
        {f"B{n}": "0.0%" for n in range(1, 12)},
    )
    lines = [f"{2001 + n},{Decimal(repr(number)) * 100:f}%" for n, number in enumerate(numbers)]
    project.write("a.csv", "y,v\n" + "\n".join([*lines, "2024,95%"]) + "\n")
    book = project.collect(path="a.xlsx", sheets="率 & 数", measures=[SUM]).measures[0]
    assert values(book.points) == values(project.collect(path="a.csv", measures=[SUM]).measures[0].points)
    assert values(book.points)["2002"] == 29
    assert values(book.points)["2008"] == Decimal("0.001")


def test_percents_in_a_merged_block_and_the_long_format(project: Project) -> None:
    rows = [["id", "y", "v", "goal"], ["K", 2023, 0.5, 0.6], ["K", 2024, None, 0.625]]
    save(project.root / "a.xlsx", rows, {"C2": "0%", "D2": "0%", "D3": "0.0%"})
    book = openpyxl.load_workbook(project.root / "a.xlsx")
    book["率 & 数"].merge_cells("C2:C3")
    book.save(project.root / "a.xlsx")
    series = {"id": "id", "title": "id", "period": "y", "value": "v", "target": "goal"}
    (measure,) = project.collect(path="a.xlsx", sheets="率 & 数", series=[series]).measures
    assert values(measure.points) == {"2023": 50, "2024": 50}
    assert values(measure.targets) == {"2023": 60, "2024": Decimal("62.5")}


def broken_workbook(project: Project) -> None:
    rows = [["y", "v", "s"], [2024, 1, "a"], [2024, "#DIV/0!", "a"], [2024, "=1+1", "#N/A"], [2024, 4, '=""']]
    save(project.root / "a.xlsx", rows)

    def change(name: str, text: str) -> str:
        if not name.endswith("sheet2.xml"):
            return text
        # What Excel saves for a formula whose result is an empty text.
        assert '<c r="C5"><f>""</f><v></v></c>' in text or '<c r="C5"><f>""</f><v/></c>' in text
        return text.replace('<c r="C5">', '<c r="C5" t="str">')

    rewrite(project.root / "a.xlsx", change)


def test_errors_and_formulas_without_result_are_bad_values(project: Project) -> None:
    broken_workbook(project)
    count = {"id": "n", "title": "n", "aggregate": "count", "period": "y", "segment": "s"}
    collected = project.collect(path="a.xlsx", sheets="率 & 数", measures=[SUM, count])
    assert codes(collected) == ["tables-bad-value", "tables-bad-value"]
    first, second = collected.problems
    assert first.severity is Severity.ERROR
    assert first.where == "a.xlsx#率 & 数:row 3, column v"
    assert "2 cells are errors or formulas without a saved result: row 3 '#DIV/0!', row 4 '=1+1'" in first.text.en
    assert "第 3 行 '#DIV/0!'、第 4 行 '=1+1'" in first.text.zh
    assert second.where == "a.xlsx#率 & 数:row 4, column s"
    assert values(by_id(collected)["m"].points) == {"2024": 5}
    assert [segment.name.zh for segment in by_id(collected)["n"].segments] == ["a"]
    settings = {"path": "a.xlsx", "sheets": "率 & 数"}
    accepted = project.collect(**settings, measures=[SUM], on_bad_value="report")
    assert [problem.severity for problem in accepted.problems] == [Severity.WARNING]
    assert project.collect(**settings, measures=[count], null_values=["#N/A"]).problems == ()
    queried = project.collect(**settings, measures=[SUM], query="SELECT y, v FROM data")
    assert codes(queried) == ["tables-bad-value", "tables-bad-value"]


def test_a_workbook_with_prefixes_relative_targets_and_no_references(project: Project) -> None:
    save(project.root / "a.xlsx", [["y", "v"], [2024, 0.951], [2025, 0.5]], {"B2": "0%", "B3": "0%"})

    def change(name: str, text: str) -> str:
        if name == "xl/_rels/workbook.xml.rels":
            return text.replace('"/xl/', '"')
        if name.endswith("sheet2.xml"):
            for number in (1, 2, 3):
                text = text.replace(f' r="{number}"', "").replace(f' r="A{number}"', "").replace(f' r="B{number}"', "")
        return text

    rewrite(project.root / "a.xlsx", change)
    (measure,) = project.collect(path="a.xlsx", sheets="率 & 数", measures=[SUM]).measures
    assert values(measure.points) == {"2024": Decimal("95.1"), "2025": 50}


def test_a_damaged_sheet_and_one_that_unpacks_without_end(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuoyue.records import sheetxml

    save(project.root / "a.xlsx", [["y", "v"], [2024, 1]])
    rewrite(
        project.root / "a.xlsx",
        lambda name, text: f"<!DOCTYPE x [<!ENTITY e 'x'>]>{text}" if name.endswith("styles.xml") else text,
    )
    text = project.fault(path="a.xlsx", sheets="率 & 数", measures=[SUM])
    assert "a.xlsx: is damaged inside; open it in Excel and save it again" in text
    save(project.root / "a.xlsx", [["y", "v"], [2024, 1]])
    monkeypatch.setattr(sheetxml, "_SHEET", 100)
    text = project.fault(path="a.xlsx", sheets="率 & 数", measures=[SUM])
    assert "a.xlsx: its part xl/worksheets/sheet2.xml unpacks to more than 0 MiB" in text
