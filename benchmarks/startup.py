"""How much longer `zhuoyue --help` takes than Python itself. Target: at most 6 times.

Runs alternate, so that whatever else the machine does slows both alike, and the ratio is that of the medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 40
TARGET = 6.0
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "zhuoyue --help": [str(Path(sys.executable).with_name("zhuoyue")), "--help"],
}


def seconds(command: list[str]) -> float:
    """Run *command* once and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    for command in COMMANDS.values():  # the first run reads from disk and may write bytecode
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, median in medians.items():
        print(f"{name}: median {median * 1000:.1f} ms, fastest {min(times[name]) * 1000:.1f} ms, {RUNS} runs")
    bare, ours = medians.values()
    print(f"ratio {ours / bare:.2f} (target: at most {TARGET:g})")


if __name__ == "__main__":
    main()
