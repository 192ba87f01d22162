"""The plugin's pages: overview, estimates, and what was in the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Page, Text

CHAPTER = Text(zh="顾客", en="Customers")
TEMPLATES = Path(__file__).parents[1] / "templates"


def pages() -> Iterable[Page]:
    """Return the pages in their order; each is left out where its exhibits are missing."""
    return (
        Page("complaints", Text(zh="投诉", en="Complaints"), "complaints.md.j2", TEMPLATES, _overview, CHAPTER),
        Page(
            "complaints-estimates",
            Text(zh="投诉：影响估计", en="Complaints: what they may cost"),
            "complaints-estimates.md.j2",
            TEMPLATES,
            _estimates,
            CHAPTER,
        ),
        Page(
            "complaints-records",
            Text(zh="投诉：记录质量", en="Complaints: the records"),
            "complaints-records.md.j2",
            TEMPLATES,
            _records,
            CHAPTER,
        ),
    )


def _overview(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    from zhuoyue_plugins.complaints.pages.overview import overview

    shown = overview(assessment, language)
    if shown is None:
        return None
    others = [page for page in pages() if page.view is not _overview and page.view(assessment, language)]
    return {**shown, "also": [(page.slug, page.title) for page in others]}


def _estimates(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    from zhuoyue_plugins.complaints.pages.estimates import estimates

    return estimates(assessment, language)


def _records(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    from zhuoyue_plugins.complaints.pages.records import records

    return records(assessment, language)
