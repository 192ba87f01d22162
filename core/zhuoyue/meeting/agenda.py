"""The items in the order in which a team discusses them, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from zhuoyue.config import ConsensusTable
from zhuoyue.meeting.room import Snapshot
from zhuoyue.model.agreement import ItemAgreement
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.model.scheme_data import Scale, SchemeData
from zhuoyue.model.text import Text
from zhuoyue.project import Project

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class AgendaPoint:
    """One item of the agenda."""

    item: Item
    independent: tuple[Rating, ...]
    """Everyone's rating that decides."""
    spread: ItemAgreement | None
    """How far they lie apart; None when nobody gave a percent."""
    why: tuple[Text, ...]
    """Why it must be discussed; empty when it need not be."""
    agreed: Rating | None
    """What the team agreed; None when it has not."""
    scheme: SchemeData
    """How the item is scored."""
    left: tuple[Decimal, Decimal] | None = None
    """The range that marks leave open, of whoever's marks do; None when nobody's do."""

    @property
    def whole(self) -> tuple[Decimal, Decimal] | None:
        """From the lowest to the highest that anybody gives or leaves open; None when nobody has rated it."""
        given = (self.spread.low, self.spread.high) if self.spread else None
        ends = [end for pair in (given, self.left) if pair for end in pair]
        return (min(ends), max(ends)) if ends else None

    @property
    def open(self) -> bool:
        """Whether it must be discussed and has not been agreed."""
        return bool(self.why) and self.agreed is None


@dataclass(frozen=True)
class Agenda:
    """All items: those that must be discussed by points at stake, then the others in the criteria's order."""

    points: tuple[AgendaPoint, ...]

    @property
    def must(self) -> tuple[AgendaPoint, ...]:
        """Those that must be discussed, agreed or not: an item keeps its place when it is agreed."""
        return tuple(point for point in self.points if point.why)

    @property
    def rest(self) -> tuple[AgendaPoint, ...]:
        """The others."""
        return tuple(point for point in self.points if not point.why)

    @property
    def agreed(self) -> int:
        """How many are agreed."""
        return sum(point.agreed is not None for point in self.points)

    @property
    def open(self) -> int:
        """How many must still be discussed."""
        return sum(point.open for point in self.points)

    def place(self, item: Item) -> int:
        """Return the place of an item, from 0."""
        return next(place for place, point in enumerate(self.points) if point.item.id == item.id)

    def of(self, item: Item) -> AgendaPoint:
        """Return the point of an item."""
        return self.points[self.place(item)]

    def next(self, item: Item) -> Item | None:
        """Return the next item that is not agreed, from the one after `item` on, round to the first; else None."""
        place = self.place(item)
        ahead = (*self.points[place + 1 :], *self.points[:place])
        return next((point.item for point in ahead if point.agreed is None), None)


def agenda(project: Project, snapshot: Snapshot) -> Agenda:
    """Return the agenda of a meeting."""
    points = [_point(item, project, snapshot) for item in project.criteria.items]
    must = [point for point in points if point.why]
    must.sort(key=_stake, reverse=True)  # stable: equal stakes stay in the criteria's order
    return Agenda((*must, *(point for point in points if not point.why)))


def _stake(point: AgendaPoint) -> Decimal:
    return point.spread.stake if point.spread else point.item.points


def _point(item: Item, project: Project, snapshot: Snapshot) -> AgendaPoint:
    independent = tuple(one for one in snapshot.ratings.of(item) if one.stage is Stage.INDEPENDENT and one.decides)
    known = {one.item: one for one in snapshot.agreement.items} if snapshot.agreement else {}
    scheme = project.scheme_of(item)
    spread = known.get(item.id) or _spread(item, independent, scheme.data, project.config.consensus)
    why = spread.discuss if spread else ()
    if len({one.not_applicable for one in independent}) > 1 and not why:
        why = (Text(en="some hold it not applicable", zh="有评审员认为不适用"),)
    unsettled = [scheme.derive(item, one.marks) for one in snapshot.ratings.of(item) if one.open]
    if count := sum(one.open for one in independent):
        noun = "assessor's marks leave" if count == 1 else "assessors' marks leave"
        why = (*why, Text(en=f"{count} {noun} it open", zh=f"{count} 位评审员的分项尚不能得出结果"))
    left = (min(one.low for one in unsettled), max(one.high for one in unsettled)) if unsettled else None
    return AgendaPoint(item, independent, spread, why, snapshot.agreed(item), scheme.data, left)


def _spread(
    item: Item, independent: Sequence[Rating], scheme: SchemeData, table: ConsensusTable
) -> ItemAgreement | None:
    """Return the spread of percents that the statistics leave out: those of a single assessor."""
    percents = sorted(one.percent for one in independent if one.percent is not None)
    if not percents:
        return None
    low, high, centre = percents[0], percents[-1], Decimal(median(percents))
    apart = Text(en=f"range of {high - low} points", zh=f"极差 {high - low} 个百分点")
    if scheme.scale is Scale.LEVEL:
        ends = scheme.shown(low), scheme.shown(high)
        apart = Text(en=f"{ends[0].en} to {ends[1].en}", zh=f"从{ends[0].zh}到{ends[1].zh}")
    return ItemAgreement(
        item=item.id,
        raters=len(percents),
        low=low,
        high=high,
        median=centre,
        mean=(sum(percents, Decimal(0)) / len(percents)).quantize(_CENT, ROUND_HALF_UP),
        stake=item.points * (high - low) / 100,
        discuss=(apart,) if high - low > table.max_range else (),
        proposal=scheme.on_grid(centre),
    )
