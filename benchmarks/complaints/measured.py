"""Runs each way in a process of its own, and compares times, memory and figures."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bare import run_bare
from collector import run_collector
from log import Figures
from pandas_plain import run_plain
from pandas_typed import run_typed

ROUNDS = int(os.environ.get("ROUNDS", "3"))
WAYS = {"bare": run_bare, "collector": run_collector, "pandas": run_plain, "typed": run_typed}


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


def measure(path: Path, ways: list[str]) -> dict[str, list[dict[str, Any]]]:
    taken: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    _read_once(path)
    for _ in range(ROUNDS):
        for way, results in taken.items():
            command = [sys.executable, str(Path(__file__).parent), "--child", way, str(path)]
            results.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    return taken


def _read_once(path: Path) -> None:
    """Let no way pay for the first reading of the disk."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def _median(results: list[dict[str, Any]], what: str) -> float:
    return float(statistics.median(result[what] for result in results))


def report(taken: dict[str, list[dict[str, Any]]]) -> None:
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
        print(f"  {_compared(way, taken[way][0]['found'], ours[0]['found'])}", flush=True)


def _compared(way: str, theirs: Figures, mine: Figures) -> str:
    both = theirs.keys() & mine.keys()
    worst = max(both, key=lambda key: abs(mine[key] - theirs[key]) / (abs(theirs[key]) or 1))
    most = abs(mine[worst] - theirs[worst]) / (abs(theirs[worst]) or 1)
    alone = f", {len(theirs.keys() - mine.keys())} made by {way} alone, {len(mine.keys() - theirs.keys())} by us alone"
    return f"{len(both):,} figures compared{alone}; largest relative difference {most:.1e} ({worst})"
