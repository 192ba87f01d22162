"""Complaints: promise kept, times, causes, backlog, signals, and what they may cost."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[complaints]`."""
    from zhuoyue_plugins.complaints.thresholds import Settings

    return Settings


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `complaints`."""
    from zhuoyue_plugins.complaints.collector import Complaints

    return [Complaints]


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the pages: overview, estimates, records."""
    from zhuoyue_plugins.complaints.pages.declared import pages

    return pages()


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item about customers by the complaint logs that support it."""
    from zhuoyue_plugins.complaints.judging.judge import judge

    return judge(item, dossier)


@hookimpl
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge a result item by the complaint logs that support it."""
    from zhuoyue_plugins.complaints.judging.judge import judge

    return judge(item, dossier)
