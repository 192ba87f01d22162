"""Verdicts, ceilings and findings of the case files in `cases/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.adli.conftest import ITEM, dossier

from zhuoyue import Finding, FindingKind, Suggestion
from zhuoyue_plugins.adli.judge import judge

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    suggestion, *found = judge(ITEM, dossier(case))
    assert isinstance(suggestion, Suggestion)
    assert suggestion.percent is None
    assert suggestion.band is None
    verdicts = {one.dimension: one.verdict for one in suggestion.readings}
    assert set(verdicts) == {"A", "D", "L", "I"}
    for key, verdict in case.get("expect", {}).items():
        assert verdicts[key] == verdict
    said = "\n".join(one.reason.en for one in suggestion.readings)
    for words in case.get("says", ()):
        assert words in said
    if "ceiling" in case:
        assert ("" if suggestion.ceiling is None else str(suggestion.ceiling)) == case["ceiling"]
    kinds = [one.kind for one in found if isinstance(one, Finding)]
    assert len(kinds) == len(found)
    for kind, name in ((FindingKind.STRENGTH, "strengths"), (FindingKind.IMPROVEMENT, "improvements")):
        assert kinds.count(kind) == case.get(name, kinds.count(kind))
    texts = [one.reason for one in suggestion.readings] + [*suggestion.reasons]
    assert all(text.zh and text.en for text in texts + [one.text for one in found if isinstance(one, Finding)])
