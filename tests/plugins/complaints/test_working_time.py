"""Working hours against a loop over every minute, and the calendar's settings."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from zhuoyue_plugins.complaints.hours.clock_changes import changes, stands_still
from zhuoyue_plugins.complaints.hours.opening_hours import CalendarSetting, spans_of

from .conftest import collect, exhibits, measures, rows
from .oracle import nine, quantile

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
CALENDARS: Mapping[str, dict[str, Any]] = {
    "offices": {
        "hours": {"mon-thu": "09:00-12:00, 13:00-18:00", "fri": ["09:00-12:00", "13:00-16:30"]},
        "holidays": ["2025-10-01/2025-10-03", "2025-12-25"],
        "working_days": ["2025-09-28", "2025-10-02"],
    },
    "around the clock but Sundays": {"hours": {"mon-sat": "00:00-24:00"}, "working_days": ["2025-03-30", "2025-10-26"]},
    "nights": {
        "hours": {"sat-mon": "00:00-06:00, 22:00-24:00"},
        "working_days": "2025-10-29",
        "working_hours": "1:30-4:00",
    },
}


def works(calendar: Mapping[str, Any], minute: dt.datetime) -> bool:
    """Whether people work in a minute of local time, straight from the settings' texts."""
    order = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    week: dict[str, list[str]] = {day: [] for day in order}
    for key, texts in calendar["hours"].items():
        first, _, last = key.partition("-")
        day = order.index(first)
        listed = ", ".join([texts] if isinstance(texts, str) else texts).split(",")
        while True:
            week[order[day]] = listed
            if order[day] == (last or first):
                break
            day = (day + 1) % 7
    regular = week[order[minute.weekday()]]
    today = minute.date().isoformat()
    extra = calendar.get("working_days", [])
    free = [one for one in calendar.get("holidays", []) if one.split("/")[0] <= today <= one.split("/")[-1]]
    if today in ([extra] if isinstance(extra, str) else extra):
        usual = calendar.get("working_hours", "").split(",") if calendar.get("working_hours") else None
        spans = regular or usual or next(week[day] for day in order if week[day])
    else:
        spans = [] if free else regular
    clock = minute.hour * 60 + minute.minute
    return any(to_minutes(span.split("-")[0]) <= clock < to_minutes(span.split("-")[1]) for span in spans if span)


def to_minutes(text: str) -> int:
    hours, minutes = text.strip().split(":")
    return 60 * int(hours) + int(minutes)


def worked(calendar: Mapping[str, Any], start: dt.datetime, end: dt.datetime) -> Fraction:
    """Hours worked between two moments in UTC: every minute is looked at."""
    count, minute = 0, start
    while minute < end:
        count += works(calendar, minute.astimezone(BERLIN))
        minute += dt.timedelta(minutes=1)
    return Fraction(count, 60)


def random_cases() -> list[tuple[dt.datetime, dt.datetime]]:
    rng = random.Random(5)
    starts = ["2025-03-28T15:00", "2025-03-29T20:00", "2025-10-24T15:00", "2025-10-25T23:30", "2025-09-26T17:59"]
    moments = [dt.datetime.fromisoformat(f"{start}+01:00") for start in starts]
    moments += [
        dt.datetime(2025, 9, 20, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(60 * 24 * 60)) for _ in range(15)
    ]
    return [
        (one.astimezone(dt.UTC), one.astimezone(dt.UTC) + dt.timedelta(minutes=rng.randrange(6000))) for one in moments
    ]


@pytest.mark.parametrize("name", CALENDARS)
def test_hours_worked_minute_by_minute(tmp_path: Path, name: str) -> None:
    calendar, cases = CALENDARS[name], random_cases()
    lines = [f"{n},{start:%Y-%m-%dT%H:%MZ},{end:%Y-%m-%dT%H:%MZ}" for n, (start, end) in enumerate(cases)]
    young, old = "91,2025-12-31T21:30Z,", "92,2025-12-20T10:00Z,"
    (tmp_path / "a.csv").write_text("\n".join(["n,o,c", *lines, young, old]) + "\n", "utf-8")
    settings = {
        "path": "a.csv", "fields": {"id": "n", "opened": "o", "closed": "c"}, "timezone": "Europe/Berlin",
        "calendar": calendar, "period": "year", "promise_hours": 6,
    }  # fmt: skip
    found = measures(collect(tmp_path, settings))
    hours = [worked(calendar, start, end) for start, end in cases]
    assert found["close-median-hours"].points[0].value == nine(quantile(hours, Fraction(1, 2)))
    assert found["close-p90-hours"].points[0].value == nine(quantile(hours, Fraction(9, 10)))
    (states,) = rows(exhibits(collect(tmp_path, settings))["promise-close"])
    assert states["in_time"] == sum(one <= 6 for one in hours)
    assert states["late"] == sum(one > 6 for one in hours)
    end = dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC)
    ages = [worked(calendar, dt.datetime(2025, 12, day, hour, minute, tzinfo=dt.UTC), end) for day, hour, minute in
            ((31, 21, 30), (20, 10, 0))]  # fmt: skip
    assert states["undecided"] == sum(age <= 6 for age in ages)
    assert states["late_open"] == sum(age > 6 for age in ages)
    # Customers wait by the clock, whatever the working hours.
    (loss,) = rows(exhibits(collect(tmp_path, settings))["loss"])
    waits = [Fraction((finish - start) // dt.timedelta(minutes=1), 60) for start, finish in cases]
    assert loss["late"] == sum(wait > 24 for wait in waits) + 1


def test_when_the_clocks_change() -> None:
    found = changes("Europe/Berlin", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert [(one.start, one.end, one.twice) for one in found] == [
        (dt.datetime(2025, 3, 30, 2), dt.datetime(2025, 3, 30, 3), False),  # noqa: DTZ001
        (dt.datetime(2025, 10, 26, 2), dt.datetime(2025, 10, 26, 3), True),  # noqa: DTZ001
    ]
    assert stands_still("Asia/Shanghai")
    assert not stands_still("America/New_York")
    # Lord Howe Island moves by half an hour.
    lord_howe = changes("Australia/Lord_Howe", dt.date(2025, 4, 1), dt.date(2025, 4, 10))
    assert [(one.start, one.end) for one in lord_howe] == [(dt.datetime(2025, 4, 6, 1, 30), dt.datetime(2025, 4, 6, 2))]  # noqa: DTZ001


def test_spans_may_be_written_in_chinese_punctuation() -> None:
    assert spans_of("9:00～12:00，13：00至18：00") == ((540, 720), (780, 1080))
    assert spans_of("00:00-24:00") == ((0, 1440),)


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        ({"hours": {"mon": "9-12"}}, "expected hours such as"),
        ({"hours": {"mon": "12:00-09:00"}}, "follow one another"),
        ({"hours": {"mon": "09:00-12:00, 11:00-14:00"}}, "follow one another"),
        ({"hours": {"mon": "09:00-25:00"}}, "follow one another"),
        ({"hours": {"monday": "09:00-12:00"}}, "expected mon, tue"),
        ({"hours": {}}, "no weekday has any"),
        ({"hours": {"mon": "09:00-12:00"}, "holidays": ["1. Mai"]}, "expected a day '2025-10-01'"),
        ({"hours": {"mon": "09:00-12:00"}, "holidays": ["2025-05-02/2025-05-01"]}, "first day before the last"),
        ({"hours": {"mon": "0:00-1:00,2:00-3:00,4:00-5:00,6:00-7:00,8:00-9:00,10:00-11:00,12:00-13:00"}}, "at most 6"),
    ],
)
def test_a_calendar_that_cannot_be_read(calendar: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        CalendarSetting.model_validate(calendar)


def test_days_are_dates_in_toml_too() -> None:
    calendar = CalendarSetting.model_validate({"hours": {"mon": "09:00-12:00"}, "holidays": [dt.date(2025, 5, 1)]})
    assert calendar.holidays == (dt.date(2025, 5, 1),)
    assert Decimal(len(calendar.week()[0])) == 1
