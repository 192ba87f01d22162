"""The questions as tables: means, top-2-box, and where answers lie against the expectation interval."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhuoyue import Assumption, Column, Exhibit, Text, plain, same
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import exact
from zhuoyue_plugins.satisfaction.questionnaire import Block, Question
from zhuoyue_plugins.satisfaction.sheet import POINTS, Sheet
from zhuoyue_plugins.satisfaction.survey import ANSWERS
from zhuoyue_plugins.satisfaction.totals import Group, Totals, Weights

ZONES = {
    "above": Text(zh="高于期望上限", en="above the upper limit"),
    "inside": Text(zh="达到期望", en="inside the interval"),
    "near": Text(zh="接近下限", en="near the lower limit"),
    "below": Text(zh="低于期望", en="below the lower limit"),
    "far": Text(zh="远低于期望", en="far below the lower limit"),
}
"""Zones of the expectation interval, best first."""
STATED, ASKED = Text(zh="设定", en="stated"), Text(zh="询问所得，均值", en="asked, mean")
"""Where the limits of an interval come from."""
PERCENT = same("%")


def question_table(sheet: Sheet, totals: Totals, weights: Weights) -> Exhibit:
    """Return one row for each question and period."""
    rows = [
        (block, question, group)
        for block in sheet.survey.questions.blocks
        for question in block.questions
        for group in totals.of("whole")
    ]
    en, zh = sheet.level()
    method = Text(
        en="Mean of the answers on the question's scale; as 0–100: (mean − lo) / (hi − lo) × 100. Top-2-box: "
        f"percentage of the two best answers, with Wilson's {en} interval (1927); only for scales in whole steps "
        "with at most 11 of them. Questions whose lowest answer is best are turned round first.",
        zh=f"按题项量表计算的答案均值；折算为 0–100：（均值 − lo）/（hi − lo）× 100。前两档比例：最好两档答案的百分比，"
        f"附 Wilson {zh} 区间（1927）；仅适用于不超过 11 级的整数量表。最低分为最好的题项先作反向处理。",
    )
    return sheet.exhibit(
        "questions", Text(zh="题项得分", en="Questions"), method, _columns(totals, rows, weights), notes=[sheet.few()]
    )


def _columns(totals: Totals, rows: Sequence[tuple[Block, Question, Group]], weights: Weights) -> list[Column]:
    tops = [totals.top_two(group, question) for _, question, group in rows]
    return [
        words("item", "Column", "列", (same(question.column) for _, question, _ in rows)),
        words("question", "Question", "题项", (question.title for _, question, _ in rows)),
        words("construct", "Construct", "构念", (block.title for block, _, _ in rows)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(block.name) for block, _, _ in rows)),
        words("period", "Period", "期间", (same(group.period) for _, _, group in rows)),
        words("scale", "Scale", "量表", (_scale(question) for _, question, _ in rows)),
        number("answers", "Answers", "答案数", (group.count(question) for _, question, group in rows)),
        number("missing", "Not answered", "未作答", (group.answers - group.count(one) for _, one, group in rows)),
        number("mean", "Mean", "均值", (exact(group.mean(question)) for _, question, group in rows), 2),
        number("points", "Mean as 0–100", "均值折算（0–100）", (exact(g.points(one)) for _, one, g in rows), 1, POINTS),
        number("top-two", "Top-2-box", "前两档比例", (one.value for one in tops), 1, PERCENT),
        number("top-two-low", "Top-2-box, lower bound", "前两档比例：区间下限", (one.low for one in tops), 1, PERCENT),
        number(
            "top-two-high", "Top-2-box, upper bound", "前两档比例：区间上限", (one.high for one in tops), 1, PERCENT
        ),
        number("weight", "Weight in the index", "指数中的权重", (exact(weights[one.alias]) for _, one, _ in rows), 3),
    ]


def _scale(question: Question) -> Text:
    if question.setting.yes_no:
        return Text(zh="是/否", en="yes/no")
    text = f"{plain(question.low)}–{plain(question.high)}"
    return Text(zh=f"{text}（反向）", en=f"{text}, turned round") if question.setting.reversed else same(text)


def zone_table(sheet: Sheet, totals: Totals) -> Exhibit | None:
    """Return one row for each question with an expectation interval and period; None without such questions."""
    asked = [one for one in sheet.survey.questions.questions if one.has_limits]
    if not asked:
        return None
    found = sheet.survey.dataset.run(_query(sheet, asked))
    # Of one column with another's, so that a question all of whose rows lack limits is left out of the table.
    rows = [(one, row) for one in asked for row in found if row[f"known_{one.alias}"]]
    return sheet.exhibit(
        "zones",
        Text(zh="答案与期望区间", en="Answers against the expectation interval"),
        _method(sheet),
        _zone_columns(sheet, rows),
        assumptions=_assumptions(sheet),
    )


def _zone_columns(sheet: Sheet, rows: Sequence[tuple[Question, dict[str, Any]]]) -> list[Column]:
    return [
        words("item", "Column", "列", (same(one.column) for one, _ in rows)),
        words("question", "Question", "题项", (one.title for one, _ in rows)),
        words("period", "Period", "期间", (same(sheet.survey.period(row["period"])) for _, row in rows)),
        words("limits", "Limits", "界限来源", (_origin(one) for one, _ in rows)),
        number("lsl", "Lower limit (LSL)", "期望下限（LSL）", (exact(row[f"lsl_{one.alias}"]) for one, row in rows), 1),
        number("usl", "Upper limit (USL)", "期望上限（USL）", (exact(row[f"usl_{one.alias}"]) for one, row in rows), 1),
        number("answers", "Answers", "答案数", (row[f"known_{one.alias}"] for one, row in rows)),
        *(
            number(key, title.en, title.zh, (row[f"{key}_{one.alias}"] for one, row in rows))
            for key, title in ZONES.items()
        ),
        *(
            number(
                f"{key}-share",
                f"{title.en}, %",
                f"{title.zh}（%）",
                (exact(Fraction(100 * row[f"{key}_{one.alias}"], row[f"known_{one.alias}"])) for one, row in rows),
                1,
                PERCENT,
            )
            for key, title in ZONES.items()
        ),
    ]


def _query(sheet: Sheet, asked: Sequence[Question]) -> str:
    widths = sheet.survey.settings.expectation
    cells = []
    for one in asked:
        low, high = one.limits()
        x, near, far = one.alias, widths.near * one.span, widths.far * one.span
        known = f"{x} IS NOT NULL AND {low} <= {high}"
        zones = {
            "above": f"{x} > {high}",
            "inside": f"{x} <= {high} AND {x} > {low} + {near}",
            "near": f"{x} <= {high} AND abs({x} - {low}) <= {near}",
            "below": f"{x} < {low} - {near} AND {x} >= {low} - {far}",
            "far": f"{x} < {low} - {far}",
        }
        cells += [
            f"count(*) FILTER (WHERE {known}) AS known_{x}",
            f"avg({low}) FILTER (WHERE {known}) AS lsl_{x}",
            f"avg({high}) FILTER (WHERE {known}) AS usl_{x}",
        ]
        cells += [f"count(*) FILTER (WHERE {known} AND {condition}) AS {key}_{x}" for key, condition in zones.items()]
    return f"SELECT period, {', '.join(cells)} FROM {ANSWERS} GROUP BY period ORDER BY period"


def _origin(question: Question) -> Text:
    return STATED if question.fixed_limits else ASKED


def _method(sheet: Sheet) -> Text:
    widths = sheet.survey.settings.expectation
    near, far = (f"{plain(100 * value)}" for value in (widths.near, widths.far))
    return Text(
        en=f"Each answer against the interval from LSL to USL: above USL; inside; near LSL (no more than {near} % "
        f"of the scale from it, and not above USL); below; far below (more than {far} % of the scale under LSL). "
        "Limits asked of each respondent hold for that respondent.",
        zh=f"将每个答案与期望区间 [LSL, USL] 比较：高于 USL；区间内；接近 LSL（与其相差不超过量表长度的 {near}%，"
        f"且不高于 USL）；低于；远低于（低于 LSL 超过量表长度的 {far}%）。逐人询问的界限用于该受访者本人。",
    )


def _assumptions(sheet: Sheet) -> list[Assumption]:
    widths = sheet.survey.settings.expectation
    own = widths.model_fields_set
    origin = Text(
        zh="本工具的默认值；资料未给出宽度", en="a default of this tool; the source names the zones without widths"
    )
    stated = Text(zh="本组织设定", en="stated by the organisation")
    titles = {
        "near": Text(zh="“接近下限”的宽度", en="width of “near the lower limit”"),
        "far": Text(zh="“远低于”的起点", en="where “far below” begins"),
    }
    unit = Text(zh="% 量表长度", en="% of the scale")
    return [
        Assumption(
            key=f"expectation.{key}",
            title=title,
            value=Decimal(100) * getattr(widths, key),
            unit=unit,
            origin=stated if key in own else origin,
            own=key in own,
        )
        for key, title in titles.items()
    ]
