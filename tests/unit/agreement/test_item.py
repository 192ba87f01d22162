"""One item: exact figures, and outliers against a plain computation."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import Plain, criteria

from zhuoyue.agreement.item import item_agreement
from zhuoyue.config import ConsensusTable

TABLE = ConsensusTable()
ITEM = next(iter(criteria().items))
SCHEME = Plain().data
percents = st.lists(st.integers(0, 20).map(lambda step: Decimal(5 * step)), min_size=2, max_size=12)


def apart(values, table=TABLE):
    return item_agreement(ITEM, {f"a{n}": value for n, value in enumerate(values)}, SCHEME, table)


@given(percents)
def test_figures_are_those_of_a_plain_computation(values):
    one = apart(values)
    assert one is not None
    assert (one.low, one.high, one.median) == (min(values), max(values), median(values))
    assert abs(one.mean - sum(values) / len(values)) <= Decimal("0.005")
    assert one.stake == ITEM.points * (one.high - one.low) / 100
    assert one.proposal is not None
    assert one.proposal % 5 == 0
    assert abs(one.proposal - one.median) <= Decimal("2.5")
    far = {
        f"a{n}"
        for n, value in enumerate(values)
        if len(values) > 3 and abs(value - median(values[:n] + values[n + 1 :])) > TABLE.outlier
    }
    assert set(one.outliers) == far


@pytest.mark.parametrize(
    ("values", "must"),
    [
        ([40, 60], 0),  # exactly 20 apart, bands 3 and 4
        ([45, 50], 0),
        ([25, 50], 2),
        ([5, 10], 0),
        ([25, 45], 0),
        ([65, 90], 2),
        ([65, 70], 0),
        ([5, 30], 2),
        ([25, 50, None], 3),
    ],
)
def test_what_must_be_discussed(values, must):
    one = apart([None if value is None else Decimal(value) for value in values])
    assert one is not None
    assert len(one.discuss) == must


def test_of_two_or_three_nobody_is_an_outlier():
    """Of 35, 35, 75 the one at 75 is far off; but so were both others, from the median 55 of those besides them."""
    for values in ([0, 100], [35, 35, 75]):
        assert apart(list(map(Decimal, values))).outliers == ()
    assert apart([Decimal(value) for value in (35, 35, 35, 75)]).outliers == ("a3",)


def test_nobody_or_one_or_none_with_a_percent_is_nothing_to_compare():
    assert apart([]) is None
    assert apart([Decimal(40)]) is None
    assert apart([None, None]) is None


def test_without_bands_only_the_range_counts():
    bare = SCHEME.model_copy(update={"bands": ()})
    one = item_agreement(ITEM, {"a": Decimal(25), "b": Decimal(50)}, bare, TABLE)
    assert one is not None
    assert one.bands is None
    assert len(one.discuss) == 1
