"""The table of a scoring sheet: a row for each item, with drop-downs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item, ItemKind
from zhuoyue.model.scheme_data import MarkKind, Scale, SchemeData
from zhuoyue.worksheet import look
from zhuoyue.worksheet.cell import Field
from zhuoyue.worksheet.columns import CODE, MARK, Column
from zhuoyue.worksheet.fields import fields
from zhuoyue.worksheet.grid import reference
from zhuoyue.worksheet.marks import MarkField
from zhuoyue.worksheet.plan import HEAD, LIMIT, LISTS, Plan, protected
from zhuoyue.worksheet.toml_form import allowed, asked_of, mark_choices

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS = {ItemKind.PROCESS: ("过程", "process"), ItemKind.RESULT: ("结果", "result")}


class Lists:
    """A hidden sheet with what drop-downs and look-ups need."""

    def __init__(self, sheet: Worksheet, plan: Plan) -> None:
        self.sheet = sheet
        self._grids: dict[tuple[str, ...], str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._next = 1
        for scheme in plan.schemes:
            self._names[scheme.name] = self._bands(scheme, plan.language)
        self._next += 1  # an empty column before the drop-downs

    def _bands(self, scheme: SchemeData, language: str) -> tuple[str, str]:
        """Write a scheme's bands, or levels, with their names; return where they stand."""
        levels, column = scheme.scale is Scale.LEVEL, self._next
        for row, band in enumerate(scheme.bands, 1):
            start = self.sheet.cell(row, column)
            look.put(start, band.label if levels else band.low)
            name = band.title.get(language) if levels else f"{band.number} {band.title.get(language)}"
            look.put(self.sheet.cell(row, column + 1), name)
        self._next += 2
        last = max(len(scheme.bands), 1)
        return _column(column, last), _column(column + 1, last)

    def named(self, scheme: SchemeData, place: str) -> str:
        """Return the formula that names the band of a percent, or the level, at a place."""
        starts, names = self._names[scheme.name]
        if scheme.scale is Scale.LEVEL:
            return f'=IF({place}="","",IFERROR(INDEX({names},MATCH({place}&"",{starts},0)),""))'
        return f'=IF(ISNUMBER({place}),LOOKUP({place},{starts},{names}),"")'

    def grid(self, choices: Sequence[Any]) -> str:
        """Return the range that holds the choices."""
        key = tuple(one if isinstance(one, str) else plain(one) for one in choices)
        if key not in self._grids:
            for row, choice in enumerate(choices, 1):
                look.put(self.sheet.cell(row, self._next), choice)
            self._grids[key] = _column(self._next, max(len(key), 1))
            self._next += 1
        return self._grids[key]


def _column(place: int, last: int) -> str:
    letter = reference(1, place)[:-1]
    return f"{LISTS}!${letter}$1:${letter}${last}"


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
    scheme = plan.scheme(item)
    filled: dict[str, Field] = {kind.key: kind for kind in fields(item, scheme)}
    rating = plan.rows.get(item.id)
    for place, column in enumerate(own, 1):
        cell = sheet.cell(row, place)
        kind = filled.get(column.key)
        number = kind is not None and _is_number(column.key, scheme.data)
        _style(cell, column, scheme.data if number else None, plan.language, open_=kind is not None)
        if kind is not None:
            text = kind.write(kind.value(rating), plan.language)
            look.put(cell, _number(text) if number else protected(text) or None)
        elif column.key == "band":
            continue
        elif column.key in given:
            value = given[column.key]
            look.put(cell, protected(value) if isinstance(value, str) else value)


def _is_number(key: str, scheme: SchemeData) -> bool:
    """Tell whether a cell holds a percent as a number."""
    return key == "percent" or (key.startswith(MARK) and scheme.marks is MarkKind.PERCENT)


def _number(text: str) -> Any:
    """Return a cell's number; a mark that is none stays as it stands."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return protected(text)


def _given(plan: Plan, item: Item) -> dict[str, Any]:
    return {
        CODE.key: item.code,
        "title": item.title.get(plan.language),
        "kind": plan.say(*_KINDS[item.kind]),
        "points": item.points,
        "topics": "\n".join(asked_of(item, plan.language))[:LIMIT],
        "facts": plan.facts.get(item.id, "")[:LIMIT],
    }


_CENTRED = {CODE.key, "kind", "points", "percent", "level", "band", "not_applicable", "reevaluate"}
_SMALL = {"topics", "facts"}


def _style(cell: Any, column: Column, percent: SchemeData | None, language: str, *, open_: bool) -> None:
    """Style a cell; `percent` is the scheme on whose grid its number lies."""
    from openpyxl.styles import Protection

    bold = column.key in {CODE.key, "title", "percent", "level"}
    cell.font = look.font(language, 9 if column.key in _SMALL else 10, bold=bold)
    centred = column.key in _CENTRED or column.key.startswith(MARK)
    cell.alignment = look.wrapped("center" if centred else "left", "top")
    cell.border = look.edges()
    shut = look.CLOSED if not column.given else look.GIVEN
    cell.fill = look.fill(look.INPUT if open_ else shut)
    cell.protection = Protection(locked=not open_)
    if percent is not None:
        cell.number_format = '0.##" %"' if percent.step % 1 else '0" %"'
    elif open_ or column.key == CODE.key:
        cell.number_format = "@"


def _drop_downs(sheet: Worksheet, plan: Plan, item: Item, row: int, own: Sequence[Column], lists: Lists) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    scheme = plan.scheme(item)
    places = {column.key: reference(row, place) for place, column in enumerate(own, 1)}
    figure = "level" if scheme.data.scale is Scale.LEVEL else "percent"
    choice = DataValidation(
        "list", formula1=f"={lists.grid(allowed(item, scheme))}", allow_blank=True, showErrorMessage=True
    )
    choice.error, choice.errorTitle = plan.say(*_REFUSED[figure]), plan.say(*_NAMES[figure])
    choice.add(places[figure])
    sheet.add_data_validation(choice)
    _mark_choices(sheet, plan, item, places, lists)
    answers = DataValidation("list", formula1=plan.say('"是,否"', '"yes,no"'), allow_blank=True, showErrorMessage=True)
    for key in ("not_applicable", "reevaluate"):
        if key in places:
            answers.add(places[key])
    sheet.add_data_validation(answers)
    look.formula(sheet[places["band"]], lists.named(scheme.data, places[figure]))


_NAMES = {"percent": ("百分比", "Percent"), "level": ("等级", "Level"), "mark": ("评定", "Mark")}
_REFUSED = {
    "percent": ("请从列表中选择允许的百分比。", "Choose one of the allowed percents from the list."),
    "level": ("请从列表中选择等级。", "Choose one of the levels from the list."),
    "mark": ("请从列表中选择。", "Choose from the list."),
}


def _mark_choices(sheet: Worksheet, plan: Plan, item: Item, places: Mapping[str, str], lists: Lists) -> None:
    """Give the marks of an item a drop-down; those of instances stand in one cell and have none."""
    from openpyxl.worksheet.datavalidation import DataValidation

    own = [places[one.key] for one in fields(item, plan.scheme(item)) if isinstance(one, MarkField)]
    if not own:
        return
    formula = f"={lists.grid(mark_choices(plan.scheme(item).data, plan.language))}"
    choice = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.error, choice.errorTitle = plan.say(*_REFUSED["mark"]), plan.say(*_NAMES["mark"])
    for place in own:
        choice.add(place)
    sheet.add_data_validation(choice)
