"""The collector of complaints against the bare DuckDB queries it stands on, and against the same in pandas.

Run: python benchmarks/complaints [ROWS [csv|parquet|both|dirty [pandas] [organisations]]]; 50 million rows by
default. Each way runs in a process of its own, in turn, with the file in the page cache; prints ratios of median times
and of peak memory, and compares every figure that both ways make. The hash of the file, which the core makes for its
cache, is in no way's time. Both DuckDB ways read the file once into a passing file and may take 1 GB.

The bare queries make every figure of the collector that comes from rows; what it computes from those in Python
(charts, trend, estimates from counts) costs it a few milliseconds and them nothing. On clean logs they take the cells
as they are; of the dirty log, a CSV with repeated rows, odd times, padded texts and bad cells, they know every kind of
dirt beforehand. pandas runs as people write it, and as fast as it can be had (`typed`: read by pyarrow into
categories and small numbers).

Targets: at most 1.2 times the bare queries and below 2 GiB; at ten million rows twice as fast and three times leaner
than pandas; 100 000 organisations in at most 0.1 ms each.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from log import make
from measured import child, measure, report
from organisations import organisations


def main() -> None:
    """Make the files, run the ways in turn, print the figures."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000_000
    formats = sys.argv[2] if len(sys.argv) > 2 else "both"
    print("files read once beforehand; the hashing of the file, done for the cache, is excluded", flush=True)
    with tempfile.TemporaryDirectory(prefix="zhuoyue-bench-") as name:
        for kind, file in (("csv", "log.csv"), ("parquet", "log.parquet"), ("dirty", "dirty.csv")):
            if kind != formats and (formats != "both" or kind == "dirty"):
                continue
            path = Path(name) / file
            make(path, rows, dirty=kind == "dirty")
            print(f"{kind}: {rows:,} rows, {path.stat().st_size / 2**20:,.0f} MiB", flush=True)
            # What pandas would need for the dirty log is another program.
            others = ["pandas", "typed"] if "pandas" in sys.argv and kind != "dirty" else []
            report(measure(path, ["bare", "collector", *others]))
            path.unlink()
        if "organisations" in sys.argv:
            organisations(Path(name))


if __name__ == "__main__":
    main()
