"""The figures once more, in plain Python over the rows: no code is shared with the plugin, nor its way of computing."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

Rule = tuple[str, Fraction]
"""Name of a tier and its least average monthly revenue."""


@dataclass
class Oracle:
    """Reads three CSV files; columns are given as (account, month, amount, line, margin) and so on."""

    revenue: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    margin: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    start: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    register: dict[str, list[str]] = field(default_factory=dict)
    visits: list[tuple[str, dt.date]] = field(default_factory=list)
    tiers: Sequence[Rule] = ()
    silence: int = 6

    @cached_property
    def first(self) -> int:
        return min(min(months) for months in self.revenue.values())

    @cached_property
    def last(self) -> int:
        return max(max(months) for months in self.revenue.values())

    def began(self, account: str) -> int:
        earliest = min(month for month, amount in self.revenue[account].items() if amount > 0)
        return min(earliest, self.start.get(account, earliest))

    # ---- tiers --------------------------------------------------------------------------------------------------

    def total(self, account: str, year: int, of: Mapping[str, Mapping[int, Fraction]] | None = None) -> Fraction:
        return sum(
            ((of or self.revenue)[account].get(month, Fraction(0)) for month in range(year * 12, year * 12 + 12)),
            Fraction(0),
        )

    @cached_property
    def tier_of(self) -> dict[tuple[str, int], str | None]:
        years = range(self.first // 12, self.last // 12 + 1)
        return {(account, year): self._tier(account, year) for account in self.customers() for year in years}

    def tier(self, account: str, year: int) -> str | None:
        return self.tier_of[account, year]

    def _tier(self, account: str, year: int) -> str | None:
        total = self.total(account, year)
        if total <= 0:
            return None
        months = [
            month
            for month in range(year * 12, year * 12 + 12)
            if self.first <= month <= self.last and month >= self.began(account)
        ]
        return next(name for name, least in self.tiers if total / len(months) >= least)

    def active(self, year: int) -> dict[str, Fraction]:
        totals = {account: self.total(account, year) for account in self.revenue}
        return {account: total for account, total in totals.items() if total > 0}

    def moves(self, year: int) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for account in self.customers():
            before, after = self.tier(account, year - 1), self.tier(account, year)
            if before is None and after is None:
                continue
            origin = before or ("new" if self.began(account) // 12 == year else "none")
            key = origin, after or "none"
            found[key] = found.get(key, 0) + 1
        return found

    def customers(self) -> list[str]:
        return [account for account, months in self.revenue.items() if any(amount > 0 for amount in months.values())]

    # ---- concentration ------------------------------------------------------------------------------------------

    def gini(self, year: int) -> Fraction:
        """Mean absolute difference over twice the mean: another formula than the plugin's."""
        amounts = list(self.active(year).values())
        spread = sum((abs(a - b) for a in amounts for b in amounts), Fraction(0))
        return spread / (2 * len(amounts) * sum(amounts, Fraction(0)))

    def hhi(self, year: int) -> Fraction:
        amounts = list(self.active(year).values())
        whole = sum(amounts, Fraction(0))
        return sum(((100 * amount / whole) ** 2 for amount in amounts), Fraction(0))

    def top(self, year: int, of: Mapping[str, Mapping[int, Fraction]] | None = None) -> Fraction:
        """Share of the top fifth; accounts as large as the one on the boundary share what is left of it alike."""
        active = self.active(year)
        place, part = Fraction(len(active), 5), Fraction(0)
        for size in sorted(set(active.values()), reverse=True):
            group = [account for account, amount in active.items() if amount == size]
            taken = min(place, Fraction(len(group)))
            part += taken * sum((self.total(account, year, of) for account in group), Fraction(0)) / len(group)
            place -= taken
        return 100 * part / sum((self.total(account, year, of) for account in active), Fraction(0))

    # ---- losses -------------------------------------------------------------------------------------------------

    @cached_property
    def spells_of(self) -> dict[str, list[tuple[int, int, int | None]]]:
        return {account: self._spells(account) for account in self.customers()}

    def spells(self, account: str) -> list[tuple[int, int, int | None]]:
        return self.spells_of[account]

    def _spells(self, account: str) -> list[tuple[int, int, int | None]]:
        """(first, last, month of the loss) of each stretch, walking month by month."""
        alive = {month for month, amount in self.revenue[account].items() if amount > 0}
        found: list[tuple[int, int, int | None]] = []
        opened = None
        quiet = 0
        for month in range(min(alive), self.last + 1):
            if month in alive:
                opened = month if opened is None else opened
                quiet = 0
                continue
            quiet += 1
            if opened is not None and quiet == self.silence:
                found.append((opened, month - quiet, month))
                opened = None
        if opened is not None:
            found.append((opened, max(alive), None))
        gone, (first, end, lost) = self.left.get(account), found[-1]
        if gone is not None and gone >= end and (lost is None or gone < lost) and gone < end + self.silence:
            found[-1] = first, end, gone
        return found

    def churn(self, year: int) -> tuple[int, int, int]:
        """Accounts at the beginning, of these lost in the year, and accounts that came back."""
        begin, end = year * 12, year * 12 + 11
        base = lost = back = 0
        for account in self.customers():
            spells = self.spells(account)
            there = any(
                first < begin and last >= begin - self.silence and (gone is None or gone >= begin)
                for first, last, gone in spells
            )
            base += there
            lost += there and any(gone is not None and begin <= gone <= end for *_, gone in spells)
            back += any(begin <= first <= end for first, *_ in spells[1:])
        return base, lost, back

    def churn_of(self, year: int, tier: str) -> tuple[int, int]:
        """As `churn`, for those whose last tier before the year was this."""
        begin, base, lost = year * 12, 0, 0
        for account in self.customers():
            years = [one for one in range(self.first // 12, year) if self.tier(account, one)]
            there = any(
                first < begin and last >= begin - self.silence and (gone is None or gone >= begin)
                for first, last, gone in self.spells(account)
            )
            if there and years and self.tier(account, years[-1]) == tier:
                base += 1
                lost += any(gone is not None and begin <= gone < begin + 12 for *_, gone in self.spells(account))
        return base, lost

    @cached_property
    def lifetimes(self) -> list[tuple[str, int, bool, int]]:
        """(account, time, lost, entry) of those with a known start that were watched at all."""
        cut = self.last - self.silence
        found = []
        for account in self.customers():
            first, last, _ = self.spells(account)[0]
            if account not in self.start and first < self.first + self.silence:
                continue
            began = self.began(account)
            entry = first - began if began < self.first else 0
            time = min(last, cut) - began + 1
            if time > entry:
                found.append((account, time, last <= cut, entry))
        return found

    def survival(self, accounts: Iterable[str], month: int) -> Fraction:
        wanted = set(accounts)
        lives = [life for life in self.lifetimes if life[0] in wanted]
        share = Fraction(1)
        for at in range(1, month + 1):
            risk = [life for life in lives if life[3] < at <= life[1]]
            died = sum(life[2] and life[1] == at for life in risk)
            if risk:
                share *= 1 - Fraction(died, len(risk))
        return share

    # ---- visits -------------------------------------------------------------------------------------------------

    def due(self, first: int, last: int) -> list[tuple[str, int, int, bool, str]]:
        """(account, first and last month, met, tier) of every visit due: months in the first year, quarters after."""
        seen = {(account, day.year * 12 + day.month - 1) for account, day in self.visits}
        found = []
        for account in self.customers():
            began, ended = self.began(account), self.spells(account)[-1][2]
            if account not in self.start and self.spells(account)[0][0] < self.first + self.silence:
                began -= 24  # nobody knows since when it was a customer: surely longer than it takes to be new
            spans = [(month, month) for month in range(began + 1, began + 13)]
            quarter = began + 13
            while quarter % 3:
                quarter += 1
            spans += [(month, month + 2) for month in range(quarter, last + 1, 3)]
            for a, b in spans:
                if a < first or b > last or (ended is not None and b >= ended):
                    continue
                years = [year for year in range(self.first // 12, b // 12 + 1) if self.tier(account, year)]
                if years:
                    met = any((account, month) in seen for month in range(a, b + 1))
                    found.append((account, a, b, met, str(self.tier(account, years[-1]))))
        return found


def month_of(text: str) -> int | None:
    """Read `2025-03`, `2025年3月`, `202503`, `2025/3/14`, `2025Q1`; None for anything else."""
    for pattern, scale in (
        (r"(\d{4})[-/.年]?(\d{1,2})月?", 1),
        (r"(\d{4})[-/.](\d{1,2})[-/.]\d{1,2}", 1),
        (r"(\d{4})-?Q(\d)", 3),
    ):
        found = re.fullmatch(pattern, text.strip())
        if found and 1 <= int(found[2]) * scale <= 12:
            return int(found[1]) * 12 + int(found[2]) * scale - 1
    return None


def number_of(text: str) -> Fraction | None:
    """Read a decimal number; None for anything else."""
    return Fraction(text.strip()) if re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", text) else None


def day_of(text: str) -> dt.date | None:
    """Read an ISO day; None for anything else."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def read(
    root: Path,
    columns: Mapping[str, Sequence[str]],
    tiers: Sequence[tuple[str, str]],
    silence: int,
    as_of: dt.date,
    unique: str | None = None,
) -> Oracle:
    """Read `revenue`, `register` and `visits` by the columns given: file name first.

    Args:
        root: folder of the files.
        columns: revenue: file, account, month, amount, margin; register: file, account, start, left, updated, contact;
            visits: file, account, date.
        tiers: name and least average monthly revenue, highest first, the last with 0.
        silence: months without revenue after which an account is lost.
        as_of: day of the assessment.
        unique: column of the revenue that identifies a row.
    """
    oracle = Oracle(tiers=[(name, Fraction(least)) for name, least in tiers], silence=silence)
    limit = as_of.year * 12 + as_of.month - 1
    file, *names = columns["revenue"]
    seen: set[str] = set()
    for row in _rows(root / file):
        if unique and row[unique] in seen:
            continue
        seen.add(row[unique] if unique else "")
        account, month, amount, margin = (row[name] for name in names)
        at, value = month_of(month), number_of(amount)
        if not account.strip() or at is None or value is None or at > limit:
            continue
        for table, add in ((oracle.revenue, value), (oracle.margin, number_of(margin) or Fraction(0))):
            months = table.setdefault(account.strip(), {})
            months[at] = months.get(at, Fraction(0)) + add
    file, *names = columns["register"]
    for row in _rows(root / file):
        account, *rest = (row[name].strip() for name in names)
        if account and account not in oracle.register:
            oracle.register[account] = rest
            start, left = day_of(rest[0]), day_of(rest[1])
            if start:
                oracle.start[account] = start.year * 12 + start.month - 1
            if left and left <= as_of and (start is None or left >= start):
                oracle.left[account] = left.year * 12 + left.month - 1
    file, *names = columns["visits"]
    for row in _rows(root / file):
        day = day_of(row[names[1]])
        if row[names[0]].strip() and day and day <= as_of:
            oracle.visits.append((row[names[0]].strip(), day))
    return oracle


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def half_up(value: Fraction, places: int) -> Decimal:
    """Round half up, away from zero only for what is positive: all figures compared are."""
    scaled = value * 10**places
    whole = scaled.numerator // scaled.denominator
    return Decimal(whole + (scaled - whole >= Fraction(1, 2))).scaleb(-places)
