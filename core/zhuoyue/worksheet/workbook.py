"""Writing a scoring sheet as an Excel workbook."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault, InputError
from zhuoyue.worksheet import look
from zhuoyue.worksheet.columns import Column, columns
from zhuoyue.worksheet.fields import fields, shown_fields
from zhuoyue.worksheet.frame import set_up, write_head
from zhuoyue.worksheet.memory import SHEET, Memory, pack
from zhuoyue.worksheet.pages import band_sheets, write_bands, write_help
from zhuoyue.worksheet.plan import LIMIT, LISTS, Plan
from zhuoyue.worksheet.table import Lists, write_table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLES = {"zh": ("评分", "填写说明"), "en": ("Scoring", "How to fill in")}


def write_workbook(plan: Plan) -> bytes:
    """Return the workbook's bytes.

    Raises:
        InputError: texts that are longer than a cell holds; every one.
    """
    from openpyxl import Workbook

    own = _columns(plan)
    _refuse_long(plan)
    book = Workbook()
    scoring = book.active
    assert scoring is not None  # noqa: S101  a new workbook has a sheet
    scoring.title, help_ = TITLES[plan.language]
    lists = Lists(book.create_sheet(LISTS), plan)
    rows = write_table(scoring, plan, own, lists)
    write_head(scoring, plan, own, rows)
    set_up(scoring, plan, own, rows)
    for place, (title, scheme) in enumerate(band_sheets(plan.schemes, plan.language), 1):
        write_bands(book.create_sheet(title, place), scheme, plan.language)
    write_help(book.create_sheet(help_, 1 + len(plan.schemes)), plan.schemes, plan.language)
    _remember(book.create_sheet(SHEET), plan, rows)
    lists.sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _columns(plan: Plan) -> tuple[Column, ...]:
    """Return the columns that the items need."""
    rows = plan.rows
    carried = any(rows[item.id].reevaluate for item in plan.items if item.id in rows)
    every = columns(tuple(plan.project.scheme_data.values()), carried=carried, pointed=plan.pointed)
    needed = {kind.key for item in plan.items for kind in shown_fields(item, plan.scheme(item), rows.get(item.id))}
    return tuple(one for one in every if one.given or one.key in needed)


def _refuse_long(plan: Plan) -> None:
    faults = []
    for item in plan.items:
        for kind in fields(item, plan.scheme(item)):
            text = kind.write(kind.value(plan.rows.get(item.id)), plan.language)
            length = len(text.encode("utf-16-le", "replace")) // 2
            if length > LIMIT:
                en = f"{length} characters; an Excel cell holds {LIMIT} – shorten it, or use --format toml"
                zh = f"共 {length} 个字符，超过 Excel 单元格上限 {LIMIT}；请缩短，或使用 --format toml"
                faults.append(Fault(en, zh, f"ratings/{plan.assessor}.toml: {item.code} {kind.key}"))
    if faults:
        raise InputError(*faults)


def _remember(sheet: Worksheet, plan: Plan, rows: Mapping[str, int]) -> None:
    memory = Memory(
        workbook=secrets.token_hex(16),
        assessor=plan.assessor,
        criteria=plan.project.criteria.id,
        scheme=plan.project.scheme.name,
        language=plan.language,
        items=rows,
        base=plan.sheet,
    )
    for row, (key, value) in enumerate(pack(memory), 1):
        look.put(sheet.cell(row, 1), key)
        look.put(sheet.cell(row, 2), value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
