"""Scatter: places and quadrants against hand-worked figures; labels that fit, and numbers where they do not."""

import random
from decimal import Decimal
from itertools import combinations, pairwise

import pytest

from zhuoyue.charts import ScatterPoint, scatter
from zhuoyue.charts.chart import Rule
from zhuoyue.charts.label import wrap
from zhuoyue.charts.placing import Rect, Spot, arrange

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "安装日期一再推迟而且没有提前通知客户也没有给出任何解释或者补偿的办法" * 3
ZH = {(True, True): "继续保持", (True, False): "优先改进", (False, True): "可能过度", (False, False): "次要改进"}
EN = {(True, True): "Keep up", (True, False): "Concentrate here", (False, True): "Overkill", (False, False): "Low"}
# importance and performance for satisfaction of the mobi data (Tenenhaus et al. 2005), path weighting
DRIVERS = {
    "Quality": (".620762", "74.9766"),
    "Expectation": (".417868", "72.4738"),
    "Image": (".389727", "73.5280"),
    "Value": (".194765", "62.3468"),
}


def points(figures, **more):
    return [ScatterPoint(name, Decimal(x), Decimal(y), **more) for name, (x, y) in figures.items()]


def ipma(language="en", **more):
    names = ZH if language == "zh" else EN
    given = {"x_cut": Decimal("0.4"), "y_cut": Decimal(73), "quadrants": names, **more}
    return scatter("Drivers", points(DRIVERS), language, x_title="Importance", y_title="Performance", **given)


def crowd(count, seed=3, length=12):
    chance = random.Random(seed)
    return [
        ScatterPoint(
            f"{'need ' * length}"[:length] + str(number),
            Decimal(str(round(chance.gauss(5, 1.5), 2))),
            Decimal(str(round(chance.gauss(70, 8), 1))),
            f"group {number % 8}",
        )
        for number in range(count)
    ]


def test_the_finding_names_the_leading_quadrant_and_counts_the_others(drawn):
    chart = ipma()
    drawn(chart)
    assert chart.alt == (
        "In “Concentrate here”: Expectation; 1 in “Keep up”; 1 in “Overkill”; 1 in “Low”; "
        "divided at Importance 0.40 and Performance 73.0."
    )
    assert ipma("zh").alt == (
        "“优先改进”：Expectation；“继续保持”1 项；“可能过度”1 项；“次要改进”1 项；"
        "以Importance 0.40 与Performance 73.0 为界。"
    )


def test_the_table_lists_the_leading_quadrant_first():
    chart = ipma()
    assert chart.table.headers == ("Name", "Importance", "Performance", "Quadrant")
    assert chart.table.rows[0] == ("Expectation", "0.42", "72.5", "Concentrate here")
    assert [row[0] for row in chart.table.rows] == ["Expectation", "Quality", "Image", "Value"]


def test_a_value_on_the_cut_counts_as_high():
    chart = scatter(
        "S",
        points({"on": ("1", "1"), "below": ("0.99", "0.99")}),
        "en",
        x_title="x",
        y_title="y",
        x_cut=Decimal(1),
        y_cut=Decimal(1),
        quadrants=EN,
        lead=(True, True),
    )
    assert chart.alt.startswith("In “Keep up”: on; 0 in “Concentrate here”")
    assert [row[3] for row in chart.table.rows] == ["Keep up", "Low"]


def test_points_stand_where_their_values_are(drawn):
    chart = scatter(
        "S", points({"a": ("0", "0"), "b": ("10", "100"), "c": ("5", "25")}), "en", x_title="x", y_title="y"
    )
    root = drawn(chart)
    starts = [one.path[1:].split("a")[0].split() for one in chart.markers]
    (ax, ay), (bx, by), (cx, cy) = ((float(x), float(y)) for x, y in starts)
    assert cx - ax == pytest.approx((bx - ax) / 2, abs=0.02)
    assert ay - cy == pytest.approx((ay - by) / 4, abs=0.02)
    tips = [one.text for one in root.iter(f"{SVG}title")]
    assert "c: 5.00, 25.0" in tips


def test_groups_differ_in_shape_and_filling():
    chart = scatter("S", crowd(8), "en", x_title="x", y_title="y")
    looks = {
        (one.path.count("a"), one.path.count("L"), one.path.count("L") == 3 and one.path, one.hollow)
        for one in chart.markers
    }
    assert len(looks) == 8
    assert [key.label.text for key in chart.keys] == [f"group {number}" for number in range(8)]


def test_short_labels_stand_beside_their_points(drawn):
    chart = ipma()
    root = drawn(chart)
    assert not chart.numbered
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert all(texts.count(name) == 1 for name in DRIVERS)


@pytest.mark.parametrize(("count", "length"), [(25, 8), (25, 90), (60, 30), (25, 200)])
def test_crowded_points_are_numbered_and_listed(drawn, count, length):
    chart = scatter("S", crowd(count, length=length), "en", x_title="x", y_title="y")
    drawn(chart)
    if length > 40:
        assert chart.numbered
    if chart.numbered:
        texts = [label.text for label in chart.labels]
        assert all(texts.count(str(number)) >= 2 for number in range(1, count + 1) if number > 9)
    assert len(chart.markers) == count


def test_labels_cover_no_point():
    chart = scatter("S", crowd(25), "en", x_title="x", y_title="y")
    middles = [centre(one.path) for one in chart.markers]
    names = {one.label for one in crowd(25)} | {str(number) for number in range(1, 26)}
    beside = [one for one in chart.labels if one.text in names and one.y < 374]
    for label in beside:
        left = label.x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * label.width
        for x, y in middles:
            assert not (left < x < left + label.width and label.y - 9 < y < label.y + 3), label.text


def centre(path):
    numbers = [float(part) for part in path[1:].replace("Z", "").split("a")[0].replace("L", " ").split()]
    if "a" in path:
        return numbers[0] + 6, numbers[1]
    return sum(numbers[::2]) / len(numbers[::2]), sum(numbers[1::2]) / len(numbers[1::2])


def test_points_without_a_value_are_listed_not_drawn(drawn):
    one = ScatterPoint("half", Decimal(1), None)
    chart = scatter("S", [*points(DRIVERS), one], "en", x_title="x", y_title="y")
    drawn(chart)
    assert len(chart.markers) == 4
    assert chart.table.rows[-1] == ("half", "1.00", "—")
    assert chart.alt == "Highest x: Quality (0.62); highest y: Quality (75.0); 1 not drawn, a value is unknown."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_points_it_says_so(drawn, language):
    chart = scatter(
        "S",
        [ScatterPoint("a", None, None)],
        language,
        x_title="x",
        y_title="y",
        x_cut=Decimal(1),
        y_cut=Decimal(1),
        quadrants=EN,
    )
    drawn(chart)
    assert chart.alt == {"zh": "无数据。", "en": "No values."}[language]
    assert not chart.quadrants
    assert chart.alt[:-1] in [label.text for label in chart.labels]


@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_text_is_safe(drawn, text, language):
    some = [ScatterPoint(text, Decimal(number), Decimal(number * number), text, text) for number in range(7)]
    names = dict.fromkeys(EN, text)
    drawn(scatter(text, some, language, x_title=text, y_title=text))
    cuts = {"x_cut": Decimal(3), "y_cut": Decimal(12), "quadrants": names}
    drawn(scatter(text, some, language, x_title=text, y_title=text, **cuts))


def test_large_and_equal_values(drawn):
    drawn(
        scatter("S", points({"a": ("-12345678.9", "1e9"), "b": ("12345678.9", "-1e9")}), "en", x_title="x", y_title="y")
    )
    same = [ScatterPoint(f"n{number}", Decimal(5), Decimal(5)) for number in range(25)]
    chart = scatter("S", same, "en", x_title="x", y_title="y")
    drawn(chart)
    assert "1–25" in [label.text for label in chart.labels]


def test_points_at_one_place_share_a_label():
    three = points({"a": ("1", "1"), "b": ("2", "2"), "c": ("1", "1")})
    chart = scatter("S", three, "en", x_title="x", y_title="y")
    assert "a, c" in [label.text for label in chart.labels]
    several = [ScatterPoint("very long name " * 9, Decimal(n % 2), Decimal(n % 2)) for n in (0, 1, 0, 0)]
    numbered = scatter("S", several, "en", x_title="x", y_title="y")
    assert {"1, 3–4", "2"} <= {label.text for label in numbered.labels}


def test_places_keep_clear_of_what_is_taken():
    bounds = Rect(0, 0, 200, 100)
    spots = [Spot(50 + 9 * number, 50, 30, 12) for number in range(4)]
    taken = [Rect(0, 0, 200, 20)]
    places = arrange(spots, bounds, 4, taken=taken)
    assert all(places)
    rects = [place.rect for place in places]
    assert not any(one.meets(other) for one, other in combinations(rects, 2))
    assert all(bounds.holds(rect) and not rect.meets(taken[0]) for rect in rects)
    assert arrange([Spot(50, 50, 300, 12)], bounds, 4) == (None,)


@pytest.mark.parametrize(
    ("line", "crossed"),
    [
        (Rule(0, 5, 20, 5), True),
        (Rule(6, 0, 6, 20), True),
        (Rule(0, 0, 20, 20), True),
        (Rule(0, 11, 20, 11), False),
        (Rule(0, 5, 4, 5), False),
        (Rule(0, 14, 14, 0), True),
        (Rule(0, 4, 4, 0), False),
    ],
)
def test_lines_cross_rectangles(line, crossed):
    assert Rect(5, 3, 10, 10).crossed(line) is crossed


def test_words_stay_whole_where_they_fit():
    assert wrap("Perceived value", 13, 104, 3) == ("Perceived", "value")
    assert wrap("感知质量 satisfaction", 13, 104, 4) == ("感知质量", "satisfaction")
    assert wrap("最大的 20 % 客户占收入 51 %", 12, 150, 3) == ("最大的 20 % 客", "户占收入 51 %")
    assert wrap("Donaudampfschiff", 12, 60, 3) == ("Donaudam", "pfschiff")
    mixed = wrap("感知质量与顾客满意度之间的 satisfaction", 13, 104, 3)
    assert "".join("".join(mixed).split()) == "感知质量与顾客满意度之间的satisfaction"
    lines = wrap("one two three four five six seven", 13, 60, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(before != after for before, after in pairwise(lines))
