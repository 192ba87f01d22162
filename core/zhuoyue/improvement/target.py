"""The percents aimed at, and the points at stake on the way there; exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhuoyue.config import ImprovementTable
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.scheme_data import Scale, SchemeData
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
    table: ImprovementTable, criteria: Criteria, schemes: Mapping[str, SchemeData], scores: Mapping[str, Score]
) -> dict[str, Decimal]:
    """Return the percent aimed at by item id.

    What the config says for the item, else for every item, else the lowest percent of the next band above the present
    one: 100 in the highest band, none while the item has no percent. What does not apply has no target. In a model
    without a total nobody wants more than the config says.

    Args:
        table: the config; its codes were checked when the project was opened.
        criteria: the items.
        schemes: the bands, by name of the scheme.
        scores: score of each item by id.
    """
    own = {criteria.resolve(code).id: aim for code, aim in table.targets.items()}
    found: dict[str, Decimal] = {}
    for item in criteria.items:
        score = scores[item.id]
        if score.state is State.NOT_APPLICABLE:
            continue
        target = _aim(own.get(item.id, table.target), schemes[item.scheme])
        if target is None and score.percent is not None and criteria.total is not None:
            target = _next_band(schemes[item.scheme], score.percent)
        if target is not None:
            found[item.id] = target
    return found


def _aim(said: int | str | None, scheme: SchemeData) -> Decimal | None:
    """Return the percent, or the position of the level, that somebody aims at; None if it is neither."""
    if said is None:
        return None
    if scheme.scale is Scale.LEVEL:
        level = scheme.level(str(said))
        return level.low if level else None
    return Decimal(said) if isinstance(said, int) else None


def _next_band(scheme: SchemeData, percent: Decimal) -> Decimal:
    highest = scheme.bands[-1].low if scheme.scale is Scale.LEVEL else HUNDRED
    return min((band.low for band in scheme.bands if band.low > percent), default=highest)


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


def target_faults(
    table: ImprovementTable, criteria: Criteria, schemes: Mapping[str, Scheme], file: TomlFile
) -> Iterator[Fault]:
    """Yield what is wrong with the percents aimed at: unknown or repeated items, percents off the grid."""
    path: tuple[Key, ...] = ("improvement", "target")
    if table.target is not None:
        examples = {item.scheme: item for item in reversed(list(criteria.items))}  # all of a scheme have one grid
        for name in criteria.schemes:
            if name in examples:  # the model's own scheme need not score any item
                yield from _off_grid(examples[name], table.target, schemes[name], file.where(path))
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
        yield from _off_grid(item, percent, schemes[item.scheme], where)


def _off_grid(item: Item, said: int | str, scheme: Scheme, where: str) -> Iterator[Fault]:
    aim = _aim(said, scheme.data)
    if aim is None and scheme.data.scale is Scale.LEVEL:
        known = [band.label for band in scheme.data.bands]
        en, zh = did_you_mean(str(said), known)
        yield Fault(f"{item.code} has no level {said!r}{en}", f"{item.code} 没有等级 {said!r}{zh}", where)
    elif aim is None:
        yield Fault(f"{said!r} is no percent", f"{said!r} 不是百分比", where)
    elif fault := scheme.check(item, aim):
        yield Fault(fault.en, fault.zh, where)
