"""The README's rating sheet is a sheet that a project reads, and its table is the scheme's."""

from __future__ import annotations

import re
from pathlib import Path

import zhuoyue_plugins.characterise as plugin
from zhuoyue.testing import project

README = (Path(plugin.__file__).parent / "README.md").read_text(encoding="utf-8")
PLUGINS = ("characterise", "cmmi-generic")
SHEET = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0]
CONFIG = 'criteria = "cmmi-generic-1.3"\n'


def test_the_example_is_rated(tmp_path: Path) -> None:
    kit = project(
        tmp_path, CONFIG, {"ratings/consensus.toml": 'stage = "consensus"\nassessor = "team"\n\n' + SHEET}, PLUGINS
    )
    assessment = kit.run("assess").assert_success().assessment
    assert assessment.total is None
    scores = {one.item.partition(":")[2]: one.score for one in assessment.results}
    assert [scores[code].value for code in ("GP2.1", "GP2.9")] == [70, 70]
    assert scores["GP2.2"].value is None


def test_an_open_mark_stays_open_without_a_decision(tmp_path: Path) -> None:
    ratings = '[[ratings]]\nitem = "GP2.9"\nreason = "x"\nmarks = { a = "FI", b = "NI" }\n'
    ratings += '[[ratings]]\nitem = "GP2.8"\nreason = "x"\nmarks = { a = "NY" }\n'
    sheet = {"ratings/consensus.toml": f'stage = "consensus"\nassessor = "team"\n\n{ratings}'}
    assessment = project(tmp_path, CONFIG, sheet, PLUGINS).run("assess").assert_success().assessment
    scores = {one.item.partition(":")[2]: one.score for one in assessment.results}
    assert [(one.value, one.low, one.high) for one in (scores["GP2.9"], scores["GP2.8"])] == [
        (None, 30, 70),
        (None, 0, 100),
    ]


def test_a_decision_outside_the_choice_or_without_a_person_is_refused(tmp_path: Path) -> None:
    for level, more, said in (("FI", 'recorded_by = "Chen"\n', "PI"), ("LI", "", "recorded_by")):
        rating = (
            f'[[ratings]]\nitem = "GP2.9"\nreason = "x"\nmarks = {{ a = "FI", b = "NI" }}\nlevel = "{level}"\n{more}'
        )
        sheet = {"ratings/consensus.toml": f'stage = "consensus"\nassessor = "team"\n\n{rating}'}
        outcome = project(tmp_path, CONFIG, sheet, PLUGINS).run("assess")
        assert outcome.code == 2
        assert "GP2.9" in outcome.err
        assert said in outcome.err


def test_every_mark_and_both_languages_are_explained() -> None:
    for part in README.split('<a id="characterise-zh"></a>'):
        assert not {mark for mark in ("FI", "LI", "PI", "NI", "NY", "recorded_by") if mark not in part}
