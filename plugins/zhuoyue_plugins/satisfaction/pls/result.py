"""What an estimated path model holds. All floats; `nan` is "not defined". Tables round them.

Arrays over constructs follow `Fit.constructs`, arrays over items `Fit.items`; a square array over constructs reads
[from, to].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhuoyue import Severity, Text
from zhuoyue_plugins.satisfaction.pls.model import PathModel
from zhuoyue_plugins.satisfaction.pls.options import Options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Note:
    """Something a reader should know, though the model was estimated. The collector makes a Problem of it."""

    code: str
    """Stable code, `path-model-…`."""
    text: Text
    """What, with the figures."""
    where: str = ""
    """Item, construct or group concerned."""
    severity: Severity = Severity.WARNING
    """How bad."""


@dataclass(frozen=True)
class Answers:
    """Survey answers as numbers: one row for each respondent, one column for each item, `nan` for missing."""

    items: tuple[str, ...]
    """Names of the columns."""
    values: Floats
    """Rows × items."""
    scales: Mapping[str, tuple[float, float]]
    """Lowest (worst) and highest (best) answer of each item."""
    titles: Mapping[str, Text] = field(default_factory=dict)
    """Questions as readers see them; an item without one is shown by its name."""
    groups: tuple[str | None, ...] = ()
    """Group of each row for the comparison of groups; empty: no groups."""
    rows: tuple[str, ...] = ()
    """Place of each row as messages name it (`survey.csv:row 12`); empty: counted from 1."""


@dataclass(frozen=True)
class Fit:
    """The estimated model."""

    model: PathModel
    """The model, without the items that had to be left out."""
    items: tuple[str, ...]
    """Items used, construct by construct."""
    constructs: tuple[str, ...]
    """Names of the constructs."""
    block: tuple[int, ...]
    """Of each item, the position of its construct."""
    n: int
    """Respondents used."""
    dropped: int
    """Respondents left out for missing answers (casewise), or without any answer."""
    missing: tuple[int, ...]
    """Missing answers of each item among all rows."""
    iterations: int
    """Steps of the outer estimation."""
    change: float
    """Largest change of a weight in the last step."""
    means: Floats
    """Mean of each item."""
    sds: Floats
    """Population standard deviation of each item (divisor n)."""
    correlations: Floats
    """Items × items."""
    weights: Floats
    """Outer weight of each item, for standardised items and scores of variance 1."""
    loadings: Floats
    """Correlation of each item with its construct."""
    cross_loadings: Floats
    """Items × constructs."""
    construct_correlations: Floats
    """Constructs × constructs."""
    paths: Floats
    """Path coefficients [from, to]; 0 where the model has no path."""
    r2: Floats
    """R² of each construct; nan without a cause."""
    r2_adjusted: Floats
    """R² adjusted for the number of causes."""
    total: Floats
    """Total effects [from, to]: sum of the powers of `paths`."""
    indirect: Floats
    """Total minus direct."""
    scores: Floats
    """Rows used × constructs, mean 0 and variance 1."""
    used: Flags
    """Which rows of `Answers` were used."""
    index_weights: Floats
    """Weights of answers as shares of their scale, sum 1 in each block; unstandardised weights, if it has one scale."""
    index: Floats
    """Index 0–100 of each construct; nan where a scale is unknown or a weight negative."""
    index_error: Floats
    """Standard error of each index, from the spread of the respondents' own; nan where there is no index."""


@dataclass(frozen=True)
class Quality:
    """Reliability and validity. nan where a figure is not defined (single item, formative block)."""

    alpha: Floats
    """Cronbach's α (standardised)."""
    rho_a: Floats
    """Dijkstra–Henseler ρA."""
    rho_c: Floats
    """Composite reliability ρC."""
    ave: Floats
    """Average variance extracted."""
    fornell_larcker: Floats
    """√AVE on the diagonal, correlations of constructs elsewhere."""
    htmt: Floats
    """Heterotrait–monotrait ratio, symmetric, nan on the diagonal."""
    vif_inner: Floats
    """Variance inflation of a cause [from, to]; nan where the model has no path."""
    vif_outer: Floats
    """Variance inflation of each item within its block."""
    f2: Floats
    """Effect size f² of each path [from, to] (Cohen 1988); nan where the model has no path."""
    gof: float
    """Goodness of fit √(mean communality × mean R²) (Tenenhaus et al. 2005); single items do not count."""


@dataclass(frozen=True)
class Drawn:
    """What the resamples say about one array of estimates; same shape as the estimates."""

    mean: Floats
    """Mean of the draws."""
    sd: Floats
    """Standard deviation of the draws: the bootstrap standard error."""
    low: Floats
    """Lower end of the percentile interval."""
    high: Floats
    """Upper end of the percentile interval."""
    p: Floats
    """Two-sided p that the true value is 0, from the same draws."""


@dataclass(frozen=True)
class Bootstrap:
    """Percentile bootstrap. Resamples that could not be used are counted, never replaced."""

    seed: int
    """Seed of the draws."""
    resamples: int
    """Resamples drawn."""
    used: int
    """Resamples used."""
    constant: int
    """Resamples lost because an item was constant or a regression could not be solved."""
    not_converged: int
    """Resamples lost because the weights did not settle."""
    flipped: int
    """Resamples in which the sign of at least one construct was turned."""
    level: float
    """Level of the intervals."""
    paths: Drawn
    """Constructs × constructs."""
    total: Drawn
    """Total effects, constructs × constructs."""
    weights: Drawn
    """Items."""
    loadings: Drawn
    """Items."""
    r2: Drawn
    """Constructs."""
    htmt: Drawn
    """Constructs × constructs; p is nan."""


@dataclass(frozen=True)
class PathDifference:
    """One path in two groups."""

    path: tuple[str, str]
    """From, to."""
    groups: tuple[str, str]
    """The groups compared."""
    n: tuple[int, int]
    """Their respondents."""
    values: tuple[float, float]
    """The path in each."""
    p: float
    """Two-sided p of the permutation test."""
    p_adjusted: float
    """p by Holm's method over all paths and pairs of groups."""
    permutations: int
    """Permutations used."""
    comparable: bool
    """Whether the weights of both constructs are alike in the groups (MICOM, step 2)."""


@dataclass(frozen=True)
class Groups:
    """The model group by group."""

    seed: int
    """Seed of the permutations."""
    fits: Mapping[str, Fit]
    """Estimated model of each group large enough."""
    differences: tuple[PathDifference, ...]
    """Every path in every pair of groups."""
    left_out: Mapping[str, str]
    """Groups that were left out; why, in one word: `small`, `constant`, `not-converged`, `many`."""


@dataclass(frozen=True)
class ItemPrediction:
    """How well an item of an effect is predicted for respondents whom the model has not seen."""

    item: str
    """The item."""
    q2: float
    """Q²predict: 1 − squared errors of the model / of the training mean."""
    rmse: float
    """Root mean square error of the model, in units of the scale."""
    mae: float
    """Mean absolute error of the model."""
    rmse_linear: float
    """The same of the linear regression on the causes' items; nan where it cannot be solved."""
    mae_linear: float
    """The same of the linear regression."""


@dataclass(frozen=True)
class Prediction:
    """Out-of-sample prediction, PLSpredict (Shmueli et al. 2016, 2019)."""

    seed: int
    """Seed of the folds."""
    folds: int
    """Parts."""
    repeats: int
    """Repetitions."""
    items: tuple[ItemPrediction, ...]
    """The items of every construct that has causes."""


@dataclass(frozen=True)
class Flag:
    """A weak spot."""

    kind: str
    """alpha, rho_a, rho_c, ave, loading, weak-loading, htmt, fornell-larcker, vif, negative-weight, q2."""
    subject: tuple[str, ...]
    """The construct, item, or pair of constructs."""
    value: float
    """What was found."""
    limit: float
    """What it was held against."""
    text: Text
    """A sentence for readers."""


@dataclass(frozen=True)
class Analysis:
    """Everything about one path model."""

    answers: Answers
    """The answers it rests on."""
    options: Options
    """How it was made."""
    fit: Fit
    """Estimates."""
    quality: Quality
    """Reliability and validity."""
    bootstrap: Bootstrap | None
    """Intervals; None if not asked for or not possible (see `notes`)."""
    groups: Groups | None
    """Comparison of groups; None if there are fewer than two."""
    prediction: Prediction | None
    """Prediction test; None if not asked for or not possible."""
    flags: tuple[Flag, ...]
    """Weak spots."""
    notes: tuple[Note, ...]
    """What the reader should know."""
