"""Texts and names from records and settings, as they stand in SQL."""

from __future__ import annotations


def quote(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def name(text: str) -> str:
    """Return `text` as an SQL identifier."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'
