"""The results dashboard: one card a measure, with what the data say dimension by dimension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, ItemKind
from zhuoyue.model.measure import Measure, Point
from zhuoyue.model.scheme_data import Dimension
from zhuoyue.model.suggestion import Reading, Verdict
from zhuoyue.report.address import Atlas


@dataclass(frozen=True)
class Tile:
    """One dimension of a measure."""

    dimension: Dimension
    reading: Reading | None
    """None when nobody read this dimension."""

    @property
    def verdict(self) -> Verdict:
        """Good, mixed, poor or unknown."""
        return self.reading.verdict if self.reading else Verdict.UNKNOWN


@dataclass(frozen=True)
class Card:
    """One measure."""

    measure: Measure
    latest: Point | None
    target: Point | None
    """Target of the latest period."""
    tiles: tuple[Tile, ...]

    @property
    def verdicts(self) -> str:
        """The verdicts on it, for filtering."""
        return " ".join(sorted({tile.verdict for tile in self.tiles}))


@dataclass(frozen=True)
class Group:
    """The cards of one category; `category` is None for measures that support no item."""

    category: Category | None
    cards: tuple[Card, ...]


def groups(assessment: Assessment, atlas: Atlas, measures: Iterable[Measure]) -> tuple[Group, ...]:
    """Return cards for `measures`, which come in the order of their categories."""
    readings = readings_by_measure(assessment)

    def category(measure: Measure) -> str:
        item = atlas.home(measure)
        return atlas.category_of(item.id).code if item else ""

    by_code = {one.code: one for one in assessment.criteria.categories}
    return tuple(
        Group(by_code.get(code), tuple(card(assessment, measure, readings) for measure in members))
        for code, members in groupby(measures, key=category)
    )


Readings = dict[str, dict[str, Reading]]
"""Readings by measure id and dimension key."""


def readings_by_measure(assessment: Assessment) -> Readings:
    """Return the first reading of each dimension of each measure."""
    found: Readings = {}
    for reading in _readings(assessment):
        if reading.measure:
            found.setdefault(reading.measure, {}).setdefault(reading.dimension, reading)
    return found


def card(assessment: Assessment, measure: Measure, readings: Readings) -> Card:
    """Return the card of one measure."""
    latest = measure.latest
    target = next((one for one in measure.targets if latest and one.period == latest.period), None)
    mine = readings.get(measure.id, {})
    dimensions = assessment.scheme.of_kind(ItemKind.RESULT)
    tiles = tuple(Tile(one, mine.get(one.key)) for one in dimensions) if mine else ()
    return Card(measure, latest, target, tiles)


def _readings(assessment: Assessment) -> Iterator[Reading]:
    for result in assessment.results:
        for suggestion in result.suggestions:
            yield from suggestion.readings
