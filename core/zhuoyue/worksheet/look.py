"""How a scoring sheet looks: fonts, fills, borders, and colours of bands that are light enough to read text on."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.styles import Alignment, Border, Font, PatternFill

INK, MUTED, WHITE = "1F2933", "5B6673", "FFFFFF"
HEAD, HEAD_INPUT = "52606D", "0B4F8A"
"""Headings of what is given, and of what is to be filled in."""
GIVEN, CLOSED, CATEGORY, EDGE = "F4F6F8", "DDE1E6", "E3EBF3", "C5CCD4"
INPUT = "FFFFFF"
BANDS = ("F6D3C6", "FAE3C4", "FBF2C2", "E3F0C9", "C8E6D4", "B5DAE8")
"""From the lowest band to the highest; always beside the band's name."""
_FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}


def band_colour(place: int) -> str:
    """Return the colour of the band at a place, counted from 0."""
    return BANDS[min(place, len(BANDS) - 1)]


@cache
def font(language: str, size: float = 10, *, bold: bool = False, colour: str = INK) -> Font:
    """Return a font; a program without it takes another one for the same language."""
    from openpyxl.styles import Font

    return Font(name=_FONTS[language], size=size, bold=bold, color=colour)


@cache
def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=colour, end_color=colour)


@cache
def edges() -> Border:
    """Return thin lines on all sides."""
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color=EDGE)
    return Border(left=line, right=line, top=line, bottom=line)


@cache
def wrapped(horizontal: str | None = None, vertical: str = "top") -> Alignment:
    """Return an alignment that breaks lines."""
    from openpyxl.styles import Alignment

    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=1 if horizontal == "left" else 0)


@cache
def one_line() -> Alignment:
    """Return an alignment that lets a text run on over empty cells."""
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left", vertical="center")


def put(cell: Any, value: Any, **style: Any) -> None:
    """Write a value into a cell. A text stays a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value[:1] in "=+-@'":
            cell.quotePrefix = True
    for name, one in style.items():
        setattr(cell, name, one)


def formula(cell: Any, text: str, **style: Any) -> None:
    """Write one of our own formulas into a cell."""
    cell.value = text
    for name, one in style.items():
        setattr(cell, name, one)


def fit(sheet: Any, row: int, language: str, least: float = 18, size: float = 10) -> None:
    """Give a row the height its texts need; it still grows when somebody types more.

    Excel fits such a row itself when a cell is edited; LibreOffice takes the height as given.
    """
    from openpyxl.worksheet.dimensions import RowDimension

    class Growing(RowDimension):
        @property
        def customHeight(self) -> bool:  # noqa: N802  openpyxl's name
            return False

    lines, latin = 1, 0.95 if language == "zh" else 0.8
    for cell in sheet[row]:
        if isinstance(cell.value, str) and cell.data_type == "s" and cell.alignment.wrap_text:
            width = sheet.column_dimensions[cell.column_letter].width
            lines = max(lines, _lines(cell.value, width, cell.font.sz or size, latin))
    each = 1.48 * size if language == "zh" else 1.26 * size
    sheet.row_dimensions[row] = Growing(sheet, index=row, ht=min(409.0, max(least, lines * each + 6)))


def _lines(text: str, width: float, size: float, latin: float) -> int:
    """Estimate how many lines a text takes in a column of so many characters."""
    room = (width - 2.5) * 11 / size
    wide = (sum(1.9 if ord(char) > 0x2E7F else latin for char in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(one / room)) for one in wide)


def printed(sheet: Any, language: str, title: str) -> None:
    """Set a sheet up for A4 landscape with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.65
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    for part in (sheet.oddFooter.left, sheet.oddFooter.right):
        part.size = 8


def one_page_wide(sheet: Any) -> None:
    """Let a sheet be printed as wide as the paper, over as many pages as it takes."""
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def protect(sheet: Any) -> None:
    """Protect a sheet without a password: against slips, not against people. Widths and heights stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.formatCells = False
    sheet.protection.autoFilter = False
