"""The worked examples of the five READMEs give the levels that their tables promise, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import zhuoyue_plugins
from zhuoyue import Assessment, Scheme
from zhuoyue.criteria_file import read_criteria
from zhuoyue.testing import ProjectKit
from zhuoyue_plugins.maturity.scheme import Maturity

FOLDER = Path(next(iter(zhuoyue_plugins.__path__)))
PLUGINS = {
    "maturity": ("maturity", "service-system"),
    "iso9004": ("maturity", "iso9004"),
    "quality_principles": ("maturity", "quality-principles", "gbt19580", "holistic"),
    "security_compliance": ("maturity", "security-compliance"),
    "service_system": ("maturity", "service-system"),
}
ROW = re.compile(r"^\| (\d+(?:\.\d+)?)[^|]*\| (\d(?:(?: to | 到 )\d)?) \|", re.MULTILINE)
MEAN = re.compile(r"^\| \*\*(?:mean.*|.*平均)\*\* \| (\d(?:\.\d+)?) \|", re.MULTILINE)
LOWEST = re.compile(r"^\| \*\*(?:lowest.*|.*最低)\*\* \| (\d) \|", re.MULTILINE)


def readme(name: str) -> str:
    return (FOLDER / name / "README.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", text, re.DOTALL)


def assessed(name: str, root: Path) -> Assessment:
    config, sheet, *_ = blocks(readme(name))
    kit = ProjectKit(root, PLUGINS[name]).write({"zhuoyue.toml": config, "ratings/team.toml": sheet})
    return kit.run("assess").assert_success().assessment


def halves(name: str) -> tuple[str, str]:
    """Return the English and the Chinese half, each from where the levels of the example stand."""
    english, chinese = readme(name).split(f'<a id="{name.replace("_", "-")}-zh"></a>')
    return english[english.index("assessor =") :], chinese[chinese.index("ratings/team.toml") :]


def levels(assessment: Assessment) -> dict[str, str]:
    """Return the levels of the items that were rated, by code; a range where they are open."""
    found = {}
    for result in assessment.results:
        low, high = (assessment.scheme.band(end) for end in (result.score.low, result.score.high))
        if result.rating is not None and low and high:
            found[result.item.rpartition(":")[2]] = low.label if low == high else f"{low.label}–{high.label}"
    return found


@pytest.mark.parametrize("name", PLUGINS)
def test_the_worked_example(name: str, tmp_path: Path) -> None:
    assessment = assessed(name, tmp_path)
    for half in halves(name):
        promised = {code: re.sub(" to | 到 ", "–", level) for code, level in ROW.findall(half)}
        assert promised == levels(assessment)
    rated = [one for one in assessment.criteria.categories if assessment.categories[one.code].percent is not None]
    for category in rated:
        lowest = assessment.lowest(category)
        assert lowest is not None
        for half in halves(name):
            assert MEAN.findall(half) == [assessment.figure(category).en]
            assert [f"level {level}" for level in LOWEST.findall(half)] == [lowest.en]
    # the first README has an item whose level is open, so its category has no mean
    assert len(rated) == (name != "maturity")


def test_both_halves_choose_the_criteria_alike() -> None:
    for name in PLUGINS:
        configs = [tomllib.loads(one) for one in blocks(readme(name)) if "criteria =" in one]
        assert len(configs) == 2
        assert configs[0] == configs[1]


def test_levels_of_ones_own(tmp_path: Path) -> None:
    """The `[[schemes]]` block of the README in a whole criteria file: a model of one's own without Python."""
    model = """
id = "own-1"
family = "own"
edition = "1"
title = { zh = "自建", en = "Own" }
scheme = "three-steps"
"""
    items = """
[[categories]]
code = "1"
theme = "process"
title = { zh = "一", en = "One" }
[[categories.items]]
code = "1.1"
kind = "process"
title = { zh = "一", en = "One" }
"""
    (block,) = [one for one in blocks(readme("maturity")) if "[[schemes]]" in one]
    (tmp_path / "own.toml").write_text(model + block + items, encoding="utf-8")
    installed: dict[str, Scheme] = {"maturity": Maturity()}
    found = read_criteria(tmp_path / "own.toml", schemes=installed)
    own, (item,) = found.schemes["three-steps"], found.criteria.items
    assert own.derive(item, {"1": "true", "2": "true"}).percent == 100
    assert own.derive(item, {"1": "true", "2": "false"}).percent == 50
    assert own.derive(item, {"1": "false", "2": "true"}).percent == 0
    assert own.check_mark(item, "3", "true") is not None


def test_a_dropped_item_of_the_service_system(tmp_path: Path) -> None:
    config, _, tailoring = blocks(readme("service_system"))[:3]
    kit = ProjectKit(tmp_path, PLUGINS["service_system"]).write({"zhuoyue.toml": config + tailoring})
    criteria = kit.run("assess").assert_success().assessment.criteria
    assert len(list(criteria.items)) == 17
    assert [one.item for one in criteria.departures] == ["1.1"]
