"""Judges a process item by its evidence: readings and a ceiling, never a percent."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue import Dossier, Finding, Item, ItemKind, Reading, Suggestion, Text
from zhuoyue_plugins.adli.ceiling import ceiling
from zhuoyue_plugins.adli.facts import gather
from zhuoyue_plugins.adli.findings import findings
from zhuoyue_plugins.adli.readings import readings
from zhuoyue_plugins.adli.settings import Settings


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield a suggestion without percent and findings; nothing where the scheme does not look at these dimensions.

    In another scheme a letter says something else (A is Act in PDCA), and its percents are another scale.
    """
    known = {dimension.key for dimension in dossier.scheme.of_kind(ItemKind.PROCESS)}
    if item.kind is not ItemKind.PROCESS or not known >= {"A", "D", "L", "I"}:
        return
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    facts = gather(dossier, settings)
    read = readings(facts, settings)
    if dossier.withheld:  # what is missing here may be there above the tier: say no more than what is seen
        yield Suggestion(
            percent=None, readings=tuple(_as_far_as_shown(one) for key, one in read.items() if key in known)
        )
        return
    highest, reasons = ceiling(facts, dossier.scheme.step, settings)
    yield Suggestion(
        percent=None,
        ceiling=highest,
        readings=tuple(reading for key, reading in read.items() if key in known),
        reasons=reasons,
    )
    if settings.findings:
        yield from findings(facts, read, settings)


def _as_far_as_shown(reading: Reading) -> Reading:
    reason = reading.reason
    text = Text(
        en=f"Of what this report may show: {reason.get('en')}", zh=f"仅就本密级可公开的内容：{reason.get('zh')}"
    )
    return reading.model_copy(update={"reason": text})
