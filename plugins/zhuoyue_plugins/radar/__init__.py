"""RADAR, the scoring method of the EFQM Model: six attributes an item, a weighted sum, a cap."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The scheme `radar`, which EFQM criteria choose."""
    from zhuoyue_plugins.radar.scheme import Radar

    return (Radar(),)
