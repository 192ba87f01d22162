"""How a level came about, in words: what is met, what is not, what is open, and what does not count."""

from __future__ import annotations

from collections.abc import Mapping

from zhuoyue import Band, Text

_SIGNS = {True: "✓", False: "✗", None: "?"}
Met = Mapping[str, bool | None]
"""Met, not met or not marked yet (None), by level from low to high."""


def signs(met: Met, low: Band, high: Band) -> str:
    """Return the marks in a row and what they lead to: `1✓ 2✓ 3✗ 4✓ 5✗ → 2`."""
    row = " ".join(f"{key}{_SIGNS[mark]}" for key, mark in met.items())
    return f"{row} → {low.label}" if low == high else f"{row} → {low.label} … {high.label}"


def found(met: Met, low: Band, high: Band) -> Text:
    """Say what is met and what counts."""
    en, zh = [], []
    for mark, (said_en, said_zh) in _SAID.items():
        keys = [key for key, one in met.items() if one is mark]
        if keys:
            en.append(f"{said_en}: {', '.join(keys)}")
            zh.append(f"{said_zh}：{'、'.join(keys)} 级")
    end = _level(met, low) if low == high else _range(low, high)
    return Text(en=f"{'; '.join(en).capitalize()}. {end.en}", zh=f"{'；'.join(zh)}。{end.zh}")


_SAID = {True: ("levels met", "已做到"), False: ("not met", "未做到"), None: ("not marked yet", "尚未评定")}


def _range(low: Band, high: Band) -> Text:
    return Text(
        en=f"Anything from level {low.label} to level {high.label} is possible",
        zh=f"结果可能在 {low.label} 级到 {high.label} 级之间",
    )


def _level(met: Met, level: Band) -> Text:
    keys = list(met)
    start = keys.index(level.label) + 1 if level.label in keys else 0
    idle = [key for key in keys[start:] if met[key]]
    if not idle:
        return Text(en=f"Level {level.label}", zh=f"结果为 {level.label} 级")
    named = f"level {idle[0]} is met but does" if len(idle) == 1 else f"levels {', '.join(idle)} are met but do"
    return Text(
        en=f"Level {level.label}: {named} not count while a lower level is not met",
        zh=f"结果为 {level.label} 级：{'、'.join(idle)} 级虽已做到，但下面的等级未做到，不计入",
    )
