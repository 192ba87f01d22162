"""Judges an item by the survey's exhibits: findings, and what they say of deployment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhuoyue import Dossier, Finding, FindingKind, Item, ItemKind, Reading, Suggestion, Text, Verdict, Weight
from zhuoyue_plugins.satisfaction.findings import latest, of_approach, of_results, shown, value
from zhuoyue_plugins.satisfaction.limits import Settings
from zhuoyue_plugins.satisfaction.voices import ALL


def judge(item: Item, dossier: Dossier) -> Iterator[Finding | Suggestion]:
    """Yield findings, and for a process item a reading of deployment; nothing where no survey supports it."""
    exhibits = dossier.exhibits_of("satisfaction.")
    if not exhibits:
        return
    settings = dossier.settings if isinstance(dossier.settings, Settings) else Settings()
    found = of_results if item.kind is ItemKind.RESULT else of_approach
    yield from _most(found(exhibits, settings), settings)
    if item.kind is ItemKind.PROCESS and "D" in {one.key for one in dossier.scheme.of_kind(ItemKind.PROCESS)}:
        yield from _reached(dossier, settings)


def _most(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """Return the weightiest of each kind; where two sources say the same, once."""
    known = list(findings)
    for kind in (FindingKind.STRENGTH, FindingKind.IMPROVEMENT):
        mine = [one for one in known if one.kind is kind]
        mine.sort(key=lambda one: one.weight is not Weight.BOLD)
        yield from mine[: settings.max_findings]


def _reached(dossier: Dossier, settings: Settings) -> Iterator[Suggestion]:
    """Read from the register of waves whether the survey reaches its customers. It proposes no percent."""
    for exhibit in dossier.exhibits_of("satisfaction.response"):
        rows = [row for row in latest(exhibit) if row["group"] != ALL and (value(row, "sent") or 0) > 0]
        whole = next((row for row in latest(exhibit) if row["group"] == ALL), None)
        rate = value(whole, "rate") if whole else None
        if rate is None:
            continue
        low = [row for row in rows if row["warning"] is not None]
        silent = [row for row in rows if value(row, "rate") == Decimal(0)]
        poor = whole is not None and whole["warning"] is not None
        verdict = Verdict.POOR if poor or silent else Verdict.MIXED if low else Verdict.GOOD
        reason = Text(
            en=f"survey answered by {shown(rate)} % of those asked; {len(rows) - len(low)} of {len(rows)} segments "
            "at or above the rate wanted",
            zh=f"调查回收率 {shown(rate)}%；{len(rows)} 个细分市场中有 {len(rows) - len(low)} 个达到要求",
        )
        if not rows:
            reason = Text(en=f"survey answered by {shown(rate)} % of those asked", zh=f"调查回收率 {shown(rate)}%")
        yield Suggestion(readings=(Reading(dimension="D", verdict=verdict, reason=reason),))
