"""What is wrong with a table is said with file, row, column, what was found and what was expected."""

from __future__ import annotations

import codecs
import sqlite3
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from zhuoyue import Collected, Problem, Severity

from .conftest import Project, codes, counts, values

COUNT: dict[str, Any] = {"id": "m", "title": "m", "aggregate": "count", "period": "年"}
SUM: dict[str, Any] = {"id": "m", "title": "m", "aggregate": "sum", "value": "金额", "period": "年"}


def only(collected: Collected, code: str) -> Problem:
    (found,) = (problem for problem in collected.problems if problem.code == code)
    return found


def test_a_wrong_type_in_row_12345_is_found_and_the_rest_is_read(project: Project) -> None:
    lines = ["编号,年,金额", *(f"T{row},2024,{row}" for row in range(2, 20_001))]
    lines[12_344] = "T12345,2024,12o5"
    project.write("records/c.csv", "\n".join(lines))
    collected = project.collect(path="records/c.csv", measures=[SUM])
    problem = only(collected, "tables-bad-value")
    assert problem.severity is Severity.ERROR
    assert problem.where == "records/c.csv:row 12345, column 金额"
    assert "1 value is not a number such as 1234.5" in problem.text.en
    assert "row 12345 '12o5'" in problem.text.en
    assert "第 12345 行 '12o5'" in problem.text.zh
    assert "left out of: m" in problem.text.en
    assert values(collected.measures[0].points) == {"2024": sum(range(2, 20_001)) - 12_345}
    assert counts(collected.measures[0].points) == {"2024": 19_998}
    assert 'accept it with on_bad_value = "report"' in problem.text.en
    accepted = only(project.collect(path="records/c.csv", measures=[SUM], on_bad_value="report"), "tables-bad-value")
    assert accepted.severity is Severity.WARNING
    assert accepted.where == problem.where


def test_rows_are_numbered_as_an_editor_numbers_lines(project: Project) -> None:
    project.write("a.csv", '标题\n年,金额\n\n2024,1\n2024,"2\n3"\n2024\n2024,4,5,6\n2024,x\n')
    collected = project.collect(path="a.csv", skip_rows=1, measures=[SUM])
    bad, ragged = only(collected, "tables-bad-value"), only(collected, "tables-ragged-row")
    assert "row 5 '2\\n3', row 9 'x'" in bad.text.en
    assert "2 rows do not fit the header of 2 columns" in ragged.text.en
    assert "row 7 has 1 cells; row 8 has 4 cells" in ragged.text.en
    assert ragged.where == "a.csv:row 7"
    assert ragged.severity is Severity.ERROR
    assert values(collected.measures[0].points) == {"2024": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_detected(project: Project, encoding: str) -> None:
    project.write(
        "a.csv",
        "年,产品线,金额\n2024年,液压件,1.5\n2024,𠮷导轨,2\n".replace("𠮷", "" if encoding == "gbk" else "𠮷"),
        encoding,
    )
    collected = project.collect(path="a.csv", measures=[{**SUM, "segment": "产品线"}])
    assert values(collected.measures[0].points) == {"2024": Decimal("3.5")}
    assert "液压件" in {segment.name.zh for segment in collected.measures[0].segments}
    assert ("tables-encoding" in codes(collected)) == (not encoding.startswith("utf-8"))


def test_gb18030_after_megabytes_of_ascii_is_noticed(project: Project) -> None:
    body = "2024,1,a\n" * 700_000
    project.write("a.csv", codecs.encode("y,v,n\n" + body + "2024,5,液压件\n", "gb18030"))
    measure = {
        "id": "m",
        "title": "m",
        "aggregate": "count",
        "period": "y",
        "where": {"column": "n", "equals": "液压件"},
    }
    collected = project.collect(path="a.csv", measures=[measure])
    assert values(collected.measures[0].points) == {"2024": 1}


def test_an_undecodable_file_names_the_guess(project: Project) -> None:
    project.write("a.csv", "年,金额\n2024,1\n".encode() + b"2024,\xff\xff\n")
    text = project.fault(path="a.csv", measures=[SUM])
    assert "a.csv: is neither UTF-8 nor gb18030 (line 3); it looks like" in text
    assert "encoding = '…'" in text
    assert "unknown encoding 'utf9'" in project.fault(path="a.csv", encoding="utf9", measures=[SUM])


def test_empty_and_missing_files(project: Project) -> None:
    project.write("empty.csv", "")
    project.write("blank.csv", "\n \n")
    assert "empty.csv: is empty (0 bytes)" in project.fault(path="empty.csv", measures=[SUM])
    assert "blank.csv: is empty: expected a header line" in project.fault(path="blank.csv", measures=[SUM])
    assert "empy.csv: no such file – did you mean 'empty.csv'?" in project.fault(path="empy.csv", measures=[SUM])
    assert "x*.tsv: no file matches this pattern" in project.fault(path="x*.tsv", measures=[SUM])
    text = project.fault(path=["empty.csv", "blank.csv"], measures=[SUM])
    assert "empty.csv" in text
    assert "blank.csv" in text
    (project.root / "folder").mkdir()
    assert "folder: is a folder" in project.fault(path="folder", measures=[SUM])


def test_a_header_without_rows_is_a_problem_not_a_value(project: Project) -> None:
    project.write("a.csv", "年,金额\n")
    collected = project.collect(path="a.csv", measures=[SUM])
    assert collected.measures == ()
    assert codes(collected) == ["tables-no-points", "tables-no-rows"]
    missing = only(collected, "tables-no-points")
    assert missing.where == "a.csv"
    assert missing.text.en.startswith("m: no row counts")
    assert {problem.source for problem in collected.problems} == {"src"}
    assert collected.evidence[0].rows == 0


def test_a_missing_column_names_the_nearest_and_lists_the_others(project: Project) -> None:
    project.write("a.csv", "年份,产品系列,金额（元）\n2024,x,1\n")
    text = project.fault(
        path="a.csv", measures=[{**SUM, "segment": "product_line"}], columns={"product_line": ["产品线"]}
    )
    assert "a.csv: has no column '年'" in text
    assert "has no column '金额' – did you mean '金额（元）'?" in text
    assert "has no column 'product_line' (also accepted: 产品线)" in text
    assert "its columns: 年份, 产品系列, 金额（元）" in text
    assert "没有列 '金额'" in text


def test_renamed_and_optional_columns(project: Project) -> None:
    project.write("a.csv", "年,产品线,金额\n2023,x,1\n")
    project.write("b.csv", "年;产品系列\n2024;x\n")
    collected = project.collect(
        path="*.csv",
        columns={"line": ["产品线", "产品系列"]},
        optional=["金额"],
        measures=[{**COUNT, "segment": "line"}, {**SUM, "id": "s"}],
    )
    assert values(collected.measures[0].points) == {"2023": 1, "2024": 1}
    assert values(collected.measures[0].segments[0].points) == {"2023": 1, "2024": 1}
    assert values(collected.measures[1].points) == {"2023": 1, "2024": None}
    assert [evidence.id for evidence in collected.evidence] == ["src-a", "src-b"]


def test_double_columns(project: Project) -> None:
    project.write("a.csv", "年,金额,金额\n2024,1,2\n")
    assert "column '金额' occurs 2 times in the header" in project.fault(path="a.csv", measures=[SUM])
    assert values(project.collect(path="a.csv", measures=[COUNT]).measures[0].points) == {"2024": 1}
    text = project.fault(path="a.csv", columns={"年": ["金额"]}, measures=[COUNT])
    assert "are all accepted for '年'" in text


def test_workbooks_that_are_none(project: Project) -> None:
    book = openpyxl.Workbook()
    book.active.title = "客户"
    book.active.append(["年", "金额"])
    book.active.append([2024, 1])
    book.save(project.root / "whole.xlsx")
    content = (project.root / "whole.xlsx").read_bytes()
    project.write("half.xlsx", content[: len(content) // 2])
    project.write("text.xlsx", "年,金额\n2024,1\n")
    project.write("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    project.write("~$whole.xlsx", b"lock")
    assert "half.xlsx: is not a complete Excel workbook" in project.fault(path="half.xlsx", measures=[SUM])
    assert "可能正在保存" in project.fault(path="half.xlsx", measures=[SUM])
    assert "text.xlsx: is not an Excel workbook in spite of its name" in project.fault(path="text.xlsx", measures=[SUM])
    assert "locked.xlsx: is an old .xls or a protected workbook" in project.fault(path="locked.xlsx", measures=[SUM])
    text = project.fault(path="whole.xlsx", sheets=["顾客"], measures=[SUM])
    assert "whole.xlsx: has no sheet '顾客' – " in text
    assert "客户" in text
    assert "has no header in row 9" in project.fault(path="whole.xlsx", skip_rows=8, measures=[SUM])
    assert values(project.collect(path="w*.xlsx", measures=[SUM]).measures[0].points) == {"2024": 1}


def test_a_file_that_cannot_be_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhuoyue.records import files

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    project.write("a.csv", "年,金额\n")
    monkeypatch.setattr(files, "read_text", refuse)
    text = project.fault(path="a.csv", measures=[SUM])
    assert "a.csv: cannot be read: Permission denied; is it open in another program?" in text


def test_databases_and_parquet_that_are_none(project: Project) -> None:
    project.write("a.db", "hello")
    project.write("b.parquet", "PAR1 and no more")
    project.write("c.parquet", "hello")
    project.write("d.db", b"SQLite format 3\0" + b"\xff" * 200)
    assert "a.db: is not a SQLite database in spite of its name" in project.fault(path="a.db", measures=[SUM])
    assert "b.parquet: is not a complete Parquet file" in project.fault(path="b.parquet", measures=[SUM])
    assert "c.parquet: is not a Parquet file" in project.fault(path="c.parquet", measures=[SUM])
    assert "d.db: the database refuses" in project.fault(path="d.db", table="t", measures=[SUM])


def test_missing_tables_name_the_nearest(project: Project) -> None:
    database = sqlite3.connect(project.root / "a.db")
    database.execute("CREATE TABLE training (年, 金额)")
    database.execute("INSERT INTO training VALUES (2024, 'x1')")
    database.commit()
    database.close()
    text = project.fault(path="a.db", table="trainings", measures=[SUM])
    assert "a.db: has no table 'trainings' – did you mean 'training'?" in text
    assert "a database needs table or query" in project.fault(path="a.db", measures=[SUM])
    assert "no such column" in project.fault(path="a.db", query="SELECT nope FROM training", measures=[SUM])
    problem = only(project.collect(path="a.db", table="training", measures=[SUM]), "tables-bad-value")
    assert problem.where == "a.db#training:row 1, column 金额"


DAYS = {
    "2024-03-05 10:20": "2024-03",
    "2024/3/5 9:05": "2024-03",
    "20240305": "2024-03",
    "2024年3月5日 10:20": "2024-03",
    "2024.3.5": "2024-03",
    "45356.43": "2024-03",
    "2024-03-31T23:30:00Z": "2024-04",
    "2024年12月31日": "2024-12",
    "2023年3月": "2023-03",
    "2023-03": "2023-03",
    "202303": "2023-03",
}


def test_mixed_dates_in_one_column(project: Project) -> None:
    project.write("a.csv", "时间\n" + "\n".join([*DAYS, "2024-02-30", "上周", '"31/12/2024"', "2023Q1"]))
    collected = project.collect(path="a.csv", measures=[{**COUNT, "period": {"column": "时间", "by": "month"}}])
    wanted = list(DAYS.values())
    assert counts(collected.measures[0].points) == {period: wanted.count(period) for period in sorted(set(wanted))}
    problem = only(collected, "tables-bad-value")
    assert "4 values are not a period" in problem.text.en
    assert "row 13 '2024-02-30', row 14 '上周', row 15 '31/12/2024', …" in problem.text.en


PERIODS = {
    "2023": "2023",
    "2023年": "2023",
    "2023年度": "2023",
    "2023Q1": "2023-Q1",
    "2023-Q1": "2023-Q1",
    "2023年第1季度": "2023-Q1",
    "2023年一季度": "2023-Q1",
    "2023年第四季度": "2023-Q4",
    "2023年3月": "2023-03",
    "2023-10": "2023-10",
    "2023年11月": "2023-11",
    "202312": "2023-12",
    "2023/12": "2023-12",
    "2023-W10": "2023-W10",
    "2023-03": "2023-03",
    "202303": "2023-03",
    "2023H1": "2023-H1",
    "2023年下半年": "2023-H2",
    "2023-W07": "2023-W07",
    "2023年3月5日": "2023-03-05",
    "２０２３年": "2023",
}


def test_period_texts(project: Project) -> None:
    project.write("a.csv", "年\n" + "\n".join(PERIODS))
    wanted = list(PERIODS.values())
    points = project.collect(path="a.csv", measures=[COUNT]).measures[0].points
    assert counts(points) == {period: wanted.count(period) for period in sorted(set(wanted))}


def test_numbers_as_people_write_them(project: Project) -> None:
    cells = ['"1,234.50"', "１２", "95%", " 5 ", "-3件", "1e2", '""', "-", "无", '"-"', "N/A"]
    project.write("a.csv", "年,金额\n" + "\n".join(f"2024,{cell}" for cell in cells))
    collected = project.collect(path="a.csv", suffixes=["件"], measures=[SUM])
    assert values(collected.measures[0].points) == {"2024": Decimal("1234.5") + 12 + 95 + 5 - 3 + 100}
    assert counts(collected.measures[0].points) == {"2024": 6}
    assert collected.problems == ()


def test_repeated_records_are_counted_once(project: Project) -> None:
    project.write("a.csv", "编号,年,金额\nA,2023,1\nB,2023,2\nA,2024,9\n,2023,4\n,2023,4\n")
    project.write("b.csv", "编号,年,金额\nB,2023,7\nC,2023,8\n A ,2024,1\n")
    collected = project.collect(path="*.csv", unique="编号", measures=[SUM])
    assert values(collected.measures[0].points) == {"2023": 1 + 2 + 4 + 4 + 8}
    problem = only(collected, "tables-repeated-rows")
    assert problem.severity is Severity.INFO
    assert "3 rows repeat 2 records of column '编号' and were not counted: A, B" in problem.text.en
    assert problem.where == "a.csv, b.csv: column 编号"
    conflict = only(collected, "tables-conflicting-rows")
    assert conflict.severity is Severity.ERROR
    assert conflict.where == "a.csv, b.csv: column 编号"
    assert (
        "2 records are repeated with different content, and the first row was counted: "
        "A in a.csv:row 2, a.csv:row 4, b.csv:row 4; B in a.csv:row 3, b.csv:row 2; mend" in conflict.text.en
    )
    assert [evidence.rows for evidence in collected.evidence] == [5, 3]
    accepted = project.collect(path="*.csv", unique="编号", measures=[SUM], on_bad_value="report")
    assert only(accepted, "tables-conflicting-rows").severity is Severity.WARNING


def test_the_same_record_written_in_another_way_is_no_conflict(project: Project) -> None:
    project.write(
        "a.csv",
        '编号,年,时间,金额\nA,2023,2023-01-02 09:05,1000\nA,2023年,2023/1/2 9:05,"1,000.0"\nB,2023,,-\nB,2023,,\n'
        "C,2023,,5\nC,2023,,\n",
    )
    collected = project.collect(
        path="a.csv",
        unique="编号",
        measures=[SUM, {**COUNT, "id": "t", "where": {"column": "时间", "at_most": "2030-01-01"}}],
    )
    assert "1 record is repeated with different content" in only(collected, "tables-conflicting-rows").text.en
    assert "C in rows 6, 7" in only(collected, "tables-conflicting-rows").text.en
    assert "C（第 6、7 行）" in only(collected, "tables-conflicting-rows").text.zh


FLAGS = {
    True: ("是", "√", "✓", "Y", "yes", "TRUE", "t", "1"),
    False: ("否", "×", "✗", "N", "no", "False", "F", "0"),
}


def test_a_share_leaves_out_what_is_unknown_and_reports_what_is_neither_yes_nor_no(project: Project) -> None:
    cells = [*FLAGS[True], *FLAGS[True], *FLAGS[False], "", "", " "]
    rows = [f"2024,{cell},x" for cell in cells] + ["2024,maybe,y", "2024,合格,y"]
    project.write("a.csv", "年,及时,s\n" + "\n".join(rows) + "\n")
    yes = {**COUNT, "aggregate": "share", "numerator": {"column": "及时", "equals": True}, "segment": "s"}
    no = {**yes, "id": "no", "numerator": {"column": "及时", "equals": False}}
    collected = project.collect(path="a.csv", measures=[yes, no])
    # 16 yes and 8 no; three unknown and two unreadable count on no side.
    assert values(collected.measures[0].points) == {"2024": Decimal("66.666666667")}
    assert values(collected.measures[1].points) == {"2024": Decimal("33.333333333")}
    assert counts(collected.measures[0].points) == {"2024": 24}
    problem = only(collected, "tables-bad-value")
    assert problem.where == "a.csv:row 29, column 及时"
    assert "2 values are not a yes or no such as 是, 否" in problem.text.en
    assert "row 29 'maybe', row 30 '合格'; left out of: m, no" in problem.text.en
    clean = "年,及时,s\n" + "2024,是,x\n" * 3 + "2024,否,x\n" + "2024,,x\n"
    project.write("b.csv", clean)
    collected = project.collect(path="b.csv", measures=[{**yes, "period": {"column": "年", "by": "year"}}])
    assert values(collected.measures[0].points) == {"2024": 75}
    assert counts(collected.measures[0].points) == {"2024": 4}


def test_a_share_of_which_nothing_is_known_has_no_value(project: Project) -> None:
    project.write("a.csv", "年,分\n2023,5\n2023,3\n2023,\n2024,\n")
    share = {**COUNT, "aggregate": "share", "numerator": {"column": "分", "at_least": 4}}
    known = {**share, "id": "known", "numerator": [{"column": "分", "known": True}, share["numerator"]]}
    collected = project.collect(path="a.csv", measures=[share, known])
    assert values(collected.measures[0].points) == {"2023": 50, "2024": None}
    assert counts(collected.measures[0].points) == {"2023": 2, "2024": 0}
    assert values(collected.measures[1].points) == {"2023": Decimal("33.333333333"), "2024": 0}
    assert "where that is known" in collected.measures[0].method.en if collected.measures[0].method else False


def test_a_link_out_of_the_project_is_named_as_the_project_sees_it(project: Project) -> None:
    project.write("../outside.csv", "年,金额\n2024,1\n")
    (project.root / "records").mkdir()
    (project.root / "records" / "link.csv").symlink_to(project.root.parent / "outside.csv")
    text = project.fault(path="records/*.csv", measures=[SUM])
    assert "records/link.csv: the path leaves the project folder" in text
    assert str(project.root.parent) not in text


def test_negative_hours_and_missing_periods_are_reported(project: Project) -> None:
    project.write(
        "a.csv",
        "开,关\n2024-01-01 10:00,2024-01-01 12:00\n2024-01-02,2024-01-01\n,2024-01-01\n2024-01-03,\n2024-01-04,x\n",
    )
    measure = {**COUNT, "aggregate": "mean", "hours_between": ["开", "关"], "period": {"column": "开", "by": "year"}}
    collected = project.collect(path="a.csv", measures=[measure])
    assert values(collected.measures[0].points) == {"2024": 2}
    assert counts(collected.measures[0].points) == {"2024": 1}
    assert "row 3 '2024-01-02' – '2024-01-01'" in only(collected, "tables-negative-hours").text.en
    assert "1 row has no period: row 4" in only(collected, "tables-no-period").text.en
    assert "row 6 'x'" in only(collected, "tables-bad-value").text.en


def test_targets(project: Project) -> None:
    project.write("a.csv", "年,金额,目标\n2023,1,5\n2023,2,5\n2024,3,6\n2024,4,7\n2026,1,?\n")
    measures = [
        {**SUM, "id": "column", "target": "目标"},
        {**SUM, "id": "number", "target": 95.5},
        {**SUM, "id": "table", "target": {"2023": 90, "2025": 95}},
        {**SUM, "id": "other", "comparisons": [{"kind": "benchmark", "name": "b", "values": {"2025": 97}}]},
    ]
    collected = project.collect(path="a.csv", measures=measures)
    assert values(collected.measures[0].points) == {"2023": 3, "2024": 7, "2026": 1}
    assert [values(measure.targets) for measure in collected.measures] == [
        {"2023": 5},
        {"2023": Decimal("95.5"), "2024": Decimal("95.5"), "2026": Decimal("95.5")},
        {"2023": 90, "2025": 95},
        {},
    ]
    assert values(collected.measures[3].comparisons[0].points) == {"2025": 97}
    text = only(collected, "tables-several-values").text.en
    assert only(collected, "tables-several-values").where == "a.csv: column 目标"
    assert {problem.where for problem in collected.problems if problem.code == "tables-later"} == {"a.csv"}
    assert text == "column: column '目标' (target) has several values in 2024, from 6 to 7; expected one"
    assert codes(collected).count("tables-later") == 4


CONDITIONS: list[tuple[dict[str, Any], int]] = [
    ({"column": "s", "equals": "开"}, 2),
    ({"column": "s", "not_equals": "开"}, 1),
    ({"column": "s", "in": ["开", "关"]}, 3),
    ({"column": "s", "known": False}, 1),
    ({"column": "s", "known": True}, 3),
    ({"column": "n", "equals": 10}, 1),
    ({"column": "n", "at_least": 9.5, "at_most": 20}, 2),
    ({"column": "d", "at_most": "2024-03-05"}, 2),
    ({"column": "d", "at_least": "2024-03-05 12:00"}, 2),
    ({"column": "b", "equals": True}, 2),
    ({"column": "b", "equals": False}, 1),
]


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS)
def test_conditions(project: Project, condition: dict[str, Any], expected: int) -> None:
    project.write(
        "a.csv",
        "年,s,n,d,b\n2024,开,9,2024-03-05 10:00,true\n2024, 开 ,10,2024/3/5 23:59,是\n"
        '2024,关,"20",2024-03-06,0\n2024,,,,\n',
    )
    collected = project.collect(path="a.csv", measures=[{**COUNT, "where": condition}])
    assert counts(collected.measures[0].points) == {"2024": expected}
    assert collected.problems == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"aggregate": "avg"}, "unknown aggregate 'avg'"),
        ({"aggregate": "mean", "value": None}, "mean needs value"),
        ({"aggregate": "share"}, "share needs numerator"),
        ({"aggregate": "ratio"}, "over (the divisor column)"),
        ({"hours_between": ["a", "b"]}, "both value and hours_between"),
        ({"where": {"column": "x"}}, "needs one of: equals"),
        ({"direction": "sideways"}, "direction"),
        ({"period": {"column": "y", "by": "week"}}, "'year', 'half', 'quarter' or 'month'"),
    ],
)
def test_wrong_settings(project: Project, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        project.source(path="a.csv", measures=[{**SUM, **change}])
    assert message in str(caught.value)


def test_directions_in_words(project: Project) -> None:
    for word, direction in (("越高越好", "higher"), ("望小", "lower"), ("lower", "lower"), ("望大", "higher")):
        source = project.source(path="a.csv", measures=[{**SUM, "direction": word}])
        assert source.settings.measures[0].direction == direction


def test_ids_and_directions_of_long_format_are_checked(project: Project) -> None:
    project.write("a.csv", "id,t,p,v,d\nK-1,甲,2024,1,越大越好\n不行,乙,2024,1,higher\nK-1,甲,2024,2,\n")
    series = {"id": "id", "title": "t", "period": "p", "value": "v", "direction": "d"}
    collected = project.collect(path="a.csv", series=[series])
    assert [measure.id for measure in collected.measures] == ["K-1"]
    assert "unknown direction '越大越好' – did you mean '越高越好'?" in only(collected, "tables-direction").text.en
    assert "'不行' cannot be a measure's id" in only(collected, "tables-bad-id").text.en
    assert only(collected, "tables-bad-id").where == "a.csv: column id"
    assert only(collected, "tables-direction").where == "a.csv: column d"
    assert "several values in 2024, from 1 to 2" in only(collected, "tables-several-values").text.en


def test_early_is_on_time_where_the_settings_say_so(project: Project) -> None:
    rows = [
        "应交,实交",
        "2024-03-05,2024-03-04",
        "2024-03-05,2024-03-05",
        "2024-03-05,2024-03-07",
        "2024-03-05,2024-03-01",
    ]
    project.write("a.csv", "\n".join(rows))
    measure = {
        **COUNT,
        "aggregate": "share",
        "hours_between": ["应交", "实交"],
        "numerator": {"at_most": 0},
        "period": {"column": "应交", "by": "year"},
    }
    kept = project.collect(path="a.csv", measures=[{**measure, "early": "keep"}])
    assert values(kept.measures[0].points) == {"2024": 75}
    assert counts(kept.measures[0].points) == {"2024": 4}
    reported = project.collect(path="a.csv", measures=[measure])
    assert counts(reported.measures[0].points) == {"2024": 2}
    assert 'set early = "keep"' in only(reported, "tables-negative-hours").text.en
