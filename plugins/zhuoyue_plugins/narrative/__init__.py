"""The organisation's own account of each item, from Markdown files."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Collector, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Offer the collector `narrative`."""
    from zhuoyue_plugins.narrative.collector import Narratives

    return [Narratives]
