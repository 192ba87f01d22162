"""Hooks, scheme, visibility and settings of the plugin `adli`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from tests.plugins.adli.conftest import ITEM, dossier, scheme

import zhuoyue_plugins.adli as plugin
from zhuoyue import ItemKind, Suggestion, Visibility
from zhuoyue_plugins.adli.facts import months_between
from zhuoyue_plugins.adli.settings import Settings

METHOD = {"role": "method", "observed_on": "2025-01-01"}


@pytest.mark.parametrize("theme", ["leadership", "strategy", "customers", "resources", "process", "measurement"])
def test_every_process_theme_is_judged_alike(theme: str) -> None:
    case = {"evidence": [METHOD]}
    assert list(getattr(plugin, f"assess_{theme}")(ITEM, dossier(case))) == list(
        plugin.assess_process(ITEM, dossier(case))
    )


def test_result_items_and_foreign_schemes_are_left_alone() -> None:
    item = ITEM.model_copy(update={"kind": ItemKind.RESULT})
    assert list(plugin.assess_process(item, dossier({}))) == []
    assert list(plugin.assess_process(ITEM, dossier({}, scheme(keys=("X",))))) == []
    # In PDCA A is Act and D is Do: a letter alone says nothing.
    assert list(plugin.assess_process(ITEM, dossier({}, scheme(keys=("P", "D", "C", "A"))))) == []
    suggestion = next(iter(plugin.assess_process(ITEM, dossier({}, scheme(keys=("A", "D", "L", "I", "X"))))))
    assert isinstance(suggestion, Suggestion)
    assert [one.dimension for one in suggestion.readings] == ["A", "D", "L", "I"]


@pytest.mark.parametrize(("step", "ceiling"), [(5, 45), (10, 40), (20, 40), (25, 25), (1, 45)])
def test_the_ceiling_is_on_the_grid_and_never_above_the_rule(step: int, ceiling: int) -> None:
    suggestion = next(iter(plugin.assess_process(ITEM, dossier({"evidence": [METHOD]}, scheme(step=step)))))
    assert isinstance(suggestion, Suggestion)
    assert suggestion.ceiling == Decimal(ceiling)


def test_findings_can_be_switched_off() -> None:
    assert len(list(plugin.assess_process(ITEM, dossier({"settings": {"findings": False}})))) == 1


def test_a_finding_on_confidential_evidence_is_confidential() -> None:
    old = {"role": "method", "observed_on": "2010-01-01", "visibility": "confidential"}
    found = list(plugin.assess_process(ITEM, dossier({"evidence": [old]})))[1:]
    tiers = {one.evidence: one.visibility for one in found if not isinstance(one, Suggestion)}
    assert tiers[("e1",)] is Visibility.CONFIDENTIAL
    assert tiers[()] is Visibility.INTERNAL


def test_where_facts_are_withheld_nothing_is_said_to_be_missing() -> None:
    alone, *more = plugin.assess_process(ITEM, dossier({"withheld": True}))
    assert more == []
    assert isinstance(alone, Suggestion)
    assert alone.ceiling is None
    assert all((one.reason.en or "").startswith("Of what this report may show: ") for one in alone.readings)


def test_readings_give_no_titles() -> None:
    case = {"evidence": [METHOD | {"title": "Secret plan", "visibility": "confidential"}]}
    suggestion = next(iter(plugin.assess_process(ITEM, dossier(case))))
    assert "Secret" not in suggestion.model_dump_json()


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), 0),
        (date(2025, 11, 30), date(2025, 12, 29), 0),
        (date(2025, 11, 30), date(2025, 12, 30), 1),
        (date(2022, 12, 31), date(2025, 12, 31), 36),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
    ],
)
def test_full_months(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@pytest.mark.parametrize("wrong", [{"max_age_months": 0}, {"typo": 1}, {"ceilings": {"no_method": 101}}])
def test_settings_refuse_what_makes_no_sense(wrong: dict[str, Any]) -> None:
    assert plugin.register_settings() is Settings
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)
