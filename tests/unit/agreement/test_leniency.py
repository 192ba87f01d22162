"""Leniency by hand, and against a plain loop."""

from __future__ import annotations

from decimal import Decimal
from statistics import mean, stdev

import numpy as np

from zhuoyue.agreement.leniency import leniencies

GAP = np.nan


def test_by_hand():
    """Li: 60 − (40 + 44)/2 = 18 and 50 − 40 = 10, mean 14, SD √32 = 5.66; who rated alone is left out."""
    table = np.array([[40, 60, 44, GAP], [40, 50, GAP, GAP], [GAP, GAP, GAP, 70]])
    found = {one.assessor: one for one in leniencies(("chen", "li", "wang", "zhao"), table)}
    assert list(found) == ["chen", "li", "wang"]
    assert (found["li"].items, found["li"].bias, found["li"].scatter) == (2, Decimal("14.00"), Decimal("5.66"))
    assert (found["chen"].bias, found["chen"].scatter) == (Decimal("-11.00"), Decimal("1.41"))
    assert (found["wang"].items, found["wang"].bias, found["wang"].scatter) == (1, Decimal("-6.00"), None)


def test_as_a_plain_loop():
    rng = np.random.default_rng(3)
    table = 5.0 * rng.integers(4, 14, (23, 6))
    table[rng.random(table.shape) < 0.2] = GAP
    names = tuple("abcdef")
    for column, one in enumerate(leniencies(names, table)):
        differences = [
            row[column] - mean(np.delete(row, column)[~np.isnan(np.delete(row, column))])
            for row in table
            if not np.isnan(row[column]) and (~np.isnan(row)).sum() > 1
        ]
        assert one.items == len(differences)
        assert abs(float(one.bias) - mean(differences)) < 0.00501
        assert abs(float(one.scatter) - stdev(differences)) < 0.00501


def test_no_negative_zero():
    assert [str(one.bias) for one in leniencies(("a", "b"), np.array([[40.0, 40.0], [50.0, 50.0]]))] == ["0.00"] * 2
