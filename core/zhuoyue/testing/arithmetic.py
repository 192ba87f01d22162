"""Read the arithmetic that a step shows, so that a test can do it again: `60 × 75 % = 45`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median, median_low

_TOKEN = re.compile(r"\s*(?P<token>\d+(?:\.\d+)?|[a-z]+(?: [a-z]+)?(?=\s*\()|[-+−×*·÷/%(),;])")
_SIDES = re.compile(r"(=|≈)")
_FUNCTIONS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "min": min,
    "max": max,
    "sum": lambda figures: sum(figures, Fraction(0)),
    "mean": lambda figures: sum(figures, Fraction(0)) / len(figures),
    "median": lambda figures: Fraction(median(figures)),
    "lower median": median_low,
}


class _NotArithmeticError(Exception):
    """The text has words, or ends in the middle of something."""


def figure(text: str) -> Fraction | None:
    """Return what an arithmetic text comes to, exact; None if it is not arithmetic.

    Args:
        text: numbers, + − × ÷, `%` after a number, brackets, and min, max, sum, mean, median, lower median (…; …).
    """
    try:
        return _Reader(text).whole()
    except (_NotArithmeticError, ZeroDivisionError):
        return None


def wrong_sides(expression: str) -> str:
    """Return the first two sides of an expression that should be equal and are not; empty if there are none.

    Sides with words in them are not compared; `→` stands between sides that need not be equal.
    """
    for part in expression.split("→"):
        sides = _SIDES.split(part)
        for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            if not _agree(left, sign, right):
                return f"{left.strip()} {sign} {right.strip()}"
    return ""


def last_figures(expression: str) -> tuple[Fraction, ...]:
    """Return what the last side comes to, as it stands and with a `%` taken for a unit; nothing if it has words."""
    return _readings(re.split(r"[=≈→]", expression)[-1])


def is_equation(expression: str) -> bool:
    """Tell whether both last sides are arithmetic."""
    sides = re.split(r"[=≈]", expression)
    return len(sides) > 1 and all(figure(side) is not None for side in sides[-2:])


def _agree(left: str, sign: str, right: str) -> bool:
    pairs = [(one, other) for one in _readings(left) for other in _readings(right)]
    slack = Fraction(0)
    if sign == "≈":
        places = re.findall(r"\.(\d+)", right)
        slack = Fraction(1, 2 * 10 ** (len(places[-1]) if places else 0))
    return not pairs or any(abs(one - other) <= slack for one, other in pairs)


def _readings(text: str) -> tuple[Fraction, ...]:
    found = (figure(text), figure(text.replace("%", "")))
    return tuple(dict.fromkeys(one for one in found if one is not None))


class _Reader:
    """A reader of one text: sum of products of factors."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        place, text = 0, text.strip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise _NotArithmeticError(text)
            self._tokens.append(match["token"])
            place = match.end()

    def whole(self) -> Fraction:
        value = self._sum()
        if self._tokens:
            raise _NotArithmeticError
        return value

    def _next(self, wanted: str) -> str:
        if self._tokens and self._tokens[0] in wanted.split():
            return self._tokens.pop(0)
        return ""

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+ - −"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while sign := self._next("× * · ÷ /"):
            other = self._factor()
            value = value * other if sign in "×*·" else value / other
        return value

    def _factor(self) -> Fraction:
        if self._next("- −"):
            return -self._factor()
        value = self._unit()
        while self._next("%"):
            value /= 100
        return value

    def _unit(self) -> Fraction:
        if not self._tokens:
            raise _NotArithmeticError
        token = self._tokens.pop(0)
        if token in _FUNCTIONS:
            self._bracket()
            return _FUNCTIONS[token](self._list())
        if token == "(":  # noqa: S105  a bracket, not a secret
            value = self._sum()
            self._close()
            return value
        try:
            return Fraction(Decimal(token))
        except ArithmeticError:
            raise _NotArithmeticError(token) from None

    def _list(self) -> list[Fraction]:
        values = [self._sum()]
        while self._next(", ;"):
            values.append(self._sum())
        self._close()
        return values

    def _bracket(self) -> None:
        if not self._next("("):
            raise _NotArithmeticError

    def _close(self) -> None:
        if not self._next(")"):
            raise _NotArithmeticError
