"""What `zhuoyue check` found as text, JSON, SARIF 2.1.0 and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import zhuoyue
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rule import Rule

DOCUMENTATION = "https://zhuoyue.readthedocs.io/page/reference"
"""Where the pages of rules and problem codes are."""
OURS = "ZY"
"""Beginning of the codes whose rules have a page there; a plugin's own have none."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ZH = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass(frozen=True)
class Report:
    """What was found, and where the files are."""

    problems: tuple[Problem, ...]
    """Problems, worst first."""
    excepted: tuple[tuple[Problem, str], ...]
    """Violations that the config excepts, each with the reason."""
    rules: Mapping[str, Rule]
    """The rules applied, by code."""
    root: Path
    """The project folder."""
    config: str
    """Name of the config file."""


def rendered(report: Report, form: str, language: str) -> str:
    """Return a report as `text`, `json`, `sarif` or `github`."""
    writers: dict[str, Callable[[Report, str], str]] = {
        "text": _text,
        "json": _json,
        "sarif": _sarif,
        "github": _github,
    }
    return writers[form](report, language)


def _text(report: Report, language: str) -> str:
    return "\n".join(_line(report, problem, language) for problem in report.problems)


def _line(report: Report, problem: Problem, language: str) -> str:
    name = _ZH[problem.severity] if language == "zh" else problem.severity.value
    place = f"{problem.where}: " if problem.where else ""
    # One line whatever a record holds: a log may take lines of its own for commands.
    text = " ".join(f"{place}{problem.text.get(language)}".splitlines())
    return f"{name:<7} {text} [{_code(report, problem)}]"


def _code(report: Report, problem: Problem) -> str:
    rule = report.rules.get(problem.code)
    return f"{rule.code} {rule.name}" if rule else problem.code


def _json(report: Report, language: str) -> str:
    return json.dumps([one.model_dump(mode="json") for one in report.problems], ensure_ascii=False, indent=1)


def _github(report: Report, language: str) -> str:
    return "\n".join(_annotation(report, problem, language) for problem in report.problems)


def _annotation(report: Report, problem: Problem, language: str) -> str:
    """Return a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    file, line = place(report.root, problem.where)
    properties = {"file": _from_here(report.root, file) if file else "", "line": str(line or "")}
    properties["title"] = _code(report, problem)
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    elsewhere = "" if file or not problem.where else f"{problem.where}: "
    return f"::{_GITHUB[problem.severity]} {shown}::{_data(elsewhere + problem.text.get(language))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(report: Report, language: str) -> str:
    found = [*((problem, "") for problem in report.problems), *report.excepted]
    codes = sorted({*report.rules, *(problem.code for problem, _ in found)})
    run = {
        "tool": {
            "driver": {
                "name": "zhuoyue",
                "version": zhuoyue.__version__,
                "informationUri": "https://zhuoyue.readthedocs.io",
                "rules": [_descriptor(code, report.rules.get(code), language) for code in codes],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, problem, reason, codes, language) for problem, reason in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _descriptor(code: str, rule: Rule | None, language: str) -> dict[str, Any]:
    """Describe a rule, or the kind of problem that has a code."""
    if rule is None:
        return {"id": code, "helpUri": f"{DOCUMENTATION}/problems.html"}
    described = {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.title.get(language)},
        "fullDescription": {"text": rule.why.get(language)},
        "defaultConfiguration": {"level": _SARIF[rule.severity]},
    }
    page = {"helpUri": f"{DOCUMENTATION}/rules/{code}.html"} if code.startswith(OURS) else {}
    return described | page


def _result(report: Report, problem: Problem, reason: str, codes: list[str], language: str) -> dict[str, Any]:
    file, line = place(report.root, problem.where)
    artifact = {"uri": quote(_from_here(report.root, file or report.config)), "uriBaseId": "%SRCROOT%"}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if line:
        physical["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if problem.item:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.item, "kind": "item"}]
    elsewhere = "" if file or not problem.where else f"{problem.where}: "
    result = {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _SARIF[problem.severity],
        "message": {"text": elsewhere + problem.text.get(language)},
        "locations": [location],
    }
    return result | ({"suppressions": [{"kind": "external", "justification": reason}]} if reason else {})


def place(root: Path, where: str) -> tuple[str, int | None]:
    """Return file and line that `where` begins with, if there is such a file in the project; else nothing."""
    for cut in range(len(where), 0, -1):
        if cut < len(where) and where[cut] not in ":#":
            continue
        if _is_file(root, where[:cut]):
            digits = where[cut + 1 :].partition(":")[0] if where[cut : cut + 1] == ":" else ""
            number = int(digits) if digits.isascii() and digits.isdigit() else 0
            return where[:cut], number or None
    return "", None


def _is_file(root: Path, name: str) -> bool:
    path = Path(name)
    try:
        return not path.is_absolute() and ".." not in path.parts and (root / path).is_file()
    except (OSError, ValueError):  # too long for a name, or not one at all
        return False


def _from_here(root: Path, file: str) -> str:
    """Return a file of the project relative to the current folder, which in a workflow is the repository's."""
    here = Path.cwd().resolve()
    path = root.resolve() / file
    return (path.relative_to(here) if path.is_relative_to(here) else Path(file)).as_posix()
