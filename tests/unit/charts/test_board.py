"""Board: stages in their order with what waits in them, in words; rows, loops and any text."""

import re

import pytest

from zhuoyue.charts import BoardColumn, board

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> \' & ]]> {{ 7 * 7 }}\n\n\x00# h'
LONG = "向所有不满意的客户逐一反馈调查结果并说明将要采取的改进措施" * 3
STAGES = [
    BoardColumn("Request", 3, 4, 0),
    BoardColumn("Plan", 2, 12, 0),
    BoardColumn("Run", 4, 30, 1),
    BoardColumn("Feedback", 0),
    BoardColumn("Cause", 8, 45, 3),
    BoardColumn("Action", 1, 1),
    BoardColumn("Archived", 24, done=True),
]


def texts(root):
    return [text.text or "".join(title.tail or "" for title in text) for text in root.iter(f"{SVG}text")]


def test_the_finding_tells_most_oldest_and_overdue(drawn):
    chart = board("B", STAGES, "en")
    drawn(chart)
    assert chart.alt == (
        "18 wait in 6 stages; most in “Cause” (8); the oldest waits 45 days in “Cause”; "
        "4 overdue: Run 1, Cause 3; 24 in “Archived”."
    )
    assert board("B", STAGES, "zh").alt == (
        "6 个阶段共有 18 项待办；最多在“Cause”（8）；最久 45 天，在“Cause”；"
        "逾期 4 项：Run 1、Cause 3；“Archived”24 项。"
    )


def test_every_stage_says_count_age_and_overdue_in_words(drawn):
    root = drawn(board("B", STAGES, "en"))
    said = texts(root)
    for words in ("oldest 45 days", "oldest 1 day", "3 overdue", "none overdue", "no date set", "empty", "done"):
        assert words in said
    assert said.count("none overdue") == 2
    chinese = texts(drawn(board("B", STAGES, "zh")))
    for words in ("最久 45 天", "逾期 3 项", "无逾期", "未设期限", "无", "已完成"):
        assert words in chinese


def test_the_table_keeps_unknown_apart_from_none():
    chart = board("B", STAGES, "en")
    assert chart.table.headers == ("Stage", "Count", "Oldest (days)", "Overdue")
    assert chart.table.rows[0] == ("Request", "3", "4", "0")
    assert chart.table.rows[3] == ("Feedback", "0", "—", "—")
    assert chart.table.rows[5] == ("Action", "1", "1", "—")


def test_nothing_waiting_and_nothing_dated():
    assert board("B", [BoardColumn("A", 0), BoardColumn("B", 0, None, 0)], "en").alt == "0 wait in 2 stages."
    assert board("B", [BoardColumn("A", 2)], "en").alt == "2 wait in 1 stage; most in “A” (2); no date set."
    assert board("B", [BoardColumn("A", 2, 1, 0)], "en").alt.endswith("the oldest waits 1 day in “A”; none overdue.")


def corner(stage):
    return tuple(map(float, re.match(r"M([\d.]+) ([\d.]+)", stage.outline).groups()))


@pytest.mark.parametrize(
    ("count", "rows"), [(1, [1]), (5, [5]), (6, [3, 3]), (9, [5, 4]), (10, [5, 5]), (11, [4, 4, 3])]
)
def test_stages_wrap_in_reading_order(drawn, count, rows):
    chart = board("B", [BoardColumn(f"S{number}", number) for number in range(count)], "en")
    drawn(chart)
    corners = [corner(stage) for stage in chart.stages]
    assert corners == sorted(corners, key=lambda one: (one[1], one[0]))
    heights = [y for _, y in corners]
    assert [heights.count(y) for y in sorted(set(heights))] == rows
    assert len(chart.ways) == len(rows) - 1


def test_texts_stay_inside_their_stage(drawn):
    chart = board("B", STAGES, "en", loop=True)
    drawn(chart)
    for stage in chart.stages:
        x, y = corner(stage)
        right = float(re.search(r"H([\d.]+)l13", stage.outline)[1])
        high = 2 * float(re.search(r"l13 ([\d.]+)", stage.outline)[1])
        for label in stage.labels:
            assert x + 10 <= label.x - label.width / 2
            assert label.x + label.width / 2 <= right + 6
            assert y < label.y < y + high


def test_a_loop_leads_back_to_the_first_stage(drawn):
    chart = board("B", STAGES, "en", loop=True)
    drawn(chart)
    assert len(chart.ways) == 2  # to the second row, and back
    assert chart.notes[0].text == "↺ back to 1 Request"
    x, y = corner(chart.stages[0])
    head = tuple(map(float, re.match(r"M([\d.]+) ([\d.]+)", chart.heads[-1]).groups()))
    assert 0 < x - head[0] < 4
    assert head[1] > y
    alone = board("B", STAGES[:1], "en", loop=True)
    drawn(alone)
    assert not alone.ways


def test_overdue_is_more_than_a_colour(drawn):
    chart = board("B", STAGES, "en")
    assert [stage.look for stage in chart.stages] == [
        "stage",
        "stage",
        "stage_late",
        "stage_empty",
        "stage_late",
        "stage",
        "stage_done",
    ]
    bold = [label.text for stage in chart.stages for label in stage.labels if label.bold and label.size == 12]
    assert bold == ["1 overdue", "3 overdue"]


@pytest.mark.parametrize(("language", "words"), [("zh", "无数据。"), ("en", "No values.")])
def test_without_stages_it_says_so(drawn, language, words):
    chart = board("B", [], language, loop=True)
    drawn(chart)
    assert chart.alt == words
    assert chart.notes[0].text == words[:-1]


@pytest.mark.parametrize("text", [HOSTILE, LONG, "x" * 400, ""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_text_is_safe(drawn, text, language):
    drawn(board(text, [BoardColumn(text, 10**9, 10**6, 10**9)] * 10, language, loop=True))
