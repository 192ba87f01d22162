"""The Common Assessment Framework for public-sector organisations, edition 2020."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """CAF 2020: nine criteria, 28 sub-criteria, no total."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))
