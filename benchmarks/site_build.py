"""Our whole site build against plain `mkdocs build` of the same rendered pages. Target: at most 1.0.

Plain means: the engine's own command, once a language, on the folders that we rendered; no reading of the assessment,
no rendering of ours. Reports of earlier cycles are left out on both sides: they are built once, ever. Both sides are
processes of their own and alternate.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/huadong-precision"
ROUNDS = 5
TARGET = 1.0
BIN = Path(sys.executable).parent
RENDER = """
import sys
from pathlib import Path
from zhuoyue import store
from zhuoyue.project import open_project
from zhuoyue.site_source import write_source
project = open_project(Path(sys.argv[1]))
assessment = store.read(project.root / store.ASSESSMENT)
write_source(assessment, project.config.site, project.root, Path(sys.argv[2]))
"""


def seconds(*commands: list[str]) -> float:
    """Run commands one after the other."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        project, source = Path(folder) / "project", Path(folder) / "source"
        shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("site", "history"))
        seconds([str(BIN / "zhuoyue"), "assess", str(project), "--quiet"])
        seconds([sys.executable, "-c", RENDER, str(project), str(source)])
        plain_commands = [
            [str(BIN / "mkdocs"), "build", "--quiet", "-f", str(config), "-d", str(Path(folder) / "out" / name)]
            for name in ("zh", "en")
            for config in [source / name / "mkdocs.yml"]
        ]
        ours, plain = [], []
        for _ in range(ROUNDS):
            shutil.rmtree(project / "site", ignore_errors=True)
            ours.append(seconds([str(BIN / "zhuoyue"), "build", str(project), "--quiet"]))
            plain.append(seconds(*plain_commands))
    one, two = statistics.median(ours), statistics.median(plain)
    print(f"zhuoyue build {one:.2f} s, mkdocs build twice {two:.2f} s (medians of {ROUNDS})")
    print(f"ratio {one / two:.2f} (target: at most {TARGET:g})")


if __name__ == "__main__":
    main()
