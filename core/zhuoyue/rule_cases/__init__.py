"""Cases of rules as data: a TOML file of small assessments, and where each rule should speak."""

from zhuoyue.rule_cases.building import assessment
from zhuoyue.rule_cases.case import RuleCase, read_cases, rule_cases
from zhuoyue.rule_cases.tables import AssessmentTable, CaseFile, CaseTable, ItemTable

__all__ = [
    "AssessmentTable",
    "CaseFile",
    "CaseTable",
    "ItemTable",
    "RuleCase",
    "assessment",
    "read_cases",
    "rule_cases",
]
