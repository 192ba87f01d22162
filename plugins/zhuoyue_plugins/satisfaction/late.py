"""Early against late answers: those who answer late are the likest to those who do not answer at all."""

# ruff: noqa: S608 - aliases and numbers in this SQL are our own

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import difference, exact
from zhuoyue_plugins.satisfaction.sheet import POINTS, Sheet
from zhuoyue_plugins.satisfaction.survey import ANSWERS
from zhuoyue_plugins.satisfaction.totals import Weights
from zhuoyue_plugins.satisfaction.voices import own_means


def early_late(sheet: Sheet, weights: Weights) -> Exhibit | None:
    """Compare early with late answers: those who answer late are the likest to those who do not answer at all."""
    fields, csi = sheet.survey.settings.fields, sheet.survey.questions.csi
    if csi is None or not fields.answered:
        return None
    day = "floor((epoch(answered) - epoch(sent)) / 86400)" if fields.sent else "floor(epoch(answered) / 86400)"
    middles = _middles(sheet, day)
    if not middles:
        return None
    cases = " ".join(f"WHEN {code} THEN {middle}" for code, middle in middles.items())
    halves = f"(SELECT *, {day} > CASE period {cases} END AS late FROM {ANSWERS})"
    means = own_means(sheet, csi.points(dict(weights)), "late", halves)
    codes = sorted(code for code, late in means if late and (code, False) in means)
    if not codes:
        return None
    settings = sheet.survey.settings
    pairs = [(means[code, False], means[code, True]) for code in codes]
    gaps = [difference(late, early, settings.level, settings.least_answers) for early, late in pairs]
    columns = [
        words("period", "Period", "期间", (same(sheet.survey.period(code)) for code in codes)),
        number("early-answers", "Early answers", "早答人数", (early.n for early, _ in pairs)),
        number("late-answers", "Late answers", "晚答人数", (late.n for _, late in pairs)),
        number("early", "CSI, early", "CSI（早答）", (early.value for early, _ in pairs), 1, POINTS),
        number("late", "CSI, late", "CSI（晚答）", (late.value for _, late in pairs), 1, POINTS),
        number("gap", "Late minus early", "晚答 − 早答", (one.value if one else None for one in gaps), 1, POINTS),
        number("gap-low", "Lower bound", "区间下限", (one.low if one else None for one in gaps), 1, POINTS),
        number("gap-high", "Upper bound", "区间上限", (one.high if one else None for one in gaps), 1, POINTS),
        number("p", "p", "p 值", (exact(one.p) if one else None for one in gaps), 4),
    ]
    return sheet.exhibit(
        "early-late",
        Text(zh="早答与晚答的比较", en="Early against late answers"),
        _late_method(sheet),
        columns,
        notes=[sheet.few(), *sheet.unweighted()],
    )


def _middles(sheet: Sheet, day: str) -> dict[int, float]:
    """Return the median day of each period, from how many answers came on each day: the answers need not be sorted."""
    rows = sheet.survey.dataset.run(
        f"SELECT period, {day} AS day, count(*) AS n FROM {ANSWERS} WHERE {day} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )
    counts: dict[int, list[tuple[float, int]]] = {}
    for row in rows:
        counts.setdefault(row["period"], []).append((row["day"], row["n"]))
    return {code: _median(found) for code, found in counts.items()}


def _median(counts: Sequence[tuple[float, int]]) -> float:
    """Return the median of sorted values, each with how often it occurs."""
    total = sum(count for _, count in counts)
    ends, passed = [], 0
    for value, count in counts:
        ends += [value for place in ((total - 1) // 2, total // 2) if passed <= place < passed + count]
        passed += count
    return sum(ends) / 2


def _late_method(sheet: Sheet) -> Text:
    sent = sheet.survey.settings.fields.sent
    en = "days from being asked to the answer" if sent else "day of the answer"
    zh = "从发放到作答的天数" if sent else "作答日期"
    more = (
        ("", "")
        if sent
        else (
            " Without the day of asking, a difference may also come from the time of year.",
            "因无发放日期，差异也可能来自时段不同。",
        )
    )
    return Text(
        en=f"Answers of a period parted at the median {en}; mean of the respondents' own CSI in both parts, Welch's "
        "test. Late answers stand in for those who did not answer (Armstrong and Overton 1977): a clear difference "
        f"suggests that the index would be another one, had all answered.{more[0]}",
        zh=f"按{zh}的中位数将同期答卷分为两半，比较个人 CSI 均值（Welch 检验）。晚答者可近似代表未回复者"
        f"（Armstrong 和 Overton，1977）：差异明显时，若全部回复，指数可能不同。{more[1]}",
    )
