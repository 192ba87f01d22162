"""What a second `zhuoyue run` costs when nothing changed. Target: at most 0.15 of the first."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/huadong-precision"
ROUNDS = 3
TARGET = 0.15


def seconds(project: Path) -> float:
    """Run `zhuoyue run` on a project once, as a process of its own."""
    command = [str(Path(sys.executable).with_name("zhuoyue")), "run", str(project), "--quiet"]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    first, second = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns(".zhuoyue", "site"))
            (project / "assessment.json").unlink(missing_ok=True)
            first.append(seconds(project))
            second.append(seconds(project))
    one, two = statistics.median(first), statistics.median(second)
    print(f"first run {one:.2f} s, second run {two:.2f} s (medians of {ROUNDS})")
    print(f"ratio {two / one:.3f} (target: at most {TARGET:g})")


if __name__ == "__main__":
    main()
