"""The EFQM Model, editions 2020 and 2025."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Both editions: 1.2 and 1.3 changed places between them, and criterion 7 got parts."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))
