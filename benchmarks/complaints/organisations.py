"""A hundred thousand organisations in one log."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from collector import source
from measured import ROUNDS


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
            found = Complaints().collect(source(root, {"path": path.name, "fields": {**fields, **more}}))
            times.append(time.perf_counter() - start)
        taken[name] = statistics.median(times)
    spread = next(exhibit for exhibit in found.exhibits if exhibit.kind == "complaints.organisation-spread")
    number = int(spread.numbers("organisations")[0] or 0)
    each = taken["with"] / number * 1000
    print(
        f"{number:,} organisations, {20 * many:,} rows: {taken['with']:.2f} s, {each:.3f} ms each (target 0.1); "
        f"{(taken['with'] - taken['without']) / number * 1000:.3f} ms each beyond the same log without them"
    )
