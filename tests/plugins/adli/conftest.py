"""Builders for process items, their evidence and a dossier."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhuoyue import Dossier, Evidence, Item, Measure, Narrative, Point, SchemeData, Span
from zhuoyue_plugins.adli.settings import Settings

ITEM = Item.model_validate(
    {
        "id": "small-2012:4.3.3",
        "code": "4.3.3",
        "title": "Relations",
        "kind": "process",
        "theme": "customers",
        "points": 40,
    }
)


def scheme(step: int = 5, keys: tuple[str, ...] = ("A", "D", "L", "I")) -> SchemeData:
    """Return a scheme with these process dimensions."""
    return SchemeData.model_validate(
        {
            "name": "holistic",
            "title": "Holistic",
            "rule": "As a whole",
            "step": step,
            "dimensions": [{"key": key, "kind": "process", "title": key} for key in keys],
            "bands": [],
        }
    )


def evidence(number: int, table: dict[str, Any]) -> Evidence:
    """Make a piece of evidence from a table of a case file."""
    return Evidence.model_validate(
        {
            "id": f"e{number}",
            "kind": "document",
            "title": f"Paper {number}",
            "source": "papers",
            "locator": f"docs/{number}.md",
            "collected_at": datetime(2025, 12, 31, tzinfo=UTC),
        }
        | table
    )


def dossier(case: dict[str, Any], rules: SchemeData | None = None) -> Dossier:
    """Return the dossier of a case, for the years 2023 to 2025."""
    references = tuple(case.get("references", ()))
    texts = [
        Narrative(
            code=ITEM.id, language="zh", markdown="text", locator="texts/4.3.3.md", words=1, references=references
        )
    ]
    measures = [
        Measure.model_validate(
            {"id": name, "title": name, "source": "figures", "points": [Point(period="2025", value=Decimal(1))]}
        )
        for name in case.get("measures", ())
    ]
    return Dossier(
        evidence=tuple(evidence(number, table) for number, table in enumerate(case.get("evidence", ()), 1)),
        measures=tuple(measures),
        narratives=tuple(texts if references else ()),
        scheme=rules or scheme(),
        period=Span(start=date(2023, 1, 1), end=date(2025, 12, 31)),
        as_of=date(2025, 12, 31),
        withheld=bool(case.get("withheld")),
        settings=Settings.model_validate(case.get("settings", {})),
    )
