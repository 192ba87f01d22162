"""Stacked bars: shares, patterns, assumptions and the finding; hostile and long texts."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from zhuoyue.charts import StackRow, stacked

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "通过零售合作伙伴购买并且由第三方上门安装的所有家庭用户" * 3
PARTS = ["Complain", "Tell", "Silent"]
ROWS = [
    StackRow("Observed", (Decimal(1), Decimal(3), Decimal(4)), total=8),
    StackRow("Model", (5, 35, 60), assumed=True, note="deck"),
    StackRow("Nobody", (), total=0),
]


def texts(root):
    return [text.text or text[0].tail for text in root.iter(f"{SVG}text")]


def test_parts_are_shares_of_their_row(drawn):
    chart = stacked("Voice", ROWS, "en", parts=PARTS, decimals=1)
    drawn(chart)
    assert chart.table.headers == ("Name", *PARTS, "Cases", "Basis")
    assert chart.table.rows == (
        ("Observed", "12.5\u00a0%", "37.5\u00a0%", "50.0\u00a0%", "8", "observed"),
        ("Model", "5.0\u00a0%", "35.0\u00a0%", "60.0\u00a0%", "—", "model assumption"),
        ("Nobody", "—", "—", "—", "0", "unknown"),
    )
    left, right = chart.grid[0].x1, chart.grid[-1].x1
    first = chart.rows[0].parts
    assert [box.width / (right - left) for box in first] == pytest.approx([0.125, 0.375, 0.5], abs=0.001)
    assert first[0].x == left
    assert first[-1].x + first[-1].width == pytest.approx(right, abs=0.02)


def test_percents_stand_in_their_parts_where_there_is_room(drawn):
    root = drawn(stacked("Voice", [StackRow("a", (1, 9, 990))], "en", parts=PARTS))
    assert [text for text in texts(root) if text.endswith("\u00a0%") and text != "100\u00a0%"] == ["99\u00a0%"]


def test_an_assumption_is_framed_and_said(drawn):
    chart = stacked("Voice", ROWS, "en", parts=PARTS)
    root = drawn(chart)
    assert [row.frame is not None for row in chart.rows] == [False, True, False]
    dashed = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == "none" and rect.get("stroke-dasharray")]
    assert len(dashed) == 1
    assert any("model assumption" in text for text in texts(root))
    assert "Model (model assumption): mostly Silent, 60\u00a0%" in chart.alt
    assert "模型假设" in " ".join(texts(drawn(stacked("声音", ROWS, "zh", parts=PARTS))))


def test_the_finding(drawn):
    assert stacked("Voice", ROWS, "en", parts=PARTS).alt == (
        "Observed: mostly Silent, 50\u00a0%; Model (model assumption): mostly Silent, 60\u00a0%; unknown: Nobody."
    )
    six = [StackRow(f"r{number}", (1, 2, 3)) for number in range(6)]
    assert stacked("Voice", six, "zh", parts=PARTS).alt.endswith("；另有 2 行。")
    even = stacked("Voice", [StackRow("a", (1, 1, 0))], "en", parts=PARTS)
    drawn(even)
    assert even.alt == "A: mostly Complain, Tell, 50\u00a0%."


def test_patterns_tell_parts_apart_without_colour(drawn):
    parts = [f"p{number}" for number in range(6)]
    chart = stacked("Six", [StackRow("a", (1,) * 6)], "en", parts=parts)
    drawn(chart)
    hatches = [box.hatch for box in chart.rows[0].parts]
    assert [bool(lines) for lines in hatches] == [False, True, False, True, True, True]
    # rising, upright, falling, level: the first stroke of each goes another way
    assert "v" in hatches[3]
    assert "h" in hatches[5]
    assert all("L" in lines for lines in (hatches[1], hatches[4]))
    assert [bool(key.swatch.hatch) for key in chart.keys] == [bool(lines) for lines in hatches]


def test_hatchings_stay_in_their_boxes(drawn):
    chart = stacked("Six", [StackRow("a", (3, 1, 4, 1, 5, 9))], "en", parts=list("abcdef"))
    drawn(chart)
    for box in chart.rows[0].parts:
        for stroke in box.hatch.split("M")[1:]:
            if "L" in stroke:
                numbers = [float(part) for point in stroke.split("L") for part in point.split()]
                assert all(box.x - 0.01 <= x <= box.x + box.width + 0.01 for x in numbers[::2])
                assert all(box.y - 0.01 <= y <= box.y + box.height + 0.01 for y in numbers[1::2])


def test_steps_of_one_scale_rise_in_tone(drawn):
    for count in range(1, 7):
        parts = [f"p{number}" for number in range(count)]
        chart = stacked("S", [StackRow("a", (1,) * count)], "en", parts=parts, ordered=True)
        drawn(chart)
        looks = [box.look for box in chart.rows[0].parts]
        assert looks == sorted(set(looks))
        assert len(looks) == count


def test_nothing_known_and_nothing_at_all(drawn):
    for language, said in (("en", "No values"), ("zh", "无数据")):
        chart = stacked("V", [], language, parts=PARTS)
        assert said in texts(drawn(chart))
        assert chart.alt.startswith(said)
    zero = stacked("V", [StackRow("a", (0, 0, 0), total=0)], "en", parts=PARTS)
    drawn(zero)
    assert zero.alt == "Unknown: a."
    assert zero.rows[0].parts[0].look == "unknown"
    drawn(stacked("V", [], "en", parts=[]))


@pytest.mark.parametrize(
    ("row", "parts", "said"),
    [
        (StackRow("a", (1, 2)), PARTS, "a: 2 values for 3 parts"),
        (StackRow("a", (1, -2, 3)), PARTS, "a: a value is below 0"),
        (StackRow("a", (1,) * 7), list("abcdefg"), "at most 6"),
    ],
)
def test_what_cannot_be_drawn_is_refused(row, parts, said):
    with pytest.raises(ValueError, match=said):
        stacked("V", [row], "en", parts=parts)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
def test_hostile_and_long_texts_do_no_harm(drawn, text, language):
    rows = [StackRow(text, (1, 2, 3, 94, 5, 6), 12345678, assumed=bool(number % 2), note=text) for number in range(4)]
    for ordered in (False, True):
        chart = stacked(text, [*rows, StackRow(text, ())], language, parts=[text] * 6, decimals=2, ordered=ordered)
        assert "<script" not in ET.tostring(drawn(chart), encoding="unicode")
