"""The table of a scoring sheet: a row for each item, with drop-downs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item, ItemKind
from zhuoyue.worksheet import look
from zhuoyue.worksheet.cell import Field
from zhuoyue.worksheet.columns import CODE, Column
from zhuoyue.worksheet.fields import fields
from zhuoyue.worksheet.grid import reference
from zhuoyue.worksheet.plan import HEAD, LIMIT, LISTS, Plan, protected
from zhuoyue.worksheet.toml_form import allowed, asked

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS = {ItemKind.PROCESS: ("过程", "process"), ItemKind.RESULT: ("结果", "result")}


class Lists:
    """A hidden sheet with what drop-downs and look-ups need."""

    def __init__(self, sheet: Worksheet, plan: Plan) -> None:
        self.sheet = sheet
        self._grids: dict[tuple[str, ...], str] = {}
        bands = plan.project.scheme.data.bands
        for row, band in enumerate(bands, 1):
            sheet.cell(row, 1, band.low)
            look.put(sheet.cell(row, 2), f"{band.number} {band.title.get(plan.language)}")
        self.lows = f"{LISTS}!$A$1:$A${max(len(bands), 1)}"
        self.names = f"{LISTS}!$B$1:$B${max(len(bands), 1)}"

    def grid(self, percents: Sequence[Any]) -> str:
        """Return the range that holds the percents."""
        key = tuple(plain(one) for one in percents)
        if key not in self._grids:
            column = 4 + len(self._grids)
            for row, percent in enumerate(percents, 1):
                self.sheet.cell(row, column, percent)
            letter = reference(1, column)[:-1]
            self._grids[key] = f"{LISTS}!${letter}$1:${letter}${max(len(key), 1)}"
        return self._grids[key]


def write_table(sheet: Worksheet, plan: Plan, own: Sequence[Column], lists: Lists) -> dict[str, int]:
    """Write headings and rows; return the row of each item."""
    for place, column in enumerate(own, 1):
        sheet.column_dimensions[reference(1, place)[:-1]].width = column.width
        look.put(
            sheet.cell(HEAD, place),
            column.head(plan.language),
            font=look.font(plan.language, 10, bold=True, colour=look.WHITE),
            fill=look.fill(look.HEAD if column.given else look.HEAD_INPUT),
            alignment=look.wrapped("center", "center"),
            border=look.edges(),
        )
    sheet.row_dimensions[HEAD].height = 32
    rows: dict[str, int] = {}
    row, category = HEAD, None
    for item in plan.items:
        above = plan.project.criteria.category_of(item)
        if above is not category:
            category, row = above, row + 1
            _category(sheet, plan, row, own, f"{above.code}  {above.title.get(plan.language)}")
        row += 1
        rows[item.id] = row
        _row(sheet, plan, item, row, own)
        _drop_downs(sheet, plan, item, row, own, lists)
        look.fit(sheet, row, plan.language, least=66, size=9.5)
    return rows


def _category(sheet: Worksheet, plan: Plan, row: int, own: Sequence[Column], title: str) -> None:
    for place in range(1, len(own) + 1):
        sheet.cell(row, place).fill = look.fill(look.CATEGORY)
    font = look.font(plan.language, 10.5, bold=True, colour=look.HEAD_INPUT)
    look.put(sheet.cell(row, 1), title, font=font, alignment=look.one_line())
    sheet.row_dimensions[row].height = 20


def _row(sheet: Worksheet, plan: Plan, item: Item, row: int, own: Sequence[Column]) -> None:
    given = _given(plan, item)
    filled: dict[str, Field] = {kind.key: kind for kind in fields(item, plan.project.scheme)}
    rating = plan.rows.get(item.id)
    for place, column in enumerate(own, 1):
        cell = sheet.cell(row, place)
        kind = filled.get(column.key)
        _style(cell, plan, column, open_=kind is not None)
        if kind is not None:
            value = kind.value(rating)
            text = kind.write(value, plan.language)
            look.put(cell, value if column.key == "percent" else protected(text) or None)
        elif column.key == "band":
            continue
        elif column.key in given:
            value = given[column.key]
            look.put(cell, protected(value) if isinstance(value, str) else value)


def _given(plan: Plan, item: Item) -> dict[str, Any]:
    return {
        CODE.key: item.code,
        "title": item.title.get(plan.language),
        "kind": plan.say(*_KINDS[item.kind]),
        "points": item.points,
        "topics": "\n".join(asked(item.topics, plan.language))[:LIMIT],
        "facts": plan.facts.get(item.id, "")[:LIMIT],
    }


_CENTRED = {CODE.key, "kind", "points", "percent", "band", "not_applicable", "reevaluate"}
_SMALL = {"topics", "facts"}


def _style(cell: Any, plan: Plan, column: Column, *, open_: bool) -> None:
    from openpyxl.styles import Protection

    bold = column.key in {CODE.key, "title", "percent"}
    cell.font = look.font(plan.language, 9 if column.key in _SMALL else 10, bold=bold)
    centred = column.key in _CENTRED
    cell.alignment = look.wrapped("center" if centred else "left", "top")
    cell.border = look.edges()
    shut = look.CLOSED if not column.given else look.GIVEN
    cell.fill = look.fill(look.INPUT if open_ else shut)
    cell.protection = Protection(locked=not open_)
    if column.key == "percent":
        cell.number_format = '0.##" %"' if plan.project.scheme.data.step % 1 else '0" %"'
    elif open_ or column.key == CODE.key:
        cell.number_format = "@"


def _drop_downs(sheet: Worksheet, plan: Plan, item: Item, row: int, own: Sequence[Column], lists: Lists) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    places = {column.key: reference(row, place) for place, column in enumerate(own, 1)}
    percents = allowed(item, plan.project.scheme)
    choice = DataValidation("list", formula1=f"={lists.grid(percents)}", allow_blank=True, showErrorMessage=True)
    choice.error = plan.say("请从列表中选择允许的百分比。", "Choose one of the allowed percents from the list.")
    choice.errorTitle = plan.say("百分比", "Percent")
    choice.add(places["percent"])
    sheet.add_data_validation(choice)
    answers = DataValidation("list", formula1=plan.say('"是,否"', '"yes,no"'), allow_blank=True, showErrorMessage=True)
    for key in ("not_applicable", "reevaluate"):
        if key in places:
            answers.add(places[key])
    sheet.add_data_validation(answers)
    band = sheet[places["band"]]
    value = places["percent"]
    look.formula(band, f'=IF(ISNUMBER({value}),LOOKUP({value},{lists.lows},{lists.names}),"")')
