"""Exhibits of loyalty: retention and churn by year, and what became of accounts that started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Exhibit, Text, same
from zhuoyue_plugins.key_accounts.counting.concentration import rounded
from zhuoyue_plugins.key_accounts.counting.lifetimes import Churn, Excluded, Lifetime
from zhuoyue_plugins.key_accounts.counting.survival import Step, survival
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.guard import withheld
from zhuoyue_plugins.key_accounts.exhibits.tiers import title
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.reading.months import month_text


@dataclass(frozen=True)
class Cohort:
    """The accounts that started in one year."""

    year: int
    accounts: int
    followed: int
    """Of these, accounts seen until they were lost or no longer new."""
    lost: int
    """Accounts seen to be lost while new."""
    reaches: bool
    """Whether anybody was followed until the end of the time as a new account."""
    share: Decimal | None
    """Percent lost while new, by Kaplan and Meier: with those who are still being watched."""
    low: Decimal | None
    high: Decimal | None


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent; None of nothing."""
    return rounded(Decimal(100 * part) / whole, 2) if whole else None


def cohorts(lives: Sequence[Lifetime], author: Author, ledger: Ledger) -> list[Cohort]:
    """Return the cohorts that started within the records, by year of start."""
    new = author.settings.new_months
    within = [one for one in lives if one.began >= ledger.first]
    made = []
    for year in sorted({one.began // 12 for one in within}):
        mine = [one for one in within if one.began // 12 == year]
        curve = survival(mine)
        step = curve.at(min(new, curve.end))
        reaches = curve.end >= new or step.share == 0
        # Lost while new: the silence began within so many months after the start.
        lost = sum(one.accounts for one in mine if one.lost and one.time <= new)
        followed = lost + sum(one.accounts for one in mine if one.time >= new and not (one.lost and one.time <= new))
        share = 100 - step.share if reaches else None
        made.append(Cohort(year, curve.accounts, followed, lost, reaches, share, *_flipped(step, reaches)))
    return made


def _flipped(step: Step, known: bool) -> tuple[Decimal | None, Decimal | None]:
    if not known or step.low is None or step.high is None:
        return None, None
    return 100 - step.high, 100 - step.low


def loyalty_exhibits(
    author: Author, ledger: Ledger, churn: Sequence[Churn], found: Sequence[Cohort], excluded: Excluded
) -> list[Exhibit]:
    """Return the exhibits `churn` and `new`, as far as the records reach."""
    made: list[Exhibit] = []
    if churn:
        made += author.guarded(lambda guard: _churn(author, churn, guard))
        made += author.guarded(lambda guard: _by_tier(author, churn, guard))
    if found:
        made += author.guarded(lambda guard: _new(author, ledger, found, excluded, guard))
    return made


def definition(author: Author) -> Text:
    """Return in words when an account is lost."""
    silence = author.settings.lost_after_months
    return both(
        f"An account is lost when it had no revenue above 0 for {silence} months in a row; the loss is dated in the "
        "month in which that silence is complete, or on the day in the register on which it left, if that is earlier "
        "and no revenue follows. An account that comes back later was lost all the same.",
        f"客户连续 {silence} 个月没有大于 0 的收入即为流失；流失时间为沉默期满的月份，若档案登记的离开日期更早且其后"
        "无收入，则以该日期为准。之后又回来的客户仍计为流失过。",
    )


def _churn(author: Author, churn: Sequence[Churn], guard: bool) -> tuple[Exhibit, bool]:
    silence = author.settings.lost_after_months
    few = [guard and one.base < author.settings.smallest_group for one in churn]
    lost = [None if away else one.lost for away, one in zip(few, churn, strict=True)]
    shares = [None if away else percent(one.lost, one.base) for away, one in zip(few, churn, strict=True)]
    kept = [None if share is None else 100 - share for share in shares]
    words_of = definition(author)
    exhibit = author.exhibit(
        "churn",
        both("Retention and churn", "客户保持与流失"),
        both(
            f"{words_of.en} Base: accounts with revenue in the {silence} months before the year that were not lost by "
            "then. Churn: how many of the base were lost in the year; retention is the rest.",
            f"{words_of.zh}基数：年初前 {silence} 个月内有收入且尚未流失的客户。流失率：基数中当年流失的比例；"
            "其余为保持率。",
        ),
        (
            words("period", "Year", "年度", [same(f"{one.period:04d}") for one in churn]),
            number("base", "At the beginning", "年初客户数", [one.base for one in churn]),
            number("lost", "Lost in the year", "当年流失", lost),
            number("churn", "Churn", "流失率", shares, PERCENT, 1),
            number("retention", "Retention", "保持率", kept, PERCENT, 1),
            number("back", "Came back after a loss", "流失后回归", [one.back for one in churn]),
        ),
        notes=[
            both(
                "The first year of the records is left out: they do not show who was a customer before it.",
                "记录的首个年度不列出：无法得知此前谁是客户。",
            )
        ],
    )
    return exhibit, any(few)


def _by_tier(author: Author, churn: Sequence[Churn], guard: bool) -> tuple[Exhibit, bool]:
    rows: list[tuple[int, int, int, int | None]] = []
    missing = False
    for one in churn:
        sizes = {tier: base for tier, (base, _) in one.tiers.items()}
        hidden = withheld(sizes, author.settings.smallest_group) if guard else frozenset()
        missing = missing or bool(hidden)
        rows += [(one.period, tier, base, None if tier in hidden else lost) for tier, (base, lost) in one.tiers.items()]
    shares = [None if lost is None else percent(lost, base) for _, _, base, lost in rows]
    exhibit = author.exhibit(
        "churn-tier",
        both("Churn by tier", "各等级流失率"),
        both(
            "As retention and churn, by the last tier that an account had before the year.",
            "口径同客户保持与流失，按客户在年初之前最近一次的等级统计。",
        ),
        (
            words("period", "Year", "年度", [same(f"{row[0]:04d}") for row in rows]),
            words("tier", "Tier", "等级", [title(author, row[1]) for row in rows]),
            number("base", "At the beginning", "年初客户数", [row[2] for row in rows]),
            number("lost", "Lost in the year", "当年流失", [row[3] for row in rows]),
            number("churn", "Churn", "流失率", shares, PERCENT, 1),
        ),
    )
    return exhibit, missing


def _new(
    author: Author, ledger: Ledger, found: Sequence[Cohort], excluded: Excluded, guard: bool
) -> tuple[Exhibit, bool]:
    new, silence = author.settings.new_months, author.settings.lost_after_months
    few = [guard and one.accounts < author.settings.smallest_group for one in found]

    def unless(values: Sequence[Decimal | int | None]) -> list[Decimal | int | None]:
        return [None if away else value for away, value in zip(few, values, strict=True)]

    words_of, cut = definition(author), month_text(ledger.last - silence)
    exhibit = author.exhibit(
        "new",
        both("Churn of new accounts", "新客户流失"),
        both(
            f"{words_of.en} Accounts that started within the records, by year of start: the share lost within their "
            f"first {new} months, estimated by Kaplan and Meier, so that accounts which are still being watched count "
            "as long as they were watched; 95 % interval (log-log of Greenwood's standard error).",
            f"{words_of.zh}在记录期间内建立合作的客户，按开始年度分组：前 {new} 个月内流失的比例，用 Kaplan–Meier 法"
            "估计，仍在观察中的客户按其被观察的时长计入；95 % 区间（Greenwood 标准误的双对数变换）。",
        ),
        (
            words("period", "Year of start", "开始年度", [same(f"{one.year:04d}") for one in found]),
            number("accounts", "Accounts", "客户数", [one.accounts for one in found]),
            number(
                "followed",
                f"Followed {new} months",
                f"已观察满 {new} 个月",
                unless([one.followed for one in found]),
            ),
            number("lost", "Lost while new", "新客户期内流失", unless([one.lost for one in found])),
            number(
                "churn",
                "Lost while new, estimate",
                "新客户流失率（估计）",
                unless([one.share for one in found]),
                PERCENT,
                1,
            ),
            number("low", "from", "下限", unless([one.low for one in found]), PERCENT, 1),
            number("high", "to", "上限", unless([one.high for one in found]), PERCENT, 1),
        ),
        notes=[*watched(cut, silence), *left_out(excluded)],
    )
    return exhibit, any(few)


def watched(cut: str, silence: int) -> list[Text]:
    """Return the note on where observation ends."""
    return [
        both(
            f"Observation ends with {cut}: who fell silent in the {silence} months after it may still come back, so "
            "nobody can say yet who is lost. Accounts not lost by then are censored: known to have stayed at least "
            "so long.",
            f"观察截至 {cut}：其后 {silence} 个月内沉默的客户仍可能回来，尚不能判定流失。届时未流失的客户为右删失："
            "只知其至少留存了这么久。",
        )
    ]


def left_out(excluded: Excluded) -> list[Text]:
    """Return notes on accounts that no lifetime can be computed for."""
    notes = []
    if excluded.unknown_start:
        notes.append(
            both(
                f"{_accounts(excluded.unknown_start)} left out: first seen in the first months of the records, so that "
                "the start is unknown; the column register.fields.start would tell.",
                f"{excluded.unknown_start} 个客户未计入：在记录最初几个月即已出现，开始时间未知；"
                "可用 register.fields.start 指明开始日期的列。",
            )
        )
    if excluded.short:
        notes.append(
            both(
                f"{_accounts(excluded.short)} left out: started after observation ends.",
                f"{excluded.short} 个客户未计入：在观察截止之后才开始合作。",
            )
        )
    return notes


def _accounts(count: int) -> str:
    return f"{count} account was" if count == 1 else f"{count} accounts were"
