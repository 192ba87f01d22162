"""The improvement pages: what stands on the board, in the matrix and beside it, and what the sliders compute with."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sample import sample

from zhuoyue.charts.chart import Chart
from zhuoyue.charts.gain_bars import GainRow, gain_bars
from zhuoyue.charts.matrix import MatrixEntry, PriorityMatrixChart, priority_matrix
from zhuoyue.config import ImprovementTable
from zhuoyue.improvement import targets
from zhuoyue.model.action import Action, ActionStatus, Check
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.finding import Weight
from zhuoyue.model.text import Text
from zhuoyue.report.edition import Edition
from zhuoyue.report.improvement import loop
from zhuoyue.report.supposition import supposition

TEMPLATE = Path(__file__).parents[3] / "site_template"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def action(name: str, code: str, **changes: Any) -> Action:
    fields: dict[str, Any] = {
        "id": name,
        "item": f"gbt19580-2012:{code}",
        "text": Text(zh=f"措施 {name}", en=f"Action {name}"),
        "owner": "张伟",
        "due": date(2026, 6, 30),
    }
    return Action(**(fields | changes))


ACTIONS = (
    action("later", "4.3.3", effort=1, expected_percent=Decimal(55), expected_gain=Decimal(5)),
    action("sooner", "4.7.2", effort=4, due=date(2026, 1, 31)),
    action("late", "4.7.4", status=ActionStatus.RUNNING, effort=2, due=date(2025, 12, 1)),
    action("later-still", "4.7.4", status=ActionStatus.RUNNING, effort=2, due=date(2025, 10, 1)),
    action("unjudged", "4.1.2"),
    action(
        "failed",
        "4.1.3",
        status=ActionStatus.DONE,
        closed_on=date(2025, 9, 1),
        cycle="2024",
        check=Check(text=Text(en="Nothing moved"), effective=False, checked_on=date(2025, 12, 1), checked_by="李敏"),
    ),
    action("unchecked", "4.1.4", status=ActionStatus.DONE, closed_on=date(2025, 9, 1)),
    action("given-up", "4.1.4", status=ActionStatus.DROPPED),
)


def assessment(**changes: Any) -> Assessment:
    made = sample(**({"actions": ACTIONS} | changes))
    scores = {result.item: result.score for result in made.results}
    aimed = targets(ImprovementTable(), made.criteria, made.schemes, scores)
    return made.model_copy(update={"targets": aimed})


def names(cards: Any) -> list[str]:
    return [card.action.id for card in cards]


def test_the_board_has_a_column_for_each_state_nearest_day_first() -> None:
    view = loop(assessment(), "en")
    assert [(status.value, names(cards)) for status, cards in view.columns] == [
        ("planned", ["sooner", "later", "unjudged"]),
        ("running", ["later-still", "late"]),
        ("done", ["failed", "unchecked"]),
        ("dropped", ["given-up"]),
    ]
    assert view.count == 8


def test_overdue_counts_days_to_the_day_of_the_assessment() -> None:
    view = loop(assessment(), "en")
    assert [(card.action.id, card.late) for card in view.overdue] == [("later-still", 91), ("late", 30)]


def test_checks_put_what_had_no_effect_first_and_what_nobody_checked_last() -> None:
    assert names(loop(assessment(), "en").checks) == ["failed", "unchecked"]
    assert names(loop(assessment(), "en").earlier) == ["failed"]


def test_the_matrix_holds_open_actions_whose_effort_is_judged() -> None:
    view = loop(assessment(), "en")
    assert view.matrix is not None
    assert sorted(row[0] for row in view.matrix.table.rows) == sorted(
        ["Action later", "Action sooner", "Action late", "Action later-still"]
    )
    assert names(view.unjudged) == ["unjudged"]


def test_improvements_that_nobody_answers_are_listed_bold_first() -> None:
    made = assessment()
    first = made.results[3]
    finding = next(one for one in first.findings if one.kind.value == "improvement")
    named = finding.model_copy(update={"id": "f1", "source": "李敏", "weight": Weight.BOLD})
    results = tuple(
        one.model_copy(update={"findings": (named,)}) if one.item == first.item else one for one in made.results
    )
    open_view = loop(made.model_copy(update={"results": results}), "en")
    assert next(one.finding.id for one in open_view.unanswered) == "f1"
    assert len(open_view.unanswered) == len(made.results)
    for status, found in ((ActionStatus.PLANNED, False), (ActionStatus.DROPPED, True)):
        answer = action("a", "4.2.2", finding="f1", status=status)
        view = loop(made.model_copy(update={"results": results, "actions": (answer,)}), "en")
        assert ("f1" in [one.finding.id for one in view.unanswered]) is found


def test_the_quadrants_are_divided_at_the_median_of_what_is_at_stake() -> None:
    made = assessment()
    view = loop(made, "en")
    # Independent: points × (target − percent) from the printed vector, bands beginning at 50 and 70.
    percents = [55, 50, 45, 50, 45, 50, 45, 55, 40, 35, 45, None, 40, 50, 45, 45, 40, 45, 40, 50, 35, 40, 35]
    points = [50, 30, 30, 40, 50, 40, 50, 60, 15, 20, 15, 10, 10, 50, 50, 40, 40, 80, 80, 80, 60, 50, 50]
    amounts = sorted(
        Decimal(worth * ((50 if percent < 50 else 70) - percent)) / 100
        for worth, percent in zip(points, percents, strict=True)
        if percent is not None
    )
    assert len(amounts) == 22
    assert view.middle == (amounts[10] + amounts[11]) / 2
    assert sorted(one.high for one in view.stakes) == amounts


# The chart


def chart(count: int, language: str = "en", label: str = "4.7.2") -> PriorityMatrixChart:
    entries = [
        MatrixEntry(
            f"{label}-{number}" if number % 3 else label, f"Action {number}", 1 + number % 5, Decimal(number) / 4
        )
        for number in range(count)
    ]
    return priority_matrix("Matrix", entries, Decimal(5), language)


def drawn(one: Chart) -> ET.Element:
    environment = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATE), undefined=StrictUndefined)
    return ET.fromstring(environment.get_template(one.template).render(chart=one))


def gains(count: int, language: str) -> Chart:
    amounts = [None, Decimal("-12.75"), Decimal(0), Decimal("0.25"), Decimal(40)]
    rows = [GainRow("4.7.2", "措施与行动" * 20, amounts[n % 5], amounts[n * 3 % 5]) for n in range(count)]
    return gain_bars("Gains", rows, language)


@pytest.mark.parametrize("make", [chart, gains])
@pytest.mark.parametrize("count", [0, 1, 12, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_do_not_collide_and_stay_inside(make: Callable[[int, str], Chart], count: int, language: str) -> None:
    one = make(count, language)
    boxes = []
    for text in drawn(one).iter(f"{SVG}text"):
        words = "".join(text.itertext()) if not len(text) else (text[-1].tail or "")
        size = float(text.get("font-size", "0"))
        wide = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.6 for sign in words) * size
        x = float(text.get("x", "0")) - {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0) * wide
        y = float(text.get("y", "0"))
        boxes.append((words, x, y - 0.75 * size, x + wide, y + 0.2 * size))
        assert x >= -1
        assert x + wide <= one.width + 1
        assert 0 <= y <= one.height
    for (name, x1, y1, x2, y2), (other, u1, v1, u2, v2) in combinations(boxes, 2):
        assert x2 <= u1 + 1 or u2 <= x1 + 1 or y2 <= v1 + 0.1 or v2 <= y1 + 0.1, f"{name!r} meets {other!r}"


def test_marks_of_the_matrix_are_painted_twice_and_explained() -> None:
    root = drawn(chart(12))
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    for mark in root.iter():
        if mark.tag.removeprefix(SVG) in {"text", "rect", "circle", "line"}:
            fill, stroke = mark.get("fill"), mark.get("stroke")
            assert fill == "none" or re.fullmatch("#[0-9a-f]{6}", fill or "")
            assert (fill != "none") == ("zy-fill-" in (mark.get("class") or ""))
            assert (stroke is not None) == ("zy-line-" in (mark.get("class") or ""))
    assert all(len(circle) for circle in root.iter(f"{SVG}circle"))


def test_actions_with_the_same_effort_and_stake_share_a_point() -> None:
    entries = [MatrixEntry("4.3.3", name, 2, Decimal(9)) for name in ("one", "two")]
    one = priority_matrix("M", entries, Decimal(5), "en")
    assert len(one.dots) == 1
    assert "one: 9" in one.dots[0].tip
    assert "two: 9" in one.dots[0].tip
    assert len(one.table.rows) == 2


def test_the_matrix_names_what_to_do_first() -> None:
    entries = [
        MatrixEntry("4.3.3", "a", 2, Decimal(5)),
        MatrixEntry("4.7.2", "b", 3, Decimal(9)),
        MatrixEntry("4.1.2", "c", 1, Decimal(4)),
        MatrixEntry("4.1.3", "d", 5, Decimal(4)),
    ]
    one = priority_matrix("M", entries, Decimal(5), "en")
    assert one.alt.startswith("Do first: 4.3.3;")
    assert [(row[1], row[4]) for row in one.table.rows] == [
        ("4.3.3", "do first"),
        ("4.7.2", "plan as a project"),
        ("4.1.2", "do along the way"),
        ("4.1.3", "think twice"),
    ]


def test_gain_bars_say_what_was_reached_and_leave_the_unknown_open() -> None:
    rows = [
        GainRow("4.3.3", "met", Decimal(5), Decimal("7.5")),
        GainRow("4.7.2", "fallen", Decimal(8), Decimal(-4)),
        GainRow("4.1.2", "unknown", None, Decimal(2)),
        GainRow("4.1.3", "not rated", Decimal(2), None),
    ]
    one = gain_bars("Gains", rows, "en")
    assert one.alt == "1 of 2 reached what was expected, or more."
    assert one.table.rows[1] == ("fallen", "4.7.2", "8", "-4")
    assert one.table.rows[2][2] == "—"
    assert [text for label in one.labels if (text := label.text) in {"+7.5", "−4", "unknown"}] == [
        "+7.5",
        "−4",
        "unknown",
        "unknown",
    ]
    fallen = next(bar for bar in one.bars if bar.look == "loss")
    assert fallen.x + fallen.width == pytest.approx(one.zeros[1].x1)
    assert drawn(one).tag == f"{SVG}svg"


# The pages


def body(made: Assessment, path: str, language: str = "en") -> str:
    return next(leaf.text for leaf in Edition(made, language).leaves() if leaf.path == f"{path}.md")


def test_the_pages_say_overdue_in_words_and_hold_no_markup_of_records() -> None:
    text = body(assessment(actions=(action("a", "4.3.3", due=date(2025, 1, 1), owner=HOSTILE),)), "improvement/index")
    assert "364 days overdue" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_without_actions_there_is_no_board_but_what_is_at_stake() -> None:
    text = body(assessment(actions=()), "improvement/index")
    assert "There are no actions to show." in text
    assert "{ #matrix }" not in text
    assert "{ #overdue }" not in text
    assert "{ #stakes }" in text


def test_the_shown_gain_is_said_to_belong_to_the_item() -> None:
    text = body(assessment(), "improvement/index")
    assert "the figures do not show that the action caused it" in text


def test_the_what_if_page_shows_what_is_at_stake_without_scripts() -> None:
    text = body(assessment(), "improvement/what-if")
    assert "<noscript>" in text
    assert "{ #stakes }" in text
    assert text.count('type="range"') == 23
    assert text.count("disabled") == 1  # 4.4.6 is open


def test_sliders_compute_with_as_many_decimals_as_the_numbers_need() -> None:
    view = supposition(assessment(), "en")
    assert view is not None
    assert view.scale == 2  # 15 points × 45 % = 6.75
    nobody_rated = supposition(sample(unrated=tuple(item.code for item in assessment().criteria.items)), "en")
    assert nobody_rated is not None
    assert nobody_rated.scale == 0


def test_a_scheme_that_scores_otherwise_has_no_what_if_page() -> None:
    made = assessment()
    first, *others = made.results
    odd = first.model_copy(update={"score": first.score.model_copy(update={"value": Decimal(1)})})
    paths = [leaf.path for leaf in Edition(made.model_copy(update={"results": (odd, *others)}), "en").leaves()]
    assert "improvement/index.md" in paths
    assert "improvement/what-if.md" not in paths
