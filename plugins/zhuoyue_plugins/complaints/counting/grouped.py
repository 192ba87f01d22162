"""The passes over the cases: sums by month and part, decisions by every other key, values of the durations."""

# ruff: noqa: S608 - names in this SQL are our own

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuoyue import Text
from zhuoyue.records import period_of
from zhuoyue_plugins.complaints.columns import ROLES_OF_YES
from zhuoyue_plugins.complaints.counting.quantiles import counted, ranked
from zhuoyue_plugins.complaints.reading.log import IN_TIME, LATE, LATE_OPEN, UNDECIDED, UNKNOWN, Log

Row = dict[str, Any]
STATES = {"in_time": IN_TIME, "late": LATE, "late_open": LATE_OPEN, "undecided": UNDECIDED, "unknown": UNKNOWN}
MOST_GROUPS = 5000
"""Groups of a kind that are fetched, the largest first."""


@dataclass(frozen=True)
class Grouped:
    """What the passes gave."""

    years: Sequence[Row]
    periods: Sequence[Row]
    parts: Sequence[Row]
    """By period and part."""
    months: Sequence[Row]
    month_parts: Sequence[Row]
    cells: Sequence[Row]
    """By channel, segment and severity."""
    causes: Sequence[Row]
    """By category, cause and product."""
    hand_overs: Sequence[Row]
    total: int
    """Cases that count."""

    @property
    def span(self) -> Text:
        """The months of the whole log, for exhibits that do not divide it by time."""
        first, last = (period_of(self.months[at]["code"], "month") for at in (0, -1))
        return Text(
            zh=f"全部台账：{first} 至 {last} 受理的投诉", en=f"The whole log: cases received from {first} to {last}"
        )


def group(log: Log) -> Grouped:
    """Run the passes."""
    split = log.settings.split or "NULL::VARCHAR"
    log.run(
        "CREATE OR REPLACE TEMP TABLE monthly AS SELECT year_code, month_code, period_code, "
        f"{split} AS part, {', '.join(_sums(log))} FROM cases GROUP BY ALL"
    )
    more = ", ".join(f"sum({name}) AS {name}" for name in _names(log))
    names = {"years": "year_code", "periods": "period_code", "months": "month_code"}
    whole = {
        name: log.run(f"SELECT {key} AS code, {more} FROM monthly GROUP BY 1 ORDER BY 1") for name, key in names.items()
    }
    of_parts = {
        name: (
            log.run(
                f"SELECT {key} AS code, part, {more} FROM monthly WHERE part IN ({_largest()}) GROUP BY ALL ORDER BY"
                " 1, 2"
            )
            if log.settings.split
            else []
        )
        for name, key in (("parts", "period_code"), ("month_parts", "month_code"))
    }
    keyed = _keyed(log)
    found = Grouped(**whole, **of_parts, **keyed, total=sum(row["n"] for row in whole["years"]))
    return _with_hours(log, found)


def _largest() -> str:
    """More parts than a page can show are no parts: the largest forty."""
    return "SELECT part FROM monthly WHERE part IS NOT NULL GROUP BY 1 ORDER BY sum(n) DESC, 1 LIMIT 40"


def _sums(log: Log) -> list[str]:
    settings = log.settings
    sums = ["count(*) AS n"]
    for what, role in (("close", "closed"), ("reply", "first_reply")):
        if settings.has(role):
            sums += [f"count(*) FILTER (WHERE {what}_state = {code}) AS {what}_{name}" for name, code in STATES.items()]
    for role in ROLES_OF_YES:
        if settings.has(role):
            sums += [f"count(is_{role}) AS {role}_known", f"count(*) FILTER (WHERE is_{role}) AS {role}_yes"]
    if settings.has("verified"):
        base = verified_base(log)
        sums += [
            f"count(*) FILTER (WHERE {base} AND is_verified IS NOT NULL) AS checked_known",
            f"count(*) FILTER (WHERE {base} AND is_verified) AS checked_yes",
        ]
    if settings.has("hand_overs"):
        sums += ["count(hand_overs) AS hand_overs_known", "coalesce(sum(hand_overs), 0) AS hand_overs_sum"]
        sums += [f"count(*) FILTER (WHERE {name}) AS derived_{key}" for key, name in _derived(log).items()]
    if settings.has("satisfaction"):
        low, high = settings.satisfaction_scale
        inside = f"satisfaction BETWEEN {low} AND {high}"
        from_ = settings.satisfied_from if settings.satisfied_from is not None else high
        sums += [
            f"count(*) FILTER (WHERE {inside}) AS marks",
            f"coalesce(sum(satisfaction) FILTER (WHERE {inside}), 0) AS marks_sum",
            f"count(*) FILTER (WHERE {inside} AND satisfaction >= {from_}) AS satisfied",
        ]
    if settings.fields.deals:
        sums += ["min(deals) AS deals_min", "max(deals) AS deals_max"]
    return sums


def verified_base(log: Log) -> str:
    """Return the condition of the cases of which the effect can be verified."""
    return "is_improvement" if log.settings.has("improvement") else "closed IS NOT NULL"


def _derived(log: Log) -> Mapping[str, str]:
    """Settled by the first person asked, where no column says so: closed, never handed over, never reopened."""
    if log.settings.has("first_contact") or not log.settings.has("closed"):
        return {}
    again = " AND is_reopened IS DISTINCT FROM true" if log.settings.has("reopened") else ""
    known = "closed IS NOT NULL AND hand_overs IS NOT NULL"
    return {"known": known, "yes": f"{known} AND hand_overs = 0{again}"}


def _names(log: Log) -> list[str]:
    names = [one.rsplit(" AS ", 1)[1] for one in _sums(log)]
    return [name for name in names if not name.startswith("deals_")]


def _keyed(log: Log) -> dict[str, list[dict[str, Any]]]:
    """Return the decisions by the other keys, all in one pass."""
    sets: dict[str, list[str]] = {
        "cells": [role for role in ("channel", "segment", "severity") if role in log.dimensions],
        "causes": [role for role in ("category", "cause", "product") if role in log.dimensions],
        "hand_overs": ["hand_overs"] if log.settings.has("hand_overs") else [],
    }
    used = {name: keys for name, keys in sets.items() if keys}
    if not used:
        return {name: [] for name in sets}
    keys = list(dict.fromkeys(key for of_set in used.values() for key in of_set))
    decided = f"close_state IN ({IN_TIME}, {LATE}, {LATE_OPEN})"
    groupings = ", ".join(f"({', '.join(of_set)})" for of_set in used.values())
    # The bits of a set's keys are 0 in its grouping id.
    codes = {
        name: sum(1 << (len(keys) - 1 - n) for n, key in enumerate(keys) if key not in of_set)
        for name, of_set in used.items()
    }
    code = f", {_code(sets['cells'])} AS cell" if sets["cells"] else ""
    found = log.run(
        f"SELECT *{code} FROM (SELECT {', '.join(keys)}, grouping({', '.join(keys)}) AS which, count(*) AS n, "
        f"count(*) FILTER (WHERE {decided}) AS decided, count(*) FILTER (WHERE close_state = {IN_TIME}) AS in_time "
        f"FROM cases GROUP BY GROUPING SETS ({groupings})) "
        f"QUALIFY row_number() OVER (PARTITION BY which ORDER BY n DESC, {', '.join(keys)}) <= {MOST_GROUPS} "
        f"ORDER BY n DESC, {', '.join(keys)}"
    )
    return {name: [row for row in found if name in used and row["which"] == codes[name]] for name in sets}


def _code(keys: Sequence[str]) -> str:
    """Return one number in place of several texts: values by number are counted in half the time.

    Two of n groups have the same number with a chance of n² in 2⁶⁵: of 5 000 groups, once in a million million logs.
    """
    return f"hash({', '.join(keys)})"


def _with_hours(log: Log, found: Grouped) -> Grouped:
    """Add medians and 90th percentiles."""
    split = log.settings.split
    for what, role in (("close", "closed"), ("reply", "first_reply")):
        if not log.settings.has(role):
            continue
        keys = ["year_code", "period_code", *([split] if split else [])]
        log.run(counted(f"{what}_values", {key: key for key in keys}, f"{what}_us"))
        for rows, by in ((found.years, ["year_code"]), (found.periods, ["period_code"])):
            _merge(rows, log.run(ranked(f"{what}_values", by)), what, ["code"], by)
        if split:
            by = ["period_code", split]
            _merge(found.parts, log.run(ranked(f"{what}_values", by)), what, ["code", "part"], by)
    cell = [role for role in ("channel", "segment", "severity") if role in log.dimensions]
    if cell and log.settings.has("closed"):
        log.run(counted("cell_values", {"cell": _code(cell)}, "close_us"))
        _merge(found.cells, log.run(ranked("cell_values", ["cell"])), "close", ["cell"], ["cell"])
    return found


def _merge(rows: Sequence[Row], more: Sequence[Row], what: str, keys: Sequence[str], by: Sequence[str]) -> None:
    known = {tuple(row[key] for key in by): row for row in more}
    for row in rows:
        row[f"{what}_values"] = known.get(tuple(row[key] for key in keys), {"total": 0})
