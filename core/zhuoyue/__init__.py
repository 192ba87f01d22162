"""zhuoyue (卓越): what a plugin author may import. Names load their module when first used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhuoyue.errors import ConfigError, ExitCode, Fault, InputError, PluginError, UserError, did_you_mean
    from zhuoyue.hookspecs import hookimpl
    from zhuoyue.model.action import Action, ActionStatus
    from zhuoyue.model.assessment import Assessment, InputFile, ItemResult, Organisation, PluginInfo, Provenance, Span
    from zhuoyue.model.base import Model, Number, Period, Slug, Visibility, plain
    from zhuoyue.model.collector import Collected, Collector, NoSettings, Source
    from zhuoyue.model.criteria import Category, Criteria, Item, ItemKind, ProfileSection, Theme, Topic
    from zhuoyue.model.dossier import Dossier
    from zhuoyue.model.evidence import Evidence, EvidenceKind, EvidenceRole
    from zhuoyue.model.finding import Finding, FindingKind, Weight
    from zhuoyue.model.measure import Comparison, ComparisonKind, Direction, Measure, Point, Segment
    from zhuoyue.model.narrative import Narrative
    from zhuoyue.model.page import Exporter, Page
    from zhuoyue.model.problem import Problem, Severity
    from zhuoyue.model.rating import DimensionNote, Rating, Stage
    from zhuoyue.model.scheme import Band, Dimension, Scheme, SchemeData
    from zhuoyue.model.score import Score, State, Step
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
        "UserError",
        "did_you_mean",
    ),
    "zhuoyue.hookspecs": ("hookimpl",),
    "zhuoyue.model.action": (
        "Action",
        "ActionStatus",
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
        "Item",
        "ItemKind",
        "ProfileSection",
        "Theme",
        "Topic",
    ),
    "zhuoyue.model.dossier": ("Dossier",),
    "zhuoyue.model.evidence": (
        "Evidence",
        "EvidenceKind",
        "EvidenceRole",
    ),
    "zhuoyue.model.finding": (
        "Finding",
        "FindingKind",
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
        "Rating",
        "Stage",
    ),
    "zhuoyue.model.scheme": (
        "Band",
        "Dimension",
        "Scheme",
        "SchemeData",
    ),
    "zhuoyue.model.score": (
        "Score",
        "State",
        "Step",
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
    "Assessment",
    "Band",
    "Category",
    "Collected",
    "Collector",
    "Comparison",
    "ComparisonKind",
    "ConfigError",
    "Criteria",
    "Dimension",
    "DimensionNote",
    "Direction",
    "Dossier",
    "Evidence",
    "EvidenceKind",
    "EvidenceRole",
    "ExitCode",
    "Exporter",
    "Fault",
    "Finding",
    "FindingKind",
    "InputError",
    "InputFile",
    "Item",
    "ItemKind",
    "ItemResult",
    "Language",
    "Measure",
    "Model",
    "Narrative",
    "NoSettings",
    "Number",
    "Organisation",
    "Page",
    "Period",
    "PluginError",
    "PluginInfo",
    "Point",
    "Problem",
    "ProfileSection",
    "Provenance",
    "Rating",
    "Reading",
    "Scheme",
    "SchemeData",
    "Score",
    "Segment",
    "Severity",
    "Slug",
    "Source",
    "Span",
    "Stage",
    "State",
    "Step",
    "Suggestion",
    "Text",
    "Theme",
    "Topic",
    "UserError",
    "Verdict",
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
