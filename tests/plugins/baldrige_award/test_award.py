"""The award's nine sections, and its README's example from rating sheet to levels."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import zhuoyue_plugins.baldrige_award as plugin
from zhuoyue import ItemKind, RollUp, State
from zhuoyue.testing import ProjectKit, project

README = (Path(plugin.__file__).parent / "README.md").read_text("utf-8")
HALVES = README.split('<a id="baldrige-award-zh"></a>')
(CRITERIA,) = plugin.register_criteria()
# The nine sections of the domain notes and what each asks for: context, process, results.
SECTIONS = {
    "Organization Description": "c",
    "Leadership & Governance": "pr",
    "Operations": "pr",
    "Workforce": "pr",
    "Customers and Markets": "pr",
    "Finance": "pr",
    "Strategy": "cp",
    "Organizational Learning": "cp",
    "Community Relationships": "cp",
}


def test_nine_sections() -> None:
    first, *rated = SECTIONS
    assert CRITERIA.profile[0].title.en == first
    assert [category.title.en for category in CRITERIA.categories] == rated
    letters = {ItemKind.PROCESS: "p", ItemKind.RESULT: "r"}
    for category in CRITERIA.categories:
        asked = SECTIONS[category.title.en].replace("c", "")
        assert [letters[item.kind] for item in category.items] == list(asked)
        assert [item.code for item in category.items] == [f"{category.code}.{n}" for n in range(1, len(asked) + 1)]
    assert len(CRITERIA.profile) == sum("c" in asks for asks in SECTIONS.values())


def test_thirteen_items_without_points() -> None:
    assert Counter(item.kind for item in CRITERIA.items) == {ItemKind.PROCESS: 8, ItemKind.RESULT: 5}
    assert CRITERIA.total is None
    assert CRITERIA.roll_up is RollUp.LOWEST
    assert {item.scheme for item in CRITERIA.items} == {"rubric"}
    assert all(item.verified for item in CRITERIA.items)
    assert {item.theme for item in CRITERIA.items if item.kind is ItemKind.RESULT} == {"results"}


def test_every_text_is_there_in_both_languages() -> None:
    texts = [CRITERIA.title, CRITERIA.note, CRITERIA.trademark]
    texts += [text for one in CRITERIA.profile for text in (one.title, one.text)]
    for category in CRITERIA.categories:
        texts += [category.title, category.text]
        for item in category.items:
            assert 2 <= len(item.topics) <= 5
            texts += [item.title, item.text, *(text for one in item.topics for text in (one.title, one.text))]
    for text in texts:
        assert text is not None
        assert text.en
        assert any("\u4e00" <= char <= "\u9fff" for char in text.zh), text


def example(folder: Path, half: str) -> ProjectKit:
    """A project as that half of the README tells its reader to make it."""
    (sheet,) = re.findall(r'```toml title="ratings/team.toml"\n(.*?)```', half, re.S)
    (setting,) = re.findall(r'^criteria = "baldrige-award-2025"$', half, re.M)
    kit = project(folder, files={"ratings/team.toml": sheet}, plugins=("baldrige-award", "rubric"))
    config = kit.root / "zhuoyue.toml"
    config.write_text(config.read_text("utf-8").replace("[assessment]\n", f"[assessment]\n{setting}\n"), "utf-8")
    return kit


@pytest.mark.parametrize("half", HALVES, ids=["en", "zh"])
def test_the_example_gives_the_levels_it_promises(half: str, tmp_path: Path) -> None:
    assessment = example(tmp_path, half).run("assess").assert_success().assessment
    data = assessment.schemes["rubric"]
    shown = {code: assessment.result_of[f"{CRITERIA.id}:{code}"].score for code in ("3.1", "3.2", "6.1")}
    assert {code: data.shown(score.percent).en for code, score in shown.items() if score.percent is not None} == {
        "3.1": "Early",
        "3.2": "Early",
        "6.1": "Early",
    }
    assert {score.state for score in shown.values()} == {State.RATED}
    assert assessment.total is None
    assert not [problem for problem in assessment.problems if problem.code == "judge-failed"]


def test_a_section_shows_the_lower_of_process_and_results(tmp_path: Path) -> None:
    kit = example(tmp_path, HALVES[0])
    sheet = 'assessor = "Team"\nstage = "consensus"\n'
    rows = "".join(f'[[ratings]]\nitem = "{code}"\nlevel = "{level}"\n' for code, level in LEVELS)
    kit.write({"ratings/team.toml": sheet + rows})
    assessment = kit.run("assess").assert_success().assessment
    data = assessment.schemes["rubric"]
    scores = assessment.categories
    assert data.shown(scores["1"].value or Decimal(0)).en == "Early"
    assert data.shown(scores["6"].value or Decimal(0)).en == "Role model"
    assert scores["2"].value is None  # results not rated: it may still become anything up to its process
    assert (scores["2"].low, scores["2"].high) == (0, 75)


LEVELS = [("1.1", "mature"), ("1.2", "early"), ("2.1", "mature"), ("6.1", "role-model")]


def test_a_wrong_level_is_told(tmp_path: Path) -> None:
    kit = example(tmp_path, HALVES[0])
    kit.write({"ratings/team.toml": 'assessor = "T"\n[[ratings]]\nitem = "6.1"\nmarks = { regular = "matur" }\n'})
    outcome = kit.run("check")
    assert outcome.code == 2
    assert "'matur' is no level" in outcome.err
    assert "did you mean 'mature'" in outcome.err


@pytest.mark.parametrize("half", HALVES, ids=["en", "zh"])
def test_the_readme_lists_the_sections(half: str) -> None:
    rows = re.findall(r"^\| (?!section|部分)([^|]+?) +\|.*\|$", half, re.M)
    assert len(rows) == len(SECTIONS)
    if half is HALVES[0]:
        assert [row.split(",")[0] for row in rows] == list(SECTIONS)
