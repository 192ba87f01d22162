"""Regressions among constructs from their correlations, a whole batch at once; effects along the paths."""

from __future__ import annotations

import numpy as np

from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats

SINGULAR = 1e-12
"""Determinant of a correlation matrix below which its regression counts as unsolvable."""


def solve(matrices: Floats, right: Floats) -> tuple[Floats, Flags]:
    """Solve a batch of systems; return the solutions, 0 where there is none, and which were solved."""
    if matrices.shape[1] == 1:
        return right.copy(), np.ones(len(right), dtype=bool)
    solved: Flags = np.linalg.det(matrices) > SINGULAR
    if not solved.all():
        matrices = np.where(solved[:, None, None], matrices, np.eye(matrices.shape[1]))
        right = np.where(solved[:, None], right, 0.0)
    solutions = np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0], dtype=np.float64)
    return solutions, solved


def regress(between: Floats, design: Design) -> tuple[Floats, Flags]:
    """Regress each construct on its causes; return the coefficients [b, from, to] and which batches were solved."""
    paths = np.zeros_like(between)
    solved = np.ones(len(between), dtype=bool)
    for effect, causes in enumerate(design.causes):
        if len(causes):
            paths[:, causes, effect], fine = solve(between[:, causes[:, None], causes], between[:, causes, effect])
            solved &= fine
    return paths, solved


def explained(between: Floats, paths: Floats, design: Design) -> Floats:
    """Return R² of each construct, `nan` without causes: Σ coefficient × correlation."""
    r2: Floats = np.einsum("bij,bij->bj", paths, between)
    r2[:, ~design.arrows.any(axis=0)] = np.nan
    return r2


def total_effects(paths: Floats, design: Design) -> Floats:
    """Return the sum of the powers of `paths` (Bollen 1987): direct effects and those by way of other constructs."""
    total = paths
    for _ in range(design.longest - 1):
        total = paths + paths @ total
    return total
