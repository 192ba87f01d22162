"""Published figures of the mobile phone survey, through the collector."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from statistics import NormalDist, fmean, stdev

import pytest
from scipy import stats

from .conftest import DATA, MOBI, QUICK, Project, Survey, blocks

# Tenenhaus et al. (2005) data; indices with the weights of SmartPLS, path weighting.
INDEX = {
    "image": 73.5280,
    "expectation": 72.4738,
    "quality": 74.9766,
    "value": 62.3468,
    "satisfaction": 72.4541,
    "complaints": 67.4222,
    "loyalty": 70.9139,
}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    project = Project(tmp_path_factory.mktemp("mobi"))
    project.write("survey.csv", (DATA / "mobi.csv").read_text("utf-8"))
    return project.read(constructs=blocks(), fields={"recommend": "CUSL3"}, model={"preset": "ecsi", **QUICK})


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """Equal weights, no model."""
    return equal(tmp_path_factory.mktemp("plain"))


def equal(tmp_path: Path, **settings: object) -> Survey:
    project = Project(tmp_path)
    project.write("survey.csv", (DATA / "mobi.csv").read_text("utf-8"))
    return project.read(constructs=blocks(), **settings)


def test_indices_with_the_weights_of_the_model(survey: Survey) -> None:
    found = {row["construct-id"]: float(row["index"]) for row in survey.rows("index")}
    assert found == pytest.approx(INDEX, abs=5e-5)
    assert {row["weights"] for row in survey.rows("index")} == {"path model"}
    assert survey.codes == []


def test_the_weights_of_satisfaction(survey: Survey) -> None:
    weights = [float(row["weight"]) for row in survey.rows("questions", construct_id="satisfaction")]
    assert weights == pytest.approx([0.383634, 0.281550, 0.334816], abs=5e-7)


@pytest.mark.parametrize(("scheme", "index"), [("centroid", 72.5428), ("factorial", 72.5463)])
def test_other_schemes(tmp_path: Path, scheme: str, index: float) -> None:
    survey = equal(tmp_path, model={"preset": "ecsi", "scheme": scheme, **QUICK})
    assert float(survey.rows("index", construct_id="satisfaction")[0]["index"]) == pytest.approx(index, abs=5e-5)


def test_equal_weights_without_a_model(plain: Survey) -> None:
    row = plain.rows("index", construct_id="satisfaction")[0]
    assert float(row["index"]) == pytest.approx(71.9704, abs=5e-5)
    assert row["weights"] == "equal"


def test_weights_may_be_left_alone(tmp_path: Path) -> None:
    row = equal(tmp_path, model={"preset": "ecsi", "weights": False, **QUICK}).rows("index", figure="CSI")[0]
    assert float(row["index"]) == pytest.approx(71.9704, abs=5e-5)


def test_the_interval_is_that_of_a_mean(mobi: list[dict[str, int]], plain: Survey) -> None:
    own = [fmean((row[name] - 1) / 9 * 100 for name in MOBI["satisfaction"]) for row in mobi]
    half = stats.t.ppf(0.975, 249) * stdev(own) / math.sqrt(250)
    row = plain.rows("index", construct_id="satisfaction")[0]
    assert float(row["low"]) == pytest.approx(fmean(own) - half, abs=1e-6)
    assert float(row["high"]) == pytest.approx(fmean(own) + half, abs=1e-6)


def test_net_promoter_score_with_its_variance(survey: Survey) -> None:
    (row,) = survey.rows("nps")
    assert (row["promoters"], row["passives"], row["detractors"], row["nps"]) == (95, 95, 60, 14)
    error = 100 * math.sqrt((95 / 250 + 60 / 250 - (35 / 250) ** 2) / 250)
    half = NormalDist().inv_cdf(0.975) * error
    assert float(row["error"]) == pytest.approx(error, abs=1e-6)
    assert (float(row["low"]), float(row["high"])) == pytest.approx((14 - half, 14 + half), abs=1e-6)
    assert "1–10" in survey.exhibit("nps").notes[0].en
    assert survey.measure("nps").points[0].value == 14


def test_top_two_and_means(survey: Survey) -> None:
    rows = {row["item"]: row for row in survey.rows("questions")}
    tops = [rows[name]["top-two"] for name in MOBI["satisfaction"]]
    assert tops == [Decimal("26.8"), Decimal("18.4"), Decimal("21.6")]
    means = [rows[name]["mean"] for name in (*MOBI["satisfaction"], "CUSCO", *MOBI["loyalty"])]
    assert means == [Decimal(x) for x in ("7.988", "7.128", "7.316", "7.068", "7.452", "4.988", "7.668")]
    low, high = stats.binomtest(67, 250).proportion_ci(method="wilson")
    assert (float(rows["CUSA1"]["top-two-low"]), float(rows["CUSA1"]["top-two-high"])) == pytest.approx(
        (100 * low, 100 * high), abs=1e-6
    )


def test_levels_and_the_cross_table(mobi: list[dict[str, int]], plain: Survey) -> None:
    """Counted over the rows with fractions of whole numbers: the sum of three answers 1–10 lies between 3 and 30."""
    survey = plain

    def level(row: dict[str, int], names: list[str]) -> int:
        excess, most = sum(row[name] - 1 for name in names), 9 * len(names)
        return 1 + sum(5 * excess >= cut * most for cut in (1, 2, 3, 4))

    pairs = [(level(row, MOBI["satisfaction"]), level(row, MOBI["loyalty"])) for row in mobi]
    for row in survey.rows("loyalty"):
        for loyal in range(1, 6):
            assert row[f"loyalty-{loyal}"] == pairs.count((int(row["level"]), loyal))
    for row in survey.rows("levels"):
        assert row["count"] == sum(pleased == row["level"] for pleased, _ in pairs)
    for row in survey.rows("loyalty-rates"):
        known = [loyal for pleased, loyal in pairs if pleased == row["level"]]
        assert row["answers"] == len(known)
        if known:
            assert float(row["loyal"]) == pytest.approx(100 * known.count(5) / len(known), abs=1e-6)


def test_what_is_assumed_stands_apart(survey: Survey) -> None:
    assumed = survey.exhibit("loyalty-assumed")
    values = {one.key: one.value for one in assumed.assumptions}
    assert (values["loyalty.loyal_at_5"], values["loyalty.loyal_at_4"]) == (60, 30)
    assert not any(one.own for one in assumed.assumptions)
    assert [row["state"] for row in survey.rows("loyalty-assumed")] == [
        "loyal",
        "favourable",
        "vulnerable",
        "at risk",
        "not assessable",
    ]
    for word in ("loyalty", "loyalty-rates", "levels", "index", "nps"):
        assert not survey.exhibit(word).assumptions
