"""Prediction of answers the model has not seen: PLSpredict.

Sources: G. Shmueli et al., *The elephant in the room: predictive performance of PLS models*, J. Business Research 69
(2016) 4552–4564; G. Shmueli et al., *Predictive model assessment in PLS-SEM: guidelines for using PLSpredict*, European
J. Marketing 53 (2019) 2322–2347. An item is predicted from the scores of the direct causes of its construct; the
linear benchmark regresses it on the items of those causes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhuoyue import Text
from zhuoyue_plugins.satisfaction.pls.batches import batches
from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.estimate import Estimate, estimate
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats, Table
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.preparing import Sample
from zhuoyue_plugins.satisfaction.pls.regression import solve
from zhuoyue_plugins.satisfaction.pls.result import ItemPrediction, Note, Prediction


@dataclass
class _Errors:
    """Sums over held-out answers, by item."""

    count: Floats
    squares: Floats
    absolutes: Floats
    linear_squares: Floats
    linear_absolutes: Floats
    naive_squares: Floats


def predict(sample: Sample, options: Options, held: Flags | None = None) -> tuple[Prediction | None, list[Note]]:
    """Return how well each item of an effect is predicted, and what the reader should know.

    `held` tells which rows each fold holds out (folds × n); by default they are drawn.
    """
    if not options.repeats:
        return None, []
    n = len(sample.values)
    if n < 2 * options.folds:
        return None, [_too_few(n, options.folds)]
    held = fold_table(n, options) if held is None else held
    errors, lost = _errors(sample, held, options)
    notes = [_lost(lost, len(held))] if lost else []
    if lost == len(held):
        return None, notes
    return Prediction(options.seed, options.folds, options.repeats, _items(sample, errors)), notes


def fold_table(n: int, options: Options) -> Flags:
    """Return which rows each fold holds out: repeats · folds × n; the folds of a repeat split the rows evenly."""
    chance = np.random.default_rng(options.seed)
    parts = np.arange(n) % options.folds
    return np.concatenate(
        [chance.permutation(parts) == np.arange(options.folds)[:, None] for _ in range(options.repeats)]
    )


def _errors(sample: Sample, held: Flags, options: Options) -> tuple[_Errors, int]:
    table = Table(sample.values)
    errors = _Errors(*(np.zeros(table.p) for _ in range(6)))
    done = lost = 0
    for size in batches(len(held), table.n, table.p):
        out = held[done : done + size]
        found = estimate(table, (~out).astype(float), sample.design, options)
        linear = _linear(found, sample.design, (~out).sum(axis=1))
        for at in range(size):
            if found.usable[at]:
                _add(errors, sample.values[out[at]], found, at, linear[at], sample.design)
            else:
                lost += 1
        done += size
    return errors, lost


def _add(errors: _Errors, rows: Floats, found: Estimate, at: int, linear: Floats, plan: Design) -> None:
    """Add the errors of one fold; an answer that is missing enters as the training mean and is not predicted."""
    means, sds = found.moments.means[at], found.moments.sds[at]
    actual = (rows - means) / sds
    known = np.nan_to_num(actual)
    outer = found.weighting.weights[at][:, None] * plan.membership
    effects = (known @ outer @ found.paths[at])[:, plan.block] * found.loadings(plan)[at]
    own, other, naive = (actual - effects) * sds, (actual - known @ linear) * sds, actual * sds
    errors.count += (~np.isnan(actual)).sum(axis=0)
    errors.squares += np.nansum(own**2, axis=0)
    errors.absolutes += np.nansum(np.abs(own), axis=0)
    errors.naive_squares += np.nansum(naive**2, axis=0)
    # A benchmark that could not be solved once is not given at all.
    unsolved = np.isnan(linear).any(axis=0)
    errors.linear_squares += np.where(unsolved, np.nan, np.nansum(other**2, axis=0))
    errors.linear_absolutes += np.where(unsolved, np.nan, np.nansum(np.abs(other), axis=0))


def _linear(found: Estimate, plan: Design, rows: NDArray[np.intp]) -> Floats:
    """Return the regressions of each item on the items of its construct's causes: b × p × p, [from, to]."""
    matrices = found.moments.correlations
    result = np.zeros_like(matrices)
    for effect, causes in enumerate(plan.causes):
        if not len(causes):
            continue
        known = np.concatenate([plan.columns[cause] for cause in causes])
        for item in plan.columns[effect]:
            coefficients, solved = solve(matrices[:, known[:, None], known], matrices[:, known, item])
            solved &= rows > len(known) + 1
            result[:, known, item] = np.where(solved[:, None], coefficients, np.nan)
    return result


def _items(sample: Sample, errors: _Errors) -> tuple[ItemPrediction, ...]:
    plan = sample.design
    with np.errstate(divide="ignore", invalid="ignore"):
        q2 = 1 - errors.squares / errors.naive_squares
        rmse, linear_rmse = (np.sqrt(sums / errors.count) for sums in (errors.squares, errors.linear_squares))
        mae, linear_mae = (sums / errors.count for sums in (errors.absolutes, errors.linear_absolutes))
    return tuple(
        ItemPrediction(
            item=name,
            q2=float(q2[at]),
            rmse=float(rmse[at]),
            mae=float(mae[at]),
            rmse_linear=float(linear_rmse[at]),
            mae_linear=float(linear_mae[at]),
        )
        for at, name in enumerate(sample.model.items)
        if len(plan.causes[plan.block[at]])
    )


def _too_few(n: int, folds: int) -> Note:
    text = Text(
        en=f"{n} answers cannot be split into {folds} parts of two at least; there is no prediction test",
        zh=f"{n} 份答卷无法分为 {folds} 份、每份至少两份；不做预测检验",
    )
    return Note("path-model-no-prediction", text)


def _lost(lost: int, total: int) -> Note:
    text = Text(
        en=f"in {lost} of {total} training folds the model could not be estimated; the prediction test goes without",
        zh=f"{total} 个训练折中有 {lost} 个无法估计模型；预测检验未计入这些折",
    )
    return Note("path-model-folds-lost", text)
