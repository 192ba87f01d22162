"""What else happened since a closed cycle, beside a change: facts in a row, never a claim that one caused the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhuoyue.model.action import Action, ActionStatus
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import signed
from zhuoyue.model.cycle import ChangeKind, CycleChange
from zhuoyue.model.suggestion import Verdict
from zhuoyue.model.text import Text

_NAMED = 3
"""Things named before `and … more`."""
_RANK = {Verdict.POOR: 0, Verdict.MIXED: 1, Verdict.GOOD: 2}


class Reasons:
    """Finds the facts that go with a change."""

    def __init__(
        self,
        cycle: str,
        before: Assessment,
        after: Assessment,
        facts: Sequence[CycleChange],
        items: Sequence[CycleChange],
    ) -> None:
        self._cycle, self._before, self._after = cycle, before, after
        self._facts = facts
        self._items = items
        self._verdicts = dict(_improved(before, after))

    def explained(self, change: CycleChange) -> CycleChange:
        """Return a change of total, category or item with what else happened; others as they are."""
        found = tuple(self._of(change))
        return change.model_copy(update={"why": found}) if found else change

    def _of(self, change: CycleChange) -> Iterator[Text]:
        if change.noun == "item":
            yield from self._of_item(change.subject)
        elif change.noun == "category":
            category = next(one for one in self._after.criteria.categories if one.code == change.subject)
            yield from self._counted({item.id for item in category.items})
        elif change.noun == "total":
            yield from self._counted(set(self._after.criteria.by_id))

    def _of_item(self, item: str) -> Iterator[Text]:
        mine = [one for one in self._facts if item in one.items]
        new = [one for one in mine if one.kind is ChangeKind.NEW]
        yield from _named("new evidence", "新增证据", [one.title for one in new if one.noun == "evidence"])
        expired = [one.title for one in mine if one.noun == "evidence" and one.after == "expired"]
        yield from _named("evidence expired", "证据到期", expired)
        fixed = [one.title for one in mine if one.kind is ChangeKind.FIXED]
        yield from _named("improvement no longer found", "不再提出的改进机会", fixed)
        found = [one.title for one in new if one.after == "improvement"]
        yield from _named("new improvement found", "新提出的改进机会", found)
        done = [one.text for one in self._after.actions if one.item == item and self._done(one)]
        yield from _named("action done", "已完成的措施", done)
        measures = [self._after.measure_by_id[one] for one in self._after.result_of[item].measures]
        yield from _named(
            "measure read better than before",
            "判读好转的指标",
            [one.title for one in measures if self._verdicts.get(one.id, 0) > 0],
        )
        yield from _named(
            "measure read worse than before",
            "判读变差的指标",
            [one.title for one in measures if self._verdicts.get(one.id, 0) < 0],
        )

    def _counted(self, items: set[str]) -> Iterator[Text]:
        """Say how many items rose and fell, with their points."""
        for kind, en, zh in (
            (ChangeKind.RISEN, "items risen", "上升条款"),
            (ChangeKind.FALLEN, "items fallen", "下降条款"),
        ):
            moved = [one for one in self._items if one.subject in items and one.kind is kind]
            if moved:
                deltas = [one.delta for one in moved]
                points = sum((one for one in deltas if one is not None), Decimal(0)) if None not in deltas else None
                amount = f" ({signed(points)})" if points is not None else ""
                yield Text(en=f"{en}: {len(moved)}{amount}", zh=f"{zh}：{len(moved)} 个{amount}")

    def _done(self, action: Action) -> bool:
        late = action.closed_on is not None and action.closed_on > self._before.as_of
        return action.status is ActionStatus.DONE and (late or action.cycle == self._cycle)


def _named(en: str, zh: str, titles: Sequence[Text]) -> Iterator[Text]:
    if not titles:
        return
    rest = len(titles) - _NAMED
    shown = titles[:_NAMED]
    more_en, more_zh = (f" and {rest} more", f"等 {len(titles)} 项") if rest > 0 else ("", "")
    yield Text(
        en=f"{en}: " + "; ".join(one.get("en") for one in shown) + more_en,
        zh=f"{zh}：" + "；".join(one.get("zh") for one in shown) + more_zh,
    )


def _improved(before: Assessment, after: Assessment) -> Iterator[tuple[str, int]]:
    """Yield 1 for a measure of which something reads better and nothing worse than before, −1 the other way round."""
    old, new = _readings(before), _readings(after)
    for measure in {key for key, _ in new}:
        steps = [
            _RANK[now] - _RANK[then]
            for (key, dimension), now in new.items()
            if key == measure and (then := old.get((key, dimension))) is not None
        ]
        if any(step > 0 for step in steps) and not any(step < 0 for step in steps):
            yield measure, 1
        elif any(step < 0 for step in steps) and not any(step > 0 for step in steps):
            yield measure, -1


def _readings(assessment: Assessment) -> dict[tuple[str, str], Verdict]:
    """Return the first known verdict on each dimension of each measure."""
    found: dict[tuple[str, str], Verdict] = {}
    for result in assessment.results:
        for suggestion in result.suggestions:
            for one in suggestion.readings:
                if one.measure and one.verdict in _RANK:
                    found.setdefault((one.measure, one.dimension), one.verdict)
    return found
