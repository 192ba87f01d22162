"""Findings quote what the exhibits show, and nothing is found where nothing differs by more than chance."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from scipy import stats

from zhuoyue import Finding, FindingKind, Visibility, Weight
from zhuoyue_plugins.satisfaction.findings import act_first, foremost, of_approach, of_results
from zhuoyue_plugins.satisfaction.limits import Settings
from zhuoyue_plugins.satisfaction.pls.quadrants import ACT_FIRST, AVERAGE

from .conftest import QUICK, Project, Survey

CONSTRUCTS = {
    "image": {"questions": ["image"]},
    "quality": {"questions": [{"column": "quality", "expectation": [7, 9]}]},
    "satisfaction": {"questions": ["s1", "s2"]},
}
FIELDS = {"answered": "day", "segment": "segment"}


def rows(level: dict[tuple[int, str], float], count: int = 120) -> list[dict[str, Any]]:
    """Answers whose level is given by year and segment; quality drives satisfaction, image hardly."""
    draw = random.Random(5)
    made = []
    for (year, segment), middle in level.items():
        for n in range(count):
            quality = draw.gauss(middle - 1, 1.2)
            image = draw.gauss(8, 1)
            pleased = 0.8 * (quality - middle + 1) + 0.1 * (image - 8) + middle
            values = {
                "quality": quality,
                "image": image,
                "s1": pleased + draw.gauss(0, 0.5),
                "s2": pleased + draw.gauss(0, 0.5),
            }
            cells = {name: max(1, min(10, round(value))) for name, value in values.items()}
            made.append({"day": f"{year}-{1 + n % 12:02d}-10", "segment": segment, **cells})
    return made


def read(project: Project, level: dict[tuple[int, str], float], **settings: Any) -> Survey:
    project.write("survey.csv", rows(level))
    model = {"paths": [["image", "satisfaction"], ["quality", "satisfaction"]], **QUICK}
    return project.read(constructs=CONSTRUCTS, fields=FIELDS, model=model, **settings)


def found(survey: Survey, of: Any = of_results, **settings: Any) -> list[Finding]:
    return list(of(survey.collected.exhibits, Settings(**settings)))


FALLING = {(2024, "A"): 8.0, (2024, "B"): 7.8, (2025, "A"): 7.9, (2025, "B"): 6.0}


@pytest.fixture(scope="module")
def falling(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    return read(Project(tmp_path_factory.mktemp("falling")), FALLING)


def test_falling_index_and_segment(falling: Survey) -> None:
    survey = falling
    change, fallen, behind, *_ = found(survey)
    row = survey.rows("index", figure="CSI", period="2025")[0]
    assert change.kind is FindingKind.IMPROVEMENT
    assert change.weight is Weight.BOLD
    assert change.evidence == ("csi-survey.index",)
    assert change.text.en.startswith(
        f"satisfaction (CSI) fell to {row['index']:.1f} in 2025: −{-row['change']:.1f} points"
    )
    assert "下降" in change.text.zh
    assert "fell in 2025 by more than chance: B −" in fallen.text.en
    assert "points against 2024" in fallen.text.en
    assert "比 2024 −" in fallen.text.zh
    assert "A" not in fallen.text.en.split(":")[1]
    assert "Significantly less satisfied than the other customers in 2025: B with a CSI of" in behind.text.en
    assert behind.evidence == ("csi-survey.segments",)


def test_rising_index_is_a_strength(project: Project) -> None:
    survey = read(project, {(2024, "A"): 6.5, (2025, "A"): 7.8})
    kinds = [(one.kind, one.weight) for one in found(survey) if one.evidence == ("csi-survey.index",)]
    assert kinds == [(FindingKind.STRENGTH, Weight.NORMAL)]


def test_nothing_is_found_where_nothing_differs(project: Project) -> None:
    survey = read(project, {(2024, "A"): 7.5, (2024, "B"): 7.5, (2025, "A"): 7.5, (2025, "B"): 7.5})
    assert [one.evidence for one in found(survey, far_below=Decimal(50))] == []


def test_small_gaps_are_not_named(falling: Survey) -> None:
    survey = falling
    assert [one.evidence for one in found(survey, least_gap=Decimal(60), far_below=Decimal(100))] == []


def test_far_below_expectation(falling: Survey) -> None:
    survey = falling
    share = survey.rows("zones", period="2025")[0]["far-share"]
    (one,) = [one for one in found(survey) if one.evidence == ("csi-survey.zones",)]
    assert f"quality {share:.1f} %" in one.text.en


def test_the_main_driver_with_low_performance(falling: Survey) -> None:
    survey = falling
    (one,) = [one for one in found(survey, of_approach) if one.evidence == ("csi-model.importance",)]
    effects = {row["construct-id"]: row for row in survey.rows("importance")}
    assert effects["quality"]["importance"] > effects["image"]["importance"]
    assert one.kind is FindingKind.IMPROVEMENT
    assert one.weight is Weight.BOLD
    said = f"quality (effect {effects['quality']['importance']:.2f}, index {effects['quality']['performance']:.1f}, "
    assert said in one.text.en
    assert effects["quality"]["performance-high"] < sum(row["performance"] for row in effects.values()) / 2


def test_a_driver_within_chance_of_the_average_is_no_first_place_to_act(falling: Survey) -> None:
    """The same figures, but with an interval that reaches the average of the map."""
    (exhibit,) = [one for one in falling.collected.exhibits if one.kind == "satisfaction.importance"]
    weak, average = (
        exhibit.texts("quadrant"),
        tuple(AVERAGE if one == ACT_FIRST else one for one in exhibit.texts("quadrant")),
    )
    assert ACT_FIRST in weak
    columns = [one.model_copy(update={"values": average}) if one.key == "quadrant" else one for one in exhibit.columns]
    unsure = exhibit.model_copy(update={"columns": tuple(columns)})
    assert list(of_approach([unsure], Settings())) == []
    assert act_first(unsure) == []
    assert foremost(unsure)


def test_changes_are_judged_together_and_against_a_named_period(project: Project) -> None:
    """No answers in 2024: 2025 is held against 2023. The p of the groups are those of Welch's tests after Holm."""
    survey = read(project, {(2023, "A"): 8.0, (2023, "B"): 7.2, (2025, "A"): 7.7, (2025, "B"): 7.1})
    change, *_ = [one for one in found(survey) if one.evidence == ("csi-survey.index",)] or [None]
    rows = survey.rows("segments", figure="CSI", period="2025")
    assert {row["since"] for row in rows} == {"2023"}
    assert {row["since"] for row in survey.rows("index", period="2025")} == {"2023"}
    assert change is None or "against 2023" in change.text.en
    raw = [2 * stats.norm.sf(abs(float(row["change"])) / _error(row)) for row in rows]
    low, high = sorted(zip(raw, rows, strict=True), key=lambda one: one[0])
    assert float(low[1]["change-p"]) == pytest.approx(2 * low[0], abs=0.005)
    assert float(high[1]["change-p"]) == pytest.approx(max(2 * low[0], high[0]), abs=0.01)


def _error(row: dict[str, Any]) -> float:
    return float(row["change-high"] - row["change-low"]) / 2 / 1.97  # t(about 235; .975)


def test_response(project: Project) -> None:
    project.write("waves.csv", "y,g,n\n2025,A,200\n2025,B,900\n")
    waves = {"path": "waves.csv", "fields": {"period": "y", "segment": "g", "sent": "n"}}
    survey = read(project, FALLING, waves=waves)
    texts = [one.text.en for one in found(survey, of_approach)]
    assert any("response rate of 2025 is low" in text and "all 21.8 %, B 13.3 %" in text for text in texts)
    assert any("not answer in proportion" in text and "B −31.8 points" in text for text in texts)


def test_weak_blocks(project: Project, mobi: list[dict[str, int]]) -> None:
    project.write("survey.csv", [dict(row) for row in mobi])
    constructs = {
        "expectation": {"questions": ["CUEX1", "CUEX2", "CUEX3"]},
        "satisfaction": {"questions": ["CUSA1", "CUSA2", "CUSA3"]},
        "loyalty": {"questions": ["CUSL1", "CUSL2", "CUSL3"]},
    }
    model = {"paths": [["expectation", "satisfaction"], ["satisfaction", "loyalty"]], **QUICK}
    survey = project.read(constructs=constructs, model=model)
    (one,) = [one for one in found(survey, of_approach) if one.evidence == ("csi-model.weak-spots",)]
    assert "expectation: α = 0.452 is below 0.7" in one.text.en


@pytest.mark.parametrize("of", [of_results, of_approach])
def test_findings_are_for_the_readers_of_their_exhibits(falling: Survey, of: Any) -> None:
    survey = falling
    secret = [one.model_copy(update={"visibility": Visibility.CONFIDENTIAL}) for one in survey.collected.exhibits]
    findings = list(of(secret, Settings()))
    assert findings
    assert {one.visibility for one in findings} == {Visibility.CONFIDENTIAL}
    assert all(one.text.zh and one.text.en for one in findings)
