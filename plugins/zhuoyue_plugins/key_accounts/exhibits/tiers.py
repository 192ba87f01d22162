"""Exhibits of the tiers: their rules, accounts and revenue by period, and moves between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.key_accounts.counting.concentration import rounded
from zhuoyue_plugins.key_accounts.counting.tiering import MoveCount, TierCount, rule
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, Columns, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.guard import withheld
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.reading.months import month_text, period_text

NEW = both("not yet a customer", "尚非客户")
ABSENT = both("no revenue", "无收入")
ALL = both("all", "合计")


def tier_exhibits(
    author: Author, ledger: Ledger, counts: Sequence[TierCount], moves: Sequence[MoveCount]
) -> list[Exhibit]:
    """Return the exhibits `rules`, `tiers` and, with two periods or more, `moves`."""
    return [
        _rules(author, counts),
        *author.guarded(lambda guard: _tiers(author, ledger, counts, guard)),
        *(author.guarded(lambda guard: _moves(author, ledger, moves, guard)) if moves else ()),
    ]


def title(author: Author, tier: int | None) -> Text:
    """Return the title of a tier; None stands for no revenue."""
    return ABSENT if tier is None else author.settings.every_tier[tier].title


def _rules(author: Author, counts: Sequence[TierCount]) -> Exhibit:
    tiers = author.settings.every_tier
    last = max(count.period for count in counts)
    held = {count.tier: count.accounts for count in counts if count.period == last}
    return author.exhibit(
        "rules",
        both("Tiers and their rules", "客户等级及规则"),
        both(
            "The tiers are tried from the top for each account and period; the first whose conditions are all met is "
            "the account's. Average monthly revenue is the revenue of the period divided by the months of the period "
            "in which the account was a customer and the records reach. Where a rule names product lines, only "
            "revenue in them counts.",
            "对每个客户、每个期间自上而下逐级判断，首个全部条件均满足的等级即为该客户的等级。月均收入为期间收入"
            "除以该期间内客户已建立合作且有记录的月数；规则指定产品线时，只计该产品线的收入。",
        ),
        (
            words("tier", "Tier", "等级", [tier.title for tier in tiers]),
            words("rule", "Rule", "规则", [rule(tier.when, author.settings) for tier in tiers]),
            number("accounts", "Accounts", "客户数", [held.get(place, 0) for place in range(len(tiers))]),
        ),
        notes=[both(f"Accounts of {_period(author, last)}.", f"客户数为 {_period(author, last)} 的数据。")],
    )


def _period(author: Author, period: int) -> str:
    return period_text(period, author.settings.months)


def _tiers(author: Author, ledger: Ledger, counts: Sequence[TierCount], guard: bool) -> tuple[Exhibit, bool]:
    found = {(count.period, count.tier): count for count in counts}
    places = range(len(author.settings.every_tier))
    periods = sorted({count.period for count in counts})
    rows: list[tuple[str, Text, int, Decimal | None, Decimal | None]] = []
    missing = False
    for period in periods:
        mine = {place: found[period, place] for place in places if (period, place) in found}
        sizes = {place: one.accounts for place, one in mine.items()}
        hidden = withheld(sizes, author.settings.smallest_group) if guard else frozenset()
        whole = sum((one.revenue for one in mine.values()), Decimal(0))
        for place in places:
            one = mine.get(place)
            revenue = None if place in hidden else one.revenue if one else Decimal(0)
            share = None if revenue is None or not whole else rounded(100 * revenue / whole, 2)
            rows.append((_period(author, period), title(author, place), sizes.get(place, 0), revenue, share))
        few = guard and sum(sizes.values()) < author.settings.smallest_group
        rows.append(
            (_period(author, period), ALL, sum(sizes.values()), None if few else whole, None if few else Decimal(100))
        )
        missing = missing or bool(hidden) or few
    columns: Columns = (
        words("period", "Period", "期间", [same(row[0]) for row in rows]),
        words("tier", "Tier", "等级", [row[1] for row in rows]),
        number("accounts", "Accounts", "客户数", [row[2] for row in rows]),
        number("revenue", "Revenue", "收入", [row[3] for row in rows], author.settings.unit, author.settings.decimals),
        number("share", "Share of the revenue", "收入占比", [row[4] for row in rows], PERCENT, 1),
    )
    method = both(
        "Accounts whose revenue of the period is above 0, by the tier that the rules give them for that period.",
        "期间收入大于 0 的客户，按当期规则判定的等级统计。",
    )
    heading = both("Accounts and revenue by tier", "各等级客户数与收入")
    return author.exhibit("tiers", heading, method, columns, notes=unfinished(author, ledger, periods)), missing


def unfinished(author: Author, ledger: Ledger, periods: Sequence[int]) -> list[Text]:
    """Return a note if the records end within the last period, or begin within the first."""
    size, notes = author.settings.months, []
    if periods and (periods[-1] + 1) * size - 1 > ledger.last:
        end = month_text(ledger.last)
        notes.append(
            both(
                f"{_period(author, periods[-1])} is not over in the records: they end with {end}.",
                f"{_period(author, periods[-1])} 尚未结束，记录截至 {end}。",
            )
        )
    if periods and periods[0] * size < ledger.first:
        start = month_text(ledger.first)
        notes.append(
            both(
                f"The records begin within {_period(author, periods[0])}, in {start}.",
                f"记录始于 {start}，{_period(author, periods[0])} 不完整。",
            )
        )
    return notes


def _moves(author: Author, ledger: Ledger, moves: Sequence[MoveCount], guard: bool) -> tuple[Exhibit, bool]:
    places: list[int | None] = [*range(len(author.settings.every_tier)), None]
    rows: list[tuple[int, Text, Text, int | None, int]] = []
    missing = False
    for period in sorted({move.period for move in moves}):
        counted: dict[tuple[int | str | None, int | None], int] = {}
        for move in moves:
            if move.period == period:
                origin = "new" if move.fresh else move.before
                counted[origin, move.after] = counted.get((origin, move.after), 0) + move.accounts
        origins: list[int | str | None] = [*places, "new"]
        sizes = {origin: sum(counted.get((origin, after), 0) for after in places) for origin in origins}
        hidden = withheld(sizes, author.settings.smallest_group) if guard else frozenset()
        missing = missing or bool(hidden)
        for origin in origins:
            for after in places:
                if after is None and origin in (None, "new"):
                    continue
                value = None if origin in hidden else counted.get((origin, after), 0)
                rows.append((period, _origin(author, origin), title(author, after), value, sizes[origin]))
    columns: Columns = (
        words("before_period", "From period", "起始期间", [same(_period(author, row[0] - 1)) for row in rows]),
        words("period", "To period", "到达期间", [same(_period(author, row[0])) for row in rows]),
        words("before", "From", "起始等级", [row[1] for row in rows]),
        words("after", "To", "到达等级", [row[2] for row in rows]),
        number("accounts", "Accounts", "客户数", [row[3] for row in rows]),
        number("whole", "Accounts in the tier before", "起始等级客户数", [row[4] for row in rows]),
    )
    method = both(
        "Each account that had revenue in one of two periods that follow each other is counted once: from its tier in "
        "the first to its tier in the second. No revenue: it had none (or not more than credit notes) in that period.",
        "相邻两个期间中至少一个期间有收入的客户各计一次：由前一期间的等级到后一期间的等级。"
        "“无收入”指该期间没有收入（或收入不高于冲减额）。",
    )
    heading = both("Moves between tiers", "等级变动")
    periods = sorted({move.period for move in moves})
    return author.exhibit("moves", heading, method, columns, notes=unfinished(author, ledger, periods)), missing


def _origin(author: Author, origin: int | str | None) -> Text:
    return NEW if isinstance(origin, str) else title(author, origin)


def downgraded(author: Author, moves: Sequence[MoveCount]) -> Mapping[int, tuple[int, int]]:
    """Return (accounts with a tier in the period before, of these with a lower tier or without revenue) by period."""
    found: dict[int, tuple[int, int]] = {}
    for move in moves:
        if move.before is not None:
            whole, down = found.get(move.period, (0, 0))
            fell = move.after is None or move.after > move.before
            found[move.period] = whole + move.accounts, down + move.accounts * fell
    return found
