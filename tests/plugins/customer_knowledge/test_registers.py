"""What the registers show. Counted by hand; the example's by a plain recount of its files."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue import FindingKind, Verdict, Weight
from zhuoyue_plugins.customer_knowledge.customers import Freshness, Listening

from ..registers import Collect, findings, suggestion, words
from .conftest import ALL, METHODS, NEEDS, SEGMENTS, exhibit, judged

RECORDS = Path(__file__).parents[3] / "examples/huadong-precision/records"


def test_segments_with_what_is_known_of_them(collect: Collect) -> None:
    table = exhibit(collect(), "segments")
    assert words(table, "segment") == ["Builders", "Dealers", "Prospects"]
    assert words(table, "kind") == ["direct", "indirect", "potential"]
    assert table.numbers("size") == (46, 1061, None)
    assert table.numbers("methods") == (2, 1, 0)
    assert table.numbers("current") == (1, 0, 0)
    assert table.numbers("needs") == (2, 2, 0)
    # means: importance 7.5, performance 6.5; only the builders' time is at or above the one and below the other
    assert table.numbers("concentrate") == (1, 0, 0)


def test_quadrants_at_the_mean_of_all(collect: Collect) -> None:
    table = exhibit(collect(), "quadrants")
    assert table.numbers("importance-cut") == (Decimal("7.5"),) * 4
    assert table.numbers("performance-cut") == (Decimal("6.5"),) * 4
    assert words(table, "quadrant") == ["concentrate here", "possibly more than needed", "keep it up", "low priority"]


def test_quadrants_at_the_mean_of_the_segment(collect: Collect) -> None:
    table = exhibit(collect(more='cut = "segment"'), "quadrants")
    assert table.numbers("importance-cut") == tuple(map(Decimal, ("7.5", "7.5", "7.5", "7.5")))
    assert table.numbers("performance-cut") == tuple(map(Decimal, ("6.5", "6.5", "6.5", "6.5")))
    steeper = NEEDS.replace("Dealers,Time,8,8", "Dealers,Time,8,9")
    table = exhibit(collect({"needs": steeper}, 'cut = "segment"'), "quadrants")
    assert table.numbers("performance-cut") == tuple(map(Decimal, ("6.5", "6.5", "7", "7")))


def test_a_value_at_a_fixed_cut_is_high(collect: Collect) -> None:
    table = exhibit(collect(more="cut = { importance = 7, performance = 6 }"), "quadrants")
    assert words(table, "quadrant") == ["keep it up", "possibly more than needed", "keep it up", "concentrate here"]
    assert table.method.en.startswith("The cuts are set: importance 7, performance 6")


def test_needs_are_ranked(collect: Collect) -> None:
    table = exhibit(collect(), "needs")
    assert words(table, "need") == ["Time", "Price"]
    assert table.numbers("importance") == (Decimal("8.5"), Decimal("6.5"))
    assert table.numbers("performance") == (7, 6)
    assert table.numbers("gap") == (Decimal("1.5"), Decimal("0.5"))
    assert words(table, "weakest") == ["Builders", "Dealers"]


def test_coverage_marks_stale_methods(collect: Collect) -> None:
    table = exhibit(collect(), "coverage")
    assert [column.title.en for column in table.columns] == ["Segment", "Visits", "Survey"]
    assert words(table, "method-1") == ["✓ current 2025-03-18", None, None]
    assert words(table, "method-2") == ["▲ stale 2022-06-15", "✗ never reviewed", None]
    methods = exhibit(collect(), "methods")
    assert methods.numbers("months") == (9, 42, None)
    assert words(methods, "owner") == ["Sales", "Quality", "Sales"]


@pytest.mark.parametrize(
    ("reviewed", "months", "state"),
    [
        ("2024-12-31", 12, "current"),
        ("2024-12-30", 12, "stale"),
        ("2025-12-31", 12, "current"),
        ("2026-01-01", 12, "later"),
        ("2025-08-31", 4, "current"),
        ("2025-08-30", 4, "stale"),
    ],
)
def test_how_long_a_review_lasts(reviewed: str, months: int, state: str) -> None:
    method = Listening("a", "b", reviewed=dt.date.fromisoformat(reviewed))
    assert method.freshness(dt.date(2025, 12, 31), months) is Freshness(state)


def test_a_review_at_the_end_of_a_month_lasts_to_the_end_of_another() -> None:
    method = Listening("a", "b", reviewed=dt.date(2025, 8, 31))
    assert method.freshness(dt.date(2026, 2, 28), 6) is Freshness.CURRENT
    assert method.freshness(dt.date(2026, 3, 1), 6) is Freshness.STALE


def test_gaps_and_findings(collect: Collect) -> None:
    collected = collect()
    gaps = [(str(row["about"]), str(row["gap"])) for row in exhibit(collected, "gaps").rows()]
    assert gaps == [
        ("Dealers", "no method that was reviewed in time"),
        ("Prospects", "no listening method"),
        ("competitors' customers", "no such customers registered"),
    ]
    judgement = judged(collected)
    assert [(one.kind, one.weight, one.text.en) for one in findings(judgement)] == [
        (
            FindingKind.IMPROVEMENT,
            Weight.BOLD,
            "1 of 4 needs is important, yet met below the cut; furthest below: Builders – Time 6.",
        ),
        (FindingKind.IMPROVEMENT, Weight.BOLD, "1 of 3 segments has no listening method: Prospects."),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            "1 of 3 segments is listened to only by methods not reviewed in time: Dealers.",
        ),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            "The segment register names no customers of these kinds: competitors' customers.",
        ),
        (
            FindingKind.IMPROVEMENT,
            Weight.NORMAL,
            (
                "2 of 3 listening methods were not reviewed in time, 1 of them never: "
                "Builders – Survey (2022-06-15), Dealers – Survey."
            ),
        ),
    ]
    readings = {one.dimension: one.verdict for one in suggestion(judgement).readings}
    assert readings == {"D": Verdict.POOR, "L": Verdict.POOR}


def test_what_is_withheld_may_fill_a_gap(collect: Collect) -> None:
    judgement = judged(collect(), withheld=True)
    assert [one.evidence for one in findings(judgement)] == [("known-quadrants",)]
    assert {one.verdict for one in suggestion(judgement).readings} == {Verdict.UNKNOWN}


def test_a_strength(collect: Collect) -> None:
    fresh = METHODS.replace("2022-06-15", "2025-06-15").replace("Sales,\n", "Sales,2025-01-01\n")
    collected = collect({"methods": fresh})
    (strength,) = findings(judged(collected))
    assert strength.kind is FindingKind.STRENGTH
    assert strength.text.zh == "2 个客户群中有 2 个具备经过及时评审的倾听方法。"
    assert {one.verdict for one in suggestion(judged(collected)).readings} == {Verdict.GOOD}


@pytest.mark.parametrize("part", ["segments", "needs", "methods"])
def test_each_register_alone(collect: Collect, part: str) -> None:
    collected = collect({part: ALL[part]})
    assert collected.problems == ()
    assert exhibit(collected, "segments").count
    judged(collected)


def test_needs_of_all_customers(collect: Collect) -> None:
    collected = collect({"needs": "Need,Importance,Performance\nTime,9,5\nPrice,5,9\n", "methods": METHODS})
    assert set(words(exhibit(collected, "quadrants"), "segment")) == {"all customers"}
    assert "all customers" not in words(exhibit(collected, "gaps"), "about")


def test_english_names(collect: Collect) -> None:
    collected = collect({"needs": NEEDS.replace("Builders", "机床厂")}, 'english = { "机床厂" = "Machine tools" }')
    assert set(words(exhibit(collected, "quadrants"), "segment")) == {"Machine tools", "Dealers"}
    assert "机床厂" in words(exhibit(collected, "quadrants"), "segment", "zh")


def test_the_registers_become_evidence(collect: Collect) -> None:
    collected = collect()
    assert {one.id for one in collected.evidence} == {
        "known-segments-segments",
        "known-needs-needs",
        "known-methods-methods",
    }
    assert exhibit(collected, "needs").evidence == ("known-needs-needs",)
    assert sorted(one.rows or 0 for one in collected.evidence) == [3, 3, 4]
    assert SEGMENTS.count("\n") == 4


def test_the_example_agrees_with_a_plain_recount(collect: Collect) -> None:
    def renamed(name: str, names: dict[str, str]) -> str:
        text = (RECORDS / name).read_text(encoding="utf-8")
        for zh, en in names.items():
            text = text.replace(zh, en, 1)
        return text

    needs = renamed("needs.csv", {"客户群": "Segment", "需求": "Need", "重要度": "Importance", "表现": "Performance"})
    listening = {
        "客户群": "Segment",
        "方法": "Method",
        "频次": "Frequency",
        "责任部门": "Owner",
        "最近评审": "Reviewed",
    }
    methods = renamed("listening-methods.csv", listening)
    collected = collect({"needs": needs, "methods": methods})
    rows = list(csv.DictReader(needs.splitlines()))
    importance = sum(Decimal(row["Importance"]) for row in rows) / len(rows)
    performance = sum(Decimal(row["Performance"]) for row in rows) / len(rows)
    weak = {
        (row["Segment"], row["Need"])
        for row in rows
        if Decimal(row["Importance"]) >= importance and Decimal(row["Performance"]) < performance
    }
    table = exhibit(collected, "quadrants")
    shown = [(row["segment"], row["need"]) for row in table.rows() if str(row["quadrant"]) == "concentrate here"]
    assert {(str(segment), str(need)) for segment, need in shown} == weak
    latest: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader(methods.splitlines()):
        latest[row["Segment"]].append(row["Reviewed"])
    without = {segment for segment, days in latest.items() if max(days) < "2024-12-31"}
    gaps = exhibit(collected, "gaps")
    assert set(words(gaps, "about", "zh")) == without
