"""Ways to run the collector on files of a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from zhuoyue import Collected, Exhibit, Measure, Source, Span, Text, Visibility
from zhuoyue_plugins.complaints.collector import Complaints
from zhuoyue_plugins.complaints.settings import ComplaintsSettings


def collect(
    root: Path,
    settings: Mapping[str, Any],
    as_of: dt.date = dt.date(2025, 12, 31),
    visibility: Visibility = Visibility.INTERNAL,
) -> Collected:
    """Run the collector as a source called `log`."""
    source = Source(
        name="log",
        settings=ComplaintsSettings.model_validate(settings),
        root=root,
        items=("4.3.3",),
        visibility=visibility,
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=as_of,
        instant=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        criteria=cast("Any", None),
        secret=str,
    )
    assert all(path.is_file() for path in Complaints().inputs(source) or ())
    return Complaints().collect(source)


def measures(collected: Collected) -> dict[str, Measure]:
    """Measures by the ending of their ids."""
    return {measure.id.removeprefix("log-"): measure for measure in collected.measures}


def exhibits(collected: Collected) -> dict[str, Exhibit]:
    """Exhibits by the ending of their ids."""
    return {exhibit.id.removeprefix("log-"): exhibit for exhibit in collected.exhibits}


def rows(exhibit: Exhibit) -> list[dict[str, Decimal | str | None]]:
    """Rows with words as plain text."""
    return [{key: str(cell) if isinstance(cell, Text) else cell for key, cell in row.items()} for row in exhibit.rows()]
