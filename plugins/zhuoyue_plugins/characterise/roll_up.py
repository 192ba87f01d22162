"""From the instances of a practice to the value of the organisational unit, after SCAMPI v1.3 (from memory).

Six rows, of which exactly one holds for any instances there are:

1. all not yet: not yet
2. all full or not yet, one full at least: full
3. all full, large or not yet, one large at least: large
4. one full or large and one partial or none at least: the team decides, large or partial
5. all partial, none or not yet, one partial at least: partial
6. all none or not yet, one none at least: none
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from zhuoyue import Fault, InputError


class Characterisation(StrEnum):
    """How far one instance carries out a practice."""

    FULL = "FI"
    """Fully implemented."""
    LARGE = "LI"
    """Largely implemented: with a weakness."""
    PARTIAL = "PI"
    """Partially implemented."""
    NONE = "NI"
    """Not implemented."""
    NOT_YET = "NY"
    """The instance has not come to that point of its life."""


@dataclass(frozen=True)
class Decided:
    """The rules give the value of the unit."""

    value: Characterisation


@dataclass(frozen=True)
class Open:
    """The rules leave it to the team, which says who decided and why."""

    choices: tuple[Characterisation, Characterisation] = (Characterisation.PARTIAL, Characterisation.LARGE)
    """From the lower to the higher."""


_BESIDE = {
    frozenset({"FI"}): Characterisation.FULL,
    frozenset({"LI"}): Characterisation.LARGE,
    frozenset({"FI", "LI"}): Characterisation.LARGE,
    frozenset({"PI"}): Characterisation.PARTIAL,
    frozenset({"PI", "NI"}): Characterisation.PARTIAL,
    frozenset({"NI"}): Characterisation.NONE,
    frozenset[str](): Characterisation.NOT_YET,
}
"""What is there besides those not yet ▸ value; any other mixture is open."""


def roll_up(instances: Iterable[Characterisation]) -> Decided | Open:
    """Return the value of the unit, or that the team must decide it.

    Args:
        instances: one characterisation for each instance, in any order.

    Raises:
        InputError: there is no instance.
    """
    every = set(instances)
    if not every:
        raise InputError(Fault("there is no instance to roll up", "没有可汇总的实例"))
    value = _BESIDE.get(frozenset(every - {Characterisation.NOT_YET}))
    return Open() if value is None else Decided(value)
