"""The generic practices of CMMI v1.3: as criteria, and how far they are part of an organisation's processes."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Criteria, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Goals GG2 and GG3 with their twelve practices."""
    from zhuoyue_plugins.cmmi_generic.practices import criteria

    return (criteria(),)


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `cmmi-generic`."""
    from zhuoyue_plugins.cmmi_generic.collector import CmmiGeneric

    return [CmmiGeneric]


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[cmmi-generic]`."""
    from zhuoyue_plugins.cmmi_generic.settings import Settings

    return Settings


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the page on institutionalisation."""
    from zhuoyue_plugins.cmmi_generic.page import PAGE

    return [PAGE]


def _judge(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    from zhuoyue_plugins.cmmi_generic.judge import judge

    return judge(item, dossier)


@hookimpl
def assess_leadership(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item by the characterisations that support it, whatever its theme: a source says which items."""
    return _judge(item, dossier)


@hookimpl
def assess_strategy(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)


@hookimpl
def assess_resources(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)


@hookimpl
def assess_process(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)


@hookimpl
def assess_measurement(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)


@hookimpl
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """As `assess_leadership`."""
    return _judge(item, dossier)
