"""A published model made a project's own: what departs is listed, what is wrong is named, weights add up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhuoyue.errors import ConfigError, ExitCode
from zhuoyue.project import open_project
from zhuoyue.testing import Outcome, ProjectKit, project

PLUGINS = ("gbt19580", "holistic", "caf", "pdca", "baldrige", "rubric")
LOOSE = """
[[tailoring.changes]]
item = "4.4.6"
drop = true
reason = { zh = "由园区统一管理", en = "The estate runs the buildings" }
[[tailoring.changes]]
item = "4.3.3"
points = 55
reason = { zh = "顾客优先", en = "Customers come first" }
[[tailoring.changes]]
item = "4.7.4"
scheme = "rubric"
reason = { zh = "财务按等级评", en = "Money is rated by level" }
[[tailoring.additions]]
category = "4.1"
code = "4.1.5"
kind = "process"
points = 15
title = { zh = "家族传承", en = "Family succession" }
topics = [{ key = "a", title = { zh = "接班人", en = "Successors" } }]
reason = { zh = "家族企业", en = "A family firm" }
"""
"""−10 +5 +15: the points come to 1010."""
TAILORED = f"""{LOOSE}
[tailoring]
total = 1010
reason = {{ zh = "增加了传承", en = "Succession came on top" }}
"""
RATINGS = """
assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.1.5"
percent = 60
[[ratings]]
item = "4.3.3"
percent = 50
[[ratings]]
item = "4.7.4"
level = "mature"
"""


def faults(root: Path, config: str, **files: str) -> list[str]:
    """Return what is wrong with a project, in English; the same number of faults is told in Chinese."""
    kit = project(root, config, files, PLUGINS)
    outcome, chinese = kit.run("check"), kit.run("check", language="zh")
    assert outcome.code == chinese.code == ExitCode.USAGE
    lines = [one for one in outcome.err.splitlines() if one.startswith("error: ")]
    assert len(lines) == len([one for one in chinese.err.splitlines() if one.startswith("错误：")])
    return [one.removeprefix("error: ") for one in lines]


def plain_project(root: Path, config: str = "") -> ProjectKit:
    return project(root, config, {"ratings/team.toml": 'assessor = "T"\nstage = "consensus"\n'}, PLUGINS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    root = tmp_path_factory.mktemp("tailored")
    kit = project(root, TAILORED, {"ratings/team.toml": RATINGS}, PLUGINS)
    return kit.run("run").assert_success()


def test_every_departure_stands_in_the_document_with_its_reason(built: Outcome) -> None:
    found = [
        (one.kind.value, one.item, one.before, one.after, one.reason.en) for one in built.assessment.criteria.departures
    ]
    assert found == [
        ("dropped", "4.4.6", "10", "", "The estate runs the buildings"),
        ("points", "4.3.3", "50", "55", "Customers come first"),
        ("scheme", "4.7.4", "holistic", "rubric", "Money is rated by level"),
        ("added", "4.1.5", "", "15", "A family firm"),
        ("total", "", "1000", "1010", "Succession came on top"),
    ]
    written = json.loads((built.root / "assessment.json").read_text("utf-8"))["criteria"]
    assert [one["reason"]["zh"] for one in written["departures"]][-1] == "增加了传承"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Departures from the published model", "The estate runs the buildings", "another total", "1010"]),
        ("zh", ["由园区统一管理", "顾客优先", "家族企业", "增加了传承", "家族传承"]),
    ],
)
def test_the_method_page_lists_them(built: Outcome, language: str, words: list[str]) -> None:
    page = (built.root / "site" / language / "method.html").read_text("utf-8")
    assert [word for word in words if word not in page] == []


def test_tailored_items_are_scored(built: Outcome) -> None:
    assessment = built.assessment
    points = {code: assessment.result_of[assessment.item(code).id].score for code in ("4.1.5", "4.3.3")}
    assert [str(one.value) for one in points.values()] == ["9", "27.5"]  # 15 × 60 %, 55 × 50 %
    assert assessment.total is not None
    assert assessment.total.maximum == 1010
    assert assessment.item("4.1.5").theme.value == "leadership"
    assert assessment.figure(assessment.item("4.7.4")).en == "Mature"
    assert (built.root / "site/en/categories/4-1/4-1-5.html").is_file()
    assert not (built.root / "site/en/categories/4-4/4-4-6.html").exists()


def test_weights_that_do_not_add_up_are_told_by_how_much(tmp_path: Path) -> None:
    (more,) = faults(tmp_path / "more", LOOSE)
    assert more.startswith("zhuoyue.toml:")
    assert "points add up to 1010, the total is 1000: 10 too many" in more
    (less,) = faults(tmp_path / "less", '[[tailoring.changes]]\nitem = "4.4.6"\ndrop = true\nreason = "none"\n')
    assert "add up to 990, the total is 1000: 10 are missing" in less
    outcome = project(tmp_path / "zh", LOOSE, plugins=PLUGINS).run("check", language="zh")
    assert "合计 1010，总分为 1000：多出 10" in outcome.err


def test_all_faults_at_once_with_their_places(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        """
        [[tailoring.changes]]
        item = "4.3.9"
        drop = true
        reason = "x"
        [[tailoring.changes]]
        item = "4.3"
        drop = true
        reason = "x"
        [[tailoring.changes]]
        item = "4.3.3.2"
        points = 20
        reason = "x"
        [[tailoring.changes]]
        item = "4.1.2"
        points = 60
        reason = "x"
        [[tailoring.changes]]
        item = "gbt19580-2012:4.1.2"
        scheme = "rubric"
        reason = "x"
        [[tailoring.additions]]
        category = "4.l"
        code = "4.1.9"
        title = "New"
        kind = "process"
        points = 5
        reason = "x"
        [[tailoring.additions]]
        category = "4.1"
        code = "4.1.3"
        title = "New"
        kind = "process"
        points = 5
        reason = "x"
        [[tailoring.additions]]
        category = "4.1"
        code = "4.1.8"
        title = "New"
        kind = "process"
        reason = "x"
        """,
    )
    assert [one.split(" ", 1)[0].rstrip(":") for one in told if ":" in one] == [
        f"zhuoyue.toml:{line}" for line in (24, 8, 12, 16, 28, 36, 41)
    ]
    text = "\n".join(told)
    for words in (
        "tailoring.changes[0].item: gbt19580-2012 has no item '4.3.9' – ",
        "'4.3' is a category of gbt19580-2012; its items are 4.3.2, 4.3.3",
        "'4.3.3.2' is a part of 4.3.3",
        "4.1.2 is changed twice, first at zhuoyue.toml:20",
        "tailoring.additions[0].category: gbt19580-2012 has no category '4.l'",
        "has an item 4.1.3 already",
        "4.1.8 needs points",
    ):
        assert words in text, (words, text)
    assert "add up" not in text  # of something else than was meant


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('item = "4.1.2"\nreason = "x"', "say either `drop = true`, or other `points` or another `scheme`"),
        ('item = "4.1.2"\ndrop = true\npoints = 5\nreason = "x"', "say either"),
        ('item = "4.1.2"\ndrop = true', "reason"),
        ('item = "4.1.2"\npoints = 0\nreason = "x"', "points"),
        ('item = "4.1.2"\nscheme = "rubrik"\nreason = "x"', "changes[0].scheme: gbt19580-2012 is scored by 'rubrik'"),
    ],
)
def test_a_change_that_makes_no_sense(tmp_path: Path, row: str, words: str) -> None:
    (told,) = faults(tmp_path, f"[[tailoring.changes]]\n{row}\n")
    assert told.startswith("zhuoyue.toml:")
    assert words in told


def test_nothing_may_be_left(tmp_path: Path) -> None:
    codes = [item.code for item in open_project(plain_project(tmp_path / "a").root).criteria.items]
    rows = "".join(f'[[tailoring.changes]]\nitem = "{code}"\ndrop = true\nreason = "x"\n' for code in codes)
    assert "no item is left" in faults(tmp_path / "b", rows)[0]


CAF = 'criteria = "caf-2020"\n'


def test_a_model_without_points_has_no_weights(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        CAF
        + """
        [tailoring]
        total = 500
        [[tailoring.changes]]
        item = "1.1"
        points = 20
        reason = "x"
        [[tailoring.additions]]
        category = "1"
        code = "1.5"
        title = "New"
        kind = "process"
        points = 5
        reason = "x"
        """,
    )
    assert "caf-2020 gives no points; a weight means nothing here" in told[0]
    assert "caf-2020 gives no points; leave them out" in told[1]
    (total,) = faults(tmp_path / "total", CAF + "[tailoring]\ntotal = 500\n")
    assert "tailoring.total: caf-2020 has no total" in total


def test_its_departures_show_no_points(tmp_path: Path) -> None:
    rows = '[[tailoring.changes]]\nitem = "1.4"\ndrop = true\nreason = "A private company"\n'
    made = open_project(plain_project(tmp_path, f'{CAF}scheme = "pdca-fine-tuned"\n{rows}').root)
    found = [(one.kind.value, one.before, one.after) for one in made.criteria.departures]
    assert found == [("scheme", "pdca-classic", "pdca-fine-tuned"), ("dropped", "", "")]
    assert list(made.schemes) == ["pdca-fine-tuned"]
    assert made.criteria.total is None


def test_named_ranges_of_points_go_with_the_points_they_were_made_for(tmp_path: Path) -> None:
    rows = """
    criteria = "baldrige-2023"
    [[tailoring.changes]]
    item = "1.1"
    points = 60
    reason = "x"
    [[tailoring.changes]]
    item = "7.1"
    points = 130
    reason = "x"
    """
    published = open_project(plain_project(tmp_path / "a", 'criteria = "baldrige-2023"\n').root).criteria
    assert {str(one.kind) for one in published.score_bands} == {"process", "result"}
    moved = open_project(plain_project(tmp_path / "b", rows).root).criteria  # 10 from results to processes
    assert moved.score_bands == ()
    within = (
        rows.replace('"7.1"', '"1.2"').replace("130", str(published.resolve("1.2").points - 10)).replace("60", "80")
    )
    assert published.resolve("1.1").points == 70
    made = open_project(plain_project(tmp_path / "c", within).root).criteria
    assert made.score_bands == published.score_bands


DROP = """
[[tailoring.changes]]
item = "4.3.3"
drop = true
reason = { zh = "无顾客投诉", en = "No contact with customers" }
[[tailoring.changes]]
item = "4.3.2"
points = 90
reason = "x"
"""


@pytest.mark.parametrize(
    ("more", "files"),
    [
        ('[[sources]]\nname = "s"\ncollector = "tables"\nitems = ["4.3.3"]\npath = "x.csv"\n', {}),
        ("[improvement]\ntargets = { 4_3_3 = 60 }\n".replace("4_3_3", '"4.3.3"'), {}),
        ("", {"ratings/t.toml": 'assessor = "T"\nstage = "consensus"\n[[ratings]]\nitem = "4.3.3.2"\npercent = 50\n'}),
        ("", {"actions.toml": '[[actions]]\nid = "a"\nitem = "4.3.3"\ntext = "x"\nowner = "y"\ndue = 2026-01-01\n'}),
    ],
    ids=["source", "target", "rating", "action"],
)
def test_what_refers_to_a_dropped_item_is_told_why(tmp_path: Path, more: str, files: dict[str, str]) -> None:
    kit = project(tmp_path, DROP + more, files, (*PLUGINS, "tables"))
    english, chinese = kit.run("assess"), kit.run("assess", language="zh")
    assert english.code == chinese.code == ExitCode.USAGE
    assert "4.3.3 is left out of this project's model by [tailoring] (No contact with customers)" in english.err
    assert "4.3.3 已由本项目的 [tailoring] 删减（无顾客投诉）" in chinese.err
    assert ".toml:" in english.err


def test_a_signature_stands_for_the_tailoring(tmp_path: Path) -> None:
    kit = plain_project(tmp_path)
    config = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    plain = kit.run("assess").assert_success().assessment.decision
    kit.write({"zhuoyue.toml": f"{config}[tailoring]\n[overlay]\n"})
    assert kit.run("assess").assert_success().assessment.decision == plain
    kit.write({"zhuoyue.toml": config + TAILORED})
    tailored = kit.run("assess").assert_success().assessment.decision
    assert tailored != plain
    kit.write({"zhuoyue.toml": config + TAILORED.replace("Customers come first", "Customers first")})
    assert kit.run("assess").assert_success().assessment.decision not in {plain, tailored}


def test_cycles_go_on_over_a_change_of_tailoring(tmp_path: Path) -> None:
    kit = plain_project(tmp_path, f'languages = ["en"]\n{TAILORED}')
    kit.write({"ratings/team.toml": RATINGS})
    kit.run("assess").assert_success()
    kit.run("cycle", "close", "2024", "--draft", "--by", "Wang").assert_success()
    config = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    config = config.replace("2025-12-31", "2026-12-31").replace(TAILORED, DROP)
    kit.write({"zhuoyue.toml": config, "ratings/team.toml": RATINGS.split("[[")[0]})
    now = kit.run("assess").assert_success().assessment
    assert now.comparison is not None
    moved = {one.subject for one in now.comparison.changes if one.noun == "item"}
    assert "gbt19580-2012:4.1.5" not in moved  # gone with its item
    said = kit.run("diff").assert_success().out
    assert "4.4.6" in said
    assert "item      4.1.5" in said
    assert "state     total" in said
    kit.run("build", "--quiet").assert_success()
    assert (tmp_path / "site/en/history/changes.html").is_file()


def test_faults_are_faults_of_the_config(tmp_path: Path) -> None:
    kit = plain_project(tmp_path, LOOSE)
    with pytest.raises(ConfigError, match="10 too many"):
        open_project(kit.root)
