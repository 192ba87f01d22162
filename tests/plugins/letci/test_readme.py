"""The constants that the README states are the plugin's own."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import zhuoyue_plugins.letci as plugin
from zhuoyue_plugins.letci.settings import BandRow, Settings

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_table_of_bands() -> None:
    rows = [
        BandRow.model_validate(dict(zip(BandRow.model_fields, cells, strict=True)))
        for cells in re.findall(r"^ +\| (\d) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", README, re.MULTILINE)
    ]
    assert tuple(rows) == Settings().bands


def test_the_example_shows_the_defaults() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (table,) = (tomllib.loads(block, parse_float=Decimal)["letci"] for block in blocks if "[letci]" in block)
    assert Settings.model_validate(table) == Settings()
    assert set(table) == set(Settings.model_fields) - {"bands"}
