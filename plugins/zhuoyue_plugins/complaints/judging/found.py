"""A finding before it is chosen: with its weight, and with the kinds of items that it speaks to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue import Exhibit, Finding, FindingKind, ItemKind, Measure, Text, Visibility, Weight

BOLD = 80
"""Weight from which a finding is a key one."""
PROCESS = frozenset({ItemKind.PROCESS})
BOTH = frozenset(ItemKind)


@dataclass(frozen=True)
class Found:
    """A finding with what decides whether it is written."""

    weight: int
    """0 to 100; the weightiest come first."""
    finding: Finding
    items: frozenset[ItemKind] = PROCESS
    """Kinds of items that it speaks to."""
    absence: bool = False
    """Whether it says that something is missing, which withheld facts could disprove."""


def strength(
    weight: int, text: Text, shown: Sequence[Exhibit | Measure], items: frozenset[ItemKind] = PROCESS
) -> Found:
    """Return a strength that quotes these exhibits and measures."""
    return Found(weight, _finding(FindingKind.STRENGTH, weight, text, shown), items)


def improvement(
    weight: int,
    text: Text,
    shown: Sequence[Exhibit | Measure],
    items: frozenset[ItemKind] = PROCESS,
    *,
    absence: bool = False,
) -> Found:
    """Return an improvement that quotes these exhibits and measures."""
    return Found(weight, _finding(FindingKind.IMPROVEMENT, weight, text, shown), items, absence)


def _finding(kind: FindingKind, weight: int, text: Text, shown: Sequence[Exhibit | Measure]) -> Finding:
    """Make a finding for those who may see all it quotes."""
    return Finding(
        kind=kind,
        text=text,
        weight=Weight.BOLD if weight >= BOLD else Weight.NORMAL,
        evidence=tuple(one.id for one in shown),
        visibility=max((one.visibility for one in shown), key=lambda tier: tier.level, default=Visibility.INTERNAL),
    )
