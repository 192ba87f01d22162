"""Range strip, coverage strip and dimension tiles: geometry by independent arithmetic."""

from decimal import Decimal
from itertools import pairwise

import pytest

from zhuoyue.model.suggestion import Verdict
from zhuoyue.report.charts import DimensionTile, StripBand, Threshold, coverage_strip, dimension_tiles, range_strip


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


def test_tiles_carry_letter_symbol_and_word():
    verdicts = [Verdict.GOOD, Verdict.MIXED, Verdict.POOR, Verdict.UNKNOWN]
    chart = dimension_tiles(
        "4.3.3", [DimensionTile(letter, letter * 3, v, "why") for letter, v in zip("ADLI", verdicts, strict=True)], "zh"
    )
    assert [(tile.letter.text, tile.symbol.text) for tile in chart.tiles] == [
        ("A", "✓"),
        ("D", "~"),
        ("L", "✗"),
        ("I", "?"),
    ]
    assert [tile.lines[-1].text for tile in chart.tiles] == ["良好", "参差", "不足", "未知"]
    assert "why" in chart.tiles[0].frame.tip
    assert chart.alt == "AAA：良好；DDD：参差；LLL：不足；III：未知。"


def test_tiles_stand_side_by_side():
    tiles = dimension_tiles("x", [DimensionTile("A", "Approach", Verdict.GOOD)] * 4, "en").tiles
    for left, right in pairwise(tiles):
        assert left.frame.x + left.frame.width < right.frame.x
