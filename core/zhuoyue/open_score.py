"""Scores that are still open: nobody has rated the item, or its assessors have not agreed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale
from zhuoyue.model.score import Score, State, Step
from zhuoyue.model.text import Text

ZERO = Decimal(0)


def not_agreed(scheme: Scheme, item: Item, ratings: Sequence[Rating], *, pointed: bool) -> Score:
    """Return the range of what the assessors say; one who holds the item not applicable leaves it all open.

    Args:
        scheme: the rules.
        item: the item.
        ratings: independent ratings that differ.
        pointed: whether the model gives points.
    """
    ends = [_ends(scheme, item, rating) for rating in ratings]
    known = sorted(percent for pair in ends if pair is not None for percent in pair)
    if None in ends or not known:
        low, high = ZERO, item.points
    else:
        low, high = (scheme.points(item, percent)[0] for percent in (known[0], known[-1]))
    between = _between(scheme, known, open_=None in ends)
    points_en = points_zh = ""
    if pointed and scheme.data.scale is Scale.PERCENT:
        points_en = f": {plain(low)} to {plain(high)} points"
        points_zh = f"：得分在 {plain(low)} 到 {plain(high)} 之间"
    text = Text(
        en=f"{len(ratings)} assessors have rated and not agreed yet ({between.en}){points_en}",
        zh=f"{len(ratings)} 位评审员已评分，尚未合议一致（{between.zh}）{points_zh}",
    )
    expression = f"{plain(low)} … {plain(high)}" if pointed else _whole(scheme) if None in ends else between.en
    return Score(
        state=State.NOT_AGREED,
        value=None,
        maximum=item.points,
        low=low,
        high=high,
        coverage=ZERO,
        steps=(Step(text=text, expression=expression),),
    )


def _ends(scheme: Scheme, item: Item, rating: Rating) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and highest percent that an assessor leaves; None for not applicable, which leaves all."""
    if rating.percent is not None:
        return rating.percent, rating.percent
    if not rating.marks:
        return None
    derived = scheme.derive(item, rating.marks)
    return derived.low, derived.high


def _between(scheme: Scheme, known: Sequence[Decimal], *, open_: bool) -> Text:
    if scheme.data.scale is Scale.LEVEL and known:
        ends = [scheme.data.shown(percent) for percent in dict.fromkeys((known[0], known[-1]))]
        return Text(en=" … ".join(one.en for one in ends), zh=" … ".join(one.zh for one in ends))
    same = "–" if open_ or not known else f"{plain(known[0])} … {plain(known[-1])} %"
    return Text(en=same, zh=same)


_WHY = {
    State.NOT_RATED: Text(en="Nobody has rated this item", zh="该条款尚未评分"),
    State.NO_EVIDENCE: Text(en="There is neither a rating nor any evidence", zh="既无评分也无证据"),
    State.FAILED: Text(en="A plugin that should have judged this item failed", zh="应评价该条款的插件出错"),
}


def unrated(scheme: Scheme, item: Item, state: State, *, pointed: bool) -> Score:
    """Return the whole range of an item that nothing is known of."""
    shown = plain(item.points)
    why = _WHY[state]
    if scheme.data.scale is Scale.LEVEL:
        text = Text(en=f"{why.en}: any level is possible", zh=f"{why.zh}：任何等级都有可能")
    elif pointed:
        text = Text(
            en=f"{why.en}: anything from 0 to {shown} points is possible",
            zh=f"{why.zh}：得分可能在 0 到 {shown} 之间",
        )
    else:
        text = Text(
            en=f"{why.en}: anything from 0 to 100 % is possible", zh=f"{why.zh}：可能是 0 到 100 % 之间的任何值"
        )
    return Score(
        state=state,
        value=None,
        maximum=item.points,
        low=ZERO,
        high=item.points,
        coverage=ZERO,
        steps=(Step(text=text, expression=f"0 … {shown}" if pointed else _whole(scheme)),),
    )


def _whole(scheme: Scheme) -> str:
    """Return the whole scale, `0 … 100 %` or `0 … 5`, where no points are shown."""
    bands = scheme.data.bands
    return f"{bands[0].label} … {bands[-1].label}" if scheme.data.scale is Scale.LEVEL else "0 … 100 %"
