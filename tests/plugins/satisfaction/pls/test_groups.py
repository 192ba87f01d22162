"""Groups compared: identical ones do not differ, planted differences are found, small groups are left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from tests.plugins.satisfaction.pls.conftest import BLOCKS, answers, model, quick, slow, slow_plan

from zhuoyue_plugins.satisfaction.figures import holm
from zhuoyue_plugins.satisfaction.pls import Answers, Options, PathModel, analyse

PAIR = {"A": ("a1", "a2"), "B": ("b1", "b2")}
ITEMS = ("a1", "a2", "b1", "b2")


def options(**changes: object) -> Options:
    return quick(**{"permutations": 99, "seed": 4, **changes})


def planted(strength: float, n: int, seed: int) -> np.ndarray:
    """Return answers of `n` customers in whom A drives B so strongly."""
    chance = np.random.default_rng(seed)
    cause = chance.normal(size=n)
    effect = strength * cause + np.sqrt(1 - strength**2) * chance.normal(size=n)
    noise = chance.normal(size=(n, 4)) * 0.5
    return np.column_stack([cause, cause, effect, effect]) + noise


def two(first: np.ndarray, second: np.ndarray) -> Answers:
    given = answers(np.vstack([first, second]), ITEMS, groups=("east",) * len(first) + ("west",) * len(second))
    return replace(given, scales={})


def test_same_answers_do_not_differ() -> None:
    part = planted(0.6, 60, 1)
    result = analyse(model(PAIR, [("A", "B")]), two(part, part), options())
    assert result.groups
    (found,) = result.groups.differences
    assert found.values[0] == pytest.approx(found.values[1])
    assert (found.p, found.p_adjusted, found.comparable) == (1.0, 1.0, True)
    assert (found.groups, found.n, found.permutations) == (("east", "west"), (60, 60), 99)


def test_planted_difference_is_found_and_the_fits_are_those_of_the_groups() -> None:
    one = model(PAIR, [("A", "B")])
    east, west = planted(0.9, 80, 2), planted(-0.1, 70, 3)
    result = analyse(one, two(east, west), options())
    assert result.groups
    (found,) = result.groups.differences
    assert found.p == pytest.approx(0.01)
    for name, part in (("east", east), ("west", west)):
        alone = analyse(one, replace(two(part, part[:0]), groups=()), options()).fit
        np.testing.assert_allclose(result.groups.fits[name].paths, alone.paths)
        assert result.groups.fits[name].n == len(part) == result.groups.fits[name].used.sum()


def test_p_against_a_slow_loop() -> None:
    one = model(PAIR, [("A", "B")])
    east, west = planted(0.7, 40, 5), planted(0.45, 40, 6)
    result = analyse(one, two(east, west), options(tolerance=1e-12))
    assert result.groups
    values, labels = np.vstack([east, west]), np.repeat([1.0, 0.0], 40)
    blocks, paths, _ = slow_plan(one, ITEMS)

    def difference(label: np.ndarray) -> float:
        first, second = (slow(values[label == mark], blocks, paths, "path")["paths"][0, 1] for mark in (1, 0))
        return abs(first - second)

    drawn = np.random.default_rng(4).permuted(np.tile(labels, (100, 1)), axis=1)[1:]
    observed = difference(labels)
    expected = (1 + sum(difference(label) >= observed for label in drawn)) / 100
    assert result.groups.differences[0].p == pytest.approx(expected)


def test_weights_that_differ_are_not_comparable() -> None:
    east, west = planted(0.7, 150, 7), planted(0.7, 150, 8)
    # In the west the first question of A has become noise.
    west[:, 0] = np.random.default_rng(9).normal(size=150)
    result = analyse(model(PAIR, [("A", "B")]), two(east, west), options())
    assert result.groups
    assert not result.groups.differences[0].comparable


def test_groups_too_small_or_constant_are_left_out_with_a_reason(ecsi: PathModel, mobi: Answers) -> None:
    labels = ["north"] * 100 + ["south"] * 100 + ["east"] * 40 + ["west"] * 8 + [None, None]
    values = mobi.values.copy()
    values[200:240, mobi.items.index("CUSCO")] = 5
    given = replace(mobi, values=values, groups=tuple(labels))
    result = analyse(ecsi, given, options(permutations=9))
    assert result.groups
    assert dict(result.groups.left_out) == {"west": "small", "east": "constant"}
    assert set(result.groups.fits) == {"north", "south"}
    said = {note.where: note.text for note in result.notes if note.code == "path-model-group-left-out"}
    assert "only 8 answers, fewer than 30" in said["west"].en
    assert "只有 8 份答卷" in said["west"].zh
    assert "constant" in said["east"].en
    assert len(result.groups.differences) == 12


def test_more_groups_than_are_compared(ecsi: PathModel, mobi: Answers) -> None:
    given = replace(mobi, groups=tuple("abcde"[at % 5] for at in range(250)))
    result = analyse(ecsi, given, options(permutations=0, most_groups=3))
    assert result.groups
    assert set(result.groups.fits) == {"a", "b", "c"}
    assert set(result.groups.left_out.values()) == {"many"}
    assert result.groups.differences == ()


def test_one_group_is_no_comparison(ecsi: PathModel, mobi: Answers) -> None:
    assert analyse(ecsi, replace(mobi, groups=("all",) * 250), options()).groups is None


def test_holm_is_the_published_correction() -> None:
    chances = [0.01, 0.04, 0.03, 0.005, 0.8, 0.03]
    assert holm(chances) == pytest.approx(list(multipletests(chances, method="holm")[1]))


def test_groups_with_gaps_use_the_means_of_the_group(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[np.random.default_rng(2).random(values.shape) < 0.04] = np.nan
    given = replace(mobi, values=values, groups=("a",) * 125 + ("b",) * 125)
    result = analyse(model(BLOCKS, ecsi.paths), given, options(permutations=9))
    alone = analyse(model(BLOCKS, ecsi.paths), replace(mobi, values=values[:125]), options())
    assert result.groups
    np.testing.assert_allclose(result.groups.fits["a"].paths, alone.fit.paths, atol=1e-9)


def test_permutations_that_fail_are_counted_and_said() -> None:
    east, west = planted(0.6, 40, 1), planted(0.6, 40, 2)
    # One odd answer in each group: together in one group, they leave the other without variation.
    for part in (east, west):
        part[:, 0] = 3
        part[0, 0] = 4
    one = model(PAIR, [("A", "B")])
    result = analyse(one, two(east, west), options(permutations=60))
    labels = np.repeat([1.0, 0.0], 40)
    drawn = np.random.default_rng(4).permuted(np.tile(labels, (61, 1)), axis=1)[1:]
    lost = sum(label[0] == label[40] for label in drawn)
    assert result.groups
    assert 0 < lost < 60
    assert {found.permutations for found in result.groups.differences} == {60 - lost}
    note = next(note for note in result.notes if note.code == "path-model-permutations-lost")
    assert f"{lost} of 60 permutations" in note.text.en
    assert f"60 次置换中有 {lost} 次" in note.text.zh


def test_a_group_needs_more_answers_than_a_regression_has_causes(ecsi: PathModel, mobi: Answers) -> None:
    given = replace(mobi, groups=("a",) * 120 + ("b",) * 125 + ("c",) * 5)
    result = analyse(ecsi, given, options(permutations=0, least_group=5))
    assert result.groups
    assert dict(result.groups.left_out) == {"c": "small"}
    assert "only 5 answers, fewer than 6" in result.notes[-1].text.en
