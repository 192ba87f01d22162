"""Characterisation of a practice by instance, and its roll-up to the organisational unit, after SCAMPI v1.3."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The scheme `characterise`, which criteria made of practices choose."""
    from zhuoyue_plugins.characterise.scheme import Characterise

    return (Characterise(),)
