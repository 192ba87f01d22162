"""Survival curves and the log-rank test against the leukaemia remissions of Freireich et al. (1963)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhuoyue_plugins.key_accounts.counting.lifetimes import Lifetime
from zhuoyue_plugins.key_accounts.counting.survival import log_rank, survival

# Remission in weeks; + is censored. As printed in textbooks (Kleinbaum & Klein, Survival Analysis; Cox & Oakes 1984).
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def lives(text: str, segment: str = "", entry: int = 0) -> list[Lifetime]:
    return [
        Lifetime(int(one.rstrip("+")), not one.endswith("+"), entry, 0, None, segment, None, 1) for one in text.split()
    ]


# Kaplan–Meier estimates and their intervals on the log-log scale, as printed by Stata's `sts list` for these data.
PUBLISHED = [
    (6, ".8571", ".6197", ".9516"),
    (7, ".8067", ".5631", ".9228"),
    (10, ".7529", ".5032", ".8894"),
    (13, ".6902", ".4316", ".8491"),
    (16, ".6275", ".3675", ".8049"),
    (22, ".5378", ".2678", ".7468"),
    (23, ".4482", ".1881", ".6801"),
]


@pytest.mark.parametrize(("week", "share", "low", "high"), PUBLISHED)
def test_treated_group(week: int, share: str, low: str, high: str) -> None:
    step = survival(lives(TREATED)).at(week)
    assert step.month == week
    for found, printed in ((step.share, share), (step.low, low), (step.high, high)):
        assert found is not None
        assert abs(found / 100 - Decimal(printed)) <= Decimal("0.0001")


def test_only_the_times_with_a_loss_are_steps() -> None:
    curve = survival(lives(TREATED))
    assert [step.month for step in curve.steps] == [0, 6, 7, 10, 13, 16, 22, 23]
    assert [step.at_risk for step in curve.steps[1:]] == [21, 17, 15, 12, 11, 7, 6]
    assert (curve.accounts, curve.lost, curve.end, curve.median) == (21, 9, 35, 23)


def test_numbers_at_risk_between_the_steps() -> None:
    curve = survival(lives(TREATED))
    # 35 weeks: one; after 20 weeks: 8 of them are still watched (20+, 22, 23, 25+, 32+, 32+, 34+, 35+).
    assert [curve.at_risk(week) for week in (0, 6, 20, 35, 36)] == [21, 21, 8, 1, 0]


def test_placebo_group_dies_out() -> None:
    curve = survival(lives(PLACEBO))
    assert curve.at(8).share == Decimal("38.10")  # 8 of 21
    assert curve.steps[-1].share == 0
    assert curve.steps[-1].low is None  # no interval on the log-log scale
    assert curve.median == 8


def test_log_rank_of_the_two_groups() -> None:
    both = lives(TREATED, "6-MP") + lives(PLACEBO, "placebo")
    test = log_rank(both, lambda one: one.segment)
    assert test is not None
    assert test.statistic == Decimal("16.79")  # Kleinbaum & Klein: 16.793
    assert test.probability == Decimal("0.0000")
    assert (test.groups, test.accounts) == (2, 42)


def test_late_entry_by_hand() -> None:
    # Three accounts: one from the start, lost at 3; one seen from month 2 on, lost at 4; one seen from 3 on, kept to 6.
    # At 3 those that entered before are at risk (2 of 3: the third enters at 3), at 4 the last two: S = 1/2, then 1/4.
    curve = survival(lives("3") + lives("4", entry=2) + lives("6+", entry=3))
    assert [(step.month, step.share, step.at_risk) for step in curve.steps] == [
        (0, Decimal(100), 1),
        (3, Decimal("50.00"), 2),
        (4, Decimal("25.00"), 2),
    ]


def test_nobody_lost() -> None:
    curve = survival(lives("3+ 4+"))
    assert [step.share for step in curve.steps] == [Decimal(100)]
    assert curve.median is None
    assert log_rank(lives("3+", "a") + lives("4+", "b"), lambda one: one.segment) is None


def test_one_group_is_not_compared() -> None:
    assert log_rank(lives(TREATED, "a"), lambda one: one.segment) is None


def test_groups_never_at_risk_together_are_not_compared() -> None:
    assert log_rank(lives("2 3", "a") + lives("12 13", "b", entry=10), lambda one: one.segment) is None


def test_counted_lives_are_as_many_accounts() -> None:
    counted = [Lifetime(6, True, 0, 0, None, None, None, 3), Lifetime(9, False, 0, 0, None, None, None, 2)]
    curve = survival(counted)
    assert (curve.accounts, curve.lost, curve.at(6).share) == (5, 3, Decimal("40.00"))
