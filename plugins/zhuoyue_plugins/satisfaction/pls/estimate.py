"""From weights of rows to estimates of the model: what the fit, resamples, groups and folds share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats, Moments, Table
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.regression import explained, regress, total_effects
from zhuoyue_plugins.satisfaction.pls.weighting import Weighting, settle


@dataclass(frozen=True)
class Estimate:
    """A batch of `b` estimates."""

    moments: Moments
    """Of the items."""
    weighting: Weighting
    """Outer weights."""
    cross_loadings: Floats
    """b × p × k."""
    between: Floats
    """b × k × k: correlations of constructs."""
    paths: Floats
    """b × k × k, [from, to]."""
    r2: Floats
    """b × k."""
    total: Floats
    """b × k × k."""
    varied: Flags
    """b; whether no item was constant and every regression solvable."""
    converged: Flags
    """b; whether the weights settled."""

    @property
    def usable(self) -> Flags:
        """Tell which estimates may be used."""
        return self.varied & self.converged

    def loadings(self, design: Design) -> Floats:
        """Return of each item its correlation with its own construct: b × p."""
        return self.cross_loadings[:, np.arange(len(design.block)), design.block]


def estimate(table: Table, weights: Floats, design: Design, options: Options) -> Estimate:
    """Estimate the model under each row of `weights`."""
    moments = table.moments(weights)
    weighting = settle(moments.correlations, design, options)
    outer = weighting.weights[:, :, None] * design.membership
    cross = moments.correlations @ outer
    between = outer.transpose(0, 2, 1) @ cross
    paths, solved = regress(between, design)
    return Estimate(
        moments=moments,
        weighting=weighting,
        cross_loadings=cross,
        between=between,
        paths=paths,
        r2=explained(between, paths, design),
        total=total_effects(paths, design),
        varied=moments.usable & weighting.solved & solved,
        converged=weighting.converged(options),
    )
