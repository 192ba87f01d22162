"""What is above the published tier leaves no trace: no id, title, path, text or problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue.testing import Outcome, project

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


def public(tmp_path: Path, config: str, files: dict[str, str], *plugins: str) -> Outcome:
    kit = project(tmp_path, config, files, ("gbt19580", "holistic", *plugins))
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    kit.write({"zhuoyue.toml": text.replace("[assessment]", '[assessment]\nvisibility = "public"')})
    return kit.run("assess", "--keep-going")


def test_an_assessors_reason_and_notes_have_a_tier_and_the_percent_stays(tmp_path: Path) -> None:
    rating = (
        'assessor = "T"\n[[ratings]]\nitem = "4.1.2"\npercent = 50\nreason = "{}"\n{}[ratings.dimensions]\nA = "{}"\n'
    )
    document = public(tmp_path, "", {"ratings/a.toml": rating.format("inner reason", "", "inner note")}).assessment
    assert document.results[0].score.percent == 50
    assert "inner" not in (tmp_path / "assessment.json").read_text("utf-8")
    public(tmp_path, "", {"ratings/a.toml": rating.format("open reason", 'visibility = "public"\n', "open note")})
    assert "open note" in (tmp_path / "assessment.json").read_text("utf-8")


def test_a_confidential_source_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    code = """
    from zhuoyue import Collected, Collector
    class Bid(Collector):
        name = "bid"
        def inputs(self, source): return [source.root / "takeover.csv"]
        def collect(self, source): raise RuntimeError("price 4711")
    def register_collectors(): return [Bid]
    """
    config = (
        '[plugins]\nlocal = ["bid.py"]\n[[sources]]\nname = "acme"\ncollector = "bid"\nvisibility = "confidential"\n'
    )
    outcome = public(tmp_path, config, {"bid.py": code, "takeover.csv": "x"})
    assert outcome.code == 3
    document = (tmp_path / "assessment.json").read_text("utf-8")
    assert [word for word in ("4711", "acme", "takeover") if word in document] == []
    assert "collector-failed" in document


def test_problems_of_a_mixed_folder_name_no_file_above_the_tier(tmp_path: Path) -> None:
    register = (
        "file,title_zh,visibility\n裁员计划-2026.docx,裁员,confidential\nopen.md,公开,public\nlost.md,失,public\n"
    )
    config = (
        '[[sources]]\nname = "docs"\ncollector = "documents"\nfolder = "documents"\nvisibility = "public"\n'
        'register = "register.csv"\n'
    )
    files = {
        "register.csv": register,
        "documents/open.md": "text",
        "documents/extra.md": "text",
        "documents/gehalt-geheim.md": "---\nvisibility: confidential\n---\ntext",
    }
    outcome = public(tmp_path, config, files, "documents")
    document = (tmp_path / "assessment.json").read_text("utf-8")
    assert "裁员" not in document
    assert "gehalt" not in document
    texts = " ".join(problem.text.en for problem in outcome.assessment.problems)
    assert "'lost.md'" in texts
    assert "extra.md" in texts


def test_a_short_title_does_not_silence_problems_of_open_records(tmp_path: Path) -> None:
    code = COLLECTOR.replace('id="board-1"', 'id="1"').replace('title="Takeover plan"', 'title="客户"')
    code = code.replace('en="Takeover plan is old", zh="旧"', 'en="row 12: too few", zh="第 12 行：客户数量不足"')
    files = FILES | {"mixed.py": code.replace("isolated = False", "isolated = False")}
    outcome = public(
        tmp_path, CONFIG.replace('collector = "mixed"', 'collector = "mixed"\nvisibility = "public"'), files
    )
    assert "第 12 行：客户数量不足" in [problem.text.zh for problem in outcome.assessment.problems]


def test_withheld_evidence_is_not_said_to_be_missing(tmp_path: Path) -> None:
    assessment = public(tmp_path, CONFIG, {**FILES, "ratings/a.toml": 'assessor = "T"\n'}).assessment
    assert assessment.result_of["gbt19580-2012:4.1.2"].score.state == "not_rated"
    assert assessment.result_of["gbt19580-2012:4.2.2"].score.state == "no_evidence"


def test_whoever_checks_sees_every_problem(tmp_path: Path) -> None:
    kit = project(tmp_path, CONFIG, FILES)
    assert "Takeover plan is old" in kit.run("check").out
    assert "Takeover plan is old" not in (kit.run("assess").root / "assessment.json").read_text("utf-8")


@pytest.mark.parametrize(("tier", "named"), [("internal", True), ("public", False)])
def test_the_public_tier_names_no_assessor(tmp_path: Path, tier: str, named: bool) -> None:
    """Neither as rater, recorder or dissenter, nor as a finding's source, nor by the name of a sheet."""
    alone = (
        'assessor = "Wang-x"\n[[ratings]]\nitem = "4.1.2"\npercent = 50\nvisibility = "public"\n'
        '[[ratings.strengths]]\ntext = "Good."\nvisibility = "public"\nevidence = ["gone"]\n'
        '[[ratings]]\nitem = "4.1.3"\npercent = 40\n'
    )
    team = (
        'assessor = "Li-x"\nstage = "consensus"\n[[ratings]]\nitem = "4.1.3"\npercent = 45\nrecorded_by = "Zhao-x"\n'
        'visibility = "public"\n[[ratings.dissent]]\nassessor = "Sun-x"\ntext = "Too much."\n'
    )
    kit = project(tmp_path, "", {"ratings/wang-x.toml": alone, "ratings/team.toml": team}, ("gbt19580", "holistic"))
    text = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    kit.write({"zhuoyue.toml": text.replace("[assessment]", f'[assessment]\nvisibility = "{tier}"')})
    document = kit.run("assess").assessment
    written = (tmp_path / "assessment.json").read_text("utf-8")
    names = {"Wang-x", "wang-x", "Li-x", "Zhao-x", "Sun-x"}
    assert {name for name in names if name in written} == (names if named else set())
    assert "Too much." in written
    assert document.results[0].score.steps[0].text.en == ("Rated 50 % by Wang-x" if named else "Rated 50 %")


JUDGE = """
from zhuoyue import Finding, FindingKind, Text
def assess_leadership(item, dossier):
    if item.code == "4.1.2":
        yield Finding(kind=FindingKind.IMPROVEMENT, text=Text(en="for us"))
        text = Text(en=f"for all, withheld {dossier.withheld}")
        yield Finding(kind=FindingKind.IMPROVEMENT, text=text, visibility="public")
"""


@pytest.mark.parametrize("tier", ["public", "internal"])
def test_plugins_findings_keep_to_their_tier_and_know_what_is_withheld(tmp_path: Path, tier: str) -> None:
    config = (
        f'visibility = "{tier}"\n[plugins]\nlocal = ["judge.py"]\n'
        '[[sources]]\nname = "docs"\ncollector = "documents"\nfolder = "documents"\nitems = ["4.1.2"]\n'
    )
    files = {"judge.py": JUDGE, "documents/open.md": "---\nvisibility: public\n---\ntext", "documents/our.md": "text"}
    kit = project(tmp_path, config, files, plugins=("gbt19580", "holistic", "documents"))
    found = [one.text.en for one in kit.run("assess").assert_success().assessment.results[0].findings]
    if tier == "public":
        assert found == ["for all, withheld True"]
    else:
        assert found == ["for us", "for all, withheld False"]


def test_what_moved_a_value_is_not_named_below_its_tier(tmp_path: Path) -> None:
    sheet = 'assessor = "Team"\nstage = "{}"\n[[ratings]]\nitem = "4.1.2"\npercent = {}\n{}'
    source = '[[sources]]\nname = "docs"\ncollector = "documents"\nfolder = "documents"\nitems = ["4.1.2"]\n'
    files = {
        "documents/secret.md": "---\nid: secret-paper\nvisibility: confidential\n---\ntext",
        "documents/open.md": "---\nid: open-paper\n---\ntext",
        "ratings/a.toml": sheet.format("consensus", 50, ""),
        "ratings/b.toml": sheet.format("site_visit", 45, 'moved_by = "secret-paper"\n'),
    }
    kit = project(tmp_path, source, files, plugins=("gbt19580", "holistic", "documents"))
    assert "open-paper" in kit.run("assess").assert_success().assessment.evidence_by_id
    assert "secret-paper" not in (tmp_path / "assessment.json").read_text("utf-8")
    kit.write({"ratings/b.toml": files["ratings/b.toml"].replace("secret", "open")})
    rating = kit.run("assess").assert_success().assessment.results[0].rating
    assert rating is not None
    assert rating.moved_by == "open-paper"
