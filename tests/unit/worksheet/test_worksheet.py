"""`zhuoyue worksheet`: who gets which items, what stands on the sheet, and what cannot be done with it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tomli

from zhuoyue.model.measure import Measure, Point
from zhuoyue.model.text import Text
from zhuoyue.rating_sheet import RatingSheet
from zhuoyue.testing import ProjectKit
from zhuoyue.worksheet.writing import _measure


def scoring(kit: ProjectKit, *arguments: str, language: str = "en") -> Any:
    outcome = kit.run("worksheet", "--assessor", "chen", "--force", *arguments, language=language).assert_success()
    return openpyxl.load_workbook(outcome.out.strip()).worksheets[0]


def column(sheet: Any, heading: str) -> dict[str, Any]:
    """Return the cells under a heading by item code."""
    head, place = next((one.row, one.column) for row in sheet.iter_rows() for one in row if one.value == heading)
    cells = (sheet.cell(row, place) for row in range(head + 1, sheet.max_row + 1))
    return {sheet.cell(cell.row, 1).value: cell for cell in cells if sheet.cell(cell.row, 4).value}


def test_an_assessor_gets_what_is_assigned(kit: ProjectKit) -> None:
    assert list(column(scoring(kit), "Name")) == ["4.3.2", "4.3.3", "4.7.2"]
    assert list(column(scoring(kit, "--items", "4.1", "4.7.3"), "Name")) == ["4.1.2", "4.1.3", "4.1.4", "4.7.3"]
    outcome = kit.run("worksheet", "--assessor", "wu").assert_success()
    assert outcome.err == "scoring sheet of wu: 23 items\n"
    assert outcome.out == f"{kit.root / 'worksheets/wu.xlsx'}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--assessor", "chem"], "error: no assessor 'chem' in the team – did you mean 'chen'?"),
        (["--assessor", "陈岚"], "error: no assessor '陈岚' in the team – did you mean 'chen'?"),
        (["--assessor", "chen lan"], "error: no assessor 'chen lan' in the team – did you mean 'chen'?"),
        (["--assessor", "wu", "--items", "4.8"], "--items: gbt19580-2012 has no item or category '4.8' – did you mean"),
        (["--assessor", "wu", "--items", "4.3.9"], "has no item or category '4.3.9' – did you mean '4.3.3'?"),
    ],
)
def test_unknown_names_and_codes_are_told_with_the_nearest(kit: ProjectKit, arguments: list[str], message: str) -> None:
    outcome = kit.run("worksheet", *arguments)
    assert outcome.code == 2
    assert message in outcome.err
    assert not (kit.root / "worksheets").exists()


def test_a_sheet_that_may_be_filled_in_is_not_written_over(kit: ProjectKit) -> None:
    book = Path(kit.run("worksheet", "--assessor", "chen").assert_success().out.strip())
    before = book.read_bytes()
    outcome = kit.run("worksheet", "--assessor", "chen")
    assert (outcome.code, book.read_bytes()) == (2, before)
    assert "is there already, perhaps filled in; --force writes it anew" in outcome.err


def test_input_cells_are_open_and_everything_else_is_shut(kit: ProjectKit) -> None:
    sheet = scoring(kit, language="zh")
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    open_ = ("百分比", "不适用", "理由", "优势", "改进机会", "现场评审问题", "I 整合")
    shut = ("名称", "类型", "分值", "要点（自拟文字）", "证据与指标", "分数段")
    assert {cell.protection.locked for name in open_ for cell in column(sheet, name).values()} == {False}
    assert {cell.protection.locked for name in shut for cell in column(sheet, name).values()} == {True}
    methods, levels = column(sheet, "A 方法"), column(sheet, "Le 水平")
    assert [methods[code].protection.locked for code in ("4.3.2", "4.7.2")] == [False, True]
    assert [levels[code].protection.locked for code in ("4.3.2", "4.7.2")] == [True, False]
    assert methods["4.7.2"].fill.start_color.rgb != methods["4.3.2"].fill.start_color.rgb


def test_percents_come_from_a_list_of_those_that_the_scheme_allows(kit: ProjectKit) -> None:
    sheet = scoring(kit)
    percent = column(sheet, "Percent")["4.3.3"].coordinate
    (choice,) = [one for one in sheet.data_validations.dataValidation if percent in str(one.sqref)]
    cells = sheet.parent["lists"][choice.formula1.removeprefix("=lists!").replace("$", "")]
    assert [cell.value for (cell,) in cells] == list(range(0, 101, 5))
    flag = column(sheet, "Not applicable")["4.3.3"].coordinate
    (answers,) = [one for one in sheet.data_validations.dataValidation if flag in str(one.sqref)]
    assert answers.formula1 == '"yes,no"'


def test_it_shows_what_was_rated_already_in_one_language(kit: ProjectKit) -> None:
    sheet = scoring(kit)
    assert column(sheet, "Percent")["4.3.2"].value == 50
    assert column(sheet, "Reason")["4.3.2"].value == "A clear method."
    assert column(sheet, "Strengths")["4.3.2"].value == (
        "**Answers within 24 hours.** [KPI-C04] {#s-1} {confidential}\nPublishes its results every year."
    )
    assert column(sheet, "Reason")["4.3.3"].value == "只有起步。"  # there is no other
    chinese = scoring(kit, language="zh")
    assert column(chinese, "优势")["4.3.2"].value.startswith("**二十四小时答复。** [KPI-C04]")
    assert [chinese[f"A{row}"].value for row in (2, 3, 4)] == ["评价准则", "评审员", "评分日期"]
    assert chinese["B3"].value == "陈岚 (chen)"


def test_text_that_looks_like_a_formula_stays_text(kit: ProjectKit) -> None:
    text = 'assessor = "wu"\n[[ratings]]\nitem = "4.3.3"\nreason = "=HYPERLINK(\\"x\\")"\n'
    outcome = kit.write({"ratings/wu.toml": text}).run("worksheet", "--assessor", "wu").assert_success()
    cell = column(openpyxl.load_workbook(outcome.out.strip()).worksheets[0], "Reason")["4.3.3"]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == ('=HYPERLINK("x")', "s", True)


def test_evidence_and_measures_come_from_the_assessment(kit: ProjectKit) -> None:
    files = {
        "documents/reply.md": "---\nid: doc-reply\ntitle: Reply rules\nitems: [4.3.3]\n---\nText\n",
        "zhuoyue.toml": (kit.root / "zhuoyue.toml").read_text("utf-8")
        + '[[sources]]\nname = "doc"\ncollector = "documents"\nfolder = "documents"\n',
    }
    documents = ProjectKit(kit.root, (*kit.plugins, "documents")).write(files)
    documents.run("assess").assert_success()
    shown = column(scoring(documents), "Evidence and measures")["4.3.3"]
    assert "documents/reply.md" in shown.value
    assert shown.hyperlink is None


def test_a_sheet_that_is_the_teams_is_not_an_assessors(kit: ProjectKit) -> None:
    kit.write({"ratings/wu.toml": 'assessor = "team"\nstage = "consensus"\n'})
    outcome = kit.run("worksheet", "--assessor", "wu")
    assert outcome.code == 2
    assert "ratings/wu.toml:2: stage: is the team's sheet (consensus), not an assessor's" in outcome.err


def test_a_row_carried_over_asks_to_be_looked_at_again(kit: ProjectKit) -> None:
    text = 'assessor = "chen"\n[[ratings]]\nitem = "4.3.3"\npercent = 45\nreevaluate = true\n'
    kit.write({"ratings/chen.toml": text})
    sheet = scoring(kit)
    cell = column(sheet, "To be re-evaluated")["4.3.3"]
    assert cell.value == "yes"
    cell.value = None
    sheet.parent.save(kit.root / "back.xlsx")
    kit.run("ratings", "import", str(kit.root / "back.xlsx")).assert_success()
    assert "reevaluate" not in (kit.root / "ratings/chen.toml").read_text("utf-8")


def test_the_toml_form_holds_every_item_and_says_the_same(kit: ProjectKit) -> None:
    outcome = kit.run("worksheet", "--assessor", "chen", "--format", "toml").assert_success()
    text = Path(outcome.out.strip()).read_text("utf-8")
    form = RatingSheet.model_validate(tomli.loads(text))
    own = RatingSheet.model_validate(tomli.loads((kit.root / "ratings/chen.toml").read_text("utf-8")))
    assert [row.item for row in form.ratings] == ["4.3.2", "4.3.3", "4.7.2"]
    assert form.model_copy(update={"ratings": form.ratings[:2]}) == own
    assert "# percent =   # 0, 5, 10, 15, 20" in text
    assert '# dimensions = { Le = { en = "" }, T = { en = "" }, C = { en = "" }, I = { en = "" } }' in text
    assert kit.run("ratings", "import", outcome.out.strip()).assert_success().out.endswith("nothing new\n")


@pytest.mark.parametrize(
    ("value", "decimals", "wanted"),
    [("13.633333333", 1, "13.6"), ("8.035", 2, "8.04"), ("-0.25", 1, "-0.3"), ("93", 0, "93"), ("2.50", 1, "2.5")],
)
def test_a_measure_is_shown_as_exactly_as_it_says(value: str, decimals: int, wanted: str) -> None:
    measure = Measure(
        id="hours",
        title=Text(zh="时长", en="Hours"),
        items=("4.7.2",),
        unit=Text(zh="小时", en="h"),
        decimals=decimals,
        points=(Point(period="2025", value=Decimal(value)),),
        source="t",
    )
    assert _measure(measure, "en") == f"Hours [hours] 2025: {wanted} h"
