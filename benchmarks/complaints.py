"""The collector of complaints against the bare DuckDB queries it stands on, and against the same in pandas.

Run: python benchmarks/complaints.py [ROWS [csv|parquet|both [pandas] [organisations]]]; 50 million rows by default.
Each way runs in a process of its own, in turn; prints ratios of median times and of peak memory, and how far the
figures differ. Both DuckDB ways read the file once into a passing file and may take 1 GB. Targets: at most 1.2 times
the bare queries and below 2 GiB; at ten million rows twice as fast and three times leaner than pandas; 100 000
organisations in at most 0.1 ms each.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

ROUNDS = int(os.environ.get("ROUNDS", "3"))
MEMORY = "1GB"
END = "TIMESTAMP '2025-12-31 16:00'"  # the end of the year in Shanghai, as UTC
MAKE = """
COPY (
    SELECT 'TS' || lpad(i::VARCHAR, 8, '0') AS 编号, {opened} AS 受理,
        {replied} AS 答复, CASE WHEN hash(i * 17) % 200 > 0 THEN {closed} END AS 关闭,
        ['400热线', '邮件', '经销商转达', '微信服务号', '客户门户', '走访'][(hash(i * 3) % 6)::INTEGER + 1] AS 渠道,
        ['产品质量', '交付', '技术支持', '服务', '单据与价格'][(hash(i * 19) % 5)::INTEGER + 1] AS 类别,
        '原因' || (hash(i * 23) % 25) AS 原因,
        ['一般', '较重', '严重'][(hash(i * 29) % 3)::INTEGER + 1] AS 程度,
        ['液压件', '精密轴', '导轨', '传感组件'][(hash(i * 5) % 4)::INTEGER + 1] AS 产品,
        ['工程机械主机厂', '机床厂', '自动化集成商', '经销商', '维修市场'][(hash(i * 31) % 5)::INTEGER + 1] AS 客户群,
        (hash(i * 37) % 5 + 1)::INTEGER AS 满意度, (hash(i * 41) % 4)::INTEGER AS 转办,
        ['是', '否'][(hash(i * 43) % 2)::INTEGER + 1] AS 升级, ['是', '否'][(hash(i * 47) % 9 > 0)::INTEGER + 1] AS 重开
    FROM (SELECT *, opened_ + to_minutes(exp(5 + 1.2 * ((hash(i * 13) % 2000) / 1000.0 - 1))::INTEGER) AS replied_,
            opened_ + to_minutes(exp(7 + 1.5 * ((hash(i * 7) % 100000) / 50000.0 - 1))::INTEGER) AS closed_
          FROM (SELECT i, TIMESTAMP '2023-01-01' + to_minutes((i * 1576800.0 / {rows})::INTEGER) AS opened_
                FROM range({rows}) AS numbers(i)))
) TO '{path}' ({options})
"""
FIELDS = {
    "id": "编号", "opened": "受理", "first_reply": "答复", "closed": "关闭", "channel": "渠道", "category": "类别",
    "cause": "原因", "severity": "程度", "product": "产品", "segment": "客户群", "satisfaction": "满意度",
    "hand_overs": "转办", "escalated": "升级", "reopened": "重开",
}  # fmt: skip


def make(path: Path, rows: int) -> None:
    """Write the log: in text as a program would, in Parquet with the types that belong to it."""
    import duckdb

    text = path.suffix == ".csv"
    times = {
        name: f"strftime({name}_, '%Y-%m-%d %H:%M')" if text else f"{name}_" for name in ("opened", "replied", "closed")
    }
    options = "HEADER" if text else "FORMAT parquet"
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '4GB'")
    connection.execute(MAKE.format(rows=rows, path=path, options=options, **times))


# ---- the bare queries

SCAN = {
    ".csv": (
        "read_csv('{path}', header = true, auto_detect = false, quote = '\"', escape = '\"', "
        "timestampformat = '%Y-%m-%d %H:%M', columns = {{'编号': 'VARCHAR', '受理': 'TIMESTAMP', '答复': 'TIMESTAMP', "
        "'关闭': 'TIMESTAMP', '渠道': 'VARCHAR', '类别': 'VARCHAR', '原因': 'VARCHAR', '程度': 'VARCHAR', '产品':"
        " 'VARCHAR', "
        "'客户群': 'VARCHAR', '满意度': 'INTEGER', '转办': 'INTEGER', '升级': 'VARCHAR', '重开': 'VARCHAR'}})"
    ),
    ".parquet": "read_parquet('{path}')",
}
KEEP = """
CREATE TABLE kept.log AS SELECT * REPLACE (受理 - INTERVAL 8 HOUR AS 受理, 答复 - INTERVAL 8 HOUR AS 答复,
    关闭 - INTERVAL 8 HOUR AS 关闭, 升级 = '是' AS 升级, 重开 = '是' AS 重开), 受理 AS 当地 FROM {scan}
"""
CASES = f"""
CREATE TEMP VIEW cases AS SELECT *, CASE WHEN close_us <= 86400000000 THEN 1 WHEN close_us IS NOT NULL THEN 2
        WHEN 关闭 IS NOT NULL THEN 5 WHEN open_us > 86400000000 THEN 3 ELSE 4 END AS closing,
    CASE WHEN reply_us <= 86400000000 THEN 1 WHEN reply_us IS NOT NULL THEN 2
        WHEN 答复 IS NOT NULL OR 关闭 IS NOT NULL THEN 5 WHEN open_us > 86400000000 THEN 3 ELSE 4 END AS replying
FROM (SELECT *, year(当地) AS y, year(当地) * 10 + quarter(当地) AS q, year(当地) * 100 + month(当地) AS m,
        CASE WHEN 关闭 >= 受理 THEN epoch_us(关闭) - epoch_us(受理) END AS close_us,
        CASE WHEN 答复 >= 受理 THEN epoch_us(答复) - epoch_us(受理) END AS reply_us,
        epoch_us({END}) - epoch_us(受理) AS open_us
      FROM kept.log WHERE 受理 < {END})
"""
TWICE = "SELECT 编号 FROM kept.log GROUP BY 1 HAVING count(*) > 1"
DIRT = f"""
SELECT count(*), count(*) FILTER (WHERE 受理 IS NULL), count(*) FILTER (WHERE 受理 >= {END}),
    count(编号), count(答复), count(关闭), count(渠道), count(类别), count(原因), count(程度),
    count(产品), count(客户群), count(满意度), count(转办), count(升级), count(重开),
    count(*) FILTER (WHERE 关闭 < 受理), count(*) FILTER (WHERE 答复 < 受理),
    count(*) FILTER (WHERE 答复 > 关闭), count(*) FILTER (WHERE 关闭 >= {END}),
    count(*) FILTER (WHERE 满意度 NOT BETWEEN 1 AND 5), count(*) FILTER (WHERE 当地 = date_trunc('day', 当地))
FROM kept.log
"""
MONTHLY = """
CREATE TEMP TABLE monthly AS SELECT y, q, m, 产品, count(*) AS n, {states}, count(升级) AS up_known,
    count(*) FILTER (WHERE 升级) AS up, count(重开) AS again_known, count(*) FILTER (WHERE 重开) AS again,
    count(转办) AS handed_known, sum(转办) AS handed, count(*) FILTER (WHERE 关闭 IS NOT NULL AND 转办 = 0 AND NOT 重开)
        AS first, count(满意度) AS marks, sum(满意度) AS mark, count(*) FILTER (WHERE 满意度 >= 4) AS satisfied
FROM cases GROUP BY ALL
"""
STATES = ", ".join(
    f"count(*) FILTER (WHERE {what} = {n}) AS {what}_{n}" for what in ("closing", "replying") for n in range(1, 6)
)
KEYED = """
SELECT 渠道, 客户群, 程度, 类别, 原因, 产品, 转办, count(*), count(*) FILTER (WHERE closing IN (1, 2, 3)),
    count(*) FILTER (WHERE closing = 1)
FROM cases GROUP BY GROUPING SETS ((渠道, 客户群, 程度), (类别, 原因, 产品), (转办))
"""
VALUES = """
CREATE TEMP TABLE {name} AS SELECT {keys}, {value} AS v, count(*) AS n FROM cases WHERE {value} IS NOT NULL GROUP BY ALL
"""
RANKED = """
SELECT {keys}, min(v) FILTER (WHERE upto > (total - 1) * 5 // 10),
    min(v) FILTER (WHERE upto > ((total - 1) * 5 + 9) // 10), min(v) FILTER (WHERE upto > (total - 1) * 9 // 10),
    min(v) FILTER (WHERE upto > ((total - 1) * 9 + 9) // 10), any_value(total)
FROM (SELECT *, sum(n) OVER (PARTITION BY {keys} ORDER BY v) AS upto, sum(n) OVER (PARTITION BY {keys}) AS total
      FROM (SELECT {keys}, v, sum(n) AS n FROM {name} GROUP BY ALL)) GROUP BY ALL
"""
BACKLOG = f"""
SELECT 程度, least(5, open_us // 86400000000), count(*) FROM cases WHERE 关闭 IS NULL OR 关闭 >= {END} GROUP BY ALL
"""
OLDEST = f"SELECT 编号, 渠道, 程度 FROM cases WHERE 关闭 IS NULL OR 关闭 >= {END} ORDER BY 受理 LIMIT 10"
TRACES = """
SELECT count(*), count(受理), count(编号), count(答复), count(程度), count(原因), count(关闭), count(类别),
    count(满意度) FROM cases
"""
LOSS = f"""
SELECT y, count(*), sum(d), sum(least(1, 0.1 * d)), sum(1 - pow(0.9, d)) FROM (
    SELECT y, greatest(0, coalesce(epoch_us(关闭), epoch_us({END})) - epoch_us(受理) - 86400000000) / 86400000000.0 AS d
    FROM cases WHERE 关闭 >= 受理 OR 关闭 IS NULL) GROUP BY 1
"""


def run_bare(path: Path, folder: Path) -> dict[str, Any]:
    """Run the queries by hand."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
    connection.execute(f"ATTACH '{folder / 'kept.db'}' AS kept")

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    ask(KEEP.format(scan=SCAN[path.suffix].format(path=path)))
    ask(CASES)
    ask(TWICE)
    ask(DIRT)
    ask(MONTHLY.format(states=STATES))
    for keys in ("y", "q", "m", "q, 产品", "m, 产品"):
        ask(f"SELECT {keys}, sum(COLUMNS(* EXCLUDE (y, q, m, 产品))) FROM monthly GROUP BY ALL")
    years = ask(
        "SELECT y, sum(n), sum(closing_1), sum(closing_1 + closing_2 + closing_3) FROM monthly GROUP BY 1 ORDER BY 1"
    )
    ask(KEYED)
    medians: dict[str, float] = {}
    for name, value in (("close", "close_us"), ("reply", "reply_us")):
        ask(VALUES.format(name=name, keys="y, q, 产品", value=value))
        for keys in ("y", "q", "q, 产品"):
            found = ask(RANKED.format(name=name, keys=keys))
            if name == "close" and keys == "y":
                medians = {str(y): _middle(low, high, total) for y, low, high, _, _, total in found}
    ask(VALUES.format(name="cells", keys="渠道, 客户群, 程度", value="close_us"))
    ask(RANKED.format(name="cells", keys="渠道, 客户群, 程度"))
    for query in (BACKLOG, OLDEST, TRACES, LOSS):
        ask(query)
    return {str(y): [int(n), float(100 * kept / known), medians[str(y)]] for y, n, kept, known in years}


def _middle(low: int, high: int, total: int) -> float:
    return float(low + (high - low) * ((int(total) - 1) % 2) / 2) / 3.6e9


# ---- the collector


def _source(root: Path, settings: dict[str, Any]) -> Any:
    from zhuoyue import Source, Span, Visibility
    from zhuoyue_plugins.complaints.settings import ComplaintsSettings

    return Source(
        name="log",
        settings=ComplaintsSettings.model_validate(settings),
        root=root,
        items=(),
        visibility=Visibility.INTERNAL,
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=dt.date(2025, 12, 31),
        instant=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        criteria=cast("Any", None),
        secret=str,
        # The core has hashed the file for its cache, whether the collector is then needed or not.
        hashes={(root / settings["path"]).resolve(): "0" * 64},
    )


def run_collector(path: Path, folder: Path) -> dict[str, Any]:
    """Run the collector."""
    from zhuoyue_plugins.complaints.collector import Complaints

    tempfile.tempdir = str(folder)
    settings = {
        "path": path.name, "fields": FIELDS, "split_by": "product", "satisfied_from": 4, "memory_limit": MEMORY,
    }  # fmt: skip
    collected = Complaints().collect(_source(path.parent, settings))
    years = next(exhibit for exhibit in collected.exhibits if exhibit.kind == "complaints.years")
    keys = ("cases", "closed_in_promise", "close_median_hours")
    return {str(row["year"]): [float(cast("Any", row[key])) for key in keys] for row in years.rows()}


# ---- pandas


def run_pandas(path: Path, folder: Path) -> dict[str, Any]:
    """Compute the same figures the usual way."""
    import pandas as pd

    del folder
    text = path.suffix == ".csv"
    log: Any = pd.read_csv(path, parse_dates=["受理", "答复", "关闭"]) if text else pd.read_parquet(path)
    end = pd.Timestamp("2026-01-01")
    assert not log["编号"].duplicated().any()
    log = log[log["受理"] < end]
    log["year"], log["quarter"] = log["受理"].dt.year, log["受理"].dt.to_period("Q")
    log["month"] = log["受理"].dt.to_period("M")
    age = (end - log["受理"]).dt.total_seconds() / 3600
    for word, name in (("close", "关闭"), ("reply", "答复")):
        hours = (log[name] - log["受理"]).dt.total_seconds() / 3600
        log[f"{word}_hours"] = hours.where(hours >= 0)
        log[f"{word}_known"] = log[f"{word}_hours"].notna() | (log[name].isna() & (age > 24))
        log[f"{word}_kept"] = log[f"{word}_hours"] <= 24
    log["升级"], log["重开"] = log["升级"] == "是", log["重开"] == "是"
    log["first"] = (log["转办"] == 0) & ~log["重开"] & log["关闭"].notna()
    sums = ["close_known", "close_kept", "reply_known", "reply_kept", "升级", "重开", "first", "转办", "满意度"]
    both = ["close_hours", "reply_hours"]
    result = {}
    for keys in (["year"], ["quarter"], ["month"], ["quarter", "产品"], ["month", "产品"]):
        groups = log.groupby(keys, observed=True)
        found = groups[sums].sum()
        found["n"] = groups.size()
        if "month" not in keys:
            found[["close_median", "reply_median"]] = groups[both].median()
            found[["close_p90", "reply_p90"]] = groups[both].quantile(0.9)
        result[tuple(keys)] = found
    for keys in (["渠道", "客户群", "程度"], ["类别", "原因", "产品"], ["转办"]):
        log.groupby(keys, observed=True)[["close_known", "close_kept"]].sum()
    log.groupby(["渠道", "客户群", "程度"], observed=True)["close_hours"].median()
    still = log[log["关闭"].isna() | (log["关闭"] >= end)]
    still.groupby(["程度", pd.cut(age[still.index] / 24, [0, 1, 3, 7, 30, 90, 1e9])], observed=True).size()
    still.nsmallest(10, "受理")
    days = ((log["close_hours"].fillna(age) - 24) / 24).clip(lower=0)
    (1 - 0.9**days).groupby(log["year"]).sum()
    (0.1 * days).clip(upper=1).groupby(log["year"]).sum()
    years = result[("year",)]
    return {
        str(year): [int(row["n"]), 100 * row["close_kept"] / row["close_known"], row["close_median"]]
        for year, row in years.iterrows()
    }


WAYS = {"bare": run_bare, "collector": run_collector, "pandas": run_pandas}


def child(way: str, path: Path) -> None:
    """Run one way and print what it took."""
    import resource

    # The tool has loaded its own model long before it collects; the libraries each way needs are in its time.
    import zhuoyue_plugins.complaints.settings  # noqa: F401

    with tempfile.TemporaryDirectory(prefix="zhuoyue-bench-", dir=path.parent) as name:
        start, busy = time.perf_counter(), time.process_time()
        found = WAYS[way](path, Path(name))
        seconds, processor = time.perf_counter() - start, time.process_time() - busy
    # The unit of ru_maxrss is KiB on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "processor": processor, "gib": peak, "found": found}))


def _measure(path: Path, ways: list[str]) -> dict[str, list[dict[str, Any]]]:
    taken: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, results in taken.items():
            command = [sys.executable, __file__, "--child", way, str(path)]
            results.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    return taken


def _median(results: list[dict[str, Any]], what: str) -> float:
    return float(statistics.median(result[what] for result in results))


def _report(taken: dict[str, list[dict[str, Any]]]) -> None:
    for way, results in taken.items():
        peak = max(result["gib"] for result in results)
        wall, processor = _median(results, "seconds"), _median(results, "processor")
        print(f"{way:10} {wall:7.2f} s, {processor:7.2f} s of processor, peak {peak:.2f} GiB", flush=True)
    ours = taken["collector"]
    for way in (other for other in taken if other != "collector"):
        # On a busy machine the processor time is the steadier of the two.
        ratios = [_median(ours, what) / _median(taken[way], what) for what in ("seconds", "processor", "gib")]
        print(
            f"  collector / {way}: {ratios[0]:.2f} of the time, {ratios[1]:.2f} of the processor, {ratios[2]:.2f} of"
            " the memory"
        )
        theirs, mine = taken[way][0]["found"], ours[0]["found"]
        worst = max(abs(a - b) / abs(b) for year in theirs for a, b in zip(mine[year], theirs[year], strict=True))
        print(f"  largest relative difference from {way}: {worst:.1e}", flush=True)


def organisations(root: Path) -> None:
    """Time 100 000 organisations in one log."""
    import duckdb

    from zhuoyue_plugins.complaints.collector import Complaints

    path, many = root / "organisations.parquet", 100_000
    duckdb.connect().execute(
        f"COPY (SELECT 'O' || (hash(i * 3) % {many}) AS 单位, opened AS 受理, opened + to_minutes((hash(i * 7) %"
        " 5000)::INTEGER) AS 关闭 FROM (SELECT i, TIMESTAMP '2023-01-01' + to_minutes((hash(i) % 1570000)::INTEGER) AS"
        f" opened FROM range({20 * many}) AS n(i))) TO '{path}' (FORMAT parquet)"
    )
    fields = {"opened": "受理", "closed": "关闭"}
    taken = {}
    for name, more in (("without", {}), ("with", {"organisation": "单位"})):
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            found = Complaints().collect(_source(root, {"path": path.name, "fields": {**fields, **more}}))
            times.append(time.perf_counter() - start)
        taken[name] = statistics.median(times)
    spread = next(exhibit for exhibit in found.exhibits if exhibit.kind == "complaints.organisation-spread")
    number = int(spread.numbers("organisations")[0] or 0)
    each = taken["with"] / number * 1000
    print(
        f"{number:,} organisations, {20 * many:,} rows: {taken['with']:.2f} s, {each:.3f} ms each (target 0.1); "
        f"{(taken['with'] - taken['without']) / number * 1000:.3f} ms each beyond the same log without them"
    )


def main() -> None:
    """Make the files, run the ways in turn, print the figures."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000_000
    formats = sys.argv[2] if len(sys.argv) > 2 else "both"
    with tempfile.TemporaryDirectory(prefix="zhuoyue-bench-") as name:
        for suffix in (".csv", ".parquet"):
            if formats in ("both", suffix[1:]):
                path = Path(name) / f"log{suffix}"
                make(path, rows)
                print(f"{suffix[1:]}: {rows:,} rows, {path.stat().st_size / 2**20:,.0f} MiB", flush=True)
                _report(_measure(path, ["bare", "collector", *(["pandas"] if "pandas" in sys.argv else [])]))
                path.unlink()
        if "organisations" in sys.argv:
            organisations(Path(name))


if __name__ == "__main__":
    main()
