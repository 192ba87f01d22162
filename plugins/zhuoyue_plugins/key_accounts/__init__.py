"""Key accounts: tiers, concentration, retention, churn and visits."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Collector, Dossier, Finding, Item, Page, Suggestion, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `key-accounts`."""
    from zhuoyue_plugins.key_accounts.collector import KeyAccounts

    return [KeyAccounts]


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[key-accounts]`."""
    from zhuoyue_plugins.key_accounts.thresholds import Settings

    return Settings


@hookimpl
def register_pages() -> Iterable[Page]:
    """Declare the pages of key accounts."""
    from zhuoyue_plugins.key_accounts.pages.declared import PAGES

    return PAGES


@hookimpl
def assess_customers(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge an item about customers by the key accounts that support it."""
    from zhuoyue_plugins.key_accounts.judge import judge

    return judge(item, dossier)


@hookimpl
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge a result item by the key accounts that support it."""
    from zhuoyue_plugins.key_accounts.judge import judge

    return judge(item, dossier)
