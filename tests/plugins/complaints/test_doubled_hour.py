"""Times in the hour that occurs twice when clocks go back: doubt never makes a case look faster than it was."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from .conftest import collect, exhibits, measures, rows


@pytest.mark.parametrize(
    ("opened", "closed", "hours", "in_time"),
    [
        # 00:30Z or 01:30Z to 01:00Z of the next day: 24.5 or 23.5 hours.
        ("2025-10-26 02:30", "2025-10-27 02:00", Decimal("24.5"), 0),
        ("2025-10-26T02:30+01:00", "2025-10-27 02:00", Decimal("23.5"), 1),
        # 00:00Z of 25 October to 00:30Z or 01:30Z.
        ("2025-10-25 02:00", "2025-10-26 02:30", Decimal("25.5"), 0),
        ("2025-10-26 02:40", "2025-10-26 02:10", Decimal("0.5"), 1),
    ],
)
def test_doubt_about_the_doubled_hour_is_never_resolved_in_our_favour(
    tmp_path: Path, opened: str, closed: str, hours: Decimal, in_time: int
) -> None:
    (tmp_path / "log.csv").write_text(f"a,b\n{opened},{closed}\n", "utf-8")
    settings = {"path": "log.csv", "fields": {"opened": "a", "closed": "b"}, "timezone": "Europe/Berlin"}
    found = collect(tmp_path, settings)
    (promise,) = rows(exhibits(found)["promise-close"])
    assert (promise["in_time"], promise["late"]) == (in_time, 1 - in_time)
    assert measures(found)["close-median-hours"].points[0].value == hours
    said = [one.text for one in found.problems if one.code == "complaints-clock"]
    assert len(said) == (1 if "+" not in opened else 0)
    assert all("never resolved in the organisation's favour" in one.en and "存疑" in one.zh for one in said)
