"""Settings that cannot be are refused, each with what was expected."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from .conftest import Project
from .test_bad_input import ONE

PATHS = {"paths": [["quality", "satisfaction"]]}


def _one(**construct: Any) -> dict[str, Any]:
    """Settings with one construct."""
    return {"constructs": {"satisfaction": {"questions": ["q1"], **construct}}}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"constructs": {}}, "constructs names none"),
        ({"constructs": {"nps": {"questions": ["q1"]}}}, "the name of another measure"),
        ({"constructs": ONE, "csi": "satisfacton"}, "did you mean 'satisfaction'?"),
        ({"constructs": ONE, "fields": {"answered": "a", "period": "b"}}, "both answered and period"),
        ({"constructs": {"q": {"questions": ["a"], "scale": [10, 1]}}}, "lowest answer first"),
        ({"constructs": {"q": {"questions": [{"column": "a", "yes_no": True, "scale": [0, 1]}]}}}, "no scale"),
        (
            {"constructs": {"q": {"questions": [{"column": "a", "yes_no": True, "expectation": [0, 1]}]}}},
            "no expectation",
        ),
        ({"constructs": {"q": {"questions": [{"column": "a", "expectation": [9, 7]}]}}}, "lower limit (LSL) first"),
        (
            {"constructs": {"q": {"questions": [{"column": "a", "expectation": [7, "max"]}]}}},
            "two numbers or two columns",
        ),
        ({"constructs": ONE, "loyalty": {"cuts": [20, 60, 40, 80]}}, "cuts must rise"),
        ({"constructs": ONE, "loyalty": {"states": ["loyal"] * 5}}, "each state once"),
        ({"constructs": ONE, "expectation": {"near": 0.3, "far": 0.2}}, "near must be less than far"),
        ({"constructs": ONE, "model": {}}, "needs preset"),
        (
            _one(questions=[{"column": "q1", "expectation": [70, 90]}]),
            "[70, 90] of 'q1' lies outside its scale [1, 10]",
        ),
        (
            _one(target=8.5),
            "8.5 reads like a mean on the scale 1–10; the index goes from 0 to 100, where that mean is 83.3",
        ),
        (_one(target={"2025": -85}), "-85 is no index"),
        (_one(questions=["q1", "q1"]), "names the column 'q1' twice"),
        ({"constructs": ONE, "model": {**PATHS, "groups": "tier"}}, "needs the column in fields.tier"),
        ({"constructs": ONE, "model": {**PATHS, "formative": ["qualiti"]}}, "did you mean 'quality'?"),
        (
            {"constructs": ONE, "model": {"preset": "ecsi", "constructs": {"quality": "satisfacton"}}},
            "did you mean 'satisfaction'?",
        ),
        ({"constructs": ONE, "modell": {}}, "modell"),
    ],
)
def test_settings_that_cannot_be(project: Project, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        project.source(settings)
    assert said in str(caught.value)
