"""Which windows write, and what the writer looks at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 15.0
"""Seconds after which a window that says nothing is gone: closed, asleep or crashed."""
_MOST = 1000


class Presence:
    """The writer's windows. Each reports under a name of its own, every few seconds. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self.at: str = ""
        """Code of the item the writer opened last; empty for the agenda."""

    def seen(self, window: str) -> None:
        """Note that a window of the writer is open."""
        with self._lock:
            if len(self._seen) < _MOST:
                self._seen[window] = self._clock()

    def left(self, window: str) -> None:
        """Note that a window was closed or shows another page."""
        with self._lock:
            self._seen.pop(window, None)

    @property
    def writers(self) -> int:
        """How many windows of the writer are open."""
        with self._lock:
            now = self._clock()
            self._seen = {name: seen for name, seen in self._seen.items() if now - seen < PATIENCE}
            return len(self._seen)
