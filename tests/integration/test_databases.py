"""The same records through CSV, SQLite and a real PostgreSQL give the same measures in assessment.json."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from zhuoyue.testing import project

ROWS = [
    (f"C{number:04d}", f"{2023 + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}", line, str(hours))
    for number, (line, hours) in enumerate(
        (("液压件" if n % 3 else "传感组件", (n * 7919) % 400 / 8 + 0.125) for n in range(1000)), 1
    )
]
MEASURES = """
[[sources.measures]]
id = "cases"
title = { zh = "件数", en = "Cases" }
direction = "lower"
aggregate = "count"
period = { column = "opened", by = "quarter" }
segment = "line"
[[sources.measures]]
id = "hours"
title = { zh = "时长", en = "Hours" }
direction = "lower"
aggregate = "mean"
value = "hours"
period = { column = "opened", by = "year" }
target = 24
"""


def measures(root: Path, origin: str) -> Any:
    root.mkdir(exist_ok=True)
    config = f'[[sources]]\nname = "log"\ncollector = "tables"\nitems = ["4.7.3"]\n{origin}\n{MEASURES}'
    kit = project(root, config, plugins=("gbt19580", "holistic", "tables"))
    kit.run("assess").assert_success()
    return json.loads((root / "assessment.json").read_text("utf-8"))["measures"]


def test_three_origins_one_result(tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("csv", "sqlite", "postgres"):
        (tmp_path / name).mkdir()
    with (tmp_path / "csv/log.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "opened", "line", "hours"), *ROWS])
    connection = sqlite3.connect(tmp_path / "sqlite/log.db")
    connection.execute("CREATE TABLE log (id TEXT, opened TEXT, line TEXT, hours REAL)")
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", ROWS)
    connection.commit()
    connection.close()
    import adbc_driver_postgresql.dbapi

    with adbc_driver_postgresql.dbapi.connect(postgres) as server, server.cursor() as cursor:
        cursor.execute("CREATE TABLE log (id text, opened date, line text, hours numeric(10, 3))")
        cursor.executemany(
            "INSERT INTO log VALUES ($1, $2::text::date, $3, $4::text::numeric)", [tuple(row) for row in ROWS]
        )
        server.commit()
    monkeypatch.setenv("LOG_URI", postgres)

    from_csv = measures(tmp_path / "csv", 'path = "log.csv"')
    assert measures(tmp_path / "sqlite", 'path = "log.db"\ntable = "log"') == from_csv
    assert measures(tmp_path / "postgres", 'uri = "env:LOG_URI"\ntable = "log"') == from_csv

    (cases, hours) = from_csv
    expected = {year: [float(row[3]) for row in ROWS if row[1].startswith(year)] for year in ("2023", "2024", "2025")}
    assert {point["period"]: point["count"] for point in hours["points"]} == {
        year: len(values) for year, values in expected.items()
    }
    for point in hours["points"]:
        values = expected[point["period"]]
        assert float(point["value"]) == pytest.approx(sum(values) / len(values), abs=1e-8)
    assert sum(int(point["value"]) for point in cases["points"]) == 1000
    assert sorted(segment["name"]["zh"] for segment in cases["segments"]) == ["传感组件", "液压件"]
