"""The score sheet of a model without a total: a level or a percent instead of points, its range, its state."""

from __future__ import annotations

from zhuoyue import Assessment, Category, Item, Scale, State

HEADINGS = {
    Scale.LEVEL: {"zh": "等级", "en": "Level"},
    Scale.PERCENT: {"zh": "百分比", "en": "Percent"},
    None: {"zh": "结果", "en": "Result"},
}
"""What the figures are called; None where some items have levels and others percents."""
_ROLLED = {
    "zh": {"mean": "均值", "lowest": "最低"},
    "en": {"mean": "mean", "lowest": "lowest"},
}


def heading(assessment: Assessment, language: str) -> str:
    """Return what the column of figures is called: a level, a percent, or a result where both occur."""
    scales = {assessment.scheme_of(item).scale for item in assessment.criteria.items}
    return HEADINGS[scales.pop() if len(scales) == 1 else None][language]


def cells(assessment: Assessment, of: Item | Category, language: str) -> tuple[str, str]:
    """Return figure and range of an item or a category: the one where it is known, else the other."""
    score = assessment.result_of[of.id].score if isinstance(of, Item) else assessment.categories[of.code]
    if score.state is State.NOT_APPLICABLE:
        return "", ""
    shown = _shown(assessment, of, language)
    if isinstance(of, Category):
        shown = _rolled(assessment, of, shown, language)
    return ("", shown) if score.value is None else (shown, "")


def _shown(assessment: Assessment, of: Item | Category, language: str) -> str:
    """Return the figure as a number where it is one; levels that have names by their names."""
    code = assessment.coded(of)
    return code if code[:1].isdigit() else assessment.figure(of).get(language)


def _rolled(assessment: Assessment, category: Category, shown: str, language: str) -> str:
    """Return how a category's figure comes from its items, and beside a mean the lowest of them."""
    way, words = assessment.criteria.roll_up.value, _ROLLED[language]
    lowest = assessment.lowest(category) if way == "mean" else None
    return f"{words[way]} {shown}" + (f" · {words['lowest']} {lowest.get(language)}" if lowest else "")
