"""The README's tables are those of the data, and its example is a project that can be assessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhuoyue_plugins.baldrige as plugin
from zhuoyue import ItemKind
from zhuoyue.testing import project

README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
HALVES = README.split('<a id="baldrige-zh"></a>')
CRITERIA = {one.id: one for one in plugin.register_criteria()}


@pytest.mark.parametrize("half", HALVES, ids=["en", "zh"])
def test_the_bands_are_those_of_the_data(half: str) -> None:
    rows = re.findall(r"^\| (\d) \| (\d+–\d+) \| (\d+–\d+) \|", half, re.M)
    bands = CRITERIA["baldrige-2023"].score_bands
    columns = [[f"{one.low}–{one.high}" for one in bands if one.kind is kind] for kind in ItemKind]
    assert rows == [(str(number), *pair) for number, pair in enumerate(zip(*columns, strict=True), 1)]
    for band in CRITERIA["baldrige-1999"].score_bands:
        assert f"{band.low}–{band.high}" in half


@pytest.mark.parametrize("half", HALVES, ids=["en", "zh"])
def test_memory_and_marks_are_said(half: str) -> None:
    assert "from memory" in half or "凭记忆录入" in half
    assert "NIST" in half


@pytest.mark.parametrize("name", CRITERIA)
def test_the_example_is_assessed(name: str, tmp_path: Path) -> None:
    (example,) = {block.strip() for block in re.findall(r"```toml\n(.*?)```", README, re.S)}
    wanted = example.replace("[assessment]\n", "").replace("baldrige-2023", name)
    kit = project(tmp_path, plugins=("baldrige", "holistic"))
    config = kit.root / "zhuoyue.toml"
    config.write_text(config.read_text("utf-8").replace("[assessment]\n", f"[assessment]\n{wanted}\n"), "utf-8")
    kit.write(
        {"ratings/team.toml": 'assessor = "Team"\nstage = "consensus"\n[[ratings]]\nitem = "7.1"\npercent = 50\n'}
    )
    total = kit.run("assess").assert_success().assessment.total
    points = CRITERIA[name].resolve("7.1").points
    assert total is not None
    assert (total.low, total.high, total.maximum) == (points / 2, 1000 - points / 2, 1000)
