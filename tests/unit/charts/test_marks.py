"""Marks: one bar an attribute, the line of the cap, what the cap takes off; levels; hostile and long texts."""

from decimal import Decimal

import pytest

from zhuoyue.charts import Threshold
from zhuoyue.charts.marks import Mark, MarkedFigure, marks

HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "对主要相关方的需要和期望所作的系统了解与持续跟踪" * 4
NAMES = ("Sound", "Aligned", "Implemented", "Flexible", "Evaluated & Understood", "Learn & Improve")


def rows(*values, note=""):
    names = NAMES[: len(values)]
    return [
        Mark(name, None if value is None else Decimal(value), note=note)
        for name, value in zip(names, values, strict=True)
    ]


def share(chart, x):
    left, right = chart.grid[0].x1, chart.grid[-1].x1
    return (x - left) / (right - left)


CAPPED = rows(20, 100, 100, 100, 100, 100, note="weight 0.2")
FIGURE = MarkedFigure("1.1", Decimal(20), before=Decimal(85))
CAP = Threshold(Decimal(20), "Sound")


def test_bars_end_at_their_marks_in_the_order_given(drawn):
    chart = marks("1.1", rows(65, 70, 55, 60, 50, 45), "en")
    drawn(chart)
    assert [share(chart, one.bar.x + one.bar.width) for one in chart.rows] == pytest.approx(
        [0.65, 0.7, 0.55, 0.6, 0.5, 0.45], abs=0.001
    )
    assert chart.alt == "Highest: Aligned, 70\u00a0%; lowest: Learn & Improve, 45\u00a0%."
    assert chart.table.rows[0] == ("Sound", "65\u00a0%")
    assert (chart.cap, chart.divider, chart.keys) == (None, None, ())


def test_the_cap_is_a_line_and_what_it_takes_off_is_hatched(drawn):
    chart = marks("1.1", CAPPED, "en", figure=FIGURE, cap=CAP)
    drawn(chart)
    assert share(chart, chart.cap.x1) == pytest.approx(0.2, abs=0.001)
    cut = chart.rows[-1].cut
    assert (share(chart, cut.x), share(chart, cut.x + cut.width)) == pytest.approx((0.2, 0.85), abs=0.001)
    assert cut.hatch
    assert [key.label.text for key in chart.keys] == ["taken off by the cap"]
    assert chart.alt.endswith("1.1: 20\u00a0%; capped at 20\u00a0% instead of 85\u00a0%; cap: Sound 20\u00a0%.")
    assert chart.table.rows[-1] == ("1.1", "20\u00a0%", "—")
    assert chart.table.rows[0] == ("Sound", "20\u00a0%", "weight 0.2")
    chinese = marks("1.1", CAPPED, "zh", figure=FIGURE, cap=Threshold(Decimal(20), "健全"))
    drawn(chinese)
    assert "因封顶由 85\u00a0% 降为 20\u00a0%；封顶：健全 20\u00a0%。" in chinese.alt


def test_a_cap_that_does_not_bind_takes_nothing_off(drawn):
    free = MarkedFigure("1.1", Decimal(60), before=Decimal(60))
    chart = marks("1.1", rows(65, 70), "en", figure=free, cap=Threshold(Decimal(65), "Sound"))
    drawn(chart)
    assert chart.rows[-1].cut is None
    assert chart.keys == ()
    assert "capped" not in chart.alt


def test_what_is_not_marked_is_open_and_not_zero(drawn):
    figure = MarkedFigure("1.1", None, low=Decimal(25), high=Decimal(65))
    chart = marks("1.1", rows(65, None, 0), "en", figure=figure)
    drawn(chart)
    unknown, zero, item = chart.rows[1].bar, chart.rows[2].bar, chart.rows[3].bar
    assert (unknown.look, zero.look, item.look) == ("unknown", "rated", "unknown")
    assert unknown.hatch
    assert zero.width == 2
    assert (share(chart, item.x), share(chart, item.x + item.width)) == pytest.approx((0.25, 0.65), abs=0.001)
    assert "not marked: Aligned; 1.1: 25–65\u00a0%." in chart.alt
    assert chart.table.rows[1] == ("Aligned", "not marked")


def test_levels_write_their_own_names(drawn):
    ticks = [(Decimal(20 * level), str(level)) for level in range(6)]
    given = [Mark("Policy", Decimal(60), "level 3"), Mark("Strategy", Decimal(40), "level 2")]
    chart = marks("7.2", given, "en", figure=MarkedFigure("7.2", Decimal(40), "level 2"), ticks=ticks)
    drawn(chart)
    assert [tick.text for tick in chart.ticks] == ["0", "1", "2", "3", "4", "5"]
    assert chart.alt == "Highest: Policy, level 3; lowest: Strategy, level 2; 7.2: level 2."


def test_equal_marks_and_none_at_all(drawn):
    assert marks("x", rows(50, 50), "en").alt == "All at 50\u00a0%."
    nothing = marks("x", [], "zh", cap=CAP, figure=FIGURE)
    drawn(nothing)
    assert nothing.rows == ()
    open_ = marks("x", rows(None, None), "en")
    drawn(open_)
    assert open_.alt == "No value is known yet; not marked: Sound, Aligned."


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("cap", [0, 5, 50, 100])
def test_hostile_and_long_texts(drawn, language, cap):
    given = [Mark(HOSTILE, Decimal(0), note=HOSTILE), Mark(LONG, Decimal(100), LONG[:8]), Mark(LONG, None)]
    figure = MarkedFigure(LONG, Decimal(0), before=Decimal(100))
    drawn(marks(HOSTILE, given, language, figure=figure, cap=Threshold(Decimal(cap), LONG)))
