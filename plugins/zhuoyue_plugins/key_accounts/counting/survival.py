"""Survival curves of accounts by Kaplan and Meier, and the log-rank test of groups."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue_plugins.key_accounts.counting.concentration import rounded
from zhuoyue_plugins.key_accounts.counting.lifetimes import Lifetime

_Z = 1.959963984540054
"""97.5 % point of the normal distribution: for 95 % intervals."""


@dataclass(frozen=True)
class Step:
    """The curve from one month with a loss to the next; percents."""

    month: int
    share: Decimal
    low: Decimal | None
    high: Decimal | None
    at_risk: int
    """Accounts under observation just before."""
    lost: int


@dataclass(frozen=True)
class Curve:
    """The survival curve of a group."""

    accounts: int
    lost: int
    steps: tuple[Step, ...]
    """From month 0 on."""
    end: int
    """Longest time anybody was observed."""
    entries: tuple[tuple[int, int], ...]
    """(entry, time) of each account: to count who is at risk at any month."""

    def at(self, month: int) -> Step:
        """Return the step that holds at a month."""
        return [step for step in self.steps if step.month <= month][-1]

    def at_risk(self, month: int) -> int:
        """Count the accounts under observation at a month: entered before it (month 0: at once), not yet ended."""
        return sum(entry < max(month, 1) and time >= month for entry, time in self.entries)

    @property
    def median(self) -> int | None:
        """First month by which half are lost; None if not reached."""
        return next((step.month for step in self.steps if step.share <= 50), None)


@dataclass(frozen=True)
class LogRank:
    """Whether groups differ in how long accounts stay."""

    groups: int
    accounts: int
    statistic: Decimal
    probability: Decimal


def survival(lives: Sequence[Lifetime]) -> Curve:
    """Return the curve with 95 % intervals, month by month (log-log of Greenwood's standard error).

    Source: Kaplan and Meier (1958); Greenwood (1926); Kalbfleisch and Prentice, The Statistical Analysis of Failure
    Time Data, for the interval on the log-log scale, which never leaves 0 to 100 %.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    times, lost, entries = _arrays(lives)
    steps = [Step(0, Decimal(100), None, None, sum(entry == 0 for entry in entries), 0)]
    if any(lost):
        fitted = SurvfuncRight(times, lost, entry=entries)
        columns = (fitted.surv_times, fitted.surv_prob, fitted.surv_prob_se, fitted.n_risk, fitted.n_events)
        for month, share, error, at_risk, events in zip(*columns, strict=True):
            low, high = _interval(float(share), float(error))
            steps.append(Step(int(month), _percent(float(share)), low, high, int(at_risk), int(events)))
    pairs = tuple(zip(entries, times, strict=True))
    return Curve(len(times), sum(lost), tuple(steps), max(times, default=0), pairs)


def _interval(share: float, error: float) -> tuple[Decimal | None, Decimal | None]:
    if not 0 < share < 1 or math.isnan(error):
        return None, None
    width = _Z * error / (share * abs(math.log(share)))
    return _percent(share ** math.exp(width)), _percent(share ** math.exp(-width))


def _percent(share: float) -> Decimal:
    return rounded(Decimal(repr(100 * share)), 2)


def log_rank(lives: Sequence[Lifetime], group: Callable[[Lifetime], Hashable]) -> LogRank | None:
    """Return the log-rank test between groups; None if there is nothing to compare or nobody was lost.

    Source: Mantel (1966); chi-squared with one degree of freedom less than there are groups.
    """
    from statsmodels.duration.survfunc import survdiff

    times, lost, entries = _arrays(lives)
    names = {name: number for number, name in enumerate(dict.fromkeys(group(one) for one in lives))}
    groups = [names[group(one)] for one in lives for _ in range(one.accounts)]
    if len(names) < 2 or not any(lost):
        return None
    import numpy as np

    late = np.array(entries) if any(entries) else None
    try:
        statistic, probability = survdiff(np.array(times), np.array(lost), np.array(groups), entry=late)
    except np.linalg.LinAlgError:  # a group never at risk together with another
        return None
    if math.isnan(statistic) or math.isnan(probability):
        return None
    return LogRank(
        len(names),
        len(times),
        rounded(Decimal(repr(float(statistic))), 2),
        rounded(Decimal(repr(float(probability))), 4),
    )


def _arrays(lives: Iterable[Lifetime]) -> tuple[list[int], list[int], list[int]]:
    every = [one for one in lives for _ in range(one.accounts)]
    return [one.time for one in every], [int(one.lost) for one in every], [one.entry for one in every]
