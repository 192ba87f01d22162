"""Closing a cycle of assessment and starting the next."""

from __future__ import annotations

from zhuoyue.cycle.closing import close
from zhuoyue.cycle.starting import Started, start

__all__ = ["Started", "close", "start"]
