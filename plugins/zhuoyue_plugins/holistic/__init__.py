"""The scoring guide of GB/Z 19579, Annex C: six bands, multiples of 5 %, one holistic percent for each item."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The scheme `holistic`, which GB/T 19580 and Baldrige criteria choose."""
    from zhuoyue_plugins.holistic.scheme import Holistic

    return (Holistic(),)
