"""Verdicts, bands and percents of the case files in `cases/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.letci.conftest import ITEM, dossier

from zhuoyue import Suggestion
from zhuoyue_plugins.letci.judge import judge

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    suggestion = next(iter(judge(ITEM, dossier(case["measures"], case.get("settings")))))
    assert isinstance(suggestion, Suggestion)
    readings = {(one.measure, one.dimension): one for one in suggestion.readings}
    for table in case["measures"]:
        for key, verdict in table.get("expect", {}).items():
            reading = readings[table["id"], key]
            assert reading.verdict == verdict, reading.reason
        said = "\n".join(one.reason.en for one in suggestion.readings if one.measure == table["id"])
        for words in table.get("says", ()):
            assert words in said
    for key, verdict in case.get("item", {}).items():
        assert readings[None, key].verdict == verdict, readings[None, key].reason
    if "item" in case:
        assert suggestion.band == case.get("band")
        assert (None if suggestion.percent is None else str(suggestion.percent)) == case.get("percent")
    for words in case.get("because", ()):
        assert words in "\n".join(reason.en for reason in suggestion.reasons)
    assert suggestion.ceiling is None


def test_every_reason_speaks_both_languages() -> None:
    for param in CASES:
        case: dict[str, Any] = param.values[0]  # type: ignore[assignment]
        for made in judge(ITEM, dossier(case["measures"], case.get("settings"))):
            reasons = [one.reason for one in made.readings] + [*made.reasons] if isinstance(made, Suggestion) else []
            for text in [*reasons, *([] if isinstance(made, Suggestion) else [made.text])]:
                assert text.en
                assert text.zh
                assert "Decimal" not in text.en + text.zh
                assert "Fraction" not in text.en + text.zh
