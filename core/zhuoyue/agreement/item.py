"""How far the ratings of one item lie apart, and whether the team must discuss it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from zhuoyue.config import ConsensusTable
from zhuoyue.model.agreement import ItemAgreement
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.text import Text
from zhuoyue.scoring import HUNDRED

_CENT = Decimal("0.01")
_CROWD = 4  # a median of fewer than three others goes along with the one who is far off


def item_agreement(
    item: Item, votes: Mapping[str, Decimal | None], scheme: SchemeData, table: ConsensusTable
) -> ItemAgreement | None:
    """Return how far an item's ratings lie apart; None when fewer than two rated it, or nobody with a percent.

    Who holds the item not applicable gives no percent: low, high, median and mean are those of the others. Whether
    it applies decides over all of its points, so all of them are at stake and there is no proposal.

    Args:
        item: the item.
        votes: percent by assessor; None for not applicable.
        scheme: its grid and bands.
        table: when it must be discussed.
    """
    percents = sorted(percent for percent in votes.values() if percent is not None)
    if len(votes) < 2 or not percents:
        return None
    low, high, aside = percents[0], percents[-1], len(votes) - len(percents)
    middle = Decimal(median(percents))
    bands = _bands(low, high, scheme)
    return ItemAgreement(
        item=item.id,
        raters=len(percents),
        not_applicable=aside,
        low=low,
        high=high,
        median=middle,
        mean=(sum(percents, Decimal(0)) / len(percents)).quantize(_CENT, ROUND_HALF_UP),
        bands=bands,
        outliers=tuple(sorted(_outliers(votes, percents, table.outlier))),
        stake=item.points if aside else item.points * (high - low) / HUNDRED,
        discuss=tuple(_reasons(low, high, bands, aside, len(votes), table, scheme)),
        proposal=None if aside else scheme.on_grid(middle),
    )


def _bands(low: Decimal, high: Decimal, scheme: SchemeData) -> tuple[int, int] | None:
    first, last = scheme.band(low), scheme.band(high)
    return (first.number, last.number) if first and last else None


def _outliers(votes: Mapping[str, Decimal | None], percents: list[Decimal], limit: int) -> Iterator[str]:
    """Yield who lies further than `limit` from the median of the others; `percents` are sorted."""
    if len(percents) < _CROWD:
        return
    others: dict[Decimal, Decimal] = {}
    for percent in set(percents):
        rest = percents.copy()
        rest.remove(percent)
        others[percent] = Decimal(median(rest))
    for name, given in votes.items():
        if given is not None and abs(given - others[given]) > limit:
            yield name


def _reasons(
    low: Decimal,
    high: Decimal,
    bands: tuple[int, int] | None,
    aside: int,
    raters: int,
    table: ConsensusTable,
    scheme: SchemeData,
) -> Iterator[Text]:
    if aside:
        yield Text(
            en=f"{aside} of {raters} hold it not applicable",
            zh=f"{raters} 人中有 {aside} 人认为不适用",
        )
    if scheme.scale is Scale.LEVEL:
        if bands and bands[1] - bands[0] > table.max_bands:
            first, last = scheme.shown(low), scheme.shown(high)
            yield Text(
                en=f"{first.en} to {last.en}, more than {table.max_bands} apart",
                zh=f"从“{first.zh}”到“{last.zh}”，相隔超过 {table.max_bands} 级",
            )
        return
    if high - low > table.max_range:
        apart = plain(high - low)
        yield Text(
            en=f"{apart} points apart, more than {table.max_range}",
            zh=f"相差 {apart} 个百分点，超过 {table.max_range}",
        )
    if bands and bands[1] - bands[0] > table.max_bands:
        yield Text(
            en=f"bands {bands[0]} to {bands[1]}, more than {table.max_bands} apart",
            zh=f"跨第 {bands[0]} 至第 {bands[1]} 段，相隔超过 {table.max_bands} 段",
        )
