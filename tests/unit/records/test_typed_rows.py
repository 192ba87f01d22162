"""Records as typed rows: what cells say, what is wrong with them, and times when the clocks change."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
import zoneinfo
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuoyue.records import cells
from zhuoyue.testing import ProjectKit, project

PLUGIN = """
import json
import textwrap
from zhuoyue import Collected
from zhuoyue.records import Field, RecordsCollector, RecordsSettings, typed_rows

FIELDS = (
    Field("key", "编号", "text"), Field("start", "开始", "moment"), Field("local", "开始", "instant"),
    Field("end", "结束", "moment"), Field("amount", "数量", "number"), Field("good", "合格", "flag"),
    Field("none", None, "number"),
)

class Settings(RecordsSettings):
    def kinds(self):
        found = {}
        for field in FIELDS:
            if field.column:
                found.setdefault(field.column, set()).add(field.kind)
        return {column: frozenset(kinds) for column, kinds in found.items()}

class Rows(RecordsCollector):
    name = "rows"
    settings = Settings
    isolated = False

    def read(self, source, dataset):
        rows = typed_rows(dataset, FIELDS)
        rows.keep()
        found = dataset.run(
            f"SELECT key, epoch(start)::BIGINT AS start, local::VARCHAR AS local, "
            "epoch(end_) - epoch(start) AS seconds, "
            f"amount::VARCHAR AS amount, good, none "
            f"FROM (SELECT *, \\"end\\" AS end_ FROM {rows.relation}) ORDER BY key"
        )
        odd = [[one.place, one.row, dict(one.cells)] for one in rows.odd("amount > 10", ["key", "amount"])]
        (source.root / "found.json").write_text(json.dumps([found, odd], ensure_ascii=False), "utf-8")
        return Collected(problems=tuple(rows.problems))

def register_collectors():
    return [Rows]
"""
HEADER = "编号,开始,结束,数量,合格\n"


def kit_of(root: Path, rows: str, settings: str = "") -> ProjectKit:
    config = (
        '[plugins]\nlocal = ["rows.py"]\n[[sources]]\nname = "r"\ncollector = "rows"\npath = "r.csv"\n'
        f'timezone = "Europe/Berlin"\non_bad_value = "report"\n{settings}'
    )
    return project(root, config, {"rows.py": PLUGIN, "r.csv": HEADER + rows})


def read(root: Path) -> tuple[list[dict[str, Any]], list[Any]]:
    found, odd = json.loads((root / "found.json").read_text("utf-8"))
    return found, odd


CLEAN = "a,2025-03-30 01:00,2025-03-30 03:00,3,是\nb,2025-07-01 08:00,2025-07-01 09:00,12.5,否\n"
ODD = 'c,2025年10月26日 01:30,2025-10-26T02:30:00+01:00,"1,200",\nd,2025-10-26T02:30+02:00,2025-10-26 02:30,,√\n'


@pytest.mark.parametrize("rows", [CLEAN, CLEAN + ODD], ids=["fast", "slow"])
def test_differences_are_right_when_the_clocks_change(tmp_path: Path, rows: str) -> None:
    kit_of(tmp_path, rows).run("assess").assert_success()
    found, odd = read(tmp_path)
    # Clocks go forward at 02:00 on 30 March: from 01:00 to 03:00 is one hour. 1743292800 is 2025-03-30T00:00Z.
    assert found[0] == {
        "key": "a", "start": 1743292800, "local": "2025-03-30 01:00:00", "seconds": 3600.0,
        "amount": "3.000000000", "good": True, "none": None,
    }  # fmt: skip
    assert (found[1]["seconds"], found[1]["good"]) == (3600.0, False)
    assert odd[0] == ["r.csv", 3, {"key": "b", "amount": "12.5"}]
    if "c," in rows:
        # Clocks go back at 03:00 on 26 October: 01:30 summer time to 02:30 winter time is two hours.
        assert (found[2]["seconds"], found[2]["amount"], found[2]["good"]) == (7200.0, "1200.000000000", None)
        # The stated offset is the first 02:30; the clock says so again an hour later, and so the bare time is read.
        assert (found[3]["seconds"], found[3]["local"]) == (3600.0, "2025-10-26 02:30:00")


@pytest.mark.parametrize(
    ("timezone", "local", "apart"),
    [
        ("Europe/Berlin", "2025-10-26 02:30", 3600),
        ("Europe/Berlin", "2025-10-26 03:00", 0),
        ("Europe/Berlin", "2025-03-30 02:30", 0),
        ("America/New_York", "2025-11-02 01:59:59", 3600),
        ("Australia/Lord_Howe", "2025-04-06 01:45", 1800),  # goes back by half an hour
        ("Australia/Lord_Howe", "2025-04-06 02:15", 0),
        ("Asia/Shanghai", "2025-10-26 02:30", 0),
    ],
)
def test_of_two_times_the_first_and_the_second(tmp_path: Path, timezone: str, local: str, apart: int) -> None:
    kit = kit_of(tmp_path, f"a,{local},{local},1,\n")
    plugin = PLUGIN.replace('Field("start", "开始", "moment")', 'Field("start", "开始", "moment_first")')
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8").replace("Europe/Berlin", timezone)
    kit.write({"rows.py": plugin, "zhuoyue.toml": text}).run("assess").assert_success()
    ((row,), _) = read(tmp_path)
    first = dt.datetime.fromisoformat(local).replace(tzinfo=zoneinfo.ZoneInfo(timezone), fold=0)
    assert (row["start"], row["seconds"]) == (first.timestamp(), apart)


def test_where_clocks_stand_still_a_time_is_moved_by_its_offset(tmp_path: Path) -> None:
    kit = kit_of(tmp_path, "a,2025-03-30 01:00,1990-07-01 12:00,1,\n")
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8").replace("Europe/Berlin", "Asia/Shanghai")
    kit.write({"zhuoyue.toml": text}).run("assess").assert_success()
    (row,), _ = read(tmp_path)
    assert row["start"] == 1743292800 - 7 * 3600  # 01:00 at +08:00 is 17:00Z of the day before
    # In July 1990 Shanghai had summer time, +09:00: 12:00 there is 03:00Z, 646801200.
    assert row["start"] + row["seconds"] == 646801200


def test_bad_cells_are_named_and_the_rest_of_their_rows_is_read(tmp_path: Path) -> None:
    document = kit_of(tmp_path, CLEAN + "x,gestern,2025-01-01 00:00,drei,vielleicht\n").run("assess").assert_success()
    found, _ = read(tmp_path)
    assert found[2] == {
        "key": "x", "start": None, "local": None, "seconds": None, "amount": None, "good": None, "none": None,
    }  # fmt: skip
    bad = [one for one in document.assessment.problems if one.code == "tables-bad-value"]
    assert {one.where for one in bad} == {f"r.csv:row 4, column {name}" for name in ("开始", "数量", "合格")}
    assert all("row 4" in one.text.en and "第 4 行" in one.text.zh for one in bad)
    (start,) = [one.text.en for one in bad if one.where.endswith("开始")]
    assert "'gestern'" in start


@pytest.mark.parametrize("keep", ["", ", keep=True"], ids=["asked", "kept"])
def test_cells_of_odd_rows_are_shown_as_written(tmp_path: Path, keep: str) -> None:
    bad = 'x,gestern,2025-01-01 00:00," drei ",ja\ny,2025/1/1,2025-01-02," 1,500",是\nz,2025-01-01,später,-,是\n'
    kit = kit_of(tmp_path, CLEAN + bad, 'null_values = ["-"]')
    kit.write({"rows.py": PLUGIN.replace("typed_rows(dataset, FIELDS", f"typed_rows(dataset, FIELDS{keep}")})
    document = kit.run("assess").assert_success()
    found, odd = read(tmp_path)
    assert [row["amount"] for row in found] == ["3.000000000", "12.500000000", None, "1500.000000000", None]
    assert odd == [
        ["r.csv", 3, {"key": "b", "amount": "12.5"}],
        ["r.csv", 5, {"key": "y", "amount": " 1,500"}],
    ]
    said = {one.where: one.text.en for one in document.assessment.problems if one.code == "tables-bad-value"}
    cells = {(4, "开始"): "'gestern'", (6, "结束"): "'später'", (4, "数量"): "' drei '", (4, "合格"): "'ja'"}
    assert set(said) == {f"r.csv:row {row}, column {column}" for row, column in cells}
    for (row, column), cell in cells.items():
        assert "1 value is not" in said[f"r.csv:row {row}, column {column}"]
        assert f"row {row} {cell}" in said[f"r.csv:row {row}, column {column}"]


def test_an_optional_column_that_is_missing_is_unknown(tmp_path: Path) -> None:
    kit = kit_of(tmp_path, "", 'optional = ["合格"]')
    kit.write({"r.csv": "编号,开始,结束,数量\na,2025-01-01 00:00,2025-01-01 01:00,2\n"}).run("assess").assert_success()
    (row,), _ = read(tmp_path)
    assert (row["amount"], row["good"]) == ("2.000000000", None)


def test_one_bad_number_in_a_file_that_is_clean_otherwise(tmp_path: Path) -> None:
    # Times are read by the scan itself here, and so is the number: the pass must stop at it, not the query after.
    rows = CLEAN + "z,2025-07-01 08:00,2025-07-01 09:00,seven,是\n"
    document = kit_of(tmp_path, rows).run("assess").assert_success()
    assert [one.where for one in document.assessment.problems] == ["r.csv:row 4, column 数量"]
    found, _ = read(tmp_path)
    assert [row["amount"] for row in found] == ["3.000000000", "12.500000000", None]


@pytest.mark.parametrize("blank", list(cells.BLANKS), ids=lambda blank: f"U+{ord(blank):04X}")
def test_a_blank_at_either_end_of_a_text_is_seen(blank: str) -> None:
    texts = {f"{blank}件": True, f"件{blank}": True, f"件{blank}件": False, "件": False, "a": False, "": False}
    with duckdb.connect() as connection:
        for statement in cells.macros((), (), "Asia/Shanghai"):
            connection.execute(statement)
        for text, edged in texts.items():
            found = connection.execute("SELECT coalesce(_edged($1::VARCHAR), false)", [text]).fetchone()
            assert found == (edged,), repr(text)


def test_texts_that_mean_nothing_are_null_in_parquet_too(tmp_path: Path) -> None:
    words = ["—", "无", "n/a", "N/A", "NULL", "无事", "none", "nichts", "—— ——"]
    rows = {
        "编号": words, "开始": ["2025-01-01 10:00"] * 9, "结束": ["2025-01-02 10:00"] * 9,
        "数量": [1] * 9, "合格": ["是", *words[:5], "否", "是", "否"],
    }  # fmt: skip
    kit = kit_of(tmp_path, "")
    config = (tmp_path / "zhuoyue.toml").read_text("utf-8").replace("r.csv", "r.parquet")
    (tmp_path / "zhuoyue.toml").write_text(config, "utf-8")
    pq.write_table(pa.table(rows), tmp_path / "r.parquet")
    kit.run("assess").assert_success()
    found, _ = read(tmp_path)
    assert sorted(row["key"] for row in found if row["key"]) == sorted(words[5:])
    assert sorted(str(row["good"]) for row in found) == ["False"] * 2 + ["None"] * 5 + ["True"] * 2


def test_rows_of_a_large_file_can_be_put_in_order(tmp_path: Path) -> None:
    # Above a few megabytes the engine reads a file in several threads and keeps its rows as they come.
    rows = "".join(f"{number},2025-01-01 10:00,2025-01-01 11:00,{number},是\n" for number in range(400_000))
    code = """
    from zhuoyue import Collected
    from zhuoyue.records import Field, RecordsCollector, RecordsSettings, typed_rows

    class Settings(RecordsSettings):
        def kinds(self):
            return {
                "编号": frozenset({"text"}), "开始": frozenset({"moment"}), "结束": frozenset({"moment"}),
                "数量": frozenset({"number"}), "合格": frozenset({"flag"}),
            }

    class Rows(RecordsCollector):
        name = "rows"
        settings = Settings
        isolated = False

        def read(self, source, dataset):
            fields = [
                Field("key", "编号", "text"), Field("start", "开始", "moment"), Field("end", "结束", "moment"),
                Field("amount", "数量", "number"), Field("good", "合格", "flag"),
            ]
            rows = typed_rows(dataset, fields, keep=True)
            rows.in_order()
            wrong = (
                f"SELECT count(*) AS n FROM (SELECT amount, row_number() OVER (ORDER BY __order) - 1 AS place "
                f"FROM {rows.relation}) WHERE amount <> place"
            )
            (source.root / "found.json").write_text(str(dataset.run(wrong)[0]["n"]), "utf-8")
            return Collected()

    def register_collectors():
        return [Rows]
    """
    kit = kit_of(tmp_path, rows)
    kit.write({"rows.py": textwrap.dedent(code)}).run("assess").assert_success()
    assert (tmp_path / "r.csv").stat().st_size > 4_000_000
    assert (tmp_path / "found.json").read_text("utf-8") == "0"
