"""The example's survey against plain Python over its rows, which shares no code with the plugin."""

from __future__ import annotations

import csv
import math
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from scipy import stats

from zhuoyue_plugins.satisfaction.collector import Satisfaction

from .conftest import Project, Survey

RECORDS = Path(__file__).parents[3] / "examples/huadong-precision/records"
CSI, CLI = ("q_overall", "q_expectation_met", "q_ideal"), ("q_recommend", "q_repurchase")
QUALITY = ("q_quality_product", "q_quality_delivery", "q_quality_service")
YEARS = ("2023", "2024", "2025")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return pq.read_table(RECORDS / "survey.parquet").to_pylist()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def survey() -> Survey:
    project = Project(RECORDS.parent)
    limits = [{"column": name, "expectation": [7, 9]} for name in QUALITY]
    source = project.source(
        {
            "path": "records/survey.parquet",
            "constructs": {
                "satisfaction": {"questions": list(CSI), "target": 76},
                "loyalty": {"questions": list(CLI)},
                "quality": {"questions": limits},
                "complaints": {"questions": [{"column": "complained", "yes_no": True}], "direction": "lower"},
            },
            "fields": {
                "respondent": "respondent_id",
                "answered": "answered_on",
                "segment": "segment",
                "tier": "product_line",
                "recommend": "q_recommend",
                "complained": "complained",
            },
            "waves": {
                "path": "records/survey-waves.csv",
                "fields": {"period": "year", "segment": "segment", "sent": "sent", "returned": "returned"},
                "least_rate": 42,
            },
        }
    )
    return Survey(Satisfaction().collect(source))


def index_of(rows: list[dict[str, Any]], names: tuple[str, ...]) -> tuple[float, float, float, int]:
    """Index with equal weights, its interval by linearisation, and the respondents with an answer."""
    known = {name: [row[name] for row in rows if row[name] is not None] for name in names}
    means = {name: Fraction(sum(values), len(values)) for name, values in known.items()}
    index = sum((mean - 1) / 9 * 100 for mean in means.values()) / len(names)
    influences = [
        sum(
            100 / 9 / len(names) * float(row[name] - means[name]) / len(known[name])
            for name in names
            if row[name] is not None
        )
        for row in rows
        if any(row[name] is not None for name in names)
    ]
    n = len(influences)
    half = stats.t.ppf(0.975, n - 1) * math.sqrt(n / (n - 1) * sum(one**2 for one in influences))
    return float(index), float(index) - half, float(index) + half, n


def of(rows: list[dict[str, Any]], **equal: str) -> list[dict[str, Any]]:
    return [row for row in rows if all(str(row[key]) == value for key, value in equal.items())]


@pytest.mark.parametrize(("construct", "names"), [("satisfaction", CSI), ("loyalty", CLI), ("quality", QUALITY)])
def test_index_of_every_period_segment_and_product_line(
    survey: Survey, rows: list[dict[str, Any]], construct: str, names: tuple[str, ...]
) -> None:
    checked = 0
    for word, column in (("index", None), ("segments", "segment"), ("tiers", "product_line")):
        for row in survey.rows(word, construct_id=construct):
            mine = of(rows, year=row["period"], **({column: row["group"]} if column else {}))
            expected = index_of(mine, names)
            assert [float(row[key]) for key in ("index", "low", "high")] == pytest.approx(expected[:3], abs=2e-6)
            assert row["answers"] == expected[3]
            checked += 1
    assert checked == 3 + 15 + 12


def test_measures_have_the_same_figures(survey: Survey, rows: list[dict[str, Any]]) -> None:
    measure = survey.measure("satisfaction")
    assert [point.period for point in measure.points] == list(YEARS)
    assert {point.value for point in measure.targets} == {76}
    assert len(measure.segments) == 5
    for segment in measure.segments:
        for point in segment.points:
            mine = of(rows, year=point.period, segment=segment.name.en)
            assert point.value is not None
            assert float(point.value) == pytest.approx(index_of(mine, CSI)[0], abs=1e-6)
            assert point.count == index_of(mine, CSI)[3]
    assert survey.measure("complaints").direction == "lower"


def test_change_and_gap(survey: Survey, rows: list[dict[str, Any]]) -> None:
    """Change by Welch's test on the respondents' own sums would need every answer; held against the two intervals."""
    found = {row["period"]: row for row in survey.rows("index", figure="CSI")}
    for before, now in (("2023", "2024"), ("2024", "2025")):
        one, other = index_of(of(rows, year=now), CSI), index_of(of(rows, year=before), CSI)
        errors = [(high - low) / 2 / stats.t.ppf(0.975, n - 1) for _, low, high, n in (one, other)]
        assert float(found[now]["change"]) == pytest.approx(one[0] - other[0], abs=2e-6)
        width = float(found[now]["change-high"] - found[now]["change-low"]) / 2
        assert width == pytest.approx(1.96 * math.hypot(*errors), rel=2e-3)
    sensors = survey.rows("tiers", figure="CSI", period="2025", group="sensor modules")[0]
    others = [
        index_of(of(rows, year="2025", product_line=line), CSI)
        for line in ("hydraulics", "precision shafts", "linear guides")
    ]
    pooled = sum(one[0] * one[3] for one in others) / sum(one[3] for one in others)
    assert float(sensors["gap"]) == pytest.approx(float(sensors["index"]) - pooled, abs=2e-6)
    assert sensors["gap-p"] < 1e-6
    assert sensors["change-high"] < 0


def test_net_promoter_score(survey: Survey, rows: list[dict[str, Any]]) -> None:
    for row in survey.rows("nps"):
        mine = of(rows, year=row["period"], **({"segment": row["group"]} if row["group"] != "all" else {}))
        answers = [one["q_recommend"] for one in mine if one["q_recommend"] is not None]
        high, low = sum(one >= 9 for one in answers), sum(one <= 6 for one in answers)
        assert (row["answers"], row["promoters"], row["detractors"]) == (len(answers), high, low)
        assert float(row["nps"]) == pytest.approx(100 * (high - low) / len(answers), abs=1e-6)


def test_questions(survey: Survey, rows: list[dict[str, Any]]) -> None:
    for row in survey.rows("questions", construct_id="quality"):
        answers = [one[row["item"]] for one in of(rows, year=row["period"]) if one[row["item"]] is not None]
        assert (row["answers"], row["missing"]) == (len(answers), 2000 - len(answers))
        assert float(row["mean"]) == pytest.approx(sum(answers) / len(answers), abs=1e-6)
        assert float(row["top-two"]) == pytest.approx(100 * sum(one >= 9 for one in answers) / len(answers), abs=1e-6)


def test_zones(survey: Survey, rows: list[dict[str, Any]]) -> None:
    """LSL 7, USL 9 on 1–10: near is within 0.45 of 7, far below is under 4.75."""
    zone = {10: "above", 9: "inside", 8: "inside", 7: "near", 6: "below", 5: "below"}
    for row in survey.rows("zones"):
        answers = [one[row["item"]] for one in of(rows, year=row["period"]) if one[row["item"]] is not None]
        counts = Counter(zone.get(one, "far") for one in answers)
        assert {key: row[key] for key in ("above", "inside", "near", "below", "far")} == {
            key: counts[key] for key in ("above", "inside", "near", "below", "far")
        }
        assert float(row["far-share"]) == pytest.approx(100 * counts["far"] / len(answers), abs=1e-6)


def test_complaints(survey: Survey, rows: list[dict[str, Any]]) -> None:
    def own(one: dict[str, Any]) -> float | None:
        known = [one[name] for name in CSI if one[name] is not None]
        return sum((value - 1) / 9 * 100 for value in known) / len(known) if known else None

    for row in survey.rows("complained"):
        mine = of(rows, year=row["period"])
        yes = [own(one) for one in mine if one["complained"]]
        known = [one for one in yes if one is not None]
        assert (row["answers"], row["complained"]) == (2000, len(yes))
        assert float(row["csi-yes"]) == pytest.approx(sum(known) / len(known), abs=1e-6)
    index = {row["period"]: row for row in survey.rows("index", construct_id="complaints")}
    for year in YEARS:
        share = 100 * sum(one["complained"] for one in of(rows, year=year)) / 2000
        assert float(index[year]["index"]) == pytest.approx(share, abs=1e-6)


def test_cross_table(survey: Survey, rows: list[dict[str, Any]]) -> None:
    """Levels in whole numbers: the mean of the known answers, less 1, against fifths of 9."""

    def level(one: dict[str, Any], names: tuple[str, ...]) -> int | None:
        known = [one[name] for name in names if one[name] is not None]
        if not known:
            return None
        return 1 + sum(5 * (sum(known) - len(known)) >= cut * 9 * len(known) for cut in (1, 2, 3, 4))

    pairs = Counter((str(one["year"]), level(one, CSI), level(one, CLI)) for one in rows)
    for row in survey.rows("loyalty"):
        for loyal in range(1, 6):
            assert row[f"loyalty-{loyal}"] == pairs[row["period"], int(row["level"]), loyal]
        assert row["loyalty-unknown"] == pairs[row["period"], int(row["level"]), None]


def test_response(survey: Survey) -> None:
    with (RECORDS / "survey-waves.csv").open(encoding="utf-8", newline="") as file:
        waves = list(csv.DictReader(file))
    for row in survey.rows("response"):
        mine = [one for one in waves if one["year"] == row["period"] and row["group"] in ("all", one["segment"])]
        sent, back = (sum(int(one[key]) for one in mine) for key in ("sent", "returned"))
        assert (row["sent"], row["returned"], row["read"]) == (sent, back, back)
        assert float(row["rate"]) == pytest.approx(100 * back / sent, abs=1e-6)
        assert (row["warning"] is not None) == (100 * back < 42 * sent)
    for year in YEARS:
        mine = [one for one in waves if one["year"] == year]
        table = [[int(one["returned"]) for one in mine], [int(one["sent"]) - int(one["returned"]) for one in mine]]
        p = stats.chi2_contingency(table, correction=False).pvalue
        assert float(survey.rows("non-response", period=year)[0]["p"]) == pytest.approx(p, abs=1e-6)
    assert [point.count for point in survey.measure("response-rate").points] == [5508, 4938, 4588]


def test_early_and_late_answers(survey: Survey, rows: list[dict[str, Any]]) -> None:
    for row in survey.rows("early-late"):
        mine = sorted(of(rows, year=row["period"]), key=lambda one: one["answered_on"])
        days = [one["answered_on"].toordinal() for one in mine]
        middle = (days[999] + days[1000]) / 2
        own = [
            (day > middle, sum((value - 1) / 9 * 100 for value in known) / len(known))
            for one, day in zip(mine, days, strict=True)
            if (known := [one[name] for name in CSI if one[name] is not None])
        ]
        late, early = ([value for is_late, value in own if is_late is half] for half in (True, False))
        expected = stats.ttest_ind(late, early, equal_var=False)
        assert (row["early-answers"], row["late-answers"]) == (len(early), len(late))
        assert float(row["p"]) == pytest.approx(expected.pvalue, abs=1e-5)


def test_nothing_to_complain_of(survey: Survey) -> None:
    assert survey.codes == []
    assert {one.source for one in survey.collected.evidence} == {"csi"}
    assert len(survey.collected.evidence) == 2
