"""The six rows of the roll-up are total and exclusive, and one leaves it to the team."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuoyue import InputError
from zhuoyue_plugins.characterise.roll_up import Characterisation, Decided, Open, roll_up

FI, LI, PI, NI, NY = Characterisation
MULTISETS = st.lists(st.sampled_from(Characterisation), min_size=1, max_size=40)


def only(instances, *allowed):
    return all(one in allowed for one in instances)


ROWS = [
    (lambda all_: only(all_, NY), NY),
    (lambda all_: only(all_, FI, NY) and FI in all_, FI),
    (lambda all_: only(all_, FI, LI, NY) and LI in all_, LI),
    (lambda all_: (FI in all_ or LI in all_) and (PI in all_ or NI in all_), None),
    (lambda all_: only(all_, PI, NI, NY) and PI in all_, PI),
    (lambda all_: only(all_, NI, NY) and NI in all_, NI),
]
"""The table as it is written, condition by condition; None leaves it to the team."""


def check(instances):
    holding = [value for condition, value in ROWS if condition(instances)]
    assert len(holding) == 1, instances
    result = roll_up(instances)
    if holding[0] is None:
        assert result == Open()
        assert result.choices == (PI, LI)
    else:
        assert result == Decided(holding[0])


def test_every_set_of_values_falls_into_exactly_one_row():
    """The rows ask only what occurs, never how often: 31 sets are all there is."""
    sets = [chosen for size in range(1, 6) for chosen in combinations(Characterisation, size)]
    assert len(sets) == 31
    for chosen in sets:
        check(list(chosen))


@given(MULTISETS)
def test_every_multiset_falls_into_exactly_one_row(instances):
    check(instances)


@given(MULTISETS, st.randoms())
def test_order_and_number_do_not_matter(instances, random):
    shuffled = instances * 2
    random.shuffle(shuffled)
    assert roll_up(shuffled) == roll_up(instances)


def test_no_instance_is_refused():
    with pytest.raises(InputError, match="no instance"):
        roll_up([])
