"""Path diagram: the mobi model of domain knowledge as published, and any model without a line through a box."""

import random
from decimal import Decimal
from itertools import combinations, pairwise

import pytest

from zhuoyue.charts import PathEdge, PathNode, path_diagram
from zhuoyue.charts.layers import layout
from zhuoyue.charts.routes import labels, routing

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "顾客对产品和服务质量在购买之前的预期以及在使用之后的感知" * 3

# PLS path weighting on the mobi data (Tenenhaus et al. 2005; SmartPLS 2.0 output in the tests of semPLS)
R2 = {
    "Image": None,
    "Expectation": ".25493808",
    "Quality": ".30996941",
    "Value": ".34527894",
    "Satisfaction": ".68107829",
    "Complaints": ".27885396",
    "Loyalty": ".45694445",
}
PATHS = {
    ("Image", "Expectation"): ".50491393",
    ("Expectation", "Quality"): ".55674896",
    ("Expectation", "Value"): ".04998839",
    ("Quality", "Value"): ".55830438",
    ("Image", "Satisfaction"): ".17873950",
    ("Expectation", "Satisfaction"): ".06252287",
    ("Quality", "Satisfaction"): ".51202394",
    ("Value", "Satisfaction"): ".19476510",
    ("Satisfaction", "Complaints"): ".52806625",
    ("Image", "Loyalty"): ".19575534",
    ("Satisfaction", "Loyalty"): ".48547762",
    ("Complaints", "Loyalty"): ".06692607",
}
WEAK = {("Expectation", "Value"), ("Expectation", "Satisfaction"), ("Complaints", "Loyalty")}
CCSI = [
    *(("image", other) for other in ("expected", "quality", "value", "satisfaction")),
    *(("expected", other) for other in ("quality", "value", "satisfaction")),
    *(("quality", other) for other in ("value", "satisfaction")),
    ("value", "satisfaction"),
    ("satisfaction", "loyalty"),
]
ACSI = [
    ("expectations", "quality"),
    ("expectations", "value"),
    ("expectations", "satisfaction"),
    ("quality", "value"),
    ("quality", "satisfaction"),
    ("value", "satisfaction"),
    ("satisfaction", "complaints"),
    ("satisfaction", "loyalty"),
    ("complaints", "loyalty"),
]


def mobi(language="en"):
    nodes = [
        PathNode(
            name, name, None if r2 is None else Decimal(r2), Decimal("72.4541") if name == "Satisfaction" else None
        )
        for name, r2 in R2.items()
    ]
    edges = [
        PathEdge(
            *names, Decimal(value), Decimal(value) - Decimal("0.1"), Decimal(value) + Decimal("0.1"), names not in WEAK
        )
        for names, value in PATHS.items()
    ]
    return path_diagram("ECSI", nodes, edges, language)


def arcs_of(paths):
    names = list(dict.fromkeys(name for pair in paths for name in pair))
    return len(names), tuple((names.index(a), names.index(b)) for a, b in paths)


def laid_out(count, arcs, height=62):
    return routing(layout(count, arcs, 4), arcs, [height] * count)


def crossings(laid, arcs):
    """Count pairs of edges without a common end whose lines, sampled, cut each other."""
    lines = [list(route.points) for route in laid.routes]
    return sum(
        any(cut(*one, *other) for one in pairwise(lines[i]) for other in pairwise(lines[j]))
        for i, j in combinations(range(len(arcs)), 2)
        if not set(arcs[i]) & set(arcs[j])
    )


def cut(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def check(laid, arcs):
    """No box meets another, no edge runs through a box, every edge leads from its source to its target."""
    assert not any(one.meets(other, 8) for one, other in combinations(laid.boxes, 2))
    for (source, target), route in zip(arcs, laid.routes, strict=True):
        points = list(route.points)
        for number, box in enumerate(laid.boxes):
            inside = [p for p in points if box.left + 1 < p[0] < box.right - 1 and box.top + 1 < p[1] < box.bottom - 1]
            assert not inside, (source, target, number)
        for node, (x, y), slack in ((source, points[0], 1), (target, points[-1], 10)):
            box = laid.boxes[node]
            assert box.left - slack <= x <= box.right + slack
            assert box.top - slack <= y <= box.bottom + slack


def test_the_finding_tells_what_is_strong_weak_and_explained(drawn):
    chart = mobi()
    drawn(chart)
    assert chart.alt == (
        "Strongest paths: Quality → Value +0.56, Expectation → Quality +0.56, Satisfaction → Complaints +0.53; "
        "explained best: Satisfaction (R² 0.68); not significant: Expectation → Value +0.05, "
        "Expectation → Satisfaction +0.06, Complaints → Loyalty +0.07."
    )
    assert "解释程度最高：Satisfaction（R² 0.68）；不显著：Expectation → Value +0.05、" in mobi("zh").alt


def test_the_table_holds_paths_and_constructs():
    chart = mobi()
    assert chart.table.headers == (
        "Path or construct",
        "Coefficient",
        "Low",
        "High",
        "Significance",
        "R²",
        "index",
    )
    assert chart.table.rows[0] == ("Image → Expectation", "0.50", "0.40", "0.60", "significant", "—", "—")
    assert chart.table.rows[2][4] == "not significant"
    assert chart.table.rows[16] == ("Satisfaction", "—", "—", "—", "—", "0.68", "72.5")
    assert len(chart.table.rows) == 12 + 7


def test_every_path_says_its_coefficient_on_its_line(drawn):
    chart = mobi()
    root = drawn(chart)
    texts = [text.text or "".join(title.tail or "" for title in text) for text in root.iter(f"{SVG}text")]
    for value in PATHS.values():
        assert f"+{round(Decimal(value), 2)}" in texts
    for one in chart.paths:
        near = min(
            abs(x - one.label.x) + abs(y - (one.label.y - 4))
            for route, path in zip(mobi_routes(), chart.paths, strict=True)
            if path is one
            for x, y in route.points
        )
        assert near < 6


def mobi_routes():
    count, arcs = arcs_of(PATHS)
    heights = [30 if name == "Image" else 62 if name == "Satisfaction" else 46 for name in R2]
    return routing(layout(count, arcs, 4), arcs, heights).routes


def test_significance_is_dash_and_width_is_size():
    chart = mobi()
    looks = dict(zip(PATHS, (one.look for one in chart.paths), strict=True))
    assert {names for names, look in looks.items() if look == "path_no"} == WEAK
    widths = [one.width for one in chart.paths]
    sizes = [Decimal(value) for value in PATHS.values()]
    assert sorted(range(12), key=lambda i: sizes[i]) == sorted(range(12), key=lambda i: (widths[i], sizes[i]))


def test_dashes_stand_in_the_drawing(drawn):
    root = drawn(mobi())
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dashed) == len(WEAK)
    edges = [PathEdge("a", "b", Decimal("-0.4"), None, None, True), PathEdge("a", "c", Decimal("0.4"))]
    chart = path_diagram("P", [PathNode(key, key) for key in "abc"], edges, "en")
    drawn(chart)
    assert [one.look for one in chart.paths] == ["path_minus", "path_open"]
    assert [one.label.text for one in chart.paths] == ["−0.40", "+0.40"]
    assert chart.alt.endswith("significance not tested: a → c +0.40.")
    assert [key.label.text for key in chart.keys] == ["significant and negative (−)", "significance not tested"]


@pytest.mark.parametrize(("paths", "least"), [(PATHS, 0), (ACSI, 0), (CCSI, 1)])
def test_published_models_are_drawn_with_as_few_crossings_as_can_be(paths, least):
    # ECSI and ACSI are planar; CCSI holds K5 (every two of its first five constructs are joined), which is not
    count, arcs = arcs_of(paths)
    laid = laid_out(count, arcs)
    check(laid, arcs)
    assert crossings(laid, arcs) == least
    assert laid.width < 4 * 118 + 3 * 100 + 1


@pytest.mark.parametrize("paths", [PATHS, ACSI, CCSI])
def test_labels_cover_neither_boxes_nor_each_other(paths):
    count, arcs = arcs_of(paths)
    laid = laid_out(count, arcs)
    rects = labels(laid, [42] * len(arcs), 16)
    assert not any(one.meets(other) for one, other in combinations(rects, 2))
    assert not any(rect.meets(box) for rect in rects for box in laid.boxes)


@pytest.mark.parametrize("seed", range(20))
def test_no_line_runs_through_a_box_whatever_the_model(seed):
    chance = random.Random(seed)
    count = chance.randint(2, 9)
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    if seed % 4:
        pairs = [(a, b) for a, b in pairs if a < b]
    arcs = tuple(chance.sample(pairs, min(14, len(pairs))))
    check(laid_out(count, arcs, chance.choice([30, 46, 80])), arcs)


def test_causes_stand_left_of_their_effects():
    count, arcs = arcs_of(PATHS)
    laid = laid_out(count, arcs)
    assert all(laid.boxes[a].left <= laid.boxes[b].left for a, b in arcs)
    assert laid.boxes[0].left < laid.boxes[4].left < laid.boxes[6].left


def test_circles_and_double_paths_are_drawn(drawn):
    nodes = [PathNode(key, key) for key in "abc"]
    edges = [
        PathEdge(a, b, Decimal("0.3"), None, None, True) for a, b in ("ab", "bc", "ca", "ba", "ab")
    ]  # the last one is the first again
    chart = path_diagram("P", nodes, edges, "en")
    drawn(chart)
    assert len(chart.paths) == len(chart.table.rows) - 3 == 4
    plates = [one.plate for one in chart.paths]
    assert len({(plate.x, plate.y) for plate in plates}) == 4


def test_paths_that_lead_nowhere_are_left_out(drawn):
    nodes = [PathNode("a", "A"), PathNode("b", "B")]
    edges = [
        PathEdge("a", "b", None),
        PathEdge("a", "x", Decimal(1)),
        PathEdge("y", "b", Decimal(1)),
        PathEdge("a", "a", Decimal(1)),
    ]
    chart = path_diagram("P", nodes, edges, "en")
    drawn(chart)
    assert [one.label.text for one in chart.paths] == ["?"]
    assert chart.alt == "Significance not tested: all paths."


@pytest.mark.parametrize(("language", "words"), [("zh", "无数据。"), ("en", "No values.")])
def test_without_constructs_it_says_so(drawn, language, words):
    chart = path_diagram("P", [], [], language)
    drawn(chart)
    assert chart.alt == words
    assert [note.text for note in chart.notes] == [words[:-1]]


def test_constructs_without_paths_stand_side_by_side(drawn):
    chart = path_diagram("P", [PathNode(str(number), f"Construct {number}") for number in range(6)], [], "en")
    drawn(chart)
    assert len({one.box.x for one in chart.constructs}) == 4
    assert chart.notes[0].text == "No paths"


@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_text_is_safe(drawn, text, language):
    nodes = [PathNode(name, text, Decimal("0.5"), Decimal(50)) for name in R2]
    edges = [PathEdge(*names, Decimal("-123.456"), Decimal(-200), Decimal(1), None) for names in PATHS]
    drawn(path_diagram(text, nodes, edges, language))


def test_the_same_model_is_drawn_the_same(drawn):
    layout.cache_clear()
    first = mobi()
    layout.cache_clear()
    assert mobi() == first
