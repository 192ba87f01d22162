"""The plugin through the public door: config, command, assessment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhuoyue.testing import project

CONFIG = """
[plugins]
local = ["figures.py"]
[letci]
position = "middle"
[[sources]]
name = "figures"
collector = "figures"
items = ["4.7.3"]
"""
LOCAL = """
from pydantic import BaseModel
from zhuoyue import Collected, Collector, Measure, hookimpl

class Nothing(BaseModel):
    pass

class Figures(Collector):
    name = "figures"
    settings = Nothing

    def inputs(self, source):
        return []

    def collect(self, source):
        points = [{"period": str(2020 + n), "value": str(n)} for n in range(1, 6)]
        one = Measure.model_validate({
            "id": "figures-m", "title": "M", "source": source.name, "items": source.items, "points": points,
            "targets": points[-1:], "comparisons": [{"kind": "benchmark", "name": "B", "points": points[-1:]}],
            "segments": [{"name": name, "points": points} for name in "ab"],
        })
        return Collected(measures=(one,))

@hookimpl
def register_collectors():
    return [Figures]
"""


def test_settings_and_measures_reach_the_plugin(tmp_path: Path) -> None:
    outcome = project(tmp_path, CONFIG, {"figures.py": LOCAL}, ("gbt19580", "holistic", "letci")).run("assess")
    results = {one.item.rpartition(":")[2]: one for one in outcome.assert_success().assessment.results}
    (suggestion,) = results["4.7.3"].suggestions
    # All four dimensions are full; band 6 is 90 to 100, its middle 95.
    assert (suggestion.source, suggestion.band, suggestion.percent) == ("letci", 6, Decimal(95))
    assert results["4.7.3"].findings[0].evidence == ("figures-m",)
    assert results["4.7.2"].suggestions[0].percent is None
    assert results["4.1.2"].suggestions == ()


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    config = CONFIG.replace("position", "posishun")
    outcome = project(tmp_path, config, {"figures.py": LOCAL}, ("gbt19580", "holistic", "letci")).run("check")
    assert outcome.code == 2
    assert "position" in outcome.err
