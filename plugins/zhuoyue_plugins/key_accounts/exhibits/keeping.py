"""Exhibits of how the account records are kept: stale records, missing contacts, rows that fit no account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.key_accounts.counting.lifetimes import Standing
from zhuoyue_plugins.key_accounts.counting.visiting import Visits
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.loyalty import percent
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.reading.register import Account, Register


@dataclass(frozen=True)
class Kept:
    """What the register lacks, counted over the accounts that are customers."""

    customers: int
    stale: int
    undated: int
    no_contact: int


def oldest(author: Author) -> dt.date:
    """Return the first day on which a record must have been updated not to be stale."""
    month = author.source.as_of.year * 12 + author.source.as_of.month - 1 - author.settings.stale_after_months
    days = (dt.date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(month // 12, month % 12 + 1, min(author.source.as_of.day, days))


def customers(register: Register, standings: Sequence[Standing]) -> list[Account]:
    """Return the accounts of the register that are customers: not left, and not lost by their revenue."""
    lost = {standing.account for standing in standings if standing.lost is not None}
    return [one for one in register.accounts.values() if one.left is None and one.account not in lost]


def kept(author: Author, register: Register, standings: Sequence[Standing]) -> Kept:
    """Count what the register lacks."""
    own, limit = customers(register, standings), oldest(author)
    return Kept(
        len(own),
        sum(one.updated is not None and one.updated < limit for one in own),
        sum(one.updated is None for one in own),
        sum(one.contact is None for one in own),
    )


def keeping_exhibits(
    author: Author, register: Register, standings: Sequence[Standing], ledger: Ledger, visits: Visits | None
) -> list[Exhibit]:
    """Return the exhibit `records`: checks of the records, each with what it is counted over."""
    rows = [*_of_register(author, register, standings, ledger), *_of_visits(visits)]
    if not rows:
        return []
    day = oldest(author).isoformat()
    return [
        author.exhibit(
            "records",
            both("How the account records are kept", "客户档案维护状况"),
            both(
                "Counted over the accounts of the register that are customers, unless the row says otherwise. Stale: "
                f"last updated before {day}, {author.settings.stale_after_months} months before the day of the "
                "assessment. A record without a day of update is counted on its own: nobody knows how old it is.",
                f"除另有说明外，按客户档案中现有客户统计。过期：最后更新早于 {day}（评价日前 "
                f"{author.settings.stale_after_months} 个月）。没有更新日期的档案单列：无从得知其新旧。",
            ),
            (
                words("check", "Check", "检查项", [row[0] for row in rows]),
                number("count", "Concerned", "涉及数量", [row[1] for row in rows]),
                number("whole", "Of", "总数", [row[2] for row in rows]),
                number(
                    "share", "Share", "占比", [percent(row[1], row[2]) if row[2] else None for row in rows], PERCENT, 1
                ),
            ),
        )
    ]


def _of_register(
    author: Author, register: Register, standings: Sequence[Standing], ledger: Ledger
) -> Iterable[tuple[Text, int, int | None]]:
    fields = author.settings.account_register.fields if author.settings.account_register else None
    if fields is None:
        return
    found = kept(author, register, standings)
    if fields.updated:
        yield both("record is stale", "档案过期"), found.stale, found.customers
        yield both("record says not when it was updated", "档案无更新日期"), found.undated, found.customers
    if fields.contact:
        yield both("no contact person", "无联系人"), found.no_contact, found.customers
    known = len(standings)
    yield both("revenue, but not in the register", "有收入但不在档案中"), ledger.outside, known
    silent = set(register.accounts) - {standing.account for standing in standings}
    yield both("in the register, but never any revenue", "在档案中但从无收入"), len(silent), len(register.accounts)
    yield both("rows that repeat an account of the register", "档案中重复的行"), register.repeated, None


def _of_visits(visits: Visits | None) -> Iterable[tuple[Text, int, int | None]]:
    if visits is not None:
        yield both("visits to accounts nobody knows", "走访了未知客户（次）"), visits.unknown, None
