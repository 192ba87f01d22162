"""The sheets of a workbook that are only read: what the bands mean, and how to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import ItemKind
from zhuoyue.model.scheme_data import Band, Dimension, MarkKind, Scale, SchemeData
from zhuoyue.worksheet import look
from zhuoyue.worksheet.help_texts import help_lines

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS = {
    ItemKind.PROCESS: ("过程条款", "Process items"),
    ItemKind.RESULT: ("结果条款", "Result items"),
}


BANDS = {"zh": "分数段说明", "en": "Bands"}
LEVELS = {"zh": "等级说明", "en": "Levels"}
"""Title of the sheet that describes a scheme's bands, or its levels."""


def band_sheets(schemes: Sequence[SchemeData], language: str) -> Iterator[tuple[str, SchemeData]]:
    """Yield the title of the sheet that describes a scheme, with the scheme; of several each bears its name."""
    for scheme in schemes:
        title = (LEVELS if scheme.scale is Scale.LEVEL else BANDS)[language]
        yield (title if len(schemes) == 1 else f"{title} {scheme.name}"[:31]), scheme


def write_bands(sheet: Worksheet, scheme: SchemeData, language: str) -> None:
    """Write the band descriptors: a block for each kind of item, a band a row, a dimension a column."""
    named = (LEVELS if scheme.scale is Scale.LEVEL else BANDS)[language]
    title = f"{scheme.title.get(language)} · {named}"
    look.put(sheet["A1"], title, font=look.font(language, 16, bold=True, colour=look.HEAD_INPUT))
    sheet.row_dimensions[1].height = 30
    blocks: dict[ItemKind | None, _Own] = {kind: _columns(scheme, kind) for kind in ItemKind if scheme.of_kind(kind)}
    blocks = blocks or {None: (None,)}
    widest = max(map(len, blocks.values()))
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=widest + 1)
    rule = "\n".join(one.get(language) for one in (scheme.rule, scheme.marks_rule) if one)
    look.put(sheet["A2"], rule, font=look.font(language, 10), alignment=look.wrapped("left"))
    sheet.row_dimensions[2].height = 64 if scheme.marks is MarkKind.NONE and widest > 2 else 150
    sheet.column_dimensions["A"].width = 16
    for place in range(widest):
        sheet.column_dimensions[chr(ord("B") + place)].width = 36 if widest > 1 else 110
    row = 4
    for kind, own in blocks.items():
        row = _block(sheet, row, scheme, kind, own, language) + 1
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "B2"
    look.printed(sheet, language, title)
    look.one_page_wide(sheet)
    look.protect(sheet)


_Own = tuple[Dimension | None, ...]
"""What the columns describe: dimensions, or, as None, an item as a whole."""


def _columns(scheme: SchemeData, kind: ItemKind) -> _Own:
    """Return what is described: what a band says of an item as a whole, then dimensions.

    Where each level is answered with yes or no, the dimensions are the levels: what they ask stands in the rows.
    """
    whole: _Own = (None,) if any(band.text for band in scheme.bands) else ()
    if scheme.marks is MarkKind.YES_NO:
        return whole or (None,)
    return (*whole, *scheme.of_kind(kind))


def _block(sheet: Worksheet, row: int, scheme: SchemeData, kind: ItemKind | None, own: _Own, language: str) -> int:
    """Write the bands of one kind of item; return the row behind them."""
    head = {
        "font": look.font(language, 10, bold=True, colour=look.WHITE),
        "fill": look.fill(look.HEAD),
        "alignment": look.wrapped("center", "center"),
        "border": look.edges(),
    }
    zh = language == "zh"
    look.put(sheet.cell(row, 1), _KINDS[kind][not zh] if kind else "等级" if zh else "Level", **head)
    for place, dimension in enumerate(own, 2):
        name = f"{dimension.key}  {dimension.title.get(language)}" if dimension else "整体" if zh else "As a whole"
        look.put(sheet.cell(row, place), name, **head)
        asks = dimension.text.get(language) if dimension and dimension.text else ""
        cell = sheet.cell(row + 1, place)
        look.put(cell, asks, font=look.font(language, 9, colour=look.MUTED), alignment=look.wrapped("left"))
        cell.fill, cell.border = look.fill(look.GIVEN), look.edges()
    sheet.cell(row + 1, 1).fill, sheet.cell(row + 1, 1).border = look.fill(look.GIVEN), look.edges()
    sheet.row_dimensions[row].height = 24
    look.fit(sheet, row + 1, language, size=9)
    row += 2
    for number, band in enumerate(scheme.bands):
        _band(sheet, row, number, scheme, band, (kind, own), language)
        row += 1
    return row


def _band(
    sheet: Worksheet,
    row: int,
    number: int,
    scheme: SchemeData,
    band: Band,
    block: tuple[ItemKind | None, _Own],
    language: str,
) -> None:
    name = f"{band.number}  {band.title.get(language)}\n{plain(band.low)}–{plain(band.high)} %"
    if scheme.scale is Scale.LEVEL:
        name = f"{band.label}\n{band.title.get(language)}"
    kind, own = block
    style = {"border": look.edges(), "fill": look.fill(look.band_colour(number))}
    bold = look.font(language, 10, bold=True)
    look.put(sheet.cell(row, 1), name, font=bold, alignment=look.wrapped("center", "center"), **style)
    for place, dimension in enumerate(own, 2):
        text = _said(scheme, band, kind, dimension, language)
        cell = sheet.cell(row, place)
        look.put(cell, text, font=look.font(language, 10), alignment=look.wrapped("left"), border=look.edges())
    look.fit(sheet, row, language, least=44)


def _said(scheme: SchemeData, band: Band, kind: ItemKind | None, dimension: Dimension | None, language: str) -> str:
    """Return what a band says of a dimension, or of an item of a kind as a whole."""
    if dimension is not None:
        described = band.process if dimension.kind is ItemKind.PROCESS else band.result
        return described[dimension.key].get(language) if dimension.key in described else ""
    text = band.text
    if kind and scheme.marks is MarkKind.YES_NO:
        asked = next((one.text for one in scheme.of_kind(kind) if one.key == band.label), None)
        text = asked or text
    return text.get(language) if text else ""


def write_help(sheet: Worksheet, schemes: Sequence[SchemeData], language: str) -> None:
    """Write how to fill in and give back."""
    lines = help_lines(schemes, language)
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 96
    for row, (term, text) in enumerate(lines, 1):
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
    look.printed(sheet, language, lines[0][0])
    look.one_page_wide(sheet)
    look.protect(sheet)
