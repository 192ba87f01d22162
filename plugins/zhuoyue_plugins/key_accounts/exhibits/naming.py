"""Pseudonyms: numbers that stay the same within a report and say nothing about an account's size or age."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from zhuoyue import Text


def pseudonyms(source: str, accounts: Iterable[str]) -> Mapping[str, Text]:
    """Return a pseudonym for each account.

    They are numbered in the order of a hash of the source's name and the account. Whoever holds the complete register
    can compute the numbers again; to others they tell nothing. Sorting by revenue, name or start would.
    """
    ordered = sorted(accounts, key=lambda account: hashlib.sha256(f"{source}\0{account}".encode()).digest())
    width = max(2, len(str(len(ordered))))
    return {
        account: Text(zh=f"客户 {number:0{width}d}", en=f"Account {number:0{width}d}")
        for number, account in enumerate(ordered, 1)
    }
