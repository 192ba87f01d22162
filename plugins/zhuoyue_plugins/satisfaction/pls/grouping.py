"""Groups compared: is a path stronger for one group of customers than for another?

Sources: W. W. Chin, J. Dibbern, *An introduction to a permutation based procedure for multi-group PLS analysis* (2010);
J. Henseler, C. M. Ringle, M. Sarstedt, *Testing measurement invariance of composites using partial least squares*,
International Marketing Review 33 (2016) 405–431 (MICOM); S. Holm, Scandinavian J. Statistics 6 (1979) 65–70. Both tests
use the same permutations of the group labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from zhuoyue import Severity, Text
from zhuoyue_plugins.satisfaction.figures import holm
from zhuoyue_plugins.satisfaction.pls.batches import batches
from zhuoyue_plugins.satisfaction.pls.design import Design
from zhuoyue_plugins.satisfaction.pls.estimate import estimate
from zhuoyue_plugins.satisfaction.pls.fitting import assemble
from zhuoyue_plugins.satisfaction.pls.moments import Flags, Floats, Table
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.preparing import Sample
from zhuoyue_plugins.satisfaction.pls.result import Fit, Groups, Note, PathDifference
from zhuoyue_plugins.satisfaction.pls.sample_size import fewest

_CHANCE = 0.05
"""Level of the test that weights are alike."""


@dataclass(frozen=True)
class _Permuted:
    """Differences of two groups under permutation; the first row is what was observed."""

    differences: Floats
    """Draws × constructs × constructs."""
    alike: Floats
    """Draws × constructs: correlation of the scores that the two groups' weights make."""


def compare(sample: Sample, options: Options) -> tuple[Groups | None, list[Note]]:
    """Estimate the model in each group and test the differences; say which groups were left out."""
    sizes = Counter(group for group in sample.groups if group is not None)
    if len(sizes) < 2:
        return None, []
    least = max(options.least_group, fewest(sample.model))
    left_out = {group: "small" for group, size in sizes.items() if size < least}
    ranked = sorted((group for group in sizes if group not in left_out), key=lambda group: (-sizes[group], group))
    left_out |= dict.fromkeys(ranked[options.most_groups :], "many")
    fits: dict[str, Fit] = {}
    for group in sorted(ranked[: options.most_groups]):
        found, reason = _fit(sample, _rows(sample, group), options)
        if found is None:
            left_out[group] = reason
        else:
            fits[group] = found
    differences = _differences(sample, fits, options) if options.permutations else ()
    notes = [*_left_out(left_out, sizes, least, options), *_lost(differences, options)]
    return Groups(options.seed, fits, differences, left_out), notes


def _rows(sample: Sample, *groups: str) -> Flags:
    return np.array([group in groups for group in sample.groups])


def _fit(sample: Sample, rows: Flags, options: Options) -> tuple[Fit | None, str]:
    """Return the model of some rows, or why there is none."""
    values = sample.values[rows]
    spread = [np.unique(column[~np.isnan(column)]).size for column in values.T]
    if min(spread) < 2:
        return None, "constant"
    table = Table(values)
    found = estimate(table, np.ones((1, table.n)), sample.design, options)
    if not found.usable[0]:
        return None, "constant" if not found.varied[0] else "not-converged"
    used = sample.used.copy()
    used[used] = rows
    part = replace(
        sample, values=values, used=used, missing=tuple(int(count) for count in np.isnan(values).sum(axis=0))
    )
    return replace(assemble(part, found), dropped=0), ""


def _differences(sample: Sample, fits: Mapping[str, Fit], options: Options) -> tuple[PathDifference, ...]:
    """Return every path in every pair of groups, with p by permutation and by Holm over all of them."""
    result: list[PathDifference] = []
    chance = np.random.default_rng(options.seed)
    for pair in combinations(fits, 2):
        permuted = _permute(sample, pair, chance, options)
        comparable = _comparable(permuted.alike)
        count = len(permuted.differences) - 1
        observed = np.abs(permuted.differences[0])
        # Rounding must not make a permutation that repeats the groups count as smaller.
        p = (np.abs(permuted.differences) >= observed - 1e-12).sum(axis=0) / (count + 1)
        names = sample.model.names
        for cause, effect in ((names.index(a), names.index(b)) for a, b in sample.model.paths):
            result.append(
                PathDifference(
                    path=(names[cause], names[effect]),
                    groups=pair,
                    n=(fits[pair[0]].n, fits[pair[1]].n),
                    values=(float(fits[pair[0]].paths[cause, effect]), float(fits[pair[1]].paths[cause, effect])),
                    p=float(p[cause, effect]),
                    p_adjusted=np.nan,
                    permutations=count,
                    comparable=bool(comparable[cause] and comparable[effect]),
                )
            )
    adjusted = holm([one.p for one in result])
    return tuple(replace(one, p_adjusted=value) for one, value in zip(result, adjusted, strict=True))


def _permute(sample: Sample, pair: tuple[str, str], chance: np.random.Generator, options: Options) -> _Permuted:
    """Estimate both groups as they are and under permutations of their labels; keep draws in which both settle."""
    table = Table(sample.values[_rows(sample, *pair)])
    labels = np.array([group == pair[0] for group in sample.groups if group in pair], dtype=float)
    pooled = table.moments(np.ones((1, table.n))).correlations[0]
    differences, alike = [], []
    for number, size in enumerate(batches(options.permutations + 1, table.n, table.p)):
        drawn = chance.permuted(np.tile(labels, (size, 1)), axis=1)
        if number == 0:
            drawn[0] = labels
        first = estimate(table, drawn, sample.design, options)
        second = estimate(table, 1 - drawn, sample.design, options)
        fine = first.usable & second.usable
        differences.append((first.paths - second.paths)[fine])
        weights = first.weighting.weights[fine], second.weighting.weights[fine]
        alike.append(_alike(*weights, pooled, sample.design))
    return _Permuted(np.concatenate(differences), np.concatenate(alike))


def _alike(first: Floats, second: Floats, pooled: Floats, plan: Design) -> Floats:
    """Return for each construct the correlation, over both groups, of scores by either group's weights (MICOM c)."""
    one = first[:, :, None] * plan.membership
    two = second[:, :, None] * plan.membership
    shared = np.einsum("bik,bik->bk", one, pooled @ two)
    own = np.einsum("bik,bik->bk", one, pooled @ one) * np.einsum("bik,bik->bk", two, pooled @ two)
    result: Floats = shared / np.sqrt(own)
    return result


def _comparable(alike: Floats) -> Flags:
    """Tell which constructs' weights are alike: c not among the lowest 5 % under permutation (MICOM, step 2)."""
    result: Flags = alike[0] >= np.quantile(alike, _CHANCE, axis=0) - 1e-12
    return result


def _lost(differences: Sequence[PathDifference], options: Options) -> Iterator[Note]:
    """Say of each pair how many permutations could not be used."""
    for pair, used in {one.groups: one.permutations for one in differences}.items():
        if used < options.permutations:
            lost, names = options.permutations - used, " – ".join(pair)
            text = Text(
                en=f"groups {names}: {lost} of {options.permutations} permutations could not be estimated and are "
                "not counted",
                zh=f"组 {names}：{options.permutations} 次置换中有 {lost} 次无法估计，未计入",
            )
            yield Note("path-model-permutations-lost", text, names)


_REASONS = {
    "small": ("it has only {n} answers, fewer than {least}", "只有 {n} 份答卷，少于 {least} 份"),
    "constant": (
        "one of its items is constant there, or a regression has no solution",
        "其中有题项为常数，或回归无解",
    ),
    "not-converged": ("the weights did not settle there", "其权重没有收敛"),
    "many": ("only the {most} largest groups are compared", "只比较最大的 {most} 个组"),
}


def _left_out(left_out: Mapping[str, str], sizes: Mapping[str, int], least: int, options: Options) -> list[Note]:
    notes = []
    for group, reason in sorted(left_out.items()):
        figures = {"n": sizes[group], "least": least, "most": options.most_groups}
        en, zh = (words.format(**figures) for words in _REASONS[reason])
        text = Text(en=f"group {group!r} is left out of the comparison: {en}", zh=f"组 {group!r} 未参与比较：{zh}")
        notes.append(Note("path-model-group-left-out", text, group, Severity.INFO))
    return notes
