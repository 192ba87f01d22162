"""A kit for plugin authors: run `zhuoyue` on a project, rule cases from TOML, the properties of a scheme."""

from __future__ import annotations

from zhuoyue.rule_cases import RuleCase, rule_cases
from zhuoyue.testing.project_kit import BY_OPTION, LOAD, MINIMAL, Outcome, ProjectKit, project
from zhuoyue.testing.scheme_kit import SchemeProperties

__all__ = [
    "BY_OPTION",
    "LOAD",
    "MINIMAL",
    "Outcome",
    "ProjectKit",
    "RuleCase",
    "SchemeProperties",
    "project",
    "rule_cases",
]
