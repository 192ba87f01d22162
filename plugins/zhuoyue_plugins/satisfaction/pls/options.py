"""How a path model is estimated, tested and judged: everything with a usual value."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from zhuoyue import Model

Share = Annotated[float, Field(gt=0, lt=1)]


class InnerScheme(StrEnum):
    """How a construct weighs its neighbours in the inner estimation."""

    CENTROID = "centroid"
    """Sign of the correlation (Wold 1982)."""
    FACTORIAL = "factorial"
    """The correlation (Lohmöller 1989)."""
    PATH = "path"
    """Regression weight for causes, correlation for effects (Lohmöller 1989)."""


class Missing(StrEnum):
    """What becomes of answers that are missing."""

    MEAN = "mean"
    """Each is replaced by the mean of its item; in a resample, by the mean there."""
    CASEWISE = "casewise"
    """A respondent with a missing answer is left out."""


class Limits(Model):
    """From where a block or item is flagged. Customary values: Hair et al. (2019), Henseler et al. (2015)."""

    alpha: float = 0.70
    """Cronbach's α, at least."""
    rho_c: float = 0.70
    """Composite reliability ρC, at least."""
    rho_a: float = 0.70
    """Reliability ρA, at least."""
    ave: float = 0.50
    """Average variance extracted, at least."""
    loading: float = 0.708
    """Loading of an item, at least: below it the construct explains less than half of the item."""
    weak_loading: float = 0.40
    """Loading below which an item should leave its block."""
    htmt: float = 0.90
    """HTMT of two constructs, at most."""
    vif: float = 5.0
    """Variance inflation, at most."""
    path: float = 0.2
    """Smallest path worth detecting, for the sample size of Kock and Hadaya (2018)."""


class Options(Model):
    """Everything a reader may want to set."""

    scheme: InnerScheme = InnerScheme.PATH
    """Inner weighting."""
    missing: Missing = Missing.MEAN
    """Treatment of missing answers."""
    tolerance: Annotated[float, Field(gt=0, le=1e-3)] = 1e-7
    """The iteration stops when no outer weight moves by more."""
    max_iterations: Annotated[int, Field(ge=1, le=100_000)] = 300
    """After so many steps the model counts as not converged, and is refused."""
    least_answers: Annotated[int, Field(ge=5)] = 30
    """With fewer respondents the model is refused."""
    seed: Annotated[int, Field(ge=0)] = 19580
    """Seed of every draw; stored with the results."""
    resamples: Annotated[int, Field(ge=0, le=100_000)] = 5000
    """Resamples of the bootstrap; 0: none."""
    level: Share = 0.95
    """Level of the percentile intervals."""
    permutations: Annotated[int, Field(ge=0, le=100_000)] = 1000
    """Permutations of the comparison of groups; 0: no comparison."""
    least_group: Annotated[int, Field(ge=5)] = 30
    """A group with fewer respondents is left out of the comparison."""
    most_groups: Annotated[int, Field(ge=2, le=50)] = 8
    """Only so many groups, the largest, are compared pair by pair."""
    folds: Annotated[int, Field(ge=2, le=100)] = 10
    """Parts into which the prediction test splits the respondents."""
    repeats: Annotated[int, Field(ge=0, le=1000)] = 10
    """How often the prediction test splits anew; 0: no prediction test."""
    limits: Limits = Limits()
    """When to flag."""
