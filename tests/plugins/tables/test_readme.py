"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import zhuoyue_plugins.tables as plugin
from zhuoyue_plugins.tables.settings import AGGREGATES, TablesSettings

from .conftest import Project, by_id, values

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items", "visibility", "timeout")


def sources() -> list[dict[str, object]]:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    tables = [source for block in blocks for source in tomllib.loads(block)["sources"]]
    return [{key: value for key, value in table.items() if key not in CORE} for table in tables]


def test_every_example_is_valid() -> None:
    assert len(sources()) == 4
    for source in sources():
        TablesSettings.model_validate(source)


def test_the_first_example(project: Project) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    project.write("records/complaints.csv", table)
    collected = project.collect(**sources()[0])
    measures = by_id(collected)
    assert values(measures["complaints"].points) == {"2024": 2, "2025": 1}
    assert [segment.name.zh for segment in measures["complaints"].segments] == ["导轨", "液压件"]
    assert values(measures["closed-24h"].points) == {"2024": 50, "2025": 0}
    assert values(measures["closed-24h"].targets) == {"2024": 60, "2025": 70}
    assert values(measures["complaint-cost"].points) == {"2024": Decimal("1314.5")}
    assert collected.problems == ()


def test_every_aggregate_is_explained_in_both_languages() -> None:
    english, chinese = README.split('<a id="tables-zh"></a>')
    for name in AGGREGATES:
        assert f"`{name}`" in english
        assert f"`{name}`" in chinese
