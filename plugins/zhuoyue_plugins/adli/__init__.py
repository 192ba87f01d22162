"""Says what the evidence of process items carries: approach, deployment, learning, integration. Never scores."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Dossier, Finding, Item, Suggestion, hookimpl


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[adli]`."""
    from zhuoyue_plugins.adli.settings import Settings

    return Settings


def _judge(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    from zhuoyue_plugins.adli.judge import judge

    return judge(item, dossier)


@hookimpl
def assess_leadership(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme leadership by its evidence."""
    return _judge(item, dossier)


@hookimpl
def assess_strategy(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme strategy by its evidence."""
    return _judge(item, dossier)


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme customers by its evidence."""
    return _judge(item, dossier)


@hookimpl
def assess_resources(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme resources by its evidence."""
    return _judge(item, dossier)


@hookimpl
def assess_process(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme process by its evidence."""
    return _judge(item, dossier)


@hookimpl
def assess_measurement(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item of the theme measurement by its evidence."""
    return _judge(item, dossier)
