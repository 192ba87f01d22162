"""Pure scoring: item scores, sums, ranges and coverage. Exact, no I/O, the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.score import Score, State, Step
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_SHARE = Decimal("0.000001")


def score_item(
    scheme: Scheme,
    item: Item,
    rating: Rating | None,
    suggestion: Suggestion | None = None,
    unknown: State = State.NOT_RATED,
    disputed: Sequence[Rating] = (),
) -> Score:
    """Score one item.

    Args:
        scheme: the rules.
        item: the item.
        rating: the rating that prevails, if any.
        suggestion: what to use for want of a rating; None unless the policy allows it.
        unknown: the state if neither gives a percent: not rated, no evidence or failed.
        disputed: independent ratings that differ, as long as the team has not agreed.
    """
    if rating is not None and rating.not_applicable:
        return _not_applicable(rating)
    if disputed:
        return _not_agreed(scheme, item, disputed)
    percent = rating.percent if rating is not None else None
    if percent is not None and rating is not None:
        return _known(scheme, item, percent, State.RATED, _rated(percent, rating.assessor))
    if suggestion is not None and suggestion.percent is not None:
        name, shown = suggestion.source, plain(suggestion.percent)
        by = Text(en=f"Suggested {shown} % by {name}, not confirmed", zh=f"{name} 建议 {shown} %，未经确认")
        return _known(scheme, item, suggestion.percent, State.SUGGESTED, by)
    return _unknown(item, unknown)


def _rated(percent: Decimal, by: str) -> Text:
    shown = plain(percent)
    if not by:  # the tier names nobody
        return Text(en=f"Rated {shown} %", zh=f"评定 {shown} %")
    return Text(en=f"Rated {shown} % by {by}", zh=f"{by} 评定 {shown} %")


def _known(scheme: Scheme, item: Item, percent: Decimal, state: State, by: Text) -> Score:
    points, steps = scheme.points(item, percent)
    band = scheme.data.band(percent)
    return Score(
        state=state,
        value=points,
        maximum=item.points,
        low=points,
        high=points,
        coverage=ONE,
        suggested=points if state is State.SUGGESTED else ZERO,
        percent=percent,
        band=band.number if band else None,
        steps=(Step(text=by, expression=f"{plain(percent)} %", value=percent), *steps),
    )


def _not_applicable(rating: Rating) -> Score:
    reason = rating.reason or Text(en="no reason given", zh="未说明理由")
    text = Text(
        en=f"Not applicable: {reason.get('en')}. The item leaves the denominator",
        zh=f"不适用：{reason.get('zh')}。该条款不计入分母",
    )
    return Score(
        state=State.NOT_APPLICABLE,
        value=None,
        maximum=ZERO,
        low=ZERO,
        high=ZERO,
        coverage=ONE,
        steps=(Step(text=text, expression="–"),),
    )


def _not_agreed(scheme: Scheme, item: Item, ratings: Sequence[Rating]) -> Score:
    """Return the range of the assessors' percents; one who holds the item not applicable leaves it all open."""
    percents = sorted(rating.percent for rating in ratings if rating.percent is not None)
    if len(percents) < len(ratings):
        low, high, between = ZERO, item.points, "–"
    else:
        low, high = (scheme.points(item, percent)[0] for percent in (percents[0], percents[-1]))
        between = f"{plain(percents[0])} … {plain(percents[-1])} %"
    text = Text(
        en=f"{len(ratings)} assessors have rated and not agreed yet ({between}): {plain(low)} to {plain(high)} points",
        zh=f"{len(ratings)} 位评审员已评分，尚未合议一致（{between}）：得分在 {plain(low)} 到 {plain(high)} 之间",
    )
    return Score(
        state=State.NOT_AGREED,
        value=None,
        maximum=item.points,
        low=low,
        high=high,
        coverage=ZERO,
        steps=(Step(text=text, expression=f"{plain(low)} … {plain(high)}"),),
    )


_WHY = {
    State.NOT_RATED: Text(en="Nobody has rated this item", zh="该条款尚未评分"),
    State.NO_EVIDENCE: Text(en="There is neither a rating nor any evidence", zh="既无评分也无证据"),
    State.FAILED: Text(en="A plugin that should have judged this item failed", zh="应评价该条款的插件出错"),
}


def _unknown(item: Item, state: State) -> Score:
    shown = plain(item.points)
    text = Text(
        en=f"{_WHY[state].en}: anything from 0 to {shown} points is possible",
        zh=f"{_WHY[state].zh}：得分可能在 0 到 {shown} 之间",
    )
    return Score(
        state=state,
        value=None,
        maximum=item.points,
        low=ZERO,
        high=item.points,
        coverage=ZERO,
        steps=(Step(text=text, expression=f"0 … {shown}"),),
    )


def on_grid(percent: Decimal, step: Decimal) -> Decimal:
    """Return the percent on a grid of `step` that is nearest, halves up."""
    return (percent / step).quantize(ONE, ROUND_HALF_UP) * step


def add_up(parts: Sequence[tuple[str, Score]]) -> Score:
    """Add up scores. The sum has a value only if every applicable part has one.

    Args:
        parts: codes and scores of the items of a category, or of the categories.
    """
    scores = [score for _, score in parts if score.state is not State.NOT_APPLICABLE]
    maximum = sum((score.maximum for score in scores), ZERO)
    low = sum((score.low for score in scores), ZERO)
    high = sum((score.high for score in scores), ZERO)
    suggested = sum((score.suggested for score in scores), ZERO)
    known = sum((score.maximum * score.coverage for score in scores), ZERO)
    value = low if scores and all(score.value is not None for score in scores) else None
    return Score(
        state=_state(scores, value, suggested),
        value=value,
        maximum=maximum,
        low=low,
        high=high,
        coverage=(known / maximum).quantize(_SHARE, ROUND_HALF_UP) if maximum else ONE,
        suggested=suggested,
        percent=None if value is None or not maximum else share(value, maximum),
        steps=_sum_steps(parts, value, low, high),
    )


def share(value: Decimal, maximum: Decimal) -> Decimal:
    """Return value as percent of maximum, rounded half up to two decimals."""
    return (value / maximum * HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _state(scores: Sequence[Score], value: Decimal | None, suggested: Decimal) -> State:
    if not scores:
        return State.NOT_APPLICABLE
    if value is None:
        states = {score.state for score in scores}
        return states.pop() if len(states) == 1 else State.PARTIAL
    return State.SUGGESTED if suggested else State.RATED


def _sum_steps(
    parts: Sequence[tuple[str, Score]], value: Decimal | None, low: Decimal, high: Decimal
) -> tuple[Step, ...]:
    shown = [
        f"{code} {plain(score.value)}" if score.value is not None else f"{code} {plain(score.low)}…{plain(score.high)}"
        for code, score in parts
        if score.state is not State.NOT_APPLICABLE
    ]
    result = plain(value) if value is not None else f"{plain(low)} … {plain(high)}"
    text = Text(en="Sum of the parts; what is not applicable is left out", zh="各部分之和；不适用的部分不计入")
    return (Step(text=text, expression=f"{' + '.join(shown) or '–'} = {result}", value=value),)
