"""The README's examples are valid, its own crosswalk is read without a fault, and its counts are true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import zhuoyue_plugins.crosswalks as plugin
from zhuoyue.config import CrosswalkTable
from zhuoyue.testing import project

README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def test_every_table_is_valid() -> None:
    tables = [tomllib.loads(block) for block in BLOCKS]
    configs = [one["crosswalk"] for one in tables if "crosswalk" in one]
    assert len(configs) == 3
    for one in configs:
        CrosswalkTable.model_validate(one)


def test_its_own_crosswalk_is_understood(tmp_path: Path) -> None:
    (own,) = (block for block in BLOCKS if "[[links]]" in block)
    plugins = ("gbt19580", "holistic", "caf", "pdca")
    kit = project(tmp_path, BLOCKS[1], {"our.toml": own}, plugins)
    assert (
        "1 link, every code exists" in kit.run("crosswalk", "--import", str(tmp_path / "our.toml")).assert_success().err
    )
    (told,) = kit.run("assess").assert_success().assessment.projections
    assert [one.code for one in told.items if one.sources] == ["2.2"]


def test_its_counts_are_true() -> None:
    told = {(row[0], row[1]): int(row[2]) for row in re.findall(r"\| `(\S+)` \| `(\S+)` \| (\d+) \|", README)}
    assert told == {(one.source, one.target): len(one.links) for one in plugin.register_crosswalks()}
