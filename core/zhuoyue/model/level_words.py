"""What to say of a level that there is none of: what there is, and what was meant, as far as that is plain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from zhuoyue.errors import Fault, did_you_mean, nearest, short

_WORD = 3
"""Letters from which a key is a word: likeness among `NI`, `NY`, `LI` or `2`, `5` says nothing of what was meant."""


def no_level(at: str, said: str, known: Sequence[str], at_zh: str = "") -> Fault:
    """Return the fault of a level that there is none of.

    Args:
        at: what it was said of.
        said: what was said.
        known: keys of the levels, from low to high, and of marks that count for nothing.
        at_zh: what it was said of, in Chinese, where it differs.
    """
    en, zh = _meant(said, known)
    return Fault(
        f"{at}: {short(said)!r} is no level – expected one of: {', '.join(known)}{en}",
        f"{at_zh or at}：{short(said)!r} 不是有效等级，可选 {'、'.join(known)}{zh}",
    )


def neutral_level(code: str, said: str, *, instances: bool) -> Fault:
    """Return the fault of a mark that counts for nothing, given as the level of a whole item."""
    of_en, of_zh = ("an instance", "单个实例") if instances else ("a part", "单个分项")
    return Fault(
        f"{code}: {said} is a mark of {of_en}, no level of the item; write "
        f'marks = {{ "…" = "{said}" }} and leave `level` out',
        f'{code}：{said} 是{of_zh}的判定，不是条款的等级；请写 marks = {{ "…" = "{said}" }}，不填 level',
    )


def _meant(said: str, known: Sequence[str]) -> tuple[str, str]:
    """Return a hint: the figures on both sides of one between them, a word that is alike; else nothing."""
    around = _around(said, known)
    if around:
        return f"; nearest: {' or '.join(around)}", f"；最接近的是 {' 或 '.join(around)}"
    words = [one for one in known if len(one) >= _WORD]
    return did_you_mean(said, words) if nearest(said, words) else ("", "")


def _around(said: str, known: Sequence[str]) -> tuple[str, ...]:
    try:
        figure = Decimal(said.strip())
    except InvalidOperation:
        return ()
    figures = [one for one in known if one.isdecimal()]
    below = [one for one in figures if int(one) < figure] if figure.is_finite() else []
    above = [one for one in figures if int(one) > figure] if figure.is_finite() else []
    return (below[-1], above[0]) if below and above else ()
