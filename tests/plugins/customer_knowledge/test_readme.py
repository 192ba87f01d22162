"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import zhuoyue_plugins.customer_knowledge as plugin
from zhuoyue.testing import project
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings, Settings

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items")
BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def tables() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in BLOCKS]


def test_every_example_is_valid() -> None:
    sources = [source for block in tables() for source in block.get("sources", [])]
    assert len(sources) == 2
    for source in sources:
        CustomerKnowledgeSettings.model_validate({key: value for key, value in source.items() if key not in CORE})


def test_the_defaults_are_those_of_the_settings() -> None:
    (table,) = [block["customer-knowledge"] for block in tables() if "customer-knowledge" in block]
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields)


def test_the_first_example_finds_what_the_text_says(tmp_path: Path) -> None:
    names = re.findall(r"`(records/\w+\.csv)`\n\n```csv", README)
    contents: list[str] = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    files: dict[str, str | bytes] = dict(zip(names, contents, strict=True))
    kit = project(tmp_path, BLOCKS[0], files, ("gbt19580", "holistic", "customer-knowledge"))
    assessment = kit.run("assess").assert_success().assessment
    result = next(one for one in assessment.results if one.item.endswith(":4.3.2"))
    found = "\n".join(one.text.en for one in result.findings if one.source == "customer-knowledge")
    assert "furthest below: Builders – Delivery on time 6." in found
    assert "no listening method: House owners." in found
    assert "only by methods not reviewed in time: Dealers." in found
    assert "no customers of these kinds: competitors' customers, potential." in found


def test_every_setting_is_explained_in_both_languages() -> None:
    for part in README.split('<a id="customer-knowledge-zh"></a>'):
        assert not {name for name in CustomerKnowledgeSettings.model_fields if name not in part}
