"""The finding of values side by side: what is highest and lowest, what lies apart from a reference, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhuoyue.charts.number import written
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.text import Text

_ABOVE = Text(zh="区间整体高于{reference}：{names}", en="whole interval above {reference}: {names}")
_BELOW = Text(zh="区间整体低于{reference}：{names}", en="whole interval below {reference}: {names}")
_WITHIN = Text(zh="各项区间均含{reference}", en="every interval holds {reference}")
Interval = tuple[Decimal, Decimal]


def compared(
    values: Sequence[tuple[str, Decimal | None, Interval | None]],
    reference: tuple[str, Decimal] | None,
    decimals: int,
    language: str,
) -> str:
    """Say how values compare.

    Args:
        values: name, value and interval of each.
        reference: name and value of what they are compared with.
        decimals: of the written numbers.
        language: zh or en.
    """
    if not values:
        return sentence([word("no_values", language)], language)
    parts = _extremes([(name, value) for name, value, _ in values if value is not None], decimals, language)
    if reference:
        ranged = [(name, interval) for name, value, interval in values if value is not None and interval]
        parts += _against(ranged, reference, decimals, language)
    unknown = [name for name, value, _ in values if value is None]
    if unknown:
        parts.append(word("unknown_list", language, names=shortened(unknown, language)))
    return sentence(parts, language)


def _extremes(known: Sequence[tuple[str, Decimal]], decimals: int, language: str) -> list[str]:
    if not known:
        return [word("nothing_known", language)]
    most, least = max(value for _, value in known), min(value for _, value in known)
    if len(known) > 1 and most == least:
        return [word("all_equal", language, value=written(most, decimals))]
    ends = {"highest": most, "lowest": least} if len(known) > 1 else {"highest": most}
    return [
        word(key, language, name=_named(known, end, language), value=written(end, decimals))
        for key, end in ends.items()
    ]


def _named(known: Sequence[tuple[str, Decimal]], value: Decimal, language: str) -> str:
    return shortened([name for name, other in known if other == value], language)


def _against(
    ranged: Sequence[tuple[str, Interval]], reference: tuple[str, Decimal], decimals: int, language: str
) -> list[str]:
    """Compare intervals with the reference; silent where there are none."""
    name, value = reference
    above = [one for one, (low, _) in ranged if low > value]
    below = [one for one, (_, high) in ranged if high < value]
    said = f"{name} {written(value, decimals)}"
    if ranged and not above and not below:
        return [_WITHIN.get(language).format(reference=said)]
    return [
        form.get(language).format(reference=said, names=shortened(names, language))
        for form, names in ((_ABOVE, above), (_BELOW, below))
        if names
    ]
