"""How everything was computed, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhuoyue import Assessment, Exhibit, Text
from zhuoyue_plugins.satisfaction.found import Found, each, surveys

_CHECKS = ("constructs", "items", "discriminant", "weak-spots", "prediction")


@dataclass(frozen=True)
class Section:
    """What the page shows of one survey."""

    source: str
    title: Text
    methods: tuple[Exhibit, ...]
    """Every exhibit, for its method."""
    checks: Mapping[str, Exhibit]
    """Tables that judge the path model."""
    assumed: tuple[Exhibit, ...]
    notes: tuple[Text, ...]


def method(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page gets; None without a survey."""
    sections = [_section(one) for one in each(surveys(assessment), "index")]
    return {"sections": sections} if sections else None


def _section(found: Found) -> Section:
    notes = {note.en or note.zh: note for exhibit in found.exhibits.values() for note in exhibit.notes}
    return Section(
        source=found.source,
        title=found.title,
        methods=tuple(one for one in found.exhibits.values() if one.count),
        checks={kind: exhibit for kind in _CHECKS if (exhibit := found.get(kind))},
        assumed=tuple(found.assumptions()),
        notes=tuple(notes.values()),
    )
