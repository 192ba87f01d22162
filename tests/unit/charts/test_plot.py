"""Plot: Lorenz and survival curves against hand-worked places; clear labels, honest excerpts."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from zhuoyue.charts import PlotCurve, PlotMark, plot
from zhuoyue.charts.plot import LOOKS

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "战略客户与核心客户在首次订货之后三十六个月之内的保留比例" * 3
HUNDRED = (Decimal(0), Decimal(100))


def pairs(*figures):
    return tuple((Decimal(str(x)), Decimal(str(y))) for x, y in figures)


LORENZ = pairs((0, 0), (50, 10), (80, 40), (100, 100))


def lorenz(language="en", **more):
    given = {"x_range": HUNDRED, "y_range": HUNDRED, "diagonal": True, **more}
    mark = PlotMark(Decimal(80), Decimal(40), "Top 20 % hold 60 %")
    curves = [PlotCurve("actual", "2025", LORENZ)]
    return plot("Concentration", curves, language, x_title="Accounts", y_title="Revenue", marks=[mark], **given)


def survival(**more):
    """Return Freireich's leukaemia remissions under 6-MP, as in Kalbfleisch and Prentice: S(6) .857 … S(23) .448."""
    points = pairs((0, 100), (6, 85.7), (7, 80.7), (10, 75.3), (13, 69), (16, 62.7), (22, 53.8), (23, 44.8))
    band = tuple((x, max(Decimal(0), y - 15), min(Decimal(100), y + 12)) for x, y in points)
    at_risk = tuple((Decimal(x), n) for x, n in ((0, 21), (6, 21), (10, 15), (23, 6)))
    given = {"x_range": (Decimal(0), Decimal(25)), "y_range": HUNDRED, **more}
    treated = PlotCurve("", "6-MP", points, band, True, at_risk)
    other = PlotCurve("", "Placebo", pairs((0, 100), (5, 57), (8, 38), (23, 0)), (), True)
    return plot("Remission", [treated, other], "en", x_title="Weeks", y_title="In remission, %", **given)


def corners(path):
    return [tuple(map(float, pair.split())) for pair in re.findall(r"[ML](-?[\d.]+ -?[\d.]+)", path)]


def test_a_lorenz_curve_is_square_with_its_diagonal_and_mark(drawn):
    chart = lorenz()
    root = drawn(chart)
    rule = chart.diagonal
    assert rule.x2 - rule.x1 == pytest.approx(rule.y1 - rule.y2)
    side = rule.x2 - rule.x1
    (dot,) = chart.dots
    assert dot.x == pytest.approx(rule.x1 + 0.8 * side, abs=0.01)
    assert dot.y == pytest.approx(rule.y1 - 0.4 * side, abs=0.01)
    assert corners(chart.lines[0].path)[1] == pytest.approx((rule.x1 + side / 2, rule.y1 - side / 10), abs=0.01)
    assert chart.alt == "Top 20 % hold 60 %."
    texts = [text.text or "".join(title.tail or "" for title in text) for text in root.iter(f"{SVG}text")]
    assert "Equality" in texts
    assert {"2025", "Equality"} == {end.label.text for end in chart.ends}


def test_the_label_of_a_mark_covers_no_line():
    chart = lorenz()
    words = [
        label
        for label in chart.labels
        if label.text in "Top 20 % hold 60 %" and label.size == 12 and label.tone == "ink"
    ]
    assert words
    points = corners(chart.lines[0].path)
    rule = chart.diagonal
    drops = [[(one.x1, one.y1), (one.x2, one.y2)] for one in chart.drops]
    for line in (points, [(rule.x1, rule.y1), (rule.x2, rule.y2)], *drops):
        for (x1, y1), (x2, y2) in pairwise(line):
            for step in range(201):
                x, y = x1 + (x2 - x1) * step / 200, y1 + (y2 - y1) * step / 200
                for label in words:
                    left = label.x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * label.width
                    assert not (left < x < left + label.width and label.y - 9 < y < label.y + 2)


def test_survival_curves_hold_until_the_next_fall(drawn):
    chart = survival()
    drawn(chart)
    points = corners(chart.lines[0].path)
    assert len(points) == 2 * 8 - 1
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))
    assert points[1][1] == points[0][1]  # still 100 % just before week 6
    assert chart.lines[0].area
    assert not chart.lines[1].area


def test_the_finding_tells_the_ends_with_their_intervals():
    assert survival(finding="Treated patients stay longer.").alt == (
        "Treated patients stay longer; at the end (Weeks: 23): 6-MP 45 (30–57), Placebo 0."
    )


def test_numbers_still_under_observation_stand_below_their_x(drawn):
    chart = survival()
    drawn(chart)
    counts = [label for label in chart.labels if label.text in {"21", "15", "6"} and label.y > 320]
    assert [label.text for label in counts] == ["21", "21", "15", "6"]
    left, right = chart.rims[1].x1, chart.rims[1].x2
    assert counts[2].x == pytest.approx(left + (right - left) * 10 / 25, abs=0.01)
    assert chart.table.headers == ("Line", "Weeks", "In remission, %", "Low", "High", "Still under observation")
    assert chart.table.rows[1] == ("6-MP", "6", "86", "71", "98", "21")
    assert chart.table.rows[-1] == ("Placebo", "23", "0", "—", "—", "—")


def test_lines_differ_in_dash_and_templates_know_every_look(drawn):
    curves = [PlotCurve("", f"c{number}", pairs((0, number), (1, 9 - number))) for number in range(5)]
    root = drawn(plot("P", curves, "en", x_title="x", y_title="y"))
    dashes = {path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")}
    assert len(dashes) == 5
    marks = (Path(__file__).parents[3] / "site_template/charts/marks.j2").read_text("utf-8")
    assert all(f'"{look}": (' in marks.partition("set strokes")[2] for look in LOOKS)


def test_unsorted_points_and_unknown_looks_are_put_right():
    chart = plot("P", [PlotCurve("rainbow", "c", pairs((2, 1), (0, 3), (1, 2)))], "en", x_title="x", y_title="y")
    points = corners(chart.lines[0].path)
    assert points == sorted(points)
    assert chart.lines[0].look == "line_1"


def test_points_beyond_the_axis_are_not_drawn(drawn):
    curve = PlotCurve("", "c", pairs((0, 1), (5, 2), (50, 3)))
    chart = plot("P", [curve], "en", x_title="x", y_title="y", x_range=(Decimal(0), Decimal(10)))
    drawn(chart)
    assert len(corners(chart.lines[0].path)) == 2


def test_a_long_line_is_listed_as_an_excerpt(drawn):
    curve = PlotCurve("", "c", tuple((Decimal(number), Decimal(number % 7)) for number in range(1000)))
    chart = plot("P", [curve], "en", x_title="x", y_title="y")
    drawn(chart)
    assert len(chart.table.rows) == 100
    assert (chart.table.rows[0][1], chart.table.rows[-1][1]) == ("0", "999")
    assert chart.data_word == "Data (an even excerpt)"
    assert lorenz().data_word == "Data"


def test_names_at_the_ends_keep_their_distance():
    curves = [PlotCurve("", f"c{number}", pairs((0, 0), (1, 5))) for number in range(5)]
    chart = plot("P", curves, "en", x_title="x", y_title="y")
    heights = sorted(end.label.y for end in chart.ends)
    assert all(b - a >= 18 for a, b in pairwise(heights))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("diagonal", [True, False])
def test_without_points_it_says_so(drawn, language, diagonal):
    chart = plot("P", [PlotCurve("", "c", ())], language, x_title="x", y_title="y", diagonal=diagonal)
    drawn(chart)
    assert chart.alt == {"zh": "无数据。", "en": "No values."}[language]
    drawn(plot("P", [], language, x_title="x", y_title="y", x_range=HUNDRED, y_range=HUNDRED))


@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
@pytest.mark.parametrize("diagonal", [True, False])
def test_any_text_is_safe(drawn, text, diagonal):
    more = {"x_title": text, "y_title": text, "diagonal": diagonal, "finding": text}
    marks = [PlotMark(Decimal(50), Decimal(10), text), PlotMark(Decimal(80), Decimal(40), text)]
    risk = tuple((x, 123456) for x, _ in LORENZ)
    curves = [PlotCurve(text, text, LORENZ, at_risk=risk)] * 5
    for language in ("zh", "en"):
        drawn(plot(text, curves, language, marks=marks, **more))


def test_a_single_point_and_large_values(drawn):
    drawn(plot("P", [PlotCurve("", "c", pairs((5, 5)))], "en", x_title="x", y_title="y"))
    large = pairs(("-12345678.9", "-1234567890"), ("12345678.9", "1234567890.5"))
    drawn(plot("P", [PlotCurve("", "c", large)], "en", x_title="x", y_title="y", y_decimals=2))
