"""`zhuoyue check`: what it prints as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from zhuoyue.cli.check_formats import Report, place, rendered
from zhuoyue.errors import ExitCode
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rule import Rule
from zhuoyue.model.text import Text
from zhuoyue.testing import ProjectKit, project

PLUGINS = ("gbt19580", "holistic", "lint")
SHEET = """assessor = "Team"
stage = "consensus"
[[ratings]]
item = "4.1.2"
percent = 70
[[ratings]]
item = "4.1.3"
percent = 30
"""
EXCEPTION = '[[check.exceptions]]\nrule = "ZY101"\nitems = ["4.1.3"]\nreason = "Seen on site, 不归档."\n'

# The official schema is not fetched; this is what SARIF 2.1.0 (OASIS, 27 March 2020) requires of what we write:
# §3.13 sarifLog, §3.14 run, §3.18 tool, §3.19 toolComponent, §3.49 reportingDescriptor, §3.27 result, §3.11 message,
# §3.28 location, §3.29 physicalLocation, §3.4 artifactLocation, §3.30 region, §3.35 suppression, §3.58 levels.
LEVEL = {"enum": ["none", "note", "warning", "error"]}
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}


def shape(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


ARTIFACT = shape(["uri"], uri={"type": "string", "pattern": r"^[A-Za-z0-9._~%/-]+$"}, uriBaseId={"type": "string"})
REGION = shape(["startLine"], startLine={"type": "integer", "minimum": 1})
LOCATION = shape(
    [],
    physicalLocation=shape(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION),
    logicalLocations={
        "type": "array",
        "minItems": 1,
        "items": shape([], fullyQualifiedName={"type": "string"}, kind={"type": "string"}),
    },
)
RESULT = shape(
    ["message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations={"type": "array", "items": LOCATION},
    suppressions={
        "type": "array",
        "items": shape(["kind"], kind={"enum": ["inSource", "external"]}, justification={"type": "string"}),
    },
)
DESCRIPTOR = shape(
    ["id"],
    id={"type": "string"},
    name={"type": "string"},
    shortDescription=TEXT,
    fullDescription=TEXT,
    helpUri={"type": "string", "pattern": "^https://"},
    defaultConfiguration=shape([], level=LEVEL),
)
DRIVER = shape(
    ["name"],
    name={"type": "string"},
    version={"type": "string"},
    informationUri={"type": "string", "pattern": "^https://"},
    rules={"type": "array", "uniqueItems": True, "items": DESCRIPTOR},
)
RUN = shape(
    ["tool"],
    tool=shape(["driver"], driver=DRIVER),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
SARIF = shape(
    ["version", "runs"],
    **{"$schema": {"type": "string"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)


def kit(root: Path, config: str = "") -> ProjectKit:
    return project(root, '[check]\nselect = ["ZY101", "ZY108"]\n' + config, {"ratings/a.toml": SHEET}, PLUGINS)


def report(root: Path, *problems: Problem, rules: tuple[Rule, ...] = ()) -> Report:
    return Report(problems, (), {rule.code: rule for rule in rules}, root, "zhuoyue.toml")


def problem(en: str = "wrong", where: str = "", severity: Severity = Severity.WARNING, code: str = "odd") -> Problem:
    return Problem(code=code, severity=severity, text=Text(en=en, zh="错"), where=where)


def test_text_names_code_and_rule(tmp_path: Path) -> None:
    outcome = kit(tmp_path).run("check")
    assert outcome.code == ExitCode.GATE
    assert outcome.out.splitlines()[0] == (
        "warning ratings/a.toml:4: 4.1.2 is rated 70 % without any evidence or measure [ZY101 score-without-evidence]"
    )
    assert "info    ratings/a.toml:4: 4.1.2 has 0 strengths" in outcome.out
    chinese = kit(tmp_path).run("check", language="zh").out
    assert "警告      ratings/a.toml:4: 4.1.2 评为 70 %，但没有任何证据或指标 [ZY101 score-without-evidence]" in chinese


def test_text_has_one_line_for_each_problem_whatever_a_record_holds(tmp_path: Path) -> None:
    made = report(tmp_path, problem("first\n::error::second\u2028third", "a\rb.csv"))
    assert rendered(made, "text", "en") == "warning a b.csv: first ::error::second third [odd]"


def test_a_note_alone_is_no_gate(tmp_path: Path) -> None:
    assert kit(tmp_path).run("check", "--select", "ZY108").code == ExitCode.OK


def test_json_is_the_list_of_problems(tmp_path: Path) -> None:
    made = kit(tmp_path)
    rows = json.loads(made.run("check", "--format", "json").out)
    assert rows == json.loads(made.run("check", "--json").out)
    assert rows[0] | {"text": ""} == {
        "code": "ZY101",
        "severity": "warning",
        "text": "",
        "where": "ratings/a.toml:4",
        "plugin": "lint",
        "source": "",
        "item": "gbt19580-2012:4.1.2",
        "visibility": "confidential",
    }


def test_output_goes_to_a_file_and_the_count_to_the_screen(tmp_path: Path) -> None:
    target = tmp_path / "out" / "check.sarif"
    outcome = kit(tmp_path).run("check", "--format", "sarif", "--output", str(target))
    assert outcome.code == ExitCode.GATE
    assert outcome.out == ""
    assert outcome.err == "errors 0, warnings 2, notes 2\n"
    assert json.loads(target.read_text("utf-8"))["version"] == "2.1.0"


def test_sarif_has_what_the_standard_requires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path.parent)
    log = json.loads(kit(tmp_path, EXCEPTION).run("check", "--format", "sarif").out)
    jsonschema.Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ZY101", "ZY108"]
    assert rules[0]["helpUri"].endswith("/reference/rules/ZY101.html")
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["warning", "note"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, *_, excepted = run["results"]
    assert first["level"] == "warning"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": f"{tmp_path.name}/ratings/a.toml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4},
            },
            "logicalLocations": [{"fullyQualifiedName": "gbt19580-2012:4.1.2", "kind": "item"}],
        }
    ]
    assert excepted["suppressions"] == [{"kind": "external", "justification": "Seen on site, 不归档."}]
    assert [bool(result.get("suppressions")) for result in run["results"]] == [False, False, False, True]


def test_sarif_names_are_relative_and_escaped_and_a_problem_without_place_is_the_configs(tmp_path: Path) -> None:
    (tmp_path / "投诉 2025.csv").write_text("x")
    made = report(tmp_path, problem("a", "投诉 2025.csv:3: key"), problem("b", "plugin mine"), problem("c"))
    log = json.loads(rendered(made, "sarif", "en"))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    results = log["runs"][0]["results"]
    artifacts = [one["locations"][0]["physicalLocation"] for one in results]
    assert urllib.parse.unquote(artifacts[0]["artifactLocation"]["uri"]) == "投诉 2025.csv"
    assert artifacts[0]["region"] == {"startLine": 3}
    assert [one["artifactLocation"]["uri"] for one in artifacts[1:]] == ["zhuoyue.toml", "zhuoyue.toml"]
    assert [one["message"]["text"] for one in results] == ["a", "plugin mine: b", "c"]
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule == {"id": "odd", "helpUri": "https://zhuoyue.readthedocs.io/page/reference/problems.html"}


def test_a_plugins_own_rule_has_no_page_of_ours(tmp_path: Path) -> None:
    title = Text(en="Title", zh="标题")
    rule = Rule("HD101", "own", title, title, lambda _: (), Severity.ERROR)
    log = json.loads(rendered(report(tmp_path, rules=(rule,)), "sarif", "zh"))
    (described,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in described
    assert described["shortDescription"] == {"text": "标题"}
    assert described["defaultConfiguration"] == {"level": "error"}
    assert log["runs"][0]["results"] == []


def test_annotations_are_escaped_as_github_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data: % CR LF; properties also : and , – @actions/core, `escapeData` and `escapeProperty`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a,b%.toml").write_text("x")
    made = report(
        tmp_path,
        problem("50 % of a,b: one\ntwo", "a,b%.toml:12", Severity.ERROR),
        problem("x", "records/none\r.csv:row 4", Severity.INFO),
    )
    assert rendered(made, "github", "en").splitlines() == [
        "::error file=a%2Cb%25.toml,line=12,title=odd::50 %25 of a,b: one%0Atwo",
        "::notice title=odd::records/none%0D.csv:row 4: x",
    ]


def test_annotations_of_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path.parent)
    lines = kit(tmp_path).run("check", "--format", "github").out.splitlines()
    assert lines[0] == (
        f"::warning file={tmp_path.name}/ratings/a.toml,line=4,title=ZY101 score-without-evidence"
        "::4.1.2 is rated 70 %25 without any evidence or measure"
    )
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::warning", "::notice", "::notice"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("a.toml", ("a.toml", None)),
        ("a.toml:7", ("a.toml", 7)),
        ("a.toml:7: sources[0].name", ("a.toml", 7)),
        ("a.toml:7:12", ("a.toml", 7)),
        ("a.toml:row 7, column 金额", ("a.toml", None)),
        ("a.toml#Sheet1!B5", ("a.toml", None)),
        ("a.toml:0", ("a.toml", None)),
        ("a.toml:٣", ("a.toml", None)),
        ("b.toml:7", ("", None)),
        ("", ("", None)),
        ("../a.toml:1", ("", None)),
        ("plugin adli", ("", None)),
        ("x" * 5000 + "\0:3", ("", None)),
    ],
)
def test_places_are_files_of_the_project(tmp_path: Path, where: str, expected: tuple[str, int | None]) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.toml").write_text("x")
    (tmp_path / "inner" / "a.toml").write_text("x")
    assert place(tmp_path / "inner", where) == expected
    absolute = str(tmp_path / "a.toml")
    assert place(tmp_path, absolute) == ("", None)


def test_an_unknown_rule_on_the_command_line(tmp_path: Path) -> None:
    outcome = kit(tmp_path).run("check", "--select", "score-without-evidense")
    assert outcome.code == ExitCode.USAGE
    assert "--select: no rule 'score-without-evidense' – did you mean 'score-without-evidence'?" in outcome.err
    assert "did you mean 'ZY101'?" in kit(tmp_path).run("check", "--select", "ZYY101").err


def test_what_the_tier_hides_is_counted_but_not_missing(tmp_path: Path) -> None:
    source = '[[sources]]\nname = "documents"\ncollector = "documents"\nfolder = "d"\n'
    config = f'visibility = "public"\n{source}'
    files = {"d/4.1.2-plan.md": "A plan.", "d/4.1.3-charter.md": "A charter.", "ratings/a.toml": SHEET}
    made = project(tmp_path, config, files, (*PLUGINS, "documents"))
    outcome = made.run("check", "--json", "--select", "ZY101")
    rows = json.loads(outcome.out)
    assert "ZY101" not in [row["code"] for row in rows]
    (hidden,) = (row for row in rows if row["code"] == "withheld")
    assert hidden["text"]["en"] == "2 records are above the tier public and left out"
    left = made.run("assess").assert_success().assessment
    assert [one.text.en for one in left.problems if one.code == "withheld"] == [hidden["text"]["en"]]
