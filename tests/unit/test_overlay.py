"""An organisation's licensed wording: shown at its tier and above it, nowhere below; what is wrong with it is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from zhuoyue.errors import ExitCode
from zhuoyue.project import open_project
from zhuoyue.testing import ProjectKit, project

PLUGINS = ("gbt19580", "holistic", "scoresheet", "word", "oscal")
CANARY, TOPIC, TITLE = "CanaryOfTheItem", "CanaryOfTheTopic", "CanaryOfTheTitle"
WORDING = f"""
criteria = "gbt19580-2012"
note = "Our licensed copy"
[[items]]
item = "4.3.3"
text = {{ zh = "{CANARY} 原文", en = "{CANARY} as printed" }}
[[items.topics]]
key = "4.3.3.3/a"
text = {{ zh = "{TOPIC} 原文", en = "{TOPIC} as printed" }}
[[items]]
item = "gbt19580-2012:4.1.2"
title = {{ zh = "{TITLE} 名称", en = "{TITLE} as printed" }}
"""
CONFIG = (
    'languages = ["en"]\nvisibility = "{tier}"\n[overlay]\nfiles = ["licensed/standard.toml"]\nvisibility = "{own}"\n'
)
SHEET = 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3"\npercent = 50\n'


def texts(folder: Path) -> dict[str, bytes]:
    """Return what is in every file of a folder, packed ones unpacked, but for the project's own inputs."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        if path.is_file() and "licensed" not in path.parts:
            data = path.read_bytes()
            found[str(path)] = data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(path) as packed:
                    found |= {f"{path}!{name}": packed.read(name) for name in packed.namelist()}
    return found


def everything(root: Path, tier: str, own: str) -> ProjectKit:
    """Write all that can be written of a project: report, exports, sheets for assessors."""
    files = {"licensed/standard.toml": WORDING, "ratings/team.toml": SHEET}
    kit = project(root, CONFIG.format(tier=tier, own=own), files, PLUGINS)
    kit.run("assess").assert_success()
    for form in ("scoresheet", "workbook", "word", "oscal", "html"):
        kit.run("export", "--to", form, "--output", str(root / f"out/{form}")).assert_success()
    kit.run("worksheet", "--assessor", "Li", "--output", str(root / "out/li.xlsx")).assert_success()
    return kit


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    kit = everything(tmp_path_factory.mktemp("below"), "internal", "confidential")
    kit.run("build", "--quiet").assert_success()
    return kit


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    kit = everything(tmp_path_factory.mktemp("allowed"), "internal", "internal")
    kit.run("build", "--quiet").assert_success()
    return kit


@pytest.mark.parametrize("canary", [CANARY, TOPIC, TITLE])
def test_below_its_tier_no_file_holds_a_word_of_it(below: ProjectKit, canary: str) -> None:
    found = texts(below.root)
    assert any(name.endswith("li.xlsx!xl/worksheets/sheet1.xml") for name in found)
    assert any("search_index" in name for name in found)
    assert [name for name, data in found.items() if canary.encode() in data] == []


@pytest.mark.parametrize("canary", [CANARY, TOPIC, TITLE])
def test_at_its_tier_pages_and_search_have_it(allowed: ProjectKit, canary: str) -> None:
    holding = [name for name, data in texts(allowed.root).items() if canary.encode() in data]
    for place in ("assessment.json", "site/en/", "search_index"):
        assert any(place in name for name in holding), place
    own = "4-1/4-1-2.html" if canary == TITLE else "4-3/4-3-3.html"
    assert any(name.endswith(own) for name in holding)


def test_assessors_sheets_go_by_the_projects_tier(allowed: ProjectKit) -> None:
    sheets = [data for name, data in texts(allowed.root / "out").items() if "li.xlsx!" in name]
    assert any(TITLE.encode() in data for data in sheets)


def test_the_method_page_says_whose_words_they_are(allowed: ProjectKit, below: ProjectKit) -> None:
    words = "licensed copy of the standard"
    there, not_there = ((one.root / "site/en/method.html").read_text("utf-8") for one in (allowed, below))
    assert words in there
    assert words not in not_there
    assert allowed.run("assess").assessment.criteria.own_wording == ("4.1.2", "4.3.3")


@pytest.mark.parametrize(
    ("tier", "own", "shown"),
    [
        ("public", "public", True),
        ("public", "internal", False),
        ("public", "confidential", False),
        ("confidential", "confidential", True),
        ("confidential", "public", True),
    ],
)
def test_tiers(tmp_path: Path, tier: str, own: str, shown: bool) -> None:
    kit = project(tmp_path, CONFIG.format(tier=tier, own=own), {"licensed/standard.toml": WORDING}, PLUGINS)
    made = open_project(kit.root).criteria
    assert (CANARY in made.model_dump_json()) is shown
    assert made.departures == ()
    if shown:
        assert made.resolve("4.3.3").title.en == "Customer relationships and satisfaction"


def faults(root: Path, wording: str, config: str = "") -> list[str]:
    """Return what is wrong, whatever the tier."""
    files = {"licensed/standard.toml": wording}
    kit = project(root, CONFIG.format(tier="public", own="confidential") + config, files, PLUGINS)
    outcome, chinese = kit.run("check"), kit.run("check", language="zh")
    assert outcome.code == chinese.code == ExitCode.USAGE
    assert len(outcome.err.splitlines()) == len(chinese.err.splitlines())
    return [one.removeprefix("error: ") for one in outcome.err.splitlines() if one.startswith("error: ")]


@pytest.mark.parametrize(
    ("wording", "where", "words"),
    [
        (WORDING.replace('4.3.3"', '4.3.4"'), "5: items[0].item", "no item '4.3.4' – did you mean '4.3.3'"),
        (WORDING.replace('"4.3.3"', '"4.3"'), "5: items[0].item", "'4.3' is a category"),
        (WORDING.replace("4.3.3.3/a", "4.3.3.3/z"), "8: items[0].topics[0].key", "4.3.3 has no topic '4.3.3.3/z'"),
        (WORDING.replace('gbt19580-2012"', 'gbt19580-2004"', 1), "2: criteria", "is of 'gbt19580-2004', the project"),
        (WORDING.replace("text =", "test =", 1), "6: items[0].test", "did you mean 'text'"),
        (WORDING.replace("gbt19580-2012:4.1.2", "4.3.3"), "", "items occur twice: 4.3.3"),
        ('criteria = "gbt19580-2012"\n', "", "items"),
        ("criteria = [", "", ""),
    ],
)
def test_faults_of_a_file_are_told_at_every_tier(tmp_path: Path, wording: str, where: str, words: str) -> None:
    told = faults(tmp_path, wording)
    assert told[0].startswith(f"licensed/standard.toml:{where}")
    assert words in told[0]


def test_faults_of_the_list_of_files(tmp_path: Path) -> None:
    config = 'visibility = "internal"\n[overlay]\nfiles = ["gone.toml", "../outside.toml", "a.toml", "b.toml"]\n'
    one = 'criteria = "gbt19580-2012"\n[[items]]\nitem = "4.3.3"\ntext = "x"\n'
    told = project(tmp_path, config, {"a.toml": one, "b.toml": one}, PLUGINS).run("check").err
    assert "gone.toml" in told
    assert "outside.toml" in told
    assert "b.toml:3: items[0].item: 4.3.3 has its wording from another overlay file already" in told


def test_one_file_serves_projects_that_drop_items(tmp_path: Path) -> None:
    drop = """
    [[tailoring.changes]]
    item = "4.3.3"
    drop = true
    reason = "x"
    [[tailoring.changes]]
    item = "4.3.2"
    points = 90
    reason = "x"
    """
    config = CONFIG.format(tier="internal", own="internal") + drop
    kit = project(tmp_path, config, {"licensed/standard.toml": WORDING}, PLUGINS)
    assert open_project(kit.root).criteria.own_wording == ("4.1.2",)
