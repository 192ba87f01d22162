"""How the workbook of actions comes out of the printer: as wide as the paper, rows as high as their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhuoyue.improvement.columns import Column

_LINE = 15
"""Height of a line in points."""


def table(sheet: Any, own: Sequence[Column], count: int) -> None:
    """Set up the sheet of `count` actions: headings on every page, spare rows on none."""
    from openpyxl.utils import get_column_letter

    fitted(sheet)
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{get_column_letter(len(own))}{count + 1}"
    _heights(sheet, own, count)


def fitted(sheet: Any) -> None:
    """Let a sheet be printed as wide as the paper."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.oddFooter.right.text = "&P / &N"


def _heights(sheet: Any, own: Sequence[Column], count: int) -> None:
    """Give rows the height of their texts: not every program finds it out itself."""
    for number in range(1, count + 2):
        texts = [(str(sheet.cell(number, place).value or ""), one.width) for place, one in enumerate(own, 1)]
        sheet.row_dimensions[number].height = _LINE * max(_lines(text, width) for text, width in texts)


def _lines(text: str, width: int) -> int:
    """Return about how many lines a wrapped text takes; a Han character is two wide."""
    wide = (sum(1 + (one > "\u2e7f") for one in line) for line in text.split("\n"))
    return sum(max(1, -(-one // max(1, width - 2))) for one in wide)
