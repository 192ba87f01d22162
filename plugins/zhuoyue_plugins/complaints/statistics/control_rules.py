"""Rules that tell a signal from chance on a control chart: Western Electric's four and Nelson's eight.

Sources: Western Electric Company, *Statistical Quality Control Handbook* (1956), part I-B, tests for unnatural
patterns; L. S. Nelson, *The Shewhart control chart – tests for special causes*, Journal of Quality Technology 16
(1984) 237–239. Points in a month without a value break every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from zhuoyue import Text

Values = Sequence[Decimal | None]
"""One a month; None where nothing is known."""
RuleName = Literal[
    "western-electric",
    "nelson",
    "we-1",
    "we-2",
    "we-3",
    "we-4",
    "nelson-1",
    "nelson-2",
    "nelson-3",
    "nelson-4",
    "nelson-5",
    "nelson-6",
    "nelson-7",
    "nelson-8",
]
"""A set of rules, or one rule, as the settings name it."""


@dataclass(frozen=True)
class SignalRule:
    """One rule."""

    key: str
    """Name in the settings."""
    sign: str
    """Short sign on the chart."""
    words: Text
    """What it looks for."""
    find: Callable[[Values, Values], set[int]]
    """Return the positions that break it, from the values and their distances from the centre in sigmas."""


def signals(values: Values, distances: Values, rules: Sequence[SignalRule]) -> list[tuple[str, ...]]:
    """Return the signs of the rules that each point breaks; every point of a pattern carries its sign.

    Args:
        values: what is plotted.
        distances: (value - centre) / sigma of its month.
        rules: rules in force.
    """
    found = [(rule.sign, rule.find(values, distances)) for rule in rules]
    return [tuple(sign for sign, places in found if place in places) for place in range(len(values))]


def selected(names: Sequence[str]) -> tuple[SignalRule, ...]:
    """Return the rules that settings name, each once, in the order of the catalogue."""
    families = {family for family, name in _SETS.items() if name in names}
    return tuple(rule for rule in RULES if rule.key in names or rule.key.partition("-")[0] in families)


_SETS = {"we": "western-electric", "nelson": "nelson"}


def _runs(mask: Sequence[bool], least: int) -> Iterator[range]:
    """Yield the places of every unbroken run of at least `least`."""
    start = 0
    for place in range(len(mask) + 1):
        if place == len(mask) or not mask[place]:
            if place - start >= least:
                yield range(start, place)
            start = place + 1


def _places(mask: Sequence[bool], least: int) -> set[int]:
    return {place for run in _runs(mask, least) for place in run}


def _beyond(number: int) -> Callable[[Values, Values], set[int]]:
    return lambda _, z: {place for place, one in enumerate(z) if one is not None and abs(one) > number}


def _one_side(least: int) -> Callable[[Values, Values], set[int]]:
    return lambda _, z: _places([_above(one) for one in z], least) | _places([_below(one) for one in z], least)


def _above(one: Decimal | None, sigmas: int = 0) -> bool:
    return one is not None and one > sigmas


def _below(one: Decimal | None, sigmas: int = 0) -> bool:
    return one is not None and one < -sigmas


def _steady(least: int) -> Callable[[Values, Values], set[int]]:
    """Return a rule for `least` points that all rise or all fall."""

    def find(values: Values, _: Values) -> set[int]:
        steps = _steps(values)
        masks = ([_above(step) for step in steps], [_below(step) for step in steps])
        return {place for mask in masks for run in _runs(mask, least - 1) for place in (*run, run.stop)}

    return find


def _zigzag(least: int) -> Callable[[Values, Values], set[int]]:
    """Return a rule for `least` points that go up and down in turn."""

    def find(values: Values, _: Values) -> set[int]:
        turns = [one is not None and two is not None and one * two < 0 for one, two in pairwise(_steps(values))]
        return {place for run in _runs(turns, least - 2) for place in (*run, run.stop, run.stop + 1)}

    return find


def _steps(values: Values) -> list[Decimal | None]:
    return [None if one is None or two is None else two - one for one, two in pairwise(values)]


def _some_of(some: int, of: int, sigmas: int) -> Callable[[Values, Values], set[int]]:
    """Return a rule for `some` of `of` points in a row beyond so many sigmas on one side."""

    def find(_: Values, z: Values) -> set[int]:
        masks = ([_above(one, sigmas) for one in z], [_below(one, sigmas) for one in z])
        windows = [
            range(end - of, end) for end in range(of, len(z) + 1) if all(one is not None for one in z[end - of : end])
        ]
        return {
            place
            for mask in masks
            for window in windows
            if sum(mask[place] for place in window) >= some
            for place in window
            if mask[place]
        }

    return find


def _inside(least: int) -> Callable[[Values, Values], set[int]]:
    return lambda _, z: _places([one is not None and abs(one) < 1 for one in z], least)


def _outside(least: int) -> Callable[[Values, Values], set[int]]:
    return lambda _, z: _places([one is not None and abs(one) > 1 for one in z], least)


_LIMIT = Text(zh="1 点落在 3σ 控制限之外", en="one point beyond the 3-sigma limits")
_TWO = Text(zh="连续 3 点中有 2 点落在同侧 2σ 之外", en="two of three points in a row beyond 2 sigma on the same side")
_FOUR = Text(zh="连续 5 点中有 4 点落在同侧 1σ 之外", en="four of five points in a row beyond 1 sigma on the same side")

RULES: tuple[SignalRule, ...] = (
    SignalRule("we-1", "W1", _LIMIT, _beyond(3)),
    SignalRule("we-2", "W2", _TWO, _some_of(2, 3, 2)),
    SignalRule("we-3", "W3", _FOUR, _some_of(4, 5, 1)),
    SignalRule(
        "we-4",
        "W4",
        Text(zh="连续 8 点落在中心线同一侧", en="eight points in a row on one side of the centre"),
        _one_side(8),
    ),
    SignalRule("nelson-1", "N1", _LIMIT, _beyond(3)),
    SignalRule(
        "nelson-2",
        "N2",
        Text(zh="连续 9 点落在中心线同一侧", en="nine points in a row on one side of the centre"),
        _one_side(9),
    ),
    SignalRule(
        "nelson-3",
        "N3",
        Text(zh="连续 6 点递增或递减", en="six points in a row, all rising or all falling"),
        _steady(6),
    ),
    SignalRule(
        "nelson-4", "N4", Text(zh="连续 14 点上下交替", en="fourteen points in a row, up and down in turn"), _zigzag(14)
    ),
    SignalRule("nelson-5", "N5", _TWO, _some_of(2, 3, 2)),
    SignalRule("nelson-6", "N6", _FOUR, _some_of(4, 5, 1)),
    SignalRule(
        "nelson-7", "N7", Text(zh="连续 15 点落在 1σ 之内", en="fifteen points in a row within 1 sigma"), _inside(15)
    ),
    SignalRule(
        "nelson-8",
        "N8",
        Text(zh="连续 8 点均落在 1σ 之外", en="eight points in a row, none within 1 sigma, on either side"),
        _outside(8),
    ),
)
"""Every rule known, with its number in its source."""

MEANING = {rule.sign: rule.words for rule in RULES}
"""What each sign says."""
