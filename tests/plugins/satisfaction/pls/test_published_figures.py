"""The published results of the ECSI model of 250 mobile phone customers, by SmartPLS 2 and seminr, to their digits."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plugins.satisfaction.pls.conftest import PATHS, QUICK, quick

from zhuoyue_plugins.satisfaction.pls import Analysis, Answers, PathModel, analyse

SCHEMES = ("centroid", "factorial", "path")
# Per scheme: the twelve paths in the order of PATHS (SmartPLS 2.0.M3).
COEFFICIENTS = (
    (0.50470564, 0.50494314, 0.50491393),
    (0.55724786, 0.55675903, 0.55674896),
    (0.05078755, 0.05017810, 0.04998839),
    (0.55721686, 0.55776245, 0.55830438),
    (0.17883348, 0.17859267, 0.17873950),
    (0.06442534, 0.06494365, 0.06252287),
    (0.51254524, 0.51297470, 0.51202394),
    (0.19181566, 0.19144526, 0.19476510),
    (0.52609731, 0.52585655, 0.52806625),
    (0.19535971, 0.19581962, 0.19575534),
    (0.48347472, 0.48305917, 0.48547762),
    (0.07123241, 0.07031057, 0.06692607),
)
R2 = {
    "Expectation": (0.25472778, 0.25496757, 0.25493808),
    "Quality": (0.31052517, 0.30998061, 0.30996941),
    "Value": (0.34460987, 0.34478133, 0.34527894),
    "Satisfaction": (0.68028109, 0.68069769, 0.68107829),
    "Complaints": (0.27677838, 0.27652511, 0.27885396),
    "Loyalty": (0.45728605, 0.45651959, 0.45694445),
}
# Path weighting: weight and loading of each item.
ITEMS = {
    "IMAG1": (0.30131215, 0.745208),
    "IMAG2": (0.25969115, 0.599200),
    "IMAG3": (0.21792305, 0.576359),
    "IMAG4": (0.32850357, 0.768762),
    "IMAG5": (0.32468141, 0.744452),
    "CUEX1": (0.52118068, 0.770767),
    "CUEX2": (0.47367966, 0.691245),
    "CUEX3": (0.44563424, 0.607813),
    "PERQ1": (0.21317504, 0.803178),
    "PERQ2": (0.14472169, 0.638146),
    "PERQ3": (0.20001771, 0.783747),
    "PERQ4": (0.17939947, 0.769480),
    "PERQ5": (0.17863569, 0.754721),
    "PERQ6": (0.17912074, 0.774643),
    "PERQ7": (0.21548153, 0.779865),
    "PERV1": (0.47928245, 0.902211),
    "PERV2": (0.60405602, 0.939625),
    "CUSA1": (0.36486486, 0.792412),
    "CUSA2": (0.38315604, 0.847021),
    "CUSA3": (0.45096120, 0.856693),
    "CUSCO": (1.0, 1.0),
    "CUSL1": (0.46066473, 0.820413),
    "CUSL2": (0.11426953, 0.202022),
    "CUSL3": (0.65431059, 0.915436),
}
# α, ρA, ρC, AVE, index 0–100.
CONSTRUCTS = {
    "Image": (0.722835, 0.740329, 0.818879, 0.478354, 73.5280),
    "Expectation": (0.451903, 0.462055, 0.733236, 0.480446, 72.4738),
    "Quality": (0.877010, 0.884246, 0.904692, 0.576650, 74.9766),
    "Value": (0.823632, 0.854996, 0.917975, 0.848440, 62.3468),
    "Satisfaction": (0.779195, 0.789102, 0.871253, 0.693095, 72.4541),
    "Complaints": (None, None, None, None, 67.4222),
    "Loyalty": (0.472399, 0.745734, 0.721706, 0.517305, 70.9139),
}
ON_SATISFACTION = {"Image": 0.389727, "Expectation": 0.417868, "Quality": 0.620762, "Value": 0.194765}
ON_LOYALTY = {
    "Image": 0.398732,
    "Expectation": 0.217633,
    "Quality": 0.323305,
    "Value": 0.101437,
    "Satisfaction": 0.520819,
    "Complaints": 0.066926,
}
HTMT = {
    "Image": (0.8880, 0.9287, 0.6517, 0.9101, 0.5447, 0.8670),
    "Expectation": (0.8783, 0.5886, 0.8651, 0.3830, 0.7704),
    "Quality": (0.6733, 0.9536, 0.5639, 0.7593),
    "Value": (0.7408, 0.3868, 0.7973),
    "Satisfaction": (0.5882, 0.9566),
    "Complaints": (0.5613,),
}


@pytest.fixture(scope="module")
def estimated(ecsi: PathModel, mobi: Answers) -> dict[str, Analysis]:
    return {scheme: analyse(ecsi, mobi, quick(tolerance=1e-12, scheme=scheme)) for scheme in SCHEMES}


@pytest.fixture(scope="module")
def path(estimated: dict[str, Analysis]) -> Analysis:
    return estimated["path"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_paths_and_r2_of_all_schemes(scheme: str, estimated: dict[str, Analysis]) -> None:
    fit, column = estimated[scheme].fit, SCHEMES.index(scheme)
    place = fit.constructs.index
    for (cause, effect), row in zip(PATHS, COEFFICIENTS, strict=True):
        assert fit.paths[place(cause), place(effect)] == pytest.approx(row[column], abs=1e-8)
    for name, row in R2.items():
        assert fit.r2[place(name)] == pytest.approx(row[column], abs=1e-8)
    assert np.isnan(fit.r2[place("Image")])
    assert fit.n == 250


def test_weights_and_loadings(path: Analysis) -> None:
    for item, weight, loading in zip(path.fit.items, path.fit.weights, path.fit.loadings, strict=True):
        assert weight == pytest.approx(ITEMS[item][0], abs=1e-8)
        assert loading == pytest.approx(ITEMS[item][1], abs=6e-7)


def test_reliability_and_indices(path: Analysis) -> None:
    quality = path.quality
    for at, name in enumerate(path.fit.constructs):
        *figures, index = CONSTRUCTS[name]
        assert path.fit.index[at] == pytest.approx(index, abs=6e-5)
        for found, figure in zip((quality.alpha, quality.rho_a, quality.rho_c, quality.ave), figures, strict=True):
            if figure is None:
                assert np.isnan(found[at])
            else:
                assert found[at] == pytest.approx(figure, abs=6e-7)


def test_index_of_satisfaction_by_scheme(estimated: dict[str, Analysis]) -> None:
    at = estimated["path"].fit.constructs.index("Satisfaction")
    assert [round(float(estimated[scheme].fit.index[at]), 4) for scheme in SCHEMES] == [72.5428, 72.5463, 72.4541]
    shares = estimated["path"].fit.index_weights[[block == at for block in estimated["path"].fit.block]]
    assert list(shares.round(6)) == [0.383634, 0.281550, 0.334816]


def test_total_effects(path: Analysis) -> None:
    place = path.fit.constructs.index
    for target, figures in (("Satisfaction", ON_SATISFACTION), ("Loyalty", ON_LOYALTY)):
        for name, figure in figures.items():
            assert path.fit.total[place(name), place(target)] == pytest.approx(figure, abs=6e-7)


def test_htmt(path: Analysis) -> None:
    for a, name in enumerate(path.fit.constructs[:-1]):
        for b, figure in enumerate(HTMT[name], a + 1):
            assert path.quality.htmt[a, b] == pytest.approx(figure, abs=6e-5)
            assert path.quality.htmt[b, a] == pytest.approx(path.quality.htmt[a, b], rel=1e-12)


def test_usual_tolerance_is_fine_enough(ecsi: PathModel, mobi: Answers) -> None:
    fit = analyse(ecsi, mobi, QUICK).fit
    place = fit.constructs.index
    for (cause, effect), row in zip(PATHS, COEFFICIENTS, strict=True):
        assert fit.paths[place(cause), place(effect)] == pytest.approx(row[2], abs=1e-6)


def test_known_weak_spots_are_flagged(path: Analysis) -> None:
    flagged = {(flag.kind, *flag.subject) for flag in path.flags}
    assert {
        ("alpha", "Expectation"),
        ("alpha", "Loyalty"),
        ("weak-loading", "CUSL2"),
        ("ave", "Image"),
        ("htmt", "Quality", "Satisfaction"),
    } <= flagged
    assert not any(kind in {"alpha", "rho_c", "ave"} and name == "Quality" for kind, name, *_ in flagged)
