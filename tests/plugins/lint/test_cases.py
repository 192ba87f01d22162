"""Where each rule speaks, and where it is silent: the cases in `cases/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue.testing import RuleCase, rule_cases
from zhuoyue_plugins.lint.rules import RULES
from zhuoyue_plugins.lint.settings import Settings

CASES = rule_cases(Path(__file__).parent / "cases", Settings)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: RuleCase) -> None:
    case.check(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_on_both_sides(rule: object) -> None:
    code, name = rule.code, rule.name  # type: ignore[attr-defined]
    mine = [case for case in CASES if case.rule == name]
    assert all(Path(case.file).stem == f"{code}-{name}" for case in mine)
    assert sum(bool(case.table.expect) for case in mine) >= 2
    assert sum(not case.table.expect for case in mine) >= 2


@pytest.mark.parametrize("case", CASES, ids=str)
def test_messages_speak_both_languages(case: RuleCase) -> None:
    for violation in case.found(RULES):
        assert violation.text.zh
        assert violation.text.en
        assert "Decimal" not in violation.text.en + violation.text.zh
