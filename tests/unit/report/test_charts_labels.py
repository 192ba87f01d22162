"""Written numbers, label widths, wrapping and making room, against arithmetic done by hand."""

from decimal import Decimal
from itertools import pairwise

import pytest

from zhuoyue.charts.chart import hatch
from zhuoyue.charts.label import Label, fit, spread, text_width, thin, wrap
from zhuoyue.charts.number import at, cell, percent, span, written
from zhuoyue.charts.scale import Scale, decimals_of, domain, nice_ticks


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("450.75", None, "450.75"),
        ("1000", None, "1000"),
        ("56.0", None, "56"),
        ("12345678.90", 2, "12,345,678.90"),
        ("-3.5", None, "−3.5"),
        ("2.345", 2, "2.35"),
        ("-0.001", 2, "0.00"),
        ("1E+3", None, "1000"),
        ("123456789012345678901234567890.12", 1, "123,456,789,012,345,678,901,234,567,890.1"),
    ],
)
def test_numbers_are_written_exactly(value, decimals, expected):
    assert written(Decimal(value), decimals) == expected


def test_data_cells_suit_spreadsheets_and_show_missing_values():
    assert cell(Decimal("-3.5")) == "-3.5"
    assert cell(None) == "—"


def test_percents_and_ranges():
    assert percent(Decimal("55.0")) == "55\u00a0%"
    assert span(Decimal(300), Decimal("520.5")) == "300–520.5"
    assert span(Decimal(7), Decimal("7.0")) == "7"


def test_coordinates_have_two_decimals_and_no_empty_ones():
    assert repr(at(308.484)) == "308.48"
    assert repr(at(12.001)) == "12"
    assert repr(at(-0.001)) == "0"


def test_han_characters_are_an_em_wide():
    assert text_width("卓越", 10) == 20
    assert text_width("abc", 10) == pytest.approx(18)


@pytest.mark.parametrize(
    "text", ["测量、分析与改进", "Measurement, analysis and improvement", "Donaudampfschifffahrtsgesellschaft"]
)
def test_wrapped_lines_hold_the_whole_text_within_the_width(text):
    lines = wrap(text, 12, 90, 6)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 12) <= 90 for line in lines)


def test_closing_punctuation_never_begins_a_line():
    for width in range(24, 120, 6):
        assert not any(line.startswith(("、", "，")) for line in wrap("测量、分析，与改进、创新", 12, width, 9))


def test_lines_are_about_equally_long():
    assert [len(line) for line in wrap("一二三四五六七八", 10, 70, 3)] == [4, 4]


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert wrap("一二三四五六", 10, 20, 2) == ("一二", "三…")
    assert fit("一二三四五六", 10, 40) == "一二三…"
    assert fit("a  b\nc", 10, 100) == "a b c"


def test_spread_keeps_order_and_gap_and_stays_near():
    placed = spread([100, 101, 102, 300], 18, 0, 400)
    assert placed == (83, 101, 119, 300)  # the cluster of three is centred on its mean, 101


def test_spread_stays_within_its_bounds():
    placed = spread([2, 1, 399, 400], 18, 0, 400)
    assert placed == (18, 0, 382, 400)


def test_spread_of_equal_positions_keeps_the_order_given():
    placed = spread([50, 50, 50], 10, 0, 100)
    assert all(b - a == 10 for a, b in pairwise(placed))


def test_thin_keeps_both_ends():
    labels = [Label(x, 0, "1000", "middle", 10) for x in (0, 10, 20, 60, 90, 100)]
    assert [label.x for label in thin(labels)] == [0, 60, 100]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "100", ["0", "20", "40", "60", "80", "100"]),
        ("82", "95", ["80", "85", "90", "95"]),
        ("-5345678.9", "12345678.9", ["-10000000", "-5000000", "0", "5000000", "10000000", "15000000"]),
        ("0.1", "0.3", ["0.1", "0.15", "0.2", "0.25", "0.3"]),
        ("0", "0", ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_ticks_are_round_exact_and_enclose_the_values(low, high, expected):
    assert list(nice_ticks(Decimal(low), Decimal(high))) == [Decimal(text) for text in expected]


def test_equal_values_still_get_an_axis():
    ticks = nice_ticks(Decimal(95), Decimal(95))
    assert ticks[0] < 95 < ticks[-1]
    assert len(ticks) >= 3


def test_ticks_share_their_decimals():
    assert decimals_of((Decimal("0.5"), Decimal("0.75"), Decimal(1))) == 2
    assert decimals_of((Decimal("1E+6"), Decimal("2E+6"))) == 0


def test_zero_is_shown_when_values_come_near_it():
    assert domain([Decimal(3), Decimal(10)]) == (0, 10)
    assert domain([Decimal(82), Decimal(95)]) == (82, 95)
    assert domain([Decimal(-9), Decimal(-2)]) == (-9, 0)


def test_scale_is_linear_both_ways():
    assert Scale(Decimal(0), Decimal(1000), 20, 660).place(Decimal("450.75")) == 308.48
    assert Scale(Decimal(80), Decimal(100), 250, 30).place(Decimal(85)) == 195


def test_hatching_stays_inside_its_rectangle():
    numbers = hatch(10, 20, 33, 14).replace("M", " ").replace("L", " ").split()
    assert numbers
    assert all(10 <= float(x) <= 43 for x in numbers[::2])
    assert all(20 <= float(y) <= 34 for y in numbers[1::2])
    assert hatch(10, 20, 0, 14) == ""
