"""Where the floats of statistics become exact numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, places: int) -> Decimal:
    """Return a float rounded half up; never a negative zero.

    The float's shortest form is what is rounded: 2.675 is what was meant, not 2.67499….
    """
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return exact if exact else abs(exact)
