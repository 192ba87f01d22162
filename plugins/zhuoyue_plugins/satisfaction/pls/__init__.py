"""PLS path model (partial least squares): what drives satisfaction and loyalty, with its uncertainty.

The usual way: `fill(read_preset("ecsi"), items)` or a `PathModel` of one's own, then `analyse(model, answers, options)`
and `path_model_exhibits(analysis, …)`. Importing this loads neither numpy nor scipy.
"""

from __future__ import annotations

from zhuoyue_plugins.satisfaction.pls.analysis import analyse, check_model
from zhuoyue_plugins.satisfaction.pls.model import Construct, Mode, PathModel
from zhuoyue_plugins.satisfaction.pls.options import InnerScheme, Limits, Missing, Options
from zhuoyue_plugins.satisfaction.pls.preset import Preset, fill, presets, read_preset
from zhuoyue_plugins.satisfaction.pls.result import (
    Analysis,
    Answers,
    Bootstrap,
    Drawn,
    Fit,
    Flag,
    Groups,
    ItemPrediction,
    Note,
    PathDifference,
    Prediction,
    Quality,
)
from zhuoyue_plugins.satisfaction.pls.tables import path_model_exhibits

__all__ = [
    "Analysis",
    "Answers",
    "Bootstrap",
    "Construct",
    "Drawn",
    "Fit",
    "Flag",
    "Groups",
    "InnerScheme",
    "ItemPrediction",
    "Limits",
    "Missing",
    "Mode",
    "Note",
    "Options",
    "PathDifference",
    "PathModel",
    "Prediction",
    "Preset",
    "Quality",
    "analyse",
    "check_model",
    "fill",
    "path_model_exhibits",
    "presets",
    "read_preset",
]
