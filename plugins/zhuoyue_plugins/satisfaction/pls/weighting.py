"""The PLS algorithm: outer weights of a whole batch of correlation matrices at once.

Sources: H. Wold, *Soft modeling: the basic design and some extensions* (1982); J.-B. Lohmöller, *Latent Variable Path
Modeling with Partial Least Squares* (1989), ch. 2; M. Tenenhaus et al., *PLS path modeling*, Computational Statistics &
Data Analysis 48 (2005) 159–205, sec. 2. Scores never appear: with standardised items every covariance the algorithm
needs follows from the items' correlations R and the weights W: cov(items, scores) = RW, cov(scores) = W'RW.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats
from zhuoyue_plugins.satisfaction.pls.options import InnerScheme, Options
from zhuoyue_plugins.satisfaction.pls.regression import regress, solve

_VARIED = 1e-12
"""Variance below which a score does not vary, where the largest weight of its block is 1."""


@dataclass
class Weighting:
    """Outer weights of a batch of `b` matrices."""

    weights: Floats
    """b × p, for standardised items and scores of variance 1."""
    iterations: Floats
    """b; steps taken."""
    change: Floats
    """b; largest change of a weight in the last step."""
    solved: Flags
    """b; false where a regression had no solution."""
    flipped: Flags
    """b × k; whether the sign of the construct was turned."""

    def converged(self, options: Options) -> Flags:
        """Tell which settled."""
        return self.solved & (self.change <= options.tolerance)


def settle(correlations: Floats, design: Design, options: Options) -> Weighting:
    """Iterate until no weight moves by more than the tolerance; each matrix stops on its own."""
    size = len(correlations)
    result = Weighting(
        weights=np.zeros((size, len(design.block))),
        iterations=np.zeros(size),
        change=np.full(size, np.inf),
        solved=np.ones(size, dtype=bool),
        flipped=np.zeros((size, len(design.columns)), dtype=bool),
    )
    active = np.arange(size)
    matrices = correlations
    weights, shared, _ = _standardise(_start(matrices, design), matrices, design)
    for step in range(1, options.max_iterations + 1):
        proposed, solved = _outer(weights, shared, matrices, design, options.scheme)
        proposed, shared, varied = _standardise(proposed, matrices, design)
        # A block may change sign from step to step without moving otherwise.
        change = np.abs(np.abs(proposed) - np.abs(weights)).max(axis=1)
        weights = proposed
        solved = np.logical_and(solved, varied)
        result.weights[active], result.iterations[active] = weights, step
        result.change[active], result.solved[active] = change, solved
        going: Flags = solved & (change > options.tolerance)
        if not going.any():
            break
        active, matrices = active[going], matrices[going] if not going.all() else matrices
        weights, shared = weights[going], shared[going]
    _fix_signs(result, correlations, design)
    return result


def _start(matrices: Floats, design: Design) -> Floats:
    """Return equal weights to begin with; where the items of a block cancel each other, its first item alone."""
    weights = np.ones(matrices.shape[:2])
    variances = _own(matrices @ (weights[:, :, None] * design.membership), design) @ design.membership
    first = np.zeros(len(design.block), dtype=bool)
    first[[items[0] for items in design.columns]] = True
    weights[(variances <= _VARIED)[:, design.block] & ~first] = 0
    return weights


def _standardise(weights: Floats, matrices: Floats, design: Design) -> tuple[Floats, Floats, Flags]:
    """Scale weights to scores of variance 1; return them, cov(items, scores) and whether every score varies."""
    shared = matrices @ (weights[:, :, None] * design.membership)
    variances = (weights * _own(shared, design)) @ design.membership
    varied: Flags = np.asarray((variances > _VARIED).all(axis=1))
    scale = 1 / np.sqrt(np.where(variances > _VARIED, variances, 1.0))
    return weights * scale[:, design.block], shared * scale[:, None, :], varied


def _own(shared: Floats, design: Design) -> Floats:
    """Return of each item its covariance with its own construct."""
    return shared[:, np.arange(len(design.block)), design.block]


def _outer(
    weights: Floats, shared: Floats, matrices: Floats, design: Design, scheme: InnerScheme
) -> tuple[Floats, Flags]:
    """Return new weights from the neighbours' view of each construct: mode A correlations, mode B regression."""
    between = np.einsum("bi,bik,ij->bjk", weights, shared, design.membership, optimize=True)
    inner, solved = _inner(between, design, scheme)
    proposed = np.einsum("bik,bki->bi", shared, inner[:, :, design.block])
    for at in design.formative:
        items = design.columns[at]
        proposed[:, items], fine = solve(matrices[:, items[:, None], items], proposed[:, items])
        solved &= fine
    return _to_one(proposed, design), solved


def _to_one(proposed: Floats, design: Design) -> Floats:
    """Scale each block to a largest weight of 1.

    Proposals are as small as the correlations with the neighbours are; only exact zeros mean that a construct does
    not vary, and constructs nearly unrelated to all others are as sound as any.
    """
    largest = np.stack([np.abs(proposed[:, items]).max(axis=1) for items in design.columns], axis=1)
    return proposed / np.where(largest > 0, largest, 1.0)[:, design.block]


def _inner(between: Floats, design: Design, scheme: InnerScheme) -> tuple[Floats, Flags]:
    """Return the inner weights [b, neighbour, construct]."""
    neighbours = design.arrows | design.arrows.T
    if scheme is InnerScheme.CENTROID:
        return np.sign(between) * neighbours, np.ones(len(between), dtype=bool)
    if scheme is InnerScheme.FACTORIAL:
        return between * neighbours, np.ones(len(between), dtype=bool)
    coefficients, solved = regress(between, design)
    return between * design.arrows.T + coefficients, solved


def _fix_signs(result: Weighting, correlations: Floats, design: Design) -> None:
    """Turn constructs so that the loadings of each block sum to a positive number.

    For a resample this is the "construct level change" of Tenenhaus et al. (2005, sec. 7): turning it when that brings
    the sum of its loadings nearer to that of the estimate, |Σλ* − Σλ| > |Σλ* + Σλ|, is to turn it when Σλ* < 0,
    since Σλ > 0.
    """
    shared = correlations @ (result.weights[:, :, None] * design.membership)
    sums = _own(shared, design) @ design.membership
    result.flipped = sums < 0
    result.weights *= np.where(result.flipped, -1.0, 1.0)[:, design.block]
