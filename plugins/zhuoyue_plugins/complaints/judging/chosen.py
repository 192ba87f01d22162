"""Strengths and improvements that complaint logs bear out: all that apply, the weightiest chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhuoyue import Finding, FindingKind, ItemKind
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook
from zhuoyue_plugins.complaints.judging.causes import behind_it
from zhuoyue_plugins.complaints.judging.found import Found
from zhuoyue_plugins.complaints.judging.loop import learning
from zhuoyue_plugins.complaints.judging.promise import on_time
from zhuoyue_plugins.complaints.judging.saying import both
from zhuoyue_plugins.complaints.judging.signals import signalled
from zhuoyue_plugins.complaints.thresholds import Settings


def findings(
    known: Sequence[Logbook], kind: ItemKind, settings: Settings, *, withheld: bool = False
) -> Iterator[Finding]:
    """Yield at most `max_findings` strengths and as many improvements, the weightiest first.

    Args:
        known: complaint logs that support the item.
        kind: of the item; a result item gets what came out, a process item how it is done as well.
        settings: limits.
        withheld: whether facts are left out, so that nothing may be said to be missing.
    """
    found = [
        _named(one, log.source) if len(known) > 1 else one
        for log in known
        for one in every(log, settings)
        if kind in one.items and not (withheld and one.absence)
    ]
    found.sort(key=lambda one: -one.weight)
    for wanted in FindingKind:
        yield from [one.finding for one in found if one.finding.kind is wanted][: settings.max_findings]


def _named(one: Found, source: str) -> Found:
    """Say which of several logs a finding is about."""
    said = one.finding.text
    text = both(f"{source}: {said.get('en')}", f"{source}：{said.get('zh')}")
    return replace(one, finding=one.finding.model_copy(update={"text": text}))


def every(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield everything that a log bears out."""
    yield from on_time(log, settings)
    yield from behind_it(log, settings)
    yield from signalled(log, settings)
    yield from learning(log, settings)
