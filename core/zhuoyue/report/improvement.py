"""The improvement loop: board of actions, priority matrix, what came of earlier actions, what-if."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from zhuoyue.charts.chart import Chart
from zhuoyue.charts.gain_bars import GainRow, gain_bars
from zhuoyue.charts.matrix import MatrixEntry, priority_matrix
from zhuoyue.improvement import Stake, stakes
from zhuoyue.model.action import Action, ActionStatus
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Item
from zhuoyue.model.finding import Finding, FindingKind
from zhuoyue.report import supposition
from zhuoyue.report.address import Spot
from zhuoyue.report.summary import Ranked, ranked

if TYPE_CHECKING:
    from zhuoyue.report.sheet import Book, Sheet

INDEX, WHAT_IF = "improvement/index", "improvement/what-if"


@dataclass(frozen=True)
class Card:
    """One action with what a reader wants to see beside it."""

    action: Action
    item: Item
    finding: Finding | None
    """What it answers, if it is of this cycle and the reader may see it."""
    stake: Stake | None
    late: int
    """Days overdue on the day of the assessment; 0 when it is not."""

    @property
    def open(self) -> bool:
        """Whether something will still happen."""
        return self.action.status in {ActionStatus.PLANNED, ActionStatus.RUNNING}


@dataclass(frozen=True)
class Loop:
    """What the improvement page shows."""

    columns: tuple[tuple[ActionStatus, tuple[Card, ...]], ...]
    """The board: planned, running, done, dropped; nearest date first."""
    overdue: tuple[Card, ...]
    """Longest first."""
    stakes: tuple[Stake, ...]
    """What is at stake by item, most first; items at their target are left out."""
    middle: Decimal | None
    """Median of what is at stake; None when nothing is, or the model has no points."""
    below: tuple[tuple[Item, Decimal], ...]
    """Items that are not known to be at their target, with it; for models without points."""
    matrix: Chart | None
    unjudged: tuple[Card, ...]
    """Open actions whose effort nobody has judged."""
    checks: tuple[Card, ...]
    """Done actions, those that had no effect first, the unchecked last."""
    earlier: tuple[Card, ...]
    """Actions that answer a closed cycle."""
    gains: Chart | None
    """What they were expected to bring and what their items gained; None when neither is known of any."""
    unanswered: tuple[Ranked, ...]
    """Opportunities for improvement without an action, that assessors found."""
    unanswered_by_plugins: tuple[Ranked, ...]
    """The same, that plugins found."""

    @property
    def count(self) -> int:
        """How many actions there are."""
        return sum(len(cards) for _, cards in self.columns)


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the pages: the loop, and what-if where the scheme lets it be computed."""
    from zhuoyue.report.sheet import Sheet, Step

    _ = book.gettext
    title = _("Improvement")
    view = loop(book.assessment, book.language)
    supposed = supposition.supposition(book.assessment, book.language)
    yield Sheet(INDEX, title, "improvement.md.j2", {"view": view, "supposed": supposed})
    if supposed is not None:
        yield Sheet(
            WHAT_IF,
            _("What if"),
            "what-if.md.j2",
            {"view": supposed, "loop_view": view},
            chapter=None,
            crumbs=(Step(title, Spot(INDEX)),),
        )


def loop(assessment: Assessment, language: str) -> Loop:
    """Return what the improvement page shows."""
    every = stakes(assessment) if assessment.criteria.total is not None else {}
    cards = [_card(assessment, one, every) for one in assessment.actions]
    middle = _middle(every.values())
    matrix = _matrix(cards, middle, language)
    unanswered = list(_unanswered(assessment))
    plugins = {one.name for one in assessment.provenance.plugins}
    checked = [one for one in cards if one.action.status is ActionStatus.DONE]
    return Loop(
        columns=tuple((status, _column(cards, status)) for status in ActionStatus),
        overdue=tuple(sorted((one for one in cards if one.late), key=lambda one: (-one.late, one.action.id))),
        stakes=tuple(sorted((one for one in every.values() if one.high), key=lambda one: -one.high)),
        middle=middle,
        below=tuple(_below(assessment)),
        matrix=matrix,
        unjudged=tuple(one for one in cards if one.open and one.action.effort is None),
        checks=tuple(sorted(checked, key=_check_order)),
        earlier=tuple(one for one in cards if one.action.cycle),
        gains=_gains(cards, language) if assessment.criteria.total is not None else None,
        unanswered=tuple(one for one in unanswered if one.finding.source not in plugins),
        unanswered_by_plugins=tuple(one for one in unanswered if one.finding.source in plugins),
    )


def _below(assessment: Assessment) -> Iterator[tuple[Item, Decimal]]:
    for item in assessment.criteria.items:
        target, percent = assessment.targets.get(item.id), assessment.result_of[item.id].score.percent
        if target is not None and (percent is None or percent < target):
            yield item, target


def _card(assessment: Assessment, one: Action, every: dict[str, Stake]) -> Card:
    return Card(
        action=one,
        item=assessment.criteria.by_id[one.item],
        finding=None if one.cycle else assessment.finding_by_id.get(one.finding),
        stake=every.get(one.item),
        late=(assessment.as_of - one.due).days if one.overdue(assessment.as_of) else 0,
    )


def _column(cards: Sequence[Card], status: ActionStatus) -> tuple[Card, ...]:
    mine = [one for one in cards if one.action.status is status]
    return tuple(sorted(mine, key=lambda one: (one.action.due, one.action.id)))


def _check_order(one: Card) -> tuple[int, str]:
    check = one.action.check
    return (2 if check is None else int(check.effective)), one.action.id


def _middle(every: Iterable[Stake]) -> Decimal | None:
    """Return the median of what is at stake, of items that have something at stake."""
    amounts = [one.high for one in every if one.high]
    return median(amounts) if amounts else None


def _matrix(cards: Sequence[Card], middle: Decimal | None, language: str) -> Chart | None:
    entries = [
        MatrixEntry(one.item.code, one.action.text.get(language), one.action.effort, one.stake.high)
        for one in cards
        if one.open and one.action.effort is not None and one.stake is not None
    ]
    if not entries or middle is None:
        return None
    title = "优先矩阵：可争取的分值与所需投入" if language == "zh" else "Priority matrix: points at stake and effort"
    return priority_matrix(title, entries, middle, language)


def _gains(cards: Sequence[Card], language: str) -> Chart | None:
    """Dropped actions are left out: nothing was done, so nothing can be held against what was hoped for."""
    rows = [
        GainRow(one.item.code, one.action.text.get(language), one.action.expected_gain, one.action.realised_gain)
        for one in cards
        if one.action.cycle and one.action.status is not ActionStatus.DROPPED
    ]
    if not any(row.realised is not None for row in rows):
        return None
    title = "预期与实际得分变化（分）" if language == "zh" else "Gain expected and realised, in points"
    return gain_bars(title, rows, language)


def _unanswered(assessment: Assessment) -> Iterator[Ranked]:
    """Yield improvements that no action answers; one that was dropped answers nothing."""
    answered = {one.finding for one in assessment.actions if one.finding and one.status is not ActionStatus.DROPPED}
    for one in ranked(assessment, FindingKind.IMPROVEMENT):
        if one.finding.id not in answered:
            yield one
