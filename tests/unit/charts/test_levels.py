"""Stairs of levels: steps, mean and lowest against hand-worked values; open, suggested and hostile rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from zhuoyue.charts import LevelGroup, LevelRow, levels

HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "通过零售合作伙伴购买并且由第三方上门安装的所有家庭用户" * 3
CONTEXT = LevelGroup("5 Context", (LevelRow("5.2 Parties", 3, wanted=4), LevelRow("5.3 Issues", 2, wanted=2)))
RESOURCES = LevelGroup(
    "9 Resources",
    (
        LevelRow("9.1 General", None, 1, 3, wanted=5),
        LevelRow("9.2 People", 4, suggested=True),
        LevelRow("9.3 Knowledge", 0),
        LevelRow("9.7 Nature", None, applicable=False),
    ),
)
GROUPS = [CONTEXT, RESOURCES]


def looks(chart, group, row):
    return [step.look for step in chart.flights[group].stairs[row].steps]


def test_steps_up_to_the_level_are_reached(drawn):
    chart = levels("Maturity", GROUPS, "12345", "en")
    drawn(chart)
    assert looks(chart, 0, 0) == ["rated"] * 3 + ["part_3"] * 2
    assert looks(chart, 1, 0) == ["rated", "unknown", "unknown", "part_3", "part_3"]
    assert looks(chart, 1, 1) == ["suggested"] * 4 + ["part_3"]
    assert looks(chart, 1, 2) == ["part_3"] * 5
    assert looks(chart, 1, 3) == ["not_applicable"] * 5


def test_a_higher_step_is_taller_and_all_stand_on_one_floor(drawn):
    steps = levels("Maturity", GROUPS, "12345", "en").flights[0].stairs[0].steps
    heights = [step.height for step in steps]
    assert heights == sorted(set(heights))
    assert len({round(step.y + step.height, 1) for step in steps}) == 1


def test_mean_and_lowest_of_a_group(drawn):
    chart = levels("Maturity", GROUPS, "12345", "en")
    first, second = chart.flights
    assert first.labels[-1].text == "mean 2.50 · lowest 2"
    # the mean of 3 and 2 lies in the middle of the third step, the lowest at the end of the second
    steps = first.stairs[0].steps
    assert first.mean.x1 == pytest.approx(steps[2].x + steps[2].width / 2, abs=0.02)
    assert steps[1].x + steps[1].width < first.lowest.x1 < steps[2].x
    # 1…3, 4 and 0: the mean is open, the lowest is not; what is not applicable does not count
    assert second.labels[-1].text == "mean 1.67–2.33 · lowest 0"
    assert second.mean is None
    assert second.lowest.x1 < second.stairs[0].steps[0].x


def test_an_open_lowest_is_a_range_and_no_line(drawn):
    chart = levels("M", [LevelGroup("9", (LevelRow("a", None, 0, 5), LevelRow("b", 2)))], "12345", "en")
    drawn(chart)
    assert chart.flights[0].labels[-1].text == "mean 1.00–3.50 · lowest 0–2"
    assert (chart.flights[0].mean, chart.flights[0].lowest) == (None, None)


def test_the_level_wanted_is_marked_where_its_step_ends(drawn):
    chart = levels("Maturity", GROUPS, "12345", "en")
    fourth = chart.flights[0].stairs[0].steps[3]
    x = float(chart.flights[0].stairs[0].wanted[1:].split()[0])
    assert x == pytest.approx(fourth.x + fourth.width + 1, abs=0.02)
    assert chart.flights[1].stairs[1].wanted == ""
    assert [label.text for label in chart.flights[0].stairs[0].labels[-2:]] == ["3", "wanted 4"]


FINDING = {
    "en": "Lowest, level 0: 9.3 Knowledge; highest, level 4: 9.2 People; "
    "furthest below what is wanted (1): 5.2 Parties; 1 of 5 not settled.",
    "zh": "最低 0 级：9.3 Knowledge；最高 4 级：9.2 People；与期望差距最大（1 级）：5.2 Parties；5 项中 1 项等级未定。",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_finding(drawn, language):
    chart = levels("Maturity", GROUPS, "12345", language)
    drawn(chart)
    assert chart.alt == FINDING[language]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((LevelRow("a", 2, wanted=2), LevelRow("b", 2)), "All at level 2; every level wanted is reached."),
        ((LevelRow("a", None, 0, 5),), "No level is settled yet."),
        # a is open: whether it will reach what is wanted is not said
        (
            (LevelRow("a", None, 0, 5, wanted=5), LevelRow("b", 1, wanted=1)),
            "All at level 1; 1 of 2 not settled.",
        ),
    ],
)
def test_findings_of_few_rows(rows, said):
    assert levels("M", [LevelGroup("g", rows)], "12345", "en").alt == said


def test_the_table_says_all_that_is_drawn(drawn):
    table = levels("Maturity", GROUPS, "12345", "en").table
    assert table.headers == ("Group", "Element", "Level", "Possible range", "Wanted")
    assert table.rows == (
        ("5 Context", "5.2 Parties", "3", "—", "4"),
        ("5 Context", "5.3 Issues", "2", "—", "2"),
        ("5 Context", "Mean", "2.50", "—", "—"),
        ("5 Context", "Lowest", "2", "—", "—"),
        ("9 Resources", "9.1 General", "—", "1–3", "5"),
        ("9 Resources", "9.2 People", "4 (suggested, not confirmed)", "—", "—"),
        ("9 Resources", "9.3 Knowledge", "0", "—", "—"),
        ("9 Resources", "9.7 Nature", "not applicable", "—", "—"),
        ("9 Resources", "Mean", "1.67–2.33", "—", "—"),
        ("9 Resources", "Lowest", "0", "—", "—"),
    )


def test_levels_that_are_no_numbers_have_no_mean(drawn):
    rows = (LevelRow("GP 2.1", 3), LevelRow("GP 2.2", 1, wanted=3))
    chart = levels("GP", [LevelGroup("PA", rows)], ["PI", "LI", "FI"], "en", none="NI")
    drawn(chart)
    assert chart.flights[0].mean is None
    assert chart.flights[0].labels[-1].text == "lowest PI"
    assert chart.table.rows[-1] == ("PA", "Lowest", "PI", "—", "—")


def test_only_what_occurs_is_in_the_legend(drawn):
    chart = levels("M", [LevelGroup("g", (LevelRow("a", 5),))], "12345", "en")
    drawn(chart)
    assert [key.label.text for key in chart.keys] == ["reached"]
    assert [mark.look for mark in chart.marks] == ["mean", "lowest"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_and_long_names(drawn, language):
    rows = tuple(replace(row, label=text) for row in RESOURCES.rows for text in (HOSTILE, LONG))
    drawn(levels(HOSTILE, [LevelGroup(LONG, rows), LevelGroup(HOSTILE, rows)], "12345", language))
    drawn(levels("M", [LevelGroup("g", rows)], ["L" * 40, LONG, "3", "4", "5"], language, none=LONG))


def test_a_group_in_which_nothing_applies(drawn):
    chart = levels("M", [LevelGroup("g", (LevelRow("a", None, applicable=False),))], "12345", "en")
    drawn(chart)
    assert chart.flights[0].labels[-1].text == "no values"
    assert chart.alt == "No level is settled yet."


def test_nothing_to_draw(drawn):
    for groups in ([], [LevelGroup("g", ())]):
        chart = levels("M", groups, "12345", "en")
        drawn(chart)
        assert chart.empty is not None
        assert chart.table.rows == ()


@pytest.mark.parametrize(
    "row", [LevelRow("a", 6), LevelRow("a", -1), LevelRow("a", 1, wanted=6), LevelRow("a", None, 3, 2)]
)
def test_a_level_beyond_the_ladder_is_an_error(row):
    with pytest.raises(ValueError, match="levels go from 0 to 5"):
        levels("M", [LevelGroup("g", (row,))], "12345", "en")


def test_no_levels_is_an_error():
    with pytest.raises(ValueError, match="no levels"):
        levels("M", GROUPS, [], "en")


def test_means_are_rounded_half_up(drawn):
    rows = tuple(LevelRow(str(number), level) for number, level in enumerate([1, 1, 1, 1, 1, 1, 1, 2]))
    chart = levels("M", [LevelGroup("g", rows)], "12345", "en")
    assert Decimal(9) / 8 == Decimal("1.125")
    assert chart.flights[0].labels[-1].text == "mean 1.13 · lowest 1"
