"""Turns revenue records into amounts by account and month inside the engine, and counts what was set aside."""

# ruff: noqa: S608 - names and texts in this SQL go through records.name and records.quote

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Problem, Severity
from zhuoyue.records import Dataset, Field, Odd, TypedRows, quote, typed_rows
from zhuoyue_plugins.key_accounts.reading.injected import inject, key
from zhuoyue_plugins.key_accounts.reading.months import month_of
from zhuoyue_plugins.key_accounts.reading.problems import counted
from zhuoyue_plugins.key_accounts.reading.register import Register
from zhuoyue_plugins.key_accounts.settings import RevenueSettings

_WRITTEN = r"^(\d{4})[-/.年]?(1[0-2]|0?[1-9])月?$"
"""A month without a day; whatever else tells a period is read by `as_period`."""
_NARROW = "replace(replace(translate(month, '０１２３４５６７８９．－／', '0123456789.-/'), ' ', ''), '份', '')"
_NUMBER = (
    "CASE WHEN regexp_matches(w, {written}) "
    "THEN regexp_extract(w, {written}, 1)::INTEGER * 12 + regexp_extract(w, {written}, 2)::INTEGER - 1 "
    "WHEN as_instant(month) IS NOT NULL THEN year(as_instant(month)) * 12 + month(as_instant(month)) - 1 "
    "ELSE period_code_quarter(as_period(month)) // 10 * 12 + period_code_quarter(as_period(month)) % 10 * 3 - 1 END"
)


@dataclass(frozen=True)
class Ledger:
    """What the engine's table `monthly` (account, month, line, amount, margin) holds."""

    first: int
    """First month of the records."""
    last: int
    """Last month of the records, not after the day of the assessment."""
    rows: int
    """Rows counted."""
    alike: int
    """Rows that say the same as another one; they count."""
    outside: int
    """Accounts with revenue that the register does not know."""
    outside_amount: Decimal
    """Their revenue."""
    problems: tuple[Problem, ...]


def read_ledger(dataset: Dataset, settings: RevenueSettings, register: Register, as_of: dt.date) -> Ledger:
    """Make the tables `monthly` and `register`; without a row that counts, `first` lies after `last`.

    Args:
        dataset: the opened revenue records.
        settings: their columns.
        register: gives the product line where the records have none, and tells who is known.
        as_of: months after that day are left out.
    """
    own = settings.fields
    fields = [
        Field("account", own.account, "text"),
        Field("month", own.month, "text"),
        Field("amount", own.amount, "number"),
        Field("line", own.product_line, "text"),
        Field("margin", own.margin, "number"),
    ]
    rows = typed_rows(dataset, fields)
    # One pass over the records; everything after it works on at most a row for an account, day and product line.
    dataset.run(
        f"CREATE TEMP TABLE cells AS SELECT {key('account')} AS account, month, line, count(*) AS n, "
        "sum(amount) AS amount, sum(margin) AS margin, count(*) FILTER (WHERE amount IS NULL) AS unknown, "
        f"count(*) FILTER (WHERE amount < 0) AS negative, "
        f"count(*) FILTER (WHERE amount IS NOT NULL AND margin IS NULL) AS marginless FROM {rows.relation} GROUP BY ALL"
    )
    last = month_of(as_of)
    dataset.run(
        f"CREATE TEMP TABLE months AS SELECT month, {_NUMBER.format(written=quote(_WRITTEN))} AS number "
        f"FROM (SELECT month, {_NARROW} AS w FROM (SELECT DISTINCT month FROM cells))"
    )
    _inject_register(dataset, register)
    dataset.run(
        "CREATE TEMP TABLE monthly AS SELECT account, number AS month, coalesce(c.line, r.line) AS line, "
        "sum(amount) AS amount, sum(margin) AS margin FROM cells c JOIN months USING (month) "
        f"LEFT JOIN register r USING (account) WHERE account IS NOT NULL AND number <= {last} AND amount IS NOT NULL "
        "GROUP BY ALL"
    )
    ends = dataset.run("SELECT min(month) AS first, max(month) AS last FROM monthly WHERE amount <> 0")[0]
    problems = [*rows.problems, *_problems(dataset, rows, last, margin=bool(own.margin))]
    if ends["first"] is None:
        return Ledger(last + 1, last, 0, 0, 0, Decimal(0), tuple(problems))
    return _ledger(dataset, rows, settings, (ends["first"], ends["last"]), problems)


def _inject_register(dataset: Dataset, register: Register) -> None:
    columns = {"account": "VARCHAR", "line": "VARCHAR", "segment": "VARCHAR", "start": "INTEGER", "gone": "INTEGER"}
    inject(
        dataset,
        "register",
        columns,
        (
            (
                one.account,
                one.product_line,
                one.segment,
                month_of(one.start) if one.start else None,
                month_of(one.left) if one.left else None,
            )
            for one in register.accounts.values()
        ),
    )


def _ledger(
    dataset: Dataset, rows: TypedRows, settings: RevenueSettings, ends: tuple[int, int], problems: list[Problem]
) -> Ledger:
    outside = dataset.run(
        "SELECT count(DISTINCT account) AS n, coalesce(sum(amount), 0) AS amount FROM monthly "
        "ANTI JOIN register USING (account)"
    )[0]
    counted_rows = dataset.run("SELECT coalesce(sum(n), 0) AS n FROM cells")[0]["n"]
    alike = 0 if settings.unique else _alike(dataset, rows)
    problems += counted(
        "key-accounts-alike",
        alike,
        dataset.place,
        "{n} {row|rows} of the revenue {says|say} the same as another one; all were counted; if each invoice "
        "has a number, name its column with unique",
        "收入记录中有 {n} 行与另一行完全相同，均已计入；如每张发票有编号，请用 unique 指明该列",
        Severity.INFO,
    )
    return Ledger(*ends, int(counted_rows), alike, outside["n"], outside["amount"], tuple(problems))


def _alike(dataset: Dataset, rows: TypedRows) -> int:
    found = dataset.run(
        "SELECT coalesce(sum(n - 1), 0) AS n FROM (SELECT count(*) AS n "
        f"FROM {rows.relation} WHERE amount IS NOT NULL GROUP BY hash(account, month, line, amount, margin))"
    )
    return int(found[0]["n"])


def _problems(dataset: Dataset, rows: TypedRows, last: int, *, margin: bool) -> list[Problem]:
    """Return what was set aside, with the first months that cannot be read; they name no account."""
    found = dataset.run(
        "SELECT coalesce(sum(n) FILTER (WHERE account IS NULL), 0) AS nameless, "
        "coalesce(sum(n) FILTER (WHERE number IS NULL), 0) AS undated, "
        f"coalesce(sum(n) FILTER (WHERE number > {last}), 0) AS later, "
        "coalesce(sum(unknown), 0) AS unknown, coalesce(sum(negative), 0) AS negative, "
        "coalesce(sum(marginless), 0) AS marginless "
        "FROM cells LEFT JOIN months ON cells.month IS NOT DISTINCT FROM months.month"
    )[0]
    odd = rows.odd(_unread(dataset), ["month"]) if found["undated"] else []
    later = rows.odd(_later(dataset, last), ["month"]) if found["later"] else []
    unknown = rows.odd("amount IS NULL", ["amount"]) if found["unknown"] else []
    where = dataset.place
    return [
        *counted(
            "key-accounts-no-account",
            int(found["nameless"]),
            where,
            "{n} {row|rows} of the revenue {names|name} no account and {was|were} left out",
            "收入记录中有 {n} 行没有客户编号，已剔除",
        ),
        *counted(
            "key-accounts-no-month",
            int(found["undated"]),
            f"{odd[0].place}:row {odd[0].row}" if odd else where,
            "{n} {row|rows} of the revenue {has|have} no month such as 2025-03 and {was|were} left out"
            + _shown(odd, ": row {}"),
            f"收入记录中有 {{n}} 行没有可识别的月份（如 2025-03），已剔除{_shown(odd, '：第 {} 行')}",
        ),
        *counted(
            "key-accounts-later",
            int(found["later"]),
            f"{later[0].place}:row {later[0].row}" if later else where,
            "{n} {row|rows} of the revenue {is|are} later than the day of the assessment and {was|were} left out"
            + _shown(later, ": row {}"),
            "收入记录中有 {n} 行晚于评价日，已剔除" + _shown(later, "：第 {} 行"),
            Severity.INFO,
        ),
        *counted(
            "key-accounts-no-amount",
            int(found["unknown"]),
            f"{unknown[0].place}:row {unknown[0].row}" if unknown else where,
            "{n} {row|rows} of the revenue {has|have} no readable amount, which counts as unknown, not as 0"
            + _shown(unknown, ": row {}"),
            "收入记录中有 {n} 行没有可识别的金额，按未知处理，不计为 0" + _shown(unknown, "：第 {} 行"),
        ),
        *counted(
            "key-accounts-no-margin",
            int(found["marginless"]) if margin else 0,
            where,
            "{n} {row|rows} of the revenue {states|state} no margin; shares of the margin are those of the others",
            "收入记录中有 {n} 行没有毛利，毛利占比以其余记录为准",
            Severity.INFO,
        ),
        *counted(
            "key-accounts-negative",
            int(found["negative"]),
            where,
            "{n} {row|rows} of the revenue {is|are} negative (credit notes?) and {was|were} subtracted",
            "收入记录中有 {n} 行为负数（红字发票？），已冲减",
            Severity.INFO,
        ),
    ]


def _later(dataset: Dataset, last: int) -> str:
    """Return the condition of rows whose month lies ahead."""
    some = dataset.run(f"SELECT month FROM months WHERE number > {last} ORDER BY number, month LIMIT 20")
    return f"month IN ({', '.join(quote(row['month']) for row in some)})" if some else "false"


def _unread(dataset: Dataset) -> str:
    """Return the condition of rows whose month was not read."""
    some = dataset.run("SELECT month FROM months WHERE number IS NULL AND month IS NOT NULL ORDER BY month LIMIT 20")
    texts = ", ".join(quote(row["month"]) for row in some)
    return f"month IS NULL OR month IN ({texts})" if texts else "month IS NULL"


def _shown(odd: list[Odd], pattern: str) -> str:
    """Return the numbers of the first rows concerned; what stands in them is not quoted."""
    return pattern.format(", ".join(str(one.row) for one in odd)) if odd else ""
