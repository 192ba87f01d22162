"""Heat maps: tones against hand-worked steps, missing cells, contrast of the tones; hostile and long texts."""

import itertools
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.charts import heat
from zhuoyue.model.measure import Direction
from zhuoyue.model.text import Text

TEMPLATE = Path(__file__).parents[3] / "site_template"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "通过零售合作伙伴购买并且由第三方上门安装的所有家庭用户" * 3


def table(*rows):
    return [[None if value is None else Decimal(str(value)) for value in row] for row in rows]


VALUES = table([0, 19, 20, 100], [40, None, 60, 79], [80, 50, 99, 1])
ROWS, COLUMNS = ["late", "wrong", "noise"], ["Phone", "Mail", "Web", "Shop"]


def texts(root):
    return [text.text or text[0].tail for text in root.iter(f"{SVG}text")]


def test_tones_are_five_equal_steps_from_the_lowest_to_the_highest(drawn):
    chart = heat("Causes", ROWS, COLUMNS, VALUES, "en")
    drawn(chart)
    looks = [cell.look for cell in chart.cells]
    assert looks == [
        *("heat_1", "heat_1", "heat_2", "heat_5"),
        *("heat_3", "unknown", "heat_4", "heat_4"),
        *("heat_5", "heat_3", "heat_5", "heat_1"),
    ]
    assert [key.label.text for key in chart.keys] == ["0 – 20", "20 – 40", "40 – 60", "60 – 80", "80 – 100", "no data"]


def test_each_cell_holds_its_number(drawn):
    chart = heat("Causes", ROWS, COLUMNS, VALUES, "en", decimals=1)
    drawn(chart)
    assert [label.text for label in chart.numbers] == [f"{v:.1f}" for row in VALUES for v in row if v is not None]
    for label in chart.numbers:
        cell = next(
            one for one in chart.cells if one.x < label.x < one.x + one.width and one.y < label.y < one.y + one.height
        )
        assert cell.tip.endswith(label.text)
        assert label.tone == ("paper" if cell.look in {"heat_4", "heat_5"} else "ink")


def test_the_finding(drawn):
    assert heat("C", ROWS, COLUMNS, VALUES, "en").alt == (
        "Highest: late / Shop, 100; lowest: late / Phone, 0; 1 of 12 cells without data."
    )
    assert (
        heat("C", ROWS, COLUMNS, VALUES, "zh").alt == "最高：late／Shop 100；最低：late／Phone 0；12 格中 1 格无数据。"
    )
    assert heat("C", ["a"], ["b", "c"], table([5, 5]), "en").alt == "All cells at 5."
    assert heat("C", ["a"], ["b"], table([5]), "en").alt == "Highest: a / b, 5."
    assert heat("C", ["a"], ["b"], table([None]), "en").alt == "No values."


def test_missing_cells_are_hatched_and_in_the_legend(drawn):
    chart = heat("C", ROWS, COLUMNS, VALUES, "zh", unit="件", direction=Direction.LOWER)
    root = drawn(chart)
    missing = chart.cells[5]
    assert missing.hatch
    assert missing.tip == "wrong / Mail: 无数据"
    assert {"无数据", "单位：件", "越低越好 ↓"} <= set(texts(root))


def test_counts_stand_below_the_numbers(drawn):
    counts = [[3, 40, None, 1234]] * 3
    chart = heat("C", ROWS, COLUMNS, VALUES, "en", counts=counts, corner="Cause")
    assert texts(drawn(chart)).count("n=1234") == 3
    assert chart.table.headers == ("Cause", *COLUMNS)
    assert chart.table.rows[0] == ("late", "0 (n=3)", "19 (n=40)", "20", "100 (n=1234)")
    assert chart.table.rows[1][2] == "— (n=40)"


@pytest.mark.parametrize("values", [[0.001, 0.0015], [-50, 50], [1e9, 2e9], [5, 5], [0], [None, 3]])
def test_numbers_of_all_sizes(drawn, values):
    for decimals in (0, 3):
        columns = [f"c{number}" for number in range(len(values))]
        drawn(heat("C", ["a"], columns, table(values), "en", decimals=decimals))


def test_twenty_by_twelve_reads_on_a_phone(drawn):
    months = [f"2025-{month:02}" for month in range(1, 13)]
    values = table(*[[60 + (7 * row + 3 * column) % 31 for column in range(12)] for row in range(20)])
    names = [f"{LONG[:24]} {row}" for row in range(20)]
    chart = heat("C", names, months, values, "zh", decimals=1, counts=[[999] * 12] * 20)
    drawn(chart)
    assert chart.min_width <= 700  # the page's column is 688 px wide at full width


def test_heads_break_between_words_only(drawn):
    columns = ["Customer expectations", "Customer satisfaction", "Internationalisation", "Overall recommendation"] * 2
    chart = heat("C", ["a"], columns, table(range(8)), "en")
    drawn(chart)
    heads = [label for label in chart.names if label.tip in columns]
    assert {word for label in heads for word in label.text.split()} == set(" ".join(columns).split())
    *_, cut = heat("C", ["a"], ["A" + "b" * 40], table([1]), "en").names
    assert re.fullmatch("Ab+…", cut.text)


def test_nothing_at_all(drawn):
    for language, said in (("en", "No values"), ("zh", "无数据")):
        for rows, columns in (([], []), (["a"], []), ([], ["b"])):
            chart = heat("C", rows, columns, [[]] * len(rows), language)
            assert said in texts(drawn(chart))
            assert chart.alt.startswith(said)


@pytest.mark.parametrize(("values", "counts"), [([[]], None), (table([1, 2], [3]), None), (table([1, 2]), [[1]])])
def test_another_shape_is_refused(values, counts):
    with pytest.raises(ValueError, match="must have 1 rows of 2"):
        heat("C", ["a"], ["b", "c"], values, "en", counts=counts)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
def test_hostile_and_long_texts_do_no_harm(drawn, text, language):
    for size in (1, 5, 12):
        values = table(*[[1, None, 3, 4, 5, 6, 7, 8, 9, 10, 11, "12345678.25"][:size]] * 3)
        counts = [[1234567] * size] * 3
        chart = heat(text, [text] * 3, [text] * size, values, language, unit=text, counts=counts, corner=text)
        assert "<script" not in ET.tostring(drawn(chart), encoding="unicode")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "page"), [("light", "#ffffff"), ("dark", "#1e2129")])
def test_numbers_stand_out_and_tones_differ_in_grey(scheme, page):
    part = (TEMPLATE / "assets/charts.css").read_text("utf-8").split("@media screen", 1)[scheme == "dark"]
    tones = dict(re.findall(r"--zy-([\w-]+): (#[0-9a-f]{6});", part))
    steps = [tones[f"heat-{step}"] for step in range(1, 6)]
    for step, tone in enumerate(steps, 1):
        assert contrast(tone, tones["ink"] if step <= 3 else page) >= 4.5, step
    # neighbours differ by luminance alone, always in the same direction
    lights = [luminance(tone) + 0.05 for tone in (steps if scheme == "dark" else reversed(steps))]
    assert all(higher / lower >= 1.2 for lower, higher in itertools.pairwise(lights))


def test_a_number_that_rests_on_few_cases_is_not_ranked(drawn):
    counts = [[9, 40, 10, 9], [12, None, 10, 10], [10, 10, 9, 9]]
    chart = heat("C", ROWS, COLUMNS, VALUES, "en", counts=counts)
    drawn(chart)
    assert chart.alt == (
        "Highest: noise / Phone, 80; lowest: late / Mail, 19; cells below n = 10 are not compared; "
        "1 of 12 cells without data."
    )
    few = heat("C", ["a"], ["b", "c"], table([5, 6]), "zh", counts=[[3, 4]])
    assert few.alt == "不足 10 例的格不作比较。"


def test_a_caption_of_its_own(drawn):
    caption = Text(zh="12 个中 3 个。", en=f"{HOSTILE}: 3 of 12.")
    chart = heat("C", ROWS, COLUMNS, VALUES, "en", caption=caption)
    drawn(chart)
    assert chart.alt.startswith("<script>")
    assert heat("C", ROWS, COLUMNS, VALUES, "zh", caption=caption).alt == "12 个中 3 个。"
