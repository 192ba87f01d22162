"""The indices as tables: of all answers by period, and of each segment and tier against the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from zhuoyue import Column, Exhibit, Text, same
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import Difference, Figure, difference, exact, holm
from zhuoyue_plugins.satisfaction.questionnaire import Block
from zhuoyue_plugins.satisfaction.sheet import POINTS, Sheet, named
from zhuoyue_plugins.satisfaction.totals import Group, Scope, Totals

_WORDS = {"segment": "segments", "tier": "tiers"}


@dataclass(frozen=True)
class _Row:
    block: Block
    group: Group
    figure: Figure
    other: Figure | None = None
    """What it is compared with."""
    gap: Difference | None = None
    p: float | None = None
    """p of the gap, adjusted for the number of comparisons."""
    moved: Difference | None = None
    """Change since `before`."""
    moved_p: float | None = None
    """p of the change, adjusted for the number of changes in its period."""
    since: str | None = None
    """The last period before it with answers."""


def index_table(sheet: Sheet, totals: Totals) -> Exhibit:
    """Return one row for each construct and period, with the change since the period before."""
    rows: list[_Row] = []
    for block in sheet.survey.questions.blocks:
        before: _Row | None = None
        for group in totals.of("whole"):
            row = _since(sheet, _Row(block, group, totals.index(group, block)), before)
            rows.append(row)
            before = row if row.figure.n else before
    rows = _sure(rows, lambda row: row.group.code)
    columns = [
        *_head(sheet, rows),
        *_values(rows),
        *_moves(rows),
        words("weights", "Weights of the questions", "题项权重", (sheet.weighting(row.block) for row in rows)),
    ]
    title = Text(zh="满意度与忠诚度指数", en="Indices of satisfaction and loyalty")
    return sheet.exhibit("index", title, index_method(sheet), columns, notes=_notes(sheet, totals))


def group_table(sheet: Sheet, totals: Totals, scope: Scope) -> Exhibit | None:
    """Return one row for each construct, segment (or tier) and period, each compared with all the others."""
    groups = totals.of(scope)
    if not groups:
        return None
    rows: list[_Row] = []
    for block in sheet.survey.questions.blocks:
        before: dict[str | None, _Row] = {}
        for period in dict.fromkeys(group.period for group in groups):
            now = list(_against_others(sheet, totals, block, [one for one in groups if one.period == period]))
            rows += (_since(sheet, row, before.get(row.group.name)) for row in now)
            before |= {row.group.name: row for row in now if row.figure.n}
    rows = _sure(rows, lambda row: (row.block.name, row.group.code))
    heading = scope_title(sheet, scope)
    title = Text(zh=f"各{heading.get('zh')}指数", en=f"Indices by {heading.get('en').lower()}")
    columns = [
        *_head(sheet, rows),
        words("group", heading.get("en"), heading.get("zh"), (named(sheet.survey, row.group.name) for row in rows)),
        *_values(rows),
        number("others", "Index of the others", "其余客户指数", _other(rows), 1, POINTS),
        *_gaps(rows),
        *_moves(rows),
    ]
    return sheet.exhibit(_WORDS[scope], title, _group_method(sheet), columns, notes=_notes(sheet, totals, scope))


def scope_title(sheet: Sheet, scope: Scope) -> Text:
    """Return what a scope divides customers by."""
    settings = sheet.survey.settings
    return settings.tier_title if scope == "tier" else settings.segment_title


def _against_others(sheet: Sheet, totals: Totals, block: Block, groups: Sequence[Group]) -> Iterator[_Row]:
    figures = [totals.index(group, block) for group in groups]
    weighed = [(figure, group.weight(block)) for figure, group in zip(figures, groups, strict=True)]
    rows = []
    for at, (group, figure) in enumerate(zip(groups, figures, strict=True)):
        others = _pooled([pair for place, pair in enumerate(weighed) if place != at])
        rows.append(_Row(block, group, figure, others, _compared(sheet, figure, others) if others else None))
    tested = [row for row in rows if row.gap]
    adjusted = iter(holm([row.gap.p for row in tested if row.gap]))
    for row in rows:
        yield replace(row, p=next(adjusted)) if row.gap else row


def _pooled(figures: Sequence[tuple[Figure, Fraction]]) -> Figure | None:
    """Return the mean of several groups by the weight of their answers; its error is that of a stratified mean."""
    known = [(one, weight) for one, weight in figures if one.value is not None and one.n]
    whole, n = sum(weight for _, weight in known), sum(one.n for one, _ in known)
    if not whole:
        return None
    value = sum((Fraction(one.value or 0) * weight for one, weight in known), Fraction(0)) / whole
    sure = [(one.n, one.error) for one, _ in known if one.error is not None]
    if not sure:
        return Figure(exact(value), n)
    # A group of one answer has no spread of its own; that of an answer in the other groups stands for it.
    spread = sum((n_sure * error) ** 2 for n_sure, error in sure) / sum(n_sure for n_sure, _ in sure)
    errors = [one.error if one.error is not None else sqrt(spread / one.n) for one, _ in known]
    parts = zip(known, errors, strict=True)
    return Figure(exact(value), n, sqrt(sum((float(weight / whole) * error) ** 2 for (_, weight), error in parts)))


def _compared(sheet: Sheet, one: Figure, other: Figure) -> Difference | None:
    settings = sheet.survey.settings
    return difference(one, other, settings.level, settings.least_answers)


def _head(sheet: Sheet, rows: Sequence[_Row]) -> list[Column]:
    return [
        words("construct", "Construct", "构念", (row.block.title for row in rows)),
        words("construct-id", "Construct (name)", "构念（名称）", (same(row.block.name) for row in rows)),
        words("figure", "Index", "指数名称", (sheet.figure_of(row.block) for row in rows)),
        words("period", "Period", "期间", (same(row.group.period) for row in rows)),
    ]


def _values(rows: Sequence[_Row]) -> list[Column]:
    return [
        number("index", "Index 0–100", "指数（0–100）", (row.figure.value for row in rows), 1, POINTS),
        number("low", "Lower bound", "区间下限", (row.figure.low for row in rows), 1, POINTS),
        number("high", "Upper bound", "区间上限", (row.figure.high for row in rows), 1, POINTS),
        number("answers", "Answers", "答卷数", (row.figure.n for row in rows)),
    ]


def _gaps(rows: Sequence[_Row]) -> list[Column]:
    return [
        *_differences("gap", "Gap", "差距", [row.gap for row in rows]),
        number("gap-p", "p of the gap", "差距的 p 值", (exact(row.p) for row in rows), 4),
    ]


def _moves(rows: Sequence[_Row]) -> list[Column]:
    since = (same(row.since) if row.since else None for row in rows)
    return [
        words("since", "Compared with", "比较期", since),
        *_differences("change", "Change", "变化", [row.moved for row in rows]),
        number("change-p", "p of the change", "变化的 p 值", (exact(row.moved_p) for row in rows), 4),
    ]


def _differences(key: str, en: str, zh: str, found: Sequence[Difference | None]) -> list[Column]:
    return [
        number(key, en, zh, (one.value if one else None for one in found), 1, POINTS),
        number(f"{key}-low", f"{en}, lower bound", f"{zh}：区间下限", (o.low if o else None for o in found), 1, POINTS),
        number(
            f"{key}-high", f"{en}, upper bound", f"{zh}：区间上限", (o.high if o else None for o in found), 1, POINTS
        ),
    ]


def _since(sheet: Sheet, row: _Row, before: _Row | None) -> _Row:
    if before is None:
        return row
    return replace(row, moved=_compared(sheet, row.figure, before.figure), since=before.group.period)


def _sure(rows: Sequence[_Row], family: Callable[[_Row], Hashable]) -> list[_Row]:
    """Return the rows with p of their changes, adjusted for the number of changes in each family."""
    tested: dict[Hashable, dict[int, float]] = {}
    for at, row in enumerate(rows):
        if row.moved:
            tested.setdefault(family(row), {})[at] = row.moved.p
    found: dict[int, float] = {}
    for raw in tested.values():
        found |= zip(raw, holm(list(raw.values())), strict=True)
    return [replace(row, moved_p=found.get(at)) for at, row in enumerate(rows)]


def _other(rows: Sequence[_Row]) -> Iterator[Decimal | None]:
    for row in rows:
        yield row.other.value if row.other else None


def index_method(sheet: Sheet) -> Text:
    """Return how an index is computed, with its sources."""
    en, zh = sheet.level()
    weighted_en = " Respondents count by their weights." if sheet.survey.weighted else ""
    weighted_zh = "受访者按其权重计入。" if sheet.survey.weighted else ""
    return Text(
        en="Index = Σ w (x̄ − lo) / (hi − lo) × 100, with x̄ the mean of a question, lo and hi the ends of its "
        "scale and weights w that sum to 1 in a construct: the form of the American Customer Satisfaction Index "
        "(Fornell et al. 1996). Weights are the unstandardised outer weights of the path model where one could be "
        f"estimated, the same for all periods and groups, else equal.{weighted_en} {en} t interval from the spread "
        "of respondents' own indices; where answers are missing, by Taylor linearisation. Change: Welch's test "
        "between a period and the last one before it with answers, whose respondents are taken as different people; p "
        "is adjusted for the number of changes of a period by Holm's method (1979), its intervals are not.",
        zh="指数 = Σ w (x̄ − lo) / (hi − lo) × 100：x̄ 为题项均值，lo、hi 为量表两端，权重 w 在每个构念内之和为 1，"
        "采用美国顾客满意度指数（ACSI）的形式（Fornell 等，1996）。能估计路径模型时，权重取其非标准化外部权重，"
        f"各期间与各群体相同；否则各题项等权。{weighted_zh}{zh} t 区间由受访者个人指数的离散程度得出，"
        "有缺失答案时作 Taylor 线性化。变化：与此前最近一个有答卷的期间比较（Welch 检验），视两期受访者为不同的人；"
        "p 值按 Holm 法（1979）对同期变化的个数作校正，区间未校正。",
    )


def _group_method(sheet: Sheet) -> Text:
    base = index_method(sheet)
    weighed = (" and their weights", "受访者权重") if sheet.survey.weighted else ("", "答卷数")
    return Text(
        en=f"{base.en} Gap: the group against all the others of its period, weighted by their answers{weighed[0]} "
        "(Welch's test); p is adjusted for the number of groups by Holm's method (1979).",
        zh=f"{base.zh}差距：该群体与同期其余群体（按{weighed[1]}加权）之差（Welch 检验）；p 值按 Holm 法（1979）"
        "对群体个数作校正。",
    )


def _notes(sheet: Sheet, totals: Totals, scope: Scope = "whole") -> list[Text]:
    notes = [sheet.few()]
    if sheet.failed:
        notes.append(
            Text(
                en="The path model could not be estimated (see the problems of the run): all questions of a "
                "construct weigh the same.",
                zh="路径模型未能估计（见运行问题）：每个构念内各题项等权。",
            )
        )
    if scope != "whole":
        shown = len({group.name for group in totals.of(scope)})
        if shown >= sheet.survey.settings.most_groups:
            notes.append(
                Text(
                    en=f"The {shown} groups with most answers are shown, and compared with each other (most_groups).",
                    zh=f"仅列出答卷最多的 {shown} 个群体并相互比较（most_groups）。",
                )
            )
    return notes
