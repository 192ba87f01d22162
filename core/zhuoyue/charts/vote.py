"""What assessors gave an item, in words and as a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.charts.chart import Table
from zhuoyue.charts.number import cell, percent, percent_span
from zhuoyue.charts.range_strip import StripBand
from zhuoyue.charts.words import listing, sentence, word

Write = Callable[[Decimal], str]
"""How a place on the scale is written: `level 3`."""


@dataclass(frozen=True)
class Vote:
    """What one assessor gave."""

    name: str
    """As it may be shown; empty when names are not."""
    percent: Decimal | None
    """0–100; None when they hold the item not applicable."""
    outlier: bool = False
    """Far from the others."""


def how_many(number: int, language: str) -> str:
    """Return a number of assessors in words."""
    return word("rater" if number == 1 else "raters", language, count=str(number))


def declined(votes: Collection[Vote], language: str) -> str:
    """Say who, or how many, hold the item not applicable."""
    names = [vote.name for vote in votes if vote.name]
    who = listing(names, language) if names else how_many(len(votes), language)
    return word("said", language, name=word("not_applicable", language), verdict=who)


def finding(
    votes: Sequence[Vote],
    known: Sequence[Decimal],
    marked: Sequence[tuple[str, Decimal]],
    language: str,
    write: Write | None = None,
) -> str:
    """Say what the chart shows: the spread, the values marked, who is far off, who holds it not applicable."""
    parts, shown = [], write or percent
    if known:
        spread = shown(known[0]) if known[0] == known[-1] else percent_span(known[0], known[-1])
        if write and known[0] != known[-1]:
            spread = f"{write(known[0])} – {write(known[-1])}"
        key = "one_gave" if len(known) == 1 else "all_gave" if known[0] == known[-1] else "gave"
        parts.append(word(key, language, count=str(len(known)), range=spread))
    parts.extend(f"{word(look, language)} {shown(value)}" for look, value in marked)
    far = [f"{vote.name} {shown(vote.percent)}".strip() for vote in votes if vote.outlier and vote.percent is not None]
    if far:
        parts.append(word("far_off", language, names=listing(far, language)))
    aside = [vote for vote in votes if vote.percent is None]
    if aside:
        parts.append(declined(aside, language))
    return sentence(parts or [word("nothing_known", language)], language)


def table(
    votes: Sequence[Vote],
    marked: Sequence[tuple[str, Decimal]],
    bands: Sequence[StripBand],
    language: str,
    write: Write | None = None,
) -> Table:
    """Return everyone's percent from low to high, then the values marked."""
    given = ("等级" if language == "zh" else "Level") if write else word("percent", language)
    name = ("名称" if language == "zh" else "Name") if write else word("band", language)
    headers = (word("assessor", language), given, name, word("remark", language))
    ordered = sorted(votes, key=lambda vote: (vote.percent is None, vote.percent or Decimal(0), vote.name))
    rows = [
        (
            vote.name or f"{word('assessor', language)} {number}",
            _cell(vote.percent, write),
            _band(vote.percent, bands),
            word("outlier" if vote.outlier else "not_applicable", language)
            if vote.outlier or vote.percent is None
            else "",
        )
        for number, vote in enumerate(ordered, 1)
    ]
    rows += [(word(look, language), _cell(value, write), _band(value, bands), "") for look, value in marked]
    return Table(headers, tuple(rows))


def _band(value: Decimal | None, bands: Sequence[StripBand]) -> str:
    if value is None:
        return "—"
    return next((band.label for band in bands if band.low <= value <= band.high), "—")


def _cell(value: Decimal | None, write: Write | None) -> str:
    return write(value) if write and value is not None else cell(value)
