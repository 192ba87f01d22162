"""What the terminal says of models without points, of levels and of marks that leave a result open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zhuoyue.testing import ProjectKit, project


def sheet(name: str, code: str, row: str, stage: str = "independent") -> str:
    return f'assessor = "{name}"\nstage = "{stage}"\n[[ratings]]\nitem = "{code}"\n{row}\n'


def made(root: Path, criteria: str, plugins: tuple[str, ...], code: str, more: str = "", **rows: str) -> ProjectKit:
    files: dict[str, str | bytes] = {f"ratings/{name}.toml": sheet(name, code, row) for name, row in rows.items()}
    return project(root, f'criteria = "{criteria}"\n{more}', files, plugins)


def iso(root: Path, **rows: str) -> ProjectKit:
    return made(root, "iso9004-2018", ("iso9004", "maturity"), "5.2", **rows)


def caf(root: Path, **rows: str) -> ProjectKit:
    return made(root, "caf-2020", ("caf", "pdca"), "1.1", 'scheme = "pdca-fine-tuned"\n', **rows)


def explained(kit: ProjectKit, code: str, language: str = "en") -> str:
    kit.run("assess").assert_success()
    return kit.run("explain", code, language=language).assert_success().out


def test_explain_shows_levels_and_percents_instead_of_points(tmp_path: Path) -> None:
    said = explained(iso(tmp_path / "iso", an='level = "3"'), "5.2")
    assert said.splitlines()[1] == "  level 3  [rated]"
    assert "points" not in said
    assert "from memory, not checked" in said
    said = explained(caf(tmp_path / "caf", an="marks = { P = 80, D = 60, C = 40, A = 20 }"), "1.1")
    assert said.splitlines()[1] == "  50 %  [rated]"
    chinese = explained(iso(tmp_path / "zh", an='level = "3"'), "5.2", "zh")
    assert chinese.splitlines()[1] == "  等级 3  [已评分]"
    assert "  证据：–" in chinese


def test_what_is_missing_is_named_by_its_title(tmp_path: Path) -> None:
    kit = caf(tmp_path, an="marks = { P = 80, D = 60 }")
    assert "Not marked yet: Check, Act. All that is missing" in explained(kit, "1.1")
    assert "尚未评定：检查、改进。" in explained(kit, "1.1", "zh")


def test_nothing_known_of_a_model_without_points(tmp_path: Path) -> None:
    assert "anything from 0 to 100 % is possible: 0 … 100 %" in explained(caf(tmp_path / "caf"), "1.1")
    assert "可能是 0 到 100 % 之间的任何值" in explained(caf(tmp_path / "zh"), "1.1", "zh")
    assert "any level is possible: 0 … 5" in explained(iso(tmp_path / "iso"), "5.2")


def test_assessors_who_differ_leave_the_range_of_their_own_marks(tmp_path: Path) -> None:
    """P and D known: (80 + 60) / 4 = 35 up to (80 + 60 + 100 + 100) / 4 = 85; the other gives 20."""
    kit = caf(tmp_path, an="marks = { P = 80, D = 60 }", bo="percent = 20")
    said = explained(kit, "1.1")
    assert "2 assessors have rated and not agreed yet (20 … 85 %): 20 … 85 %" in said
    score = kit.run("assess").assessment.result_of["caf-2020:1.1"].score
    assert score.value is None
    assert [score.low, score.high] == [20, 85]
    kit = iso(tmp_path / "iso", an='level = "2"', bo="marks = { 1 = true, 2 = true, 3 = true, 4 = false }")
    assert "尚未合议一致（等级 2 … 等级 3）" in explained(kit, "5.2", "zh")


def test_who_holds_it_not_applicable_still_leaves_it_all_open(tmp_path: Path) -> None:
    kit = caf(tmp_path, an="percent = 30", bo='not_applicable = true\nreason = "none"')
    assert "not agreed yet (–): 0 … 100 %" in explained(kit, "1.1")


def test_consensus_speaks_of_levels(tmp_path: Path) -> None:
    kit = iso(tmp_path, an='level = "1"', bo='level = "4"')
    out = kit.run("consensus", "--all").assert_success().out
    assert "levels" in out.splitlines()[1]
    assert "at stake" not in out
    assert "1–4" in out
    accepted = iso(tmp_path / "b", an='level = "3"', bo='level = "3"')
    accepted.run("consensus", "--accept", "undisputed", "--by", "Lin").assert_success()
    text = (accepted.root / "ratings/consensus.toml").read_text("utf-8")
    assert 'level = "3"' in text
    assert "percent" not in text.partition("[[ratings]]")[2].partition("reason")[0]
    (item,) = json.loads(accepted.run("consensus", "--json").out)["agreement"]["items"]
    assert item["agreed"]["level"] == "3"


def test_open_marks_are_not_agreed_and_not_left_out(tmp_path: Path) -> None:
    kit = caf(tmp_path, an="percent = 30", bo="percent = 30")
    kit.write({"ratings/consensus.toml": sheet("team", "1.1", "marks = { P = 80 }", "consensus")})
    row = kit.run("consensus", "--all").assert_success().out.splitlines()[2]
    assert "n/a" not in row
    assert json.loads(kit.run("consensus", "--json").out)["agreement"]["items"][0]["agreed"] is None


def test_status_says_whose_marks_leave_items_open(tmp_path: Path) -> None:
    kit = caf(tmp_path, an="marks = { P = 80 }", bo="percent = 20")
    first, second = kit.run("ratings", "status").assert_success().out.splitlines()
    assert first.endswith("marks leave open: 1.1")
    assert "open: 1.1" not in second
    assert "分项未定：1.1" in kit.run("ratings", "status", language="zh").out
    found: list[dict[str, Any]] = json.loads(kit.run("ratings", "status", "--json").out)
    assert [one.get("open") for one in found] == [["1.1"], None]


def test_calibration_counts_levels(tmp_path: Path) -> None:
    kit = iso(tmp_path, an='level = "4"')
    kit.write({"reference.toml": sheet("team", "5.2", 'level = "2"\nreason = "Planned."', "consensus")})
    out = kit.run("calibrate").assert_success().out
    assert "an: bias +2, scatter – levels; 0 of 1 in the same level (1 of 1 items)" in out
    assert "5.2  level 4 (+2)  reference level 2: Planned." in out
    (found,) = json.loads(kit.run("calibrate", "--json").out)
    assert (found["level_bias"], found["bias"], found["items"][0]["levels"]) == ("2.00", None, 2)


def test_diff_shows_levels(tmp_path: Path) -> None:
    kit = iso(tmp_path, an='level = "2"')
    kit.run("assess").assert_success()
    kit.write({"ratings/an.toml": sheet("an", "5.2", 'level = "3"')}).run("assess").assert_success()
    (line,) = kit.run("diff").assert_success().out.splitlines()
    assert line.split() == ["score", "5.2", "2", "→", "3"]


def test_the_help_of_a_worksheet_speaks_of_levels_where_all_items_have_levels(tmp_path: Path) -> None:
    from zhuoyue.worksheet.help_texts import help_lines

    assessment = iso(tmp_path / "iso", an='level = "3"').run("assess").assert_success().assessment
    for language, percent in (("zh", "百分比"), ("en", "percent")):
        said = "\n".join(f"{term} {text}" for term, text in help_lines([assessment.scheme], language))
        assert percent not in said.casefold()
