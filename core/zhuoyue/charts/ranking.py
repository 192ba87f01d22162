"""The finding of a comparison: what is highest, what is lowest, what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from zhuoyue.charts.number import percent
from zhuoyue.charts.words import listing, sentence, word

_NAMED = 5


def extremes(
    values: Sequence[tuple[str, Decimal | None]], language: str, write: Callable[[Decimal], str] = percent
) -> str:
    """Say which percents are highest and lowest, and which names have none."""
    known = [(name, value) for name, value in values if value is not None]
    unknown = [name for name, value in values if value is None]
    parts = [_known(known, language, write)]
    if unknown:
        parts.append(word("unknown_list", language, names=shortened(unknown, language)))
    return sentence(parts, language)


def shortened(names: Sequence[str], language: str) -> str:
    """List names, after the fifth an ellipsis."""
    return listing([*names[:_NAMED], "…"] if len(names) > _NAMED else names, language)


def _known(known: Sequence[tuple[str, Decimal]], language: str, write: Callable[[Decimal], str]) -> str:
    if not known:
        return word("nothing_known", language)
    most, least = max(value for _, value in known), min(value for _, value in known)
    if most == least:
        return word("all_equal", language, value=write(most))
    return word("pause", language).join(
        word(key, language, name=shortened([name for name, value in known if value == end], language), value=write(end))
        for key, end in (("highest", most), ("lowest", least))
    )
