"""`zhuoyue ratings import`: good cells are taken, bad ones named, nothing is overwritten that somebody else wrote."""

from __future__ import annotations

import getpass
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhuoyue import ledger
from zhuoyue.testing import Outcome, ProjectKit

Fill = Callable[..., Path]


def take_in(kit: ProjectKit, *arguments: object, language: str = "en") -> Outcome:
    return kit.run("ratings", "import", *map(str, arguments), language=language)


def sheet_of(kit: ProjectKit) -> str:
    return (kit.root / "ratings/chen.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "typed", [55, 55.0, (0.55, "0%"), (0.55, "0.00%"), "55", "55%", "55 %", "５５％", " 55　%", "55.0", "55,0%"]
)
def test_a_percent_may_be_typed_in_many_ways(kit: ProjectKit, book: Path, fill: Fill, typed: Any) -> None:
    take_in(kit, fill(book, {("4.3.3", "百分比"): typed})).assert_success()
    assert '[[ratings]]\nitem = "4.3.3"\npercent = 55\n' in sheet_of(kit)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (53, "4.3.3: 53 % is not a multiple of 5 from 0 to 100; nearest: 50 or 55"),
        (0.55, "0.55 may mean 0.55 % or 55 %; write 55 if you mean 55 %"),
        ("０．５５", "0.55 may mean 0.55 % or 55 %; write 55 if you mean 55 %"),
        (105, "4.3.3: 105 % is not a multiple of 5 from 0 to 100; nearest: 100"),
        (-5, "4.3.3: -5 % is not a multiple of 5 from 0 to 100; nearest: 0"),
        ("五十", "'五十' is no percent; write a number such as 55"),
        ("nan", "'nan' is no percent"),
        ("1e400", "1.00e+400 is not between 0 and 100"),
        (True, "True is no percent"),
        ("=50+5", "a formula stands here; write the text or number itself"),
    ],
)
def test_a_bad_percent_is_named_by_its_cell_and_stops_nothing_else(
    kit: ProjectKit, book: Path, fill: Fill, typed: Any, message: str
) -> None:
    back = fill(book, {("4.3.3", "百分比"): typed, ("4.3.3", "理由"): "新的理由", ("4.7.2", "百分比"): 30})
    outcome = take_in(kit, back)
    assert outcome.code == 2
    assert f"error: back.xlsx: 评分!G9 (4.3.3 percent): {message}" in outcome.err
    assert outcome.out == "back.xlsx → ratings/chen.toml: 2 cells of 2 items taken; not taken: 1 wrong, 0 in conflict\n"
    assert 'item = "4.3.3"\npercent = 45\nreason = { zh = "新的理由" }\n' in sheet_of(kit)
    assert 'item = "4.7.2"\npercent = 30\n' in sheet_of(kit)


def test_what_was_not_touched_keeps_every_byte(kit: ProjectKit, book: Path, fill: Fill) -> None:
    before = sheet_of(kit)
    take_in(kit, fill(book, {("4.3.2", "百分比"): 60, ("4.3.2", "优势"): None})).assert_success()
    head, _, rest = before.partition("\n# the strength that counts")
    expected = (
        head.replace("percent = 50  # after", "percent = 60  # after") + rest[rest.index("\n\n# not looked at") :]
    )
    assert sheet_of(kit) == expected.replace("\n\n\n", "\n\n")


def test_a_reworded_finding_keeps_its_neighbours_and_the_other_language(
    kit: ProjectKit, book: Path, fill: Fill
) -> None:
    strengths = "**二十四小时内答复。** [KPI-C04] {#s-1} {confidential}\n  – 2025 年 97%\n逐年公布实绩。\n新的一条。"
    outcome = take_in(kit, fill(book, {("4.3.2", "优势"): strengths})).assert_success()
    text = sheet_of(kit)
    assert 'id = "s-1"\ntext = { zh = "二十四小时内答复。" }\nexamples = [{ zh = "2025 年 97%" }]' in text
    assert 'visibility = "confidential"' in text
    assert '# the strength that counts\n[[ratings.strengths]]\nid = "s-1"' in text
    assert 'text = { zh = "逐年公布实绩。", en = "Publishes its results every year." }' in text
    assert 'text = { zh = "新的一条。" }' in text
    assert "the text in the other language was dropped: 'Answers within 24 hours.'" in outcome.err
    assert "every year" not in outcome.err


def test_a_sheet_handed_out_with_earlier_headings_comes_back(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.3.2", "现场评审问题"): "问？"})
    opened = openpyxl.load_workbook(back)
    heads = {one.value: one for row in opened.worksheets[0].iter_rows() for one in row}
    heads["现场评审问题"].value, heads["分数段"].value = "现场查验问题", "档位"
    opened.save(back)
    take_in(kit, back).assert_success()
    assert 'text = { zh = "问？" }' in sheet_of(kit)


def test_importing_the_same_file_again_changes_nothing(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(
        book, {("4.3.3", "百分比"): 55, ("4.3.3", "改进机会"): "- 一\n• 二", ("4.3.2", "现场评审问题"): "问？\n → 答"}
    )
    take_in(kit, back).assert_success()
    files = {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()}
    again = take_in(kit, back).assert_success()
    assert again.out == "back.xlsx → ratings/chen.toml: nothing new\n"
    assert {path: path.read_bytes() for path in kit.root.rglob("*") if path.is_file()} == files
    (entry,) = ledger.read(kit.root)
    assert (entry.kind, entry.by, entry.data["assessor"], entry.data["file"]) == (
        "imported",
        getpass.getuser(),
        "chen",
        "back.xlsx",
    )
    assert entry.data["items"] == ["4.3.2", "4.3.3"]


def test_where_both_sides_changed_a_cell_the_project_keeps_its_own_until_somebody_chooses(
    kit: ProjectKit, book: Path, fill: Fill
) -> None:
    back = fill(book, {("4.3.2", "百分比"): 55, ("4.3.3", "百分比"): 50})
    kit.write({"ratings/chen.toml": sheet_of(kit).replace("percent = 50  #", "percent = 60  #")})
    outcome = take_in(kit, back)
    assert outcome.code == 2
    assert (
        "warning: back.xlsx: 评分!G8 (4.3.2 percent): changed on both sides: was '50', file '55', project '60'\n"
        in outcome.err
    )
    assert "percent = 60  #" in sheet_of(kit)
    assert 'item = "4.3.3"\npercent = 50' in sheet_of(kit)
    assert take_in(kit, back).code == 2  # it stays open
    assert json.loads(take_in(kit, back, "--json").out)["imported"][0]["conflicts"][0]["ours"] == "60"
    take_in(kit, back, "--take", "ours").assert_success()
    take_in(kit, back).assert_success()  # settled
    kit.write({"ratings/chen.toml": sheet_of(kit).replace("percent = 60  #", "percent = 65  #")})
    later = fill(back, {("4.3.2", "百分比"): 70}, "later.xlsx")
    assert take_in(kit, later).code == 2
    take_in(kit, later, "--take", "theirs").assert_success()
    assert "percent = 70  #" in sheet_of(kit)


def test_a_translation_added_meanwhile_is_not_lost(kit: ProjectKit, book: Path, fill: Fill) -> None:
    kit.write({"ratings/chen.toml": sheet_of(kit).replace('"只有起步。"', '{ zh = "只有起步。", en = "A start." }')})
    take_in(kit, fill(book, {("4.3.3", "百分比"): 50})).assert_success()
    assert 'reason = { zh = "只有起步。", en = "A start." }' in sheet_of(kit)
    outcome = take_in(kit, fill(book, {("4.3.3", "理由"): "刚刚起步。"}, "b.xlsx"))
    assert (outcome.code, "A start." in sheet_of(kit)) == (2, True)


def test_a_workbook_may_come_back_again_and_again(kit: ProjectKit, book: Path, fill: Fill) -> None:
    first = fill(book, {("4.3.3", "百分比"): 50, ("4.3.2", "百分比"): 55}, "1.xlsx")
    take_in(kit, first).assert_success()
    second = fill(first, {("4.3.3", "百分比"): 60}, "2.xlsx")
    take_in(kit, second).assert_success()  # nobody else touched it since the first: no conflict
    assert 'item = "4.3.3"\npercent = 60' in sheet_of(kit)
    outcome = take_in(kit, first).assert_success()
    assert "a later state of the same workbook since; nothing was taken" in outcome.err
    assert 'item = "4.3.3"\npercent = 60' in sheet_of(kit)
    # Taken back to what it was, or an older copy with another edit? Only a person can tell.
    third = fill(second, {("4.3.2", "百分比"): 50}, "3.xlsx")
    assert take_in(kit, third).code == 2
    assert "percent = 55  #" in sheet_of(kit)
    take_in(kit, third, "--take", "theirs").assert_success()
    assert "percent = 50  #" in sheet_of(kit)


def test_rows_are_found_by_code_and_sheets_by_headings(kit: ProjectKit, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    sheet.title = "我的评分"
    sheet.insert_cols(3)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=11)]
    rows[1][7], rows[2][7], rows[4][7] = 60, 65, 70  # 4.3.2, 4.3.3, 4.7.2 in the column after the inserted one
    kept = [rows[4], ["我的备注"], rows[2]]
    for number in range(7, 12):
        values = kept[number - 7] if number - 7 < len(kept) else [None] * len(rows[0])
        for place in range(1, len(rows[0]) + 1):
            value = values[place - 1] if place <= len(values) else None
            sheet.cell(number, place).value = value
    opened.save(book)
    outcome = take_in(kit, book)
    assert outcome.code == 0, outcome.err
    assert "chen.xlsx: 我的评分: rows are missing: 4.3.2; their ratings stay as they are" in outcome.err
    assert "percent = 50  # after" in sheet_of(kit)
    assert 'item = "4.3.3"\npercent = 65' in sheet_of(kit)
    assert 'item = "4.7.2"\npercent = 70' in sheet_of(kit)


def test_rows_that_are_nobodys_are_named(kit: ProjectKit, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    for row, (code, percent) in enumerate([("4.3.9", 50), (None, 50), ("4.3.3", 70)], sheet.max_row + 1):
        sheet.cell(row, 1).value, sheet.cell(row, 7).value = code, percent
    opened.save(book)
    outcome = take_in(kit, book)
    assert outcome.code == 2
    assert (
        "评分!A12 (item): no item '4.3.9' in gbt19580-2012 – did you mean '4.3.3'?; nothing of the row" in outcome.err
    )
    assert "评分!A13 (item): a row without item code; nothing of it was taken" in outcome.err
    assert "评分!A9 (4.3.3): 4.3.3 stands in several rows (A9, A14); none of them was taken" in outcome.err
    assert 'item = "4.3.3"\npercent = 45' in sheet_of(kit)


def test_without_its_hidden_sheet_a_workbook_overwrites_nothing(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.3.3", "百分比"): 50, ("4.7.2", "百分比"): 35, ("4.3.2", "优势"): None})
    opened = openpyxl.load_workbook(back)
    del opened["zhuoyue"]
    opened.save(back)
    outcome = take_in(kit, back)
    assert outcome.code == 2
    assert "its hidden sheet is missing or damaged" in outcome.err
    assert "(4.3.3 percent): changed on both sides: was unknown, file '50', project '45'" in outcome.err
    assert "(4.3.2 strengths): changed on both sides: was unknown, file ''" in outcome.err
    assert 'item = "4.3.3"\npercent = 45' in sheet_of(kit)
    assert 'item = "4.7.2"\npercent = 35' in sheet_of(kit)


def test_a_note_on_a_dimension_of_the_other_kind_is_refused(kit: ProjectKit, book: Path, fill: Fill) -> None:
    outcome = take_in(kit, fill(book, {("4.7.2", "A 方法"): "错位", ("4.7.2", "I 整合"): "对位"}))
    assert outcome.code == 2
    assert "评分!K11 (4.7.2 dimensions.A): 4.7.2 has no dimension 'A'; it has Le, T, C, I" in outcome.err
    assert 'I = { zh = "对位" }' in sheet_of(kit)


def test_not_applicable_needs_a_reason_and_no_percent(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.7.2", "不适用"): "是", ("4.7.2", "I 整合"): "记录"})
    outcome = take_in(kit, back)
    assert "评分!I11 (4.7.2 not_applicable): 'not applicable' needs a reason; not taken" in outcome.err
    assert "not_applicable" not in sheet_of(kit)
    assert "记录" in sheet_of(kit)
    back = fill(back, {("4.7.2", "不适用"): None, ("4.3.3", "不适用"): "是"}, "b.xlsx")
    outcome = take_in(kit, back)
    assert "a percent and 'not applicable' exclude each other; not taken" in outcome.err
    take_in(kit, fill(back, {("4.3.3", "百分比"): None}, "c.xlsx")).assert_success()
    assert 'item = "4.3.3"\nreason = "只有起步。"\nnot_applicable = true' in sheet_of(kit)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("criteria", "gbt19580-2004"), "is for another edition of the criteria: gbt19580-2004, not gbt19580-2012"),
        (("criteria", "baldrige-2023"), "is for other criteria: baldrige-2023, not gbt19580-2012"),
        (("assessor", "chan"), "no assessor 'chan' in the team – did you mean 'chen'?"),
        (("format", "9"), "was written by a later zhuoyue (format 9; this one reads 1)"),
    ],
)
def test_a_workbook_of_another_round_is_refused_whole(
    kit: ProjectKit, book: Path, change: tuple[str, str], message: str
) -> None:
    opened = openpyxl.load_workbook(book)
    for row in opened["zhuoyue"].iter_rows():
        if row[0].value == change[0]:
            row[1].value = change[1]
    opened.save(book)
    before = sheet_of(kit)
    outcome = take_in(kit, book)
    assert (outcome.code, sheet_of(kit)) == (2, before)
    assert f"error: chen.xlsx: {message}" in outcome.err


def test_what_is_no_scoring_sheet_is_refused_and_the_others_are_taken(
    kit: ProjectKit, book: Path, fill: Fill, tmp_path: Path
) -> None:
    other = openpyxl.Workbook()
    other.save(tmp_path / "other.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 torn")
    (tmp_path / "notes.docx").write_bytes(b"x")
    files = [tmp_path / name for name in ("other.xlsx", "broken.xlsx", "notes.docx", "gone.xlsx")]
    outcome = take_in(kit, *files, fill(book, {("4.3.3", "百分比"): 50}))
    assert outcome.code == 2
    assert "other.xlsx: is no scoring sheet" in outcome.err
    assert "broken.xlsx: is no workbook, or a damaged one" in outcome.err
    assert "notes.docx: is none of .xlsx, .xlsm, .ods, .toml; save it as .xlsx" in outcome.err
    assert "gone.xlsx: cannot be read" in outcome.err
    assert 'item = "4.3.3"\npercent = 50' in sheet_of(kit)


def test_a_submitted_sheet_is_reopened_only_on_purpose(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.3.3", "百分比"): 50})
    ledger.append(kit.root, "submitted", "chen", {"assessor": "chen", "sha256": "0" * 64})
    before = sheet_of(kit)
    outcome = take_in(kit, back)
    assert (outcome.code, sheet_of(kit)) == (2, before)
    assert (
        "back.xlsx: the sheet of chen was submitted and sealed; --reopen takes this file in nevertheless" in outcome.err
    )
    take_in(kit, back, "--reopen").assert_success()
    assert ledger.read(kit.root)[-1].data["reopened"] is True
    take_in(kit, fill(back, {("4.3.3", "百分比"): 55}, "b.xlsx")).assert_success()  # open until it is submitted again
    (kit.root / "ratings/wu.toml.age").write_bytes(b"sealed")
    kit.run("worksheet", "--assessor", "wu", "--output", str(kit.root / "wu.xlsx"))
    assert "ratings/wu.toml.age: is sealed" in kit.run("worksheet", "--assessor", "wu").err


def test_a_toml_sheet_is_taken_row_by_row(kit: ProjectKit) -> None:
    text = """\
        assessor = "wu"
        rated_on = 2026-01-10
        [[ratings]]
        item = "4.3.3"
        percent = 53
        reason = "理由"
        [[ratings]]
        item = "4.3.9"
        percent = 50
        [[ratings]]
        item = "4.7.2"
        precent = 40
        reason = { zh = "好", en = "good" }
        """
    back = kit.root / "back/wu.toml"
    kit.write({"back/wu.toml": text})
    outcome = take_in(kit, back)
    assert outcome.code == 2
    assert "wu.toml:5: ratings[0].percent: 4.3.3: 53 % is not a multiple of 5" in outcome.err
    assert "wu.toml:8: ratings[1].item: gbt19580-2012 has no item '4.3.9'" in outcome.err
    assert "wu.toml:12: ratings[2].precent: unknown key – did you mean 'percent'?" in outcome.err
    taken = (kit.root / "ratings/wu.toml").read_text("utf-8")
    assert 'item = "4.3.3"\nreason = { zh = "理由" }' in taken
    assert 'item = "4.7.2"\nreason = { zh = "好", en = "good" }' in taken
    kit.write({"back/wu.toml": text.replace("percent = 53", "percent = 50").replace("理由", "另一理由")})
    outcome = take_in(kit, back)
    assert "ratings[0].reason: changed on both sides" in outcome.err.replace("wu.toml:6: ", "")
    assert "percent = 50" in (kit.root / "ratings/wu.toml").read_text("utf-8")


def test_messages_are_chinese_for_who_reads_chinese(kit: ProjectKit, book: Path, fill: Fill) -> None:
    outcome = take_in(kit, fill(book, {("4.3.3", "百分比"): 53, ("4.3.2", "百分比"): 60}), language="zh")
    assert (
        "错误：back.xlsx: 评分!G9 (4.3.3 percent): 4.3.3：53 % 不是 0 到 100 之间 5 的倍数；最接近的是 50 或 55"
        in outcome.err
    )
    assert outcome.out == "back.xlsx → ratings/chen.toml：已导入 1 个条款的 1 个单元格；未导入：1 处有误，0 处冲突\n"


def test_an_id_that_another_finding_bears_is_refused(kit: ProjectKit, book: Path, fill: Fill) -> None:
    outcome = take_in(kit, fill(book, {("4.3.3", "优势"): "新的 {#s-1}", ("4.7.2", "优势"): "一 {#x}\n二 {#x}"}))
    assert outcome.code == 2
    assert "(4.3.3 strengths): the id 's-1' belongs to another finding of the sheet; not taken" in outcome.err
    assert "(4.7.2 strengths): the id 'x' belongs to another finding of the sheet; not taken" in outcome.err


def test_what_the_project_remembers_of_a_workbook_does_not_tell_what_stood_in_it(
    kit: ProjectKit, book: Path, fill: Fill
) -> None:
    take_in(kit, fill(book, {("4.3.3", "百分比"): 70, ("4.3.3", "理由"): "机密的理由"})).assert_success()
    kept = (kit.root / "ratings/.base/chen.json").read_text("utf-8")
    memory = {row[0].value: row[1].value for row in openpyxl.load_workbook(book)["zhuoyue"].iter_rows()}
    assert "机密" not in kept
    assert memory["workbook"] not in kept
    cells = next(iter(json.loads(kept)["workbooks"].values()))["cells"]
    assert sorted(cells) == ["gbt19580-2012:4.3.3 percent", "gbt19580-2012:4.3.3 reason"]


def test_a_sheet_that_went_missing_is_made_anew_from_the_workbook(kit: ProjectKit, book: Path, fill: Fill) -> None:
    (kit.root / "ratings/chen.toml").unlink()
    outcome = take_in(kit, fill(book, {("4.3.3", "百分比"): 70})).assert_success()
    assert "ratings/chen.toml was missing; it is made anew from everything that stands in this file" in outcome.err
    assert 'visibility = "confidential"' in sheet_of(kit)
    assert "percent = 70" in sheet_of(kit)


def test_a_sheet_that_was_lost_after_its_import_comes_back_whole(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.3.3", "百分比"): 70, ("4.3.3", "理由"): "有依据。", ("4.7.2", "百分比"): 30})
    take_in(kit, back).assert_success()
    before = tomllib.loads(sheet_of(kit))
    (kit.root / "ratings/chen.toml").unlink()
    outcome = take_in(kit, back).assert_success()
    assert "ratings/chen.toml was missing; it is made anew" in outcome.err
    assert "nothing new" not in outcome.out
    assert tomllib.loads(sheet_of(kit)) == before
    assert take_in(kit, back).assert_success().out.endswith("nothing new\n")


def test_a_lost_sheet_that_was_submitted_comes_back_on_purpose_only(kit: ProjectKit, book: Path, fill: Fill) -> None:
    back = fill(book, {("4.3.3", "百分比"): 70})
    take_in(kit, back).assert_success()
    ledger.append(kit.root, "submitted", "chen", {"assessor": "chen", "sha256": "0" * 64})
    (kit.root / "ratings/chen.toml").unlink()
    assert "was submitted and sealed; --reopen" in take_in(kit, back).err
    assert not (kit.root / "ratings/chen.toml").exists()
    take_in(kit, back, "--reopen").assert_success()
    assert "percent = 70" in sheet_of(kit)


def test_a_toml_file_that_is_no_rating_sheet_has_one_fault(kit: ProjectKit) -> None:
    outcome = take_in(kit, kit.root / "zhuoyue.toml")
    assert outcome.code == 2
    assert outcome.err == "error: zhuoyue.toml: is no rating sheet: it has neither `assessor` nor [[ratings]]\n"


def test_what_the_system_says_is_chinese_for_who_reads_chinese(kit: ProjectKit) -> None:
    assert "nix.xlsx: 无法读取：文件不存在" in take_in(kit, kit.root / "nix.xlsx", language="zh").err
    assert "nix.toml: 无法读取：文件不存在" in take_in(kit, kit.root / "nix.toml", language="zh").err
    (kit.root / "folder.xlsx").mkdir()
    assert "folder.xlsx: 无法读取：是文件夹，不是文件" in take_in(kit, kit.root / "folder.xlsx", language="zh").err
    assert "nix.xlsx: cannot be read: No such file or directory" in take_in(kit, kit.root / "nix.xlsx").err


def test_the_ledger_says_who_imported_and_whose_sheet_it_was(kit: ProjectKit, book: Path, fill: Fill) -> None:
    take_in(kit, fill(book, {("4.3.3", "百分比"): 55})).assert_success()
    take_in(kit, fill(book, {("4.3.3", "百分比"): 60}), "--by", " Zhou Lan ").assert_success()
    first, second = ledger.read(kit.root)
    assert (first.by, first.data["assessor"]) == (getpass.getuser(), "chen")
    assert (second.by, second.data["assessor"]) == ("Zhou Lan", "chen")
