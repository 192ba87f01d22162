"""Percentile bootstrap of the whole model.

Sources: B. Efron, R. J. Tibshirani, *An Introduction to the Bootstrap* (1993), ch. 13 (percentile interval);
A. C. Davison, D. V. Hinkley, *Bootstrap Methods and their Application* (1997), sec. 4.2 (the 1 in p), 5.3; W. W. Chin,
*The partial least squares approach to structural equation modeling* (1998); signs: see `weighting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from zhuoyue import Text
from zhuoyue_plugins.satisfaction.pls.batches import batches
from zhuoyue_plugins.satisfaction.pls.estimate import Estimate, estimate
from zhuoyue_plugins.satisfaction.pls.moments import Floats, Table
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.preparing import Sample
from zhuoyue_plugins.satisfaction.pls.quality import htmt
from zhuoyue_plugins.satisfaction.pls.result import Bootstrap, Drawn, Note

LEAST = 100
"""With fewer usable resamples there are no intervals."""


def resample(sample: Sample, options: Options) -> tuple[Bootstrap | None, list[Note]]:
    """Return intervals for everything estimated, and what the reader should know of lost resamples."""
    if not options.resamples:
        return None, []
    draws: dict[str, list[Floats]] = defaultdict(list)
    constant = unsettled = flipped = 0
    for found in _estimates(sample, options):
        fine = found.usable
        constant += int((~found.varied).sum())
        unsettled += int((found.varied & ~found.converged).sum())
        flipped += int(found.weighting.flipped[fine].any(axis=1).sum())
        for name, values in _quantities(sample, found).items():
            draws[name].append(values[fine])
    used = options.resamples - constant - unsettled
    notes = _lost(options.resamples, constant, unsettled, used)
    if used < min(LEAST, options.resamples):
        return None, notes
    drawn = {name: _drawn(np.concatenate(parts), options.level) for name, parts in draws.items()}
    return Bootstrap(
        seed=options.seed,
        resamples=options.resamples,
        used=used,
        constant=constant,
        not_converged=unsettled,
        flipped=flipped,
        level=options.level,
        **drawn,
    ), notes


def draw_counts(chance: np.random.Generator, size: int, n: int) -> Floats:
    """Return how often each of `n` rows was drawn, for `size` resamples of `n` rows with replacement."""
    drawn = chance.integers(0, n, size=(size, n)) + n * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(float)


def _estimates(sample: Sample, options: Options) -> Iterator[Estimate]:
    table, chance = Table(sample.values), np.random.default_rng(options.seed)
    for size in batches(options.resamples, table.n, table.p):
        yield estimate(table, draw_counts(chance, size, table.n), sample.design, options)


def _quantities(sample: Sample, found: Estimate) -> dict[str, Floats]:
    """Return what is drawn; where the model has no path, or no chain of paths, there is nothing to draw."""
    plan = sample.design
    reach = plan.arrows.copy()
    for _ in range(plan.longest):
        reach |= reach @ plan.arrows
    return {
        "paths": np.where(plan.arrows, found.paths, np.nan),
        "total": np.where(reach, found.total, np.nan),
        "weights": found.weighting.weights,
        "loadings": found.loadings(plan),
        "r2": found.r2,
        "htmt": htmt(found.moments.correlations, plan),
    }


def _drawn(values: Floats, level: float) -> Drawn:
    """Return mean, standard deviation, percentile interval and p of draws along the first axis.

    p = 2 · min(1 + #{≤ 0}, 1 + #{≥ 0}) / (1 + draws): the level at which the percentile interval just leaves 0 out.
    """
    count = len(values)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    below, above = (values <= 0).sum(axis=0), (values >= 0).sum(axis=0)
    p = np.minimum(1.0, 2 * (1 + np.minimum(below, above)) / (1 + count))
    mean: Floats = values.mean(axis=0)
    return Drawn(mean, values.std(axis=0, ddof=1), low, high, np.where(np.isnan(mean), np.nan, p))


def _lost(total: int, constant: int, unsettled: int, used: int) -> list[Note]:
    if not constant and not unsettled:
        return []
    en = f"of {total} resamples {constant} had a constant item or an unsolvable regression, {unsettled} did not settle"
    zh = f"{total} 次重抽样中，{constant} 次含常数题项或回归无解，{unsettled} 次未收敛"
    few = used < min(LEAST, total)
    more_en = "; too few are left for intervals" if few else f"; the intervals rest on {used}"
    more_zh = "；剩余次数不足，不给出区间" if few else f"；区间基于其余 {used} 次"
    return [Note("path-model-resamples-lost", Text(en=en + more_en, zh=zh + more_zh))]
