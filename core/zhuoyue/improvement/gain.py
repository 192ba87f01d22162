"""What actions were expected to bring, and what their items gained since; pure.

A gain belongs to the item. That the action caused it is not shown by the figures: several actions, and much else, may
have moved an item between two cycles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from zhuoyue.errors import did_you_mean, nearest
from zhuoyue.improvement.row import CLOSED
from zhuoyue.model.action import Action, ActionStatus
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import plain
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text

HUNDRED = Decimal(100)


def derived(actions: Sequence[Action], assessment: Assessment) -> tuple[Action, ...]:
    """Return actions with baseline, expected and realised gain.

    Both gains are counted in points of the present item: its points × the difference of percents / 100. So they can be
    compared even when an earlier edition gave the item other points. A dropped action gets no realised gain.
    """
    return tuple(_derived(one, actions, assessment) for one in actions)


def _derived(one: Action, actions: Sequence[Action], assessment: Assessment) -> Action:
    points = assessment.criteria.by_id[one.item].points
    present = assessment.result_of[one.item].score.percent
    baseline = earlier_percent(assessment, one.cycle, one.item) if one.cycle else present
    realised = None
    if one.cycle and one.status is not ActionStatus.DROPPED and baseline is not None and present is not None:
        realised = points * (present - baseline) / HUNDRED
    expected = None
    if one.expected_percent is not None and baseline is not None:
        expected = points * (one.expected_percent - baseline) / HUNDRED
    others = tuple(
        other.id
        for other in actions
        if realised is not None
        and other.id != one.id
        and (other.item, other.cycle) == (one.item, one.cycle)
        and other.status is not ActionStatus.DROPPED
    )
    return one.model_copy(
        update={
            "baseline_percent": baseline,
            "expected_gain": expected,
            "realised_gain": realised,
            "shared_with": others,
        }
    )


def without(actions: Sequence[Action], hidden: Collection[str]) -> tuple[Action, ...]:
    """Return actions without their references to findings that readers may not know of."""
    return tuple(one.model_copy(update={"finding": ""}) if one.finding in hidden else one for one in actions)


def earlier_percent(assessment: Assessment, cycle: str, item_id: str) -> Decimal | None:
    """Return an item's percent of a closed cycle; for another edition by way of its crosswalk; None if unknown."""
    past = next((one for one in assessment.history if one.name == cycle), None)
    if past is None:
        return None
    if past.criteria == assessment.criteria.id:
        score = past.items.get(assessment.criteria.by_id[item_id].code)
        return score.percent if score else None
    return next((one.percent for one in past.mapped if one.item == item_id), None)


def problems(
    actions: Sequence[Action], places: Mapping[str, str], assessment: Assessment, findings: Collection[str]
) -> Iterator[Problem]:
    """Yield what a reader of the actions should know.

    Args:
        actions: with their derived figures.
        places: `file:line` by id.
        assessment: what they answer.
        findings: ids of all findings of the present cycle, shown or not.
    """
    cycles = [one.name for one in assessment.history]
    for one in actions:
        for code, severity, text in (*_references(one, findings, cycles), *_expectation(one)):
            yield Problem(
                code=code,
                severity=severity,
                text=text,
                where=places.get(one.id, ""),
                item=one.item,
                visibility=one.visibility,
            )


def _references(one: Action, findings: Collection[str], cycles: Sequence[str]) -> Iterator[tuple[str, Severity, Text]]:
    """A finding of a closed cycle is not looked for: its report is closed, and only its figures are at hand."""
    if one.finding and not one.cycle and one.finding not in findings:
        code = one.item.rpartition(":")[2]
        near = nearest(one.finding, findings) or next((name for name in findings if name.startswith(f"{code}-i-")), "")
        en, zh = did_you_mean(near, [near]) if near else ("", "")
        yield (
            "action-finding-unknown",
            Severity.WARNING,
            Text(
                en=f"action {one.id} answers the finding {one.finding!r}, which does not exist; it may have been "
                f"reworded{en}",
                zh=f"措施 {one.id} 所对应的发现 {one.finding!r} 不存在，可能文字已修改{zh}",
            ),
        )
    if one.cycle and one.cycle not in cycles:
        en, zh = did_you_mean(one.cycle, cycles)
        yield (
            "action-cycle-unknown",
            Severity.WARNING,
            Text(
                en=f"action {one.id} belongs to the cycle {one.cycle!r}, which is not on file{en}",
                zh=f"措施 {one.id} 属于 {one.cycle!r} 轮评价，但没有该轮存档{zh}",
            ),
        )


def _expectation(one: Action) -> Iterator[tuple[str, Severity, Text]]:
    """An open action that hopes for less than there is has been overtaken, or holds a slip of the pen."""
    expected, baseline = one.expected_percent, one.baseline_percent
    if expected is None or baseline is None or expected >= baseline or (one.status in CLOSED and not one.cycle):
        return
    yield (
        "action-expects-less",
        Severity.WARNING,
        Text(
            en=f"action {one.id} expects {plain(expected)} %, less than the {plain(baseline)} % it starts from",
            zh=f"措施 {one.id} 预期为 {plain(expected)} %，低于起点 {plain(baseline)} %",
        ),
    )
