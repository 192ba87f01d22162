"""Working time in the query engine: how many microseconds people have worked until a moment."""

# ruff: noqa: S608 - no text from records or settings stands in this SQL

from __future__ import annotations

import datetime as dt

from zhuoyue.records import Dataset
from zhuoyue_plugins.complaints.hours.opening_hours import MOST_SPANS, CalendarSetting

WORKING_DAYS = "working_days"
_SPANS = MOST_SPANS
"""The calendar's settings allow no more in one day."""


def lend_working_days(dataset: Dataset, calendar: CalendarSetting, relation: str, end: dt.datetime) -> None:
    """Make a table of days with their spans of work and the seconds worked before each."""
    import pyarrow as pa

    (edges,) = dataset.run(
        "SELECT min(least(opened, first_reply, closed)) AS first, max(greatest(opened, first_reply, closed)) AS last "
        f"FROM {relation}"
    )
    # A moment in UTC may be a day off the local one.
    first = min(edges["first"] or end, end).date() - dt.timedelta(days=2)
    last = max(edges["last"] or end, end).date() + dt.timedelta(days=2)
    days, before, total = [], [], 0
    spans: list[list[int | None]] = [[] for _ in range(2 * _SPANS)]
    for day, hours in calendar.days(dataset.settings.timezone, first, last):
        days.append(day)
        before.append(total)
        edges_of_day = [edge for span in hours for edge in span]
        for number, column in enumerate(spans):
            column.append(edges_of_day[number] if number < len(edges_of_day) else None)
        total += sum(finish - start for start, finish in hours)
    columns = {f"e{number}": pa.array(column, pa.int64()) for number, column in enumerate(spans)}
    dataset.lend(WORKING_DAYS, pa.table({"day": pa.array(days, pa.date32()), "before": before, **columns}))


def worked_until(moment: str, days: str) -> str:
    """Return the SQL of the microseconds worked until a moment, of which `days` is the row of its local day."""
    now = f"epoch_us({moment})"
    parts = " + ".join(
        f"coalesce(greatest(0, least({now}, {days}.e{2 * number + 1} * 1000000) - {days}.e{2 * number} * 1000000), 0)"
        for number in range(_SPANS)
    )
    return f"CASE WHEN {moment} IS NOT NULL THEN {days}.before * 1000000 + {parts} END"
