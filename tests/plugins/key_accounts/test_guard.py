"""The guard of small numbers, pseudonyms and months."""

from __future__ import annotations

import datetime as dt
import itertools

from zhuoyue_plugins.key_accounts.counting.concentration import steps
from zhuoyue_plugins.key_accounts.exhibits.guard import withheld
from zhuoyue_plugins.key_accounts.exhibits.naming import pseudonyms
from zhuoyue_plugins.key_accounts.reading.months import month_of, month_text, period_text


def test_large_groups_stay() -> None:
    assert withheld({"a": 5, "b": 7, "c": 0}, 5) == frozenset()


def test_a_single_small_group_takes_the_next_smallest_along() -> None:
    assert withheld({"a": 50, "b": 3, "c": 8}, 5) == {"b", "c"}


def test_small_groups_that_hide_each_other_take_nobody_along() -> None:
    assert withheld({"a": 50, "b": 3, "c": 4, "d": 9}, 5) == {"b", "c"}


def test_small_groups_that_are_few_together_take_one_along() -> None:
    assert withheld({"a": 50, "b": 1, "c": 2, "d": 9}, 5) == {"b", "c", "d"}


def test_an_empty_group_hides_nobody() -> None:
    assert withheld({"a": 50, "b": 3, "c": 0}, 5) == {"a", "b"}


def test_a_lonely_small_group() -> None:
    assert withheld({"a": 3}, 5) == {"a"}


def test_curve_steps_hold_enough_accounts_each() -> None:
    assert [steps(accounts, 5) for accounts in (24, 25, 49, 50, 99, 100, 1000)] == [None, 5, 5, 10, 10, 20, 20]


def test_pseudonyms_are_stable_and_differ_between_sources() -> None:
    accounts = [f"KH{number:03d}" for number in range(120)]
    names = pseudonyms("accounts", accounts)
    assert names == pseudonyms("accounts", reversed(accounts))
    assert len({text.en for text in names.values()}) == 120
    assert {len(text.en) for text in names.values()} == {len("Account 001")}
    assert names != pseudonyms("others", accounts)


def test_pseudonyms_do_not_follow_the_order_of_the_accounts() -> None:
    accounts = [f"KH{number:03d}" for number in range(120)]
    numbers = [pseudonyms("accounts", accounts)[account].en for account in accounts]
    rising = sum(first < second for first, second in itertools.pairwise(numbers))
    assert 40 < rising < 80


def test_months() -> None:
    december = month_of(dt.date(2024, 12, 31))
    assert month_text(december) == "2024-12"
    assert [period_text(december // size, size) for size in (12, 6, 3, 1)] == ["2024", "2024-H2", "2024-Q4", "2024-12"]
