"""Closed cycles: filed under `history/`, read back, compared."""

from __future__ import annotations

from zhuoyue.history.comparison import compare
from zhuoyue.history.filing import Filed, Manifest, filed, verify
from zhuoyue.history.reading import History, archived, read

__all__ = ["Filed", "History", "Manifest", "archived", "compare", "filed", "read", "verify"]
