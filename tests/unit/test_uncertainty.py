"""The bootstrap over the panel, against computations of another kind."""

from __future__ import annotations

import itertools
import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from zhuoyue import Criteria, Rating, Score, Stage, State, uncertainty
from zhuoyue.config import UncertaintyTable

TABLE = UncertaintyTable(resamples=20_000, seed=7, thresholds=(50, 75, 100))


def criteria(*points: int) -> Criteria:
    items = [
        {"code": f"1.{n}", "title": {"en": "x"}, "kind": "process", "points": value}
        for n, value in enumerate(points, 1)
    ]
    category = {"code": "1", "title": {"en": "c"}, "theme": "leadership", "items": items}
    return Criteria.model_validate(
        {
            "id": "m-1",
            "family": "m",
            "edition": "1",
            "title": {"en": "m"},
            "scheme": "holistic",
            "total": sum(points),
            "categories": [category],
        }
    )


def rated(item: str, *percents: int | None) -> list[Rating]:
    return [
        Rating(item=f"m-1:{item}", assessor=f"a{n}", stage=Stage.INDEPENDENT, percent=Decimal(percent))
        for n, percent in enumerate(percents)
        if percent is not None
    ]


def known(points: int, percent: int) -> Score:
    value = Decimal(points * percent) / 100
    return Score(state=State.RATED, value=value, maximum=points, low=value, high=value, coverage=1)


def test_the_interval_is_that_of_every_possible_panel() -> None:
    """Three assessors: 27 panels, enumerated."""
    percents = (40, 50, 75)
    mean = Fraction(sum(percents), 3)
    widening = math.sqrt(3 / 2)
    means = sorted(float(Fraction(sum(panel), 3) - mean) for panel in itertools.product(percents, repeat=3))
    low, high = (55 + means[index] * widening for index in (0, 26))  # 1 of 27 is more than 2.5 %
    outlook = uncertainty.estimate(criteria(100), rated("1.1", *percents), {"m-1:1.1": known(100, 55)}, TABLE)
    assert outlook is not None
    interval = outlook.intervals["total"]
    assert float(interval.low) == pytest.approx(low, abs=0.006)
    assert float(interval.high) == pytest.approx(high, abs=0.006)
    chance = sum(55 + one * widening >= 50 for one in means) / 27
    assert float(outlook.uncertainty.thresholds[0].low) == pytest.approx(chance, abs=0.01)
    assert outlook.uncertainty.thresholds[2].high == 0


def test_a_large_panel_agrees_with_the_normal_approximation() -> None:
    """Mean of 60 ratings: ± 1.96 standard errors."""
    generator = random.Random(1)
    percents = [generator.randrange(30, 71, 5) for _ in range(60)]
    mean = sum(percents) / 60
    error = math.sqrt(sum((one - mean) ** 2 for one in percents) / 59 / 60)
    outlook = uncertainty.estimate(criteria(200), rated("1.1", *percents), {"m-1:1.1": known(200, 50)}, TABLE)
    assert outlook is not None
    interval = outlook.intervals["m-1:1.1"]
    assert float(interval.high - interval.low) == pytest.approx(2 * 1.96 * error * 2, rel=0.04)


def test_items_move_together_because_assessors_do() -> None:
    """One assessor lenient on every item: the total varies as the sum, not as its root."""
    both = [*rated("1.1", 40, 50, 60), *rated("1.2", 40, 50, 60)]
    scores = {"m-1:1.1": known(100, 50), "m-1:1.2": known(100, 50)}
    outlook = uncertainty.estimate(criteria(100, 100), both, scores, TABLE)
    assert outlook is not None
    one, total = outlook.intervals["m-1:1.1"], outlook.intervals["total"]
    assert float(total.high - total.low) == pytest.approx(2 * float(one.high - one.low), abs=0.03)


def test_what_nobody_rated_stays_a_range_and_one_rating_does_not_vary() -> None:
    scores = {
        "m-1:1.1": known(100, 50),
        "m-1:1.2": known(100, 40),
        "m-1:1.3": Score(state=State.NOT_RATED, value=None, maximum=100, low=0, high=100, coverage=0),
    }
    ratings = [*rated("1.1", 50, 50), *rated("1.2", 40)]
    outlook = uncertainty.estimate(criteria(100, 100, 100), ratings, scores, TABLE)
    assert outlook is not None
    assert set(outlook.intervals) == {"m-1:1.1", "1", "total"}
    assert (outlook.intervals["total"].low, outlook.intervals["total"].high) == (Decimal(90), Decimal(190))
    assert [(one.low, one.high) for one in outlook.uncertainty.thresholds] == [(1, 1), (1, 1), (0, 1)]


def test_without_a_second_assessor_there_is_nothing_to_say() -> None:
    assert uncertainty.estimate(criteria(100), rated("1.1", 50), {"m-1:1.1": known(100, 50)}, TABLE) is None


def test_points_never_leave_the_scale_and_the_seed_decides() -> None:
    ratings, scores = rated("1.1", 0, 100), {"m-1:1.1": known(100, 95)}
    first, second, other = (
        uncertainty.estimate(criteria(100), ratings, scores, TABLE.model_copy(update={"seed": seed}))
        for seed in (1, 1, 2)
    )
    assert first is not None
    assert first == second
    assert first.intervals["total"].high == 100
    assert other is not None
    assert other.uncertainty.seed == 2


def test_an_item_that_few_of_many_rated_varies_as_a_mean_of_those_few() -> None:
    """Two of ten rated it 40 and 60: whoever else sits on the panel, the standard error is 10 points."""
    others = [*rated("1.2", *[50] * 10)]
    scores = {"m-1:1.1": known(100, 50), "m-1:1.2": known(1, 50)}
    pairs = {}
    for percents in ((40, 60), (45, 55)):
        outlook = uncertainty.estimate(criteria(100, 1), [*rated("1.1", *percents), *others], scores, TABLE)
        assert outlook is not None
        pairs[percents] = outlook.intervals["m-1:1.1"]
    # Of ten seats each goes to one of the two with a chance of 0.2: the mean is off by 10 when one of them sits alone.
    seats = [math.comb(10, n) * 0.2**n * 0.8 ** (10 - n) for n in range(11)]
    widening = 1 / math.sqrt(sum(chance / n for n, chance in enumerate(seats) if n))
    few = pairs[40, 60]
    assert float(few.high - few.low) == pytest.approx(2 * 10 * widening, rel=0.02)
    assert float(few.high - few.low) == pytest.approx(2 * float(pairs[45, 55].high - pairs[45, 55].low), abs=0.03)


def test_an_item_that_does_not_apply_has_no_interval() -> None:
    aside = Score(state=State.NOT_APPLICABLE, value=None, maximum=0, low=0, high=0, coverage=1)
    ratings = [*rated("1.1", 40, 60), *rated("1.2", 40, 60)]
    outlook = uncertainty.estimate(criteria(100, 100), ratings, {"m-1:1.1": known(100, 50), "m-1:1.2": aside}, TABLE)
    assert outlook is not None
    assert set(outlook.intervals) == {"m-1:1.1", "1", "total"}


def test_while_it_is_not_agreed_whether_an_item_applies_it_stays_a_range() -> None:
    """Percents of those who hold it applicable do not narrow what another leaves open."""
    held = Rating(item="m-1:1.2", assessor="a2", stage=Stage.INDEPENDENT, not_applicable=True, reason={"en": "none"})
    ratings = [*rated("1.1", 50, 50, 50), *rated("1.2", 40, 60), held]
    still = Score(state=State.NOT_AGREED, value=None, maximum=100, low=0, high=100, coverage=0)
    outlook = uncertainty.estimate(criteria(100, 100), ratings, {"m-1:1.1": known(100, 50), "m-1:1.2": still}, TABLE)
    assert outlook is not None
    assert "m-1:1.2" not in outlook.intervals
    assert (outlook.intervals["total"].low, outlook.intervals["total"].high) == (Decimal(50), Decimal(150))
