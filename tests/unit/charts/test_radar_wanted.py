"""The radar of levels: written as levels, with a second outline for what is wanted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhuoyue.charts import RadarAxis, radar


def level(percent):
    return format((percent / 20).normalize(), "f")


def axis(label, percent, wanted=None):
    if percent is None:
        return RadarAxis(label, None, Decimal(20), Decimal(60), wanted and Decimal(wanted))
    return RadarAxis(label, Decimal(percent), Decimal(percent), Decimal(percent), wanted and Decimal(wanted))


AXES = [axis("a", 40, 80), axis("b", 60, 60), axis("c", None, 100), axis("d", 0)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_levels_are_written_as_levels(drawn, language):
    chart = radar("Levels", AXES, language, write=level)
    root = drawn(chart)
    assert "%" not in "".join(root.itertext())
    assert [ring.label.text for ring in chart.rings if ring.label] == ["5", "4", "3", "2", "1"]


def test_what_is_wanted_stands_beside_what_is(drawn):
    chart = radar("Levels", AXES, "en", write=level)
    drawn(chart)
    assert chart.table.headers == ("Item", "Level", "Possible range", "wanted")
    assert chart.table.rows[:3] == (("a", "2", "—", "4"), ("b", "3", "—", "3"), ("c", "—", "1–3", "5"))
    assert chart.table.rows[3] == ("d", "0", "—", "—")
    assert [label.text for label in chart.spokes[0].labels] == ["a", "2", "wanted 4"]
    assert chart.aims.count("Z") == 3
    # a–b and b–c are neighbours; c and a are not, d lies between them
    assert chart.wanted.count("M") == 2
    assert [label.text for label in chart.key] == ["now", "wanted"]
    assert chart.alt == "Highest: b, 3; lowest: d, 0; unknown: c."


def test_nothing_wanted_nothing_added(drawn):
    chart = radar("Levels", [axis(name, 40) for name in "abc"], "en")
    drawn(chart)
    assert (chart.wanted, chart.aims, chart.key) == ("", "", ())
    assert chart.table.headers == ("Item", "Percent", "Possible range")
