"""kpi.xlsx: all KPI in long format, two header rows with merged groups, one sheet per result item."""

# ruff: noqa: DTZ001 - workbook properties carry no zone
from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from generator.common import YEARS, normalise_zip, rng_for, rounded
from generator.figures import Series
from generator.kpi_catalogue import KPIS, SHEETS, Kpi, Years

GROUPS = (("指标信息", 1, 6), ("数据", 7, 10), ("对比", 11, 12))
HEADER = [
    "指标编号",
    "指标名称",
    "英文名称",
    "单位",
    "方向",
    "条款",
    "期间",
    "分组",
    "实际值",
    "目标值",
    "竞争对手",
    "标杆值",
]
# (KPI, period): how the value of the overall row was typed as text.
AS_TEXT = {
    ("KPI-P01", "2024Q2"): "{}%",
    ("KPI-P01", "2025Q3"): "{}%",
    ("KPI-O01", "2023Q4"): "{}%",
    ("KPI-F01", "2024Q4"): "{:,}",
    ("KPI-F01", "2025Q4"): "{:,}",
    ("KPI-F07", "2025Q4"): "{:,}",
}
# (KPI, period): a word in place of the missing comparison or target.
PLACEHOLDER = {
    ("KPI-C04", "2024Q1"): "—",
    ("KPI-R02", "2024Q2"): "—",
    ("KPI-L04", "2025Q1"): "N/A",
    ("KPI-O04", "2025Q2"): "待定",
}
REPEATED = ("KPI-R05", "2024Q1")

Cell = str | Decimal | None


def _period_text(rng: random.Random, period: str) -> str:
    if len(period) == 4:
        return rng.choice((period, f"{period}年", f"{period}年度"))
    year, quarter = period[:4], period[5]
    return rng.choice((period, f"{year}年第{quarter}季度", f"{year}-Q{quarter}"))


def _of_year(kpi: Kpi, values: Years | None, period: str, places: int) -> Decimal | None:
    value = values[int(period[:4]) - YEARS[0]] if values else None
    if value is None:
        return None
    if kpi.flow:  # a yearly amount, spread over the quarters
        return rounded(value * kpi.flow[int(period[5]) - 1], places)
    return rounded(value, places)


def kpi_rows(kpi: Kpi, series: Series, rng: random.Random) -> list[list[Cell]]:
    """The rows of one KPI in period order, overall before segments."""
    order = {segment: index for index, segment in enumerate(["", *kpi.levels, *sorted({key[1] for key in series})])}
    direction = "越高越好" if kpi.rising else "越低越好"
    rows: list[list[Cell]] = []
    for (period, segment), value in sorted(series.items(), key=lambda entry: (entry[0][0], order[entry[0][1]])):
        actual: Cell = value
        if not segment and (kpi.number, period) in AS_TEXT:
            actual = AS_TEXT[kpi.number, period].format(value)
        by_sum = bool(kpi.flow) or kpi.number == "KPI-C04"
        target: Cell = None if segment and by_sum else _of_year(kpi, kpi.target, period, kpi.places)
        rival: Cell = _of_year(kpi, kpi.rival.get(segment), period, kpi.places)
        bench: Cell = None if segment else _of_year(kpi, kpi.bench, period, kpi.places)
        if not segment:
            rival = PLACEHOLDER.get((kpi.number, period), rival)
        facts: list[Cell] = [kpi.number, kpi.zh, kpi.en, kpi.unit, direction, kpi.item]
        row = [*facts, _period_text(rng, period), segment or None, actual, target, rival, bench]
        rows.append(row)
        if (kpi.number, period) == REPEATED:
            rows.append(list(row))
    return rows


def _sheet(sheet: Worksheet) -> None:
    fill, bold = PatternFill("solid", fgColor="DDE6F0"), Font(bold=True)
    for title, first, last in GROUPS:
        sheet.cell(1, first, title)
        sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=last)
    for column, title in enumerate(HEADER, start=1):
        sheet.cell(2, column, title)
    for row in sheet.iter_rows(min_row=1, max_row=2, max_col=len(HEADER)):
        for cell in row:
            cell.font, cell.fill, cell.alignment = bold, fill, Alignment(horizontal="center")
    for letter, width in zip("ABCDEFGHIJKL", (10, 24, 38, 12, 10, 8, 16, 12, 12, 12, 12, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"


def write_workbook(out: Path, series: dict[str, Series], seed: int) -> dict[str, dict[str, int]]:
    """Write kpi.xlsx; returns the rows per sheet and what was planted."""
    rng = rng_for("kpi.xlsx", seed)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "质量管理部"
    book.properties.created = dt.datetime(2026, 1, 5, 9)
    for title in SHEETS.values():
        _sheet(book.create_sheet(title))
    for kpi in KPIS:
        for row in kpi_rows(kpi, series[kpi.number], rng):
            book[SHEETS[kpi.item]].append(row)
    path = out / "kpi.xlsx"
    book.save(path)
    normalise_zip(path)
    counts = {f"rows {title}": book[title].max_row - 2 for title in SHEETS.values()}
    planted = {"numbers_as_text": len(AS_TEXT), "words_for_missing": len(PLACEHOLDER), "repeated_row": 1}
    return {"kpi.xlsx": {"kpis": len(KPIS), **counts, **planted}}
