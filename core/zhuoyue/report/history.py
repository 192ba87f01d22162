"""Earlier cycles: trends of total, categories, items and agreement, and what changed since the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from zhuoyue.agreement.coefficients import TITLES
from zhuoyue.charts.cycles import CyclePoint, cycles
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.cycle import ChangeKind, Cycle, CycleChange
from zhuoyue.model.score import Score
from zhuoyue.model.text import Text, same

if TYPE_CHECKING:
    from zhuoyue.report.sheet import Book, Sheet

INDEX = "history/index"
"""Page of the trends."""
CHANGES = "history/changes"
"""Page of what changed."""
_STEPS = 5
"""Shades of the heat tables."""
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Year:
    """One assessment: a closed cycle, or the present one."""

    name: str
    criteria: str
    start: Any
    end: Any
    final: bool
    present: bool
    total: Score | None
    """None where the model has no total."""
    categories: Mapping[str, Score]
    """By category code; empty for other criteria."""
    items: Mapping[str, Decimal | None]
    """Percent by the present item's id."""
    approximate: bool
    """Whether its percents were mapped from another edition."""
    agreement: Mapping[str, Decimal]
    assessors: int
    report: str = ""
    """Page of its own report, from the root of the language; empty without one."""


@dataclass(frozen=True)
class Cell:
    """A percent of one year."""

    percent: Decimal | None
    approximate: bool = False
    move: str = ""
    """`risen`, `fallen`, `same`, or nothing where there is nothing to compare."""
    change: Decimal | None = None
    """Percentage points since the year before."""
    rough: bool = False
    """Whether the change is an approximation, one of the two being one."""

    @property
    def shade(self) -> int:
        """1 (lowest) to 5 for colouring; 0 when unknown."""
        return 0 if self.percent is None else min(_STEPS, int(self.percent) * _STEPS // 100 + 1)


@dataclass(frozen=True)
class Row:
    """A category or item over the years."""

    cells: tuple[Cell, ...]
    category: Category | None = None
    item: Item | None = None


@dataclass(frozen=True)
class Group:
    """Changes of one sort."""

    key: str
    changes: tuple[CycleChange, ...] = field(default=())


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield the pages; none when no cycle was closed."""
    from zhuoyue.report.sheet import Sheet, Step

    assessment, _ = book.assessment, book.gettext
    if not assessment.history:
        return
    seen = years(assessment, book.language)
    points = [_point(one, one.total) for one in seen if one.total]
    chart = cycles(_("Total over the years"), points, book.language) if points else None
    values = {
        "years": seen,
        "chart": chart,
        "rows": tuple(rows(assessment, seen)),
        "coefficients": coefficients(assessment),
        "compared": assessment.comparison is not None,
    }
    title = _("Trend over the years")
    yield Sheet(INDEX, title, "history.md.j2", values)
    if assessment.comparison is not None:
        from zhuoyue.report.address import Spot

        changed = {"comparison": assessment.comparison, "groups": groups(assessment)}
        name = _("What changed since %(cycle)s") % {"cycle": assessment.comparison.cycle}
        yield Sheet(CHANGES, name, "history_changes.md.j2", changed, chapter=None, crumbs=(Step(title, Spot(INDEX)),))


def years(assessment: Assessment, language: str) -> tuple[Year, ...]:
    """Return the closed cycles and the present assessment, oldest first."""
    return (*(_closed(one, assessment, language) for one in assessment.history), _present(assessment))


def _closed(cycle: Cycle, assessment: Assessment, language: str) -> Year:
    same = cycle.criteria == assessment.criteria.id
    if same:
        items = {f"{cycle.criteria}:{code}": score.percent for code, score in cycle.items.items()}
    else:
        items = {one.item: one.percent for one in cycle.mapped}
    spoken = language if language in cycle.languages else next(iter(cycle.languages), "")
    place = f"../cycles/{cycle.name}/" + (f"{spoken}/" if spoken else "")
    return Year(
        name=cycle.name,
        criteria=cycle.criteria,
        start=cycle.start,
        end=cycle.end,
        final=cycle.final,
        present=False,
        total=cycle.total,
        categories=cycle.categories if same else {},
        items=items,
        approximate=not same,
        agreement=cycle.agreement,
        assessors=cycle.assessors,
        report=f"{place}index" if cycle.report else "",
    )


def _present(assessment: Assessment) -> Year:
    known = assessment.agreement.coefficients if assessment.agreement else ()
    name = str(assessment.period.end.year)
    taken = {one.name for one in assessment.history}
    return Year(
        name=f"{name}*" if name in taken else name,
        criteria=assessment.criteria.id,
        start=assessment.period.start,
        end=assessment.period.end,
        final=assessment.final,
        present=True,
        total=assessment.total,
        categories=assessment.categories,
        items={one.item: one.score.percent for one in assessment.results},
        approximate=False,
        agreement={one.key: one.value for one in known if one.value is not None},
        assessors=max((one.raters for one in known), default=0),
    )


def _point(one: Year, score: Score) -> CyclePoint:
    interval = (score.spread.low, score.spread.high) if score.spread else None
    return CyclePoint(one.name, one.criteria, score.value, score.low, score.high, interval, not one.final)


def rows(assessment: Assessment, seen: Sequence[Year]) -> Iterator[Row]:
    """Yield each category and its items over the years."""
    for category in assessment.criteria.categories:
        yield Row(_cells([(_of_category(one, category), one.approximate) for one in seen]), category=category)
        for item in category.items:
            yield Row(_cells([(one.items.get(item.id), one.approximate) for one in seen]), item=item)


def _of_category(one: Year, category: Category) -> Decimal | None:
    """Return a category's percent; of another edition the mean of the mapped items, weighted by their points."""
    if not one.approximate:
        score = one.categories.get(category.code)
        return score.percent if score else None
    parts = [(item.points, one.items.get(item.id)) for item in category.items]
    if any(percent is None for _, percent in parts):
        return None
    total = sum((points * percent for points, percent in parts if percent is not None), Decimal(0))
    return (total / category.points).quantize(_CENT, rounding=ROUND_HALF_UP)


def _cells(percents: Sequence[tuple[Decimal | None, bool]]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    before: Decimal | None = None
    mapped = False
    for percent, approximate in percents:
        if percent is None or before is None:
            cells.append(Cell(percent, approximate))
        else:
            change = percent - before
            move = "same" if not change else "risen" if change > 0 else "fallen"
            cells.append(Cell(percent, approximate, move, change, rough=approximate or mapped))
        before, mapped = percent, approximate
    return tuple(cells)


def coefficients(assessment: Assessment) -> tuple[tuple[str, Text], ...]:
    """Return key and title of the coefficients of agreement that any year has, the present titles first."""
    known = assessment.agreement.coefficients if assessment.agreement else ()
    titles = {one.key: one.title for one in known}
    for cycle in assessment.history:
        for key in cycle.agreement:
            titles.setdefault(key, TITLES.get(key) or same(key))
    used = {key for cycle in assessment.history for key in cycle.agreement}
    used.update(one.key for one in known if one.value is not None)
    return tuple((key, title) for key, title in titles.items() if key in used)


def groups(assessment: Assessment) -> dict[str, tuple[CycleChange, ...]]:
    """Return the changes by `<noun>_<kind>`, those of the total under `total`."""
    found: dict[str, list[CycleChange]] = {}
    for change in assessment.comparison.changes if assessment.comparison else ():
        key = "total" if change.noun == "total" else f"{change.noun}_{_sort(change)}"
        found.setdefault(key, []).append(change)
    return {key: tuple(changes) for key, changes in found.items()}


def _sort(change: CycleChange) -> str:
    """Return the kind, improvements and strengths apart, what is gone apart from what changed."""
    if change.noun == "finding":
        what = change.after or change.before
        return f"{what}_{'new' if change.after else 'gone'}"
    if change.kind is ChangeKind.CHANGED and not change.after:
        return "gone"
    return change.kind.value
