"""Working time: hours by weekday, holidays and extra working days, as spans of absolute time."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from zhuoyue import SettingError
from zhuoyue.records import SettingsTable, Strings
from zhuoyue_plugins.complaints.hours.clock_changes import changes

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Span = tuple[int, int]
"""Minutes from midnight, beginning and end."""
MOST_SPANS = 6
"""Spans of work in one day."""
_SPAN = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})\s*")


def spans_of(text: str) -> tuple[Span, ...]:
    """Return the spans that `09:00-12:00, 13:00-18:00` names, in order.

    Raises:
        SettingError: it names none, or they overlap.
    """
    spans = []
    for part in re.split(r"[,，;；、]", text):
        found = _SPAN.fullmatch(part)
        if not found:
            raise SettingError(
                f"expected hours such as '09:00-12:00, 13:00-18:00', not {text!r}",
                f"应为 '09:00-12:00, 13:00-18:00' 这样的时段，现为 {text!r}",
            )
        first, second, third, fourth = (int(digits) for digits in found.groups())
        spans.append((first * 60 + second, third * 60 + fourth))
    if len(spans) > MOST_SPANS:
        raise SettingError(f"at most {MOST_SPANS} spans a day: {text!r}", f"一天最多 {MOST_SPANS} 个时段：{text!r}")
    edges = [edge for span in sorted(spans) for edge in span]
    if edges != sorted(edges) or any(start == end for start, end in spans) or edges[-1] > 24 * 60:
        raise SettingError(
            f"hours must follow one another within one day: {text!r}", f"各时段应在同一天内先后相接、互不重叠：{text!r}"
        )
    return tuple(sorted(spans))


def _days(value: Any) -> Any:
    """Return single days for days and for stretches such as `2025-10-01/2025-10-08`."""
    days: list[dt.date] = []
    for one in [value] if isinstance(value, (str, dt.date)) else value:
        if isinstance(one, dt.date):
            days.append(one)
            continue
        try:
            first, last = (dt.date.fromisoformat(part.strip()) for part in (*one.split("/"), one.split("/")[0])[:2])
        except ValueError:
            raise SettingError(
                f"expected a day '2025-10-01' or days '2025-10-01/2025-10-08', not {one!r}",
                f"应为一天 '2025-10-01' 或连续几天 '2025-10-01/2025-10-08'，现为 {one!r}",
            ) from None
        if last < first or (last - first).days > 366:
            raise SettingError(
                f"expected the first day before the last, at most a year apart: {one!r}",
                f"第一天应早于最后一天，且相距不超过一年：{one!r}",
            )
        days += [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return days


Days = Annotated[tuple[dt.date, ...], BeforeValidator(_days)]


class CalendarSetting(SettingsTable):
    """Working hours, in the source's time zone."""

    hours: dict[str, Strings]
    """Hours by weekday, `mon = "09:00-12:00, 13:00-18:00"`; keys mon to sun, or several at once: `mon-fri`."""
    holidays: Days = ()
    """Days without working hours; also stretches: `2025-10-01/2025-10-08`."""
    working_days: Days = ()
    """Days on which people work though the weekday or a holiday says otherwise, such as make-up days."""
    working_hours: Strings = ()
    """Hours of those days; left out: those of the first weekday that has hours."""

    @model_validator(mode="after")
    def _some_hours(self) -> CalendarSetting:
        self.week()
        for text in self.working_hours:
            spans_of(text)
        return self

    def week(self) -> tuple[tuple[Span, ...], ...]:
        """Return the hours of Monday to Sunday.

        Raises:
            SettingError: a key or the hours cannot be read, or nobody ever works.
        """
        week: list[tuple[Span, ...]] = [()] * 7
        for key, texts in self.hours.items():
            first, _, last = key.lower().partition("-")
            if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
                raise SettingError(
                    f"hours: expected {', '.join(WEEKDAYS)} or a stretch such as mon-fri, not {key!r}",
                    f"hours：应为 {'、'.join(WEEKDAYS)} 或 mon-fri 这样的一段，现为 {key!r}",
                )
            start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
            for number in range(start, end + 1 if end >= start else end + 8):
                week[number % 7] = spans_of(", ".join(texts)) if texts else ()
        if not any(week):
            raise SettingError("hours: no weekday has any", "hours：一周中没有任何工作时段")
        return tuple(week)

    def days(self, timezone: str, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, list[tuple[int, int]]]]:
        """Yield each day with its spans of work, in seconds of Unix time: right when the clocks change."""
        zone, week = zoneinfo.ZoneInfo(timezone), self.week()
        usual = spans_of(", ".join(self.working_hours)) if self.working_hours else next(h for h in week if h)
        extra, free = set(self.working_days), set(self.holidays)
        for number in range((last - first).days + 1):
            day = first + dt.timedelta(days=number)
            regular = week[day.weekday()]
            hours = (regular or usual) if day in extra else () if day in free else regular
            yield day, [(_moment(day, start, zone), _moment(day, end, zone)) for start, end in hours]


def _moment(day: dt.date, minute: int, zone: zoneinfo.ZoneInfo) -> int:
    """A local time that never occurs is taken as the moment at which the clocks jump over it."""
    local = dt.datetime(day.year, day.month, day.day) + dt.timedelta(minutes=minute)  # noqa: DTZ001 - made aware below
    aware = local.replace(tzinfo=zone)
    if aware.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != local:
        jump = next(one for one in changes(zone.key, day, day) if one.start <= local < one.end)
        aware = jump.start.replace(tzinfo=zone)
    return int(aware.timestamp())
