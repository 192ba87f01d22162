"""The README's examples are valid, its first one gives what it promises, and it names every setting in both "
"languages."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import zhuoyue_plugins.satisfaction as plugin
from zhuoyue_plugins.satisfaction.asking import AnswerFields, WaveFields
from zhuoyue_plugins.satisfaction.construct_settings import QuestionSetting
from zhuoyue_plugins.satisfaction.limits import Settings
from zhuoyue_plugins.satisfaction.modelling import ModelSetting
from zhuoyue_plugins.satisfaction.pls import presets
from zhuoyue_plugins.satisfaction.settings import LoyaltySetting, SatisfactionSettings

from .conftest import Project

README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
ENGLISH, CHINESE = README.split('<a id="satisfaction-zh"></a>')
CORE = ("name", "collector", "items")
BLOCKS = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.S)]
SOURCES = [source for block in BLOCKS for source in block.get("sources", [])]


def settings(source: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in source.items() if key not in CORE}


@pytest.mark.parametrize("source", SOURCES)
def test_every_example_is_valid(source: dict[str, Any]) -> None:
    SatisfactionSettings.model_validate(settings(source))


def test_the_first_example(project: Project) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.S)
    project.write("records/survey.csv", table)
    survey = project.read(**settings(SOURCES[0]))
    index = {point.period: point.value for point in survey.measure("satisfaction").points}
    # 2024: means 23/3 and 7; 2025: 7 and 13/2 of the two who answered.
    assert index == {"2024": Decimal("70.370370"), "2025": Decimal("63.888889")}
    assert {one.id for one in survey.collected.measures} == {
        "csi-satisfaction",
        "csi-loyalty",
        "csi-nps",
        "csi-top-two",
    }
    assert [segment.name.zh for segment in survey.measure("satisfaction").segments] == ["主机厂", "经销商"]
    assert survey.codes == ["satisfaction-few-answers"]


def test_the_default_settings_are_shown() -> None:
    (table,) = [block["satisfaction"] for block in BLOCKS if "satisfaction" in block]
    assert set(table) == set(Settings.model_fields)
    assert {key: Decimal(str(value)) for key, value in table.items()} == {
        key: Decimal(value) for key, value in Settings().model_dump().items()
    }


@pytest.mark.parametrize(
    "model",
    [AnswerFields, WaveFields, ModelSetting, QuestionSetting, LoyaltySetting, Settings],
    ids=lambda one: one.__name__,
)
def test_every_setting_is_explained(model: Any) -> None:
    for name in model.model_fields:
        if name not in ("column", "title", "period"):
            assert re.search(rf"\b{name}\b", ENGLISH), name
            assert re.search(rf"`{name}\b", CHINESE), name


def test_every_preset_is_named() -> None:
    for name in presets():
        assert f"`{name}`" in ENGLISH
        assert f"`{name}`" in CHINESE
