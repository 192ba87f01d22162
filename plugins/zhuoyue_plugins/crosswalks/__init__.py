"""How the items of GB/T 19580-2012 relate to those of other models, and editions of these to each other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Crosswalk, hookimpl, read_toml


@hookimpl
def register_crosswalks() -> Iterable[Crosswalk]:
    """GB/T 19580-2012 to Baldrige, EFQM, CAF and ISO 9004; the EFQM Model of 2020 to that of 2025."""
    folder = Path(__file__).parent
    return tuple(Crosswalk.model_validate(read_toml(path).data) for path in sorted(folder.glob("*--*.toml")))
