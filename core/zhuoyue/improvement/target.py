"""The percents aimed at, and the points at stake on the way there; exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.config import ImprovementTable
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.scheme import Scheme, SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.toml import Key, TomlFile

HUNDRED = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Stake:
    """Points between where an item is and where it is meant to be; a range while its percent is open."""

    item: Item
    target: Decimal
    low: Decimal
    high: Decimal


def targets(
    table: ImprovementTable, criteria: Criteria, scheme: SchemeData, scores: Mapping[str, Score]
) -> dict[str, Decimal]:
    """Return the percent aimed at by item id.

    What the config says for the item, else for every item, else the lowest percent of the next band above the present
    one: 100 in the highest band, none while the item has no percent. What does not apply has no target.

    Args:
        table: the config; its codes were checked when the project was opened.
        criteria: the items.
        scheme: the bands.
        scores: score of each item by id.
    """
    own = {criteria.resolve(code).id: Decimal(percent) for code, percent in table.targets.items()}
    common = None if table.target is None else Decimal(table.target)
    found: dict[str, Decimal] = {}
    for item in criteria.items:
        score = scores[item.id]
        if score.state is State.NOT_APPLICABLE:
            continue
        target = own.get(item.id, common)
        if target is None and score.percent is not None:
            target = _next_band(scheme, score.percent)
        if target is not None:
            found[item.id] = target
    return found


def _next_band(scheme: SchemeData, percent: Decimal) -> Decimal:
    return min((band.low for band in scheme.bands if band.low > percent), default=HUNDRED)


def stake(item: Item, score: Score, target: Decimal) -> Stake:
    """Return what is at stake for an item: points × max(0, target − percent) / 100.

    While the percent is open the item may lie anywhere between its lowest and its highest points.
    """
    if score.percent is not None:
        points = item.points * max(ZERO, target - score.percent) / HUNDRED
        return Stake(item, target, points, points)
    aim = item.points * target / HUNDRED
    return Stake(item, target, max(ZERO, aim - score.high), max(ZERO, aim - score.low))


def stakes(assessment: Assessment) -> dict[str, Stake]:
    """Return what is at stake by id of the items that have a target, in the criteria's order."""
    return {
        item.id: stake(item, assessment.result_of[item.id].score, assessment.targets[item.id])
        for item in assessment.criteria.items
        if item.id in assessment.targets
    }


def target_faults(table: ImprovementTable, criteria: Criteria, scheme: Scheme, file: TomlFile) -> Iterator[Fault]:
    """Yield what is wrong with the percents aimed at: unknown or repeated items, percents off the grid."""
    path: tuple[Key, ...] = ("improvement", "target")
    if table.target is not None:
        yield from _off_grid(next(criteria.items), table.target, scheme, file.where(path))
    first: dict[str, str] = {}
    for code, percent in table.targets.items():
        where = file.where(("improvement", "targets", code))
        try:
            item = criteria.resolve(code)
        except InputError as error:
            yield from (Fault(fault.en, fault.zh, where) for fault in error.faults)
            continue
        if item.id in first:
            other = first[item.id]
            yield Fault(f"{item.code} has a target already: {other}", f"{item.code} 已有目标：{other}", where)
        first.setdefault(item.id, code)
        yield from _off_grid(item, percent, scheme, where)


def _off_grid(item: Item, percent: int, scheme: Scheme, where: str) -> Iterator[Fault]:
    fault = scheme.check(item, Decimal(percent))
    if fault is not None:
        yield Fault(fault.en, fault.zh, where)
