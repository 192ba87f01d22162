"""A dirty log in a zone whose clocks change, against an oracle that shares no code with the plugin."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import Collected

from .conftest import collect, exhibits, measures, rows
from .oracle import BAD, NULLS, Oracle, nine, quantile, share

HERE = Path(__file__).parent
FIELDS = {
    "id": "number", "opened": "received", "first_reply": "replied", "closed": "done", "reopened": "again",
    "channel": "way", "segment": "group", "cause": "cause", "severity": "grade", "product": "line",
    "outcome": "result", "satisfaction": "mark", "first_contact": "first", "hand_overs": "handed",
    "escalated": "up", "improvement": "action", "verified": "checked", "organisation": "branch",
}  # fmt: skip
CHANNELS = ("phone", "mail", "portal")
SETTINGS: dict[str, Any] = {
    "path": "dirty.csv", "fields": FIELDS, "timezone": "Europe/Berlin", "period": "month", "satisfied_from": 4,
    "channels": CHANNELS, "on_bad_value": "report", "organisation_cases": 1, "organisations_shown": 2,
}  # fmt: skip
TIMES = ("opened", "first_reply", "closed")
NUMBERS = ("satisfaction", "hand_overs")
FLAGS = ("reopened", "first_contact", "escalated", "verified")


def month(local: dt.datetime) -> str:
    return f"{local:%Y-%m}"


def make_oracle() -> Oracle:
    pick = lambda roles: {role: FIELDS[role] for role in roles}  # noqa: E731
    words = [role for role in FIELDS if role not in (*TIMES, *NUMBERS, *FLAGS)]
    oracle = Oracle(
        zone=zoneinfo.ZoneInfo("Europe/Berlin"), times=pick(TIMES), words=pick(words), numbers=pick(NUMBERS),
        flags=pick(FLAGS), yes_words={}, day=dt.date(2025, 12, 31), promise=Fraction(24), channels=CHANNELS,
        split="segment", period=month,
    )  # fmt: skip
    oracle.read(HERE / "dirty.csv")
    return oracle


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return make_oracle()


@pytest.fixture(scope="module")
def collected() -> Collected:
    return collect(HERE, SETTINGS)


def test_every_measure_of_every_period_and_part(collected: Collected, oracle: Oracle) -> None:
    found = measures(collected)
    by_month = oracle.grouped(lambda row: month(row["opened"].local))
    assert set(found) == set(oracle.figures([]))
    for key, measure in found.items():
        expected = {period: oracle.figures(cases)[key] for period, cases in by_month.items()}
        assert {point.period: (point.value, point.count) for point in measure.points} == expected, key
        by_part = oracle.grouped(lambda row: (row["segment"], month(row["opened"].local)))
        parts = {
            (str(segment.name), point.period): (point.value, point.count)
            for segment in measure.segments
            for point in segment.points
        }
        assert parts == {part: oracle.figures(cases)[key] for part, cases in by_part.items() if part[0]}, key


def test_every_row_is_accounted_for(collected: Collected, oracle: Oracle) -> None:
    accounts = rows(exhibits(collected)["records"])
    found = {str(row["key"]): row["rows"] for row in accounts}
    expected = oracle.accounts()
    assert found == {key: Decimal(expected[key]) for key in found}
    assert {key for key, count in expected.items() if count} <= set(found)
    total = {
        group: sum(row["rows"] for row in accounts if row["group"] == group) for group in ("rows", "closing", "reply")
    }
    assert total["rows"] == 2 * found["read"]
    assert total["closing"] == total["reply"] == found["counted"]
    # What the log was made to hold, so that an oracle that sees nothing would be noticed.
    assert {key: found[key] for key in ("repeated-equal", "repeated-contradicting", "opened-later")} == {
        "repeated-equal": 2, "repeated-contradicting": 3, "opened-later": 1,
    }  # fmt: skip
    assert (found["ambiguous-time"], found["nonexistent-time"]) == (3, 1)
    assert found["closed-before-opened"] >= 1
    assert found["unknown-channel"] == 2


def test_cells_of_every_field(collected: Collected, oracle: Oracle) -> None:
    for row in rows(exhibits(collected)["fields"]):
        cells = [one[str(row["field"])] for one in oracle.rows]
        counts = Counter("blank" if cell is None else "unreadable" if cell is BAD else "filled" for cell in cells)
        assert {key: row[key] for key in ("filled", "blank", "unreadable")} == {
            key: counts[key] for key in ("filled", "blank", "unreadable")
        }
        assert row["column"] == FIELDS[str(row["field"])]
    assert len(rows(exhibits(collected)["fields"])) == len(FIELDS)


def test_the_promise_by_period(collected: Collected, oracle: Oracle) -> None:
    for what, role in (("close", "closed"), ("reply", "first_reply")):
        for row in rows(exhibits(collected)[f"promise-{what}"]):
            cases = oracle.grouped(lambda one: month(one["opened"].local))[row["period"]]
            states = Counter(oracle.state(one, role) for one in cases)
            keys = ("in_time", "late", "late_open", "undecided", "unknown")
            assert {key: row[key] for key in keys} == {key: states[key] for key in keys}
            assert sum(row[key] for key in keys) == len(cases)


def decided(oracle: Oracle, roles: Sequence[str]) -> dict[tuple[object, ...], tuple[int, int, int]]:
    groups = oracle.grouped(lambda row: tuple(row[role] for role in roles))
    return {key: oracle.decisions(cases) for key, cases in groups.items()}


@pytest.mark.parametrize(
    ("exhibit", "roles"),
    [("cells", ("channel", "segment", "severity")), ("drilldown", ("cause", "product")), ("months", None)],
)
def test_decisions_of_groups(collected: Collected, oracle: Oracle, exhibit: str, roles: Sequence[str] | None) -> None:
    shown = rows(exhibits(collected)[exhibit])
    if roles:
        expected = decided(oracle, roles)
        found = {tuple(row[role] for role in roles): (row["cases"], row["decided"], row["in_time"]) for row in shown}
    else:
        groups = oracle.grouped(lambda row: (month(row["opened"].local),))
        expected = {key: oracle.decisions(cases) for key, cases in groups.items()}
        found = {(row["month"],): (row["cases"], row["decided"], row["in_time"]) for row in shown}
        assert list(found) == sorted(found)
        assert len(found) == 18
        assert all(found[key] == (0, 0, 0) for key in set(found) - set(expected))
        found = {key: value for key, value in found.items() if key in expected}
    assert found == expected
    if exhibit == "cells":
        groups = oracle.grouped(lambda row: tuple(row[role] for role in roles or ()))
        for row in shown:
            cases = groups[tuple(row[role] for role in roles or ())]
            hours = [one for case in cases if (one := oracle.duration(case, "closed")) is not None]
            assert row["median_hours"] == nine(quantile(hours, Fraction(1, 2)))
            assert row["percent"] == share(*reversed(oracle.decisions(cases)[1:]))


def test_causes_channels_and_hand_overs(collected: Collected, oracle: Oracle) -> None:
    _, cases = oracle.sort_rows()
    shown = rows(exhibits(collected)["causes"])
    assert {row["cause"]: row["cases"] for row in shown} == Counter(case["cause"] for case in cases)
    assert [row["cases"] for row in shown] == sorted((row["cases"] for row in shown), reverse=True)
    assert shown[-1]["cumulative"] == 100
    channels = rows(exhibits(collected)["channels"])
    assert {row["channel"]: row["cases"] for row in channels} == Counter(case["channel"] for case in cases)
    assert {row["channel"] for row in channels if row["known"] == "no"} == {"pigeon", "Fax"}
    assert {row["known"] for row in channels if row["channel"] is None} == {None}
    numbers = Counter(case["hand_overs"] for case in cases if isinstance(case["hand_overs"], Fraction))
    assert {row["hand_overs"]: row["cases"] for row in rows(exhibits(collected)["hand-overs-distribution"])} == numbers


def test_the_backlog(collected: Collected, oracle: Oracle) -> None:
    _, cases = oracle.sort_rows()
    still = [
        row for row in cases if row["closed"] is None or (row["closed"] is not BAD and row["closed"].utc >= oracle.end)
    ]
    ages = [Fraction((oracle.end - row["opened"].utc) // dt.timedelta(microseconds=1), 86_400_000_000) for row in still]
    edges = [0, 1, 3, 7, 30, 90, None]
    expected = [
        sum((low == 0 or age > low) and (high is None or age <= high) for age in ages) for low, high in pairwise(edges)
    ]
    assert list(exhibits(collected)["backlog"].numbers("cases")) == expected
    oldest = rows(exhibits(collected)["oldest"])
    assert [row["age_days"] for row in oldest] == [nine(age) for age in sorted(ages, reverse=True)[:10]]
    by_severity = rows(exhibits(collected)["backlog-severity"])
    assert sum(row["cases"] for row in by_severity) == len(still)


def test_figures_by_year(collected: Collected, oracle: Oracle) -> None:
    groups = oracle.grouped(lambda row: f"{row['opened'].local:%Y}")
    for row in rows(exhibits(collected)["years"]):
        figures = oracle.figures(groups[row["year"]])
        assert {key: row[key.replace("-", "_")] for key in figures} == {
            key: value for key, (value, _) in figures.items()
        }


def test_stages_of_which_the_log_holds_a_trace(collected: Collected, oracle: Oracle) -> None:
    _, cases = oracle.sort_rows()
    shown = {row["stage"]: row for row in rows(exhibits(collected)["stages"])}
    assert shown["close"]["traced"] == sum(case["closed"] is not None for case in cases)
    assert shown["analyse"]["traced"] == sum(case["cause"] is not None for case in cases)
    both = sum(case["improvement"] is not None or case["verified"] is True for case in cases)
    assert shown["improvement"]["traced"] == both
    for stage in ("communicate", "communicate-decision", "audit", "management-review"):
        assert (shown[stage]["traced"], shown[stage]["percent"], shown[stage]["columns"]) == (None, None, None)
    assert len(shown) == 15


def test_estimates_are_computed_from_observed_counts(collected: Collected, oracle: Oracle) -> None:
    groups = oracle.grouped(lambda row: f"{row['opened'].local:%Y}")
    shown = exhibits(collected)
    for row in rows(shown["iceberg"]):
        formal = len(groups[row["year"]])
        assert (row["formal"], row["dissatisfied"]) == (formal, 20 * formal)
        assert (row["elsewhere"], row["silent"]) == (7 * formal, 12 * formal)
    for row in rows(shown["loss"]):
        assert_loss(row, groups[row["year"]], oracle)
    for row in rows(shown["returning"]):
        states = Counter(oracle.state(case, "closed") for case in groups[row["year"]])
        observed = {
            "unresolved": states["late_open"] + states["undecided"],
            "resolved": states["late"],
            "resolved-quickly": states["in_time"],
        }[row["outcome"]]
        rate = {"unresolved": 4, "resolved": 60, "resolved-quickly": 95}[row["outcome"]]
        assert row["cases"] == observed
        assert row["returning"] == nine(Fraction(observed * rate, 100))
        assert row["told"] == (5 * observed if row["outcome"] == "resolved-quickly" else None)
    assert {exhibit.kind for exhibit in collected.exhibits if exhibit.estimate} == {
        "complaints.iceberg", "complaints.loss", "complaints.returning",
    }  # fmt: skip


def assert_loss(row: Mapping[str, Any], cases: Sequence[Mapping[str, Any]], oracle: Oracle) -> None:
    waits = []
    for case in cases:
        wait = oracle.duration(case, "closed", clock=True)
        if case["closed"] is None:
            wait = oracle.hours(case["opened"], oracle.end, clock=True)
        if wait is not None:
            waits.append(max(Fraction(), (wait - 24) / 24))
    assert (row["cases"], row["late"]) == (len(waits), sum(wait > 0 for wait in waits))
    assert row["delay_days"] == nine(sum(waits, Fraction()))
    linear = float(sum((min(Fraction(1), wait / 10) for wait in waits), Fraction()))
    compound = sum(1 - 0.9 ** float(wait) for wait in waits)
    assert float(row["linear"]) == pytest.approx(linear, abs=1e-8)
    assert float(row["compound"]) == pytest.approx(compound, abs=1e-8)
    assert float(row["compound_percent"]) == pytest.approx(100 * compound / len(waits), abs=1e-6)


def test_organisations(collected: Collected, oracle: Oracle) -> None:
    groups = oracle.grouped(lambda row: row["organisation"])
    groups.pop(None)
    kept = {name: oracle.decisions(cases) for name, cases in groups.items()}
    order = sorted(kept, key=lambda name: Fraction(kept[name][2], kept[name][1]))
    shown = rows(exhibits(collected)["organisations"])
    assert [row["organisation"] for row in shown] == [*order[:2], *order[:1:-1]]
    for row in shown:
        assert (row["cases"], row["decided"], row["in_time"]) == kept[row["organisation"]]
        hours = [one for case in groups[row["organisation"]] if (one := oracle.duration(case, "closed")) is not None]
        assert row["median_hours"] == nine(quantile(hours, Fraction(1, 2)))
    spread = {row["figure"]: row for row in rows(exhibits(collected)["organisation-spread"])}
    counts = [Fraction(one[0]) for one in kept.values()]
    assert spread["cases"]["p90"] == nine(quantile(counts, Fraction(9, 10)))
    assert spread["percent"]["organisations"] == 4


def test_what_each_kind_of_dirt_says(collected: Collected) -> None:
    by_code: dict[str, list[Any]] = {}
    for problem in collected.problems:
        by_code.setdefault(problem.code, []).append(problem)
        assert problem.text.zh
        assert problem.source == "log"
    assert set(by_code) == {
        "complaints-repeated", "complaints-contradicting", "complaints-no-receipt", "complaints-later",
        "complaints-early", "complaints-channel", "complaints-mark", "complaints-clock", "tables-bad-value",
    }  # fmt: skip
    (channel,) = by_code["complaints-channel"]
    assert "'pigeon'" in channel.text.en
    assert "'Fax'" in channel.text.en
    early = next(one for one in by_code["complaints-early"] if "closed before received" in one.text.en)
    assert "'2025-06-01 10:00' – '2025-05-31 10:00'" in early.text.en
    assert early.where.startswith("dirty.csv:row ")
    bad = {one.where.split("column ")[1]: one.text.en for one in by_code["tables-bad-value"]}
    assert set(bad) == {"received", "replied", "done", "mark", "handed", "again"}
    assert "'tomorrow'" in bad["done"]


def test_the_log_holds_what_the_tests_rely_on(oracle: Oracle) -> None:
    stated = [one for row in oracle.rows for role in TIMES if getattr(one := row[role], "stated", False)]
    assert len(stated) >= 5
    assert "" in NULLS
