"""How many versions of a table are worked on at once."""

from __future__ import annotations

from collections.abc import Iterator

_NUMBERS = 4_000_000
"""Numbers in the largest array of a batch: 32 MB."""
_LEAST = 16
"""Versions in a batch at least, or tables of very many rows would be summed too few at a time."""


def batches(count: int, rows: int, items: int) -> Iterator[int]:
    """Yield sizes that sum to `count`. They depend on the size of the table only; no result depends on them."""
    step = max(_LEAST, _NUMBERS // max(rows, items**2))
    while count > 0:
        yield min(step, count)
        count -= step
