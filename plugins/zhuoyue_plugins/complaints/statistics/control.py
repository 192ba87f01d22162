"""Control charts of monthly figures: individuals, p and u charts with their limits, as exhibits.

Sources: W. A. Shewhart, *Economic Control of Quality of Manufactured Product* (1931); NIST/SEMATECH *e-Handbook of
Statistical Methods*, 6.3.2.2 (individuals) and 6.3.3 (p and u charts); D. B. Laney, *Improved control charts for
attributes*, Quality Engineering 14 (2002) 531–537, for p and u charts of large counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, field_validator

from zhuoyue import Period, SettingError
from zhuoyue.records import SettingsTable
from zhuoyue_plugins.complaints.statistics.control_rules import RuleName, Values, selected, signals

D2 = Decimal("1.128")
"""Mean range of two values of a normal distribution, in sigmas, as tables print it."""
PLACES = 6
"""Decimals kept of limits."""
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
ChartKind = Literal["individuals", "p", "u"]


class ControlSettings(SettingsTable):
    """Control charts: where limits come from, and what counts as a signal."""

    rules: tuple[RuleName, ...] = ("western-electric",)
    """Rules in force: `western-electric` (all four), `nelson` (all eight), or single ones, `nelson-3`; none: []."""
    baseline: int | tuple[Period, Period] = 24
    """Months that the limits come from: the first so many with a value, or from one month to another."""
    minimum: int = Field(default=12, ge=3)
    """Fewest months with a value that limits are computed from."""
    laney: bool = True
    """Whether limits of p and u charts are widened where months differ more than chance explains (Laney 2002)."""

    @field_validator("baseline", mode="before")
    @classmethod
    def _span(cls, baseline: Any) -> Any:
        """Check both forms at once, so that a mistake has one message and not one for each form."""
        if isinstance(baseline, int) and baseline >= 2:
            return baseline
        if isinstance(baseline, list | tuple) and len(baseline) == 2:
            first, last = (one if isinstance(one, str) and re.fullmatch(_MONTH, one) else None for one in baseline)
            if first and last and first <= last:
                return (first, last)
        raise SettingError(
            'expected a number of months from 2, such as 24, or the first and the last month: ["2023-01", "2024-12"]',
            '应为月数（至少 2，例如 24），或第一个月和最后一个月：["2023-01", "2024-12"]',
        )


@dataclass(frozen=True)
class Month:
    """What was counted in a month."""

    period: str
    """The month, `2025-07`."""
    value: Decimal | int | None
    """Individuals: the value itself; p: cases that meet the condition; u: cases. None is unknown."""
    size: Decimal | int | None = None
    """p: cases in all; u: what they are counted against, e.g. deals. Not used for individuals."""


@dataclass(frozen=True)
class Limits:
    """Centre and limits of one month."""

    centre: Decimal
    lower: Decimal
    upper: Decimal
    sigma: Decimal


@dataclass(frozen=True)
class Charted:
    """A control chart computed."""

    periods: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    limits: tuple[Limits | None, ...]
    """None without limits, or where the month has no size."""
    signals: tuple[tuple[str, ...], ...]
    """Signs of the rules that each month breaks."""
    baseline: tuple[int, ...]
    """Places of the months that the limits come from; empty without limits."""
    spread: Decimal | None
    """p and u: how much more the months differ than chance explains (Laney's sigma z); 1 is chance alone."""
    widened: bool
    """Whether the limits were widened by it."""


def chart(months: Sequence[Month], kind: ChartKind, settings: ControlSettings, *, scale: int = 1) -> Charted:
    """Compute a chart of months in order of time.

    Args:
        months: every month from the first to the last; a month without a value is a gap that breaks runs.
        kind: individuals (limits from the mean moving range), p (share of `size`) or u (cases per `size`).
        settings: baseline and rules.
        scale: 100 for percent, 1000 for cases per 1 000.
    """
    sizes = [_size(one, kind) for one in months]
    values = [_value(one, size, scale) for one, size in zip(months, sizes, strict=True)]
    base = _baseline([one.period for one in months], values, settings)
    limits: list[Limits | None] = [None] * len(months)
    spread, widened = None, False
    if len(base) >= settings.minimum:
        centre, sigmas = _sigmas(months, sizes, values, base, kind, scale)
        spread = _spread(values, base, centre, sigmas) if kind != "individuals" else None
        widened = settings.laney and spread is not None and spread > 1
        factor = spread if widened and spread is not None else Decimal(1)
        ceiling = Decimal(scale) if kind == "p" else None
        limits = [None if sigma is None else _limits(centre, sigma * factor, kind, ceiling) for sigma in sigmas]
    else:
        base = ()
    signs = signals(values, _distances(values, limits), selected(settings.rules))
    periods = tuple(one.period for one in months)
    return Charted(periods, tuple(values), tuple(limits), tuple(signs), base, spread, widened)


def _size(month: Month, kind: ChartKind) -> Decimal | None:
    if kind == "individuals":
        return Decimal(1)
    return Decimal(month.size) if month.size else None


def _value(month: Month, size: Decimal | None, scale: int) -> Decimal | None:
    return None if month.value is None or size is None else month.value * scale / size


def _baseline(periods: Sequence[str], values: Values, settings: ControlSettings) -> tuple[int, ...]:
    known = tuple(place for place, value in enumerate(values) if value is not None)
    if isinstance(settings.baseline, int):
        return known[: settings.baseline]
    first, last = settings.baseline
    return tuple(place for place in known if first <= periods[place] <= last)


def _sigmas(
    months: Sequence[Month],
    sizes: Values,
    values: Values,
    base: Sequence[int],
    kind: ChartKind,
    scale: int,
) -> tuple[Decimal, list[Decimal | None]]:
    """Return the centre and each month's sigma, both on the scale of the values."""
    if kind == "individuals":
        centre = _mean([values[place] for place in base])
        sigma = _moving_range(values, base) / D2
        return centre, [sigma] * len(values)
    cases = sum((Decimal(months[place].value or 0) for place in base), Decimal(0))
    centre = cases * scale / sum((sizes[place] or Decimal(0) for place in base), Decimal(0))
    # binomial for a share of all cases, Poisson for cases per unit
    variance = centre * (scale - centre) if kind == "p" else centre * scale
    return centre, [None if size is None else (variance / size).sqrt() for size in sizes]


def _mean(values: Sequence[Decimal | None]) -> Decimal:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known)


def _moving_range(values: Values, base: Sequence[int]) -> Decimal:
    """Return the mean range between neighbouring months of the baseline; a gap has no range."""
    ranges = [
        abs((values[two] or Decimal(0)) - (values[one] or Decimal(0))) for one, two in pairwise(base) if two == one + 1
    ]
    return sum(ranges, Decimal(0)) / len(ranges) if ranges else Decimal(0)


def _spread(values: Values, base: Sequence[int], centre: Decimal, sigmas: Values) -> Decimal | None:
    """Return Laney's sigma z: the mean moving range of the standardised values over `D2`."""
    standard: list[Decimal | None] = [
        None if value is None or not sigma else (value - centre) / sigma
        for value, sigma in zip(values, sigmas, strict=True)
    ]
    if any(standard[place] is None for place in base):
        return None
    return _moving_range(standard, base) / D2


def _limits(centre: Decimal, sigma: Decimal, kind: ChartKind, ceiling: Decimal | None) -> Limits:
    lower, upper = centre - 3 * sigma, centre + 3 * sigma
    if kind != "individuals":  # counts and shares cannot fall below none
        lower = max(lower, Decimal(0))
    return Limits(centre, lower, upper if ceiling is None else min(upper, ceiling), sigma)


def _distances(values: Values, limits: Sequence[Limits | None]) -> list[Decimal | None]:
    return [
        None if value is None or one is None else _distance(value - one.centre, one.sigma)
        for value, one in zip(values, limits, strict=True)
    ]


def _distance(away: Decimal, sigma: Decimal) -> Decimal:
    """Return a distance in sigmas; without any spread whatever is not the centre is infinitely far."""
    if sigma:
        return away / sigma
    return Decimal("Infinity").copy_sign(away) if away else Decimal(0)


def kept(value: Decimal | None) -> Decimal | None:
    """Round a computed value for an exhibit, halves away from zero."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP).normalize() + 0
