"""The examiner's rules that `zhuoyue check` applies: evidence, findings, texts, and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from zhuoyue import Rule, hookimpl


@hookimpl
def register_settings() -> type[BaseModel]:
    """Declare the table `[lint]`."""
    from zhuoyue_plugins.lint.settings import Settings

    return Settings


@hookimpl
def register_rules() -> Iterable[Rule]:
    """Declare the rules ZY101 and following."""
    from zhuoyue_plugins.lint.rules import RULES

    return RULES
