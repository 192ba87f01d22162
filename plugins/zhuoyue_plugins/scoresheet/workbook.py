"""Writes the score sheet as an Excel workbook: numbers that every reader sees, and formulas that check them.

Sums are numbers, not formulas: a workbook written without Excel holds no computed values, so a reader that does not
recalculate – a previewer, a script, a phone – would show nothing. The last column recomputes them with formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Category, FindingKind, Item, Score
from zhuoyue_plugins.scoresheet import result

Columns = tuple[tuple[str, str, int], ...]
COLUMNS: Columns = (
    ("条款", "Item", 9),
    ("名称", "Name", 26),
    ("分值", "Points", 8),
    ("百分比", "Percent", 11),
    ("得分", "Score", 9),
    ("最低", "Low", 9),
    ("最高", "High", 9),
    ("状态", "State", 12),
    ("优势", "Strengths", 52),
    ("改进机会", "Opportunities for improvement", 52),
    ("核对（应为 0）", "Check (should be 0)", 14),
)
"""Headings in Chinese and English, and widths in characters."""
UNPOINTED: Columns = (
    ("条款", "Item", 9),
    ("名称", "Name", 26),
    ("", "", 16),
    ("范围", "Range", 18),
    ("状态", "State", 12),
    ("优势", "Strengths", 52),
    ("改进机会", "Opportunities for improvement", 52),
)
"""The same for a model without a total, where the third is a level or a percent."""
STATES = {
    "rated": ("已评分", "rated"),
    "suggested": ("建议分，未确认", "suggested, not confirmed"),
    "partial": ("部分未评分", "partly not rated"),
    "not_applicable": ("不适用", "not applicable"),
    "not_agreed": ("未达成一致", "not agreed"),
    "not_rated": ("未评分", "not rated"),
    "no_evidence": ("无证据", "no evidence"),
    "failed": ("判断失败", "assessment failed"),
}
HEAD = 3
"""Row of the headings."""
_FONT = "Calibri"
_LINE = 17
"""Height of a line in points."""
_LONGEST = 32_767
"""Characters that a cell may hold."""


@dataclass(frozen=True)
class Row:
    """One row of the sheet."""

    code: str
    name: str
    score: Score
    texts: tuple[str, str] = ("", "")
    sums: tuple[int, ...] = ()
    """For a category or the total: its rows."""
    figures: tuple[str, str] | None = None
    """In a model without a total: its level or percent, or the range it may have."""


def write(assessment: Assessment, path: Path, language: str) -> None:
    """Write the workbook."""
    from openpyxl import Workbook

    zh = language == "zh"
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "评分表" if zh else "Score sheet"
    _text(sheet.cell(1, 1), _caption(assessment, language))
    _text(sheet.cell(2, 1), _note(assessment, language))
    columns = COLUMNS if assessment.total is not None else UNPOINTED
    for number, texts in enumerate(columns, 1):
        _text(sheet.cell(HEAD, number), texts[0] if zh else texts[1])
    if assessment.total is None:
        _text(sheet.cell(HEAD, 3), result.heading(assessment, "zh" if zh else "en"))
    rows = dict(enumerate(_rows(assessment, language), HEAD + 1))
    sheet.row_dimensions[HEAD].height = 2 * _LINE
    for number, row in rows.items():
        _fill(sheet, number, row, zh=zh)
    _style(sheet, columns, {HEAD, *(number for number, row in rows.items() if row.sums)})
    _print_setup(sheet, _caption(assessment, language))
    moment = assessment.provenance.instant.replace(tzinfo=None)
    book.properties.creator = "zhuoyue"
    book.properties.created = book.properties.modified = moment
    book.save(path)


def _rows(assessment: Assessment, language: str) -> Iterator[Row]:
    number, categories = HEAD + 1, []
    for category in assessment.criteria.categories:
        categories.append(number)
        items = tuple(range(number + 1, number + 1 + len(category.items)))
        score, figures = assessment.categories[category.code], _figures(assessment, category, language)
        yield Row(category.code, category.title.get(language), score, sums=items, figures=figures)
        for item in category.items:
            texts = [
                "\n".join(_listed(one.text.get(language)) for one in assessment.assessors_findings(item.id, kind))
                for kind in FindingKind
            ]
            score = assessment.result_of[item.id].score
            figures = _figures(assessment, item, language)
            yield Row(item.code, item.title.get(language), score, (texts[0], texts[1]), figures=figures)
        number += 1 + len(category.items)
    if assessment.total is not None:
        yield Row("", "总计" if language == "zh" else "Total", assessment.total, sums=tuple(categories))


def _figures(assessment: Assessment, of: Item | Category, language: str) -> tuple[str, str] | None:
    return None if assessment.total is not None else result.cells(assessment, of, "zh" if language == "zh" else "en")


def _listed(text: str) -> str:
    return "• " + " ".join(text.split())


def _fill(sheet: Any, number: int, row: Row, *, zh: bool) -> None:
    _text(sheet.cell(number, 1), row.code)
    _text(sheet.cell(number, 2), row.name)
    after = _fill_figures(sheet, number, row)
    _text(sheet.cell(number, after), STATES[row.score.state][0 if zh else 1])
    for column, text in enumerate(row.texts, after + 1):
        _text(sheet.cell(number, column), text)
    lines = [_lines(row.name, 22), *(_lines(text, 44) for text in row.texts)]
    lines += [_lines(text, 14) for text in row.figures or ()]
    sheet.row_dimensions[number].height = _LINE * max(lines)


def _fill_figures(sheet: Any, number: int, row: Row) -> int:
    """Fill in points and percent with their check, or what a model without a total has; return the next column."""
    if row.figures is not None:
        for column, text in enumerate(row.figures, 3):
            _text(sheet.cell(number, column), text)
        return 5
    score = row.score
    for column, figure in enumerate((score.maximum, score.percent, score.value, score.low, score.high), 3):
        _number(sheet.cell(number, column), figure)
    if score.value is not None:
        sheet.cell(number, 11).value = _check(number, row)
    return 8


def _lines(text: str, width: int) -> int:
    """Return how many lines a wrapped text takes; a Han character is two wide. Not every program finds out itself."""
    return sum(max(1, -(-sum(1 + (one > "\u2e7f") for one in line) // width)) for line in text.split("\n"))


def _check(number: int, row: Row) -> str:
    """Return a formula made of nothing but row numbers."""
    again = "+".join(f"N(E{one})" for one in row.sums) if row.sums else f"C{number}*D{number}/100"
    return f"=ROUND({again}-E{number},6)"


def _number(cell: Any, value: Decimal | None) -> None:
    """Write an exact number; what is unknown stays empty."""
    cell.value = value
    if value is not None and cell.column == 4:
        cell.number_format = 'General" %"'


def _text(cell: Any, text: str) -> None:
    """Write a text as a text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    if text[0] in "=+-@\t\r":
        cell.data_type = "s"
        cell.quotePrefix = True


def _caption(assessment: Assessment, language: str) -> str:
    zh = language == "zh"
    status = ("正式" if assessment.final else "草稿") if zh else ("final" if assessment.final else "draft")
    return " · ".join([assessment.organisation.name.get(language), assessment.title.get(language), status])


def _note(assessment: Assessment, language: str) -> str:
    zh = language == "zh"
    parts = [assessment.criteria.title.get(language), f"{assessment.period.start} – {assessment.period.end}"]
    if assessment.organisation.fictional:
        parts.append("虚构示例" if zh else "fictional example")
    if any(not item.verified for item in assessment.criteria.items):
        what = "部分条款" if zh else "some items"
        if assessment.total is not None:
            what = "部分分值" if zh else "some points"
        parts.append(f"{what}尚未与正式出版的准则核对" if zh else f"{what} not checked against a bought copy")
    return " · ".join(parts)


def _style(sheet: Any, columns: Columns, strong: set[int]) -> None:
    """Lay out the table; `strong` are the rows of headings and sums."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Border(bottom=Side(style="thin", color="C9D1DA"))
    shade = PatternFill("solid", start_color="EEF3F8")
    sheet.cell(1, 1).font = Font(name=_FONT, bold=True, size=14)
    sheet.cell(2, 1).font = Font(name=_FONT, color="56616E")
    figures = {3, 4, 5, 6, 7, len(COLUMNS)} if columns is COLUMNS else set()
    for number, (_, _, width) in enumerate(columns, 1):
        sheet.column_dimensions[sheet.cell(HEAD, number).column_letter].width = width
    for cells in sheet.iter_rows(min_row=HEAD, max_col=len(columns)):
        for cell in cells:
            right = cell.column in figures
            cell.border = line
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="right" if right else "left", indent=int(not right)
            )
            if cell.row in strong:
                cell.font, cell.fill = Font(name=_FONT, bold=True), shade


def _print_setup(sheet: Any, caption: str) -> None:
    sheet.freeze_panes = sheet.cell(HEAD + 1, 3)
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.left.text = caption.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
