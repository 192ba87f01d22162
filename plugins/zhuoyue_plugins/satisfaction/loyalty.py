"""Levels of satisfaction and what follows from them: the observed cross-table, and the assumed map beside it."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhuoyue import Assumption, Exhibit, Text, plain, same
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import exact, share
from zhuoyue_plugins.satisfaction.item_tables import PERCENT
from zhuoyue_plugins.satisfaction.questionnaire import Block
from zhuoyue_plugins.satisfaction.settings import LoyaltySetting
from zhuoyue_plugins.satisfaction.sheet import Sheet
from zhuoyue_plugins.satisfaction.survey import ANSWERS
from zhuoyue_plugins.satisfaction.totals import Weights

LEVELS = {
    5: Text(zh="非常满意", en="very satisfied"),
    4: Text(zh="满意", en="satisfied"),
    3: Text(zh="可接受", en="acceptable"),
    2: Text(zh="不满意", en="dissatisfied"),
    1: Text(zh="非常不满意", en="very dissatisfied"),
}
"""Levels of satisfaction, best first."""
STATES = {
    "loyal": Text(zh="忠诚的", en="loyal"),
    "favourable": Text(zh="有利的", en="favourable"),
    "vulnerable": Text(zh="脆弱的", en="vulnerable"),
    "at-risk": Text(zh="有风险的", en="at risk"),
    "not-assessable": Text(zh="不可评估", en="not assessable"),
}
"""States of loyalty."""
_SOURCE = Text(zh="某交付中心的客户满意度与忠诚度资料", en="satisfaction and loyalty deck of a delivery centre")
_DEFAULT = Text(
    zh="本工具的默认值；资料未给出界限", en="a default of this tool; the source names levels without limits"
)
_STATED = Text(zh="本组织设定", en="stated by the organisation")

Counts = Mapping[tuple[str, int, int | None], int]
"""Respondents by period, level of satisfaction and level of loyalty."""


def loyalty_tables(sheet: Sheet, weights: Weights) -> list[Exhibit]:
    """Return the levels by period; with a loyalty index also the cross-table and the assumed map."""
    csi, cli = sheet.survey.questions.csi, sheet.survey.questions.cli
    if csi is None:
        return []
    counts = _counts(sheet, weights, csi, cli)
    tables = [_levels(sheet, counts, csi)]
    if cli is not None and any(loyal is not None for _, _, loyal in counts):
        tables += [_observed(sheet, counts), _rates(sheet, counts), _assumed(sheet)]
    return tables


def state(setting: LoyaltySetting, level: int) -> Text:
    """Return the state that a level of satisfaction is assumed to lead to."""
    return STATES[setting.states[5 - level]]


def spans(setting: LoyaltySetting) -> dict[int, Text]:
    """Return what the levels of loyalty are called: their ranges of the own loyalty index, nothing assumed."""
    low = {1: None, **dict(zip(range(2, 6), map(plain, setting.cuts), strict=True))}
    upper = {level: low.get(level + 1, "100") for level in low}
    return {
        level: same(f"{low[level]}–{upper[level]}")
        if low[level]
        else Text(zh=f"低于 {upper[level]}", en=f"below {upper[level]}")
        for level in LEVELS
    }


def _counts(sheet: Sheet, weights: Weights, csi: Block, cli: Block | None) -> Counts:
    cuts = sheet.survey.settings.loyalty.cuts
    own = dict(weights)
    loyal = _level(cli.points(own), cuts) if cli else "NULL"
    rows = sheet.survey.dataset.run(
        f"SELECT period, {_level(csi.points(own), cuts)} AS pleased, {loyal} AS loyal, count(*) AS n "
        f"FROM {ANSWERS} GROUP BY ALL ORDER BY ALL"
    )
    counts: Counter[tuple[str, int, int | None]] = Counter()
    for row in rows:
        if row["pleased"] is not None:
            counts[sheet.survey.period(row["period"]), row["pleased"], row["loyal"]] += row["n"]
    return counts


def _level(index: str, cuts: Sequence[Decimal]) -> str:
    steps = " + ".join(f"(own >= {cut})::INTEGER" for cut in cuts)
    return f"list_transform([{index}], lambda own: 1 + {steps})[1]"


def _levels(sheet: Sheet, counts: Counts, csi: Block) -> Exhibit:
    periods = sorted({period for period, _, _ in counts})
    rows = [(period, level) for period in periods for level in LEVELS]
    number_of = {
        (period, level): sum(n for (when, pleased, _), n in counts.items() if (when, pleased) == (period, level))
        for period, level in rows
    }
    whole = {period: sum(number_of[period, level] for level in LEVELS) for period in periods}
    columns = [
        words("period", "Period", "期间", (same(period) for period, _ in rows)),
        number("level", "Level", "等级", (level for _, level in rows)),
        words("name", "Name", "名称", (LEVELS[level] for _, level in rows)),
        number("count", "Respondents", "人数", (number_of[row] for row in rows)),
        number(
            "share", "Share", "比例", (exact(Fraction(100 * number_of[row], whole[row[0]])) for row in rows), 1, PERCENT
        ),
    ]
    title = Text(zh=f"满意等级分布：{csi.title.get('zh')}", en=f"Levels of satisfaction: {csi.title.get('en')}")
    return sheet.exhibit("levels", title, _method(sheet), columns, notes=sheet.unweighted())


def _method(sheet: Sheet) -> Text:
    cuts = ", ".join(plain(cut) for cut in sheet.survey.settings.loyalty.cuts)
    return Text(
        en="Each respondent's own index 0–100 (weights as in the index; weights of unanswered questions go to the "
        f"others) falls into one of five levels, with limits at {cuts}; an index on a limit belongs to the higher "
        "level. Respondents are counted, without weights.",
        zh=f"按受访者个人指数（0–100，权重同指数；未答题项的权重由其余题项分担）分为五个等级，界限为 {cuts}，"
        "等于界限者归入较高等级。按人数计，不加权。",
    )


def _observed(sheet: Sheet, counts: Counts) -> Exhibit:
    """Return respondents by satisfaction and loyalty, for each period."""
    periods = sorted({period for period, _, _ in counts})
    rows = [(period, level) for period in periods for level in LEVELS]
    ranges = spans(sheet.survey.settings.loyalty)

    def cell(period: str, level: int, loyal: int | None) -> int:
        return counts.get((period, level, loyal), 0)

    columns = [
        words("period", "Period", "期间", (same(period) for period, _ in rows)),
        number("level", "Level", "等级", (level for _, level in rows)),
        words("name", "Satisfaction", "满意等级", (LEVELS[level] for _, level in rows)),
        *(
            number(
                f"loyalty-{loyal}",
                f"Loyalty {ranges[loyal].get('en')}",
                f"忠诚指数 {ranges[loyal].get('zh')}",
                (cell(*row, loyal) for row in rows),
            )
            for loyal in LEVELS
        ),
        number("loyalty-unknown", "No loyalty answer", "未答忠诚题", (cell(*row, None) for row in rows)),
    ]
    base = _method(sheet)
    method = Text(
        en=f"{base.en} Loyalty is divided by the same limits, from the respondent's own loyalty index. Observed: of "
        "the assumed map nothing is used, the limits of the levels are those of the settings (loyalty.cuts).",
        zh=f"{base.zh}忠诚度按个人忠诚指数以同样界限分级。此表为实际观测，不使用假定的对应关系；等级界限取自设置 "
        "loyalty.cuts。",
    )
    title = Text(zh="满意与忠诚：实际观测", en="Satisfaction and loyalty as observed")
    return sheet.exhibit("loyalty", title, method, columns, notes=sheet.unweighted())


def _rates(sheet: Sheet, counts: Counts) -> Exhibit:
    """Return the share of loyal respondents at each level of satisfaction, by period."""
    settings = sheet.survey.settings
    rows = [(period, level) for period in sorted({period for period, _, _ in counts}) for level in LEVELS]
    known = {
        row: sum(n for (when, level, loyal), n in counts.items() if (when, level) == row and loyal) for row in rows
    }
    loyal = [share(counts.get((*row, 5), 0), known[row], settings.level, settings.least_answers) for row in rows]
    en, zh = sheet.level()
    cut = plain(settings.loyalty.cuts[-1])
    columns = [
        words("period", "Period", "期间", (same(period) for period, _ in rows)),
        number("level", "Level", "等级", (level for _, level in rows)),
        words("name", "Satisfaction", "满意等级", (LEVELS[level] for _, level in rows)),
        number("answers", "Respondents", "人数", (one.n for one in loyal)),
        number(
            "loyal",
            f"Loyal (index {cut} or more)",
            f"忠诚比例（指数不低于 {cut}）",
            (one.value for one in loyal),
            1,
            PERCENT,
        ),
        number("low", "Lower bound", "区间下限", (one.low for one in loyal), 1, PERCENT),
        number("high", "Upper bound", "区间上限", (one.high for one in loyal), 1, PERCENT),
    ]
    base = _method(sheet)
    method = Text(
        en=f"{base.en} Loyal means here: an own loyalty index of {cut} or more, a limit of the settings "
        f"(loyalty.cuts); the source of the map does not define it. Wilson's {en} interval (1927).",
        zh=f"{base.zh}此处“忠诚”指个人忠诚指数不低于 {cut}，界限取自设置 loyalty.cuts；对应关系的资料对此没有定义。"
        f"Wilson {zh} 区间（1927）。",
    )
    title = Text(zh="各满意等级的忠诚比例：实际观测", en="Loyal customers at each level of satisfaction, observed")
    return sheet.exhibit("loyalty-rates", title, method, columns, notes=[sheet.few(), *sheet.unweighted()])


def _assumed(sheet: Sheet) -> Exhibit:
    """Return the map from satisfaction to loyalty that the model takes for granted."""
    setting = sheet.survey.settings.loyalty
    marks: dict[int, Decimal] = {5: setting.loyal_at_5, 4: setting.loyal_at_4}
    columns = [
        number("level", "Level", "等级", list(LEVELS)),
        words("name", "Satisfaction", "满意等级", LEVELS.values()),
        words("state", "Assumed state of loyalty", "假定的忠诚状态", (state(setting, level) for level in LEVELS)),
        number(
            "loyal",
            "Assumed share of loyal customers",
            "假定的忠诚比例",
            (marks.get(level) for level in LEVELS),
            0,
            PERCENT,
        ),
    ]
    method = Text(
        en="Nothing here was observed: a source document maps five levels of satisfaction to five states of "
        "loyalty, and marks about 60 % loyal among the very satisfied and about 30 % among the satisfied. Held "
        "against the observed figures, it shows whether it fits these customers.",
        zh="此表并非观测结果：某资料将五个满意等级对应到五种忠诚状态，并标注非常满意者约 60%、满意者约 30% 为忠诚客户。"
        "与实际观测对照，可看出该假设是否适用于本组织的客户。",
    )
    note = Text(
        en="In the source the order of the last two states cannot be read with certainty; loyalty.states sets it.",
        zh="资料中最后两种状态的对应次序无法确定，可用 loyalty.states 设定。",
    )
    title = Text(zh="满意与忠诚：假定的对应关系", en="Satisfaction and loyalty as assumed")
    return sheet.exhibit(
        "loyalty-assumed", title, method, columns, notes=[note], assumptions=_assumptions(setting), evidence=()
    )


def _assumptions(setting: LoyaltySetting) -> list[Assumption]:
    own = setting.model_fields_set
    shares = [
        Assumption(
            key=f"loyalty.loyal_at_{level}",
            title=Text(zh=f"{LEVELS[level].zh}者中的忠诚比例", en=f"loyal customers among the {LEVELS[level].en}"),
            value=getattr(setting, f"loyal_at_{level}"),
            unit=PERCENT,
            origin=_STATED if f"loyal_at_{level}" in own else _SOURCE,
            own=f"loyal_at_{level}" in own,
        )
        for level in (5, 4)
    ]
    return [*shares, *_order(setting), *_limits(setting)]


def _order(setting: LoyaltySetting) -> list[Assumption]:
    """Return which level leads to which state: one setting, one row for each state."""
    own = "states" in setting.model_fields_set
    return [
        Assumption(
            key="loyalty.states",
            title=Text(
                zh=f"“{STATES[name].zh}”对应的满意等级", en=f"level of satisfaction that leads to “{STATES[name].en}”"
            ),
            value=Decimal(5 - at),
            origin=_STATED if own else _SOURCE,
            own=own,
        )
        for at, name in enumerate(setting.states)
    ]


def _limits(setting: LoyaltySetting) -> list[Assumption]:
    """Return where one level ends and the next begins, which decides the level of everyone."""
    own = "cuts" in setting.model_fields_set
    return [
        Assumption(
            key="loyalty.cuts",
            title=Text(zh=f"等级 {level} 的下限（个人指数）", en=f"lower limit of level {level} (own index)"),
            value=cut,
            origin=_STATED if own else _DEFAULT,
            own=own,
        )
        for level, cut in zip(range(2, 6), setting.cuts, strict=True)
    ]
