"""What a cell says: SQL macros that read numbers, instants, periods and texts from cells as they are written.

Every reader hands the query engine texts, so a record means the same in CSV, Excel, Parquet and a database.
Each macro first tries the engine's own fast cast; the patterns below see only the cells that fail it.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence

BLANKS = " \t\r\n\u00a0\u3000\ufeff"
_WIDE = "０１２３４５６７８９．，－＋％：／"
_NARROW = "0123456789.,-+%:/"
_NUMBER = r"[+-]?(\d+\.?\d*|\d{1,3}(,\d{3})+(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?"
YES = ("是", "true", "t", "yes", "y", "1", "√", "✓")
NO = ("否", "false", "f", "no", "n", "0", "×", "✗")
"""Words of a yes/no cell, in lower case. 有, 无 and 合格 are left out: they may name a state of their own."""
_OFFSET = r":\d{2}(\.\d+)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)"
# The engine takes infinity, BC and five-digit years for dates; none of them is meant in a record.
FIRST, LAST = dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001 - times in records have no zone


def quote(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def name(text: str) -> str:
    """Return `text` as an SQL identifier."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'


def macros(null_values: Iterable[str], suffixes: Iterable[str], timezone: str) -> tuple[str, ...]:
    """Return the statements that define `as_text`, `as_number`, `as_instant` and `as_period`."""
    nulls = ", ".join(quote(value.strip(BLANKS)) for value in ("", *null_values))
    trimmed = f"trim(t, {quote(BLANKS)})"
    narrow = f"translate({trimmed}, {quote(_WIDE)}, {quote(_NARROW)})"
    ending = "|".join(re.escape(suffix) for suffix in suffixes)
    tail = quote(rf"\s*({ending})$")
    bare = f"regexp_replace({narrow}, {tail}, '')" if ending else narrow
    bodies = {
        "as_text(t)": f"CASE WHEN {trimmed} IN ({nulls}) THEN NULL ELSE {trimmed} END",
        "_bare_number(t)": bare,
        "_matched_number(t)": (
            f"CASE WHEN regexp_full_match(t, {quote(_NUMBER)}) "
            "THEN try_cast(replace(replace(t, ',', ''), '%', '') AS DECIMAL(38, 9)) END"
        ),
        "_sane(i)": f"CASE WHEN i >= TIMESTAMP '{FIRST}' AND i < TIMESTAMP '{LAST}' THEN i END",
        # Most cells are lower case, or have no case, and need not be turned. Word by word, as each word is looked for
        # only in the cells that none before it was found in.
        "fast_flag(t)": f"CASE {_pairs()} "
        f"WHEN lower(t) IN ({_words(YES)}) THEN true WHEN lower(t) IN ({_words(NO)}) THEN false END",
        "as_flag(t)": "list_transform([as_text(t)], lambda w: fast_flag(w))[1]",
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
        "_written_period(t)": f"upper(regexp_replace({narrow}, '[ 年度第期份]+', '年', 'g'))",
        "_matched_period(p)": _matched_period(),
        **_CODES,
        **_FAST,
        **_FOR_QUERIES,
    }
    return tuple(f"CREATE TEMP MACRO {key} AS ({body})" for key, body in bodies.items())


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
    since = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - local times
    days = (since + dt.timedelta(days=7 * week) for week in range(5220))
    offsets = {day.replace(tzinfo=zone).utcoffset() for day in days}
    if len(offsets) > 1:
        return exact
    seconds = int((offsets.pop() or dt.timedelta()).total_seconds())
    return f"CASE WHEN i >= TIMESTAMP '{since}' THEN i - to_seconds({seconds}) ELSE {exact} END"


def _words(words: Iterable[str]) -> str:
    return ", ".join(quote(word) for word in words)


def _pairs() -> str:
    pairs = zip(YES, NO, strict=True)
    return " ".join(f"WHEN t = {quote(yes)} THEN true WHEN t = {quote(no)} THEN false" for yes, no in pairs)


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


def _matched_period() -> str:
    """Return the CASE from a written period `p` (upper case, 年 after the year) to `2025`, `2025-Q1`, …."""
    numerals = "translate(x, '一二三四上下', '123412')"
    cases = (
        (r"(\d{4})年?", r"'\1'"),
        (r"(\d{4})[-/.年]*(?:Q([1-4])|([一二三四1-4])季度?年?)", "quarter"),
        (r"(\d{4})[-/.年]*(?:H([12])|([上下])半年)", "half"),
        (r"(\d{4})[-/.年]?(0?[1-9]|1[0-2])月?年?", "month"),
        (r"(\d{4})[-年]?W(\d{1,2})", "week"),
    )
    whens = []
    for bare, kind in cases:
        # A search would be content with the 1 of month 12.
        pattern = f"^(?:{bare})$"
        first = f"regexp_extract(p, {quote(pattern)}, 1)"
        rest = f"(regexp_extract(p, {quote(pattern)}, 2) || regexp_extract(p, {quote(pattern)}, 3))"
        digits = f"lpad(regexp_extract(p, {quote(pattern)}, 2), 2, '0')"
        whens.append(
            f"WHEN regexp_full_match(p, {quote(pattern)}) THEN "
            + {
                "quarter": f"{first} || '-Q' || {numerals.replace('x', rest)}",
                "half": f"{first} || '-H' || {numerals.replace('x', rest)}",
                "month": f"{first} || '-' || {digits}",
                "week": f"CASE WHEN {digits} BETWEEN '01' AND '53' THEN {first} || '-W' || {digits} END",
            }.get(kind, first)
        )
    return f"CASE {' '.join(whens)} END"


# Periods of a fixed length are grouped by an integer: texts would cost a large file a fifth of its time.
_CODES = {
    "_month_in(p)": "CASE WHEN p[6:6] IN ('0', '1') THEN try_cast(p[6:7] AS INTEGER) END",
    "_digit_in(p, letter)": "CASE WHEN p[6:6] = letter THEN try_cast(p[7:7] AS INTEGER) END",
    "_quarter_in(p)": "coalesce(_digit_in(p, 'Q'), (_month_in(p) + 2) // 3)",
    "_half_in(p)": "coalesce(_digit_in(p, 'H'), (_quarter_in(p) + 1) // 2)",
    "period_code_year(p)": "try_cast(left(p, 4) AS INTEGER)",
    "period_code_half(p)": "try_cast(left(p, 4) AS INTEGER) * 10 + _half_in(p)",
    "period_code_quarter(p)": "try_cast(left(p, 4) AS INTEGER) * 10 + _quarter_in(p)",
    "period_code_month(p)": "try_cast(left(p, 4) AS INTEGER) * 100 + _month_in(p)",
    "instant_code_year(i)": "year(i)",
    "instant_code_half(i)": "year(i) * 10 + (month(i) + 5) // 6",
    "instant_code_quarter(i)": "year(i) * 10 + quarter(i)",
    "instant_code_month(i)": "year(i) * 100 + month(i)",
}

_EDGES = ", ".join(quote(blank) for blank in BLANKS)
# Readings of cells as programs write them; NULL for any other cell. A file of ten million clean rows needs no more.
_FAST = {
    # Unlike left and right, brackets are looked up once for each distinct text of a compressed column.
    "_edged(t)": f"(t[1] IN ({_EDGES}) OR t[-1] IN ({_EDGES}))",
    "fast_text(t)": "CASE WHEN NOT _edged(t) THEN t END",
    "fast_number(t)": "try_cast(t AS DECIMAL(18, 9))",
    "_read_or_stop(t, v)": "CASE WHEN t IS NULL THEN NULL WHEN v IS NULL THEN error('unread') ELSE v END",
    "fast_instant(t)": (
        # The cast drops an offset from UTC without a word; texts of these shapes have no room for one.
        "CASE WHEN (strlen(t) = 16 AND substr(t, 14, 1) = ':') OR strlen(t) = 10 "
        "OR (strlen(t) = 19 AND substr(t, 14, 1) = ':' AND substr(t, 17, 1) = ':') THEN try_cast(t AS TIMESTAMP) END"
    ),
}

# A macro inserts its argument wherever it names it; a lambda binds it once, or these would grow beyond all bounds.
_FOR_QUERIES = {
    "_once_number(t)": (
        "list_transform([_bare_number(as_text(t))], lambda w: coalesce(fast_number(t), _matched_number(w)))[1]"
    ),
    "_once_instant(t)": (
        "list_transform([_written_instant(as_text(t))], lambda w: coalesce(fast_instant(t), _slow_instant(w)))[1]"
    ),
    "as_number(t)": "_once_number(t)",
    "as_instant(t)": "list_transform([_once_instant(t)], lambda i: _sane(i))[1]",
    "_matched(t)": "list_transform([_written_period(as_text(t))], lambda p: _matched_period(p))[1]",
    "as_period(t)": "coalesce(strftime(as_instant(t), '%Y-%m-%d'), _matched(t))",
}


def layers(
    raw: Mapping[str, str], read: Mapping[tuple[str, str], str], *, fast: bool, typed: bool = False
) -> list[dict[str, str]]:
    """Return the layers of SELECTs, each alias with its expression, that turn cells into readings.

    Every step names its argument by the alias of the step before: nothing is computed twice, and the patterns see
    only what the fast cast did not understand.

    Args:
        raw: alias of each column's text.
        read: alias of each (column, kind).
        fast: stop after the fast casts.
        typed: the scan has cast numbers and times itself.
    """
    steps: list[dict[str, str]] = [{} for _ in range(6)]
    for (column, kind), alias in read.items():
        cell = raw[column]
        if kind in ("text", "segment"):
            steps[0][alias] = cell if fast and kind == "segment" else f"{'fast' if fast else 'as'}_text({cell})"
        elif kind == "flag":
            steps[0][alias] = f"{'fast' if fast else 'as'}_flag({cell})"
        elif kind == "moment":
            _moment_steps(steps, alias, read[column, "instant"], fast=fast)
        elif kind == "stated":
            # The fast casts refuse cells with an offset.
            steps[0 if fast else 3][alias] = "false" if fast else f"_utc_of(y_{read[column, 'instant']}) IS NOT NULL"
        elif kind.startswith("period"):
            _period_steps(steps, kind, alias, read[column, "instant"], fast=fast)
        elif fast:
            steps[0][alias] = cell if typed else f"fast_{kind}({cell})"
        else:
            steps[0][f"f_{alias}"] = f"fast_{kind}({cell})"
            steps[1][f"t_{alias}"] = f"CASE WHEN f_{alias} IS NULL AND {cell} IS NOT NULL THEN as_text({cell}) END"
            _slow_steps(steps, kind, alias)
    return [step for step in steps if step]


def _slow_steps(steps: Sequence[dict[str, str]], kind: str, alias: str) -> None:
    if kind == "number":
        steps[2][f"y_{alias}"] = f"_bare_number(t_{alias})"
        steps[3][alias] = f"CASE WHEN f_{alias} IS NULL THEN _matched_number(y_{alias}) ELSE f_{alias} END"
        return
    steps[2][f"y_{alias}"] = f"_written_instant(t_{alias})"
    steps[3][f"j_{alias}"] = f"CASE WHEN f_{alias} IS NULL THEN _slow_instant(y_{alias}) ELSE f_{alias} END"
    steps[4][alias] = f"_sane(j_{alias})"


def _moment_steps(steps: Sequence[dict[str, str]], alias: str, instant: str, *, fast: bool) -> None:
    """An offset that a cell states is kept; the local time alone would not tell the two 02:30 of an autumn night."""
    if fast:
        steps[1][alias] = f"as_utc({instant})"
        return
    steps[3][f"z_{alias}"] = f"_utc_of(y_{instant})"
    steps[5][alias] = f"coalesce(z_{alias}, as_utc({instant}))"


def _period_steps(steps: Sequence[dict[str, str]], kind: str, alias: str, instant: str, *, fast: bool) -> None:
    by = kind.removeprefix("period_")
    if fast:
        steps[1][alias] = f"instant_code_{by}({instant})"
        return
    steps[2][f"p_{alias}"] = f"_written_period(t_{instant})"
    steps[3][f"m_{alias}"] = f"_matched_period(p_{alias})"
    if kind == "period":
        steps[5][alias] = f"CASE WHEN {instant} IS NULL THEN m_{alias} ELSE strftime({instant}, '%Y-%m-%d') END"
    else:
        code = f"period_code_{by}(m_{alias})"
        steps[5][alias] = f"CASE WHEN {instant} IS NULL THEN {code} ELSE instant_code_{by}({instant}) END"


def period_of(code: object, by: str | None) -> str:
    """Return the period that a grouping key stands for: 20243 by quarter is `2024-Q3`."""
    if by is None or not isinstance(code, int):
        return str(code)
    if by == "year":
        return f"{code:04d}"
    year, part = divmod(code, 100 if by == "month" else 10)
    return f"{year:04d}-" + {"half": f"H{part}", "quarter": f"Q{part}"}.get(by, f"{part:02d}")
