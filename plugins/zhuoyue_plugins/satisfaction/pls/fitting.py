"""The fitted model: one estimate with its scores and indices."""

from __future__ import annotations

import numpy as np

from zhuoyue import Fault, InputError
from zhuoyue_plugins.satisfaction.pls.estimate import Estimate, estimate
from zhuoyue_plugins.satisfaction.pls.moments import Floats, Table
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.preparing import Sample
from zhuoyue_plugins.satisfaction.pls.regression import SINGULAR
from zhuoyue_plugins.satisfaction.pls.result import Fit


def fit(sample: Sample, options: Options, where: str = "") -> Fit:
    """Estimate the model on the whole sample. Raises InputError if it is not identified or does not settle."""
    table = Table(sample.values)
    found = estimate(table, np.ones((1, table.n)), sample.design, options)
    if not found.varied[0]:
        raise InputError(*_singular(sample, found, where))
    if not found.converged[0]:
        raise InputError(_unsettled(found, options, where))
    return assemble(sample, found)


def assemble(sample: Sample, found: Estimate, position: int = 0) -> Fit:
    """Return one estimate of a batch as a fitted model; `sample` holds the rows it was made from."""
    plan, moments = sample.design, found.moments
    weights, means, sds = found.weighting.weights[position], moments.means[position], moments.sds[position]
    standard = np.where(np.isnan(sample.values), 0.0, (sample.values - means) / sds)
    low, high = _scales(sample)
    # Spread as a share of the scale, so that items of one construct may have different scales.
    index_weights = _unstandardised(weights, sds / np.nan_to_num(high - low, nan=1.0), plan.membership)
    index = _index(index_weights, (means - low) / (high - low), plan.membership)
    paths, total, n = found.paths[position], found.total[position], len(sample.values)
    return Fit(
        model=sample.model,
        items=sample.model.items,
        constructs=sample.model.names,
        block=tuple(int(at) for at in plan.block),
        n=n,
        dropped=len(sample.used) - int(sample.used.sum()),
        missing=sample.missing,
        iterations=int(found.weighting.iterations[position]),
        change=float(found.weighting.change[position]),
        means=means,
        sds=sds,
        correlations=moments.correlations[position],
        weights=weights,
        loadings=found.loadings(plan)[position],
        cross_loadings=found.cross_loadings[position],
        construct_correlations=found.between[position],
        paths=paths,
        r2=found.r2[position],
        r2_adjusted=1 - (1 - found.r2[position]) * (n - 1) / (n - 1 - plan.arrows.sum(axis=0)),
        total=total,
        indirect=total - paths,
        scores=standard @ (weights[:, None] * plan.membership),
        used=sample.used,
        index_weights=index_weights,
        index=index,
        index_error=np.where(
            np.isnan(index), np.nan, _spread(weights, sds, high - low, plan.membership) / (n - 1) ** 0.5
        ),
    )


def _scales(sample: Sample) -> tuple[Floats, Floats]:
    """Return lowest and highest answer of each item, `nan` where unknown."""
    scales = [scale if scale and scale[0] != scale[1] else (np.nan, np.nan) for scale in sample.scales]
    low, high = np.array(scales).T
    return low, high


def _unstandardised(weights: Floats, spreads: Floats, membership: Floats) -> Floats:
    """Return weights for answers as shares of their scale, sum 1 in each block (Fornell et al. 1996, ACSI index)."""
    raw = weights / spreads
    sums = raw @ membership
    # Weights of opposite sign may cancel; such a construct has no index.
    share: Floats = raw / (membership @ np.where(np.abs(sums) > 1e-12, sums, np.nan))
    return share


def _index(weights: Floats, levels: Floats, membership: Floats) -> Floats:
    """Return Σ weight × level × 100 of each construct, `levels` being mean answers as shares of their scales.

    With a negative weight the figure could leave 0–100 and would rise as answers fall, so there is none.
    """
    negative = (weights < 0) @ membership > 0
    return np.where(negative, np.nan, (weights * levels * 100) @ membership)


def _spread(weights: Floats, sds: Floats, spans: Floats, membership: Floats) -> Floats:
    """Return the standard deviation of the respondents' own indices: of scores of variance 1, on the index's scale."""
    sums = np.abs((weights * spans / sds) @ membership)
    spread: Floats = 100 / np.where(sums > 0, sums, np.nan)
    return spread


def _singular(sample: Sample, found: Estimate, where: str) -> list[Fault]:
    """Name the blocks and the constructs whose regressions have no solution."""
    faults, matrix, between = [], found.moments.correlations[0], found.between[0]
    for at in sample.design.formative:
        items = sample.design.columns[at]
        if np.linalg.det(matrix[np.ix_(items, items)]) <= SINGULAR:
            construct = sample.model.constructs[at]
            shown = ", ".join(construct.items)
            faults.append(
                Fault(
                    f"construct {construct.name!r} (mode B) is not identified: one of {shown} follows from the others;"
                    " drop it, or use mode A",
                    f"构念 {construct.name!r}（模式 B）无法识别：{shown} 中有题项可由其余题项推出；请去掉或改用模式 A",
                    where,
                )
            )
    for effect, causes in enumerate(sample.design.causes):
        if not faults and len(causes) > 1 and np.linalg.det(between[np.ix_(causes, causes)]) <= SINGULAR:
            name, shown = sample.model.names[effect], ", ".join(sample.model.names[cause] for cause in causes)
            faults.append(
                Fault(
                    f"the paths to {name!r} are not identified: of its causes {shown} one follows from the others;"
                    " merge or drop one",
                    f"指向 {name!r} 的路径无法识别：前因 {shown} 中有一个可由其他推出；请合并或去掉一个",
                    where,
                )
            )
    general = Fault(
        "the model is not identified: a construct does not vary, or follows from others",
        "模型无法识别：有构念没有变化，或可由其他构念推出",
        where,
    )
    return faults or [general]


def _unsettled(found: Estimate, options: Options, where: str) -> Fault:
    steps, change = options.max_iterations, float(found.weighting.change[0])
    return Fault(
        f"the weights did not settle in {steps} steps (last change {change:.1e}, wanted {options.tolerance:.1e}); "
        "raise max_iterations, try another scheme, or look for a block whose items contradict each other",
        f"权重在 {steps} 步内没有收敛（最后变化 {change:.1e}，要求 {options.tolerance:.1e}）；"
        "请增大 max_iterations、改用其他内部方案，或检查题项互相矛盾的构念",
        where,
    )
