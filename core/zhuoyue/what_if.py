"""What if these items had these percents: the total with its range. Pure.

Points are points × percent / 100, as the scheme of the criteria prescribes; `computable` tells whether the assessment
was scored that way. A supposed percent is certain by supposition, so it narrows the range of an open item to a point.
The interval from the assessors' disagreement is left out: nobody has rated the supposed percents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from zhuoyue.errors import Fault, InputError, short
from zhuoyue.model.action import ActionStatus
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Item
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.scoring import add_up

HUNDRED = Decimal(100)
_CHANGE = re.compile(r"(?P<item>[^=\s]+)=(?P<sign>[+-])?(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*[%％]?")
_OPEN = frozenset({ActionStatus.PLANNED, ActionStatus.RUNNING})


@dataclass(frozen=True)
class Part:
    """An item, a category or the total, before and after."""

    key: str
    """Id of the item, code of the category, or `total`."""
    before: Score
    after: Score

    @property
    def gain(self) -> tuple[Decimal, Decimal]:
        """Points gained: least and most; the same unless an open item was supposed."""
        low, high = self.after.low - self.before.low, self.after.high - self.before.high
        return min(low, high), max(low, high)


@dataclass(frozen=True)
class WhatIf:
    """What would be."""

    items: tuple[Part, ...]
    """The items supposed, in the criteria's order."""
    categories: tuple[Part, ...]
    """All categories."""
    total: Part


def computable(assessment: Assessment) -> bool:
    """Tell whether every known score is points × percent / 100, so that a supposed one can be computed."""
    return all(
        result.score.value == assessment.criteria.by_id[result.item].points * result.score.percent / HUNDRED
        for result in assessment.results
        if result.score.percent is not None
    )


def what_if(assessment: Assessment, percents: Mapping[str, Decimal]) -> WhatIf:
    """Return the total if items had other percents.

    Args:
        assessment: what is.
        percents: supposed percent by item id.

    Raises:
        InputError: every fault: items that do not apply, percents off the grid, a scheme that scores otherwise.
    """
    faults = list(_faults(assessment, percents))
    if faults:
        raise InputError(*faults)
    supposed = {
        item.id: _supposed(assessment, item, percents[item.id])
        for item in assessment.criteria.items
        if item.id in percents
    }
    after = {one.item: supposed.get(one.item, one.score) for one in assessment.results}
    categories = tuple(
        Part(
            category.code,
            assessment.categories[category.code],
            add_up([(item.code, after[item.id]) for item in category.items], assessment.criteria.roll_up),
        )
        for category in assessment.criteria.categories
    )
    total = add_up([(part.key, part.after) for part in categories])
    items = tuple(Part(name, assessment.result_of[name].score, score) for name, score in supposed.items())
    return WhatIf(items, categories, Part("total", assessment.total or total, total))


def _faults(assessment: Assessment, percents: Mapping[str, Decimal]) -> Iterator[Fault]:
    if assessment.total is None:
        yield Fault(
            f"{assessment.criteria.id} has no total that other percents could move",
            f"{assessment.criteria.id} 不设总分，无从测算",
        )
        return
    if not computable(assessment):
        yield Fault(
            f"the scheme {assessment.scheme.name!r} does not score points × percent; what-if cannot compute it",
            f"评分方案 {assessment.scheme.name!r} 不是按分值 × 百分比计分，无法测算",
        )
    for name, percent in percents.items():
        if fault := refused(assessment, assessment.criteria.by_id[name], percent):
            yield fault


def refused(assessment: Assessment, item: Item, percent: Decimal) -> Fault | None:
    """Return why an item cannot have a percent, or None."""
    if assessment.result_of[item.id].score.state is State.NOT_APPLICABLE:
        return Fault(f"{item.code} does not apply to the organisation", f"{item.code} 对本组织不适用")
    return off_grid(item, percent, assessment.scheme_of(item))


def off_grid(item: Item, percent: Decimal, scheme: SchemeData) -> Fault | None:
    """Return what is wrong with a percent, naming the allowed neighbours, or None."""
    step = scheme.step
    if 0 <= percent <= HUNDRED and percent % step == 0:
        return None
    ends = [min(max((percent / step).to_integral_value(way) * step, Decimal(0)), HUNDRED) for way in _WAYS]
    near = sorted(set(ends))
    said = plain(percent)
    return Fault(
        f"{item.code}: {said} % is not a multiple of {plain(step)} from 0 to 100; nearest: "
        + " or ".join(map(plain, near)),
        f"{item.code}：{said} % 不是 0 到 100 之间 {plain(step)} 的倍数；最接近的是 " + " 或 ".join(map(plain, near)),
    )


_WAYS = (ROUND_FLOOR, ROUND_CEILING)


def _supposed(assessment: Assessment, item: Item, percent: Decimal) -> Score:
    points = item.points * percent / HUNDRED
    band = assessment.scheme_of(item).band(percent)
    return Score(
        state=State.RATED,
        value=points,
        maximum=item.points,
        low=points,
        high=points,
        coverage=Decimal(1),
        percent=percent,
        band=band.number if band else None,
    )


def at_targets(assessment: Assessment) -> dict[str, Decimal]:
    """Return all items at the percents aimed at; those beyond stay where they are."""
    return {name: target for name, target in assessment.targets.items() if _higher(assessment, name, target)}


def at_expectations(assessment: Assessment) -> dict[str, Decimal]:
    """Return the items at what open actions expect, the highest of several; those beyond stay where they are."""
    found: dict[str, Decimal] = {}
    for one in assessment.actions:
        percent = one.expected_percent
        if one.status in _OPEN and percent is not None and _higher(assessment, one.item, percent):
            found[one.item] = max(percent, found.get(one.item, percent))
    return found


def _higher(assessment: Assessment, name: str, percent: Decimal) -> bool:
    score = assessment.result_of[name].score
    if score.state is State.NOT_APPLICABLE:
        return False
    return score.percent is None or percent > score.percent


def parse(changes: Iterable[str], assessment: Assessment) -> dict[str, Decimal]:
    """Return the percents that changes like `4.3.3=65` or `4.7.2=+10` ask for, by item id.

    Raises:
        InputError: every fault: unknown items, an item named twice, percents it cannot have, a step from where
            there is no percent.
    """
    found: dict[str, Decimal] = {}
    faults: list[Fault] = []
    for change in changes:
        where = short(change)
        try:
            item, percent = _parsed(change, assessment)
        except InputError as error:
            faults.extend(error.faults)
            continue
        if item.id in found:
            faults.append(Fault(f"{item.code} is named twice", f"{item.code} 重复出现", where))
        if fault := refused(assessment, item, percent):
            faults.append(Fault(fault.en, fault.zh, where))
        found[item.id] = percent
    if faults:
        raise InputError(*faults)
    return found


def _parsed(change: str, assessment: Assessment) -> tuple[Item, Decimal]:
    match = _CHANGE.fullmatch(change.strip())
    if match is None:
        raise InputError(
            Fault(
                "should be CODE=PERCENT or CODE=+STEP, e.g. 4.3.3=65 or 4.3.3=+10",
                "应写作 条款=百分比 或 条款=+增幅，例如 4.3.3=65 或 4.3.3=+10",
                short(change),
            )
        )
    try:
        item = assessment.criteria.resolve(match["item"])
    except InputError as error:
        raise InputError(*(Fault(one.en, one.zh, short(change)) for one in error.faults)) from error
    number = Decimal(match["number"])
    if not match["sign"]:
        return item, number
    present = assessment.result_of[item.id].score.percent
    if present is None:
        raise InputError(
            Fault(
                f"{item.code} has no percent to count from; write the percent itself, e.g. {item.code}=50",
                f"{item.code} 尚无百分比，不能写增减；请直接写百分比，例如 {item.code}=50",
                change,
            )
        )
    return item, present + number if match["sign"] == "+" else present - number
