"""`zhuoyue diff` between cycles by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhuoyue.testing import Outcome, ProjectKit, project

ROW = '[[ratings]]\nitem = "{}"\npercent = {}\n'
FOUND = '[[ratings.improvements]]\ntext = {{ en = "{}", zh = "{}" }}\n'


def year(tmp_path: Path, number: int, percent: int, extra: str, config: str = "") -> ProjectKit:
    sheet = 'assessor = "Team"\nstage = "consensus"\n' + ROW.format("4.1.2", percent) + extra
    made = project(tmp_path, config, {"ratings/final.toml": sheet})
    path = tmp_path / "zhuoyue.toml"
    text = path.read_text("utf-8").replace("2023-01-01", f"{number}-01-01").replace("2025-12-31", f"{number}-12-31")
    path.write_text(text, "utf-8")
    made.run("assess").assert_success()
    return made


@pytest.fixture
def two(tmp_path: Path) -> ProjectKit:
    """One closed year and the present one."""
    made = year(tmp_path, 2024, 30, FOUND.format("No heirs.", "没有接班人。"))
    made.run("cycle", "close", "2024", "--draft", "--by", "Wang").assert_success()
    return year(tmp_path, 2025, 50, FOUND.format("No plan.", "没有计划。"))


def diff(made: ProjectKit, *words: str, language: str = "en") -> Outcome:
    return made.run("diff", *words, "--project", language=language)


ENGLISH = """\
Total
  Total  15…965 → 25…975
    since then:
    - items risen: 1 (+10)

New · findings (1)
  4.1.2 No plan. [improvement]

No longer found · findings (1)
  4.1.2 No heirs. [improvement]

Risen · items (1)
  4.1.2 Role of senior leaders  15 → 25  (+10)
    since then:
    - improvement no longer found: No heirs.
    - new improvement found: No plan.

Changed otherwise · categories (1)
  4.1 Leadership  15…75 → 25…85
    since then:
    - items risen: 1 (+10)
"""
CHINESE = """\
总分
  总分  15…965 → 25…975
    此后：
    - 上升条款：1 个 (+10)

新增 · 发现 (1)
  4.1.2 没有计划。 [改进机会]

不再提出 · 发现 (1)
  4.1.2 没有接班人。 [改进机会]

上升 · 条款 (1)
  4.1.2 高层领导的作用  15 → 25  (+10)
    此后：
    - 不再提出的改进机会：没有接班人。
    - 新提出的改进机会：没有计划。

其他变化 · 类目 (1)
  4.1 领导  15…75 → 25…85
    此后：
    - 上升条款：1 个 (+10)
"""


@pytest.mark.parametrize("words", [("2024",), ("2024", "2025")])
def test_a_cycle_is_compared_with_the_present_assessment(two: ProjectKit, words: tuple[str, ...]) -> None:
    assert diff(two, *words).assert_success().out == ENGLISH
    assert diff(two, *words, language="zh").assert_success().out == CHINESE


def test_two_closed_cycles_are_compared(two: ProjectKit) -> None:
    two.run("cycle", "close", "2025-final", "--draft", "--by", "Wang").assert_success()
    assert diff(two, "2024", "2025-final").assert_success().out == ENGLISH
    outcome = diff(two, "2024", "2024").assert_success()
    assert (outcome.out, outcome.err) == ("", "no difference\n")


def test_json_says_the_same(two: ProjectKit) -> None:
    data = json.loads(diff(two, "2024", "2025", "--json").assert_success().out)
    assert (data["cycle"], data["other_criteria"]) == ("2024", False)
    item = next(one for one in data["changes"] if one["noun"] == "item")
    assert (item["subject"], item["kind"], item["delta"]) == ("gbt19580-2012:4.1.2", "risen", "10")


def test_an_unknown_cycle_is_refused_with_the_nearest(two: ProjectKit) -> None:
    outcome = diff(two, "2024a")
    assert outcome.code == 2
    assert outcome.err == "error: no closed cycle '2024a'; closed are: 2024\n"
    assert diff(two, "2024a", language="zh").err == "错误：没有已结束的评价轮次 '2024a'；已结束的有：2024\n"
    after = diff(two, "2024", "2025a")
    assert (after.code, "no cycle, project or file '2025a' – did you mean '2025'?" in after.err) == (2, True)


def test_the_present_assessment_is_no_earlier_cycle(two: ProjectKit, tmp_path: Path) -> None:
    outcome = diff(two, "2025")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no closed cycle '2025'; closed are: 2024" in outcome.err
    (tmp_path / "history/2024").rename(tmp_path / "elsewhere")
    assert "no closed cycle '2025'; none is closed yet" in diff(two, "2025").err
    diff(two, str(tmp_path / "elsewhere"), str(tmp_path)).assert_success()


def test_another_edition_is_compared_by_the_crosswalk(tmp_path: Path) -> None:
    sheet = 'assessor = "Team"\nstage = "consensus"\n' + ROW.format("4.2.1", 30)
    made = project(tmp_path, 'criteria = "gbt19580-2004"\n', {"ratings/final.toml": sheet})
    made.run("assess").assert_success()
    made.run("cycle", "close", "old", "--draft", "--by", "Wang").assert_success()
    made = project(tmp_path, "", {"ratings/final.toml": sheet.replace("4.2.1", "4.2.2").replace("30", "45")})
    made.run("assess").assert_success()
    outcome = diff(made, "old").assert_success()
    assert "Risen · items (1)\n  4.2.2 Strategy development  ≈ 30 % → 45 %\n" in outcome.out
    assert "approximately (≈)" in outcome.err


def test_documents_are_compared_as_before(two: ProjectKit, tmp_path: Path) -> None:
    old = tmp_path / "history/2024/assessment.json"
    outcome = two.run("diff", str(old)).assert_success()  # a document, and the project
    assert "score     4.1.2                    15 → 25  (+10)" in outcome.out
