"""Finding, loading and checking plugins; one broken plugin never stops the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhuoyue.testing import project

RULE = """
from zhuoyue import Finding, Text

def assess_customers(item, dossier):
    return Finding(kind="strength", text=Text(zh="客户评价好", en="customers are happy"))
"""


def test_ten_lines_in_the_project_folder_take_part(tmp_path: Path) -> None:
    outcome = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\n', {"rules.py": RULE}).run("assess")
    outcome.assert_success()
    findings = outcome.assessment.result_of["gbt19580-2012:4.3.3"].findings
    assert [(one.source, one.text.en) for one in findings if one.source == "rules"] == [
        ("rules", "customers are happy")
    ]
    others = outcome.assessment.result_of["gbt19580-2012:4.1.2"].findings
    assert not [one for one in others if one.source == "rules"]


def test_a_misspelt_hook_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    files = {"rules.py": RULE.replace("assess_customers", "assess_custmers")}
    outcome = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\n', files).run("assess")
    assert outcome.code == 3
    assert "there is no hook 'assess_custmers' – did you mean 'assess_customers'?" in outcome.err
    codes = [problem.code for problem in outcome.assessment.problems]
    assert "plugin-broken" in codes


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module' (rules.py:1)"),
        ("def assess_customers(:", "SyntaxError"),
        ("raise SystemExit(5)", "SystemExit: 5"),
        ("x = 1", "has no hook"),
        ("def assess_customers(item, evidence): ...", "evidence"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_named_and_the_rest_goes_on(tmp_path: Path, source: str, message: str) -> None:
    outcome = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\n', {"rules.py": source}).run("assess")
    assert outcome.code == 3
    assert message in outcome.err
    assert "rules" in outcome.err
    assert len(outcome.assessment.results) == 23


def test_a_required_plugin_that_is_broken_fails_the_run(tmp_path: Path) -> None:
    config = '[plugins]\nlocal = ["rules.py"]\nrequired = ["rules"]\n'
    outcome = project(tmp_path, config, {"rules.py": "import no_such_module"}).run("assess")
    assert outcome.code == 2
    assert not (tmp_path / "assessment.json").exists()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return 5", "returned 5; expected findings and suggestions"),
        ("return 'text'", "returned 'text'; expected findings and suggestions"),
        ("return [1]", "returned 1 among its results"),
        ("raise ValueError('broken rule')", "ValueError: broken rule (rules.py:3)"),
        ("import os; os._exit(7)", "its process ended unexpectedly (exit code 7)"),
        ("while True: pass", "stopped after 2 s without an answer"),
    ],
)
def test_what_a_judging_plugin_does_wrong_is_recorded_at_its_item(tmp_path: Path, body: str, message: str) -> None:
    rule = f"def assess_strategy(item, dossier):\n    if item.code == '4.2.2':\n        {body}\n"
    config = '[plugins]\nlocal = ["rules.py"]\n[collect]\ntimeout = 2\n'
    outcome = project(tmp_path, config, {"rules.py": rule}).run("assess")
    assert outcome.code == 3
    assert message in outcome.err
    assessment = outcome.assessment
    assert assessment.result_of["gbt19580-2012:4.2.2"].score.state == "failed"
    assert assessment.result_of["gbt19580-2012:4.3.2"].score.state == "no_evidence"


def test_two_plugins_of_one_name_are_an_error_naming_both(tmp_path: Path) -> None:
    outcome = project(tmp_path, '[plugins]\nlocal = ["letci.py"]\n', {"letci.py": RULE}, ("letci",)).run("assess")
    assert outcome.code == 2
    assert "two plugins are called 'letci': zhuoyue and letci.py" in outcome.err


def test_two_collectors_of_one_name_are_an_error_naming_both(tmp_path: Path) -> None:
    code = """
    from zhuoyue import Collected, Collector
    class Mine(Collector):
        name = "narrative"
        def inputs(self, source): return ()
        def collect(self, source): return Collected()
    def register_collectors(): return [Mine]
    """
    files = {"mine.py": code}
    outcome = project(tmp_path, '[plugins]\nlocal = ["mine.py"]\n', files, ("narrative",)).run("assess")
    assert outcome.code == 2
    assert "collector 'narrative' is declared twice" in outcome.err
    assert "mine (mine.py)" in outcome.err
    assert "narrative (zhuoyue)" in outcome.err


def test_disabled_enabled_and_the_environment_limit_what_loads(tmp_path: Path) -> None:
    kit = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\ndisabled = ["rules"]\n', {"rules.py": "1 / 0"})
    kit.run("assess").assert_success()
    rows = json.loads(project(tmp_path).run("plugins", "--json").out)
    assert [row["name"] for row in rows] == ["gbt19580", "holistic"]


def test_the_list_shows_name_version_origin_hooks_and_problem(tmp_path: Path) -> None:
    kit = project(tmp_path, '[plugins]\nlocal = ["rules.py", "bad.py"]\n', {"rules.py": RULE, "bad.py": "1 / 0"})
    outcome = kit.run("plugins", "--json")
    assert outcome.code == 1
    rows = {row["name"]: row for row in json.loads(outcome.out)}
    assert rows["rules"]["hooks"] == ["assess_customers"]
    assert rows["rules"]["origin"] == "rules.py"
    assert rows["rules"]["version"].startswith("sha256:")
    assert "ZeroDivisionError" in rows["bad"]["problem"]
    assert rows["gbt19580"]["offers"] == ["criteria gbt19580-2004", "criteria gbt19580-2012"]
    assert "ZeroDivisionError" in kit.run("plugins").out


def test_settings_of_a_local_plugin_are_checked_and_reach_it(tmp_path: Path) -> None:
    code = """
    from pydantic import BaseModel, ConfigDict
    from zhuoyue import Finding, Text
    class Settings(BaseModel):
        model_config = ConfigDict(extra="forbid")
        limit: int = 3
    def register_settings(): return Settings
    def assess_customers(item, dossier):
        yield Finding(kind="strength", text=Text(en=f"limit {dossier.settings.limit}", zh="限"))
    """
    kit = project(tmp_path, '[plugins]\nlocal = ["mine.py"]\n[mine]\nlimit = 7\n', {"mine.py": code})
    findings = kit.run("assess").assert_success().assessment.result_of["gbt19580-2012:4.3.2"].findings
    assert "limit 7" in [one.text.en for one in findings]
    kit = project(tmp_path, '[plugins]\nlocal = ["mine.py"]\n[mine]\nlimt = 7\n', {"mine.py": code})
    assert "mine.limt: unknown key – did you mean 'limit'?" in kit.run("assess").err


def test_a_plugin_that_fails_to_declare_is_blamed_alone(tmp_path: Path) -> None:
    code = """
    from zhuoyue import Criteria
    def register_criteria():
        return [Criteria(id="x", family="x", edition="1", title="x", scheme="holistic", total=5, categories=[])]
    """
    kit = project(tmp_path, '[plugins]\nlocal = ["aaa.py"]\n', {"aaa.py": code})
    outcome = kit.run("plugins", "--json")
    problems = {row["name"]: row["problem"] for row in json.loads(outcome.out) if row["problem"]}
    assert list(problems) == ["aaa"]
    assert "register_criteria failed: Criteria: Value error, the items' points add up to 0" in problems["aaa"]
    assert "https://" not in problems["aaa"]
    assert "aaa" in kit.run("assess").err


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return Finding(kind='improve', text=text)", "Finding.kind: Input should be 'strength' or 'improvement'"),
        ("return item.pionts", "AttributeError"),
    ],
)
def test_a_fault_that_a_library_notices_is_placed_in_the_plugins_own_file(
    tmp_path: Path, body: str, message: str
) -> None:
    rule = (
        f"from zhuoyue import Finding, Text\ndef assess_strategy(item, dossier):\n    text = Text(en='x')\n    {body}\n"
    )
    outcome = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\n', {"rules.py": rule}).run("assess")
    assert outcome.code == 3
    assert message in outcome.err
    assert "(rules.py:4)" in outcome.err
    assert "https://" not in outcome.err


def test_a_finding_may_name_one_id_and_an_unknown_one_is_reported(tmp_path: Path) -> None:
    rule = RULE.replace("text=Text(", 'evidence="no-such", text=Text(')
    outcome = project(tmp_path, '[plugins]\nlocal = ["rules.py"]\n', {"rules.py": rule}).run("assess")
    outcome.assert_success()
    assessment = outcome.assessment
    assert assessment.result_of["gbt19580-2012:4.3.3"].findings[0].evidence == ("no-such",)
    assert ("unresolved-reference", "rules") in [(one.code, one.plugin) for one in assessment.problems]
