"""Single questions that speak for themselves: the recommendation (NPS), and who has complained."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from decimal import Decimal

from zhuoyue import Exhibit, Problem, Severity, Text, plain, same
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import Figure, difference, exact
from zhuoyue_plugins.satisfaction.item_tables import PERCENT
from zhuoyue_plugins.satisfaction.sheet import POINTS, Sheet, named
from zhuoyue_plugins.satisfaction.survey import ANSWERS, recommend_scale
from zhuoyue_plugins.satisfaction.totals import Group, Totals, Weights

ALL = Text(zh="全部", en="all")
"""Names the whole where parts stand beside it."""


def has_score(sheet: Sheet) -> bool:
    """Tell whether the recommendation question can give an NPS: there is one, from 0 or 1 to 10."""
    if not sheet.survey.settings.fields.recommend:
        return False
    low, high, _ = recommend_scale(sheet.survey.settings, sheet.survey.questions)
    return Decimal(high) == 10 and Decimal(low) in (0, 1)


def score_problem(sheet: Sheet) -> Problem | None:
    """Return why there is no NPS though a question is named."""
    column = sheet.survey.settings.fields.recommend
    if not column or has_score(sheet):
        return None
    low, high, _ = recommend_scale(sheet.survey.settings, sheet.survey.questions)
    shown = f"{plain(Decimal(low))}–{plain(Decimal(high))}"
    return Problem(
        code="satisfaction-no-nps",
        severity=Severity.WARNING,
        text=Text(
            en=f"no NPS from {column!r}: it is defined for answers 0–10 (1–10 is accepted too), the scale is {shown}",
            zh=f"{column!r} 无法计算 NPS：其定义要求 0–10 分（也接受 1–10 分），现量表为 {shown}",
        ),
        where=f"{sheet.survey.dataset.place}: column {column}",
    )


def score_table(sheet: Sheet, totals: Totals) -> Exhibit | None:
    """Return the NPS of each period, of all and of each segment."""
    if not has_score(sheet):
        return None
    groups: list[Group] = [*totals.of("whole"), *totals.of("segment")]
    groups = [group for group in groups if group.row["rec_n"]]
    scores = [totals.promoters(group) for group in groups]
    shares = [totals.shares(group) for group in groups]
    columns = [
        words("period", "Period", "期间", (same(group.period) for group in groups)),
        words(
            "group",
            "Customers",
            "客户",
            (ALL if group.scope == "whole" else named(sheet.survey, group.name) for group in groups),
        ),
        number("answers", "Answers", "答案数", (int(group.row["rec_n"]) for group in groups)),
        number("promoters", "Promoters", "推荐者", (int(group.row["pro_n"]) for group in groups)),
        number("passives", "Passives", "中立者", (_passive(group) for group in groups)),
        number("detractors", "Detractors", "贬损者", (int(group.row["det_n"]) for group in groups)),
        number("promoters-share", "Promoters, share", "推荐者比例", (exact(one[0]) for one in shares), 1, PERCENT),
        number("passives-share", "Passives, share", "中立者比例", (exact(one[1]) for one in shares), 1, PERCENT),
        number("detractors-share", "Detractors, share", "贬损者比例", (exact(one[2]) for one in shares), 1, PERCENT),
        number("nps", "NPS", "NPS", (one.value for one in scores), 1),
        number("error", "Standard error", "标准误", (exact(one.error) for one in scores), 2),
        number("low", "Lower bound", "区间下限", (one.low for one in scores), 1),
        number("high", "Upper bound", "区间上限", (one.high for one in scores), 1),
    ]
    return sheet.exhibit(
        "nps",
        Text(zh="净推荐值（NPS）", en="Net promoter score"),
        _score_method(sheet),
        columns,
        notes=_score_notes(sheet),
    )


def _passive(group: Group) -> int:
    return int(group.row["rec_n"]) - int(group.row["pro_n"]) - int(group.row["det_n"])


def _score_method(sheet: Sheet) -> Text:
    en, zh = sheet.level()
    weighted = (
        (" Shares by weight; counts are respondents.", "比例按权重计算，计数为人数。")
        if sheet.survey.weighted
        else ("", "")
    )
    return Text(
        en="NPS = percentage of 9–10 minus percentage of answers up to 6. Variance (p₊ + p₋ − (p₊ − p₋)²) / n; "
        f"{en} normal interval.{weighted[0]}",
        zh=f"NPS = 9–10 分比例减去 6 分及以下比例。方差 (p₊ + p₋ − (p₊ − p₋)²) / n；{zh} 正态区间。{weighted[1]}",
    )


def _score_notes(sheet: Sheet) -> list[Text]:
    low, _, _ = recommend_scale(sheet.survey.settings, sheet.survey.questions)
    if Decimal(low) == 0:
        return [sheet.few()]
    return [
        Text(
            en="The question was asked on 1–10, not 0–10: detractors are 1–6. Compare with an NPS from 0–10 with care.",
            zh="该题采用 1–10 分而非 0–10 分：1–6 分计为贬损者。与 0–10 分的 NPS 比较时须谨慎。",
        ),
        sheet.few(),
    ]


def complaint_table(sheet: Sheet, totals: Totals, weights: Weights) -> Exhibit | None:
    """Return, by period, who has complained, and the CSI of those who have and have not."""
    if not sheet.survey.settings.fields.complained:
        return None
    groups = [group for group in totals.of("whole") if group.row["com_n"]]
    shares = [totals.complained(group) for group in groups]
    apart = _apart(sheet, weights)
    settings = sheet.survey.settings
    pairs = [(apart.get((group.code, True), _NONE), apart.get((group.code, False), _NONE)) for group in groups]
    gaps = [difference(*pair, settings.level, settings.least_answers) for pair in pairs]
    columns = [
        words("period", "Period", "期间", (same(group.period) for group in groups)),
        number("answers", "Answers", "答案数", (one.n for one in shares)),
        number("complained", "Have complained", "有过抱怨", (int(group.row["com_yes"]) for group in groups)),
        number("share", "Share", "比例", (one.value for one in shares), 1, PERCENT),
        number("low", "Lower bound", "区间下限", (one.low for one in shares), 1, PERCENT),
        number("high", "Upper bound", "区间上限", (one.high for one in shares), 1, PERCENT),
        number("csi-yes", "CSI of those who have", "有过抱怨者的 CSI", (one.value for one, _ in pairs), 1, POINTS),
        number("csi-no", "CSI of the others", "其余受访者的 CSI", (one.value for _, one in pairs), 1, POINTS),
        number("gap", "Gap", "差距", (one.value if one else None for one in gaps), 1, POINTS),
        number("gap-low", "Gap, lower bound", "差距：区间下限", (one.low if one else None for one in gaps), 1, POINTS),
        number(
            "gap-high", "Gap, upper bound", "差距：区间上限", (one.high if one else None for one in gaps), 1, POINTS
        ),
    ]
    en, zh = sheet.level()
    method = Text(
        en=f"Percentage that says to have complained, with Wilson's {en} interval; the CSI as mean of the "
        "respondents' own indices, the gap by Welch's test. Respondents are counted, without weights.",
        zh=f"自述有过抱怨者的百分比，附 Wilson {zh} 区间；CSI 为受访者个人指数的均值，差距用 Welch 检验。按人数计，"
        "不加权。",
    )
    title = Text(zh="有过抱怨的顾客", en="Customers who have complained")
    return sheet.exhibit("complained", title, method, columns, notes=[sheet.few(), *sheet.unweighted()])


_NONE = Figure(None, 0)


def _apart(sheet: Sheet, weights: Weights) -> dict[tuple[int, bool], Figure]:
    """Return the mean of own CSIs by period and complaint."""
    csi = sheet.survey.questions.csi
    if csi is None:
        return {}
    return own_means(sheet, csi.points(dict(weights)), "complained")


def own_means(sheet: Sheet, own: str, by: str, relation: str = ANSWERS) -> dict[tuple[int, bool], Figure]:
    """Return means of respondents' own indices by period and a yes or no."""
    rows = sheet.survey.dataset.run(
        f"SELECT period, {by} AS said, count(own) AS n, avg(own) AS mean, stddev_samp(own) AS sd "
        f"FROM (SELECT *, {own} AS own FROM {relation}) WHERE {by} IS NOT NULL GROUP BY 1, 2"
    )
    return {(row["period"], row["said"]): _mean(row) for row in rows if row["n"]}


def _mean(row: dict[str, float]) -> Figure:
    n = int(row["n"])
    error = row["sd"] / n**0.5 if row["sd"] is not None else None
    return Figure(exact(float(row["mean"])), n, error)
