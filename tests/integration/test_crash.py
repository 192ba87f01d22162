"""Nothing accepted is lost: accepting values is killed in the middle, and two accept at once."""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pyrage
import pytest

from zhuoyue import ledger, team
from zhuoyue.project import Project, open_project
from zhuoyue.ratings import read
from zhuoyue.testing import project

Crashing = Callable[..., AbstractContextManager[Any]]

SETUP = """
from decimal import Decimal
from pathlib import Path
from zhuoyue.model.rating import Stage
from zhuoyue.model.text import Text
from zhuoyue.project import open_project
from zhuoyue.team import Decision, accept

project = open_project(Path(sys.argv[1]))
items = list(project.criteria.items)

def decide(token, turn):
    item = items[turn % len(items)]
    decision = Decision(
        Stage.CONSENSUS, item.id, "Chen", Decimal(turn * 5 % 105), reason=Text(zh="合议", en=token)
    )
    accept(project.root, project.criteria, project.schemes, decision)
"""
WORK = """
for step in range(8):
    token = f"{number}-{step}"
    decide(token, number * 8 + step)
    say(token)
"""
SHEET = """\
# kept: written by hand
assessor = "Team"
stage = "consensus"

[[key_themes]]
kind = "strength"
scope = "process"
text = "One voice."

[[ratings]]
item = "4.3.3" # kept too
percent = 40
[[ratings.strengths]]
text = "Answers within a day."
"""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")
    return open_project(project(tmp_path, files={"ratings/consensus.toml": SHEET}).root)


def reasons(entries: tuple[ledger.Entry, ...]) -> list[str]:
    return [entry.data["reason"]["en"] for entry in entries]


def sound(opened: Project) -> None:
    """After mending, the sheet says what the ledger does, what was written by hand is there, nothing is half."""
    team.recover(opened.root, opened.criteria, opened.schemes)
    assert team.departures(opened.root, opened.criteria) == ()
    sheets = read(opened.root, ("ratings/*.toml",), opened.criteria, opened.schemes)
    assert [str(one.text) for one in sheets.findings] == ["Answers within a day."]
    assert [str(one.text) for one in sheets.key_themes] == ["One voice."]
    text = (opened.root / team.SHEETS[team.Stage.CONSENSUS]).read_text("utf-8")
    assert text.startswith("# kept: written by hand")
    assert "# kept too" in text
    names = {path.name for path in (opened.root / "ratings").iterdir()}
    assert names <= {".lock", "ledger.jsonl", "consensus.toml"}
    last = {entry.data["item"]: entry for entry in ledger.read(opened.root)}
    assert {one.item: str(one.reason) for one in sheets.ratings if one.reason} == {
        item: entry.data["reason"]["en"] for item, entry in last.items()
    }


def test_nothing_accepted_is_lost_in_120_kills(opened: Project, crashing: Crashing, moments: random.Random) -> None:
    said: list[str] = []
    with crashing(SETUP, WORK, str(opened.root)) as crash:
        for _ in range(120):
            said += crash.kill(after=moments.randrange(4), moment=moments.uniform(0, 0.012))
            kept = reasons(ledger.read(opened.root))  # the chain holds, or this raises
            assert [token for token in said if token not in kept] == []
            assert len(kept) == len(set(kept))
            sound(opened)
    assert len(said) > 120  # the kills came while work was going on


def test_every_moment_between_two_changes_on_disk(opened: Project, crashing: Crashing) -> None:
    work = 'decide(f"{number}", number)\nsay(f"{number}")'
    with crashing(SETUP, work, str(opened.root)) as crash:
        said, lived, point = [], False, 0
        while not lived:
            point += 1
            more, lived = crash.kill_at(point)
            said += more
            assert set(said) <= set(reasons(ledger.read(opened.root)))
            sound(opened)
    assert point > 8
    assert said == [str(point)]


def test_two_at_once_lose_nothing(opened: Project) -> None:
    code = "import sys\n" + SETUP + 'for turn in range(25):\n    decide(f"{sys.argv[2]}-{turn}", turn)\n'
    both = [subprocess.Popen([sys.executable, "-c", code, str(opened.root), name]) for name in ("wang", "li")]
    assert [one.wait() for one in both] == [0, 0]
    kept = reasons(ledger.read(opened.root))
    assert sorted(kept) == sorted(f"{name}-{turn}" for name in ("wang", "li") for turn in range(25))
    sound(opened)


def test_sealing_never_leaves_a_sheet_that_nobody_can_read(tmp_path: Path, crashing: Crashing) -> None:
    identity = pyrage.x25519.Identity.generate()
    setup = """
    import pyrage
    from pathlib import Path
    from zhuoyue.project import open_project
    from zhuoyue.seal import seal
    project = open_project(Path(sys.argv[1]))
    """
    work = 'seal(project.root, project.criteria, project.schemes, "li", (), [sys.argv[2]], replace=True)\nsay("sealed")'
    text = 'assessor = "li"\n[[ratings]]\nitem = "4.3.3"\npercent = 60\n'
    kit = project(tmp_path, files={"ratings/li.toml": text})
    plain, hidden = tmp_path / "ratings/li.toml", tmp_path / "ratings/li.toml.age"
    with crashing(setup, work, str(tmp_path), str(identity.to_public())) as crash:
        said, lived, point = [], False, 0
        while not lived:
            point += 1
            kit.write({"ratings/li.toml": text})
            said, lived = crash.kill_at(point)
            last = (ledger.read(tmp_path) or (None,))[-1]
            if plain.exists():
                assert plain.read_text("utf-8") == text
                assert said == []
            else:  # it went only when the other was there and on record
                content = hidden.read_bytes()
                assert last is not None
                assert hashlib.sha256(content).hexdigest() == last.data["sealed_sha256"]
                assert pyrage.decrypt(content, [identity]).partition(b"\n")[2] == text.encode()
    assert said == ["sealed"]


def test_a_torn_ledger_is_no_hindrance(opened: Project, tmp_path: Path) -> None:
    kit = project(tmp_path, files={"ratings/consensus.toml": SHEET})
    team.accept(opened.root, opened.criteria, opened.schemes, decision("4.3.3", 50))
    path = tmp_path / ledger.LEDGER
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:77])
    kit.run("run").assert_success()  # assess and build
    assert path.read_bytes() == whole + whole[:77]  # reading mends nothing
    team.accept(opened.root, opened.criteria, opened.schemes, decision("4.3.3", 55))
    assert path.read_bytes().startswith(whole)
    assert [entry.data["percent"] for entry in ledger.read(tmp_path)] == ["50", "55"]


@pytest.mark.parametrize("command", ["assess", "run", "verify"])
def test_a_broken_chain_stops_everything(opened: Project, tmp_path: Path, command: str) -> None:
    kit = project(tmp_path, files={"ratings/consensus.toml": SHEET})
    for percent in (50, 55, 60):
        team.accept(opened.root, opened.criteria, opened.schemes, decision("4.3.3", percent))
    path = tmp_path / ledger.LEDGER
    first, _, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + third)
    sheet = (tmp_path / "ratings/consensus.toml").read_bytes()
    outcome = kit.run(command)
    assert outcome.code == 2
    assert re.search(r"ratings/ledger\.jsonl:2: the chain is broken: entry 3", outcome.err)
    assert "链条断裂" in kit.run(command, language="zh").err
    assert not (tmp_path / "assessment.json").exists()
    with pytest.raises(ledger.InputError, match=r"ledger\.jsonl:2"):
        team.accept(opened.root, opened.criteria, opened.schemes, decision("4.3.3", 70))
    assert path.read_bytes() == first + third
    assert (tmp_path / "ratings/consensus.toml").read_bytes() == sheet


def decision(item: str, percent: int) -> team.Decision:
    return team.Decision(team.Stage.CONSENSUS, item, "Chen", team.Decimal(percent), reason=team.Text(en=str(percent)))
