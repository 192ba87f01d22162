"""Assess once, report in many models: one command, one folder of records, a site for each model inside the site."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from zhuoyue import store
from zhuoyue.errors import ExitCode
from zhuoyue.testing import Outcome, ProjectKit, project

PLUGINS = ("gbt19580", "holistic", "caf", "pdca", "crosswalks")
CONFIG = """
languages = ["en"]
[crosswalk]
report_in = ["caf-2020"]
"""
SHEET = """
assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 55
strengths = [{ text = "Goals <b>are</b> clear" }]
"""
OWN = """
source = "caf-2020"
target = "gbt19580-2012"
[[links]]
source = "1.1"
target = "4.1.2 a"
relation = "subset"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProjectKit:
    return project(tmp_path_factory.mktemp("models"), CONFIG, {"ratings/final.toml": SHEET}, PLUGINS)


@pytest.fixture(scope="module")
def ran(made: ProjectKit) -> Outcome:
    return made.run("run").assert_success()


def hrefs(page: Path) -> set[str]:
    """Return where the page's relative links lead, as files."""
    found = re.findall(r'href="([^"#:]+?)(?:#[^"]*)?"', page.read_text("utf-8"))
    return {str((page.parent / one).resolve()) for one in found}


def test_one_command_publishes_every_model_and_they_lead_to_each_other(made: ProjectKit, ran: Outcome) -> None:
    site = made.root / "site"
    main, other = site / "en/index.html", site / "caf-2020/en/index.html"
    assert "report in caf-2020" in ran.err
    assert str(other) in hrefs(main)
    assert str(main) in hrefs(other)
    assert str(site / "caf-2020/en/scorecard.html") in hrefs(site / "en/models/caf-2020.html")
    item = site / "caf-2020/en/categories/1/1-1.html"
    assert str(site / "en/categories/4-1/4-1-2.html") in hrefs(item)
    assert str(item) in hrefs(site / "en/models/caf-2020.html")
    for page in site.rglob("*.html"):
        dead = [one for one in hrefs(page) if not Path(one).exists() and not one.endswith("/sitemap.xml")]
        assert page.name == "404.html" or dead == [], page


def test_the_other_model_shows_coverage_and_no_points(made: ProjectKit, ran: Outcome) -> None:
    pages = made.root / "site/caf-2020/en"
    first = (pages / "index.html").read_text("utf-8")
    assert "Not a score." in first
    assert not re.search(r"\d+ points", first)
    coverage = (pages / "scorecard.html").read_text("utf-8")
    assert "band 4" in coverage  # 55 % lies in 51–70, the fourth
    item = (pages / "categories/1/1-3.html").read_text("utf-8")
    assert "Goals &lt;b&gt;are&lt;/b&gt; clear" in item
    assert "from 4.1.2" in item
    assert not (pages / "improvement").exists()
    assert not (pages / "feedback").exists()


def test_the_document_says_what_else_it_is_reported_in(ran: Outcome) -> None:
    (told,) = ran.assessment.projections
    assert (told.source.id, told.target.id, len(told.items), told.unmapped) == ("gbt19580-2012", "caf-2020", 28, ())
    assert ran.assessment.projection is None


def test_what_has_not_changed_is_not_built_again_and_what_is_not_wanted_goes(made: ProjectKit, ran: Outcome) -> None:
    site = made.root / "site"
    before = (site / "caf-2020/en/index.html").stat().st_mtime_ns
    assert "nothing changed" in made.run("build").assert_success().err
    assert (site / "caf-2020/en/index.html").stat().st_mtime_ns == before
    config = (made.root / "zhuoyue.toml").read_text("utf-8")
    kept = site / "en/index.html"
    try:
        made.write({"zhuoyue.toml": config.replace('["caf-2020"]', "[]")})
        made.run("build").assert_success()
        assert not (site / "caf-2020").exists()
        assert "caf-2020" not in kept.read_text("utf-8")
        assert not (site / "en/models").exists()
    finally:
        made.write({"zhuoyue.toml": config})


def test_a_projection_stands_alone_too(made: ProjectKit, ran: Outcome, tmp_path: Path) -> None:
    done = made.run("project", "--to", "caf-2020", "--output", str(tmp_path / "out")).assert_success()
    assert "of 28 items" in done.err
    written = store.read(tmp_path / "out/assessment.json")
    assert (written.criteria.id, written.total) == ("caf-2020", None)
    assert written.projection is not None
    page = tmp_path / "out/site/en/categories/1/1-1.html"
    assert done.out.strip() == str(tmp_path / "out/site/index.html")
    assert not any("/categories/4-1/" in one for one in hrefs(page))  # the assessed model's report is not here


def test_a_projection_never_takes_the_place_of_an_assessment(made: ProjectKit, ran: Outcome) -> None:
    before = (made.root / store.ASSESSMENT).read_bytes()
    done = made.run("project", "--to", "caf-2020", "--output", str(made.root))
    assert done.code == ExitCode.USAGE
    assert "no projection; name another folder" in done.err
    assert (made.root / store.ASSESSMENT).read_bytes() == before


def test_a_projection_can_be_exported(made: ProjectKit, ran: Outcome, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    made.run("export", "--to", "html", "--model", "caf-2020", "--output", str(target)).assert_success()
    text = target.read_text("utf-8")
    assert "no scores" in text
    assert "Common Assessment Framework" in text


def test_every_wrong_model_is_told_with_its_place_before_anything_is_read(tmp_path: Path) -> None:
    names = '["caf-2021", "gbt19580-2012", "gbt19580-2004"]'
    wrong = project(tmp_path, f"[crosswalk]\nreport_in = {names}\n", plugins=("gbt19580", "holistic", "caf", "pdca"))
    for language, words in {
        "en": ("did you mean 'caf-2020'", "is the model that is assessed"),
        "zh": ("是否应为 'caf-2020'", "正是评价所依据的准则"),
    }.items():
        done = wrong.run("run", language=language)
        assert done.code == ExitCode.USAGE
        assert all(word in done.err for word in words)
        assert "zhuoyue.toml:7: crosswalk.report_in[0]" in done.err
    assert not (tmp_path / "assessment.json").exists()


def test_a_crosswalk_is_shown_listed_and_written(made: ProjectKit, tmp_path: Path) -> None:
    listed = made.run("crosswalk").assert_success().out
    assert re.search(r"gbt19580-2012 +→ +caf-2020 +33", listed)
    shown = made.run("crosswalk", "gbt19580-2012", "caf-2020", language="zh").assert_success()
    assert "部分重合" in shown.out
    data = json.loads(made.run("crosswalk", "caf-2020", "gbt19580-2004", "--json").assert_success().out)
    assert (data["way"], data["hub"]) == ("hub", "gbt19580-2012")
    target = tmp_path / "out.sssom.tsv"
    done = made.run("crosswalk", "gbt19580-2012", "caf-2020", "--to", "sssom", "--output", str(target)).assert_success()
    assert done.out.strip() == str(target)
    back = made.run("crosswalk", "--import", str(target)).assert_success()
    assert "33 links, every code exists" in back.err
    (tmp_path / "back.toml").write_text(back.out, "utf-8")
    again = made.run("crosswalk", "--import", str(tmp_path / "back.toml"), "--to", "sssom").assert_success()
    assert again.out == target.read_text("utf-8")
    wrong = made.run("crosswalk", "gbt19580-2012", "caf")
    assert wrong.code == ExitCode.USAGE
    assert "did you mean 'caf-2020'" in wrong.err
    assert made.run("crosswalk", "caf-2020").code == ExitCode.USAGE


def test_a_crosswalk_of_the_projects_own_counts(tmp_path: Path) -> None:
    own = '[crosswalk]\nfiles = ["our.toml"]\nreport_in = ["caf-2020"]\n'
    kit = project(tmp_path, own, {"our.toml": OWN}, ("gbt19580", "holistic", "caf", "pdca"))
    (told,) = kit.run("assess").assert_success().assessment.projections
    assert told.way == "inverse"
    ((source,),) = (one.sources for one in told.items if one.sources)
    assert (source.code, source.relation) == ("4.1.2", "superset")
    kit.write({"our.toml": OWN.replace("4.1.2 a", "4.1.9")})
    done = kit.run("assess")
    assert done.code == ExitCode.USAGE
    assert "our.toml:6" in done.err
    assert "gbt19580-2012 has no item '4.1.9'" in done.err


GROUP = """
id = "group-2026"
family = "group"
edition = "2026"
scheme = "holistic"
total = 100
title = "Our group's model"
[[categories]]
code = "1"
theme = "leadership"
title = "Leading"
[[categories.items]]
code = "1.1"
kind = "process"
points = 100
title = "Leading the plant"
"""
TO_GROUP = """
source = "gbt19580-2012"
target = "group-2026"
[[links]]
source = "4.1.2"
target = "1.1"
relation = "equal"
"""


def test_a_groups_own_model_is_reported_in_without_any_python(tmp_path: Path) -> None:
    config = '[criteria]\nfiles = ["group.toml"]\n[crosswalk]\nfiles = ["to-group.toml"]\nreport_in = ["group-2026"]\n'
    files = {"group.toml": GROUP, "to-group.toml": TO_GROUP, "ratings/final.toml": SHEET}
    done = project(tmp_path, config, files, ("gbt19580", "holistic")).run("assess").assert_success()
    (told,) = done.assessment.projections
    (item,) = told.items
    assert item.suggested is not None
    assert "50–65 %" in item.suggested.en  # 55 % lies in the fourth band of GB/Z 19579
    assert len(told.unmapped) == 22
