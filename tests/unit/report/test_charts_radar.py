"""Radar: geometry by independent arithmetic."""

import math
from decimal import Decimal

import pytest

from zhuoyue.charts import RadarAxis, radar

NAMES = ["领导", "战略", "顾客与市场", "资源", "过程管理", "测量、分析与改进", "结果"]


def known(percents):
    return [RadarAxis(name, Decimal(p), Decimal(p), Decimal(p)) for name, p in zip(NAMES, percents, strict=True)]


def test_values_lie_on_their_axes():
    percents = [55, 40, 35, 100, 70, 50, 0]
    chart = radar("Profile", known(percents), "zh")
    for index, (spoke, percent) in enumerate(zip(chart.spokes, percents, strict=True)):
        angle = math.radians(-90 + index * 360 / 7)
        assert spoke.dot.x == pytest.approx(chart.x + 1.3 * percent * math.cos(angle), abs=0.011)
        assert spoke.dot.y == pytest.approx(chart.y + 1.3 * percent * math.sin(angle), abs=0.011)
    assert chart.closed
    assert chart.outline.count("L") == 6
    assert chart.outline.endswith("Z")


def test_unknown_axis_is_a_gap_with_its_range():
    axes = known([55, 40, 35, 65, 70, 50, 45])
    axes[2] = RadarAxis(NAMES[2], None, Decimal(20), Decimal(80))
    chart = radar("Profile", axes, "en")
    spoke = chart.spokes[2]
    assert spoke.dot is None
    assert not chart.closed
    assert "Z" not in chart.outline
    assert chart.outline.count("M") == 5  # seven sides, the two at the gap are missing
    angle = math.radians(-90 + 2 * 360 / 7)
    assert spoke.whisker.x1 == pytest.approx(chart.x + 26 * math.cos(angle), abs=0.011)
    assert spoke.whisker.x2 == pytest.approx(chart.x + 104 * math.cos(angle), abs=0.011)
    assert f"{chart.x} {chart.y}" not in chart.outline
    assert [label.text for label in spoke.labels][-2:] == ["unknown", "20–80\u00a0%"]
    assert chart.alt == "Highest: 过程管理, 70\u00a0%; lowest: 战略, 40\u00a0%; unknown: 顾客与市场."


def test_all_unknown_draws_no_outline():
    chart = radar("Profile", [RadarAxis(name, None) for name in NAMES], "zh")
    assert chart.outline == ""
    assert chart.alt.startswith("尚无已知数值")


def test_rings_are_where_the_bands_begin():
    chart = radar("Profile", known([50] * 7), "en", rings=[Decimal(10), Decimal(30), Decimal(95), Decimal(100)])
    assert [ring.radius for ring in chart.rings] == [130, 123.5, 39, 13]
    assert [ring.label and ring.label.text for ring in chart.rings] == ["100", None, "30", None]
    assert chart.alt == "All at 50\u00a0%."


def test_never_wider_than_480():
    names = ["Measurement, analysis and improvement of everything"] * 12
    chart = radar("Profile", [RadarAxis(name, Decimal(50)) for name in names], "en")
    assert chart.width <= 480
    assert chart.left >= 0


@pytest.mark.parametrize("count", [0, 2, 13])
def test_too_few_or_too_many_axes(count):
    with pytest.raises(ValueError, match="3 to 12"):
        radar("Profile", [RadarAxis("a", Decimal(1))] * count, "en")
