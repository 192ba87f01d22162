"""How much of the revenue few accounts bring: Lorenz curve, Gini coefficient, share of the top fifth, HHI."""

# ruff: noqa: S608 - only numbers of ours enter this SQL

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhuoyue.records import Dataset

_STEPS = (20, 10, 5)
"""Steps of a curve that may be shown: multiples of five, so that the top fifth is one of its points."""
_MOST = 100


@dataclass(frozen=True)
class Concentration:
    """One period."""

    period: int
    accounts: int
    revenue: Decimal
    gini: Decimal
    hhi: Decimal
    top: Decimal
    """Percent of the revenue that the top fifth of the accounts brings."""
    top_margin: Decimal | None
    """Percent of the margin that the same accounts bring; None where no margin is stated, or it is not above 0."""
    largest: Decimal
    """Percent of the largest account."""


def concentration(dataset: Dataset) -> list[Concentration]:
    """Return the concentration of each period, over the accounts with revenue above 0 (table `tiered`)."""
    rows = dataset.run(
        "WITH whole AS (SELECT period, count(*) AS n, sum(revenue) AS total, sum(margin) AS margins, "
        "max(revenue) AS largest FROM tiered GROUP BY 1), "
        "ranked AS (SELECT *, row_number() OVER (PARTITION BY period ORDER BY revenue) AS i FROM tiered), "
        "curve AS (SELECT period, sum(i * revenue) AS weighted, "
        "sum((revenue / total::DOUBLE) ** 2) AS hhi FROM ranked JOIN whole USING (period) GROUP BY 1), "
        # Accounts of equal revenue share the boundary alike, so neither ties nor a count that five does not divide
        # let the order of the rows decide.
        "equal AS (SELECT period, revenue, count(*) AS c, sum(revenue) AS r, sum(margin) AS m "
        "FROM tiered GROUP BY 1, 2), "
        "passed AS (SELECT *, sum(c) OVER (PARTITION BY period ORDER BY revenue DESC) - c AS before FROM equal), "
        "part AS (SELECT *, greatest(0, least(1, (n / 5.0 - before) / c))::DOUBLE AS f "
        "FROM passed JOIN whole USING (period)), "
        "top AS (SELECT period, sum(r * f) AS top, sum(m * f) AS top_margin FROM part GROUP BY 1) "
        "SELECT * FROM whole JOIN curve USING (period) JOIN top USING (period) ORDER BY period"
    )
    return [_of(row) for row in rows]


def _of(row: Mapping[str, object]) -> Concentration:
    n, total = int(str(row["n"])), Decimal(str(row["total"]))
    margins = Decimal(str(row["margins"])) if row["margins"] is not None else None
    gini = 2 * Decimal(str(row["weighted"])) / (n * total) - Decimal(n + 1) / n
    return Concentration(
        period=int(str(row["period"])),
        accounts=n,
        revenue=total,
        gini=rounded(gini, 4),
        hhi=rounded(Decimal(repr(row["hhi"])) * 10000, 0),
        top=rounded(100 * Decimal(repr(row["top"])) / total, 2),
        top_margin=(
            rounded(100 * Decimal(repr(row["top_margin"])) / margins, 2)
            if margins is not None and margins > 0
            else None
        ),
        largest=rounded(100 * Decimal(str(row["largest"])) / total, 2),
    )


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def steps(accounts: int, smallest: int) -> int | None:
    """Return into how many steps a curve may be cut so that each holds `smallest` accounts; None if it may not."""
    return next((one for one in _STEPS if accounts >= one * smallest), None)


def lorenz(dataset: Dataset, period: int, count: int) -> Sequence[tuple[Decimal, Decimal]]:
    """Return points of the Lorenz curve: percent of the accounts, smallest first, and percent of the revenue.

    Args:
        dataset: the opened records with the table `tiered`.
        period: which.
        count: how many steps; between two accounts the curve is straight.
    """
    rows = dataset.run(
        "WITH ranked AS (SELECT revenue, row_number() OVER (ORDER BY revenue) AS i, count(*) OVER () AS n, "
        f"sum(revenue) OVER () AS total FROM tiered WHERE period = {int(period)}) "
        f"SELECT g, sum(revenue * greatest(0, least(1, g * n / {int(count)}.0 - (i - 1)))::DOUBLE / total) AS y "
        f"FROM ranked, range(1, {int(count) + 1}) t(g) GROUP BY g ORDER BY g"
    )
    points = [(rounded(Decimal(100 * row["g"]) / count, 2), rounded(100 * Decimal(repr(row["y"])), 2)) for row in rows]
    return ((Decimal(0), Decimal(0)), *points)


def finest(accounts: int) -> int:
    """Return the steps of a curve without anything withheld: one an account, as long as that can be drawn."""
    return accounts if accounts <= _MOST else _MOST
