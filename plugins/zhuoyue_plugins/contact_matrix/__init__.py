"""Which information a customer can obtain by which channel, and when."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `contact-matrix`."""
    from zhuoyue_plugins.contact_matrix.collector import ContactMatrix

    return [ContactMatrix]


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[contact-matrix]`."""
    from zhuoyue_plugins.contact_matrix.settings import Settings

    return Settings


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the page of the matrix."""
    from zhuoyue_plugins.contact_matrix.page import PAGE

    return [PAGE]


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item about customers by the matrices that support it."""
    from zhuoyue_plugins.contact_matrix.judge import judge

    return judge(item, dossier)
