"""Columns of exhibits and the rounding of figures, against values worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhuoyue import Text, same
from zhuoyue.records import half_up, number_column, word_column


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 3), 9, "0.333333333"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (0.285, 2, "0.29"),  # as a binary number it lies below
        (1e-7, 6, "0.000000"),
        (5e-7, 6, "0.000001"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (7, 3, "7.000"),
        (Decimal("12345678901234567890123456789012345.65"), 1, "12345678901234567890123456789012345.7"),
    ],
)
def test_halves_go_away_from_zero(value: Fraction | Decimal | float, places: int, expected: str) -> None:
    assert str(half_up(value, places)) == expected


@pytest.mark.parametrize("value", [float("inf"), float("nan"), Decimal("NaN")])
def test_what_is_no_number_is_not_rounded(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="cannot be rounded"):
        half_up(value, 2)


def test_columns_hold_what_is_known() -> None:
    counts = number_column("n", same("N"), [1, None, Decimal("2.50")], unit=same("%"), decimals=1)
    assert (counts.values, str(counts.unit), counts.decimals) == ((Decimal(1), None, Decimal("2.50")), "%", 1)
    words = word_column("w", same("W"), ["泵", Text(zh="阀", en="valve"), None, "\x00\x01"])
    assert words.values == (Text.model_validate("泵"), Text(zh="阀", en="valve"), None, None)
