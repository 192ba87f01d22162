"""Which charts are drawn from the exhibits that count by month, and what becomes of an incomplete month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhuoyue import Exhibit, NumberColumn, Text, TextColumn, Visibility, same
from zhuoyue_plugins.complaints.exhibits.charted import charted
from zhuoyue_plugins.complaints.statistics.control import ControlSettings
from zhuoyue_plugins.complaints.statistics.every_year import every_year

SETTINGS = ControlSettings(minimum=12, baseline=12)


def months(kind: str, columns: str, rows: Sequence[Sequence[Any]]) -> Exhibit:
    """Return an exhibit; its first columns are words, the others numbers."""
    made: list[NumberColumn | TextColumn] = []
    for place, key in enumerate(columns.split()):
        cells = [row[place] for row in rows]
        if isinstance(cells[0], str):
            made.append(TextColumn(key=key, title=same(key), values=tuple(cell and same(cell) for cell in cells)))
        else:
            made.append(NumberColumn(key=key, title=same(key), values=tuple(Decimal(cell) for cell in cells)))
    return Exhibit(
        id=f"log-{kind}",
        kind=f"complaints.{kind}",
        title=same(kind),
        source="log",
        method=same("m"),
        columns=tuple(made),
        visibility=Visibility.CONFIDENTIAL,
        items=("4.3.2",),
        evidence=("log-1",),
    )


DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
YEAR = [(f"2025-{place + 1:02}", 10 + place % 2, 8, 6, days, 1000) for place, days in enumerate(DAYS)]
COLUMNS = "month cases decided in_time days deals"


def drawn(*exhibits: Exhibit) -> dict[str, Exhibit]:
    """Return what is drawn, by id."""
    return {one.id: one for one in charted(exhibits, SETTINGS)}


def test_volume_promise_and_rate_with_the_tier_and_items_of_the_months() -> None:
    found = drawn(months("months", COLUMNS, YEAR))
    assert list(found) == ["log-control-volume", "log-control-promise", "log-control-rate"]
    for one in found.values():
        assert one.visibility is Visibility.CONFIDENTIAL
        assert (one.items, one.evidence) == (("4.3.2",), ("log-1",))
    assert found["log-control-promise"].numbers("value")[0] == 75
    assert found["log-control-rate"].numbers("value")[1] == 11  # 11 complaints of 1 000 deals


def test_only_what_is_counted_is_drawn() -> None:
    found = drawn(months("months", "month cases", [row[:2] for row in YEAR]))
    assert list(found) == ["log-control-volume"]
    assert drawn() == {}


def test_a_month_that_still_runs_is_a_gap_and_said_to_be() -> None:
    running = [*YEAR[:-1], ("2025-12", 3, 2, 1, 10, 1000)]
    volume = drawn(months("months", COLUMNS, running))["log-control-volume"]
    assert volume.numbers("value")[-1] is None
    assert any("2025-12 is not complete" in note.en for note in volume.notes)
    assert not any("not complete" in note.en for note in drawn(months("months", COLUMNS, YEAR))[volume.id].notes)


def test_two_years_have_trend_and_season() -> None:
    longer = [*[(f"2024{row[0][4:]}", *row[1:4], 29 if row[4] == 28 else row[4], row[5]) for row in YEAR], *YEAR]
    assert {"log-trend", "log-season"} <= set(drawn(months("months", COLUMNS, longer)))


def test_parts_are_drawn_the_largest_first_and_a_month_without_rows_had_none() -> None:
    rows = [("pumps", month, 20) for month, *_ in YEAR] + [("shafts", month, 30) for month, *_ in YEAR[:-1]]
    rows += [(None, month, 99) for month, *_ in YEAR]
    found = drawn(months("months", COLUMNS, YEAR), months("months-split", "split month cases", rows))
    first, second = found["log-control-volume-1"], found["log-control-volume-2"]
    assert first.title == Text(zh="每月投诉数量：shafts", en="Complaints a month: shafts")
    assert first.numbers("value")[-1] == 0
    assert second.title.en.endswith("pumps")
    assert "log-control-volume-3" not in found  # what the records do not name is no part


def low_in_february(*lows: int) -> dict[str, Decimal]:
    """Return months of 100 in years whose February is as given."""
    return {
        f"{2023 + place}-{month:02}": Decimal(low if month == 2 else 100)
        for place, low in enumerate(lows)
        for month in range(1, 13)
    }


def test_a_month_that_is_low_every_year_is_the_season() -> None:
    assert every_year(low_in_february(80, 70, 90), "2025-02", above=False)
    assert every_year(low_in_february(120, 130, 110), "2025-02", above=True)


def test_a_month_that_is_low_once_or_on_the_other_side_is_not() -> None:
    assert not every_year(low_in_february(100, 100, 70), "2025-02", above=False)
    assert not every_year(low_in_february(80, 91, 70), "2025-02", above=False)
    assert not every_year(low_in_february(80, 70, 90), "2025-02", above=True)
    assert not every_year(low_in_february(80, 70, 90), "2025-03", above=False)


def test_two_years_cannot_tell_what_happens_every_year() -> None:
    assert not every_year(low_in_february(80, 70), "2024-02", above=False)
    few = {period: value for period, value in low_in_february(80, 70, 90).items() if not period > "2025-07"}
    assert not every_year(few, "2025-02", above=False)
    assert not every_year({}, "2025-02", above=False)
