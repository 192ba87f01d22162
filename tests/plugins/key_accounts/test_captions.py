"""What charts of few accounts say in words, against tables worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhuoyue import Exhibit, NumberColumn, TextColumn, same
from zhuoyue_plugins.key_accounts.pages.captions import lost_by_tier, moved


def table(kind: str, columns: str, rows: Sequence[Sequence[Any]]) -> Exhibit:
    """Return an exhibit; a column is of numbers if its first cell is."""
    made: list[NumberColumn | TextColumn] = []
    for key, cells in zip(columns.split(), zip(*rows, strict=True), strict=True):
        if isinstance(cells[0], int):
            numbers = tuple(None if cell is None else Decimal(cell) for cell in cells)
            made.append(NumberColumn(key=key, title=same(key), values=numbers))
        else:
            made.append(TextColumn(key=key, title=same(key), values=tuple(map(same, cells))))
    return Exhibit(
        id=f"a-{kind}", kind=f"key-accounts.{kind}", title=same(kind), source="a", method=same("m"), columns=made
    )


MOVES = "before_period period before after accounts whole"


def moves(**counts: int | None) -> Exhibit:
    """Return the moves between two tiers; `silver_gold=2`: two from silver to gold."""
    rows = [
        ("2024", "2025", before, after, counts.get(f"{before}_{after}", 0), 9)
        for before in ("gold", "silver", "none", "new")
        for after in ("gold", "silver", "none")
        if (before, after) not in {("none", "none"), ("new", "none")}
    ]
    return table("moves", MOVES, [("2023", "2024", "gold", "silver", 99, 99), *rows])


def test_moves_are_counted_not_ranked() -> None:
    said = moved(
        moves(gold_gold=5, gold_silver=1, gold_none=1, silver_gold=3, silver_silver=20, none_gold=2, new_silver=4)
    )
    assert said is not None
    assert said.en == (
        "Of 30 accounts of 2024, 25 stayed in their tier, 3 moved up, 1 moved down and 1 had no revenue in 2025; "
        "6 others had."
    )
    assert said.zh == (
        "2024 的 30 个客户中，2025 等级不变 25 个，上升 3 个，下降 1 个，无收入 1 个；另有 6 个新增或恢复的客户。"
    )


def test_withheld_moves_are_said_to_be_left_out() -> None:
    said = moved(moves(gold_gold=1, silver_silver=20, new_gold=None, new_silver=None))
    assert said is not None
    assert said.en.endswith("Withheld accounts left out.")
    assert said.zh.endswith("不含隐去的客户。")
    assert moved(moves()) is None


def test_losses_are_said_with_the_accounts_they_are_of() -> None:
    rows = [("2024", "gold", 9, 9), ("2025", "gold", 1, 6), ("2025", "silver", None, 3), ("2025", "rest", 0, 40)]
    said = lost_by_tier(table("churn-tier", "period tier lost base", rows))
    assert said is not None
    assert said.en == "Lost in 2025: gold 1 of 6, rest 0 of 40."
    assert said.zh == "2025 年流失：gold 6 个中 1 个，rest 40 个中 0 个。"
    assert lost_by_tier(table("churn-tier", "period tier lost base", [("2025", "gold", 0, 0)])) is None
