"""The sheets of a workbook that are only read: what the bands mean, and how to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.scheme import Band, Dimension, SchemeData
from zhuoyue.worksheet import look
from zhuoyue.worksheet.help_texts import HELP

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS = {
    ItemKind.PROCESS: ("过程条款", "Process items"),
    ItemKind.RESULT: ("结果条款", "Result items"),
}


def write_bands(sheet: Worksheet, scheme: SchemeData, language: str) -> None:
    """Write the band descriptors: a block for each kind of item, a band a row, a dimension a column."""
    zh = language == "zh"
    title = f"{scheme.title.get(language)} · {'分数段说明' if zh else 'Bands'}"
    look.put(sheet["A1"], title, font=look.font(language, 16, bold=True, colour=look.HEAD_INPUT))
    sheet.row_dimensions[1].height = 30
    widest = max((len(scheme.of_kind(kind)) for kind in ItemKind), default=0)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=widest + 1)
    look.put(sheet["A2"], scheme.rule.get(language), font=look.font(language, 10), alignment=look.wrapped("left"))
    sheet.row_dimensions[2].height = 64
    sheet.column_dimensions["A"].width = 16
    for place in range(widest):
        sheet.column_dimensions[chr(ord("B") + place)].width = 36
    row = 4
    for kind in ItemKind:
        if own := scheme.of_kind(kind):
            row = _block(sheet, row, scheme, kind, own, language) + 1
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "B2"
    look.printed(sheet, language, title)
    look.one_page_wide(sheet)
    look.protect(sheet)


def _block(
    sheet: Worksheet, row: int, scheme: SchemeData, kind: ItemKind, own: Sequence[Dimension], language: str
) -> int:
    """Write the bands of one kind of item; return the row behind them."""
    head = {
        "font": look.font(language, 10, bold=True, colour=look.WHITE),
        "fill": look.fill(look.HEAD),
        "alignment": look.wrapped("center", "center"),
        "border": look.edges(),
    }
    look.put(sheet.cell(row, 1), _KINDS[kind][language != "zh"], **head)
    for place, dimension in enumerate(own, 2):
        look.put(sheet.cell(row, place), f"{dimension.key}  {dimension.title.get(language)}", **head)
        asks = dimension.text.get(language) if dimension.text else ""
        cell = sheet.cell(row + 1, place)
        look.put(cell, asks, font=look.font(language, 9, colour=look.MUTED), alignment=look.wrapped("left"))
        cell.fill, cell.border = look.fill(look.GIVEN), look.edges()
    sheet.cell(row + 1, 1).fill, sheet.cell(row + 1, 1).border = look.fill(look.GIVEN), look.edges()
    sheet.row_dimensions[row].height = 24
    look.fit(sheet, row + 1, language, size=9)
    row += 2
    for number, band in enumerate(scheme.bands):
        _band(sheet, row, number, band, own, language)
        row += 1
    return row


def _band(sheet: Worksheet, row: int, number: int, band: Band, own: Sequence[Dimension], language: str) -> None:
    name = f"{band.number}  {band.title.get(language)}\n{plain(band.low)}–{plain(band.high)} %"
    style = {"border": look.edges(), "fill": look.fill(look.band_colour(number))}
    bold = look.font(language, 10, bold=True)
    look.put(sheet.cell(row, 1), name, font=bold, alignment=look.wrapped("center", "center"), **style)
    for place, dimension in enumerate(own, 2):
        described = band.process if dimension.kind is ItemKind.PROCESS else band.result
        text = described[dimension.key].get(language) if dimension.key in described else ""
        cell = sheet.cell(row, place)
        look.put(cell, text, font=look.font(language, 10), alignment=look.wrapped("left"), border=look.edges())
    look.fit(sheet, row, language, least=44)


def write_help(sheet: Worksheet, language: str) -> None:
    """Write how to fill in and give back."""
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 96
    for row, (term, text) in enumerate(HELP[language], 1):
        if not text:
            font = look.font(language, 14, bold=True, colour=look.HEAD_INPUT)
            look.put(sheet.cell(row, 1), term, font=font)
            sheet.row_dimensions[row].height = 34
            sheet.cell(row, 1).alignment = look.one_line()
            continue
        marked = term.startswith(" ")
        font = look.font(language, 10, bold=not marked, colour=look.HEAD_INPUT if marked else look.INK)
        look.put(sheet.cell(row, 1), term, font=font, alignment=look.wrapped("left"))
        look.put(sheet.cell(row, 2), text, font=look.font(language, 10), alignment=look.wrapped("left"))
        if not term:
            sheet.cell(row, 2).fill, sheet.cell(row, 2).border = look.fill(look.GIVEN), look.edges()
        look.fit(sheet, row, language)
    sheet.sheet_view.showGridLines = False
    look.printed(sheet, language, HELP[language][0][0])
    look.one_page_wide(sheet)
    look.protect(sheet)
