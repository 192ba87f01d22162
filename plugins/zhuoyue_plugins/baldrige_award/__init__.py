"""The Baldrige Award criteria of 2025: nine sections, levels instead of points."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """The edition of 2025."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))
