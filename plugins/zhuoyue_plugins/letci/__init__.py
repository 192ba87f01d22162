"""Reads level, trend, comparison and integration of result items from their measures."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Dossier, Finding, Item, Suggestion, hookimpl


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[letci]`."""
    from zhuoyue_plugins.letci.settings import Settings

    return Settings


@hookimpl
def assess_results(item: Item, dossier: Dossier) -> Iterable[Finding | Suggestion]:
    """Judge a result item by its measures."""
    from zhuoyue_plugins.letci.judge import judge

    return judge(item, dossier)
