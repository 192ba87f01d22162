"""Names and numbers in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from zhuoyue import Text


def named(names: Sequence[Text], most: int) -> tuple[str, str]:
    """Return the first names in English and Chinese, and that there are more."""
    more_en, more_zh = (f" and {len(names) - most} more", "等") if len(names) > most else ("", "")
    shown = names[:most]
    return ", ".join(one.get("en") for one in shown) + more_en, "、".join(one.get("zh") for one in shown) + more_zh


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"
