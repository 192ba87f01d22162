"""Calibration: bias and scatter against the reference scores of the case."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from zhuoyue.testing import ProjectKit, project

REFERENCE = {"4.1.2": 65, "4.3.3": 25, "4.4.4": 5, "4.5.3": 60, "4.7.3": 25, "4.7.6": 65}
LENIENT = {"4.1.2": 70, "4.3.3": 45, "4.4.4": 20, "4.5.3": 60, "4.7.3": 50}


def sheet(name: str, percents: dict[str, int]) -> str:
    rows = "".join(f'[[ratings]]\nitem = "{code}"\npercent = {percent}\n' for code, percent in percents.items())
    return f'assessor = "{name}"\n{rows}'


def case(tmp_path: Path) -> ProjectKit:
    kit = ProjectKit(tmp_path / "case", ("gbt19580", "holistic", "tables", "narrative"))
    kit.run("calibrate", "--new", str(kit.root)).assert_success()
    return kit


def test_the_case_is_a_project_that_assesses(tmp_path: Path) -> None:
    kit = case(tmp_path)
    assessment = kit.run("assess").assert_success().assessment
    assert assessment.organisation.fictional
    assert {one.code.rpartition(":")[2] for one in assessment.narratives} == set(REFERENCE)
    assert {one.language for one in assessment.narratives} == {"zh", "en"}
    assert {measure.id for measure in assessment.measures} == {"csi", "repeat", "ontime", "fpy", "lead"}
    assert not assessment.problems


def test_bias_and_scatter_of_each_assessor(tmp_path: Path) -> None:
    kit = case(tmp_path).write({"ratings/he.toml": sheet("he", REFERENCE), "ratings/zhao.toml": sheet("zhao", LENIENT)})
    he, zhao = json.loads(kit.run("calibrate", "--json").assert_success().out)
    assert (he["bias"], he["scatter"], he["same_band"]) == ("0.00", "0.00", 6)
    differences = [LENIENT[code] - REFERENCE[code] for code in LENIENT]
    assert float(zhao["bias"]) == round(statistics.mean(differences), 2)
    assert float(zhao["scatter"]) == round(statistics.stdev(differences), 2)
    assert zhao["missing"] == ["gbt19580-2012:4.7.6"]
    assert zhao["same_band"] == 1  # bands end at 5, 25, 45, 65, 85: only 4.5.3 stays in its own
    text = kit.run("calibrate", language="zh").assert_success().out
    assert "zhao：偏差 +13" in text
    assert "4.7.3  50 % (+25)  参考 25 %：".replace("：", ":") in text


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mine.txt").write_text("mine")
    kit = ProjectKit(tmp_path / "case", ())
    outcome = kit.run("calibrate", "--new", str(kit.root))
    assert outcome.code == 2
    assert "exists and is not empty" in outcome.err


def test_a_project_without_reference_scores_says_how_to_get_some(tmp_path: Path) -> None:
    outcome = project(tmp_path, "").run("calibrate")
    assert outcome.code == 2
    assert "reference.toml" in outcome.err


def test_the_command_shown_writes_a_sheet_of_the_cases_items(tmp_path: Path) -> None:
    kit = ProjectKit(tmp_path / "case", ("gbt19580", "holistic", "tables", "narrative"))
    said = kit.run("calibrate", "--new", str(kit.root)).assert_success().err
    words = said[said.index("next: ") :].splitlines()[0].split()
    items = words[words.index("--items") + 1 : words.index("--project")]
    assert items == list(REFERENCE)
    outcome = kit.run("worksheet", "--assessor", "wang", "--items", *items).assert_success()
    assert "6 items" in outcome.err


def test_the_team_of_the_case_rates_its_items(tmp_path: Path) -> None:
    kit = case(tmp_path)
    text = (kit.root / "zhuoyue.toml").read_text("utf-8")
    for line in ("[[ratings.assessors]]", "name = ", 'title = { zh = "陈岚', "items = ["):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    kit.write({"zhuoyue.toml": text})
    assert "6 items" in kit.run("worksheet", "--assessor", "chen-lan").assert_success().err
