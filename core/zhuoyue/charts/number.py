"""Coordinates and written numbers: rounding in one place, so that output is the same every time."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDRED = Decimal(100)
_GROUP_FROM = Decimal(10000)  # four digits read well without a separator, five do not
_PRECISION = 60  # wide enough for any amount written out with its decimals


def at(value: float | Decimal) -> float:
    """Round a coordinate to two decimals; whole ones come back as int, so they print without `.0`."""
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


def written(value: Decimal, decimals: int | None = None) -> str:
    """Write a number exactly, or half-up to `decimals`: `450.75`, `12,345,678.90`, `−3.5`."""
    with localcontext() as context:
        context.prec = _PRECISION
        if decimals is None:
            value = value.normalize()
        else:
            value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if value.is_zero():
            value = abs(value)
        text = format(value, ",f" if abs(value) >= _GROUP_FROM else "f")
    return text.replace("-", "\u2212")


def cell(value: Decimal | None, decimals: int | None = None) -> str:
    """Write a number for the data table: with an ASCII minus, which spreadsheets understand; `—` for None."""
    return "—" if value is None else written(value, decimals).replace("\u2212", "-")


def percent(value: Decimal, decimals: int | None = None) -> str:
    """Write a percent, its sign tied by a no-break space: `55 %`."""
    return f"{written(value, decimals)}\u00a0%"


def span(low: Decimal, high: Decimal) -> str:
    """Write a range: `300–520`; a single number if both ends are equal."""
    return written(low) if low == high else f"{written(low)}–{written(high)}"


def percent_span(low: Decimal, high: Decimal) -> str:
    """Write a range of percents: `20–80 %`."""
    return f"{span(low, high)}\u00a0%"
