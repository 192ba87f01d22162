"""Reliability and validity of the blocks.

Sources: L. J. Cronbach, Psychometrika 16 (1951) 297–334; T. K. Dijkstra, J. Henseler, *Consistent partial least squares
path modeling*, Management Information Systems Quarterly 39 (2015) 297–316, eq. 3 (ρA); C. Fornell, D. F. Larcker,
J. Marketing Research 18 (1981) 39–50 (AVE, criterion; ρC after Werts, Linn, Jöreskog 1974); J. Henseler, C. M. Ringle,
M. Sarstedt, J. Academy of Marketing Science 43 (2015) 115–135 (HTMT); M. Tenenhaus et al., Computational Statistics &
Data Analysis 48 (2005) 159–205 (GoF); J. Cohen, *Statistical Power Analysis for the Behavioral Sciences* (1988), ch. 9
(f²).
"""

from __future__ import annotations

import numpy as np

from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.model import Mode
from zhuoyue_plugins.satisfaction.pls.moments import Floats
from zhuoyue_plugins.satisfaction.pls.result import Fit, Quality


def judge(fitted: Fit, plan: Design) -> Quality:
    """Return reliability and validity of a fitted model."""
    count = len(fitted.constructs)
    reflective = [at for at, one in enumerate(fitted.model.constructs) if one.mode is Mode.A and len(one.items) > 1]
    alpha, rho_a, rho_c, ave = (np.full(count, np.nan) for _ in range(4))
    for at in reflective:
        items = plan.columns[at]
        matrix = fitted.correlations[np.ix_(items, items)]
        alpha[at] = _alpha(matrix)
        rho_a[at] = _rho_a(matrix, fitted.weights[items])
        rho_c[at], ave[at] = _composite(fitted.loadings[items])
    fornell_larcker = fitted.construct_correlations.copy()
    np.fill_diagonal(fornell_larcker, np.sqrt(ave))
    vif = _inner_vif(fitted, plan)
    return Quality(
        alpha=alpha,
        rho_a=rho_a,
        rho_c=rho_c,
        ave=ave,
        fornell_larcker=fornell_larcker,
        htmt=htmt(fitted.correlations[None], plan, _formative(fitted))[0],
        vif_inner=vif,
        vif_outer=_outer_vif(fitted, plan),
        f2=fitted.paths**2 / (vif * np.where(fitted.r2 < 1 - 1e-12, 1 - fitted.r2, np.nan)),
        gof=_gof(fitted, plan),
    )


def _formative(fitted: Fit) -> tuple[int, ...]:
    return tuple(at for at, one in enumerate(fitted.model.constructs) if one.mode is Mode.B and len(one.items) > 1)


def _alpha(matrix: Floats) -> float:
    """Return α of standardised items: p r̄ / (1 + (p − 1) r̄)."""
    p = len(matrix)
    mean = (matrix.sum() - p) / (p * (p - 1))
    spread = 1 + (p - 1) * mean
    # The sum of items that cancel each other does not vary.
    return float(p * mean / spread) if spread > 1e-12 else np.nan


def _rho_a(matrix: Floats, weights: Floats) -> float:
    """Return ρA = (w'w)² · w'(S − diag S)w / w'(ww' − diag ww')w: Dijkstra and Henseler (2015), eq. 3."""
    off = 1 - np.eye(len(weights))
    own = weights @ (np.outer(weights, weights) * off) @ weights
    square = (weights @ weights) ** 2
    # Where one item carries all the weight there is nothing to compare it with.
    return float(square * (weights @ (matrix * off) @ weights) / own) if own > 1e-9 * square else np.nan


def _composite(loadings: Floats) -> tuple[float, float]:
    """Return ρC = (Σλ)² / ((Σλ)² + Σ(1 − λ²)) and AVE, the mean λ²."""
    square = loadings.sum() ** 2
    whole = square + (1 - loadings**2).sum()
    return float(square / whole) if whole > 1e-12 else np.nan, float((loadings**2).mean())


def htmt(correlations: Floats, plan: Design, formative: tuple[int, ...] = ()) -> Floats:
    """Return HTMT of a batch of item correlations: b × k × k; `nan` on the diagonal and for formative blocks.

    Mean correlation between the blocks over the geometric mean of the mean correlations within them, of absolute
    values; a block of a single item correlates with itself by 1.
    """
    absolute = np.abs(correlations)
    membership = plan.membership
    sizes = membership.sum(axis=0)
    sums = membership.T @ absolute @ membership
    own = np.einsum("bkk->bk", sums)
    within = np.where(sizes > 1, (own - sizes) / np.maximum(sizes * (sizes - 1), 1), 1.0)
    # A block whose items do not correlate at all has no ratio.
    within = np.where(within > 1e-12, within, np.nan)
    ratio = sums / np.outer(sizes, sizes) / np.sqrt(within[:, :, None] * within[:, None, :])
    ratio[:, np.eye(len(sizes), dtype=bool)] = np.nan
    ratio[:, list(formative), :] = np.nan
    ratio[:, :, list(formative)] = np.nan
    result: Floats = ratio
    return result


def _inner_vif(fitted: Fit, plan: Design) -> Floats:
    """Return 1 / (1 − R²) of each cause on the other causes of the same construct."""
    vif = np.full(fitted.paths.shape, np.nan)
    for effect, causes in enumerate(plan.causes):
        if len(causes):
            inverse = np.linalg.inv(fitted.construct_correlations[np.ix_(causes, causes)])
            vif[causes, effect] = np.diag(inverse)
    return vif


def _outer_vif(fitted: Fit, plan: Design) -> Floats:
    """Return 1 / (1 − R²) of each item on the others of its block; infinite if it follows from them."""
    vif = np.full(len(fitted.items), np.nan)
    for items in plan.columns:
        matrix = fitted.correlations[np.ix_(items, items)]
        singular = len(items) > 1 and np.linalg.det(matrix) <= 1e-12
        vif[items] = np.inf if singular else np.diag(np.linalg.inv(matrix))
    return vif


def _gof(fitted: Fit, plan: Design) -> float:
    """Return √(mean communality of the items in blocks of several × mean R²)."""
    several = np.array([len(items) > 1 for items in plan.columns])[plan.block]
    communality = fitted.loadings[several] ** 2
    return float(np.sqrt(communality.mean() * np.nanmean(fitted.r2))) if several.any() else np.nan
