"""When the clocks of a time zone change: local times that occur twice, and local times that never occur."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from functools import cache

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One change of the clocks, as local times without a zone."""

    start: dt.datetime
    """First local time concerned."""
    end: dt.datetime
    """First local time no longer concerned."""
    twice: bool
    """True: these local times occur twice; False: never."""

    def sql(self, column: str) -> str:
        """Return the condition of a local time that is concerned."""
        return f"({column} >= TIMESTAMP '{self.start}' AND {column} < TIMESTAMP '{self.end}')"


@cache
def stands_still(timezone: str) -> bool:
    """Tell whether the clocks of a zone have not changed since 2000 and are not going to."""
    return not changes(timezone, dt.date(2000, 1, 1), dt.date(2040, 1, 1))


@cache
def changes(timezone: str, first: dt.date, last: dt.date) -> tuple[Change, ...]:
    """Return the changes of the clocks between two days."""
    zone = zoneinfo.ZoneInfo(timezone)
    found = []
    moment = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC) - _DAY
    end = dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC) + 2 * _DAY
    while moment < end:
        before, after = _offset(zone, moment), _offset(zone, moment + _DAY)
        if before != after:
            at = _moment_of_change(zone, moment).replace(tzinfo=None)
            low, high = sorted((before, after))
            found.append(Change(at + low, at + high, twice=after < before))
        moment += _DAY
    return tuple(found)


def _offset(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _moment_of_change(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> dt.datetime:
    """Return the first second of the new offset within the day after `moment`."""
    low, high, before = 0, 86400, _offset(zone, moment)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, moment + dt.timedelta(seconds=middle)) == before:
            low = middle
        else:
            high = middle
    return moment + dt.timedelta(seconds=high)
