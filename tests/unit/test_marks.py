"""Rating sheets with marks and levels: ranges while marks are missing, contradictions, what people decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuoyue import ratings
from zhuoyue.config import PluginsTable
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.rating import Rating
from zhuoyue.model.scheme import Scheme
from zhuoyue.model.score import State
from zhuoyue.plugins import Plugins
from zhuoyue.scoring import score_item
from zhuoyue.testing import ProjectKit, project

NAMES = ("caf", "pdca", "cmmi-generic", "characterise", "iso9004", "maturity")
PLUGINS = Plugins.open(PluginsTable(enabled=NAMES), Path())
FINE, LEVELS, PRACTICES = (
    ("caf-2020", "pdca-fine-tuned"),
    ("iso9004-2018", "maturity"),
    ("cmmi-generic-1.3", "characterise"),
)


def sheet(item: str, row: str) -> str:
    return f'assessor = "Team"\nstage = "consensus"\n[[ratings]]\nitem = "{item}"\n{row}\n'


def model(which: tuple[str, str]) -> tuple[Criteria, Scheme]:
    return PLUGINS.criteria[which[0]][0], PLUGINS.schemes[which[1]][0]


def read(root: Path, which: tuple[str, str], item: str, row: str) -> Rating:
    (root / "team.toml").write_text(sheet(item, row), "utf-8")
    criteria, scheme = model(which)
    schemes = dict.fromkeys(criteria.schemes, scheme)
    return ratings.read(root, ["team.toml"], criteria, schemes).ratings[0]


def faults(root: Path, which: tuple[str, str], item: str, row: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read(root, which, item, row)
    return caught.value.faults


def rated(root: Path, config: str, row: str) -> ProjectKit:
    config = f'criteria = "cmmi-generic-1.3"\n{config}'
    return project(root, config, {"ratings/team.toml": sheet("GP2.1", row)}, ("cmmi-generic", "characterise"))


@pytest.mark.parametrize(
    ("which", "item", "row", "state", "figure", "zh"),
    [
        # Mean of P, D, C, A: 70 + 65 + 30 + 15 = 180, by four.
        (FINE, "2.3", "marks = { P = 70, D = 65, C = 30, A = 15 }", "rated", "45 %", "45 %"),
        # A missing: from (165 + 0) / 4 to (165 + 100) / 4, on the grid of whole numbers.
        (FINE, "2.3", "marks = { P = 70, D = 65, C = 30 }", "partial", "41 % – 66 %", "41 % – 66 %"),
        (
            LEVELS,
            "8.2",
            'marks = { "1" = true, "2" = true, "3" = false, "4" = true, "5" = true }',
            *["rated", "level 2", "等级 2"],
        ),
        (LEVELS, "8.2", 'marks = { "1" = true, "2" = true }', "partial", "level 2 – level 5", "等级 2 – 等级 5"),
        (LEVELS, "8.2", 'marks = { "1" = "是", "2" = "否" }', "rated", "level 1", "等级 1"),
        (LEVELS, "8.2", "level = 3", "rated", "level 3", "等级 3"),
        (LEVELS, "8.2", 'level = "3"', "rated", "level 3", "等级 3"),
        (LEVELS, "8.2", 'level = "Systematic"', "rated", "level 3", "等级 3"),
        (LEVELS, "8.2", 'level = "成体系"', "rated", "level 3", "等级 3"),
        (PRACTICES, "GP2.1", 'level = "li"', "rated", "LI", "LI"),
        (PRACTICES, "GP2.1", 'marks = { "valves" = "FI", "guides" = "NI" }', "partial", "PI – LI", "PI – LI"),
        (PRACTICES, "GP2.1", 'marks = { "valves" = "NY" }', "partial", "NI – FI", "NI – FI"),
    ],
)
def test_figures(tmp_path: Path, which: tuple[str, str], item: str, row: str, state: str, figure: str, zh: str) -> None:
    criteria, scheme = model(which)
    score = score_item(scheme, criteria.resolve(item), read(tmp_path, which, item, row), pointed=False)
    assert score.state is State(state)
    shown = scheme.data.figure(score)
    assert (shown.en, shown.zh) == (figure, zh)


@pytest.mark.parametrize(
    ("which", "item", "row", "en", "zh"),
    [
        (
            FINE,
            "2.3",
            "marks = { P = 70, D = 65, C = 30, A = 15 }\npercent = 50",
            "the marks give 45 %, the row says 50 %",
            "按分项应为 45 %，而此处写的是 50 %",
        ),
        (
            FINE,
            "2.3",
            "marks = { P = 70, D = 65, C = 30 }\npercent = 80",
            "leave 41 % to 66 % open, 80 % is outside",
            "80 % 超出范围",
        ),
        (
            FINE,
            "2.3",
            "marks = { P = 70, D = 65, C = 30 }\npercent = 50",
            "who decides gives `reason` and `recorded_by`",
            "裁定时须填写 reason",
        ),
        (FINE, "2.3", "marks = { P = 70, X = 65 }", "2.3 has no mark 'X'", "2.3 没有分项 'X'"),
        (FINE, "2.3", "marks = { P = 101 }", "P", "P"),
        (LEVELS, "8.2", "percent = 60", "is rated by level, not by percent", "按等级评定，不用百分比"),
        (LEVELS, "8.2", "level = 6", "'6' is no level – expected one of: 0, 1, 2, 3, 4, 5", "'6' 不是有效等级"),
        (
            LEVELS,
            "8.2",
            'marks = { "1" = "maybe" }',
            "'maybe' is neither true nor false",
            "既不是 true（是）也不是 false（否）",
        ),
        (
            PRACTICES,
            "GP2.1",
            'marks = { v = "FI", g = "NI" }\nlevel = "FI"\nreason = "x"\nrecorded_by = "y"',
            "leave PI to LI open, FI is outside",
            "FI 超出范围",
        ),
        (
            PRACTICES,
            "GP2.1",
            'marks = { v = "NY", g = "ny" }\nlevel = "FI"\nreason = "x"\nrecorded_by = "y"',
            "nothing to decide",
            "没有可裁定的内容",
        ),
        (LEVELS, "8.2", "level = 2.5", "0, 1, 2, 3, 4, 5; nearest: 2 or 3", "最接近的是 2 或 3"),
        (
            PRACTICES,
            "GP2.1",
            'level = "ny"',
            'NY is a mark of an instance, no level of the item; write marks = { "…" = "NY" }',
            "NY 是单个实例的判定，不是条款的等级",
        ),
        (
            PRACTICES,
            "GP2.1",
            'marks = { v = "FI" }\nlevel = "LI"',
            "the marks give FI, the row says LI",
            "按分项应为 FI，而此处写的是 LI",
        ),
    ],
)
def test_contradictions_are_told_in_both_languages(
    tmp_path: Path, which: tuple[str, str], item: str, row: str, en: str, zh: str
) -> None:
    (fault,) = faults(tmp_path, which, item, row)
    assert en in fault.en
    assert zh in fault.zh
    assert fault.where.startswith(("team.toml:5: ratings[0].", "team.toml:6: ratings[0]."))


OPEN = 'marks = { valves = "FI", guides = "NI" }'
DECIDED = f'{OPEN}\nlevel = "LI"\nreason = "SecretCanary"\nrecorded_by = "Chen Lan"\n'


def test_what_the_rule_leaves_open_is_decided_by_somebody(tmp_path: Path) -> None:
    assessment = rated(tmp_path, "", DECIDED).run("assess").assert_success().assessment
    result = assessment.result_of[assessment.item("GP2.1").id]
    assert result.score.state is State.RATED
    assert assessment.figure(assessment.item("GP2.1")).en == "LI"
    step = result.score.steps[-1].text
    assert step.en == "The rule leaves it open; decided by Chen Lan: LI. SecretCanary"
    assert step.zh == "规则未能确定；由 Chen Lan 裁定：LI。SecretCanary"
    rating = read(tmp_path, PRACTICES, "GP2.1", OPEN)
    assert (rating.decides, rating.open, rating.percent) == (True, True, None)


def test_what_missing_marks_leave_open_is_not_put_down_to_the_rule(tmp_path: Path) -> None:
    row = 'marks = { P = 70, D = 65, C = 30 }\npercent = 50\nreason = "Seen on site"\nrecorded_by = "Chen Lan"'
    criteria, scheme = model(FINE)
    score = score_item(scheme, criteria.resolve("2.3"), read(tmp_path, FINE, "2.3", row), pointed=False)
    step = score.steps[-1].text
    assert (score.state, score.percent) == (State.RATED, 50)
    assert step.en == "The marks leave it open; decided by Chen Lan: 50 %. Seen on site"
    assert step.zh == "分项未评全，未能确定；由 Chen Lan 裁定：50 %。Seen on site"


def test_the_reason_of_a_decision_is_as_visible_as_the_rating(tmp_path: Path) -> None:
    """The arithmetic of a score tells no reason that the rating's own tier hides."""
    row = f'{DECIDED}visibility = "confidential"\n'
    kit = rated(tmp_path, 'visibility = "internal"\n', row)
    kit.run("assess").assert_success()
    assert "SecretCanary" not in (tmp_path / "assessment.json").read_text("utf-8")
    kit = rated(tmp_path / "open", 'visibility = "public"\n', DECIDED)
    kit.run("assess").assert_success()
    document = (tmp_path / "open/assessment.json").read_text("utf-8")
    assert "SecretCanary" not in document
    assert "Chen Lan" not in document
