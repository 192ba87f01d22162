"""The quality management principles: eight of 2000, seven of 2015, and how they relate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, Crosswalk, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Both editions."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))


@hookimpl
def register_crosswalks() -> Iterable[Crosswalk]:
    """From 2000 to 2015, and from 2015 to GB/T 19580-2012."""
    folder = Path(__file__).parent / "crosswalks"
    return tuple(Crosswalk.model_validate(read_toml(path).data) for path in sorted(folder.glob("*.toml")))
