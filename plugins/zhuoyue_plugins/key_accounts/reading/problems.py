"""Counts of rows that were set aside, as problems; none of them names an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhuoyue import Problem, Severity, Text, Visibility

_FORMS = re.compile(r"\{(\w+)\|(\w+)\}")
_QUOTING = ("tables-bad-value", "tables-repeated-rows", "tables-conflicting-rows")
"""Problems of the reading itself that quote cells: in a register, a cell may be a name."""


def counted(
    code: str, count: int, place: str, en: str, zh: str, severity: Severity = Severity.WARNING
) -> Iterator[Problem]:
    """Yield a problem if there is anything to count.

    Args:
        code: its code.
        count: how many.
        place: where.
        en: what was counted: `{n}` is the count, `{row|rows}` the word for one or for several.
        zh: the same.
        severity: how bad it is.
    """
    if count:
        text = Text(en=_FORMS.sub(lambda forms: forms[1 + (count > 1)], en).format(n=count), zh=zh.format(n=count))
        yield Problem(code=code, severity=severity, text=text, where=place)


@dataclass(frozen=True)
class Hidden:
    """Raises problems that quote cells to the tier that may see names."""

    tier: Visibility

    def over(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems, those that quote cells for readers of names only."""
        return tuple(
            one.model_copy(update={"visibility": max(self.tier, one.visibility, key=lambda tier: tier.level)})
            if one.code in _QUOTING
            else one
            for one in problems
        )
