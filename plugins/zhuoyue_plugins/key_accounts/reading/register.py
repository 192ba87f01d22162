"""Reads the account register: one row an account, what it says and what it lacks."""

# ruff: noqa: S608 - names and texts in this SQL go through records.name and records.quote

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhuoyue import Problem, Severity
from zhuoyue.records import Dataset, Field, typed_rows
from zhuoyue_plugins.key_accounts.reading.injected import key
from zhuoyue_plugins.key_accounts.reading.problems import counted
from zhuoyue_plugins.key_accounts.settings import RegisterSettings


@dataclass(frozen=True)
class Account:
    """What the register says of one account."""

    account: str
    name: str | None = None
    segment: str | None = None
    product_line: str | None = None
    start: dt.date | None = None
    contact: str | None = None
    updated: dt.date | None = None
    left: dt.date | None = None


@dataclass(frozen=True)
class Register:
    """All accounts of the register, and what was wrong with its rows."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    repeated: int = 0
    """Rows beyond the first of an account."""
    nameless: int = 0
    """Rows without an account."""


def read_register(dataset: Dataset, settings: RegisterSettings, today: dt.date) -> Register:
    """Read the register; the first row of an account counts.

    Args:
        dataset: the opened register.
        settings: its columns.
        today: days after it are mistakes.
    """
    own = settings.fields
    texts = {"account": own.account, "label": own.name, "segment": own.segment, "line": own.product_line}
    days = {"start": own.start, "updated": own.updated, "gone": own.left}
    fields = [Field(role, column, "text") for role, column in {**texts, "contact": own.contact}.items()]
    fields += [Field(role, column, "instant") for role, column in days.items()]
    rows = typed_rows(dataset, fields)
    rows.keep()
    rows.in_order()  # the first row of an account counts
    found: dict[str, Account] = {}
    repeated = nameless = 0
    wrong = {"future": 0, "order": 0}
    for row in dataset.run(f"SELECT *, {key('account')} AS id FROM {rows.relation} ORDER BY __order"):
        if row["id"] is None:
            nameless += 1
        elif row["id"] in found:
            repeated += 1
        else:
            found[row["id"]] = _account(row, today, wrong)
    problems = [*rows.problems, *_problems(dataset.place, repeated, nameless, wrong)]
    return Register(found, tuple(problems), repeated, nameless)


def _account(row: Mapping[str, object], today: dt.date, wrong: dict[str, int]) -> Account:
    start, updated, left = (_day(row[role]) for role in ("start", "updated", "gone"))
    if updated and updated > today:
        wrong["future"] += 1
        updated = None
    if left and ((start and left < start) or left > today):
        wrong["order"] += 1
        left = None

    def text(role: str) -> str | None:
        value = row[role]
        return value if isinstance(value, str) else None

    return Account(str(row["id"]), text("label"), text("segment"), text("line"), start, text("contact"), updated, left)


def _day(value: object) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else None


def _problems(place: str, repeated: int, nameless: int, wrong: Mapping[str, int]) -> list[Problem]:
    return [
        *counted(
            "key-accounts-register-repeated",
            repeated,
            place,
            "{n} {row|rows} of the register {names|name} an account that stands further up; the first row counts",
            "客户档案中有 {n} 行的客户在前面已出现，以首行为准",
        ),
        *counted(
            "key-accounts-no-account",
            nameless,
            place,
            "{n} {row|rows} of the register {names|name} no account and {was|were} left out",
            "客户档案中有 {n} 行没有客户编号，已剔除",
        ),
        *counted(
            "key-accounts-future",
            wrong["future"],
            place,
            "{n} {record|records} of the register {was|were} updated after the day of the assessment; that day "
            "counts as unknown",
            "客户档案中有 {n} 条记录的更新日期晚于评价日，视为未知",
        ),
        *counted(
            "key-accounts-left-order",
            wrong["order"],
            place,
            "{n} {account|accounts} left before the start, or after the day of the assessment; the day of leaving "
            "was ignored",
            "有 {n} 个客户的离开日期早于开始日期或晚于评价日，该离开日期不予采用",
            Severity.WARNING,
        ),
    ]
