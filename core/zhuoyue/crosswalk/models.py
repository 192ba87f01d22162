"""The models that are known, and the crosswalks between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhuoyue.model.criteria import Criteria
from zhuoyue.model.crosswalk import Crosswalk
from zhuoyue.model.scheme import Scheme


@dataclass(frozen=True)
class Models:
    """What is known of models and of how they relate."""

    criteria: Mapping[str, Criteria]
    crosswalks: tuple[Crosswalk, ...]
    """At most one for each pair."""
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """Schemes by name."""


def installed(criteria: Mapping[str, Criteria], crosswalks: Iterable[Crosswalk]) -> Models:
    """Return what plugins bring, without any project."""
    return Models(criteria, tuple(crosswalks))
