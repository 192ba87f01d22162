"""From arrays to columns of an Exhibit: the only place where floats become Decimals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue import Column, Exhibit, Text, Visibility, same
from zhuoyue.records import half_up
from zhuoyue_plugins.satisfaction.columns import number, words
from zhuoyue_plugins.satisfaction.figures import KEPT
from zhuoyue_plugins.satisfaction.pls.result import Analysis

_MOST = 1e12
"""A ratio beyond it has a denominator of mere rounding."""
Place = tuple[int, int]
"""Positions of two constructs: from, to."""


def exact(value: float, decimals: int = KEPT) -> Decimal | None:
    """Return a float as Decimal, halves away from zero; None if it is not defined or beyond all measure."""
    if not math.isfinite(value) or abs(value) > _MOST:
        return None
    return half_up(float(value), decimals)


def numbers(key: str, en: str, zh: str, values: Iterable[float], decimals: int = 3) -> Column:
    """Return a column of figures."""
    kept = KEPT if decimals else 0  # counts have none
    found = (exact(value, kept) for value in values)
    return number(key, en, zh, found, decimals)


@dataclass(frozen=True)
class Sheet:
    """What every exhibit of one analysis shares."""

    analysis: Analysis
    """The results."""
    prefix: str
    """How ids begin."""
    source: str
    """Name of the configured source."""
    visibility: Visibility
    """Tier of every exhibit."""
    items: tuple[str, ...]
    """Items that the exhibits support."""
    evidence: tuple[str, ...]
    """Evidence that they were computed from."""

    def exhibit(
        self,
        word: str,
        title: Text,
        method: Text,
        columns: Sequence[Column],
        notes: Sequence[Text] = (),
    ) -> Exhibit:
        """Return an exhibit of the kind `satisfaction.<word>`."""
        return Exhibit(
            id=f"{self.prefix}.{word}",
            kind=f"satisfaction.{word}",
            title=title,
            source=self.source,
            method=method,
            columns=tuple(columns),
            notes=tuple(notes),
            visibility=self.visibility,
            items=self.items,
            evidence=self.evidence,
        )

    def title(self, construct: int) -> Text:
        """Return the title of a construct."""
        return self.analysis.fit.model.constructs[construct].title

    def question(self, item: str) -> Text:
        """Return the title of an item, its name if it has none."""
        return self.analysis.answers.titles.get(item, same(item))

    def ends(self, places: Sequence[Place], words_en: tuple[str, str], words_zh: tuple[str, str]) -> list[Column]:
        """Return the columns that name both ends of each pair of constructs: names as ids, titles for readers."""
        columns: list[Column] = []
        for end, key in enumerate(("from", "to")):
            named = [place[end] for place in places]
            name = words_en[end], words_zh[end]
            ids = (same(self.analysis.fit.constructs[at]) for at in named)
            columns.append(words(key, *name, (self.title(at) for at in named)))
            columns.append(words(f"{key}-id", f"{name[0]} (name)", f"{name[1]}（名称）", ids))
        return columns


ENDS_EN, ENDS_ZH = ("Cause", "Effect"), ("前因", "结果")
"""Headings of the ends of a path."""
