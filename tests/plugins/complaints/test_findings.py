"""What exhibits of complaint logs are judged to say: cases, choice, tiers and readings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import (
    Dimension,
    Direction,
    Dossier,
    Exhibit,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Measure,
    NumberColumn,
    Point,
    Reading,
    SchemeData,
    Span,
    Suggestion,
    Text,
    TextColumn,
    Theme,
    Visibility,
    Weight,
    same,
)
from zhuoyue_plugins.complaints.judging.judge import judge
from zhuoyue_plugins.complaints.judging.saying import wilson
from zhuoyue_plugins.complaints.thresholds import Settings

CASES = tomllib.loads((Path(__file__).parent / "cases" / "findings.toml").read_text("utf-8"), parse_float=Decimal)
KEYS = {ItemKind.PROCESS: "ADLI", ItemKind.RESULT: ("Le", "T", "C", "I")}


def exhibit(kind: str, columns: list[str], rows: list[list[Any]], word: str = "", **more: Any) -> Exhibit:
    """Return an exhibit; a column of which every known cell is a number holds numbers."""
    made: list[NumberColumn | TextColumn] = []
    for place, key in enumerate(columns):
        cells = [None if row[place] == "-" else row[place] for row in rows]
        if all(isinstance(cell, int | Decimal) for cell in cells if cell is not None) and any(
            cell is not None for cell in cells
        ):
            numbers = tuple(None if cell is None else Decimal(cell) for cell in cells)
            made.append(NumberColumn(key=key, title=same(key), values=numbers))
        else:
            made.append(TextColumn(key=key, title=same(key), values=tuple(cell and same(cell) for cell in cells)))
    return Exhibit(
        id=f"log-{word or kind}",
        kind=f"complaints.{kind}",
        title=Text(zh="名称", en="Name"),
        source="log",
        method=same("method"),
        columns=tuple(made),
        **more,
    )


def dossier(
    *exhibits: Exhibit,
    settings: Settings | None = None,
    withheld: bool = False,
    measures: tuple[Measure, ...] = (),
    keys: str = "ADLI",
) -> Dossier:
    """Return a dossier that holds nothing but these."""
    dimensions = tuple(Dimension(key=key, kind=ItemKind.PROCESS, title=same(key), text=same(key)) for key in keys)
    return Dossier(
        evidence=(),
        measures=measures,
        narratives=(),
        scheme=SchemeData(
            name="plain", title=same("plain"), step=Decimal(5), dimensions=dimensions, bands=(), rule=same("rule")
        ),
        period=Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
        as_of=date(2025, 12, 31),
        withheld=withheld,
        exhibits=exhibits,
        settings=settings,
    )


def item(kind: ItemKind = ItemKind.PROCESS) -> Item:
    """Return an item."""
    theme = Theme.CUSTOMERS if kind is ItemKind.PROCESS else Theme.RESULTS
    return Item(id="x:1", code="1", title=same("One"), points=Decimal(10), kind=kind, theme=theme)


def judged(known: Dossier, kind: ItemKind = ItemKind.PROCESS) -> tuple[list[Finding], list[Suggestion]]:
    """Return findings and suggestions."""
    said = list(judge(item(kind), known))
    findings = [_untied(one) for one in said if isinstance(one, Finding)]
    return findings, [one for one in said if isinstance(one, Suggestion)]


def _untied(one: Finding) -> Finding:
    """Return a finding with plain spaces: signs are tied to their numbers."""
    text = Text(zh=one.text.zh.replace("\u00a0", " "), en=one.text.en.replace("\u00a0", " "))
    return one.model_copy(update={"text": text})


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    made = [exhibit(**one) for one in case["exhibits"]]
    settings = Settings(**case.get("settings", {}))
    known = dossier(*made, settings=settings, withheld=case.get("withheld", False))
    found, _ = judged(known, ItemKind(case.get("item", "process")))
    for kind in ("improvement", "strength"):
        texts = [one.text for one in found if one.kind == kind]
        expected = case.get(kind, [])
        for says in expected:
            assert any(says in text.en for text in texts), f"{says!r} not in {[text.en for text in texts]}"
        for says in case.get(f"{kind}_zh", []):
            assert any(says in text.zh for text in texts), f"{says!r} not in {[text.zh for text in texts]}"
        if not case.get("silent"):
            assert len(texts) == len(expected), [text.en for text in texts]
    for word in case.get("silent", []):
        assert not any(word in one.text.en for one in found), [one.text.en for one in found]
    assert all(one.evidence and one.text.zh and one.text.en for one in found)


def promise(percent: int, **more: Any) -> Exhibit:
    """Return the exhibit of a promise kept so often."""
    columns = ["period", "what", "in_time", "late", "late_open", "percent"]
    return exhibit("promise", columns, [["2025", "close", percent, 100 - percent, 0, percent]], "promise-close", **more)


def measure(target: int) -> Measure:
    """Return the measure of the promise with a target of its own."""
    return Measure(
        id="log-closed-in-promise",
        title=same("Closed"),
        unit=same("%"),
        direction=Direction.HIGHER,
        source="log",
        points=(Point(period="2025", value=Decimal(60)),),
        targets=(Point(period="2025", value=Decimal(target)),),
    )


def test_the_target_of_the_measure_prevails() -> None:
    (kept,), _ = judged(dossier(promise(60), measures=(measure(55),)))
    assert kept.kind is FindingKind.STRENGTH
    assert "target 55 %" in kept.text.en
    assert kept.evidence == ("log-promise-close", "log-closed-in-promise")
    (missed,), _ = judged(dossier(promise(60), settings=Settings(promise_percent=Decimal(61))))
    assert missed.kind is FindingKind.IMPROVEMENT
    assert missed.weight is Weight.BOLD


def test_a_finding_is_for_those_who_may_see_what_it_quotes() -> None:
    (found,), _ = judged(dossier(promise(60, visibility=Visibility.CONFIDENTIAL)))
    assert found.visibility is Visibility.CONFIDENTIAL
    (found,), _ = judged(dossier(promise(60, visibility=Visibility.PUBLIC)))
    assert found.visibility is Visibility.PUBLIC


def several() -> tuple[Exhibit, ...]:
    """Return exhibits that bear out many findings."""
    columns = [
        "year",
        "cases",
        "reopened",
        "escalated",
        "first_contact",
        "handling_satisfied",
        "improvement",
        "verified",
    ]
    return (
        promise(60),
        exhibit("years", columns, [["2025", 100, 20, 20, 20, 20, 1, 1]]),
        exhibit("backlog", ["bucket", "from_days", "to_days", "cases"], [["old", 30, "-", 9]]),
    )


def test_the_weightiest_come_first_and_no_more_than_allowed() -> None:
    every, _ = judged(dossier(*several(), settings=Settings(max_findings=99)))
    few, _ = judged(dossier(*several(), settings=Settings(max_findings=3)))
    assert len(every) == 8
    assert few == every[:3]
    assert "Promise missed" in few[0].text.en
    none, _ = judged(dossier(*several(), settings=Settings(findings=False)))
    assert none == []


def test_several_logs_are_told_apart() -> None:
    other = promise(95).model_copy(update={"id": "second-promise-close", "source": "second"})
    found, _ = judged(dossier(promise(60), other))
    assert [one.text.en.partition(":")[0] for one in found] == ["second", "log"]


def test_nothing_is_said_without_a_complaint_log() -> None:
    strange = promise(60).model_copy(update={"kind": "satisfaction.index"})
    assert judged(dossier()) == ([], [])
    assert judged(dossier(strange)) == ([], [])


def readings(known: Dossier) -> dict[str, Reading]:
    """Return the readings by dimension."""
    _, (suggestion,) = judged(known)
    assert suggestion.percent is suggestion.ceiling is None
    return {one.dimension: one for one in suggestion.readings}


def stages(traced: int, of: int) -> Exhibit:
    """Return stages of which so many leave a trace."""
    rows = [[f"s{n}", f"s{n}", "case", "-", 5 if n < traced else "-", 5] for n in range(of)]
    return exhibit("stages", ["stage", "title", "part", "columns", "traced", "cases"], rows)


@pytest.mark.parametrize(("traced", "verdict"), [(4, "good"), (3, "mixed"), (2, "poor")])
def test_approach_is_read_from_stages_with_a_trace(traced: int, verdict: str) -> None:
    read = readings(dossier(stages(traced, 5)))["A"]
    assert read.verdict == verdict
    assert f"{traced} of 5 stages" in read.reason.en


def test_deployment_is_read_from_the_promise_and_its_parts() -> None:
    behind = exhibit(
        "cells", ["channel", "cases", "decided", "in_time"], [["mail", 100, 100, 40], ["phone", 900, 900, 890]]
    )
    even = exhibit(
        "cells", ["channel", "cases", "decided", "in_time"], [["mail", 100, 100, 93], ["phone", 900, 900, 837]]
    )
    verdicts = {
        (kept, name): str(readings(dossier(promise(kept), cells))["D"].verdict)
        for kept in (93, 60)
        for name, cells in (("behind", behind), ("even", even))
    }
    assert verdicts == {
        (93, "even"): "good",
        (93, "behind"): "mixed",
        (60, "even"): "mixed",
        (60, "behind"): "poor",
    }
    assert "far behind the whole: mail" in readings(dossier(promise(60), behind))["D"].reason.en


@pytest.mark.parametrize(
    ("led", "verified", "verdict"), [(20, 60, "good"), (20, 0, "mixed"), (2, 10, "poor"), ("-", "-", "unknown")]
)
def test_learning_is_read_from_improvements_and_their_verification(led: Any, verified: Any, verdict: str) -> None:
    years = exhibit("years", ["year", "cases", "improvement", "verified"], [["2025", 100, led, verified]])
    assert readings(dossier(years))["L"].verdict == verdict


def test_integration_is_read_from_what_complaints_are_tied_to() -> None:
    causes = exhibit("causes", ["cause", "cases"], [["leak", 3]])
    drilldown = exhibit("drilldown", ["cause", "product", "cases"], [["leak", "pumps", 3]])
    deals = measure(1).model_copy(update={"id": "log-per-1000-deals"})
    assert readings(dossier(promise(60)))["I"].verdict == "poor"
    assert readings(dossier(causes))["I"].verdict == "mixed"
    assert readings(dossier(causes, drilldown, measures=(deals,)))["I"].verdict == "good"


def test_what_is_not_known_reads_as_unknown_and_withheld_facts_are_minded() -> None:
    read = readings(dossier(promise(60)))
    assert {key: str(one.verdict) for key, one in read.items() if key in "AL"} == {"A": "unknown", "L": "unknown"}
    shown = readings(dossier(promise(60), withheld=True))
    assert all(one.reason.en.startswith("Of what this report may show: ") for one in shown.values())


def test_only_dimensions_of_the_scheme_are_read_and_none_of_a_result_item() -> None:
    assert list(readings(dossier(promise(60), keys="DX"))) == ["D"]
    assert judged(dossier(promise(60), keys="X"))[1] == []
    assert judged(dossier(promise(60)), ItemKind.RESULT)[1] == []


def test_wilson_interval_as_published() -> None:
    """R. G. Newcombe, Stat. Med. 17 (1998) 857–872, table I, method 3: 81/263, 15/148, 0/20."""
    published = {(81, 263): ("0.2553", "0.3662"), (15, 148): ("0.0624", "0.1605"), (0, 20): ("0.0000", "0.1611")}
    for (hits, cases), ends in published.items():
        expected: Iterator[Any] = (pytest.approx(100 * Decimal(end), abs=Decimal("0.005")) for end in ends)
        assert wilson(Decimal(hits), Decimal(cases)) == tuple(expected)
