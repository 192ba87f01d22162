"""How much longer a consensus takes than reading its files: 100 assessors, 23 items, 10 cycles. Target: below 2 times.

Every cycle has its own folder of rating sheets; reading is `ratings.read`, the whole is reading and `agree`. They take
turns cycle by cycle, so that whatever else the machine does slows both alike.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path

from zhuoyue import ratings
from zhuoyue.agreement import agree
from zhuoyue.config import ConsensusTable, PluginsTable
from zhuoyue.plugins import Plugins

ASSESSORS, CYCLES, ROUNDS = 100, 10, 3
TARGET = 2.0
PLUGINS = PluginsTable(enabled=("gbt19580", "holistic"))
ROW = """
[[ratings]]
item = "{item}"
percent = {percent}
reason = {{ zh = "方法已文件化并在两个厂区推行。", en = "Documented and rolled out in both plants." }}
[[ratings.strengths]]
text = "Complaints are answered within 24 hours ({name}, {item})."
[[ratings.improvements]]
text = "Causes are not compared with the survey ({name}, {item})."
"""


def write(root: Path, codes: list[str]) -> None:
    """Write the sheets of every cycle: items that differ, assessors with habits, and chance."""
    chance = random.Random(19580)
    for cycle in range(CYCLES):
        level = {code: chance.gauss(45, 10) for code in codes}
        folder = root / f"{2016 + cycle}/ratings"
        folder.mkdir(parents=True)
        for number in range(ASSESSORS):
            name, habit = f"assessor-{number:03}", chance.gauss(0, 5)
            rows = []
            for code in codes:
                percent = min(100, max(0, 5 * round((level[code] + habit + chance.gauss(0, 7)) / 5)))
                rows.append(ROW.format(item=code, percent=percent, name=name))
            (folder / f"{name}.toml").write_text(f'assessor = "{name}"\n' + "".join(rows), "utf-8")


def main() -> None:
    """Measure and print."""
    plugins = Plugins.open(PLUGINS, Path.cwd())
    criteria, scheme = plugins.criteria["gbt19580-2012"][0], plugins.schemes["holistic"][0]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, [item.code for item in criteria.items])
        folders = sorted(root.iterdir())
        times = []
        for _ in range(ROUNDS):
            reading = agreeing = 0.0
            for folder in folders:
                start = time.perf_counter()
                found = ratings.read(folder, ("ratings/*.toml",), criteria, scheme)
                middle = time.perf_counter()
                agreement = agree(found.ratings, criteria, scheme.data, ConsensusTable())
                reading, agreeing = reading + middle - start, agreeing + time.perf_counter() - middle
                assert agreement is not None
                assert len(agreement.pairs) == ASSESSORS * (ASSESSORS - 1) // 2
            times.append((reading, reading + agreeing))
    one, two = (statistics.median(column) for column in zip(*times, strict=True))
    sheets = ASSESSORS * CYCLES
    print(f"{sheets} sheets: reading {one:.2f} s, reading and agreement {two:.2f} s (medians of {ROUNDS})")
    print(f"ratio {two / one:.2f} (target: below {TARGET:g})")


if __name__ == "__main__":
    main()
