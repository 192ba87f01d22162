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
from zhuoyue.model.scheme import SchemeData
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.scoring import on_grid

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
    spread = known.get(item.id) or _spread(item, independent, project.scheme.data, project.config.consensus)
    why = spread.discuss if spread else ()
    if len({one.not_applicable for one in independent}) > 1 and not why:
        why = (Text(en="some hold it not applicable", zh="有评审员认为不适用"),)
    return AgendaPoint(item, independent, spread, why, snapshot.agreed(item))


def _spread(
    item: Item, independent: Sequence[Rating], scheme: SchemeData, table: ConsensusTable
) -> ItemAgreement | None:
    """Return the spread of percents that the statistics leave out: those of a single assessor."""
    percents = sorted(one.percent for one in independent if one.percent is not None)
    if not percents:
        return None
    low, high, centre = percents[0], percents[-1], Decimal(median(percents))
    apart = Text(en=f"range of {high - low} points", zh=f"极差 {high - low} 个百分点")
    return ItemAgreement(
        item=item.id,
        raters=len(percents),
        low=low,
        high=high,
        median=centre,
        mean=(sum(percents, Decimal(0)) / len(percents)).quantize(_CENT, ROUND_HALF_UP),
        stake=item.points * (high - low) / 100,
        discuss=(apart,) if high - low > table.max_range else (),
        proposal=on_grid(centre, scheme.step),
    )
