"""Findings, the suggestion's fit to the scheme, and the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.plugins.letci.conftest import ITEM, dossier, scheme

import zhuoyue_plugins.letci as plugin
from zhuoyue import Finding, FindingKind, ItemKind, SchemeData, Suggestion, Verdict, Visibility, Weight
from zhuoyue_plugins.letci.settings import Settings

UP = {"2023": "80", "2024": "85", "2025": "90"}
DOWN = {"2023": "90", "2024": "85", "2025": "80"}
GOOD = {
    "id": "good",
    "title": "回款率",
    "unit": "%",
    "points": UP,
    "targets": {"2025": "88"},
    "comparisons": [{"kind": "benchmark", "name": "Peer", "points": {"2025": "89"}}],
}
BAD = {"id": "bad", "title": "On time", "points": DOWN, "targets": {"2025": "95"}}


def run(
    *measures: dict[str, Any], settings: dict[str, Any] | None = None, rules: SchemeData | None = None
) -> list[Any]:
    return list(plugin.assess_results(ITEM, dossier(list(measures), settings, rules)))


def found(results: list[Any]) -> list[Finding]:
    return [one for one in results if isinstance(one, Finding)]


def test_a_strength_leads_is_on_target_and_improves() -> None:
    (strength,) = found(run(GOOD))
    assert strength.weight is Weight.BOLD
    assert strength.kind is FindingKind.STRENGTH
    assert strength.evidence == ("good",)
    assert "90.0%" in strength.text.en
    assert "88.0%" in strength.text.zh
    assert "回款率" in strength.text.zh
    assert "Peer" in strength.text.en


def test_without_a_comparison_it_is_a_strength_of_less_weight() -> None:
    alone = GOOD | {"id": "alone", "comparisons": []}
    first, second, _ = found(run(alone, GOOD))
    assert [first.evidence, second.evidence] == [("good",), ("alone",)]
    assert second.weight is Weight.NORMAL


@pytest.mark.parametrize("change", [{"points": DOWN}, {"targets": {"2025": "99"}}, {"points": {"2025": "90"}}])
def test_no_strength_without_level_and_trend(change: dict[str, Any]) -> None:
    assert all(one.kind is not FindingKind.STRENGTH for one in found(run(GOOD | change)))


def test_a_comparison_named_after_its_kind_is_named_once() -> None:
    comparisons = [{"kind": "competitor", "name": "竞争对手", "points": {"2025": "80"}}]
    (suggestion, *_) = run(GOOD | {"comparisons": comparisons})
    reading = next(one for one in suggestion.readings if one.dimension == "C" and one.measure)
    assert "of competitor: at least" in reading.reason.en
    assert "，竞争对手 80.0%：" in reading.reason.zh


def test_a_missed_target_that_gets_worse_is_a_bold_improvement() -> None:
    first, second = found(run(BAD))
    assert (first.kind, first.weight, first.evidence) == (FindingKind.IMPROVEMENT, Weight.BOLD, ("bad",))
    assert "95.0" in first.text.en
    assert "cannot be compared" in second.text.en


def test_being_behind_everybody_is_an_improvement() -> None:
    behind = GOOD | {"comparisons": [{"kind": "competitor", "points": {"2025": "99"}}]}
    (finding,) = found(run(behind))
    assert "behind" in finding.text.en


def test_findings_are_few_and_the_weightiest_come_first() -> None:
    measures = [BAD | {"id": f"bad{k}"} for k in range(5)] + [GOOD | {"id": f"good{k}"} for k in range(5)]
    kinds = [one.kind for one in found(run(*measures))]
    assert kinds == [FindingKind.STRENGTH] * 3 + [FindingKind.IMPROVEMENT] * 3
    assert found(run(*measures, settings={"max_findings": 0})) == []


def test_a_finding_is_for_the_readers_of_its_measures() -> None:
    secret = BAD | {"id": "secret", "visibility": "confidential"}
    public = GOOD | {"visibility": "public"}
    strength, failing, compared = found(run(public, secret))
    assert strength.visibility is Visibility.PUBLIC
    assert failing.visibility is Visibility.CONFIDENTIAL
    assert compared.visibility is Visibility.CONFIDENTIAL


def test_item_readings_give_counts_and_no_figures_of_a_measure() -> None:
    secret = BAD | {"visibility": "confidential", "points": {"2023": "77.7", "2024": "66.6", "2025": "55.5"}}
    (suggestion, *_) = run(secret)
    words = [one.reason for one in suggestion.readings if one.measure is None] + [*suggestion.reasons]
    assert not any(figure in text.en for text in words for figure in ("77.7", "55.5", "On time"))


def test_readings_name_only_the_schemes_dimensions() -> None:
    (suggestion, *_) = run(GOOD, rules=scheme(keys=("Le", "T")))
    assert {one.dimension for one in suggestion.readings} == {"Le", "T"}
    assert suggestion.band == 6
    assert run(GOOD, rules=scheme(keys=("X",))) == []


def test_percent_stays_on_the_grid_of_the_scheme() -> None:
    # Band 6 is 90–100; with steps of 20 the grid holds 100 only.
    segments = {"a": {"2025": "90"}, "b": {"2025": "90"}}
    best = GOOD | {"segments": segments}
    assert run(best, rules=scheme(step=20))[0].percent == Decimal(100)
    assert run(best, rules=scheme(step=10))[0].percent == Decimal(90)


def test_a_scheme_without_the_band_gets_no_percent() -> None:
    best = GOOD | {"segments": {"a": {"2025": "90"}, "b": {"2025": "90"}}}
    suggestion = run(best, rules=scheme(bands=5))[0]
    assert (suggestion.percent, suggestion.band) == (None, None)
    assert "no band 6" in suggestion.reasons[-1].en


def test_process_items_are_left_alone() -> None:
    item = ITEM.model_copy(update={"kind": ItemKind.PROCESS})
    assert list(plugin.assess_results(item, dossier([GOOD]))) == []


def test_without_measures_nothing_is_suggested() -> None:
    (suggestion,) = run()
    assert isinstance(suggestion, Suggestion)
    assert suggestion.percent is None
    assert {one.verdict for one in suggestion.readings} == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_periods": 2},
        {"alpha": "0"},
        {"typo": 1},
        {"bands": []},
        {"bands": [{"band": 1, "level": "0.1", "trend": 0, "comparison": 0, "integration": 0}]},
        {
            "bands": [
                {"band": 1, "level": 0, "trend": 0, "comparison": 0, "integration": 0},
                {"band": 1, "level": 1, "trend": 0, "comparison": 0, "integration": 0},
            ]
        },
        {
            "bands": [
                {"band": 1, "level": 0, "trend": 0, "comparison": 0, "integration": 0},
                {"band": 2, "level": "0.5", "trend": 0, "comparison": 0, "integration": 0},
                {"band": 3, "level": "0.4", "trend": 0, "comparison": 0, "integration": 0},
            ]
        },
    ],
)
def test_settings_refuse_what_makes_no_sense(wrong: dict[str, Any]) -> None:
    assert plugin.register_settings() is Settings
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)
