"""The tables collector against the bare DuckDB query it stands on: ten million complaints in one CSV file.

Run: python benchmarks/tables_10m.py [ROWS]. Both run in processes of their own, in turn; prints the ratios of the
median times and the peak memory. Targets: at most 1.3 times the bare query, below 1.5 GiB.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

ROUNDS = 3
MAKE = """
COPY (
    SELECT 'TS' || lpad(i::VARCHAR, 8, '0') AS 投诉编号,
        strftime(opened, '%Y-%m-%d %H:%M') AS 受理时间,
        strftime(opened + to_minutes((hash(i * 7) % 5000)::INTEGER), '%Y-%m-%d %H:%M') AS 关闭时间,
        ['400热线', '邮件', '经销商'][(hash(i * 3) % 3)::INTEGER + 1] AS 渠道,
        ['液压件', '精密轴', '导轨', '传感组件'][(hash(i * 5) % 4)::INTEGER + 1] AS 产品线,
        (hash(i * 11) % 100000) / 100.0 AS 金额
    FROM (SELECT i, TIMESTAMP '2023-01-01' + to_minutes((hash(i) % 1576800)::INTEGER) AS opened
          FROM range({rows}) AS numbers(i))
) TO '{path}' (HEADER)
"""
BARE = """
SELECT year(受理时间) AS period, 产品线, count(*) AS n, sum(金额::DECIMAL(18, 2)) AS cost,
    avg(epoch(关闭时间 - 受理时间) / 3600) AS hours,
    100 * count(*) FILTER (WHERE 关闭时间 - 受理时间 <= INTERVAL 24 HOUR) / count(*) AS closed
FROM read_csv('{path}') GROUP BY GROUPING SETS ((period), (period, 产品线)) ORDER BY ALL
"""


def settings() -> dict[str, Any]:
    """The four measures of the bare query."""
    shared = {"period": {"column": "受理时间", "by": "year"}, "segment": "产品线"}
    hours = {"hours_between": ("受理时间", "关闭时间")}
    return {
        "path": "big.csv",
        "measures": [
            {"id": "n", "title": "n", "aggregate": "count", **shared},
            {"id": "cost", "title": "cost", "aggregate": "sum", "value": "金额", **shared},
            {"id": "hours", "title": "hours", "aggregate": "mean", **hours, **shared},
            {"id": "closed", "title": "closed", "aggregate": "share", "numerator": {"at_most": 24}, **hours, **shared},
        ],
    }


def run_bare(root: Path) -> dict[str, dict[str, float]]:
    """Run the query alone and return its totals by measure and year."""
    import duckdb

    rows = duckdb.connect().execute(BARE.format(path=root / "big.csv")).fetchall()
    totals = [row for row in rows if row[1] is None]
    return {name: {str(row[0]): float(row[at]) for row in totals} for at, name in enumerate(NAMES, 2)}


def run_collector(root: Path) -> dict[str, dict[str, float]]:
    """Run the collector and return the same."""
    from zhuoyue import Source, Span, Visibility
    from zhuoyue_plugins.tables.collector import Tables
    from zhuoyue_plugins.tables.settings import TablesSettings

    source = Source(
        name="big",
        settings=TablesSettings.model_validate(settings()),
        root=root,
        items=(),
        visibility=Visibility.INTERNAL,
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=dt.date(2025, 12, 31),
        instant=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        criteria=cast("Any", None),
        secret=str,
        # The core has hashed the file for its cache, whether the collector is then needed or not.
        hashes={(root / "big.csv").resolve(): "0" * 64},
    )
    measures = Tables().collect(source).measures
    return {m.id: {point.period: float(point.value or 0) for point in m.points} for m in measures}


NAMES = ("n", "cost", "hours", "closed")
WAYS = {"bare": run_bare, "collector": run_collector}


def child(way: str, root: Path) -> None:
    """Run one way and print what it took."""
    import resource

    # The tool has loaded its own model long before it collects; the libraries each way needs are in its time.
    import zhuoyue_plugins.tables.settings  # noqa: F401

    start, busy = time.perf_counter(), time.process_time()
    found = WAYS[way](root)
    seconds, processor = time.perf_counter() - start, time.process_time() - busy
    # The unit of ru_maxrss is KiB on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "processor": processor, "gib": peak, "found": found}))


def _median(results: list[dict[str, Any]], what: str) -> float:
    return statistics.median(result[what] for result in results)


def main() -> None:
    """Make the file, run both ways in turn, print the figures."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory(prefix="zhuoyue-bench-") as name:
        root = Path(name)
        import duckdb

        duckdb.connect().execute(MAKE.format(rows=rows, path=root / "big.csv"))
        print(f"{rows:,} rows, {(root / 'big.csv').stat().st_size / 2**20:,.0f} MiB")
        taken: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(ROUNDS):
            for way, results in taken.items():
                command = [sys.executable, __file__, "--child", way, name]
                results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    for way, results in taken.items():
        peak = max(result["gib"] for result in results)
        wall, processor = _median(results, "seconds"), _median(results, "processor")
        print(f"{way:10} {wall:6.2f} s, {processor:6.2f} s of processor, peak {peak:.2f} GiB")
    # On a busy machine the processor time is the steadier of the two.
    for what in ("seconds", "processor"):
        ratio = _median(taken["collector"], what) / _median(taken["bare"], what)
        print(f"ratio of {what}: {ratio:.2f} (target: at most 1.3, below 1.5 GiB)")
    bare, ours = taken["bare"][0]["found"], taken["collector"][0]["found"]
    worst = max(abs(ours[m][p] - bare[m][p]) / abs(bare[m][p]) for m in NAMES for p in bare[m])
    print(f"largest relative difference of a value: {worst:.1e}")


if __name__ == "__main__":
    main()
