"""Series and sparkline: gaps, scales, findings; the trend against SciPy."""

from decimal import Decimal
from itertools import pairwise

import pytest
from scipy.stats import theilslopes

from zhuoyue.charts import Line, measure_series, series, sparkline
from zhuoyue.charts.axis import period_labels
from zhuoyue.charts.curve import places
from zhuoyue.charts.period import axis_periods
from zhuoyue.charts.trend import theil_sen
from zhuoyue.model.measure import Comparison, ComparisonKind, Direction, Measure, Point, Segment
from zhuoyue.model.text import Text

QUARTERS = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]


def line(role, *values, name="", periods=QUARTERS):
    points = {p: None if v is None else Decimal(str(v)) for p, v in zip(periods, values, strict=False)}
    return Line(role, name or role, points)


def test_missing_values_interrupt_the_line_and_are_never_zero():
    chart = series("S", [line("actual", 10, 20, None, 40, 50)], "en")
    drawn = chart.curves[0]
    assert drawn.path.count("M") == 2
    assert drawn.path.count("L") == 2
    assert len(drawn.dots) == 4
    zero = chart.axes.y.place(Decimal(0))
    assert all(dot.y < zero for dot in drawn.dots)
    assert "1 period without a value" in chart.alt
    assert chart.table.rows[2] == ("2023-Q3", "—")


def test_values_stand_at_their_height():
    chart = series("S", [line("actual", 0, 25, 100)], "en")
    assert (chart.axes.top, chart.axes.bottom) == (34, 254)
    assert [dot.y for dot in chart.curves[0].dots] == [254, 199, 34]  # 254 − 220 × share


def test_missing_periods_take_their_room():
    chart = series("S", [line("actual", 1, 2, 3, periods=["2021", "2022", "2025"])], "en")
    x = [dot.x for dot in chart.curves[0].dots]
    assert x[2] - x[1] == pytest.approx(3 * (x[1] - x[0]), abs=0.03)
    assert "2 periods without a value" in chart.alt


def test_isolated_values_are_dots():
    chart = series("S", [line("target", None, 5, None, 6, 7)], "en")
    assert [dot.tip for dot in chart.curves[0].dots] == ["target 2023-Q2: 5.00"]


def test_finding_tells_course_target_and_comparisons():
    lines = [
        line("actual", 82, 92.3),
        line("target", 85, 92),
        line("competitor", 90, 92.3, name="K"),
        line("benchmark", 95, 95, name="B"),
        line("average", 80, 80, name="V"),
    ]
    assert series("S", lines, "en", decimals=1).alt == (
        "From 82.0 (2023-Q1) to 92.3 (2023-Q2), better; target of 92.0 met in 2023-Q2; level with K (92.3); "
        "behind B (95.0); ahead of V (80.0)."
    )
    lower = series("S", lines, "zh", decimals=1, direction=Direction.LOWER).alt
    assert lower.startswith("从 82.0（2023-Q1）到 92.3（2023-Q2），变差；未达 2023-Q2 目标 92.0；")
    assert "优于B（95.0）" in lower


def test_one_point_stands_in_the_middle():
    chart = series("S", [line("actual", 5, periods=["2025"])], "en", decimals=0)
    dot = chart.curves[0].dots[0]
    assert dot.x == pytest.approx((chart.axes.left + chart.axes.right) / 2, abs=0.01)
    assert chart.curves[0].path == ""
    assert chart.alt == "5 in 2025."


def test_no_values_at_all():
    chart = series("S", [line("actual", None, None)], "zh")
    assert chart.empty.text == "无数据"
    assert chart.ends == ()
    assert chart.alt == "无数据。"
    assert series("S", [], "en").empty is not None


def test_labels_at_the_ends_keep_their_distance():
    lines = [
        line(role, *[95] * 12) for role in ("actual", "target", "competitor", "competitor", "benchmark", "average")
    ]
    chart = series("S", lines, "en")
    heights = sorted(end.label.y for end in chart.ends)
    assert all(b - a >= 18 for a, b in pairwise(heights))
    assert [end.letter for end in chart.ends] == ["", "T", "C1", "C2", "B", "A"]


def test_each_kind_has_its_own_letter_in_chinese():
    chart = series("S", [line(role, 1, 2) for role in ("target", "competitor", "benchmark", "average")], "zh")
    assert [end.letter for end in chart.ends] == ["目", "竞", "标", "均"]


def test_more_than_four_segments_get_panels_on_the_same_scale():
    few = series("S", [line("actual", 1, 9), *(line("segment", 2, 8) for _ in range(4))], "en")
    assert few.panels == ()
    assert len(few.curves) == 5
    many = series("S", [line("actual", 1, 9), *(line("segment", 2, i, name=f"P{i}") for i in range(5, 10))], "en")
    assert len(many.panels) == 5
    assert len(many.curves) == 1
    panel = many.panels[0]
    assert panel.part.end.y == pytest.approx(panel.base.y1 - 70 * 0.5, abs=0.01)  # 5 on 0…10
    assert many.height > few.height


def test_better_arrow_points_the_right_way():
    texts = [
        label.text for label in series("S", [line("actual", 1)], "en", direction=Direction.LOWER, unit="%").heading
    ]
    assert texts == ["Unit: %", "Lower is better ↓"]


def test_table_lists_lines_as_rows_when_there_are_many():
    chart = series("S", [line("segment", 1, 2, name=f"P{i}") for i in range(9)], "en", decimals=0)
    assert chart.table.headers == ("Series", "2023-Q1", "2023-Q2")
    assert chart.table.rows[8] == ("P8", "1", "2")


def test_large_and_negative_values_are_written_exactly():
    chart = series("S", [line("actual", "-5345678.9", "12345678.90", periods=["2024", "2025"])], "en")
    assert chart.table.rows == (("2024", "-5,345,678.90"), ("2025", "12,345,678.90"))
    assert "12,345,678.90" in chart.ends[0].label.text
    assert [label.text for label in chart.axes.ticks][:3] == ["−10,000,000", "−5,000,000", "0"]


VALUES = ["82", "83.5", "84", None, "86", "87.2", "86.5", "88", None, "60", "91", "92.3"]


def test_trend_is_that_of_scipy():
    known = [(index, float(value)) for index, value in enumerate(VALUES) if value]
    oracle = theilslopes([y for _, y in known], [x for x, _ in known])
    intercept, slope = theil_sen([Decimal(value) if value else None for value in VALUES])
    assert float(slope) == pytest.approx(oracle.slope, rel=1e-12)
    assert float(intercept) == pytest.approx(oracle.intercept, rel=1e-12)


def test_trend_is_drawn_from_first_to_last_value():
    chart = series("S", [line("actual", 0, 50, 100)], "en", trend=True)
    assert (chart.trend.y1, chart.trend.y2) == (254, 34)
    assert chart.trend_key.text == "Trend (Theil–Sen)"
    assert series("S", [line("actual", 0, 50)], "en", trend=True).trend is None


def test_measure_becomes_a_series():
    measure = Measure(
        id="m",
        title=Text(zh="满意度", en="Satisfaction"),
        unit=Text(zh="%", en="%"),
        source="s",
        decimals=1,
        points=(Point(period="2024", value=Decimal(80)), Point(period="2025", value=Decimal(85))),
        targets=(Point(period="2025", value=Decimal(90)),),
        comparisons=(
            Comparison(
                kind=ComparisonKind.BENCHMARK, name=Text(zh="标杆"), points=(Point(period="2025", value=Decimal(95)),)
            ),
        ),
        segments=(Segment(name=Text(zh="甲"), points=(Point(period="2025", value=Decimal(70)),)),),
    )
    chart = measure_series(measure, "zh")
    assert chart.title == "满意度"
    assert [drawn.look for drawn in chart.curves] == ["actual", "target", "benchmark", "segment_1"]
    assert chart.table.rows[0] == ("2024", "80.0", "—", "—", "—")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["2023", "2025"], ["2023", "2024", "2025"]),
        (["2024-Q4", "2025-Q2"], ["2024-Q4", "2025-Q1", "2025-Q2"]),
        (["2024-H2", "2025-H2"], ["2024-H2", "2025-H1", "2025-H2"]),
        (["2024-11", "2025-01"], ["2024-11", "2024-12", "2025-01"]),
        (["2020-W52", "2021-W01"], ["2020-W52", "2020-W53", "2021-W01"]),  # 2020 has 53 ISO weeks
        (["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (["2025", "2025-Q1"], ["2025", "2025-Q1"]),
        (["2025-13", "2025-02"], ["2025-02", "2025-13"]),
        (["2025-02-30", "2025-02-31"], ["2025-02-30", "2025-02-31"]),
        ([], []),
    ],
)
def test_periods_between(given, expected):
    assert list(axis_periods(given)) == expected


def test_month_labels_thin_out_evenly_and_name_each_year_once():
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    labels = period_labels(months, places(36, 40, 500), 270)
    assert [label.text for label in labels if label.y == 286] == ["2023", "2024", "2025"]
    gaps = {round(b.x - a.x, 1) for a, b in pairwise(label for label in labels if label.y == 270)}
    assert max(gaps) - min(gaps) < 0.2


def test_sparkline_has_gaps_and_an_end():
    points = [("1", Decimal(1)), ("2", Decimal(3)), ("3", None), ("4", Decimal(2)), ("5", Decimal(5)), ("6", None)]
    chart = sparkline("S", points, "en")
    assert chart.curve.path == "M5 27L27 16M71 21.5L93 5"  # 5…115 wide, 27…5 high
    assert (chart.curve.end.x, chart.curve.end.y) == (93, 5)


def test_flat_single_and_empty_sparklines():
    assert sparkline("S", [("1", Decimal(7)), ("2", Decimal(7))], "en").curve.path == "M5 16L115 16"
    assert sparkline("S", [("1", Decimal(7))], "en").curve.end.x == 60
    assert sparkline("S", [], "en").curve.end is None
    assert sparkline("S", [("1", None)], "en", target=Decimal(3)).curve.end is None
