"""Security and compliance in eight areas: a model of our own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Edition 1."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))
