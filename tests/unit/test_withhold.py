"""What is above the published tier leaves no trace: no id, title, path, text or problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue.testing import project

COLLECTOR = """
from zhuoyue import Collected, Collector, Evidence, Measure, Narrative, Point, Problem, Text

class Mixed(Collector):
    name = "mixed"
    isolated = False

    def inputs(self, source):
        return [source.root / "board.txt", source.root / "open.txt"]

    def collect(self, source):
        common = dict(kind="document", source=source.name, collected_at=source.instant, items=("4.1.2",))
        return Collected(
            evidence=(
                Evidence(id="board-1", title="Takeover plan", locator="board.txt", visibility="confidential",
                         text="buy them", **common),
                Evidence(id="open-1", title="Open thing", locator="open.txt", visibility="public",
                         relates_to=("margin-1",), **common),
            ),
            measures=(
                Measure(id="margin-1", title="Secret margin", source=source.name, visibility="confidential",
                        items=("4.7.4",), points=(Point(period="2025", value="12.5"),)),
                Measure(id="open-2", title="Open measure", source=source.name, visibility="public",
                        evidence=("board-1",), items=("4.7.4",), points=(Point(period="2025", value="1"),)),
            ),
            narratives=(
                Narrative(code="gbt19580-2012:4.1.2", language="en", markdown="see [[board-1]] and [[open-1]]",
                          locator="n.md", words=4, references=("board-1", "open-1")),
            ),
            problems=(Problem(code="odd", severity="warning", text=Text(en="Takeover plan is old", zh="旧")),),
        )

def register_collectors():
    return [Mixed]
"""
CONFIG = '[plugins]\nlocal = ["mixed.py"]\n[[sources]]\nname = "m"\ncollector = "mixed"\n'
FILES = {
    "mixed.py": COLLECTOR,
    "board.txt": "x",
    "open.txt": "y",
    "ratings/a.toml": 'assessor = "T"\n[[ratings]]\nitem = "4.1.2"\npercent = 50\n'
    '[[ratings.strengths]]\ntext = "open strength"\nevidence = ["board-1", "open-1"]\n'
    '[[ratings.improvements]]\ntext = "hidden weakness"\nvisibility = "confidential"\n',
}
SECRETS = ("board-1", "Takeover", "board.txt", "buy them", "margin-1", "Secret margin", "12.5", "hidden weakness")


@pytest.mark.parametrize("tier", ["internal", "public"])
def test_nothing_confidential_reaches_a_lower_tier(tmp_path: Path, tier: str) -> None:
    kit = project(tmp_path, CONFIG, FILES)
    text = (
        (tmp_path / "zhuoyue.toml").read_text("utf-8").replace("[assessment]", f'[assessment]\nvisibility = "{tier}"')
    )
    kit.write({"zhuoyue.toml": text}).run("assess").assert_success()
    document = (tmp_path / "assessment.json").read_text("utf-8")
    assert [word for word in SECRETS if word in document] == []
    if tier == "internal":
        assert "see [[withheld]] and [[open-1]]" in document
        assert "open strength" in document
    assert "records are above the tier" in document


def test_the_confidential_tier_shows_all(tmp_path: Path) -> None:
    kit = project(tmp_path, CONFIG, FILES)
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    kit.write({"zhuoyue.toml": text.replace("[assessment]", '[assessment]\nvisibility = "confidential"')})
    kit.run("assess").assert_success()
    document = (tmp_path / "assessment.json").read_text("utf-8")
    assert [word for word in SECRETS if word not in document] == []
