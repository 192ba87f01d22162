"""From silences to losses: who was lost when, churn by period, accounts that started, lifetimes for survival curves."""

# ruff: noqa: S608 - only numbers of ours enter this SQL

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuoyue.records import Dataset
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.settings import KeyAccountsSettings


@dataclass(frozen=True)
class Churn:
    """What became of the accounts that were customers when a period began."""

    period: int
    base: int
    """Accounts with revenue in the months of silence before the period."""
    lost: int
    """Of these, accounts whose silence became a loss in the period."""
    back: int
    """Accounts with revenue in the period that had been lost before."""
    tiers: Mapping[int, tuple[int, int]]
    """(base, lost) by the last tier before the period."""


@dataclass(frozen=True)
class Lifetime:
    """Accounts of one history; months count from the month of the start."""

    time: int
    """Months until the last month with revenue if lost, else until the end of observation."""
    lost: bool
    entry: int
    """Months that had passed when observation began; 0 if it began with the start."""
    began: int
    """Month of the start."""
    tier: int | None
    """Tier in the first period with revenue."""
    segment: str | None
    line: str | None
    """Product line with the most revenue in that period."""
    accounts: int


@dataclass(frozen=True)
class Standing:
    """One account, for lists and visits."""

    account: str
    began: int
    began_known: bool
    """False if the start is no more than the beginning of the records."""
    last: int
    """Last month with revenue."""
    lost: int | None
    """Month in which it was given up for lost; None while it is a customer."""
    tiers: dict[int, int]
    """Tier by period with revenue."""


@dataclass(frozen=True)
class Excluded:
    """Accounts that no survival curve can use, and why."""

    unknown_start: int
    short: int


def make_lifetimes(dataset: Dataset, settings: KeyAccountsSettings, ledger: Ledger) -> None:
    """Make the tables `spells` (each stretch of custom, with the month of its loss) and `lives` (the first of each).

    A stretch ends with the last month with revenue above 0 before `lost_after_months` months without; the loss is
    dated when the last of these months is over, because nobody can know before. The day in the register on which an
    account left counts instead if it comes earlier and no revenue follows.
    """
    silence = settings.lost_after_months
    dataset.run("CREATE TEMP TABLE active AS SELECT account, month FROM monthly GROUP BY 1, 2 HAVING sum(amount) > 0")
    dataset.run(
        "CREATE TEMP TABLE spells AS WITH gaps AS (SELECT account, month, "
        f"coalesce(month - lag(month) OVER w > {silence}, true)::INTEGER AS opens "
        "FROM active WINDOW w AS (PARTITION BY account ORDER BY month)), "
        "numbered AS (SELECT *, sum(opens) OVER (PARTITION BY account ORDER BY month) AS spell FROM gaps), "
        "ends AS (SELECT account, spell, min(month) AS first, max(month) AS last FROM numbered GROUP BY 1, 2) "
        "SELECT account, spell, first, last, max(spell) OVER (PARTITION BY account) = spell AS final, "
        f"CASE WHEN gone >= last AND gone < last + {silence} AND max(spell) OVER (PARTITION BY account) = spell "
        f"THEN gone WHEN last + {silence} <= {ledger.last} THEN last + {silence} END AS lost "
        "FROM ends JOIN starts USING (account)"
    )
    # Without a start in the register, an account that is there when the records begin may have come any time before.
    dataset.run(
        "CREATE TEMP TABLE lives AS SELECT account, began, s.first, s.last, s.lost, segment, "
        f"(start IS NOT NULL OR s.first >= {ledger.first + silence}) AS began_known "
        "FROM spells s JOIN starts USING (account) WHERE spell = 1"
    )


def count_churn(dataset: Dataset, settings: KeyAccountsSettings, ledger: Ledger) -> list[Churn]:
    """Return base and losses of each whole year for which the records tell who was a customer at its beginning."""
    silence = settings.lost_after_months
    years = [
        year
        for year in range(ledger.first // 12, ledger.last // 12 + 1)
        if ledger.first <= year * 12 - silence and year * 12 + 11 <= ledger.last
    ]
    return [_churn(dataset, year, settings) for year in years]


def _churn(dataset: Dataset, year: int, settings: KeyAccountsSettings) -> Churn:
    begin, end = year * 12, year * 12 + 11
    rows = dataset.run(
        "WITH base AS (SELECT DISTINCT account FROM spells WHERE "
        f"first < {begin} AND last >= {begin - settings.lost_after_months} AND (lost IS NULL OR lost >= {begin})), "
        f"gone AS (SELECT DISTINCT account, true AS gone FROM spells WHERE lost BETWEEN {begin} AND {end}), "
        "stood AS (SELECT account, arg_max(tier, period) AS tier FROM tiered "
        f"WHERE period < {begin // settings.months} GROUP BY 1) "
        "SELECT tier, count(*) AS base, count(gone) AS lost FROM base LEFT JOIN gone USING (account) "
        "LEFT JOIN stood USING (account) GROUP BY 1 ORDER BY 1"
    )
    back = dataset.run(
        f"SELECT count(DISTINCT account) AS n FROM spells WHERE spell > 1 AND first BETWEEN {begin} AND {end}"
    )[0]["n"]
    tiers = {row["tier"]: (row["base"], row["lost"]) for row in rows if row["tier"] is not None}
    return Churn(year, sum(row["base"] for row in rows), sum(row["lost"] for row in rows), back, tiers)


def read_lifetimes(
    dataset: Dataset, settings: KeyAccountsSettings, ledger: Ledger
) -> tuple[Sequence[Lifetime], Excluded]:
    """Return the lifetimes, counted by history.

    Observation ends `lost_after_months` before the records do: only until then it is known who was lost and who was
    merely silent. An account that started before the records is observed from its first month in them: those lost
    earlier were never seen, so it must not count among the accounts at risk before (left truncation).
    """
    cut = ledger.last - settings.lost_after_months
    dataset.run(
        "CREATE TEMP TABLE earliest AS SELECT account, min(period) AS period, arg_min(tier, period) AS tier "
        "FROM tiered GROUP BY 1"
    )
    dataset.run(
        "CREATE TEMP TABLE mains AS SELECT account, arg_max(line, (amount, line)) AS line FROM (SELECT account, line, "
        f"sum(amount) AS amount FROM monthly m JOIN earliest USING (account) WHERE month // {settings.months} = period "
        "AND line IS NOT NULL GROUP BY 1, 2) GROUP BY 1"
    )
    dataset.run(
        "CREATE TEMP TABLE observed AS SELECT l.*, "
        f"least(l.last, {cut}) - began + 1 AS time, l.last <= {cut} AS died, "
        f"CASE WHEN began < {ledger.first} THEN l.first - began ELSE 0 END AS entry, "
        "f.tier, m.line FROM lives l LEFT JOIN earliest f USING (account) LEFT JOIN mains m USING (account)"
    )
    rows = dataset.run(
        "SELECT time, died, entry, began, tier, segment, line, count(*) AS n FROM observed "
        "WHERE began_known AND time > entry GROUP BY ALL ORDER BY ALL"
    )
    out = dataset.run(
        "SELECT count(*) FILTER (WHERE NOT began_known) AS unknown, "
        "count(*) FILTER (WHERE began_known AND time <= entry) AS short FROM observed"
    )[0]
    lives = [
        Lifetime(
            row["time"], row["died"], row["entry"], row["began"], row["tier"], row["segment"], row["line"], row["n"]
        )
        for row in rows
    ]
    return lives, Excluded(out["unknown"], out["short"])


def read_standings(dataset: Dataset) -> list[Standing]:
    """Return a row for each account that ever had revenue."""
    rows = dataset.run(
        "WITH path AS (SELECT account, list(period ORDER BY period) AS periods, list(tier ORDER BY period) AS tiers "
        "FROM tiered GROUP BY 1) "
        "SELECT account, began, began_known, f.last, f.lost, periods, tiers FROM lives l "
        "JOIN (SELECT account, last, lost FROM spells WHERE final) f USING (account) LEFT JOIN path USING (account) "
        "ORDER BY account"
    )
    return [
        Standing(
            row["account"],
            row["began"],
            row["began_known"],
            row["last"],
            row["lost"],
            dict(zip(row["periods"] or (), row["tiers"] or (), strict=True)),
        )
        for row in rows
    ]
