"""Maturity in levels, each of which counts only when all lower ones are met."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The scheme `maturity`, which ISO 9004 and our own models of levels choose."""
    from zhuoyue_plugins.maturity.scheme import Maturity

    return (Maturity(),)
