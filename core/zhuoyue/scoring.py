"""Pure scoring: item scores, sums, ranges and coverage. Exact, no I/O, the same answer every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Category, Criteria, Item, RollUp
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import OpenBy, Scheme
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.score import Interval, Score, State, Step
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text
from zhuoyue.open_score import not_agreed, unrated

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_SHARE = Decimal("0.000001")
_CENT = Decimal("0.01")


def score_item(
    scheme: Scheme,
    item: Item,
    rating: Rating | None,
    suggestion: Suggestion | None = None,
    unknown: State = State.NOT_RATED,
    disputed: Sequence[Rating] = (),
    *,
    pointed: bool = True,
) -> Score:
    """Score one item.

    Args:
        scheme: the rules.
        item: the item.
        rating: the rating that prevails, if any.
        suggestion: what to use for want of a rating; None unless the policy allows it.
        unknown: the state if neither gives a percent: not rated, no evidence or failed.
        disputed: independent ratings that differ, as long as the team has not agreed.
        pointed: whether the model gives points; without them the steps end with the item's figure.
    """
    score = _score_item(scheme, item, rating, suggestion, unknown, disputed, pointed=pointed)
    if pointed or score.value is None:
        return score
    return score.model_copy(update={"steps": score.steps[: -len(scheme.points(item, score.value)[1])]})


def _score_item(
    scheme: Scheme,
    item: Item,
    rating: Rating | None,
    suggestion: Suggestion | None,
    unknown: State,
    disputed: Sequence[Rating],
    *,
    pointed: bool,
) -> Score:
    if rating is not None and rating.not_applicable:
        return _not_applicable(rating)
    if disputed:
        return not_agreed(scheme, item, disputed, pointed=pointed)
    if rating is not None and rating.marks:
        return _marked(scheme, item, rating)
    if rating is not None and rating.percent is not None:
        step = _rated(scheme, rating.percent, rating.assessor)
        return _known(scheme, item, rating.percent, State.RATED, (step,))
    if suggestion is not None and suggestion.percent is not None:
        shown = scheme.data.shown(suggestion.percent)
        name = suggestion.source
        by = Text(en=f"Suggested {shown.en} by {name}, not confirmed", zh=f"{name} 建议 {shown.zh}，未经确认")
        step = Step(text=by, expression=scheme.data.code(suggestion.percent), value=suggestion.percent)
        return _known(scheme, item, suggestion.percent, State.SUGGESTED, (step,))
    return unrated(scheme, item, unknown, pointed=pointed)


def _rated(scheme: Scheme, percent: Decimal, by: str) -> Step:
    shown = scheme.data.shown(percent)
    text = Text(en=f"Rated {shown.en} by {by}", zh=f"{by} 评定 {shown.zh}")
    if not by:  # the tier names nobody
        text = Text(en=f"Rated {shown.en}", zh=f"评定 {shown.zh}")
    return Step(text=text, expression=scheme.data.code(percent), value=percent)


def _marked(scheme: Scheme, item: Item, rating: Rating) -> Score:
    """Score an item by its marks; where they leave it open, the team's value decides, else there is a range."""
    derived = scheme.derive(item, rating.marks)
    if derived.percent is not None:
        return _known(scheme, item, derived.percent, State.RATED, derived.steps)
    if rating.percent is not None and derived.decidable:
        decided = _decided(scheme, rating.percent, rating, derived.open_by)
        return _known(scheme, item, rating.percent, State.RATED, (*derived.steps, decided))
    low, high = (scheme.points(item, percent)[0] for percent in (derived.low, derived.high))
    return Score(
        state=State.PARTIAL,
        value=None,
        maximum=item.points,
        low=low,
        high=high,
        coverage=ZERO,
        steps=derived.steps,
    )


_OPEN = {
    OpenBy.RULE: Text(en="The rule leaves it open", zh="规则未能确定"),
    OpenBy.MARKS: Text(en="The marks leave it open", zh="分项未评全，未能确定"),
}
"""Why people decide beside marks."""


def _decided(scheme: Scheme, percent: Decimal, rating: Rating, open_by: OpenBy) -> Step:
    shown, by = scheme.data.shown(percent), rating.recorded_by or rating.assessor
    why = _OPEN[open_by]
    en, zh = f"{why.en}; decided: {shown.en}", f"{why.zh}；裁定：{shown.zh}"
    if by:  # else the tier names nobody
        en, zh = f"{why.en}; decided by {by}: {shown.en}", f"{why.zh}；由 {by} 裁定：{shown.zh}"
    if rating.reason:  # there is one; the tier may not show it
        en, zh = f"{en}. {rating.reason.get('en')}", f"{zh}。{rating.reason.get('zh')}"
    text = Text(en=en, zh=zh)
    return Step(text=text, expression=scheme.data.code(percent), value=percent)


def _known(scheme: Scheme, item: Item, percent: Decimal, state: State, how: tuple[Step, ...]) -> Score:
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
        steps=(*how, *steps),
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


def add_up(parts: Sequence[tuple[str, Score]], roll_up: RollUp = RollUp.SUM, scheme: SchemeData | None = None) -> Score:
    """Roll up scores. The result has a value only if every applicable part has one.

    Args:
        parts: codes and scores of the items of a category, or of the categories.
        roll_up: the sum of the points, their mean (rounded half up to two decimals), or the lowest.
        scheme: by which a reader knows the parts, where they are no points.
    """
    scores = [score for _, score in parts if score.state is not State.NOT_APPLICABLE]
    maximum = _rolled([score.maximum for score in scores], roll_up)
    low = _rolled([score.low for score in scores], roll_up)
    high = _rolled([score.high for score in scores], roll_up)
    suggested = _suggested(scores, roll_up)
    known = sum((score.maximum * score.coverage for score in scores), ZERO)
    attainable = sum((score.maximum for score in scores), ZERO)
    value = low if scores and all(score.value is not None for score in scores) else None
    return Score(
        state=_state(scores, value, suggested),
        value=value,
        maximum=maximum,
        low=low,
        high=high,
        coverage=(known / attainable).quantize(_SHARE, ROUND_HALF_UP) if attainable else ONE,
        suggested=suggested,
        percent=None if value is None or not maximum else share(value, maximum),
        steps=_rolled_steps(parts, Interval(low=low, high=high), value, roll_up, _figures(scheme, maximum)),
    )


def sum_up(
    criteria: Criteria, category: Category, schemes: Mapping[str, SchemeData], scores: Mapping[str, Score]
) -> Score:
    """Return what a category comes to.

    Args:
        criteria: how its items are rolled up.
        category: the category.
        schemes: by name; its items are read by their own if they share one, else by that of the criteria.
        scores: of the items, by id.
    """
    parts = [(item.code, scores[item.id]) for item in category.items]
    scheme = schemes[criteria.scheme_of(category)] if criteria.total is None else None
    return add_up(parts, criteria.roll_up, scheme)


def _rolled(figures: Sequence[Decimal], roll_up: RollUp) -> Decimal:
    if roll_up is RollUp.LOWEST:
        return min(figures, default=ZERO)
    total = sum(figures, ZERO)
    if roll_up is RollUp.SUM or not figures:
        return total
    return (total / len(figures)).quantize(_CENT, ROUND_HALF_UP)


def _suggested(scores: Sequence[Score], roll_up: RollUp) -> Decimal:
    """Return the part that rests on suggestions; of the lowest all of it, if any part does."""
    if roll_up is RollUp.LOWEST:
        return max((score.suggested for score in scores), default=ZERO)
    return _rolled([score.suggested for score in scores], roll_up)


def share(value: Decimal, maximum: Decimal) -> Decimal:
    """Return value as percent of maximum, rounded half up to two decimals."""
    return (value / maximum * HUNDRED).quantize(_CENT, ROUND_HALF_UP)


def _state(scores: Sequence[Score], value: Decimal | None, suggested: Decimal) -> State:
    if not scores:
        return State.NOT_APPLICABLE
    if value is None:
        states = {score.state for score in scores}
        return states.pop() if len(states) == 1 else State.PARTIAL
    return State.SUGGESTED if suggested else State.RATED


_HOW = {
    RollUp.SUM: Text(en="Sum of the parts; what is not applicable is left out", zh="各部分之和；不适用的部分不计入"),
    RollUp.MEAN: Text(
        en="Mean of the parts, to two decimals; what is not applicable is left out",
        zh="各部分的平均值，保留两位小数；不适用的部分不计入",
    ),
    RollUp.LOWEST: Text(
        en="Lowest of the parts; what is not applicable is left out", zh="各部分中的最低值；不适用的部分不计入"
    ),
}


def _figures(scheme: SchemeData | None, maximum: Decimal) -> Callable[[Decimal], str]:
    """Return what writes a figure for people: points as they are; of levels their keys, never their positions."""
    if scheme is None or scheme.scale is not Scale.LEVEL or not maximum:
        return plain
    return lambda value: scheme.code(share(value, maximum))


def _rolled_steps(
    parts: Sequence[tuple[str, Score]],
    ends: Interval,
    value: Decimal | None,
    roll_up: RollUp,
    write: Callable[[Decimal], str],
) -> tuple[Step, ...]:
    shown = [
        f"{code} {write(score.value)}" if score.value is not None else f"{code} {write(score.low)}…{write(score.high)}"
        for code, score in parts
        if score.state is not State.NOT_APPLICABLE
    ]
    result = write(value) if value is not None else f"{write(ends.low)} … {write(ends.high)}"
    match roll_up:
        case RollUp.SUM:
            expression = " + ".join(shown) or "–"
        case RollUp.MEAN:
            expression = f"({' + '.join(shown)}) ÷ {len(shown)}" if shown else "–"
        case RollUp.LOWEST:
            expression = f"min({'; '.join(shown)})" if shown else "–"
    return (Step(text=_HOW[roll_up], expression=f"{expression} = {result}", value=value),)
