"""The guard of small numbers: figures of few accounts are withheld, with as many others as keep them from the total."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def withheld(sizes: Mapping[K, int], smallest: int) -> frozenset[K]:
    """Return the groups whose figures are withheld.

    Groups of 1 to `smallest` − 1 accounts are. Where a single group is withheld, or the withheld ones hold fewer than
    `smallest` accounts together, the next smallest goes too: otherwise the total less the others would give it away.

    Args:
        sizes: number of accounts by group; an empty group has nothing to hide.
        smallest: fewest accounts that a figure may rest on.
    """
    hidden = {key for key, size in sizes.items() if 0 < size < smallest}
    rest = sorted((key for key, size in sizes.items() if size >= smallest), key=lambda key: sizes[key])
    while hidden and rest and (len(hidden) < 2 or sum(sizes[key] for key in hidden) < smallest):
        hidden.add(rest.pop(0))
    return frozenset(hidden)
