"""Sankey: ribbons as wide as they are strong, every node in its place, what is left out said in words."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from zhuoyue.charts import Flow, SankeyFlow, SankeyNode, sankey

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LEFT = [
    SankeyNode("4.1.2", "4.1.2 高层领导的作用"),
    SankeyNode("4.1.3", "4.1.3 组织治理"),
    SankeyNode("4.1.4", "4.1.4 社会责任"),
]
RIGHT = [SankeyNode("1.1", "1.1 Senior Leadership"), SankeyNode("1.2", "1.2 Governance"), SankeyNode("9", "9 Nothing")]
FLOWS = [
    SankeyFlow("4.1.2", "1.1", Decimal("0.8"), Flow.OVERLAP),
    SankeyFlow("4.1.3", "1.2", Decimal("0.5"), Flow.PART),
    SankeyFlow("4.1.2", "1.2", None, Flow.EQUAL),
]


def heights(path):
    """Return how high a ribbon is at its left and at its right end."""
    numbers = [float(one) for one in re.findall(r"[\d.]+", path)]
    start, end, low, high = numbers[1], numbers[7], numbers[8], numbers[14]
    return high - start, low - end


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_drawn_with_its_table_and_says_what_is_left_out(drawn, language):
    chart = sankey("Mapping", LEFT, RIGHT, FLOWS, language)
    drawn(chart)
    assert "4.1.4" in chart.alt
    assert "9" in chart.alt
    none = {"zh": "无", "en": "none"}[language]
    assert [row[:2] for row in chart.table.rows] == [
        ("4.1.2 高层领导的作用", "1.1 Senior Leadership"),
        ("4.1.2 高层领导的作用", "1.2 Governance"),
        ("4.1.3 组织治理", "1.2 Governance"),
        ("4.1.4 社会责任", none),
        (none, "9 Nothing"),
    ]
    assert [row[3] for row in chart.table.rows] == ["0.8", "—", "0.5", "—", "—"]


def test_a_ribbon_is_as_wide_as_it_is_strong_at_both_ends_and_unknown_strength_counts_one(drawn):
    chart = sankey("Mapping", LEFT, RIGHT, FLOWS, "en")
    found = {one.look: heights(one.path) for one in chart.ribbons}
    for look, strength in {"flow_overlap": 0.8, "flow_part": 0.5, "flow_equal": 1.0}.items():
        left, right = found[look]
        assert left == pytest.approx(right, abs=0.02)
        assert left / found["flow_equal"][0] == pytest.approx(strength, abs=0.01)


def test_ribbons_stay_inside_their_nodes_and_do_not_overlap_there():
    chart = sankey("Mapping", LEFT, RIGHT, FLOWS, "en")
    left = [one for one in chart.nodes if one.x < 300]
    spans = []
    for one in chart.ribbons:
        start = float(re.findall(r"[\d.]+", one.path)[1])
        spans.append((start, start + heights(one.path)[0]))
        assert any(node.y - 0.1 <= spans[-1][0] and spans[-1][1] <= node.y + node.height + 0.1 for node in left)
    spans.sort()
    assert all(before[1] <= after[0] + 0.02 for before, after in pairwise(spans))


def test_forty_nodes_and_hostile_names_keep_their_labels_apart(drawn):
    left = [SankeyNode(f"{n}", f"{n} {HOSTILE * 3}") for n in range(23)]
    right = [SankeyNode(f"{n}", f"{n} 顾客对产品和服务质量在购买之前的预期以及在使用之后的感知") for n in range(40)]
    flows = [SankeyFlow(f"{n % 23}", f"{n}", Decimal(n % 10) / 10) for n in range(40)]
    drawn(sankey(HOSTILE, left, right, [*flows, SankeyFlow("unknown", "1", Decimal(1))], "zh"))


def test_nothing_on_one_side_is_said():
    assert sankey("Mapping", [], RIGHT, FLOWS, "en").empty
