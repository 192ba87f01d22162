"""What a cell says: SQL macros that read numbers, instants, periods and texts from cells as they are written.

Every reader hands the query engine texts, so a record means the same in CSV, Excel, Parquet and a database.
Each macro first tries the engine's own fast cast; the patterns below see only the cells that fail it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from zhuoyue.records.instants import instant_macros
from zhuoyue.records.periods import period_macros
from zhuoyue.records.sql import quote

BLANKS = " \t\r\n\u00a0\u3000\ufeff"
_WIDE = "０１２３４５６７８９．，－＋％：／"
_NARROW = "0123456789.,-+%:/"
_NUMBER = r"[+-]?(\d+\.?\d*|\d{1,3}(,\d{3})+(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?"
YES = ("是", "true", "t", "yes", "y", "1", "√", "✓")
NO = ("否", "false", "f", "no", "n", "0", "×", "✗")
"""Words of a yes/no cell, in lower case. 有, 无 and 合格 are left out: they may name a state of their own."""


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
        # Most cells are lower case, or have no case, and need not be turned. Word by word, as each word is looked for
        # only in the cells that none before it was found in.
        "fast_flag(t)": f"CASE {_pairs()} "
        f"WHEN lower(t) IN ({_words(YES)}) THEN true WHEN lower(t) IN ({_words(NO)}) THEN false END",
        "as_flag(t)": "list_transform([as_text(t)], lambda w: fast_flag(w))[1]",
        **instant_macros(narrow, timezone),
        **period_macros(narrow),
        **_FAST,
        **_FOR_QUERIES,
    }
    return tuple(f"CREATE TEMP MACRO {key} AS ({body})" for key, body in bodies.items())


def _words(words: Iterable[str]) -> str:
    return ", ".join(quote(word) for word in words)


def _pairs() -> str:
    pairs = zip(YES, NO, strict=True)
    return " ".join(f"WHEN t = {quote(yes)} THEN true WHEN t = {quote(no)} THEN false" for yes, no in pairs)


def _begins_blank() -> str:
    """Return the condition of a text `t` that begins with one of the blanks: those below `!`, and each other one."""
    wide = (blank for blank in BLANKS if blank > "!")
    ranges = (f"(t >= {quote(blank)} AND t < {quote(chr(ord(blank) + 1))})" for blank in wide)
    return f"(t < '!' AND t <> '') OR {' OR '.join(ranges)}"


_EDGES = ", ".join(quote(blank) for blank in BLANKS)
# Readings of cells as programs write them; NULL for any other cell. A file of ten million clean rows needs no more.
_FAST = {
    # Unlike left and right, brackets are looked up once for each distinct text of a compressed column. Texts that
    # begin with a blank are a range, which is compared faster than a first letter is cut off; a letter that only begins
    # like a blank is no harm: such texts are read again the slow way.
    "_edged(t)": f"({_begins_blank()} OR t[-1] IN ({_EDGES}))",
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
        elif kind.startswith("moment"):
            _moment_steps(steps, kind, alias, read[column, "instant"], fast=fast)
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


def _moment_steps(steps: Sequence[dict[str, str]], kind: str, alias: str, instant: str, *, fast: bool) -> None:
    """An offset that a cell states is kept; the local time alone would not tell the two 02:30 of an autumn night."""
    utc = f"{kind.replace('moment', 'as_utc')}({instant})"
    if fast:
        steps[1][alias] = utc
        return
    steps[3][f"z_{alias}"] = f"_utc_of(y_{instant})"
    steps[5][alias] = f"coalesce(z_{alias}, {utc})"


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
