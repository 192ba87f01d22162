"""The constants that the README states are the plugin's own."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import zhuoyue_plugins.adli as plugin
from zhuoyue_plugins.adli.settings import Ceilings, Settings

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_example_shows_the_defaults() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    table = tomllib.loads(block, parse_float=Decimal)["adli"]
    assert set(table) == set(Settings.model_fields)
    shown = Settings.model_validate(table)
    assert shown.model_copy(update={"units": ()}) == Settings()


def test_both_tables_of_ceilings() -> None:
    rows = re.findall(r"\| (\d+) %\s?[(（]`(\w+)`", README)
    expected = [(str(value), name) for name, value in Ceilings().model_dump().items()]
    assert rows == expected * 2
