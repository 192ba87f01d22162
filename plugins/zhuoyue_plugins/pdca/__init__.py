"""The two scoring panels of the CAF: one value after the PDCA cycle, or one for each of its phases."""

from __future__ import annotations

from collections.abc import Iterable

from zhuoyue import Scheme, hookimpl


@hookimpl
def register_schemes() -> Iterable[Scheme]:
    """The schemes `pdca-classic`, which CAF criteria choose, and `pdca-fine-tuned`, which a project may choose."""
    from zhuoyue_plugins.pdca.scheme import PdcaClassic, PdcaFineTuned

    return PdcaClassic(), PdcaFineTuned()
