"""The coefficients over all items, each with what it rests on, or why it cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement import alpha, icc, kendall
from zhuoyue.agreement.rounding import rounded
from zhuoyue.agreement.undefined import UndefinedError
from zhuoyue.model.agreement import Coefficient
from zhuoyue.model.text import Text

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float64]]

_PLACES = 6
FEWEST = 5
"""Items below which no coefficient is given. A convention, not a standard: with two or three items one of them moves
a coefficient, and its interval, from end to end; the figure would say more about the items than about the team."""
TITLES = {
    "icc_2_1": Text(en="ICC(2,1), one assessor", zh="组内相关系数 ICC(2,1)，单个评审员"),
    "icc_2_k": Text(en="ICC(2,k), mean of the team", zh="组内相关系数 ICC(2,k)，团队均值"),
    "alpha_interval": Text(en="Krippendorff's α, percents", zh="Krippendorff α，百分比（等距）"),
    "alpha_ordinal": Text(en="Krippendorff's α, bands", zh="Krippendorff α，分数段（等级）"),
    "kendall_w": Text(en="Kendall's W", zh="Kendall 和谐系数 W"),
}
"""Names by key, in the order they are shown."""


@dataclass(frozen=True)
class _Finding:
    """A coefficient as floats."""

    value: float
    ends: tuple[float, float] | None
    note: Text


def coefficients(percents: Floats, bands: Floats, level: float) -> Iterator[Coefficient]:
    """Yield every coefficient; those that the ratings do not determine without value and with the reason.

    Args:
        percents: items × assessors, NaN where there is none.
        bands: the same in numbers of bands.
        level: confidence of the intervals.
    """
    import numpy as np

    complete = percents[~np.isnan(percents).any(axis=1)]
    for key, made in (
        ("icc_2_1", lambda: _single(complete, level)),
        ("icc_2_k", lambda: _average(complete, level)),
    ):
        yield _coefficient(key, complete, level, made)
    yield _coefficient(
        "alpha_interval", _shared(percents), level, lambda: _alpha(percents, alpha.Level.INTERVAL, level)
    )
    yield _coefficient("alpha_ordinal", _shared(bands), level, lambda: _alpha(bands, alpha.Level.ORDINAL, level))
    yield _coefficient("kendall_w", complete, level, lambda: _order(complete))


def _shared(table: Floats) -> Floats:
    """Return the rows of a table with two ratings or more."""
    import numpy as np

    shared: Floats = table[(~np.isnan(table)).sum(axis=1) >= 2]
    return shared


def _coefficient(key: str, table: Floats, level: float, made: Any) -> Coefficient:
    items, raters = _size(table)
    if 0 < items < FEWEST:
        return Coefficient(key=key, title=TITLES[key], value=None, items=items, raters=raters, note=_few(key, items))
    try:
        found: _Finding = made()
    except UndefinedError as error:
        return Coefficient(key=key, title=TITLES[key], value=None, items=items, raters=raters, note=error.reason)
    low, high = found.ends or (None, None)
    return Coefficient(
        key=key,
        title=TITLES[key],
        value=rounded(found.value, _PLACES),
        low=None if low is None else rounded(low, _PLACES),
        high=None if high is None else rounded(high, _PLACES),
        level=rounded(level, 4).normalize() if found.ends else None,
        items=items,
        raters=raters,
        note=found.note,
    )


def _few(key: str, items: int) -> Text:
    """Return why so few items give no coefficient."""
    count = f"{items} item{'s' * (items != 1)}"
    if key.startswith("alpha"):
        en, zh = f"{count} rated by two or more", f"两人以上评过的条款仅 {items} 个"
    else:
        en, zh = f"{count} rated by all", f"全体评过的条款仅 {items} 个"
    return Text(en=f"{en}, too few (it takes {FEWEST})", zh=f"{zh}，太少（至少需要 {FEWEST} 个）")


def _size(table: Floats) -> tuple[int, int]:
    """Return how many items and assessors a table holds."""
    import numpy as np

    return len(table), int((~np.isnan(table)).any(axis=0).sum()) if len(table) else 0


_COMPLETE = Text(en="Of the items that all assessors rated.", zh="取全体评审员都评过的条款。")


def _single(complete: Floats, level: float) -> _Finding:
    squares = icc.mean_squares(complete)
    return _Finding(icc.single(squares), icc.interval(squares, level), _COMPLETE)


def _average(complete: Floats, level: float) -> _Finding:
    squares = icc.mean_squares(complete)
    ends = icc.interval(squares, level)
    return _Finding(icc.average(squares), icc.stepped_up(ends, squares.k) if ends else None, _COMPLETE)


def _alpha(table: Floats, scale: alpha.Level, level: float) -> _Finding:
    value = alpha.alpha(table, scale)
    ends = alpha.bootstrap(table, scale, level)
    note = Text(
        en=f"Of the items that two or more rated; interval from {alpha.RESAMPLES} drawings, seed {alpha.SEED}.",
        zh=f"取两人以上评过的条款；区间由条款重复抽样 {alpha.RESAMPLES} 次得出，种子 {alpha.SEED}。",
    )
    few = Text(
        en="Of the items that two or more rated; too few or too much alike for an interval.",
        zh="取两人以上评过的条款；条款太少或评分过于一致，无法给出区间。",
    )
    return _Finding(value, ends, note if ends else few)


def _order(complete: Floats) -> _Finding:
    note = Text(
        en="Of the items that all assessors rated; corrected for equal percents.",
        zh="取全体评审员都评过的条款；已作同分校正。",
    )
    return _Finding(kendall.kendall_w(complete), None, note)
