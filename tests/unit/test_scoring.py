"""Scoring against the vectors of the domain notes and against properties that must hold for every input."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuoyue import Criteria, Scheme, State, Suggestion
from zhuoyue.config import PluginsTable
from zhuoyue.model.criteria import RollUp
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.score import Score
from zhuoyue.plugins import Plugins
from zhuoyue.scoring import add_up, score_item

PLUGINS = Plugins.open(PluginsTable(enabled=("gbt19580", "holistic")), Path())
C2012: Criteria = PLUGINS.criteria["gbt19580-2012"][0]
SCHEME: Scheme = PLUGINS.schemes["holistic"][0]

# The mixed test vector of the domain notes (Annex A.1), items in table order.
MIXED = [55, 50, 45, 50, 45, 50, 45, 55, 40, 35, 45, 50, 40, 50, 45, 45, 40, 45, 40, 50, 35, 40, 35]


def rated(item_id: str, percent: int) -> Rating:
    return Rating(item=item_id, assessor="A", stage=Stage.CONSENSUS, percent=Decimal(percent))


def totals(percents: list[int | None]) -> tuple[list[Score], Score]:
    given_percents = dict(zip((item.id for item in C2012.items), percents, strict=True))
    categories = []
    for category in C2012.categories:
        parts = []
        for item in category.items:
            percent = given_percents[item.id]
            rating = None if percent is None else rated(item.id, percent)
            parts.append((item.code, score_item(SCHEME, item, rating)))
        categories.append((category.code, add_up(parts)))
    return [score for _, score in categories], add_up(categories)


def test_the_mixed_vector_gives_the_published_sums() -> None:
    categories, total = totals(list(MIXED))
    assert [score.value for score in categories] == [
        Decimal(text) for text in ("56.0", "42.5", "42.5", "61.75", "47.5", "34.0", "166.5")
    ]
    assert total.value == Decimal("450.75")
    assert total.maximum == 1000


@pytest.mark.parametrize(("percent", "expected"), [(50, 500), (100, 1000), (5, 50), (0, 0)])
def test_equal_percents(percent: int, expected: int) -> None:
    _, total = totals([percent] * 23)
    assert total.value == expected


def test_unknown_is_not_zero_and_opens_the_range() -> None:
    percents: list[int | None] = [*MIXED]
    percents[11] = None  # 4.4.6, 10 points, 50 % in the vector
    categories, total = totals(percents)
    assert total.value is None
    assert (total.low, total.high) == (Decimal("445.75"), Decimal("455.75"))
    assert total.coverage == Decimal("0.99")
    assert total.state is State.PARTIAL
    assert categories[3].value is None
    assert categories[0].value == 56


def test_not_applicable_leaves_the_denominator() -> None:
    item = C2012.resolve("4.4.6")
    rating = Rating(item=item.id, assessor="A", stage=Stage.CONSENSUS, not_applicable=True, reason="no plant")
    parts = [
        (other.code, score_item(SCHEME, other, rating if other is item else rated(other.id, 50)))
        for other in C2012.items
    ]
    total = add_up(parts)
    assert total.maximum == 990
    assert total.value == 495
    assert total.coverage == 1


def test_a_suggestion_is_marked_and_counted_apart() -> None:
    item = C2012.resolve("4.7.2")
    suggestion = Suggestion(item=item.id, source="letci", percent=Decimal(60))
    score = score_item(SCHEME, item, None, suggestion)
    assert (score.state, score.value, score.suggested) == (State.SUGGESTED, 48, 48)
    assert add_up([("a", score), ("b", score_item(SCHEME, item, rated(item.id, 50)))]).suggested == 48


def test_bands_of_the_scheme() -> None:
    item = C2012.resolve("4.1.2")
    bands = [score_item(SCHEME, item, rated(item.id, percent)).band for percent in (0, 5, 10, 25, 30, 50, 70, 90, 100)]
    assert bands == [1, 1, 2, 2, 3, 4, 5, 6, 6]


@pytest.mark.parametrize(
    ("percent", "message"),
    [("47", "nearest: 45 or 50"), ("101", "nearest: 100"), ("-3", "nearest: 0"), ("52.5", "nearest: 50 or 55")],
)
def test_off_the_grid_names_the_neighbours(percent: str, message: str) -> None:
    fault = SCHEME.check(C2012.resolve("4.1.2"), Decimal(percent))
    assert fault is not None
    assert message in fault.en


PERCENTS = st.lists(st.one_of(st.none(), st.sampled_from(range(0, 101, 5))), min_size=23, max_size=23)


@given(PERCENTS)
def test_range_contains_every_completion_and_is_exact(percents: list[int | None]) -> None:
    _, total = totals(percents)
    points = [int(item.points) for item in C2012.items]
    low = sum(p * (q or 0) for p, q in zip(points, percents, strict=True))
    high = sum(p * (100 if q is None else q) for p, q in zip(points, percents, strict=True))
    assert (total.low * 100, total.high * 100) == (low, high)
    assert (total.value is None) == (None in percents)
    known = sum(p for p, q in zip(points, percents, strict=True) if q is not None)
    assert total.coverage * 1000 == known
    assert all(step.expression for step in total.steps)


LEVELS = [
    Score(
        state=State.RATED,
        value=Decimal(v),
        maximum=Decimal(100),
        low=Decimal(v),
        high=Decimal(v),
        coverage=Decimal(1),
        percent=Decimal(v),
    )
    for v in range(0, 101, 20)
]
"""Levels of five: items of a model without points, each counting 100."""
OPEN = Score(
    state=State.NOT_RATED, value=None, maximum=Decimal(100), low=Decimal(0), high=Decimal(100), coverage=Decimal(0)
)
LEFT_OUT = Score(
    state=State.NOT_APPLICABLE, value=None, maximum=Decimal(0), low=Decimal(0), high=Decimal(0), coverage=Decimal(1)
)


@given(st.lists(st.sampled_from([*LEVELS, OPEN, LEFT_OUT]), max_size=7))
def test_mean_and_lowest_against_fractions(scores: list[Score]) -> None:
    parts = [(str(number), score) for number, score in enumerate(scores)]
    counting = [score for score in scores if score is not LEFT_OUT]
    mean, lowest = add_up(parts, RollUp.MEAN), add_up(parts, RollUp.LOWEST)
    if not counting:
        assert {mean.state, lowest.state} == {State.NOT_APPLICABLE}
        assert {mean.value, lowest.value} == {None}
        return
    for end in ("low", "high"):
        figures = [Fraction(getattr(score, end)) for score in counting]
        exact = sum(figures, Fraction(0)) / len(figures)
        assert abs(Fraction(getattr(mean, end)) - exact) <= Fraction(1, 200)  # two decimals, halves up
        assert Fraction(getattr(lowest, end)) == min(figures)
    assert (mean.maximum, lowest.maximum) == (100, 100)
    known = all(score.value is not None for score in counting)
    for one in (mean, lowest):
        assert (one.value is not None) is known
        assert one.value in {None, one.low}
        assert one.low <= one.high
        assert Fraction(one.coverage).limit_denominator(50) == Fraction(
            counting.count(OPEN) * -1 + len(counting), len(counting)
        )
    assert lowest.low <= mean.low
    assert lowest.high <= mean.high


def test_a_mean_rounds_halves_up() -> None:
    third = add_up([("a", LEVELS[1]), ("b", LEVELS[1]), ("c", LEVELS[0])], RollUp.MEAN)
    assert third.value == Decimal("13.33")  # 40 / 3
    eighth = add_up([(str(n), LEVELS[n == 0]) for n in range(8)] + [("x", LEVELS[0])] * 8, RollUp.MEAN)
    assert eighth.value == Decimal("1.25")
    assert third.steps[0].expression == "(a 20 + b 20 + c 0) ÷ 3 = 13.33"
    assert add_up([("a", LEVELS[2]), ("b", LEVELS[1])], RollUp.LOWEST).steps[0].expression == "min(a 40; b 20) = 20"
