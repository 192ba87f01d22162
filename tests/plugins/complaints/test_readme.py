"""The README's examples are valid, and its first one gives what it promises."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import zhuoyue_plugins.complaints as plugin
from zhuoyue_plugins.complaints.settings import AssumptionSettings, ComplaintsSettings, Fields
from zhuoyue_plugins.complaints.stage_names import STAGES
from zhuoyue_plugins.complaints.statistics.control import ControlSettings
from zhuoyue_plugins.complaints.target_settings import FIGURES
from zhuoyue_plugins.complaints.thresholds import Settings

from .conftest import collect, exhibits, measures, rows

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
CORE = ("name", "collector", "items", "visibility", "timeout")


def blocks() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL)]


def sources() -> list[dict[str, Any]]:
    listed = [one for block in blocks() for one in block.get("sources", []) if isinstance(block["sources"], list)]
    return [{key: value for key, value in table.items() if key not in CORE} for table in listed]


def test_every_example_is_valid() -> None:
    assert len(sources()) == 4
    for source in sources():
        ComplaintsSettings.model_validate(source)
    for block in blocks():
        if isinstance(block.get("sources"), dict):
            ControlSettings.model_validate(block["sources"]["control"])
        if "complaints" in block:
            Settings.model_validate(block["complaints"])


def test_the_first_example(tmp_path: Path) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "complaints.csv").write_text(table, "utf-8")
    collected = collect(tmp_path, sources()[0])
    found = measures(collected)
    closed = found["closed-in-promise"]
    assert {point.period: (point.value, point.count) for point in closed.points} == {
        "2025-Q1": (Decimal("33.333333333"), 3),
        "2025-Q2": (None, 0),
    }
    assert {point.period: point.value for point in closed.targets} == {"2025-Q1": 90, "2025-Q2": 90}
    assert {point.period: point.value for point in found["cases"].points} == {"2025-Q1": 3, "2025-Q2": 1}
    records = {row["key"]: row["rows"] for row in rows(exhibits(collected)["records"])}
    assert (records["read"], records["repeated-equal"], records["closed-before-opened"]) == (5, 1, 1)
    assert sorted(problem.code for problem in collected.problems) == [
        "complaints-channel", "complaints-early", "complaints-repeated",
    ]  # fmt: skip
    early = next(problem for problem in collected.problems if problem.code == "complaints-early")
    assert early.where == "records/complaints.csv:row 6"


def test_every_name_is_explained_in_both_languages() -> None:
    english, chinese = README.split('<a id="complaints-zh"></a>')
    for name in (*FIGURES, *Fields.model_fields, *AssumptionSettings.model_fields):
        assert f"`{name}`" in english, name
        assert f"`{name}`" in chinese, name
    for stage in STAGES:
        assert f"`{stage}`" in english
