"""Instants in cells: how people write them, which are sane, and what they are in UTC."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import zoneinfo
from collections.abc import Mapping

from zhuoyue.records.sql import quote

_OFFSET = r":\d{2}(\.\d+)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)"
# The engine takes infinity, BC and five-digit years for dates; none of them is meant in a record.
FIRST, LAST = dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001 - times in records have no zone


def instant_macros(narrow: str, timezone: str) -> Mapping[str, str]:
    """Return the bodies of the macros that read instants, by name and argument.

    Args:
        narrow: the expression of a cell `t` without blanks at its ends, with wide digits made narrow.
        timezone: the zone of times that state none.
    """
    return {
        "_sane(i)": f"CASE WHEN i >= TIMESTAMP '{FIRST}' AND i < TIMESTAMP '{LAST}' THEN i END",
        # A workbook counts days from 1899-12-30; its fractions are rounded to the second.
        "_from_serial(t)": (
            "TIMESTAMP '1899-12-30' + to_seconds(round(try_cast(t AS DECIMAL(20, 12)) * 86400)::BIGINT)"
        ),
        "_written_instant(t)": _written_instant(narrow),
        "_slow_instant(t)": (
            f"CASE WHEN regexp_matches(t, {quote(_OFFSET + '$')}) "
            f"THEN try_cast(t AS TIMESTAMPTZ) AT TIME ZONE {quote(timezone)} "
            r"WHEN regexp_full_match(t, '\d{5}(\.\d+)?') THEN _from_serial(t) "
            # The cast knows words too: "epoch", "infinity".
            "WHEN left(t, 1) <= '9' THEN try_cast(t AS TIMESTAMP) END"
        ),
        "_utc_of(t)": (
            f"CASE WHEN regexp_matches(t, {quote(_OFFSET + '$')}) "
            "THEN try_cast(t AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END"
        ),
        "as_utc(i)": _as_utc(timezone),
        "as_utc_first(i)": _first_of_two(timezone),
    }


@functools.cache
def _as_utc(timezone: str) -> str:
    """Return the expression from a local time `i` to UTC. Where the clocks have long stood still it is a subtraction.

    A local time that occurs twice, when clocks go back, is taken as the second; one that never occurs as an hour later.
    """
    exact = f"(i AT TIME ZONE {quote(timezone)}) AT TIME ZONE 'UTC'"
    try:
        zone = zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return exact  # the engine says so
    offsets = _offsets(zone)
    if len(set(offsets)) > 1:
        return exact
    return f"CASE WHEN i >= TIMESTAMP '{_SINCE}' THEN i - to_seconds({offsets[0]}) ELSE {exact} END"


@functools.cache
def _first_of_two(timezone: str) -> str:
    """Return the expression like `as_utc` that takes the first of two times: the earlier one that reads the same."""
    try:
        offsets = _offsets(zoneinfo.ZoneInfo(timezone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return "as_utc(i)"
    backward = {before - after for before, after in itertools.pairwise(offsets) if before > after}
    earlier = (f"(as_utc(i) - to_seconds({seconds}))" for seconds in sorted(backward))
    same = (f"WHEN ({one} AT TIME ZONE 'UTC') AT TIME ZONE {quote(timezone)} = i THEN {one}" for one in earlier)
    return f"CASE {' '.join(same)} ELSE as_utc(i) END" if backward else "as_utc(i)"


_SINCE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - local times


def _offsets(zone: zoneinfo.ZoneInfo) -> list[int]:
    """Return the seconds from UTC of every week for a century."""
    days = (_SINCE + dt.timedelta(days=7 * week) for week in range(5220))
    return [int((day.replace(tzinfo=zone).utcoffset() or dt.timedelta()).total_seconds()) for day in days]


def _written_instant(narrow: str) -> str:
    """Turn Chinese, dotted and compact notations into the one the engine casts; leave others alone."""
    day = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[T\s]*"
    clock = r"(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})?秒?)?$"
    compact = r"^(\d{4})(\d{2})(\d{2})\s*$"
    compact_clock = r"^(\d{4})(\d{2})(\d{2})\s*(\d{2}):?(\d{2}):?(\d{2})?$"
    sql = f"regexp_replace({narrow}, {quote(day)}, '\\1-\\2-\\3 ')"
    sql = f"regexp_replace({sql}, {quote(compact)}, '\\1-\\2-\\3')"
    sql = f"regexp_replace({sql}, {quote(compact_clock)}, '\\1-\\2-\\3 \\4:\\5:\\6')"
    return f"rtrim(regexp_replace({sql}, {quote(clock)}, '\\1:\\2:\\3'), ': ')"
