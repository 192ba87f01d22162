"""GB/T 19580 (卓越绩效评价准则), editions 2012 and 2004, and how their items relate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuoyue import Criteria, Crosswalk, hookimpl, read_toml


@hookimpl
def register_criteria() -> Iterable[Criteria]:
    """Both editions: the points of an item, and even what its code means, differ between them."""
    return tuple(Criteria.model_validate(read_toml(path).data) for path in sorted(Path(__file__).parent.glob("*.toml")))


@hookimpl
def register_crosswalks() -> Iterable[Crosswalk]:
    """From 2004 to 2012, for trends over both."""
    folder = Path(__file__).parent / "crosswalks"
    return tuple(Crosswalk.model_validate(read_toml(path).data) for path in sorted(folder.glob("*.toml")))
