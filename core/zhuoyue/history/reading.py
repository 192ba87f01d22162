"""Reading closed cycles, as far as a report of a tier may show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhuoyue import store
from zhuoyue.config import HistoryTable
from zhuoyue.errors import Fault, InputError
from zhuoyue.history.filing import MANIFEST, Filed, filed
from zhuoyue.history.index import Index
from zhuoyue.history.mapping import mapped
from zhuoyue.history.summary import Summary, summary
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.cycle import Cycle


@dataclass(frozen=True)
class History:
    """The closed cycles of a project."""

    cycles: tuple[Cycle, ...] = ()
    """Oldest first."""
    last: Assessment | None = None
    """The assessment of the last one, as it was filed."""
    inputs: tuple[Path, ...] = ()
    """Files read."""


def read(
    root: Path,
    table: HistoryTable,
    criteria: Criteria,
    crosswalks: Iterable[Crosswalk],
    tier: Visibility,
    before: date | None = None,
) -> History:
    """Read the closed cycles of a project, as far as a report of `tier` may show them.

    Args:
        root: the project.
        table: where they are.
        criteria: the present criteria, which percents of other ones are mapped to.
        crosswalks: how.
        tier: the tier to publish; numbers are shown at every tier, reports of higher tiers are not.
        before: only cycles whose period ends before this day: the present one, once closed, is not its own past.

    Raises:
        InputError: a filed assessment is damaged or not the one that was filed.
    """
    earlier = _earlier(filed(root, table), before)
    walks = {one.source: one for one in crosswalks if one.target == criteria.id}
    index = Index(root)
    cycles: list[Cycle] = []
    faults: list[Fault] = []
    last: Assessment | None = None
    for position, one in enumerate(earlier):
        try:
            one.content()
            if position == len(earlier) - 1:
                last = store.read(one.document)
                known = summary(one, last)
            else:
                known = index.get(_key(one), lambda one=one: summary(one, store.read(one.document)))  # type: ignore[misc]
        except InputError as error:
            faults.extend(error.faults)
            continue
        cycles.append(_shown(known, criteria, walks.get(known.cycle.criteria), tier))
    if faults:
        raise InputError(*faults)
    inputs = tuple(path for one in earlier for path in (one.folder / MANIFEST, one.document))
    return History(tuple(cycles), last, inputs)


def _earlier(every: Iterable[Filed], before: date | None) -> list[Filed]:
    """Return the cycles whose period ends before a day; of several for one period the one closed last."""
    last = {one.manifest.period.end: one for one in every if before is None or one.manifest.period.end < before}
    return list(last.values())


def archived(root: Path, table: HistoryTable, cycle: Cycle) -> Assessment:
    """Return the filed assessment of a cycle that an assessment tells of.

    Raises:
        InputError: it is gone, damaged, or another one by now.
    """
    for one in filed(root, table):
        if one.manifest.name == cycle.name and one.sha256 == cycle.sha256:
            one.content()
            return store.read(one.document)
    where = f"{table.folder}/{cycle.name}"
    raise InputError(
        Fault(
            "is not the cycle that assessment.json tells of; run `zhuoyue assess`",
            "与 assessment.json 所记的那一轮不符；请运行 `zhuoyue assess`",
            where,
        )
    )


def _key(one: Filed) -> str:
    """Return what a summary depends on: the assessment, and what the manifest adds to it."""
    return f"{one.sha256} {one.manifest.digest}"


def _shown(known: Summary, criteria: Criteria, crosswalk: Crosswalk | None, tier: Visibility) -> Cycle:
    cycle = known.cycle
    other = cycle.criteria != criteria.id and crosswalk is not None
    return cycle.model_copy(
        update={
            "mapped": mapped(cycle.items, criteria, crosswalk) if other and crosswalk else (),
            "report": tier.shows(known.visibility),
        }
    )
