"""Bars: order, places on the scale, intervals against a reference; hostile and long texts."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from zhuoyue.charts import BarValue, Threshold, bars

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "北方销售大区的家庭用户以及通过零售合作伙伴购买的其他用户" * 3


def dec(value):
    return None if value is None else Decimal(str(value))


def row(label, value, low=None, high=None, count=None, note=""):
    return BarValue(label, dec(value), dec(low), dec(high), count, note)


SEGMENTS = [
    row("Homes", 72.4, 70.1, 74.7, 1250),
    row("Firms", 78.9, 76, 81.8, 310),
    row("Export", None, count=4, note="too few"),
    row("State", 74, 70, 78, 64),
]
ALL = Threshold(Decimal("75"), "All")


def test_values_are_ranked_and_the_unknown_come_last(drawn):
    chart = bars("Index", SEGMENTS, "en", low=Decimal(60), high=Decimal(90), reference=ALL)
    drawn(chart)
    assert [line[0] for line in chart.table.rows] == ["Firms", "State", "Homes", "Export"]
    assert chart.table.rows[0] == ("Firms", "78.9", "76.0–81.8", "310")
    assert chart.table.rows[3] == ("Export", "—", "—", "4")
    given = bars("Index", SEGMENTS, "en", ranked=False)
    drawn(given)
    assert [line[0] for line in given.table.rows] == ["Homes", "Firms", "Export", "State"]


def test_the_finding_says_what_differs_by_more_than_its_interval(drawn):
    chart = bars("Index", SEGMENTS, "en", reference=ALL)
    assert chart.alt == (
        "Highest: Firms, 78.9; lowest: Homes, 72.4; whole interval above All 75.0: Firms; "
        "whole interval below All 75.0: Homes; unknown: Export."
    )
    chinese = bars("指数", SEGMENTS, "zh", reference=Threshold(Decimal(75), "全部"))
    drawn(chinese)
    assert "区间整体高于全部 75.0：Firms" in chinese.alt
    alike = bars("Index", [SEGMENTS[3]], "en", reference=ALL)
    assert alike.alt == "Highest: State, 74.0; every interval holds All 75.0."


def test_a_scale_that_holds_0_has_bars_and_another_has_points(drawn):
    zero = bars("Index", SEGMENTS, "en", low=Decimal(0), high=Decimal(100))
    drawn(zero)
    assert all(line.bar and not line.dot for line in zero.rows)
    assert zero.zero
    narrow = bars("Index", SEGMENTS, "en", low=Decimal(60), high=Decimal(90), reference=ALL)
    root = drawn(narrow)
    left, right = narrow.grid[0].x1, narrow.grid[-1].x1
    assert [(line.dot.x - left) / (right - left) for line in narrow.rows[:3]] == pytest.approx(
        [18.9 / 30, 14 / 30, 12.4 / 30], abs=0.001
    )
    assert (narrow.reference.x1 - left) / (right - left) == pytest.approx(0.5, abs=0.001)
    assert not narrow.zero
    assert len(list(root.iter(f"{SVG}circle"))) == 3


def test_whiskers_span_the_interval_within_the_scale(drawn):
    chart = bars("Index", [row("a", 70, 40, 80)], "en", low=Decimal(60), high=Decimal(90))
    drawn(chart)
    left, right = chart.grid[0].x1, chart.grid[-1].x1
    whisker = chart.rows[0].whisker
    assert (whisker.x1, (whisker.x2 - left) / (right - left)) == (left, pytest.approx(2 / 3, abs=0.001))


def test_values_below_0_reach_to_the_left(drawn):
    chart = bars(
        "NPS", [row("a", -23, -40, -6), row("b", 41), row("c", 0)], "en", low=dec(-100), high=dec(100), decimals=0
    )
    drawn(chart)
    zero = chart.zero.x1
    highest, none, lowest = (line.bar for line in chart.rows)
    assert highest.x == zero
    assert lowest.x + lowest.width == pytest.approx(zero, abs=0.01)
    assert lowest.width / highest.width == pytest.approx(23 / 41, abs=0.01)
    assert 0 < none.width <= 2
    assert chart.table.rows[2][2] == "\u221240 to \u22126"


def test_the_unknown_is_hatched_and_said(drawn):
    chart = bars("Index", SEGMENTS, "en")
    root = drawn(chart)
    unknown = chart.rows[3]
    assert (unknown.bar.look, unknown.whisker, unknown.dot) == ("unknown", None, None)
    assert unknown.bar.hatch
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("unknown") == 2  # beside the bar and in the legend
    assert "too few" in texts


def test_nothing_known_and_nothing_at_all(drawn):
    none = bars("Index", [row("a", None)], "en")
    drawn(none)
    assert none.alt == "No value is known yet; unknown: a."
    for language, said in (("en", "No values."), ("zh", "无数据。")):
        empty = bars("Index", [], language, reference=ALL)
        drawn(empty)
        assert empty.alt == said


@pytest.mark.parametrize("values", [[5, 5, 5], [0], ["12345678.9", "-5345678.9"], ["0.001", "0.002"], [100, 99.9]])
def test_scales_of_all_sizes(drawn, values):
    for reference in (None, ALL, Threshold(Decimal("1e9"), "far")):
        drawn(bars("S", [row(f"r{n}", value) for n, value in enumerate(values)], "en", reference=reference, decimals=3))


def test_a_value_beyond_the_scale_stays_inside(drawn):
    chart = bars("S", [row("a", 150, 90, 180), row("b", -5)], "en", low=Decimal(0), high=Decimal(100), reference=ALL)
    drawn(chart)
    right = chart.grid[-1].x1
    assert all(line.bar.x + line.bar.width <= right + 2 for line in chart.rows)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
def test_hostile_and_long_texts_do_no_harm(drawn, text, language):
    rows = [row(text, value, 40, 90, 1234567, text) for value in (50, None, 70, 60)]
    for value in (0, 45, 90):
        threshold = Threshold(Decimal(value), text)
        root = drawn(bars(text, rows, language, unit=text, reference=threshold))
        assert "<script" not in ET.tostring(root, encoding="unicode")
