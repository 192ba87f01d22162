"""zhuoyue (卓越): what a plugin author may import. Names load their module when first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhuoyue.errors import (
        ConfigError,
        ExitCode,
        Fault,
        InputError,
        PluginError,
        SettingError,
        UserError,
        did_you_mean,
    )
    from zhuoyue.hookspecs import hookimpl
    from zhuoyue.model.action import Action, ActionStatus, Check
    from zhuoyue.model.agreement import (
        Agreement,
        Coefficient,
        ItemAgreement,
        Leniency,
        PairAgreement,
        Threshold,
        Uncertainty,
    )
    from zhuoyue.model.assessment import Assessment, InputFile, ItemResult, Organisation, PluginInfo, Provenance, Span
    from zhuoyue.model.base import Model, Number, Period, Slug, Visibility, plain
    from zhuoyue.model.collector import Collected, Collector, NoSettings, Source
    from zhuoyue.model.criteria import (
        Category,
        Criteria,
        Departure,
        DepartureKind,
        Item,
        ItemKind,
        ProfileSection,
        RollUp,
        ScoreBand,
        Theme,
        Topic,
    )
    from zhuoyue.model.crosswalk import Crosswalk, Link, Relation
    from zhuoyue.model.cycle import ChangeKind, Cycle, CycleChange, CycleComparison, Mapped
    from zhuoyue.model.dossier import Dossier
    from zhuoyue.model.evidence import Evidence, EvidenceKind, EvidenceRole
    from zhuoyue.model.exhibit import Assumption, Column, Exhibit, NumberColumn, TextColumn
    from zhuoyue.model.finding import Finding, FindingKind, KeyTheme, Weight
    from zhuoyue.model.measure import Comparison, ComparisonKind, Direction, Measure, Point, Segment
    from zhuoyue.model.narrative import Narrative
    from zhuoyue.model.page import Exporter, Page
    from zhuoyue.model.problem import Problem, Severity
    from zhuoyue.model.rating import DimensionNote, Dissent, Method, Question, Rating, Stage
    from zhuoyue.model.rule import Examined, Rule, Violation
    from zhuoyue.model.scheme import Derived, OpenBy, Scheme
    from zhuoyue.model.scheme_check import DataFault
    from zhuoyue.model.scheme_data import Band, Dimension, MarkKind, Scale, SchemeData
    from zhuoyue.model.score import Interval, Score, State, Step
    from zhuoyue.model.sign_off import SignOff, SignOffLevel
    from zhuoyue.model.suggestion import Reading, Suggestion, Verdict
    from zhuoyue.model.text import Language, Text, same
    from zhuoyue.toml import read_toml

# Loading pydantic takes longer than printing `--help`, so the nouns are not loaded before somebody asks.
_HOME = {
    "zhuoyue.errors": (
        "ConfigError",
        "ExitCode",
        "Fault",
        "InputError",
        "PluginError",
        "SettingError",
        "UserError",
        "did_you_mean",
    ),
    "zhuoyue.hookspecs": ("hookimpl",),
    "zhuoyue.model.action": (
        "Action",
        "ActionStatus",
        "Check",
    ),
    "zhuoyue.model.agreement": (
        "Agreement",
        "Coefficient",
        "ItemAgreement",
        "Leniency",
        "PairAgreement",
        "Threshold",
        "Uncertainty",
    ),
    "zhuoyue.model.assessment": (
        "Assessment",
        "InputFile",
        "ItemResult",
        "Organisation",
        "PluginInfo",
        "Provenance",
        "Span",
    ),
    "zhuoyue.model.base": (
        "Model",
        "Number",
        "Period",
        "Slug",
        "Visibility",
        "plain",
    ),
    "zhuoyue.model.collector": (
        "Collected",
        "Collector",
        "NoSettings",
        "Source",
    ),
    "zhuoyue.model.criteria": (
        "Category",
        "Criteria",
        "Departure",
        "DepartureKind",
        "Item",
        "ItemKind",
        "ProfileSection",
        "RollUp",
        "ScoreBand",
        "Theme",
        "Topic",
    ),
    "zhuoyue.model.crosswalk": (
        "Crosswalk",
        "Link",
        "Relation",
    ),
    "zhuoyue.model.cycle": (
        "ChangeKind",
        "Cycle",
        "CycleChange",
        "CycleComparison",
        "Mapped",
    ),
    "zhuoyue.model.dossier": ("Dossier",),
    "zhuoyue.model.evidence": (
        "Evidence",
        "EvidenceKind",
        "EvidenceRole",
    ),
    "zhuoyue.model.exhibit": (
        "Assumption",
        "Column",
        "Exhibit",
        "NumberColumn",
        "TextColumn",
    ),
    "zhuoyue.model.finding": (
        "Finding",
        "FindingKind",
        "KeyTheme",
        "Weight",
    ),
    "zhuoyue.model.measure": (
        "Comparison",
        "ComparisonKind",
        "Direction",
        "Measure",
        "Point",
        "Segment",
    ),
    "zhuoyue.model.narrative": ("Narrative",),
    "zhuoyue.model.page": (
        "Exporter",
        "Page",
    ),
    "zhuoyue.model.problem": (
        "Problem",
        "Severity",
    ),
    "zhuoyue.model.rating": (
        "DimensionNote",
        "Dissent",
        "Method",
        "Question",
        "Rating",
        "Stage",
    ),
    "zhuoyue.model.rule": (
        "Examined",
        "Rule",
        "Violation",
    ),
    "zhuoyue.model.scheme": (
        "Derived",
        "OpenBy",
        "Scheme",
    ),
    "zhuoyue.model.scheme_data": (
        "Band",
        "Dimension",
        "MarkKind",
        "Scale",
        "SchemeData",
    ),
    "zhuoyue.model.scheme_check": ("DataFault",),
    "zhuoyue.model.score": (
        "Interval",
        "Score",
        "State",
        "Step",
    ),
    "zhuoyue.model.sign_off": (
        "SignOff",
        "SignOffLevel",
    ),
    "zhuoyue.model.suggestion": (
        "Reading",
        "Suggestion",
        "Verdict",
    ),
    "zhuoyue.model.text": (
        "Language",
        "Text",
        "same",
    ),
    "zhuoyue.toml": ("read_toml",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__version__ = "0.1.0"

__all__ = [
    "Action",
    "ActionStatus",
    "Agreement",
    "Assessment",
    "Assumption",
    "Band",
    "Category",
    "ChangeKind",
    "Check",
    "Coefficient",
    "Collected",
    "Collector",
    "Column",
    "Comparison",
    "ComparisonKind",
    "ConfigError",
    "Criteria",
    "Crosswalk",
    "Cycle",
    "CycleChange",
    "CycleComparison",
    "DataFault",
    "Departure",
    "DepartureKind",
    "Derived",
    "Dimension",
    "DimensionNote",
    "Direction",
    "Dissent",
    "Dossier",
    "Evidence",
    "EvidenceKind",
    "EvidenceRole",
    "Examined",
    "Exhibit",
    "ExitCode",
    "Exporter",
    "Fault",
    "Finding",
    "FindingKind",
    "InputError",
    "InputFile",
    "Interval",
    "Item",
    "ItemAgreement",
    "ItemKind",
    "ItemResult",
    "KeyTheme",
    "Language",
    "Leniency",
    "Link",
    "Mapped",
    "MarkKind",
    "Measure",
    "Method",
    "Model",
    "Narrative",
    "NoSettings",
    "Number",
    "NumberColumn",
    "OpenBy",
    "Organisation",
    "Page",
    "PairAgreement",
    "Period",
    "PluginError",
    "PluginInfo",
    "Point",
    "Problem",
    "ProfileSection",
    "Provenance",
    "Question",
    "Rating",
    "Reading",
    "Relation",
    "RollUp",
    "Rule",
    "Scale",
    "Scheme",
    "SchemeData",
    "Score",
    "ScoreBand",
    "Segment",
    "SettingError",
    "Severity",
    "SignOff",
    "SignOffLevel",
    "Slug",
    "Source",
    "Span",
    "Stage",
    "State",
    "Step",
    "Suggestion",
    "Text",
    "TextColumn",
    "Theme",
    "Threshold",
    "Topic",
    "Uncertainty",
    "UserError",
    "Verdict",
    "Violation",
    "Visibility",
    "Weight",
    "did_you_mean",
    "hookimpl",
    "plain",
    "read_toml",
    "same",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'zhuoyue' has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULE_OF[name]), name)
