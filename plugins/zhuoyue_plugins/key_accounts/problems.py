"""Counts of rows that were set aside, as problems; none of them names an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhuoyue import Problem, Severity, Text, Visibility

_QUOTING = ("tables-bad-value", "tables-repeated-rows", "tables-conflicting-rows")
"""Problems of the reading itself that quote cells: in a register, a cell may be a name."""


def counted(
    code: str, count: int, place: str, en: str, zh: str, severity: Severity = Severity.WARNING
) -> Iterator[Problem]:
    """Yield a problem if there is anything to count; `{n}` in the texts is the count."""
    if count:
        text = Text(en=en.format(n=count), zh=zh.format(n=count))
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
