"""What changed since a closed cycle: total, categories, items, findings, measures, evidence. Facts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhuoyue.crosswalk.codes import item_code
from zhuoyue.history.mapping import mapped
from zhuoyue.history.reasons import Reasons
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.base import Visibility, plain
from zhuoyue.model.criteria import Category, Item
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.cycle import ChangeKind, CycleChange, CycleComparison
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.finding import Finding, FindingKind, finding_id
from zhuoyue.model.measure import Direction, Measure, Point
from zhuoyue.model.score import Score
from zhuoyue.model.text import Text
from zhuoyue.store import shown

TOTAL = Text(en="Total", zh="总分")


def compare(name: str, before: Assessment, after: Assessment, crosswalk: Crosswalk | None) -> CycleComparison:
    """Return what changed since the cycle `name`, whose assessment is `before`.

    Only what the tiers of both assessments show is compared: what one of them left out is not new in the other, and
    nothing of a higher tier comes to light.

    Args:
        name: name of the cycle.
        before: its assessment, of this or another criteria.
        after: the present assessment, its actions included.
        crosswalk: leads from the criteria of `before` to those of `after`, where they differ.
    """
    other = before.criteria.id != after.criteria.id
    tier = min(before.visibility, after.visibility, key=lambda one: one.level)
    facts = (
        *_findings(before, after, crosswalk, tier),
        *_measures(before, after, tier),
        *_evidence(before, after, tier),
    )
    items = tuple(_mapped_items(before, after, crosswalk) if other else _items(before, after))
    reasons = Reasons(name, before, after, facts, items)
    changes = (
        *_score("total", "total", TOTAL, before.total, after.total),
        *(() if other else _categories(before, after)),
        *items,
        *facts,
    )
    return CycleComparison(
        cycle=name,
        other_criteria=other,
        changes=tuple(reasons.explained(one) for one in changes),
        same_texts=tuple(_same_texts(before, after, tier)),
    )


def _score(subject: str, noun: str, title: Text, before: Score | None, after: Score | None) -> Iterator[CycleChange]:
    if before is None or after is None:  # a model without a total
        return
    old, new = shown(before), shown(after)
    if old == new:
        return
    known = before.value is not None and after.value is not None and before.maximum == after.maximum
    delta = after.value - before.value if known and after.value is not None and before.value is not None else None
    yield CycleChange(
        kind=_direction(delta), subject=subject, noun=noun, title=title, before=old, after=new, delta=delta
    )


def _direction(delta: Decimal | None) -> ChangeKind:
    if not delta:
        return ChangeKind.CHANGED
    return ChangeKind.RISEN if delta > 0 else ChangeKind.FALLEN


def _categories(before: Assessment, after: Assessment) -> Iterator[CycleChange]:
    was = {category.code: category for category in before.criteria.categories}
    for category in after.criteria.categories:
        if old := was.get(category.code):
            scores = before.categories[category.code], after.categories[category.code]
            changes = _score(category.code, "category", category.title, *scores)
            yield from _without_points(changes, before, after, old, category)


def _items(before: Assessment, after: Assessment) -> Iterator[CycleChange]:
    for item in after.criteria.items:
        if old := before.criteria.by_id.get(item.id):
            scores = before.result_of[item.id].score, after.result_of[item.id].score
            yield from _without_points(_score(item.id, "item", item.title, *scores), before, after, old, item)


def _without_points(
    changes: Iterable[CycleChange], before: Assessment, after: Assessment, old: Item | Category, new: Item | Category
) -> Iterator[CycleChange]:
    """Yield changes; in a model without points as percents and levels."""
    for one in changes:
        if before.total is not None and after.total is not None:
            yield one
        else:
            yield one.model_copy(update={"before": before.coded(old), "after": after.coded(new), "delta": None})


def _mapped_items(before: Assessment, after: Assessment, crosswalk: Crosswalk | None) -> Iterator[CycleChange]:
    """Compare percents by way of the crosswalk: points of two editions are not on one scale."""
    if crosswalk is None:
        return
    scores = {before.criteria.by_id[one.item].code: one.score for one in before.results}
    for one in mapped(scores, after.criteria, crosswalk):
        item, now = after.criteria.by_id[one.item], after.result_of[one.item].score
        if now.percent == one.percent:
            continue
        yield CycleChange(
            kind=_direction(now.percent - one.percent if now.percent is not None else None),
            subject=item.id,
            noun="item",
            title=item.title,
            before=f"≈ {plain(one.percent)} %",
            after=f"{plain(now.percent)} %" if now.percent is not None else now.state.value,
        )


def _findings(
    before: Assessment, after: Assessment, crosswalk: Crosswalk | None, tier: Visibility
) -> Iterator[CycleChange]:
    old, new = _by_id(before, after, crosswalk, tier), _by_id(after, after, None, tier)
    for key, one in new.items():
        if key not in old:
            yield _finding(one, ChangeKind.NEW, "", one.kind)
    for key, one in old.items():
        if key not in new:
            kind = ChangeKind.FIXED if one.kind is FindingKind.IMPROVEMENT else ChangeKind.CHANGED
            yield _finding(one, kind, one.kind, "")


def _finding(one: Finding, kind: ChangeKind, before: str, after: str) -> CycleChange:
    items = (one.item,) if one.item else ()
    return CycleChange(
        kind=kind, subject=one.id, noun="finding", title=one.text, before=before, after=after, items=items
    )


def _by_id(
    assessment: Assessment, present: Assessment, crosswalk: Crosswalk | None, tier: Visibility
) -> dict[tuple[str, str], Finding]:
    """Return findings by item and id, their items as the present criteria call them.

    A plugin words its findings anew from the figures of each year; only those to which it gave a lasting id are
    compared.
    """
    plugins = {one.name for one in assessment.provenance.plugins}
    found: dict[tuple[str, str], Finding] = {}
    for one in assessment.finding_by_id.values():
        fleeting = one.source in plugins and one.id == finding_id(one.item, one.kind, one.text)
        if fleeting or not tier.shows(one.visibility):
            continue
        item = _present(one.item, assessment, present, crosswalk)
        # Hashed ids begin with the item's code, which another edition gives another item.
        key = str(one.text) if assessment.criteria.id != present.criteria.id else one.id
        found[item, key] = one.model_copy(update={"item": item})
    return found


def _present(item: str, assessment: Assessment, present: Assessment, crosswalk: Crosswalk | None) -> str:
    """Return the present item for one of another edition: the first it leads to; nothing if it leads nowhere."""
    if assessment.criteria.id == present.criteria.id:
        return item
    code = assessment.criteria.by_id[item].code if item in assessment.criteria.by_id else ""
    known = {one.code for one in assessment.criteria.items}
    now = {one.code: one for one in present.criteria.items}
    for link in crosswalk.links if crosswalk else ():
        if item_code(link.source, known) == code and item_code(link.target, now):
            target: Item = now[item_code(link.target, now)]
            return target.id
    return ""


def _measures(before: Assessment, after: Assessment, tier: Visibility) -> Iterator[CycleChange]:
    old = {one.id: one for one in before.measures if tier.shows(one.visibility)}
    for measure in after.measures:
        if not tier.shows(measure.visibility):
            continue
        then = old.pop(measure.id, None)
        if then is None:
            yield _measure(measure, ChangeKind.NEW, "", _written(measure.latest))
        elif _written(then.latest) != _written(measure.latest):
            yield _moved(then, measure)
    for gone in old.values():
        yield _measure(gone, ChangeKind.CHANGED, _written(gone.latest), "")


def _moved(then: Measure, now: Measure) -> CycleChange:
    old = then.latest.value if then.latest else None
    new = now.latest.value if now.latest else None
    delta = new - old if old is not None and new is not None and then.unit == now.unit else None
    better = -delta if delta is not None and now.direction is Direction.LOWER else delta
    change = _measure(now, _direction(better), _written(then.latest), _written(now.latest))
    return change.model_copy(update={"delta": delta})


def _measure(one: Measure, kind: ChangeKind, before: str, after: str) -> CycleChange:
    return CycleChange(
        kind=kind, subject=one.id, noun="measure", title=one.title, before=before, after=after, items=one.items
    )


def _written(point: Point | None) -> str:
    return f"{plain(point.value)} ({point.period})" if point and point.value is not None else ""


def _evidence(before: Assessment, after: Assessment, tier: Visibility) -> Iterator[CycleChange]:
    old = {one.id: one for one in before.evidence if tier.shows(one.visibility)}
    new = {one.id: one for one in after.evidence if tier.shows(one.visibility)}
    for key, one in new.items():
        was = _validity(old.get(key), before)
        now = _validity(one, after)
        if was == now == "valid" and one.sha256 != old[key].sha256:
            now = "other"
        if was != now:
            kind = ChangeKind.NEW if not was else ChangeKind.FALLEN if now == "expired" else ChangeKind.CHANGED
            yield _piece(one, kind, was, now)
    for key, one in old.items():
        if key not in new:
            yield _piece(one, ChangeKind.CHANGED, _validity(one, before), "")


def _validity(one: Evidence | None, assessment: Assessment) -> str:
    if one is None:
        return ""
    return "expired" if one.expired(assessment.as_of) else "valid"


def _piece(one: Evidence, kind: ChangeKind, before: str, after: str) -> CycleChange:
    return CycleChange(
        kind=kind, subject=one.id, noun="evidence", title=one.title, before=before, after=after, items=one.items
    )


def _same_texts(before: Assessment, after: Assessment, tier: Visibility) -> Iterable[str]:
    """Yield what has a text in the same words, in every language it has one in."""
    old = {(one.code, one.language): one.markdown.strip() for one in before.narratives if tier.shows(one.visibility)}
    same: dict[str, bool] = {}
    for one in after.narratives:
        if tier.shows(one.visibility):
            held = old.get((one.code, one.language)) == one.markdown.strip()
            same[one.code] = same.get(one.code, True) and held
    return (code for code, held in same.items() if held)
