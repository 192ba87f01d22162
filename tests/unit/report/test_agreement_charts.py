"""Dots and bias: geometry by independent arithmetic, findings, tables, and who is not named."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from zhuoyue.charts import BiasRow, StripBand, Vote, bias, dots

BANDS = [
    StripBand(Decimal(low), Decimal(high), str(number))
    for number, (low, high) in enumerate([(0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100)], 1)
]
VOTES = [
    Vote("wang", Decimal(35)),
    Vote("chen", Decimal(45)),
    Vote("li", Decimal(65), outlier=True),
    Vote("zhao", Decimal(45)),
    Vote("sun", None),
]


def test_dots_stand_at_their_percents_and_equals_on_top_of_each_other():
    chart = dots("T", VOTES, "en", bands=BANDS)
    assert [dot.x for dot in chart.dots] == [244, 308, 308, 436]  # 20 + 6.4 × percent
    first, second = chart.dots[1:3]
    assert first.y - second.y == 14
    assert [dot.outlier for dot in chart.dots] == [False, False, False, True]
    assert all(chart.top < dot.y < chart.bottom for dot in chart.dots)


def test_bands_meet_halfway_between_their_percents():
    chart = dots("T", VOTES, "en", bands=BANDS)
    assert [round(box.x, 2) for box in chart.bands] == [20, 68, 196, 324, 452, 580]  # 0, 7.5, 27.5, 47.5, 67.5, 87.5
    assert sum(box.width for box in chart.bands) == 640


def test_the_median_is_that_of_the_votes_unless_given():
    assert [one.x for one in dots("T", VOTES, "en").pointers] == [308]
    chart = dots("T", VOTES, "en", median=Decimal(50), agreed=Decimal(55), visited=Decimal(40))
    assert [(one.look, one.x) for one in chart.pointers] == [("median", 340), ("agreed", 372), ("visited", 276)]
    assert [sign.look for sign in chart.signs] == ["median", "agreed", "visited", "far"]


def test_finding_says_what_the_chart_shows():
    chart = dots("T", VOTES, "en", bands=BANDS, agreed=Decimal(50))
    assert chart.alt == (
        "4 assessors between 35–65\u00a0%; median 45\u00a0%; agreed 50\u00a0%; "
        "far from the others: li 65\u00a0%; not applicable: sun."
    )
    assert dots("T", VOTES[:1], "zh").alt == "1 位评审员评分 35\u00a0%；中位数 35\u00a0%。"
    assert dots("T", [], "en").alt == "No value is known yet."


def test_table_holds_everyone_and_what_was_made_of_it():
    table = dots("T", VOTES, "en", bands=BANDS, agreed=Decimal(50)).table
    assert table.headers == ("Assessor", "Percent", "Band", "Remark")
    assert table.rows == (
        ("wang", "35", "3", ""),
        ("chen", "45", "3", ""),
        ("zhao", "45", "3", ""),
        ("li", "65", "4", "far from the others"),
        ("sun", "—", "—", "not applicable"),
        ("median", "45", "3", ""),
        ("agreed", "50", "4", ""),
    )


def test_without_names_nobody_is_named():
    chart = dots("T", [Vote("", vote.percent, vote.outlier) for vote in VOTES], "en", bands=BANDS)
    said = " ".join([chart.alt, *(label.text for label in chart.labels), *(dot.tip for dot in chart.dots)])
    assert {vote.name for vote in VOTES}.isdisjoint(re.findall(r"\w+", said))
    assert [row[0] for row in chart.table.rows[:2]] == ["Assessor 1", "Assessor 2"]


def test_a_hundred_assessors_stay_in_a_low_strip():
    chart = dots("T", [Vote(f"a{n}", Decimal(45)) for n in range(100)], "en", bands=BANDS)
    assert chart.bottom - chart.top < 140
    assert [label.text for label in chart.labels if "assessors" in label.text] == ["100 assessors"]


ROWS = [
    BiasRow("li", Decimal("10.5"), Decimal("6.5"), 23),
    BiasRow("wang", Decimal(0), None, 1),
    BiasRow("sun", Decimal("-8.5"), Decimal(4), 22),
]


def test_bias_is_drawn_to_both_sides_of_zero():
    chart = bias("T", ROWS, "en")
    assert chart.zero.x1 == 365  # halfway between 140 and 590
    assert [dot.x for dot in chart.dots] == pytest.approx([483.125, 365, 269.375], abs=0.006)  # 365 + 225 × bias / 20
    first = chart.whiskers[0]
    assert (first.x1, first.x2) == (410, 556.25)  # 4 and 17
    assert len(chart.whiskers) == 2


def test_bias_in_words_and_as_a_table():
    chart = bias("T", ROWS, "zh")
    assert chart.alt == "最宽：li（+10.5 个百分点）；最严：sun（\u22128.5 个百分点）。"
    assert chart.table.rows[1] == ("wang", "0", "—", "1")
    assert bias("T", [], "en").alt == "No value is known yet."
