"""Weights, reversed questions, mixed scales, asked limits, missing answers, tables with other words."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from statistics import fmean
from typing import Any

import pytest

from zhuoyue_plugins.satisfaction.settings import LoyaltySetting

from .conftest import DATA, QUICK, Project, blocks

ONE = {"satisfaction": {"questions": ["q1", "q2"]}}


def answers(count: int = 60) -> list[dict[str, Any]]:
    return [{"q1": 1 + n % 10, "q2": 1 + (3 * n + n // 7) % 10, "w": 1 + n % 3} for n in range(count)]


def test_weighted_respondents(project: Project) -> None:
    rows = answers()
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"weight": "w", "recommend": "q1"})
    total = sum(row["w"] for row in rows)
    index = fmean((sum(row["w"] * row[name] for row in rows) / total - 1) / 9 * 100 for name in ("q1", "q2"))
    own = [fmean((row[name] - 1) / 9 * 100 for name in ("q1", "q2")) for row in rows]
    spread = sum((row["w"] / total * (one - index)) ** 2 for row, one in zip(rows, own, strict=True))
    error = math.sqrt(len(rows) / (len(rows) - 1) * spread)
    (row,) = survey.rows("index")
    assert float(row["index"]) == pytest.approx(index, abs=1e-6)
    assert float(row["high"] - row["low"]) / 2 / error == pytest.approx(
        2.000995, abs=1e-5
    )  # t(59; .975), printed tables
    high, low = (sum(row["w"] for row in rows if test(row["q1"])) / total for test in ((9).__le__, (6).__ge__))
    (score,) = survey.rows("nps")
    assert float(score["nps"]) == pytest.approx(100 * (high - low), abs=1e-6)
    assert survey.rows("questions")[0]["top-two-low"] is None


def test_equal_weights_of_respondents_change_nothing(project: Project) -> None:
    project.write("survey.csv", [{**row, "w": 5} for row in answers()])
    weighted = project.read(constructs=ONE, fields={"weight": "w", "recommend": "q1"})
    plain = project.read(constructs=ONE, fields={"recommend": "q1"})
    for word, keys in (("index", ("index", "low", "high")), ("nps", ("nps", "error"))):
        one, other = weighted.rows(word)[0], plain.rows(word)[0]
        assert [float(one[key]) for key in keys] == pytest.approx([float(other[key]) for key in keys], abs=1e-6)


def test_reversed_yes_no_and_mixed_scales(project: Project) -> None:
    rows = [{"ten": 1 + n % 10, "bad": 1 + n % 5, "ok": "是" if n % 4 else "否"} for n in range(60)]
    project.write("survey.csv", rows)
    questions = [
        "ten",
        {"column": "bad", "scale": [1, 5], "reversed": True},
        {"column": "ok", "yes_no": True, "title": {"zh": "满意", "en": "Pleased"}},
    ]
    survey = project.read(constructs={"satisfaction": {"questions": questions}})
    parts = [
        Fraction(sum(row["ten"] - 1 for row in rows) * 100, 9 * 60),
        Fraction(sum(5 - row["bad"] for row in rows) * 100, 4 * 60),
        Fraction(sum(row["ok"] == "是" for row in rows) * 100, 60),
    ]
    assert [float(row["points"]) for row in survey.rows("questions")] == pytest.approx(
        list(map(float, parts)), abs=1e-6
    )
    assert float(survey.rows("index")[0]["index"]) == pytest.approx(float(sum(parts) / 3), abs=1e-6)
    assert [row["scale"] for row in survey.rows("questions")] == ["1–10", "1–5, turned round", "yes/no"]
    assert survey.rows("questions")[2]["top-two"] is None
    # The two best answers of the reversed question are 1 and 2.
    assert survey.rows("questions")[1]["top-two"] == 40


def test_mixed_scales_in_the_model(project: Project, mobi: list[dict[str, int]]) -> None:
    """A question asked on 0–90 instead of 1–10 says the same, so the index must be the same."""
    project.write("survey.csv", [{**row, "CUSA1": 10 * (row["CUSA1"] - 1)} for row in mobi])
    constructs = blocks()
    constructs["satisfaction"]["questions"] = [{"column": "CUSA1", "scale": [0, 90]}, "CUSA2", "CUSA3"]
    survey = project.read(constructs=constructs, model={"preset": "ecsi", **QUICK})
    row = survey.rows("index", construct_id="satisfaction")[0]
    assert row["weights"] == "path model"
    assert float(row["index"]) == pytest.approx(72.4541, abs=5e-5)


def test_asked_limits(project: Project) -> None:
    rows = [
        {"q": 10, "min": 5, "max": 8},  # above
        {"q": 7, "min": 5, "max": 8},  # inside
        {"q": 5, "min": 5, "max": 8},  # near
        {"q": 4, "min": 5, "max": 8},  # below
        {"q": 2, "min": 5, "max": 8},  # far below
        {"q": 2, "min": "", "max": 8},  # no limits: not counted
        {"q": "", "min": 5, "max": 8},
    ]
    project.write("survey.csv", rows)
    survey = project.read(constructs={"satisfaction": {"questions": [{"column": "q", "expectation": ["min", "max"]}]}})
    (row,) = survey.rows("zones")
    assert [row[key] for key in ("answers", "above", "inside", "near", "below", "far")] == [5, 1, 1, 1, 1, 1]
    assert row["limits"] == "asked, mean"


def test_zone_widths_are_assumptions_that_can_be_replaced(project: Project) -> None:
    project.write("survey.csv", [{"q": 1 + n % 10} for n in range(20)])
    constructs = {"satisfaction": {"questions": [{"column": "q", "expectation": [6, 8]}]}}
    usual = project.read(constructs=constructs).exhibit("zones").assumptions
    assert [(one.key, one.value, one.own) for one in usual] == [
        ("expectation.near", 5, False),
        ("expectation.far", 25, False),
    ]
    survey = project.read(constructs=constructs, expectation={"far": 0.5})
    assert [one.own for one in survey.exhibit("zones").assumptions] == [False, True]
    assert survey.rows("zones")[0]["far"] == 2  # below 6 − 4.5: the answers 1


def test_the_last_states_may_be_exchanged(project: Project) -> None:
    project.write("survey.csv", [{**row, "l": row["q2"]} for row in answers()])
    states = ["loyal", "favourable", "vulnerable", "not-assessable", "at-risk"]
    survey = project.read(
        constructs={**ONE, "loyalty": {"questions": ["l"]}}, loyalty={"states": states, "loyal_at_5": 55}
    )
    assert [row["state"] for row in survey.rows("loyalty-assumed")][-2:] == ["not assessable", "at risk"]
    own = {one.key: one.own for one in survey.exhibit("loyalty-assumed").assumptions}
    assert own["loyalty.loyal_at_5"]
    assert not own["loyalty.loyal_at_4"]
    assert own["loyalty.states"]
    assert not own["loyalty.cuts"]
    assert all(key.removeprefix("loyalty.") in LoyaltySetting.model_fields for key in own)
    # What was observed is called by its ranges, whatever the map says.
    titles = [column.title.en for column in survey.exhibit("loyalty").columns if column.key.startswith("loyalty-")]
    assert titles == [
        "Loyalty 80–100",
        "Loyalty 60–80",
        "Loyalty 40–60",
        "Loyalty 20–40",
        "Loyalty below 20",
        "No loyalty answer",
    ]


def test_missing_answers_do_not_count_as_low(project: Project) -> None:
    project.write("survey.csv", [{"q1": 10, "q2": "" if n % 2 else 10} for n in range(20)])
    survey = project.read(constructs=ONE)
    assert survey.rows("index")[0]["index"] == 100
    assert survey.rows("levels")[0]["count"] == 20


def test_only_the_largest_groups_are_shown(project: Project) -> None:
    rows = [{"g": f"G{min(n % 7, 5)}", **row} for n, row in enumerate(answers(70))]
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"segment": "g"}, most_groups=2)
    assert {row["group"] for row in survey.rows("segments")} == {"G5", "G0"}
    assert any("most_groups" in note.en for note in survey.exhibit("segments").notes)
    assert survey.rows("index")[0]["answers"] == 70


def test_comparisons_reach_the_measure(project: Project) -> None:
    project.write("survey.csv", answers())
    other = {"kind": "competitor", "name": "Rival", "values": {"2025": 71.5}}
    survey = project.read(
        constructs={"satisfaction": {"questions": ["q1"], "target": {"2025": 75}, "comparisons": [other]}}
    )
    measure = survey.measure("satisfaction")
    assert measure.comparisons[0].points[0].value == Decimal("71.5")
    assert measure.targets[0].value == 75


def test_a_weighted_survey_says_what_is_not_weighted(project: Project) -> None:
    rows = [{**row, "w": row["q1"], "g": "ABC"[n % 3], "late": "YN"[n % 2]} for n, row in enumerate(answers())]
    project.write("survey.csv", rows)
    fields = {"weight": "w", "recommend": "q1", "complained": "late", "segment": "g"}
    survey = project.read(constructs=ONE, fields=fields)
    row = survey.rows("nps", group="all")[0]
    assert float(row["promoters-share"] - row["detractors-share"]) == pytest.approx(float(row["nps"]), abs=2e-6)
    assert row["promoters-share"] != Fraction(100 * int(row["promoters"]), int(row["answers"]))
    for word in ("levels", "complained"):
        assert any("without their weights" in note.en for note in survey.exhibit(word).notes)
    # The others of A are B and C by weight: their index is that of all answers without A's.
    others = [one for one in rows if one["g"] != "A"]
    total = sum(one["w"] for one in others)
    index = fmean((sum(one["w"] * one[name] for one in others) / total - 1) / 9 * 100 for name in ("q1", "q2"))
    assert float(survey.rows("segments", group="A")[0]["others"]) == pytest.approx(index, abs=2e-6)


def test_a_sample_for_the_model_is_drawn_and_said(project: Project) -> None:
    project.write("survey.csv", (DATA / "mobi.csv").read_text("utf-8"))
    model = {"paths": [["quality", "satisfaction"]], "most_answers": 120, **QUICK}
    few = blocks({"quality": ["PERQ1", "PERQ2"], "satisfaction": ["CUSA1", "CUSA2"]})
    one, other = (project.read(constructs=few, model=model) for _ in range(2))
    assert "random sample of 120 of 250 answers (seed 19580)" in one.problem("satisfaction-model-sampled")
    assert one.collected == other.collected
    third = project.read(constructs=few, model={**model, "seed": 7})
    assert third.rows("paths")[0]["coefficient"] != one.rows("paths")[0]["coefficient"]
    assert third.rows("index")[0]["answers"] == 250


def test_corporate_reputation_with_its_code_for_missing(project: Project) -> None:
    project.write("survey.csv", (DATA / "corp_rep_data.csv").read_text("utf-8"))
    constructs = {
        "competence": {"questions": ["comp_1", "comp_2", "comp_3"], "scale": [1, 7]},
        "likeability": {"questions": ["like_1", "like_2", "like_3"], "scale": [1, 7]},
        "satisfaction": {"questions": ["cusa"], "scale": [1, 7]},
        "loyalty": {"questions": ["cusl_1", "cusl_2", "cusl_3"], "scale": [1, 7]},
    }
    paths = [["competence", "satisfaction"], ["likeability", "satisfaction"], ["satisfaction", "loyalty"]]
    model = {"paths": [*paths, ["likeability", "loyalty"], ["competence", "loyalty"]], **QUICK}
    survey = project.read(constructs=constructs, model=model, null_values=["", "-99"])
    assert "satisfaction-outside-scale" not in survey.codes
    assert {row["weights"] for row in survey.rows("index")} == {"path model"}
    missing = {row["item"]: int(row["missing"]) for row in survey.rows("questions")}
    with (DATA / "corp_rep_data.csv").open(encoding="utf-8") as file:
        head, *lines = [line.replace('"', "").strip().split(",") for line in file]
    for name, count in missing.items():
        assert count == sum(line[head.index(name)] == "-99" for line in lines)
    assert sum(missing.values()) > 0
    unsaid = project.read(constructs=constructs, model=model)
    assert "satisfaction-outside-scale" in unsaid.codes
    assert unsaid.rows("index")[0]["index"] == survey.rows("index")[0]["index"]


def test_groups_are_called_as_the_settings_say(project: Project) -> None:
    project.write("survey.csv", [{"g": "AB"[n % 2], **row} for n, row in enumerate(answers(80))])
    constructs = {"quality": {"questions": ["q1"]}, "satisfaction": {"questions": ["q2"]}}
    model = {"paths": [["quality", "satisfaction"]], "groups": "segment", **QUICK, "permutations": 20}
    survey = project.read(
        constructs=constructs, fields={"segment": "g"}, model=model, names={"A": {"zh": "甲", "en": "Alpha"}}
    )
    assert {row["group"] for row in survey.rows("segments")} == {"Alpha", "B"}
    assert {segment.name.zh or segment.name.en for segment in survey.measure("quality").segments} == {"甲", "B"}
    (row,) = survey.rows("groups")
    assert (row["group"], row["other"]) == ("Alpha", "B")


def test_late_answers_by_waiting_time(project: Project) -> None:
    """Those who waited longest are least satisfied, though all answered in the same weeks."""
    rows = [
        {
            "sent": f"2025-03-{1 + n % 4:02d}",
            "day": f"2025-03-{1 + n % 4 + n % 9:02d}",
            "q1": 10 - n % 9,
            "q2": 10 - n % 9,
        }
        for n in range(90)
    ]
    project.write("survey.csv", rows)
    survey = project.read(constructs=ONE, fields={"answered": "day", "sent": "sent"})
    (row,) = survey.rows("early-late")
    # Ten waited each of 0 to 8 days; the median is 4, and later than that are 5 to 8.
    assert (row["early-answers"], row["late-answers"]) == (50, 40)
    early, late = (fmean((10 - n - 1) / 9 * 100 for n in days) for days in (range(5), range(5, 9)))
    assert (float(row["early"]), float(row["late"])) == pytest.approx((early, late), abs=1e-6)
    assert row["p"] < Decimal("0.0001")
    assert "days from being asked" in survey.exhibit("early-late").method.en
