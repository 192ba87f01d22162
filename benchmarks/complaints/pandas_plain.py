"""Every figure in pandas, as people write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frames import figures_of
from log import TIMES, Figures


def run_plain(path: Path, folder: Path) -> Figures:
    """Compute the same figures the usual way."""
    import pandas as pd

    del folder
    text = path.suffix == ".csv"
    log: Any = pd.read_csv(path, parse_dates=list(TIMES)) if text else pd.read_parquet(path)
    log["升级"], log["重开"] = log["升级"] == "是", log["重开"] == "是"
    return figures_of(log)
