"""Named ranges of points: where a sum stands, which ranges an unknown sum touches; figures as a reader knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from zhuoyue.config import PluginsTable
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.scheme_data import SchemeData
from zhuoyue.model.score import Score, State
from zhuoyue.plugins import Plugins
from zhuoyue.report.summary import placed
from zhuoyue.testing import ProjectKit, project

PLUGINS = Plugins.open(PluginsTable(enabled=("baldrige", "holistic", "maturity", "characterise", "rubric")), Path())
MODEL = PLUGINS.criteria["baldrige-2023"][0]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    root = tmp_path_factory.mktemp("bands")
    return project(root, 'criteria = "baldrige-2023"\nlanguages = ["en"]\n', {}, ("baldrige", "holistic"))


def assessed(kit: ProjectKit, said: Mapping[str, str]) -> Assessment:
    rows = "".join(f'[[ratings]]\nitem = "{code}"\n{value}\n' for code, value in said.items())
    kit.write({"ratings/team.toml": f'assessor = "Team"\nstage = "consensus"\n{rows}'})
    return kit.run("assess").assert_success().assessment


def bands(assessment: Assessment) -> dict[str, list[int]]:
    return {str(one.kind): [band.number for band in one.bands] for one in placed(assessment)}


def every(process: int, result: int) -> dict[str, str]:
    return {item.code: f"percent = {process if item.kind == 'process' else result}" for item in MODEL.items}


@pytest.mark.parametrize(
    ("process", "result", "expected"),
    [
        (0, 0, (1, 1)),
        (100, 100, (8, 8)),
        (50, 50, (4, 4)),  # 275 of 550 lies in 261–320; 225 of 450 in 211–255
        (60, 30, (5, 2)),  # 330 in 321–370; 135 in 126–170
    ],
)
def test_sums_stand_in_their_band(kit: ProjectKit, process: int, result: int, expected: tuple[int, int]) -> None:
    found = bands(assessed(kit, every(process, result)))
    assert found == {"process": [expected[0]], "result": [expected[1]]}


def test_an_unknown_sum_touches_several_and_says_so(kit: ProjectKit) -> None:
    said = every(50, 50)
    del said["1.1"]  # 70 points open: 240 to 310 of 550
    found = assessed(kit, said)
    assert bands(found) == {"process": [3, 4], "result": [4]}
    kit.run("build", "--quiet").assert_success()
    page = (kit.root / "site/en/index.html").read_text("utf-8")
    table = re.search(r"(?s)score bands</caption>.*?</table>", page)
    assert table is not None
    assert "240" in table[0]
    assert "310" in table[0]
    assert table[0].count("†") == 3  # one a band: they are from memory


def test_without_an_item_the_ranges_mean_nothing(kit: ProjectKit) -> None:
    said = every(50, 50) | {"1.1": 'not_applicable = true\nreason = "x"'}
    assert bands(assessed(kit, said)) == {"process": [], "result": [4]}
    kit.run("build", "--quiet").assert_success()
    assert "not comparable: some of its items are not applicable" in (kit.root / "site/en/index.html").read_text(
        "utf-8"
    )


def score(low: str, high: str) -> Score:
    value = Decimal(low) if low == high else None
    state = State.RATED if value is not None else State.PARTIAL
    return Score(
        state=state, value=value, maximum=Decimal(100), low=Decimal(low), high=Decimal(high), coverage=Decimal(0)
    )


@pytest.mark.parametrize(
    ("scheme", "low", "high", "en", "zh", "code"),
    [
        ("maturity", "60", "60", "level 3", "等级 3", "3"),
        ("maturity", "53.33", "53.33", "2.67", "2.67", "2.67"),
        ("maturity", "40", "57.14", "2 – 2.86", "2 – 2.86", "2 … 2.86"),
        ("maturity", "42.86", "60", "2.14 – 3", "2.14 – 3", "2.14 … 3"),
        ("maturity", "40", "60", "level 2 – level 3", "等级 2 – 等级 3", "2 … 3"),
        ("holistic", "55", "55", "55 %", "55 %", "55 %"),
        ("holistic", "41.67", "60", "41.67 % – 60 %", "41.67 % – 60 %", "41.67 % … 60 %"),
    ],
)
def test_figures(scheme: str, low: str, high: str, en: str, zh: str, code: str) -> None:
    data = PLUGINS.schemes[scheme][0].data
    shown = data.figure(score(low, high))
    assert (shown.en, shown.zh, data.coded(score(low, high))) == (en, zh, code)


def test_levels_with_names_have_no_numbers_between_them() -> None:
    data: SchemeData = PLUGINS.schemes["characterise"][0].data
    names = [band.name.en for band in data.bands]
    inside = str((data.bands[0].low + data.bands[1].low) / 2)
    assert data.figure(score(inside, inside)).en == f"{names[0]}…{names[1]}"
    assert data.figure(score(inside, str(data.bands[2].low))).en == f"{names[0]} – {names[2]}"
    assert data.figure(Score(**(score("0", "0").model_dump() | {"state": State.NOT_APPLICABLE}))).en == "–"
    assert data.coded(Score(**(score("0", "0").model_dump() | {"state": State.NOT_APPLICABLE}))) == "not_applicable"
