"""Scoring sheets of models that are scored otherwise than by one percent: marks, levels, instances, two schemes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tomli

from zhuoyue.rating_sheet import RatingSheet
from zhuoyue.testing import ProjectKit, project

from .conftest import Fill

TEAM = '[[ratings.assessors]]\nname = "an"\nitems = [{items}]\n'
# Our own model: one item by percent, one by level, so that a sheet needs both columns.
MIXED = """\
id = "own-1"
family = "own"
edition = "1"
scheme = "maturity"
title = "Our own"
[[categories]]
code = "A"
theme = "strategy"
title = "All"
[[categories.items]]
code = "A1"
kind = "process"
title = "One"
[[categories.items]]
code = "A2"
kind = "process"
scheme = "pdca-fine-tuned"
title = "Two"
"""


def made(
    root: Path, criteria: str, plugins: tuple[str, ...], items: str, sheet: str = "", more: str = "", **files: str
) -> ProjectKit:
    """Write a project with one assessor who has rated what `sheet` says."""
    head = f'criteria = "{criteria}"\n{more}' + TEAM.format(items=items)
    own = {"ratings/an.toml": f'assessor = "an"\nstage = "independent"\n{sheet}'} if sheet else {}
    return project(root, head, own | files, plugins)


def efqm(root: Path, sheet: str = "") -> ProjectKit:
    return made(root, "efqm-2025", ("efqm", "radar"), '"1.1", "7.1"', sheet)


def caf(root: Path, sheet: str = "") -> ProjectKit:
    return made(root, "caf-2020", ("caf", "pdca"), '"1.1", "6.1"', sheet, 'scheme = "pdca-fine-tuned"\n')


def iso(root: Path, sheet: str = "") -> ProjectKit:
    return made(root, "iso9004-2018", ("iso9004", "maturity"), '"5.2"', sheet)


def award(root: Path, sheet: str = "") -> ProjectKit:
    return made(root, "baldrige-award-2025", ("baldrige-award", "rubric"), '"1.1", "1.2"', sheet)


def cmmi(root: Path, sheet: str = "") -> ProjectKit:
    return made(root, "cmmi-generic-1.3", ("cmmi-generic", "characterise"), '"GP2.1"', sheet)


def mixed(root: Path, sheet: str = "") -> ProjectKit:
    files = '[criteria]\nfiles = ["own.toml"]\n'
    return made(root, "own-1", ("maturity", "pdca"), '"A1", "A2"', sheet, files, **{"own.toml": MIXED})


def book_of(kit: ProjectKit, language: str = "en") -> Path:
    return Path(kit.run("worksheet", "--assessor", "an", "--force", language=language).assert_success().out.strip())


def heads(book: Path) -> list[str]:
    sheet = openpyxl.load_workbook(book).worksheets[0]
    return [str(cell.value) for cell in sheet[6] if cell.value]


def choices(book: Path, code: str, heading: str) -> list[Any]:
    """Return what the drop-down of a cell offers."""
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    column = next(cell.column for cell in sheet[6] if cell.value == heading)
    row = next(row for row in range(7, sheet.max_row + 1) if sheet.cell(row, 1).value == code)
    place = sheet.cell(row, column).coordinate
    (rule,) = (one for one in sheet.data_validations.dataValidation if place in one.sqref)
    page, _, area = str(rule.formula1).removeprefix("=").partition("!")
    return [cell.value for (cell,) in opened[page][area.replace("$", "")]]


def rows_of(kit: ProjectKit) -> Mapping[str, Any]:
    data = tomli.loads((kit.root / "ratings/an.toml").read_text("utf-8"))
    return {row["item"]: row for row in data["ratings"]}


def take_in(kit: ProjectKit, path: Path, language: str = "en") -> Any:
    return kit.run("ratings", "import", str(path), language=language)


def test_attributes_have_a_column_each_and_lead_to_the_percent(tmp_path: Path, fill: Fill) -> None:
    kit = efqm(tmp_path)
    book = book_of(kit)
    assert [one for one in heads(book) if one.startswith("Mark ")][:3] == [
        "Mark sound Sound", "Mark aligned Aligned", "Mark implemented Implemented",
    ]  # fmt: skip
    assert choices(book, "1.1", "Mark sound Sound") == list(range(0, 101, 5))
    marks = {"sound Sound": 20, "aligned Aligned": 60, "implemented Implemented": 60, "flexible Flexible": 60,
             "evaluated Evaluated & Understood": 60, "learn Learn & Improve": 60}  # fmt: skip
    back = fill(book, {("1.1", f"Mark {name}"): value for name, value in marks.items()})
    assert take_in(kit, back).assert_success().out.endswith("6 cells of 1 item taken\n")
    given = {"sound": 20, "aligned": 60, "implemented": 60, "flexible": 60, "evaluated": 60, "learn": 60}
    assert rows_of(kit)["1.1"] == {"item": "1.1", "marks": given}
    # Weights .2 .2 .2 .2 .1 .1: 52, to the grid 50, but Sound caps at 20 (domain notes, the vector 60/20).
    assert kit.run("assess").assert_success().assessment.result_of["efqm-2025:1.1"].score.percent == 20
    assert take_in(kit, back).assert_success().out.endswith("nothing new\n")


def test_a_mark_off_the_grid_is_told_with_its_cell_and_neighbours(tmp_path: Path, fill: Fill) -> None:
    kit = efqm(tmp_path)
    back = fill(book_of(kit), {("1.1", "Mark sound Sound"): 62, ("1.1", "Mark learn Learn & Improve"): 40,
                               ("1.1", "Mark scope Scope & Relevance"): 40})  # fmt: skip
    outcome = take_in(kit, back)
    assert outcome.code == 2
    assert "(1.1 marks.sound): 1.1, sound: 62 % is not a multiple of 5 from 0 to 100; nearest: 60 or 65" in outcome.err
    assert "(1.1 marks.scope): 1.1 has no mark 'scope'" in outcome.err
    assert rows_of(kit)["1.1"]["marks"] == {"learn": 40}
    (kit.root / "ratings/an.toml").unlink()
    told = take_in(kit, back, "zh").err
    assert "1.1，sound：62 % 不是 0 到 100 之间 5 的倍数；最接近的是 60 或 65" in told


def test_a_percent_that_contradicts_the_marks_is_not_taken(tmp_path: Path, fill: Fill) -> None:
    sheet = '[[ratings]]\nitem = "1.1"\nmarks = { P = 80, D = 60, C = 40, A = 20 }\n'
    kit = caf(tmp_path, sheet)
    back = fill(book_of(kit), {("1.1", "Percent"): 60, ("1.1", "Reason"): "Why."})
    outcome = take_in(kit, back)
    assert "(1.1 percent): 1.1: the marks give 50 %, the row says 60 %; leave the figure out; not taken" in outcome.err
    row = rows_of(kit)["1.1"]
    assert ("percent" in row, row["reason"]) == (False, {"en": "Why."})
    assert "Points" not in heads(book_of(kit))  # the CAF has none


def test_levels_are_chosen_and_read_as_levels(tmp_path: Path, fill: Fill) -> None:
    kit = iso(tmp_path)
    book = book_of(kit)
    assert "Percent" not in heads(book)
    assert choices(book, "5.2", "Level") == ["0", "1", "2", "3", "4", "5"]
    back = fill(book, {("5.2", "Level"): 3})  # a number, as people type it
    take_in(kit, back).assert_success()
    assert rows_of(kit)["5.2"]["level"] == "3"
    outcome = take_in(kit, fill(book, {("5.2", "Level"): "6"}))
    assert "(5.2 level): 5.2: '6' is no level – expected one of: 0, 1, 2, 3, 4, 5\n" in outcome.err
    told = take_in(kit, fill(book_of(kit, "zh"), {("5.2", "等级"): "六级"}), "zh").err
    assert "5.2：'六' 不是有效等级，可选 0、1、2、3、4、5" in told


def test_yes_and_no_by_level(tmp_path: Path, fill: Fill) -> None:
    kit = iso(tmp_path)
    book = book_of(kit, "zh")
    answers = {("5.2", f"评定 {one} {one} 级是否做到"): word for one, word in enumerate("是是否是", 1)}
    assert choices(book, "5.2", "评定 1 1 级是否做到") == ["是", "否"]
    take_in(kit, fill(book, answers)).assert_success()
    assert rows_of(kit)["5.2"]["marks"] == {"1": True, "2": True, "3": False, "4": True}
    score = kit.run("assess").assert_success().assessment
    assert score.figure(score.item("5.2")).en == "level 2"  # the fourth lies beyond a gap
    again = fill(book_of(kit), {("5.2", "Mark 3 Level 3 met"): "perhaps"})
    outcome = take_in(kit, again)
    assert "(5.2 marks.3): 5.2, 3: 'perhaps' is neither true nor false" in outcome.err
    assert not [one for one in heads(book) if one.startswith("3 ")]  # no column of notes on every level


def test_levels_by_dimension(tmp_path: Path, fill: Fill) -> None:
    kit = award(tmp_path)
    book = book_of(kit)
    offered = ["none", "reactive", "early", "mature", "role-model"]
    assert choices(book, "1.1", "Mark regular Regular and repeated") == offered
    back = fill(book, {("1.1", "Mark regular Regular and repeated"): "Mature",
                       ("1.1", "Mark improved Improved from evaluation"): "erly"})  # fmt: skip
    outcome = take_in(kit, back)
    assert (
        "1.1, improved: 'erly' is no level – expected one of: none, reactive, early, mature, role-model" in outcome.err
    )
    assert "did you mean 'early'?" in outcome.err
    assert rows_of(kit)["1.1"]["marks"] == {"regular": "mature"}


def test_marks_of_instances_stand_in_one_cell(tmp_path: Path, fill: Fill) -> None:
    marks = '"订单处理/2025" = "LI"\n"a = b; c" = "NY"\n'
    kit = cmmi(tmp_path, f'[[ratings]]\nitem = "GP2.1"\n[ratings.marks]  # by unit\n{marks}')
    book = book_of(kit)
    cell = openpyxl.load_workbook(book).worksheets[0]
    shown = next(
        one.value for row in cell.iter_rows() for one in row if "LI" in str(one.value) and "\n" in str(one.value)
    )
    assert shown == '订单处理/2025 = LI\n"a = b; c" = NY'
    assert take_in(kit, book).out.endswith("nothing new\n")
    back = fill(book, {("GP2.1", "Marks by instance"): "订单处理/2025 = fi; sales ＝ LI"})
    take_in(kit, back).assert_success()
    assert rows_of(kit)["GP2.1"]["marks"] == {"订单处理/2025": "FI", "sales": "LI"}
    assert "# by unit" in (kit.root / "ratings/an.toml").read_text("utf-8")
    back = fill(book_of(kit), {("GP2.1", "Marks by instance"): "sales = XX"}, "c.xlsx")
    assert "GP2.1, sales: 'XX' is no level – expected one of: NI, PI, LI, FI, NY" in take_in(kit, back).err
    back = fill(book_of(kit), {("GP2.1", "Marks by instance"): "all fine"}, "d.xlsx")
    assert "'all fine' is no mark; write `name = FI`, one a line" in take_in(kit, back).err


def test_a_model_of_two_kinds_has_both_columns_and_two_pages(tmp_path: Path, fill: Fill) -> None:
    kit = mixed(tmp_path)
    book = book_of(kit)
    assert {"Percent", "Level", "Band"} <= set(heads(book))
    assert openpyxl.load_workbook(book).sheetnames[1:3] == ["Levels maturity", "Bands pdca-fine-tuned"]
    back = fill(book, {("A1", "Level"): "4", ("A2", "Percent"): 37, ("A2", "Level"): "2"})
    outcome = take_in(kit, back)
    assert "(A2 level): A2 is rated by percent, not by level: write `percent`" in outcome.err
    assert rows_of(kit) == {"A1": {"item": "A1", "level": "4"}, "A2": {"item": "A2", "percent": 37}}
    outcome = take_in(kit, fill(book, {("A1", "Percent"): 40}, "b.xlsx"))
    assert "(A1 percent): A1 is rated by level, not by percent: write `level` – one of: 0, 1, 2, 3, 4, 5" in outcome.err


SHEETS = [
    (efqm, '[[ratings]]\nitem = "1.1"\nmarks = { sound = 65, learn = 5 }\n[[ratings]]\nitem = "7.1"\npercent = 45\n'),
    (caf, '[[ratings]]\nitem = "6.1"\nmarks = { trends = 33, targets = 34 }\nreason = "看过"\n'),
    (iso, '[[ratings]]\nitem = "5.2"\nlevel = "3"\n[ratings.dimensions]\n2 = "seen"\n'),
    (award, '[[ratings]]\nitem = "1.2"\nmarks = { responsiveness = "none" }\n'),
    (cmmi, '[[ratings]]\nitem = "GP2.1"\nmarks = { "=a\\"b" = "NI", " x" = "FI" }\n'),
    (mixed, '[[ratings]]\nitem = "A1"\nmarks = { 1 = true, 2 = false }\n[[ratings]]\nitem = "A2"\nmarks = { P = 1 }\n'),
]


@pytest.mark.parametrize(("kind", "sheet"), SHEETS)
def test_what_stands_there_comes_back_as_it_was(tmp_path: Path, kind: Any, sheet: str) -> None:
    kit = kind(tmp_path, sheet)
    path = kit.root / "ratings/an.toml"
    before = path.read_text("utf-8")
    book = book_of(kit)
    assert take_in(kit, book).assert_success().out.endswith("nothing new\n")
    assert path.read_text("utf-8") == before
    path.unlink()  # all that it held stands in the workbook
    take_in(kit, book).assert_success()
    both = [RatingSheet.model_validate(tomli.loads(text)) for text in (before, path.read_text("utf-8"))]
    assert both[0] == both[1]


@pytest.mark.parametrize(("kind", "sheet"), SHEETS[::2])
def test_a_toml_form_says_the_same(tmp_path: Path, kind: Any, sheet: str) -> None:
    kit = kind(tmp_path, sheet)
    before = tomli.loads((kit.root / "ratings/an.toml").read_text("utf-8"))
    form = kit.run("worksheet", "--assessor", "an", "--format", "toml").assert_success().out.strip()
    found = {row["item"]: row for row in tomli.loads(Path(form).read_text("utf-8"))["ratings"]}
    for row in before["ratings"]:
        assert found[row["item"]].get("marks") == row.get("marks")
        assert [found[row["item"]].get(key) for key in ("percent", "level")] == [row.get("percent"), row.get("level")]
    assert take_in(kit, Path(form)).assert_success().out.endswith("nothing new\n")


def test_a_form_shows_what_may_be_given_and_tells_what_may_not(tmp_path: Path) -> None:
    kit = mixed(tmp_path)
    form = Path(kit.run("worksheet", "--assessor", "an", "--format", "toml").assert_success().out.strip())
    text = form.read_text("utf-8")
    assert '# level = ""   # 0, 1, 2, 3, 4, 5\n# marks = { 1 = , 2 = , 3 = , 4 = , 5 =  }   # true, false\n' in text
    assert "# percent =   # 0, 1, 2, …, 100\n# marks = { P = , D = , C = , A =  }   # 0, 1, 2, …, 100\n" in text
    assert "points" not in text
    rows = '[[ratings]]\nitem = "A1"\npercent = 40\nmarks = { 2 = true, 7 = true }\n'
    rows += '[[ratings]]\nitem = "A2"\nmarks = { P = 101 }\n'
    form.write_text(f'assessor = "an"\nstage = "independent"\n{rows}', "utf-8")
    outcome = take_in(kit, form)
    assert "an.toml:5: ratings[0].percent: A1 is rated by level, not by percent: write `level`" in outcome.err
    assert "A1 has no mark '7'" in outcome.err
    assert "A2, P: 101 % is not a multiple of 1 from 0 to 100; nearest: 100" in outcome.err
    assert rows_of(kit) == {"A1": {"item": "A1", "marks": {"2": True}}}
