"""A rubric without points: four levels from reactive to role model, for the Baldrige Award criteria since 2025."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The scheme `rubric`, which the criteria of the award choose."""
    from zhuoyue_plugins.rubric.scheme import Rubric

    return (Rubric(),)
