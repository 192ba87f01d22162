"""Judges a result item by its measures: readings, a suggestion and findings."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue import Dossier, Finding, Item, ItemKind, Reading, Suggestion, Verdict
from zhuoyue_plugins.letci.banding import suggest
from zhuoyue_plugins.letci.findings import findings
from zhuoyue_plugins.letci.readings import judge_measure
from zhuoyue_plugins.letci.settings import Settings
from zhuoyue_plugins.letci.wording import DIMENSIONS, both


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield a suggestion and findings; nothing if the item or the scheme is not one of level, trend, comparison."""
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.RESULT)}
    keys = [key for key in DIMENSIONS if key in known]
    if item.kind is not ItemKind.RESULT or not keys:
        return
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    judged = [judge_measure(measure, settings, dossier.period.end) for measure in dossier.measures]
    if not judged:
        yield _nothing(keys)
        return
    yield suggest(judged, keys, dossier.scheme, settings)
    yield from findings(judged, settings)


def _nothing(keys: list[str]) -> Suggestion:
    """Return what can be said of an item without measures: that it is unknown, not that it is poor."""
    reason = both("no measure supports this item", "没有支撑本条款的指标")
    readings = (Reading(dimension=key, verdict=Verdict.UNKNOWN, reason=reason) for key in keys)
    return Suggestion(readings=tuple(readings), reasons=(reason,))
