"""How many deals there were: complaints are many or few only beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhuoyue import Direction, Problem, Severity, Text
from zhuoyue.records import period_of
from zhuoyue_plugins.complaints.counting.catalogue import Figure
from zhuoyue_plugins.complaints.counting.figures import exact
from zhuoyue_plugins.complaints.reading.log import Log


@dataclass(frozen=True)
class Deals:
    """Deals by period."""

    known: Mapping[str, Decimal]
    """As given."""
    problems: tuple[Problem, ...] = ()

    def of(self, period: str) -> Decimal | None:
        """Return the deals of a period; those of its parts are added up if all of them are known."""
        if period in self.known:
            return self.known[period]
        parts = [self.of(part) for part in _parts(period)]
        return sum((part for part in parts if part is not None), Decimal(0)) if parts and None not in parts else None


def _parts(period: str) -> list[str]:
    year, _, rest = period.partition("-")
    if not rest:
        return [f"{year}-Q{number}" for number in range(1, 5)]
    if rest.startswith("Q"):
        first = 3 * int(rest[1]) - 2
        return [f"{year}-{month:02d}" for month in range(first, first + 3)]
    return []


def read_deals(log: Log) -> Deals:
    """Return the deals from the settings or from the log."""
    if not log.settings.fields.deals:
        return Deals(dict(log.settings.deals))
    rows = log.run("SELECT period_code AS code, min(deals_min) AS low, max(deals_max) AS high FROM monthly GROUP BY 1")
    named = {period_of(row["code"], log.settings.period): row for row in rows}
    known = {
        period: row["low"] for period, row in named.items() if row["low"] is not None and row["low"] == row["high"]
    }
    wrong = sorted(period for period, row in named.items() if row["low"] != row["high"])
    if not wrong:
        return Deals(known)
    shown = ", ".join(wrong[:5])
    text = Text(
        en=(
            f"column {log.settings.fields.deals!r} names different numbers of deals within {shown}; it must say the"
            " same in every row of a period; left out"
        ),
        zh=f"列 {log.settings.fields.deals!r} 在 {shown} 内的交易数不一致，同一期间各行应相同；已剔除",
    )
    problem = Problem(code="complaints-deals", severity=Severity.WARNING, text=text, where=log.dataset.place)
    return Deals(known, (problem,))


def per_thousand(deals: Deals, by: str) -> Figure:
    """Return the figure of complaints per 1 000 deals, for groups by period."""

    def value(row: Mapping[str, Any]) -> tuple[Decimal | None, int]:
        number = deals.of(period_of(row["code"], by))
        return (exact(Fraction(1000 * row["n"]) / Fraction(number)) if number else None, int(row["n"]))

    return Figure(
        "per-1000-deals",
        Text(zh="每千笔交易投诉数", en="Complaints per 1 000 deals"),
        Text(zh="件/千笔", en="per 1 000"),
        Direction.LOWER,
        2,
        Text(
            zh="投诉件数除以同期交易数，乘 1 000", en="Complaints divided by the deals of the same period, times 1 000"
        ),
        value,
    )
