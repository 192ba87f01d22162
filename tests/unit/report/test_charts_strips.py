"""Range strip, coverage strip and dimension tiles: geometry by independent arithmetic."""

from decimal import Decimal

import pytest

from zhuoyue.charts import StripBand, Threshold, coverage_strip, range_strip


def strip(value="450.75", low="450.75", high="450.75", maximum="1000", language="en", **more):
    number = None if value is None else Decimal(value)
    return range_strip("Total", number, Decimal(low), Decimal(high), Decimal(maximum), language, **more)


def test_marker_stands_at_its_share_of_the_scale():
    assert strip().marker == 308.48  # 20 + 640 × 0.45075
    assert strip(value="0", low="0", high="0").marker == 20
    assert strip(value="1000", low="1000", high="1000").marker == 660


def test_unknown_value_has_a_range_and_no_marker():
    chart = strip(value=None, low="250", high="750")
    assert chart.marker is None
    assert chart.span is not None
    assert (chart.span.x, chart.span.width, chart.span.look) == (180, 320, "unknown")
    assert chart.span.hatch
    assert not any(label.text == "0" and label.bold for label in chart.labels)
    assert chart.alt == "Between 250–750 of 1000."
    assert chart.table.rows[0][0] == "—"


def test_certain_value_has_no_range():
    assert strip().span is None


def test_value_with_range():
    chart = strip(low="380", high="620", language="zh")
    assert chart.span is not None
    assert (chart.span.x, chart.span.width) == (263.2, 153.6)
    assert chart.alt == "450.75（满分 1000）；可能范围 380–620。"


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        ("450.75", "450.75", "450.75", "below the threshold 600"),
        ("600", "600", "600", "reaches the threshold 600"),
        (None, "500", "700", "whether it reaches the threshold 600 is open"),
        (None, "0", "599", "below the threshold 600"),
        (None, "600", "700", "reaches the threshold 600"),
    ],
)
def test_finding_speaks_of_the_threshold(value, low, high, said):
    chart = strip(value, low, high, threshold=Threshold(Decimal(600), "the threshold"))
    assert said in chart.alt
    assert chart.threshold == 404  # 20 + 640 × 0.6


def test_bands_are_drawn_where_they_are_and_named():
    bands = [
        StripBand(Decimal(0), Decimal(50), "none"),
        StripBand(Decimal(100), Decimal(250), "beginning"),
        StripBand(Decimal(300), Decimal(460), "early"),
    ]
    chart = strip(bands=bands)
    assert [(band.x, band.width) for band in chart.bands] == [(20, 32), (84, 96), (212, 102.4)]
    assert "in the band “early”" in chart.alt
    assert {"none", "beginning", "early"} <= {label.text for label in chart.labels}


def test_nothing_attainable_still_makes_a_chart():
    assert strip(value=None, low="0", high="0", maximum="0").height > 0


def test_coverage_parts_share_the_width():
    chart = coverage_strip("Coverage", Decimal(520), Decimal(180), Decimal(230), Decimal(70), "en")
    assert [part.look for part in chart.parts] == ["rated", "suggested", "unknown", "not_applicable"]
    assert [part.width for part in chart.parts] == pytest.approx([332.28, 115.02, 146.97, 44.73], abs=0.011)
    assert chart.alt == (
        "Confirmed 52.0\u00a0%; suggested, not confirmed 18.0\u00a0%; unknown 23.0\u00a0%; not applicable 7.0\u00a0%."
    )


def test_coverage_leaves_out_what_is_nothing():
    chart = coverage_strip("覆盖率", Decimal(1), Decimal(0), Decimal(1), Decimal(0), "zh")
    assert [part.look for part in chart.parts] == ["rated", "unknown"]
    assert len(chart.table.rows) == 4


def test_coverage_of_no_points_says_so():
    chart = coverage_strip("Coverage", Decimal(0), Decimal(0), Decimal(0), Decimal(0), "en")
    assert chart.alt == "No points to count."
    assert chart.table.rows[0][2] == "—"


def test_the_interval_of_the_assessors_is_drawn_said_and_tabled():
    chart = range_strip(
        "Total",
        Decimal(450),
        Decimal(450),
        Decimal(450),
        Decimal(1000),
        "en",
        interval=(Decimal("432.5"), Decimal("468.25")),
    )
    assert chart.interval is not None
    middle = (chart.interval.x1 + chart.interval.x2) / 2
    assert abs(middle - (20 + 640 * 0.450375)) < 0.2  # the scale runs from 20 to 660
    assert "with another panel of assessors between 432.5–468.25" in chart.alt
    assert chart.table.headers[-1] == "Interval from assessors"
    assert chart.table.rows[0][-1] == "432.5–468.25"
