"""What charts of few accounts say in words: counts, for a percent of six accounts is no ranking."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from zhuoyue import Exhibit, Text
from zhuoyue_plugins.key_accounts.exhibits.author import both
from zhuoyue_plugins.key_accounts.exhibits.read_back import Row, english, last_rows, num

_TIERS = 6
"""Most tiers that a sentence names."""


def moved(exhibit: Exhibit) -> Text | None:
    """Say how many accounts stayed in their tier between the last two periods, and how many did not."""
    rows = last_rows(exhibit)
    tiers = list(dict.fromkeys(english(row["after"]) for row in rows))[:-1]  # the last column is no revenue
    counted: Counter[str] = Counter()
    for row in rows:
        counted[_way(row, tiers)] += int(num(row, "accounts") or 0)
    whole = sum(counted[way] for way in ("stayed", "up", "down", "left"))
    if not whole:
        return None
    withheld = any(num(row, "accounts") is None for row in rows)
    before, after = english(rows[0]["before_period"]), english(rows[0]["period"])
    stayed, up, down, left = (counted[way] for way in ("stayed", "up", "down", "left"))
    return both(
        f"Of {whole} accounts of {before}, {stayed} stayed in their tier, {up} moved up, {down} moved down and {left} "
        f"had no revenue in {after}; {counted['came']} others had." + (" Withheld accounts left out." * withheld),
        f"{before} 的 {whole} 个客户中，{after} 等级不变 {stayed} 个，上升 {up} 个，下降 {down} 个，无收入 {left} 个；"
        f"另有 {counted['came']} 个新增或恢复的客户。" + ("不含隐去的客户。" * withheld),
    )


def _way(row: Row, tiers: list[str]) -> str:
    before, after = english(row["before"]), english(row["after"])
    if before not in tiers:
        return "came"
    if after not in tiers:
        return "left"
    return "stayed" if before == after else "up" if tiers.index(after) < tiers.index(before) else "down"


def lost_by_tier(exhibit: Exhibit) -> Text | None:
    """Say how many accounts of each tier were lost in the last year."""
    known: list[tuple[Text, Decimal, Decimal]] = []
    for row in last_rows(exhibit):
        tier, lost, base = row["tier"], num(row, "lost"), num(row, "base")
        if isinstance(tier, Text) and lost is not None and base:
            known.append((tier, lost, base))
    if not 0 < len(known) <= _TIERS:
        return None
    year = english(last_rows(exhibit)[0]["period"])
    en = ", ".join(f"{tier.get('en')} {lost} of {base}" for tier, lost, base in known)
    zh = "，".join(f"{tier.get('zh')} {base} 个中 {lost} 个" for tier, lost, base in known)
    return both(f"Lost in {year}: {en}.", f"{year} 年流失：{zh}。")
