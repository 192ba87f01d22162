"""The Baldrige framework with its 1000 points, editions 2023 and 1999."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Both editions: seven categories each, but other items, names and points."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))
