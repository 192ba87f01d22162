"""Tables: measures from CSV, TSV, Parquet, Excel, SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Collector, hookimpl


@hookimpl
def register_collectors() -> Iterable[type[Collector]]:
    """Declare the collector `tables`."""
    from zhuoyue_plugins.tables.collector import Tables

    return [Tables]
