"""The stairs of a model that is rated by levels: each item's level, by category, beside the level aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhuoyue.charts.level_rows import LevelGroup, LevelRow
from zhuoyue.charts.levels import LevelsChart, levels
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.score import State

_ZERO = Decimal(0)


def stairs(assessment: Assessment, language: str) -> LevelsChart | None:
    """Lay out every item's level; None unless all items are rated by the levels of one scheme."""
    if len(assessment.schemes) > 1 or assessment.scheme.scale is not Scale.LEVEL:
        return None
    scheme = assessment.scheme
    steps = [band for band in scheme.bands if band.low > _ZERO]
    names = [band.name.get(language) for band in steps]
    none = next((band.name.get(language) for band in scheme.bands if band.low == _ZERO), "0")
    groups = [
        LevelGroup(f"{one.code} {one.title.get(language)}", tuple(_rows(assessment, one, scheme, language)))
        for one in assessment.criteria.categories
    ]
    title = "各条款的等级" if language == "zh" else "Levels of the items"
    return levels(title, groups, names, language, none=none)


def _rows(assessment: Assessment, category: Category, scheme: SchemeData, language: str) -> Iterator[LevelRow]:
    for item in category.items:
        yield _row(assessment, item, scheme, f"{item.code} {item.title.get(language)}")


def _row(assessment: Assessment, item: Item, scheme: SchemeData, label: str) -> LevelRow:
    score = assessment.result_of[item.id].score
    target = assessment.targets.get(item.id)
    low, high = (_place(scheme, end * 100 / item.points) for end in (score.low, score.high))
    return LevelRow(
        label,
        level=None if score.percent is None else _place(scheme, score.percent),
        low=low,
        high=high,
        wanted=None if target is None else _place(scheme, target),
        suggested=score.state is State.SUGGESTED,
        applicable=score.state is not State.NOT_APPLICABLE,
    )


def _place(scheme: SchemeData, position: Decimal) -> int:
    """Return how many levels are reached at a position."""
    return sum(_ZERO < band.low <= position for band in scheme.bands)
