"""Reads the exhibits back: the figures of the last period, for findings and pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.key_accounts.exhibits.author import both

ALL_TIERS = both("all", "合计").en
STALE = "record is stale"
NO_CONTACT = "no contact person"
Row = dict[str, Decimal | Text | None]


def english(cell: object) -> str:
    """Return the English of a cell of words, by which rows are told apart."""
    return cell.get("en") if isinstance(cell, Text) else ""


def num(row: Row, key: str) -> Decimal | None:
    """Return a number of a row; None where it is unknown, withheld, or the table has no such column."""
    value = row.get(key)
    return value if isinstance(value, Decimal) else None


def last_rows(exhibit: Exhibit, period: str = "period") -> list[Row]:
    """Return the rows of the last period."""
    rows = list(exhibit.rows())
    last = max((english(row[period]) for row in rows), default="")
    return [row for row in rows if english(row[period]) == last]


def last_known(exhibit: Exhibit, key: str) -> Row | None:
    """Return the last row in which a number is known."""
    return next((row for row in reversed(list(exhibit.rows())) if num(row, key) is not None), None)


def fallen(exhibit: Exhibit) -> tuple[Decimal, Decimal] | None:
    """Return (accounts with a tier before, of these moved down or out) of the last move; None if any are withheld."""
    rows = last_rows(exhibit)
    order = list(dict.fromkeys(english(row["after"]) for row in rows))
    whole = down = Decimal(0)
    for row in rows:
        before, after, count = english(row["before"]), english(row["after"]), num(row, "accounts")
        if before not in order[:-1]:  # the last column is no revenue, and so are the last rows
            continue
        if count is None:
            return None
        whole += count
        down += count if order.index(after) > order.index(before) else 0
    return (whole, down) if whole else None


def of_kind(exhibits: Iterable[Exhibit], kind: str) -> Sequence[Exhibit]:
    """Return the exhibits of a kind, by its word."""
    return [one for one in exhibits if one.kind == f"key-accounts.{kind}"]
