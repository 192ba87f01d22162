"""Rules of plugins through `zhuoyue check`: which are applied, where they need not be kept, what a broken one does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zhuoyue import history
from zhuoyue.errors import ExitCode
from zhuoyue.testing import Outcome, project

ITEM = "gbt19580-2012:4.1.2"
PLUGIN = """
from pydantic import BaseModel
from zhuoyue import Rule, Severity, Text, Violation

class Settings(BaseModel):
    word: str = "usual"

def register_settings():
    return Settings

def rule(code, name, check, severity=Severity.WARNING):
    return Rule(code, name, Text(en="Title", zh="标题"), Text(en="Why", zh="原因"), check, severity)

def each(examined):
    for result in examined.assessment.results:
        if result.rating:
            yield Violation(Text(en="spoken of", zh="提到"), result.item)

def setting(examined):
    yield Violation(Text(en="the word is " + examined.settings.word, zh="词"), where="zhuoyue.toml:1")

def register_rules():
    return [rule("HD101", "each-rated", each), rule("HD102", "the-word", setting, Severity.INFO), *more()]

def more():
    return ()
"""
CONFIG = '[plugins]\nlocal = ["mine.py"]\n'
SHEET = """assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 50
[[ratings]]
item = "4.1.3"
percent = 50
"""


def check(root: Path, *arguments: str, config: str = "", more: str = "", language: str = "en") -> Outcome:
    plugin = PLUGIN.replace("def more():\n    return ()\n", more) if more else PLUGIN
    files = {"mine.py": plugin, "ratings/team.toml": SHEET}
    return project(root, CONFIG + config, files).run("check", *arguments, language=language)


def codes(outcome: Outcome) -> list[str]:
    return [row["code"] for row in json.loads(outcome.out)]


def test_without_a_table_every_rule_is_applied(tmp_path: Path) -> None:
    outcome = check(tmp_path)
    assert outcome.code == ExitCode.GATE
    assert outcome.out.splitlines() == [
        "warning ratings/team.toml:4: spoken of [HD101 each-rated]",
        "warning ratings/team.toml:7: spoken of [HD101 each-rated]",
        "info    zhuoyue.toml:1: the word is usual [HD102 the-word]",
    ]
    assert outcome.err == "errors 0, warnings 2, notes 1\n"
    assert "提示      zhuoyue.toml:1: 词 [HD102 the-word]" in check(tmp_path, language="zh").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["HD102"]),
        (("--select", "HD101,the-word"), ["HD101", "HD101", "HD102"]),
        (("--select", "hd1", "--ignore", "HD102"), ["HD101", "HD101"]),
        (("--ignore", "HD"), []),
        (("--select", "HD101", "--select", "each-rated"), ["HD101", "HD101"]),
    ],
)
def test_the_command_line_prevails_over_the_config(
    tmp_path: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    config = '[check]\nselect = ["HD"]\nignore = ["each-rated"]\n'
    outcome = check(tmp_path, "--json", *arguments, config=config)
    assert codes(outcome) == expected
    assert outcome.code == (ExitCode.GATE if "HD101" in expected else ExitCode.OK)  # a note alone is no gate


def test_an_empty_selection_applies_none(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "--json", config="[check]\nselect = []\n")) == []


def test_every_unknown_rule_and_item_is_told_with_its_line(tmp_path: Path) -> None:
    config = """[check]
select = ["HD", "HX101"]
ignore = ["eech-rated"]
[[check.exceptions]]
rule = "HD109"
items = ["4.1.2", "4.1.9"]
reason = "Because."
"""
    outcome = check(tmp_path, "--ignore", "nothing", config=config)
    assert outcome.code == ExitCode.USAGE
    assert outcome.out == ""
    # MINIMAL has five lines, [plugins] two.
    for said in (
        "zhuoyue.toml:9: check.select[1]: no rule 'HX101' – did you mean 'HD101'?",
        "zhuoyue.toml:10: check.ignore[0]: no rule 'eech-rated' – did you mean 'each-rated'?",
        "zhuoyue.toml:12: check.exceptions[0].rule: no rule 'HD109' – did you mean 'HD10",
        "zhuoyue.toml:13: check.exceptions[0].items[1]: gbt19580-2012 has no item '4.1.9'",
        "--ignore: no rule 'nothing' – expected one of: HD101, HD102",
    ):
        assert said in outcome.err
    assert "5 errors" in outcome.err


def test_a_rule_need_not_be_kept_where_the_config_says_why(tmp_path: Path) -> None:
    config = """[[check.exceptions]]
rule = "each-rated"
items = ["4.1.2"]
reason = "The board decided so."
"""
    outcome = check(tmp_path, config=config)
    assert outcome.out.splitlines()[0] == "warning ratings/team.toml:7: spoken of [HD101 each-rated]"
    assert outcome.err == "errors 0, warnings 1, notes 1, excepted 1\n"


def test_an_exception_that_nothing_needs_is_told(tmp_path: Path) -> None:
    config = """[[check.exceptions]]
rule = "HD101"
items = ["4.1.2", "4.2.2", "4.2.3"]
reason = "Once needed."
"""
    rows = json.loads(check(tmp_path, "--json", config=config).out)
    (unused,) = (row for row in rows if row["code"] == "unused-exception")
    assert unused["severity"] == "info"
    assert unused["where"] == "zhuoyue.toml:8"
    assert unused["text"]["en"] == "the exception from HD101 is not needed for 4.2.2, 4.2.3"
    # Of a rule that is not applied nobody can tell.
    assert codes(check(tmp_path, "--json", "--select", "HD102", config=config)) == ["HD102"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero (mine.py:"),
        ("return ['text']", "gave 'text'; expected a Violation with a Text"),
        ("return 7", "TypeError: 'int' object is not iterable"),
        ("yield Violation(Text(en='x', zh='x'), '4.1.2')", "names an item '4.1.2' that is not assessed"),
        ("yield Violation(Text(en='x', zh='x')); raise SystemExit(5)", "SystemExit: 5"),
        ("from zhuoyue import Fault, UserError; raise UserError(Fault('no unit', '没有单位'))", "no unit"),
    ],
)
def test_a_rule_that_fails_is_named_and_the_others_go_on(tmp_path: Path, body: str, said: str) -> None:
    more = f"def broken(examined):\n    {body}\n\ndef more():\n    return [rule('HD103', 'broken', broken)]\n"
    outcome = check(tmp_path, "--json", more=more)
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    assert [row["code"] for row in rows] == ["rule-failed", "HD101", "HD101", "HD102"]
    assert rows[0]["plugin"] == "mine"
    assert rows[0]["severity"] == "error"
    assert rows[0]["text"]["en"].startswith("rule HD103 of plugin mine: ")
    assert said in rows[0]["text"]["en"]
    assert outcome.code == ExitCode.GATE


@pytest.mark.parametrize(("code", "name"), [("hd103", "fine"), ("HD-103", "fine"), ("HD103", "not fine")])
def test_a_code_or_name_that_cannot_be_selected_is_the_plugins_fault(tmp_path: Path, code: str, name: str) -> None:
    more = f"def more():\n    return [rule({code!r}, {name!r}, each)]\n"
    rows = json.loads(check(tmp_path, "--json", more=more).out)
    assert rows[0]["code"] == "rule-failed"
    assert "expected like HD101 and no-owner-named" in rows[0]["text"]["en"]


def test_a_rule_that_finds_nothing_may_return_nothing(tmp_path: Path) -> None:
    more = "def more():\n    return [rule('HD103', 'silent', lambda examined: None)]\n"
    assert codes(check(tmp_path, "--json", "--select", "HD103", more=more)) == []


def test_a_plugin_that_cannot_declare_its_rules_is_a_problem_not_a_stop(tmp_path: Path) -> None:
    outcome = check(tmp_path, "--json", more="def more():\n    raise ValueError('none today')\n")
    assert codes(outcome) == ["plugin-broken"]
    assert "none today" in outcome.out


def test_two_rules_of_one_code_are_an_error(tmp_path: Path) -> None:
    outcome = check(tmp_path, more="def more():\n    return [rule('HD101', 'again', each)]\n")
    assert outcome.code == ExitCode.USAGE
    assert "rule 'HD101' is declared twice" in outcome.err


def test_rules_get_the_settings_of_their_plugin(tmp_path: Path) -> None:
    outcome = check(tmp_path, "--select", "the-word", config='[mine]\nword = "other"\n')
    assert "the word is other" in outcome.out


def test_rules_see_every_tier_and_learn_which_is_published(tmp_path: Path) -> None:
    more = """
def seen(examined):
    found = examined.assessment
    tiers = [rating.visibility.value for result in found.results for rating in result.ratings if rating.reason]
    yield Violation(Text(en=f"{found.visibility.value} publishes, {tiers} seen", zh="x"))

def more():
    return [rule("HD103", "seen", seen)]
"""
    kit = project(tmp_path, CONFIG, {"mine.py": PLUGIN.replace("def more():\n    return ()\n", more)})
    rated = SHEET.replace("percent = 50", 'percent = 50\nreason = "Board"\nvisibility = "confidential"', 1)
    kit.write({"ratings/team.toml": rated})
    config = (tmp_path / "zhuoyue.toml").read_text("utf-8")
    (tmp_path / "zhuoyue.toml").write_text(config.replace("as_of", 'visibility = "public"\nas_of'), "utf-8")
    outcome = kit.run("check", "--select", "HD103")
    assert "public publishes, ['confidential'] seen" in outcome.out


def test_rules_get_the_last_closed_cycle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = """
def last(examined):
    yield Violation(Text(en=f"last: {examined.previous and examined.previous.title.en}", zh="x"))

def more():
    return [rule("HD103", "last", last)]
"""
    assert "last: None" in check(tmp_path, "--select", "HD103", more=more).out
    filed = project(tmp_path / "old", "[plugins]\nlocal = []\n").run("assess").assert_success().assessment
    monkeypatch.setattr(history, "read", lambda *_: history.History(last=filed))
    monkeypatch.setattr(history, "compare", lambda *_: None)
    monkeypatch.setattr("zhuoyue.pipeline.assess", lambda *_, **__: filed)
    assert f"last: {filed.title.en}" in check(tmp_path, "--select", "HD103", more=more).out
