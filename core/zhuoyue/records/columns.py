"""Columns of exhibits, from what was counted; and the one way in which figures are rounded on their way there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from zhuoyue.model.exhibit import NumberColumn, TextColumn
from zhuoyue.model.text import Text


def number_column(
    key: str, title: Text, values: Iterable[Decimal | int | None], *, unit: Text | None = None, decimals: int = 0
) -> NumberColumn:
    """Return a column of numbers; None is unknown."""
    cells = tuple(None if value is None else Decimal(value) for value in values)
    return NumberColumn(key=key, title=title, unit=unit, decimals=decimals, values=cells)


def word_column(key: str, title: Text, values: Iterable[Text | str | None]) -> TextColumn:
    """Return a column of words; a plain one stands as it is in the records."""
    return TextColumn(key=key, title=title, values=tuple(recorded(value) for value in values))


def recorded(word: Text | str | None) -> Text | None:
    """Return a word of the records as a text; None if it says nothing, as one of control characters only."""
    if word is None or isinstance(word, Text):
        return word
    try:
        return Text.model_validate(word)
    except ValueError:
        return None


def half_up(value: Fraction | Decimal | float, places: int) -> Decimal:
    """Return a figure with so many decimals, halves away from zero, rounded once: on integers.

    A float counts as what it is written as: 0.285 is 0.29 with two decimals, though it lies a trace below.

    Raises:
        ValueError: it is infinite or no number.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be rounded")
    scaled = Fraction(repr(float(value)) if isinstance(value, float) else value) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    digits = str(whole + (2 * rest >= scaled.denominator))
    return Decimal((int(scaled < 0), tuple(map(int, digits)), -places))
