"""Category bars and waterfall: geometry by independent arithmetic."""

from decimal import Decimal
from itertools import pairwise

import pytest

from zhuoyue.charts import BarRow, WaterfallPart, category_bars, waterfall
from zhuoyue.model.score import State


def bars(*rows, language="en"):
    return category_bars("Bars", rows, language)


def axis(chart):
    """Read the scale off the grid lines: x of 0 and of 100 %."""
    return chart.grid[0].x1, chart.grid[-1].x1


def test_bar_is_as_long_as_its_percent():
    chart = bars(
        BarRow("a", State.RATED, Decimal("72.5")), BarRow("b", State.SUGGESTED, Decimal(40), Decimal(30), Decimal(55))
    )
    zero, full = axis(chart)
    assert chart.rows[0].bar.x == zero
    assert chart.rows[0].bar.width == pytest.approx((full - zero) * 0.725, abs=0.02)
    assert chart.rows[1].bar.look == "suggested"
    assert chart.rows[1].bar.hatch
    whisker = chart.rows[1].whisker
    assert whisker.x1 == pytest.approx(zero + (full - zero) * 0.30, abs=0.02)
    assert whisker.x2 == pytest.approx(zero + (full - zero) * 0.55, abs=0.02)


def test_unknown_is_its_range_and_not_zero():
    chart = bars(BarRow("a", State.PARTIAL, None, Decimal(20), Decimal(65)), BarRow("b", State.NO_EVIDENCE, None))
    zero, full = axis(chart)
    first, second = chart.rows
    assert first.bar.look == second.bar.look == "unknown"
    assert first.bar.x == pytest.approx(zero + (full - zero) * 0.2, abs=0.02)
    assert first.bar.width == pytest.approx((full - zero) * 0.45, abs=0.02)
    assert second.bar.width == pytest.approx(full - zero, abs=0.02)
    texts = [label.text for row in chart.rows for label in row.labels]
    assert "0\u00a0%" not in texts
    assert {"unknown", "20–65\u00a0%", "no evidence", "0–100\u00a0%"} <= set(texts)


def test_known_zero_is_written_as_zero():
    chart = bars(BarRow("a", State.RATED, Decimal(0), Decimal(0), Decimal(0)))
    assert chart.rows[0].bar.look == "rated"
    assert "0\u00a0%" in [label.text for label in chart.rows[0].labels]


def test_not_applicable_is_an_empty_frame_with_its_word():
    chart = bars(BarRow("a", State.NOT_APPLICABLE, None), language="zh")
    assert chart.rows[0].bar.look == "not_applicable"
    assert not chart.rows[0].bar.hatch
    assert "不适用" in [label.text for label in chart.rows[0].labels]
    assert chart.alt == "尚无已知数值。"
    assert chart.table.rows[0] == ("a", "—", "—", "不适用")  # no points, no column for them


def test_finding_names_highest_lowest_and_unknown():
    chart = bars(
        BarRow("a", State.RATED, Decimal(10)), BarRow("b", State.RATED, Decimal(70)), BarRow("c", State.NOT_RATED, None)
    )
    assert chart.alt == "Highest: b, 70\u00a0%; lowest: a, 10\u00a0%; unknown: c."


def test_legend_only_where_something_is_not_rated():
    assert bars(BarRow("a", State.RATED, Decimal(10))).keys == ()
    keys = bars(BarRow("a", State.RATED, Decimal(10)), BarRow("b", State.FAILED, None)).keys
    assert [key.label.text for key in keys] == ["rated", "unknown"]


def test_forty_rows_follow_each_other():
    chart = bars(*(BarRow(f"4.{i}", State.RATED, Decimal(i)) for i in range(40)))
    tops = [row.bar.y for row in chart.rows]
    assert tops == sorted(tops)
    assert min(b - a for a, b in pairwise(tops)) >= 14
    assert chart.height > tops[-1]


def test_no_rows():
    assert bars().alt == "No value is known yet."


def test_lost_points_are_exact():
    assert WaterfallPart("a", Decimal(110), Decimal(55)).lost == Decimal("49.5")
    assert WaterfallPart("a", Decimal(100), None, Decimal(20), Decimal(80)).lost == 20
    assert WaterfallPart("a", Decimal(100), None, Decimal(20), Decimal(80)).unknown == 60
    assert WaterfallPart("a", Decimal(100), None).unknown == 100


def test_waterfall_descends_from_maximum_to_score():
    chart = waterfall(
        "Lost", [WaterfallPart("a", Decimal(400), Decimal(50)), WaterfallPart("b", Decimal(600), Decimal(25))], "en"
    )
    total, a, b, score = (stair.bars for stair in chart.stairs)
    zero, full = total[0].x, total[0].x + total[0].width
    scale = (full - zero) / 1000
    assert a[0].x == pytest.approx(zero + 800 * scale, abs=0.02)  # 400 × 50 % = 200 lost
    assert a[0].width == pytest.approx(200 * scale, abs=0.02)
    assert b[0].x == pytest.approx(zero + 350 * scale, abs=0.02)  # 600 × 75 % = 450 lost
    assert score[0].width == pytest.approx(350 * scale, abs=0.02)
    assert [stair.labels[-1].text for stair in chart.stairs] == ["1000", "−200", "−450", "350"]
    assert chart.alt == "350 of 1000 points; most points lost: b −450, a −200."


def test_unknown_points_are_hatched_and_make_the_score_a_range():
    parts = [
        WaterfallPart("a", Decimal(400), Decimal(50)),
        WaterfallPart("b", Decimal(600), None, Decimal(120), Decimal(480)),
    ]
    chart = waterfall("失分", parts, "zh")
    sure, open_ = chart.stairs[2].bars
    assert (sure.look, open_.look) == ("loss", "loss_unknown")
    assert open_.hatch
    assert open_.width == pytest.approx(3 * sure.width, abs=0.05)  # 360 open, 120 lost
    assert chart.stairs[-1].labels[-1].text == "320–680"
    assert "得 320–680" in chart.alt
    assert "未知：b" in chart.alt
    assert chart.table.rows[1] == ("b", "600", "—", "120", "360")


def test_waterfall_without_parts_or_losses():
    assert waterfall("x", [], "en").alt == "0 of 0 points; no points lost."
    assert (
        waterfall("x", [WaterfallPart("a", Decimal(10), Decimal(100))], "en").alt == "10 of 10 points; no points lost."
    )
