"""What surrounds the table of a scoring sheet: head, progress, colours of bands, paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhuoyue.model.base import plain
from zhuoyue.model.scheme_data import Scale
from zhuoyue.worksheet import look
from zhuoyue.worksheet.columns import INSTANCES, MARK, Column
from zhuoyue.worksheet.grid import reference
from zhuoyue.worksheet.pages import LEVELS, band_sheets
from zhuoyue.worksheet.plan import HEAD, Plan, protected
from zhuoyue.worksheet.submission import LABELS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def write_head(sheet: Worksheet, plan: Plan, own: Sequence[Column], rows: Mapping[str, int]) -> None:
    """Write what stands above the table: whose sheet it is, for what, and how far it is."""
    from openpyxl.styles import Protection

    project, say = plan.project, plan.say
    look.put(sheet["A1"], protected(_title(plan)), font=look.font(plan.language, 16, bold=True, colour=look.HEAD_INPUT))
    sheet.row_dimensions[1].height = 30
    values: dict[str, Any] = {
        "criteria": f"{project.criteria.title.get(plan.language)} [{project.criteria.id}]",
        "assessor": _assessor(plan),
        "rated_on": plan.sheet.rated_on,
    }
    for row, (key, value) in enumerate(values.items(), 2):
        look.put(
            sheet.cell(row, 1),
            say(*LABELS[key]),
            font=look.font(plan.language, 10, colour=look.MUTED),
            alignment=look.one_line(),
        )
        cell = sheet.cell(row, 2)
        look.put(cell, value, font=look.font(plan.language, 10, bold=True))
        cell.alignment = look.one_line()
        if key == "rated_on":
            cell.number_format = "yyyy-mm-dd"
            cell.fill, cell.border, cell.protection = look.fill(look.INPUT), look.edges(), Protection(locked=False)
    _progress(sheet, plan, own, rows)
    for row in range(2, HEAD):
        sheet.row_dimensions[row].height = 17
    sheet.row_dimensions[HEAD - 1].height = 6


def _title(plan: Plan) -> str:
    organisation = plan.project.config.organisation
    note = plan.say("（虚构示例）", " (fictional example)") if organisation.fictional else ""
    return f"{organisation.name.get(plan.language)} · {plan.say('独立评分表', 'Independent scoring sheet')}{note}"


def _assessor(plan: Plan) -> str:
    team = plan.project.config.ratings.assessors
    title = next((one.title for one in team if one.name == plan.assessor), None)
    return f"{title.get(plan.language)} ({plan.assessor})" if title else plan.assessor


def _progress(sheet: Worksheet, plan: Plan, own: Sequence[Column], rows: Mapping[str, int]) -> None:
    at = [column.key for column in own].index("topics") + 1
    begin, end = plan.say("已评 ", "Rated "), plan.say(f" / {len(rows)} 个条款", f" of {len(rows)} items")
    bold = look.font(plan.language, 10, bold=True)
    done = _done(plan, own, rows)
    look.formula(sheet.cell(3, at), f'="{begin}"&({done})&"{end}"', font=bold, alignment=look.one_line())
    (bands, _), *_ = band_sheets(plan.schemes, plan.language)
    name = plan.say("等级", "levels") if bands in LEVELS.values() else plan.say("分数段", "bands")
    hint = plan.say(
        f"白色单元格由您填写，灰色单元格请勿改动；{name}见“{bands}”页，填写方法见“填写说明”页。",
        f"Fill in the white cells and leave the grey ones; see the sheets '{bands}' and 'How to fill in'.",
    )
    look.put(sheet.cell(4, at), hint, font=look.font(plan.language, 9, colour=look.MUTED), alignment=look.one_line())


def _done(plan: Plan, own: Sequence[Column], rows: Mapping[str, int]) -> str:
    """Return the formula that counts the rows with a percent, a level, marks, or that say 'not applicable'."""
    first, last = min(rows.values()), max(rows.values())
    areas = {column.key: f"{reference(first, place)}:{reference(last, place)}" for place, column in enumerate(own, 1)}
    flags, yes = areas["not_applicable"], plan.say("是", "yes")
    figures = [area for key, area in areas.items() if key in {"percent", "level", INSTANCES} or key.startswith(MARK)]
    if figures == [areas.get("percent")]:
        return f'COUNT({figures[0]})+COUNTIF({flags},"{yes}")'
    filled = "+".join((*(f'({area}<>"")' for area in figures), f'({flags}="{yes}")'))
    return f"SUMPRODUCT(--(({filled})>0))"


def set_up(sheet: Worksheet, plan: Plan, own: Sequence[Column], rows: Mapping[str, int]) -> None:
    """Freeze, print and protect a scoring sheet whose items stand in `rows`."""
    from openpyxl.worksheet.pagebreak import Break, ColBreak

    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_view.showGridLines = False
    keys, last = [column.key for column in own], max(rows.values(), default=HEAD)
    _colours(sheet, plan, keys, rows, last)
    look.printed(sheet, plan.language, _title(plan))
    # What stands above the table would be cut off beside the repeated columns: it goes into the page's header.
    header: Any = sheet.oddHeader
    header.left.text = f"{_title(plan)} · {_assessor(plan)}".replace("&", "&&")
    header.right.text = plan.project.criteria.title.get(plan.language).replace("&", "&&")
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.print_title_cols = "A:B"
    sheet.print_area = f"A{HEAD}:{reference(last, len(own))}"
    sheet.page_setup.scale = 62
    sheet.page_setup.pageOrder = "overThenDown"
    breaks = ColBreak()
    breaks.append(Break(id=keys.index("reason") + 1))
    breaks.append(Break(id=keys.index("strengths")))
    sheet.col_breaks = breaks
    look.protect(sheet)


def _colours(sheet: Worksheet, plan: Plan, keys: Sequence[str], rows: Mapping[str, int], last: int) -> None:
    """Colour figure and band by the band, and mark a figure beside 'not applicable'."""
    from openpyxl.formatting.rule import FormulaRule

    rule: Any = FormulaRule  # untyped in its stubs
    yes = plan.say("是", "yes")
    for scheme in plan.schemes:
        own = [rows[item.id] for item in plan.items if item.scheme == scheme.name]
        spans = [(HEAD + 1, last)] if len(plan.schemes) == 1 else [(row, row) for row in own]
        key = "level" if scheme.scale is Scale.LEVEL else "percent"
        left, right = keys.index(key) + 1, keys.index("band") + 1
        area = " ".join(f"{reference(start, left)}:{reference(end, right)}" for start, end in spans)
        figure, flag = reference(spans[0][0], left), reference(spans[0][0], keys.index("not_applicable") + 1)
        given = f'${figure}<>""' if key == "level" else f"ISNUMBER(${figure})"
        clash = rule([f'AND({given},${flag}="{yes}")'], fill=look.fill("F2A7A0"), stopIfTrue=True)
        sheet.conditional_formatting.add(area, clash)
        for place, one in enumerate(scheme.bands):
            inside = (
                f'${figure}&""="{one.label}"'
                if key == "level"
                else f"AND(ISNUMBER(${figure}),${figure}>={plain(one.low)},${figure}<={plain(one.high)})"
            )
            sheet.conditional_formatting.add(area, rule([inside], fill=look.fill(look.band_colour(place))))
