"""Exhibits of concentration: the figures by period, and the Lorenz curve of the last one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhuoyue import Exhibit, same
from zhuoyue.records import Dataset
from zhuoyue_plugins.key_accounts.counting.concentration import Concentration, finest, lorenz, steps
from zhuoyue_plugins.key_accounts.exhibits.author import PERCENT, Author, Columns, both, number, words
from zhuoyue_plugins.key_accounts.exhibits.tiers import unfinished
from zhuoyue_plugins.key_accounts.reading.ledger import Ledger
from zhuoyue_plugins.key_accounts.reading.months import period_text

_METHOD = both(
    "Over the accounts with revenue above 0 in the period. Gini coefficient: 2 Σ i·xᵢ / (n Σ xᵢ) − (n + 1) / n with "
    "the revenues in rising order; 0 if all are equal. Top fifth: revenue of the n / 5 largest accounts; where five "
    "does not divide n, the account on the boundary counts with the fraction that belongs to the fifth, and accounts "
    "of equal revenue on the boundary share it alike, so the order of the records decides nothing. Margin: that of the "
    "same accounts, as far as the rows state one. HHI (Herfindahl–Hirschman index): Σ (share in %)², 10 000 for a "
    "single account.",
    "统计期间收入大于 0 的客户。基尼系数：收入升序排列，2 Σ i·xᵢ / (n Σ xᵢ) − (n + 1) / n，各客户相等时为 0。"
    "前 20 %：收入最高的 n / 5 个客户；n 不能被 5 整除时，边界客户按所属比例计入；边界上收入相同的客户均摊，"
    "因此与记录顺序无关。毛利：取同一批客户的毛利，以有毛利的记录为准。"
    "HHI（赫芬达尔–赫希曼指数）：Σ（占比 %）²，仅一个客户时为 10 000。",
)


def concentration_exhibits(
    author: Author, ledger: Ledger, dataset: Dataset, found: Sequence[Concentration]
) -> list[Exhibit]:
    """Return the exhibits `concentration` and `lorenz`."""
    if not found:
        return []
    curve = author.guarded(lambda guard: _lorenz(author, dataset, found[-1], guard))
    # A curve with nothing on it is not shown; the complete one is, to those who may see it.
    return [
        *author.guarded(lambda guard: _figures(author, ledger, found, guard)),
        *(one for one in curve if one.count),
    ]


def _figures(author: Author, ledger: Ledger, found: Sequence[Concentration], guard: bool) -> tuple[Exhibit, bool]:
    smallest = author.settings.smallest_group
    few = [guard and one.accounts < smallest for one in found]
    # The top fifth of fewer than 5 k accounts is fewer than k accounts.
    small = [guard and one.accounts < 5 * smallest for one in found]

    def unless(hidden: Sequence[bool], values: Sequence[Decimal | None]) -> list[Decimal | None]:
        return [None if away else value for away, value in zip(hidden, values, strict=True)]

    columns: Columns = (
        words("period", "Period", "期间", [same(period_text(one.period, author.settings.months)) for one in found]),
        number("accounts", "Accounts", "客户数", [one.accounts for one in found]),
        number(
            "revenue",
            "Revenue",
            "收入",
            unless(few, [one.revenue for one in found]),
            author.settings.unit,
            author.settings.decimals,
        ),
        number("gini", "Gini coefficient", "基尼系数", unless(few, [one.gini for one in found]), decimals=3),
        number(
            "top", "Top 20 %: revenue", "前 20 % 客户收入占比", unless(small, [one.top for one in found]), PERCENT, 1
        ),
        number(
            "top_margin",
            "Top 20 %: margin",
            "前 20 % 客户毛利占比",
            unless(small, [one.top_margin for one in found]),
            PERCENT,
            1,
        ),
        number("hhi", "HHI", "HHI 指数", unless(few, [one.hhi for one in found])),
    )
    if not guard:
        largest = [one.largest for one in found]
        columns = (*columns, number("largest", "Largest account", "最大客户占比", largest, PERCENT, 1))
    notes = unfinished(author, ledger, [one.period for one in found])
    heading = both("Concentration of the revenue", "收入集中度")
    # The share of the largest account is a figure of one account: there is always something to withhold.
    return author.exhibit("concentration", heading, _METHOD, columns, notes=notes), guard


def _lorenz(author: Author, dataset: Dataset, last: Concentration, guard: bool) -> tuple[Exhibit, bool]:
    count = steps(last.accounts, author.settings.smallest_group) if guard else finest(last.accounts)
    points = lorenz(dataset, last.period, count) if count else ()
    period = period_text(last.period, author.settings.months)
    exhibit = author.exhibit(
        "lorenz",
        both(f"Lorenz curve {period}", f"洛伦兹曲线（{period}）"),
        both(
            "The accounts in rising order of revenue: which part of the accounts (x) brings which part of the revenue "
            "(y); between two accounts the curve is straight. Under perfect equality it is the diagonal.",
            "客户按收入升序排列：多大比例的客户（横轴）贡献多大比例的收入（纵轴）；相邻客户之间以直线相连。"
            "完全平均时为对角线。",
        ),
        (
            number(
                "accounts", "Accounts, smallest first", "客户累计占比（由小到大）", [x for x, _ in points], PERCENT, 1
            ),
            number("revenue", "Revenue", "收入累计占比", [y for _, y in points], PERCENT, 1),
        ),
        notes=[
            both(
                f"Drawn in {count} steps of {_each(last.accounts, count)} accounts.",
                f"分 {count} 段绘制，每段 {_each(last.accounts, count)} 个客户。",
            )
        ]
        if count
        else (),
    )
    return exhibit, guard and count != finest(last.accounts)


def _each(accounts: int, count: int) -> str:
    return f"{accounts / count:.1f}".removesuffix(".0")
