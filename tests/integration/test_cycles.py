"""Cycles end to end: closing and starting are killed, and the reports of earlier years stay as they were."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import history, ledger, ratings, store
from zhuoyue.config import HistoryTable
from zhuoyue.project import open_project
from zhuoyue.testing import ProjectKit, project

Crashing = Callable[..., AbstractContextManager[Any]]

TABLE = HistoryTable()
SHEET = 'assessor = "Team"\nstage = "consensus"\n[[ratings]]\nitem = "4.1.2"\npercent = {}\n'
ACTIONS = '[[actions]]\nid = "a"\nitem = "4.1.2"\ntext = "Act."\nowner = "Li"\ndue = 2026-01-01\n'
SETUP = """
from datetime import date
from pathlib import Path
from zhuoyue import cycle, pipeline, store
from zhuoyue.model.assessment import Span
from zhuoyue.project import open_project

root = Path(sys.argv[1])
opened = open_project(root)
present = store.read(root / store.ASSESSMENT)
pipeline.assess = lambda project: present  # it is current; the closing is what is killed
"""
CLOSE = 'cycle.close(opened, root / "zhuoyue.toml", f"c{number}", "Wang", draft=True)\nsay(f"c{number}")'
START = """
root = Path(sys.argv[1]) / f"work-{number}"
opened = open_project(root)
period = Span(start=date(2026, 1, 1), end=date(2026, 12, 31))
cycle.start(opened, root / "zhuoyue.toml", period, period.end, "Wang")
"""


def year(tmp_path: Path, number: int, percent: int, config: str = "") -> ProjectKit:
    made = project(tmp_path, config, {"ratings/final.toml": SHEET.format(percent), "actions.toml": ACTIONS})
    path = tmp_path / "zhuoyue.toml"
    text = path.read_text("utf-8").replace("2023-01-01", f"{number}-01-01").replace("2025-12-31", f"{number}-12-31")
    path.write_text(text, "utf-8")
    made.run("assess").assert_success()
    return made


def close(made: ProjectKit, name: str) -> None:
    made.run("cycle", "close", name, "--draft", "--by", "Wang").assert_success()


# ---- kills ----


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    year(tmp_path, 2025, 50)
    monkeypatch.setenv("ZHUOYUE_LOAD_PLUGINS", "gbt19580,holistic")
    return tmp_path


def test_closing_leaves_the_whole_or_nothing_in_60_kills(
    root: Path, crashing: Crashing, moments: random.Random
) -> None:
    said: list[str] = []
    with crashing(SETUP, CLOSE, str(root)) as crash:
        for number in range(60):
            said += crash.kill(after=int(number % 4 == 0), moment=moments.uniform(0, 0.03))
            whole = [one.manifest.name for one in history.filed(root, TABLE)]
            assert set(said) <= set(whole)
            assert history.verify(root, TABLE) == ()
    assert len(said) >= 15
    close(project_of(root), "last")
    assert [path.name for path in (root / "history").iterdir() if path.name.startswith(".")] == []


def test_closing_at_every_change_on_disk(root: Path, crashing: Crashing) -> None:
    with crashing(SETUP, CLOSE, str(root)) as crash:
        point, lived = 0, False
        while not lived:
            point += 1
            said, lived = crash.kill_at(point)
            assert set(said) <= {one.manifest.name for one in history.filed(root, TABLE)}
            assert history.verify(root, TABLE) == ()
    assert point > 8


def test_starting_the_next_loses_nothing_wherever_it_is_killed(root: Path, crashing: Crashing, tmp_path: Path) -> None:
    close(project_of(root), "2025")
    place = tmp_path / "begun"
    for point in range(1, 40):
        shutil.copytree(root, place / f"work-{point}", ignore=shutil.ignore_patterns("begun", ".zhuoyue"))
    (place / store.ASSESSMENT).write_bytes((root / store.ASSESSMENT).read_bytes())
    (place / "zhuoyue.toml").write_bytes((root / "zhuoyue.toml").read_bytes())
    point, lived = 0, False
    with crashing(SETUP, START, str(place)) as crash:
        while not lived:
            point += 1
            _, lived = crash.kill_at(point)
            begun_or_not(place / f"work-{point}")
            once_more(place / f"work-{point}")
    assert point > 8


def begun_or_not(work: Path) -> None:
    """Never the new period with last year's percents in force; never an old sheet that is nowhere any more."""
    opened = open_project(work)
    sheets = ratings.read(work, ("ratings/*.toml",), opened.criteria, opened.schemes)
    if opened.config.assessment.period.end.year == 2026:
        assert [one.decides for one in sheets.ratings] == [False]
    assert history.verify(work, TABLE) == ()


def once_more(work: Path) -> None:
    """Starting again completes what was begun."""
    started = project_of(work).run("cycle", "new", "--period", "2026-01-01..2026-12-31", "--by", "Wang")
    started.assert_success()
    assert open_project(work).config.assessment.period.end.year == 2026
    assert not (work / "ratings/final.toml").exists()
    assert "reevaluate = true" in (work / "ratings/consensus.toml").read_text("utf-8")
    assert 'cycle = "2025"' in (work / "actions.toml").read_text("utf-8")
    assert [one.kind for one in ledger.read(work)] == ["cycle"]
    assert history.verify(work, TABLE) == ()


def project_of(root: Path) -> ProjectKit:
    return ProjectKit(root, ("gbt19580", "holistic"))


# ---- reports of earlier years ----


def marks(folder: Path) -> dict[str, tuple[int, str]]:
    """Return time and hash of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one closed year, its site built."""
    folder: Path = tmp_path_factory.mktemp("published")
    close(year(folder, 2023, 30, "languages = ['en']\n"), "2023")
    made = year(folder, 2024, 40, "languages = ['en']\n")
    outcome = made.run("build").assert_success()
    assert "report of 2023:" in outcome.err
    return folder


@pytest.fixture
def copied(published: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(published, folder)
    return folder


def test_adding_a_year_never_rebuilds_the_pages_of_the_others(copied: Path) -> None:
    before = marks(copied / "site/cycles/2023")
    assert len(before) > 30
    close(project_of(copied), "2024")
    outcome = year(copied, 2025, 50, "languages = ['en']\nvisibility = 'internal'\n").run("build").assert_success()
    assert "report of 2024:" in outcome.err
    assert "report of 2023:" not in outcome.err
    assert marks(copied / "site/cycles/2023") == before
    again = marks(copied / "site")
    outcome = project_of(copied).run("build").assert_success()
    assert outcome.err == "nothing changed; the site is current\n"
    assert marks(copied / "site") == again


def test_an_earlier_report_says_so_and_leads_to_the_present_one(copied: Path) -> None:
    for page in ("index", "categories/4-1/4-1-2"):
        text = (copied / f"site/cycles/2023/en/{page}.html").read_text("utf-8")
        found = re.search(r'Report of an earlier cycle, 2023-01-01 – 2023-12-31\. <a href="([^"]+)">', text)
        assert found is not None
        target = (copied / f"site/cycles/2023/en/{page}.html").parent / found[1]
        assert target.resolve() == (copied / "site/index.html").resolve()
    assert "earlier cycle" not in (copied / "site/en/index.html").read_text("utf-8")


def test_links_from_the_trend_lead_to_the_earlier_report(copied: Path) -> None:
    page = copied / "site/en/history/index.html"
    (address,) = re.findall(r'href="([^"]*cycles[^"]*)"', page.read_text("utf-8"))
    assert (page.parent / address).resolve() == (copied / "site/cycles/2023/en/index.html").resolve()
    assert (page.parent / address).is_file()


def test_a_cycle_taken_out_of_the_history_takes_its_report_with_it(copied: Path) -> None:
    (copied / "site/cycles/mine.txt").write_text("mine", "utf-8")
    shutil.rmtree(copied / "history/2023")
    outcome = project_of(copied).run("build")
    assert outcome.code == 2
    assert "history/2023: is not the cycle that assessment.json tells of" in outcome.err
    project_of(copied).run("run").assert_success()
    assert not (copied / "site/cycles/2023").exists()
    assert (copied / "site/cycles/mine.txt").read_text("utf-8") == "mine"


def test_a_report_above_the_tier_goes_and_comes_back(copied: Path) -> None:
    config = copied / "zhuoyue.toml"
    text = config.read_text("utf-8")
    config.write_text(text + "visibility = 'public'\n", "utf-8")
    project_of(copied).run("run").assert_success()
    assert not (copied / "site/cycles").exists()
    page = (copied / "site/en/history/index.html").read_text("utf-8")
    assert "2023" in page
    assert "cycles/2023" not in page
    config.write_text(text, "utf-8")
    assert "report of 2023:" in project_of(copied).run("run").assert_success().err
    assert (copied / "site/cycles/2023/en/index.html").is_file()


def test_a_damaged_report_is_mended(copied: Path) -> None:
    page = copied / "site/cycles/2023/en/index.html"
    whole = page.read_bytes()
    page.write_bytes(b"half")
    assert "report of 2023:" in project_of(copied).run("build").assert_success().err
    assert page.read_bytes() == whole


def test_a_swap_that_broke_off_gives_the_earlier_reports_back(copied: Path) -> None:
    before = marks(copied / "site/cycles/2023")
    work = copied / ".site-building-999999999-abc"
    work.mkdir()
    (copied / "site").rename(work / "old")
    # The new site is in its place, but what is not of its manifest was not carried over yet.
    shutil.copytree(work / "old", copied / "site", ignore=shutil.ignore_patterns("cycles"))
    outcome = project_of(copied).run("build").assert_success()
    assert "report of 2023" not in outcome.err
    assert marks(copied / "site/cycles/2023") == before
    assert not work.exists()


def test_what_others_put_into_an_earlier_report_stays_when_it_goes(copied: Path) -> None:
    mine = copied / "site/cycles/2023/en/mine.txt"
    mine.write_text("mine", "utf-8")
    shutil.rmtree(copied / "history/2023")
    project_of(copied).run("run").assert_success()
    left = [path for path in (copied / "site/cycles").rglob("*") if path.is_file()]
    assert left == [mine]


def test_the_filed_assessment_is_what_the_report_shows(copied: Path) -> None:
    filed = store.read(copied / "history/2023/assessment.json")
    assert filed.result_of["gbt19580-2012:4.1.2"].score.percent == 30
    text = (copied / "site/cycles/2023/en/categories/4-1/4-1-2.html").read_text("utf-8")
    assert ">30\u00a0%<" in text
