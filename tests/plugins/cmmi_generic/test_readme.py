"""The README's examples are valid, and give what they promise."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import zhuoyue_plugins.cmmi_generic as plugin
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings, Fields, Settings

from .conftest import collect, collect_file, exhibit, words

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items", "path")


def blocks() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]


def tables() -> list[str]:
    return re.findall(r"```csv\n(.*?)```", README, re.DOTALL)


def test_every_example_is_valid() -> None:
    sources = [source for block in blocks() for source in block.get("sources", [])]
    assert len(sources) == 3
    for source in sources:
        settings = {key: value for key, value in source.items() if key not in CORE}
        CmmiGenericSettings.model_validate({"path": source["path"], **settings})


def test_the_defaults_are_those_of_the_settings() -> None:
    (table,) = [block["cmmi-generic"] for block in blocks() if "cmmi-generic" in block]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)


def test_the_first_example(tmp_path: Path) -> None:
    fields = blocks()[0]["sources"][0]["fields"]
    collected = collect_file(tmp_path, tables()[0], fields=_toml(fields))
    assert collected.problems == ()
    matrix = exhibit(collected, "matrix")
    assert words(matrix, "process") == ["Design", "Purchasing"]
    assert words(matrix, "gp2.1") == ["● FI fully", "◕ LI largely"]
    assert words(matrix, "gp2.2") == ["◑ LI/PI open", "– NY not yet"]
    assert words(matrix, "gp2.3") == ["? not characterised"] * 2


def test_the_example_of_decisions() -> None:
    fields = {key: value for key, value in blocks()[2]["sources"][0]["fields"].items() if value in tables()[1]}
    collected = collect(tables()[1], fields=_toml(fields))
    assert words(exhibit(collected, "matrix"), "gp2.9") == ["◕ LI largely (decided)"]
    # one practice alone does not carry a goal
    assert [one.code for one in collected.problems] == ["cmmi-generic-decision-not-open"]


def test_every_setting_is_explained_in_both_languages() -> None:
    own = {"fields", "practices", "words", "performed", "assume_performed", "english"}
    assert own <= set(CmmiGenericSettings.model_fields)
    for part in README.split('<a id="cmmi-generic-zh"></a>'):
        assert not {name for name in own | set(Settings.model_fields) if name not in part}
    assert not {name for name in Fields.model_fields if name not in README}


def _toml(fields: dict[str, str]) -> str:
    return "[fields]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())
