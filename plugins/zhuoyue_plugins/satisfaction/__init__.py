"""Customer satisfaction: survey indices, loyalty and a path model of what drives them."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[satisfaction]`."""
    from zhuoyue_plugins.satisfaction.limits import Settings

    return Settings


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `satisfaction`."""
    from zhuoyue_plugins.satisfaction.collector import Satisfaction

    return [Satisfaction]


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the pages of the survey."""
    from zhuoyue_plugins.satisfaction.pages import PAGES

    return PAGES


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item on customers by what the survey shows."""
    from zhuoyue_plugins.satisfaction.judge import judge

    return judge(item, dossier)


@hookimpl
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge a result item by what the survey shows."""
    from zhuoyue_plugins.satisfaction.judge import judge

    return judge(item, dossier)
