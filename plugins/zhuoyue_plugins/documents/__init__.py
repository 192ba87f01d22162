"""Evidence from a folder of documents: procedures, minutes, certificates, pictures."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Collector, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Offer the collector `documents`."""
    from zhuoyue_plugins.documents.collector import Documents

    return [Documents]
