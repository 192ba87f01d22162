"""A documentation page for each examiner's rule, made from the rule and the cases it is tested with."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from zhuoyue.model.rule import Rule, Violation
from zhuoyue.rule_cases import CaseFile, RuleCase, read_cases, rule_cases

NOTE = "<!-- Written by tools/regenerate.py from {source}; edit that file. -->\n\n"
CASES = "tests/plugins/lint/cases"
SOURCE = "plugins/zhuoyue_plugins/lint/rules.py"
_ABOUT = ("name =", "expect =", "says =", "#")
"""Lines of a case that say what is expected, not what is assessed."""


def pages(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each page, and of their index."""
    from zhuoyue_plugins.lint.rules import RULES
    from zhuoyue_plugins.lint.settings import Settings

    folder = root / "docs/reference/rules"
    every = rule_cases(root / CASES, Settings)
    for rule in RULES:
        path = root / CASES / f"{rule.code}-{rule.name}.toml"
        cases = [case for case in every if Path(case.file) == path]
        note = NOTE.format(source=f"{SOURCE} and {path.relative_to(root).as_posix()}")
        yield folder / f"{rule.code}.md", note + _page(rule, read_cases(path)[0], cases)
    yield folder / "index.md", NOTE.format(source=SOURCE) + _index(RULES)


def _index(rules: tuple[Rule, ...]) -> str:
    lines = [
        "# Examiner's rules",
        "",
        "[`zhuoyue check`](../../how-to/check.md) applies them; the plugin [lint](../plugins/lint.md) brings them.",
        "Each page is in English and Chinese. 各页均有中文说明。",
        "",
        "| code | name | severity | what it asks for |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| [{rule.code}]({rule.code}.md) | `{rule.name}` | {rule.severity.value} | {rule.title.en} · {rule.title.zh} |"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def _page(rule: Rule, file: CaseFile, cases: list[RuleCase]) -> str:
    number, broken = next((number, case) for number, case in enumerate(cases) if case.table.expect)
    said = broken.found([rule])
    mend = file.mend
    if mend is None:
        raise ValueError(f"{broken.file}: the page of {rule.code} needs `mend`")
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        f"**{rule.title.en}.** {rule.why.en} Severity: {rule.severity.value}.",
        "",
        "## When it speaks",
        "",
        inspect.getdoc(rule.check) or "",
        "",
        "It stays silent for example here:",
        "",
        *(f"- {case.table.name}" for case in cases if not case.table.expect),
        "",
        "## Example",
        "",
        f"{broken.table.name[:1].upper()}{broken.table.name[1:]}:",
        "",
        "```text",
        *_written(Path(broken.file), number),
        "```",
        "",
        "```text",
        *(_line(rule, one, "en") for one in said),
        "```",
        "",
        "## How to mend it",
        "",
        f"{mend.en} Where it need not be kept, write an [exception](../../how-to/check.md#exceptions).",
        "",
        "## 中文",
        "",
        f"**{rule.title.zh}**。{rule.why.zh}",
        "",
        "```text",
        *(_line(rule, one, "zh") for one in said),
        "```",
        "",
        f"{mend.zh}确实不必遵守的条款，可写明理由作为例外（`[[check.exceptions]]`）。",
    ]
    return "\n".join(lines) + "\n"


def _line(rule: Rule, violation: Violation, language: str) -> str:
    words = {"error": "错误", "warning": "警告", "info": "提示"}
    name = words[rule.severity.value] if language == "zh" else rule.severity.value
    return f"{name} {violation.text.get(language)} [{rule.code} {rule.name}]"


def _written(path: Path, number: int) -> Iterator[str]:
    """Yield the lines of one case that say what is assessed."""
    case = path.read_text("utf-8").split("[[cases]]\n")[number + 1]
    for line in case.splitlines():
        if line.strip() and not line.startswith(_ABOUT):
            yield line
