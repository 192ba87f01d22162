"""The command line: help, language, exit codes, and the commands that need no site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhuoyue.cli.console import language_of
from zhuoyue.cli.main import COMMANDS, main
from zhuoyue.errors import ExitCode
from zhuoyue.testing import project

SHEET = 'assessor = "T"\n[[ratings]]\nitem = "4.1.2"\npercent = 55\n'


def test_the_overview_lists_every_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for position, language in enumerate(("en", "zh")):
        assert main(["--lang", language]) == ExitCode.OK
        out = capsys.readouterr().out
        assert all(texts[position] in out for texts in COMMANDS.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert f"zhuoyue {name}" in capsys.readouterr().out


def test_a_misspelt_command_is_helped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["asess", "--lang", "en"]) == ExitCode.USAGE
    assert "no command 'asess' – did you mean 'assess'?" in capsys.readouterr().err
    assert main(["--lang", "zh", "asess"]) == ExitCode.USAGE
    assert "是否应为 'assess'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "argv", "expected"),
    [
        ({}, [], "en"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "C", "ZHUOYUE_LANG": "zh"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["run", "--lang", "en"], "en"),
        ({}, ["run", "--lang=zh"], "zh"),
    ],
)
def test_the_language_of_messages(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], argv: list[str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of(argv) == expected


def test_explain_shows_the_arithmetic_and_marks_points_from_memory(tmp_path: Path) -> None:
    kit = project(tmp_path, "", {"ratings/a.toml": SHEET})
    kit.run("assess").assert_success()

    def explain(code: str, *options: str, language: str = "en") -> str:
        return kit.run("explain", *options, code, language=language).out

    assert "50 × 55 % = 27.5" in explain("4.1.2")
    assert "27.5 / 50" in explain("4.1.2", language="zh")
    assert "from memory" not in explain("4.1.2")
    assert "from memory" in explain("4.3.3")
    assert "0 … 50" in explain("4.3.3")
    data = json.loads(explain("4.1.2", "--json"))
    assert (data["score"]["value"], data["score"]["maximum"]) == ("27.5", "50")
    outcome = kit.run("explain", "4.1.9")
    assert outcome.code == ExitCode.USAGE
    assert "did you mean '4.1." in outcome.err


def test_explain_before_assess_says_what_to_do(tmp_path: Path) -> None:
    outcome = project(tmp_path).run("explain", "4.1.2")
    assert outcome.code == ExitCode.USAGE
    assert "run `zhuoyue assess` first" in outcome.err


def test_criteria_are_listed_and_shown_as_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["criteria", "--lang", "en"]) == ExitCode.OK
    listed = capsys.readouterr().out
    assert "gbt19580-2004" in listed
    assert "gbt19580-2012" in listed
    assert main(["criteria", "gbt19580-2012", "--lang", "zh"]) == ExitCode.OK
    tree = capsys.readouterr().out
    assert "4.3.3   顾客关系与顾客满意  50  process（凭记忆）" in tree
    assert main(["criteria", "gbt19850", "--lang", "en"]) == ExitCode.USAGE
    assert "did you mean 'gbt19580-20" in capsys.readouterr().err


def test_check_writes_nothing_and_its_exit_code_is_a_gate(tmp_path: Path) -> None:
    kit = project(tmp_path, "", {"ratings/a.toml": SHEET})
    assert kit.run("check").code == ExitCode.OK
    bad = SHEET + '[[ratings.strengths]]\ntext = "good"\nevidence = ["nowhere"]\n'
    kit.write({"ratings/a.toml": bad})
    outcome = kit.run("check", "--json")
    assert outcome.code == ExitCode.GATE
    assert [row["code"] for row in json.loads(outcome.out)] == ["unresolved-reference"]
    assert not (tmp_path / "assessment.json").exists()


def test_quiet_prints_results_only(tmp_path: Path) -> None:
    outcome = project(tmp_path).run("assess", "--quiet")
    assert outcome.err == ""
    assert outcome.out == f"{tmp_path / 'assessment.json'}\n"


def test_init_refuses_a_folder_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    assert main(["init", str(tmp_path), "--lang", "en"]) == ExitCode.USAGE
    assert "exists and is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


def test_a_new_plugin_takes_part_as_it_is(tmp_path: Path) -> None:
    kit = project(tmp_path, '[plugins]  # ours\nlocal = ["plugins/old.py"] # first\n[site]\ncolour = "#123456"\n')
    kit.write({"plugins/old.py": "def assess_strategy(item, dossier): ...\n"})
    before = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    assert main(["new-plugin", "mine", "--project", str(tmp_path), "--theme", "results", "--lang", "en"]) == 0
    after = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    expected = before.replace('["plugins/old.py"]', '["plugins/old.py", "plugins/mine.py"]')
    assert after.replace(" ", "") == expected.replace(" ", "")  # tomlkit takes a space inside { } for its own
    kit.run("assess").assert_success()
    listed = [row["name"] for row in json.loads(kit.run("plugins", "--json").out)]
    assert listed == ["gbt19580", "holistic", "mine", "old"]
    assert main(["new-plugin", "mine", "--project", str(tmp_path), "--lang", "en"]) == ExitCode.USAGE
    assert main(["new-plugin", "../evil", "--project", str(tmp_path), "--lang", "en"]) == ExitCode.USAGE


def test_a_new_plugin_without_a_config_says_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-plugin", "mine", "--project", str(tmp_path), "--lang", "en"]) == 0
    assert 'local = ["plugins/mine.py"]' in capsys.readouterr().err
    project(tmp_path)
    assert main(["new-plugin", "other", "--project", str(tmp_path), "--lang", "en"]) == 0
    assert 'local = ["plugins/other.py"]' in (tmp_path / "zhuoyue.toml").read_text("utf-8")
