"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import zhuoyue_plugins.survey_programme as plugin
from zhuoyue.testing import project
from zhuoyue_plugins.survey_programme.loop import Stage
from zhuoyue_plugins.survey_programme.settings import Limits, Settings, SurveyFields, SurveyProgrammeSettings

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items")
BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def tables() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in BLOCKS]


def sources() -> list[SurveyProgrammeSettings]:
    found = [source for block in tables() for source in block.get("sources", [])]
    return [SurveyProgrammeSettings.model_validate({k: v for k, v in one.items() if k not in CORE}) for one in found]


def test_every_example_is_valid() -> None:
    first, second = sources()
    assert tuple(first.fields.stages.named()) == tuple(Stage)
    # the limits shown are the defaults, but for the one that shows how to have none
    assert second.limits.model_dump() == {**Limits().model_dump(), "verified": "none"}
    assert Limits().verified == 60


def test_the_defaults_are_those_of_the_settings() -> None:
    (table,) = [block["survey-programme"] for block in tables() if "survey-programme" in block]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)


def test_the_first_example_finds_what_the_text_says(tmp_path: Path) -> None:
    names = re.findall(r"`(records/\w+\.csv)`[^`]*\n\n```csv", README)
    contents: list[str] = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    files: dict[str, str | bytes] = dict(zip(names, contents, strict=True))
    kit = project(tmp_path, BLOCKS[0], files, ("gbt19580", "holistic", "survey-programme"))
    assessment = kit.run("assess").assert_success().assessment
    result = next(one for one in assessment.results if one.item.endswith(":4.3.3"))
    found = "\n".join(one.text.en for one in result.findings if one.source == "survey-programme")
    assert "1 survey skipped a stage of the loop: S24-2 (causes found)." in found
    # 2024-07-10 to 2025-12-31: 174 days of 2024 and 365 of 2025, with a limit of 180
    assert "S24-2 (improvement made, 359 days over)" in found
    assert "After 1 survey nobody asked if the improvement helped: S24-2." in found
    assert "1 of 4 dissatisfied answers led neither to an action nor to a reason on record: S24-2 1." in found


def test_every_setting_is_explained_in_both_languages() -> None:
    own = {"fields", "answers", "limits", "max_listed", "english", *SurveyFields.model_fields}
    for part in README.split('<a id="survey-programme-zh"></a>'):
        assert not {name for name in own if name not in part}
