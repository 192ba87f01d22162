"""Index trend: values, whiskers and gaps at their places; the finding in words."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from zhuoyue.charts import IndexLine, IndexPoint, index_trend

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "通过零售合作伙伴购买并且由第三方上门安装的所有家庭用户" * 3
HALVES = [f"{year}-H{half}" for year in (2023, 2024, 2025) for half in (1, 2)]


def line(label, *values, half="2", periods=HALVES, base=None):
    points = []
    for period, value in zip(periods, values, strict=False):
        if value is None:
            points.append(IndexPoint(period, None))
        else:
            middle, width = Decimal(str(value)), Decimal(half)
            points.append(IndexPoint(period, middle, middle - width, middle + width, base))
    return IndexLine(label, tuple(points))


def bare(label, *values, periods=HALVES):
    return IndexLine(label, tuple(IndexPoint(p, Decimal(str(v))) for p, v in zip(periods, values, strict=False)))


def test_values_and_whiskers_stand_at_their_height(drawn):
    chart = index_trend("T", [line("All", 60, 70, 80, half="10")], "en")
    drawn(chart)
    (one,) = chart.curves
    ends = [tuple(map(float, pair)) for pair in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", one.whiskers)]
    place = chart.axes.y.place
    assert ends == [(place(Decimal(low)), place(Decimal(low + 20))) for low in (50, 60, 70)]
    assert one.path.count("L") == 2
    assert [marker.tip for marker in one.markers] == [
        "All 2023-H1: 60.0 (50.0–70.0)",
        "All 2023-H2: 70.0 (60.0–80.0)",
        "All 2024-H1: 80.0 (70.0–90.0)",
    ]


def test_a_missing_value_leaves_a_gap(drawn):
    chart = index_trend("T", [line("All", 60, None, 80, 70)], "en")
    drawn(chart)
    (one,) = chart.curves
    assert (one.path.count("M"), one.path.count("L"), len(one.markers)) == (1, 1, 3)
    assert chart.table.rows[1] == ("2023-H2", "—", "—", "—")


def test_the_finding_tells_course_target_and_others():
    lines = [line("All", 70, 75), bare("West", 68, 81), bare("East", 70, 66), bare("New", 50)]
    assert index_trend("T", lines, "en", target=Decimal(74)).alt == (
        "All: from 70.0 (68.0–72.0) in 2023-H1 to 75.0 (73.0–77.0) in 2023-H2, +5.0; "
        "the intervals of the two periods do not overlap; target of 74.0 reached, but inside the interval; "
        "others in 2023-H2: West 81.0 highest, East 66.0 lowest."
    )
    assert index_trend("T", lines[:2], "zh", target=Decimal(80)).alt == (
        "All从 70.0 (68.0–72.0)（2023-H1）到 75.0 (73.0–77.0)（2023-H2），变化 +5.0；首末两期的区间不重叠；"
        "未达目标 80.0；2023-H2 对照：West 81.0。"
    )


def test_overlapping_intervals_and_falls_are_told():
    assert "−1.0; the intervals of the two periods overlap." in index_trend("T", [line("All", 70, 69)], "en").alt
    assert index_trend("T", [bare("All", 70, 69)], "en", decimals=0).alt == (
        "All: from 70 in 2023-H1 to 69 in 2023-H2, −1."
    )
    assert index_trend("T", [line("All", 70)], "en", target=Decimal(60)).alt == (
        "All: 70.0 (68.0–72.0) in 2023-H1; target of 60.0 reached."
    )


def test_lines_differ_in_dash_and_shape(drawn):
    lines = [line(f"L{number}", 60 + number, 70 - number, 66) for number in range(5)]
    chart = index_trend("T", lines, "en", target=Decimal(65))
    root = drawn(chart)
    assert (
        len(
            {
                (one.markers[0].path.count("L"), one.markers[0].path.count("a"), one.markers[0].hollow)
                for one in chart.curves
            }
        )
        >= 3
    )
    dashes = {element.get("stroke-dasharray") for end, element in zip(chart.ends, samples(root, chart), strict=True)}
    assert len(dashes) == 6
    assert [label.text for end in chart.ends for label in end.labels] == [
        *(f"L{number} 66.0" for number in range(5)),
        "Target 65.0",
    ]
    heights = sorted(label.y for end in chart.ends for label in end.labels)
    assert all(b - a >= 18 for a, b in pairwise(heights))


def samples(root, chart):
    starts = {str(end.sample.x1) for end in chart.ends}
    return [one for one in root.iter(f"{SVG}line") if one.get("x1") in starts and one.get("y1") == one.get("y2")]


def test_whiskers_of_neighbours_stand_apart():
    lines = [line(f"L{number}", 60, 70) for number in range(5)]
    chart = index_trend("T", lines, "en")
    xs = [float(re.match(r"M([\d.]+)", one.whiskers)[1]) for one in chart.curves]
    assert all(b - a >= 3 for a, b in pairwise(xs))
    assert sum(xs) / 5 == pytest.approx(chart.axes.left + 10, abs=0.05)


def test_long_names_take_two_lines_before_they_are_cut(drawn):
    names = ["All", "construction machinery", "automation integrators", "medical devices and apparatus", "装配" * 30]
    chart = index_trend("T", [line(name, 70, 75, half="2") for name in names], "en", target=Decimal(74))
    drawn(chart)
    written = [" ".join(label.text for label in end.labels) for end in chart.ends]
    assert written[:4] == [f"{name} 75.0" for name in names[:4]]
    assert re.fullmatch(r"[装配 ]+… 75.0", written[4])
    assert max(label.x + label.width for end in chart.ends for label in end.labels) <= chart.width
    heights = sorted(label.y for end in chart.ends for label in end.labels)
    assert all(later - earlier >= 14 for earlier, later in pairwise(heights))


def test_more_than_five_lines_stand_in_the_table(drawn):
    lines = [line(f"L{number}", 60, 70, base=30 + number) for number in range(8)]
    chart = index_trend("T", lines, "en")
    drawn(chart)
    assert len(chart.curves) == 5
    assert chart.notes[-1].text == "3 more in the table below"
    assert chart.table.headers == ("Series", "Period", "Index", "Low", "High", "n")
    assert chart.table.rows[-1] == ("L7", "2023-H2", "70.0", "68.0", "72.0", "37")


def test_the_axis_keeps_what_is_given_and_what_is_measured(drawn):
    chart = index_trend("T", [line("All", 60, 95)], "en", low=Decimal(70), high=Decimal(90))
    drawn(chart)
    assert chart.axes.y.low <= 58
    assert chart.axes.y.high >= 97
    whole = index_trend("T", [line("All", 60, 65)], "en", low=Decimal(0), high=Decimal(100))
    assert (whole.axes.y.low, whole.axes.y.high) == (0, 100)


@pytest.mark.parametrize(("language", "words"), [("zh", "无数据。"), ("en", "No values.")])
def test_without_values_it_says_so(drawn, language, words):
    for lines in ([], [line("All", None, None)], [IndexLine("All", ())]):
        chart = index_trend("T", lines, language, target=Decimal(70))
        drawn(chart)
        assert chart.alt == words
        assert chart.notes[0].text == words[:-1]
        assert not chart.ends


@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_text_is_safe(drawn, text, language):
    lines = [line(text, 60, None, 70) for _ in range(7)]
    drawn(index_trend(text, lines, language, unit=text, target=Decimal(64)))


def test_many_periods_and_large_values(drawn):
    months = [f"{year}-{month:02}" for year in range(2019, 2026) for month in range(1, 13)]
    values = [50 + number % 17 for number in range(len(months))]
    drawn(index_trend("T", [line(f"L{n}", *values, periods=months) for n in range(5)], "en"))
    drawn(index_trend("T", [line("L", "-12345678.9", "98765432.1")], "en", decimals=2, target=Decimal("1e7")))
