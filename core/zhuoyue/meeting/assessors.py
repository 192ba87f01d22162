"""Who rated an item of the meeting, and how: figure, marks, what the marks leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.meeting.agenda import AgendaPoint
from zhuoyue.meeting.room import Snapshot
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Band, MarkKind, SchemeData
from zhuoyue.model.text import Text, same
from zhuoyue.project import Project


@dataclass(frozen=True)
class Assessor:
    """One assessor of the team, with the rating of this item."""

    name: str
    """As in the rating sheets."""
    title: Text
    """As pages show it."""
    rating: Rating | None
    """None when they have not rated it."""
    band: Band | None
    outlier: bool
    marks: tuple[tuple[Text, Text], ...] = ()
    """What each attribute, level or instance was given, in words."""
    left: tuple[Decimal, Decimal] | None = None
    """The range that the marks leave open; None when they do not."""


def assessors_of(project: Project, snapshot: Snapshot, point: AgendaPoint) -> Iterator[Assessor]:
    """Yield those to whom the item is assigned, in the config's order, then whoever else has rated it."""
    known = {one.assessor: one for one in point.independent}
    team = {one.name: one for one in project.config.ratings.assessors}
    assigned = [name for name in team if point.item.id in snapshot.assigned[name]]
    outliers = _outliers(point)
    for name in dict.fromkeys((*assigned, *known)):
        rating = known.get(name)
        title = team[name].title if name in team else None
        percent = rating.percent if rating else None
        scheme = project.scheme_of(point.item)
        band = scheme.data.band(percent) if percent is not None else None
        marks = tuple(_marks(scheme, point.item, rating)) if rating else ()
        derived = scheme.derive(point.item, rating.marks) if rating and rating.open else None
        left = (derived.low, derived.high) if derived else None
        yield Assessor(name, title or same(name), rating, band, name in outliers, marks, left)


def _marks(scheme: Scheme, item: Item, rating: Rating) -> Iterator[tuple[Text, Text]]:
    """Yield what an assessor marked, in the order of the scheme's dimensions; instances as they are written."""
    titles = {one.key: one.title for one in scheme.data.of_kind(item.kind)}
    for key in sorted(rating.marks, key=[*titles, *rating.marks].index):
        yield titles.get(key, same(key)), _mark(scheme.data, rating.marks[key])


def _mark(scheme: SchemeData, mark: str) -> Text:
    match scheme.marks:
        case MarkKind.YES_NO:
            met = mark.casefold() in {"true", "yes"}
            return Text(en="yes" if met else "no", zh="是" if met else "否")
        case MarkKind.PERCENT:
            return same(f"{mark}\u00a0%")
    return same(mark)


def _outliers(point: AgendaPoint) -> tuple[str, ...]:
    """Return who lies far from the others; nobody where most do: then there are no others to be far from."""
    outliers = point.spread.outliers if point.spread else ()
    return outliers if 2 * len(outliers) <= len(point.independent) else ()
