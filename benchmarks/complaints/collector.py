"""Every figure by the collector, under the names that the bare queries give them."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from bare import MEMORY
from log import FIELDS, Figures


def source(root: Path, settings: dict[str, Any]) -> Any:
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


def run_collector(path: Path, folder: Path) -> Figures:
    """Run the collector."""
    from zhuoyue_plugins.complaints.collector import Complaints

    tempfile.tempdir = str(folder)
    settings = {
        "path": path.name, "fields": FIELDS, "split_by": "product", "satisfied_from": 4, "memory_limit": MEMORY,
    }  # fmt: skip
    return _flat(Complaints().collect(source(path.parent, settings)))


KEYS = {
    "cells": ("channel", "segment", "severity"), "drilldown": ("category", "cause", "product"),
    "hand-overs": ("hand_overs",), "backlog-severity": ("bucket", "severity"), "oldest": ("id",), "loss": ("year",),
    "years": ("year",), "months": ("month",), "months-split": ("month", "split"), "stages": ("stage",),
    "records": ("key",), "fields": ("field",),
}  # fmt: skip
KINDS = {"years": "y", "months": "m", "months-split": "m-part"}
COLUMNS = {
    "cells": ("cases", "decided", "in_time", "median_hours"), "drilldown": ("cases", "decided", "in_time"),
    "hand-overs": ("cases", "decided", "in_time"), "oldest": ("age_days",), "backlog-severity": ("cases",),
    "loss": ("cases", "late", "delay_days", "linear", "compound"), "months": ("cases", "decided", "in_time"),
    "months-split": ("cases", "decided", "in_time"), "stages": ("traced",), "records": ("rows",),
    "fields": ("filled", "unreadable"),
}  # fmt: skip


def _flat(collected: Any) -> Figures:
    """Return the figures by the names that the bare queries give them."""
    found: Figures = {}
    for exhibit in collected.exhibits:
        kind = exhibit.kind.removeprefix("complaints.")
        for row in exhibit.rows() if kind in KEYS else ():
            names = [_name(kind, row[key]) for key in KEYS[kind]]
            columns = COLUMNS.get(kind) or [key for key in row if key not in KEYS[kind]]
            for column in columns:
                if row[column] is not None:
                    found[_called(kind, names, column)] = float(row[column])
    for measure in collected.measures:
        key = measure.id.removeprefix("log-").replace("-", "_")
        for point in measure.points:
            found[f"q|{_code(point.period)}|{key}"] = float(point.value)
        for segment in measure.segments:
            for point in segment.points:
                found[f"q-part|{_code(point.period)}|{segment.name.get('zh')}|{key}"] = float(point.value)
    return found


def _code(period: str) -> str:
    return period.replace("-Q", "").replace("-", "")


def _name(kind: str, value: Any) -> str:
    if kind == "hand-overs":
        return str(int(value))
    text = value.get("en")
    return _code(text) if kind in ("months", "months-split") else text


def _called(kind: str, names: Sequence[str], column: str) -> str:
    place = "|".join(names)
    if kind == "records":
        return f"records|{place.replace('-', '_')}"
    if kind == "fields":
        return f"records|{'filled' if column == 'filled' else 'bad'}_{place}"
    if kind == "stages":
        return f"stages|{place}"
    return f"{KINDS.get(kind, kind)}|{place}|{column}"
