"""What is known about customers: segments, what they need and how well it is met, how the organisation listens."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `customer-knowledge`."""
    from zhuoyue_plugins.customer_knowledge.collector import CustomerKnowledge

    return [CustomerKnowledge]


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[customer-knowledge]`."""
    from zhuoyue_plugins.customer_knowledge.settings import Settings

    return Settings


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the page of segments, needs and listening methods."""
    from zhuoyue_plugins.customer_knowledge.page import PAGE

    return [PAGE]


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item about customers by the registers that support it."""
    from zhuoyue_plugins.customer_knowledge.judge import judge

    return judge(item, dossier)
