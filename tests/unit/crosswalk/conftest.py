"""Three small models of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zhuoyue.model.criteria import Criteria


def model(name: str, codes: str, **more: Any) -> Criteria:
    """Return a model with one category and an item of 100 points for each code."""
    items = [
        {"code": code, "title": {"zh": f"条款{code}", "en": f"Item {code}"}, "kind": "process", "points": 100}
        for code in codes.split()
    ]
    category = {"code": "A", "title": "A", "theme": "leadership", "items": items}
    total = {} if more.get("roll_up") else {"total": 100 * len(items)}
    data = {"id": name, "family": name, "edition": "1", "title": name, "scheme": "plain", "categories": [category]}
    return Criteria.model_validate(data | total | more)


@pytest.fixture(scope="session")
def small() -> Callable[..., Criteria]:
    """Return what makes a small model."""
    return model


@pytest.fixture(scope="session")
def models() -> dict[str, Criteria]:
    """Models a, b and c."""
    profile = ({"code": "P.1", "title": "Profile"},)
    return {
        "a": model("a", "1.1 1.2 1.3 2.1", profile=profile),
        "b": model("b", "4.1.2 4.1.3 4.1.4", profile=profile),
        "c": model("c", "X1 X2 X3"),
    }
