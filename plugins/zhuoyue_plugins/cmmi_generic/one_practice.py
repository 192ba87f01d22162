"""Judges the item that is a practice itself: what the processes come to together, and which of them lack it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhuoyue import Dossier, Exhibit, Finding, FindingKind, Suggestion, Text
from zhuoyue_plugins.cmmi_generic.marks import CHOICES, LACKING, SHOWN, Mark, rolled_up
from zhuoyue_plugins.cmmi_generic.practices import Practice
from zhuoyue_plugins.cmmi_generic.settings import Settings
from zhuoyue_plugins.cmmi_generic.spoken import named, plural
from zhuoyue_plugins.cmmi_generic.words import DECIDED, both


def judge_practice(practice: Practice, dossier: Dossier, settings: Settings) -> Iterator[Finding | Suggestion]:
    """Yield findings and a suggestion of one practice from each source."""
    for table in dossier.exhibits_of("cmmi-generic.matrix"):
        marks = _marks(table, practice)
        yield from _findings(table, marks, dossier, settings)
        yield _suggestion(marks, dossier, practice)


def _marks(table: Exhibit, practice: Practice) -> list[tuple[Text, Mark | None]]:
    """Return the mark of each process; None where it is open or unknown."""
    said = {text: mark for mark, shown in SHOWN.items() for text in (shown, both(shown, DECIDED))}
    cells = table.texts(practice.code.lower())
    return [
        (name, said.get(cell) if cell else None)
        for name, cell in zip(table.texts("process"), cells, strict=True)
        if name
    ]


def _findings(
    table: Exhibit, marks: list[tuple[Text, Mark | None]], dossier: Dossier, settings: Settings
) -> Iterator[Finding]:
    full = [name for name, mark in marks if mark is Mark.FULL]
    lacking = [
        Text(en=f"{name.get('en')} ({mark})", zh=f"{name.get('zh')}（{mark}）")
        for name, mark in marks
        if mark in LACKING
    ]
    if full:
        en, zh = named(full, settings.max_named)
        text = Text(
            en=f"Fully implemented in {len(full)} of {plural(len(marks), 'process', 'processes')}: {en}.",
            zh=f"{len(marks)} 个过程中有 {len(full)} 个全面实施：{zh}。",
        )
        yield _finding(FindingKind.STRENGTH, text, table)
    if lacking and not dossier.withheld:
        en, zh = named(lacking, settings.max_named)
        count = f"{len(lacking)} of {plural(len(marks), 'process', 'processes')}"
        text = Text(
            en=f"Not or only partially implemented in {count}: {en}.",
            zh=f"{len(marks)} 个过程中有 {len(lacking)} 个未实施或仅部分实施：{zh}。",
        )
        yield _finding(FindingKind.IMPROVEMENT, text, table)


def _suggestion(marks: list[tuple[Text, Mark | None]], dossier: Dossier, practice: Practice) -> Suggestion:
    """Propose a level where the processes come to one; else say between which the team decides."""
    known = [mark for _, mark in marks if mark]
    counts_en = ", ".join(f"{known.count(mark)} × {mark}" for mark in Mark if mark in known) or "–"
    unsettled = len(marks) - len(known)
    value = rolled_up(known) if not unsettled else None
    if unsettled:
        verb = "is" if unsettled == 1 else "are"
        en = f"{unsettled} of {plural(len(marks), 'process', 'processes')} {verb} not settled"
        zh = f"{len(marks)} 个过程中有 {unsettled} 个未定"
    elif value is None:
        names = ", ".join(CHOICES)
        en, zh = f"the team decides: {names}", f"由评价组决定：{names.replace(', ', '、')}"
    else:
        en, zh = f"together {value}", f"汇总为 {value}"
    level = dossier.scheme.level(value) if value else None
    percent: Decimal | None = level.low if level else None
    reason = Text(
        en=f"GP {practice.number} by process: {counts_en}; {en}.",
        zh=f"GP {practice.number} 按过程：{counts_en}；{zh}。",
    )
    return Suggestion(percent=percent, band=level.number if level else None, reasons=(reason,))


def _finding(kind: FindingKind, text: Text, rests: Exhibit) -> Finding:
    return Finding(kind=kind, text=text, evidence=(rests.id,), visibility=rests.visibility)
