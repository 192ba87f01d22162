"""Reference pages name what the code has: every hook, used by a shipped plugin; every problem code."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhuoyue import hookspecs
from zhuoyue.plugins import HOOKS

ROOT = Path(__file__).resolve().parents[2]
HOOK_PAGE = (ROOT / "docs/reference/hooks.md").read_text("utf-8")
PROBLEM_PAGE = (ROOT / "docs/reference/problems.md").read_text("utf-8")
CODE = re.compile(r"[a-z]+(-[a-z]+)+|withheld")
MAKERS = ("problem", "note")
"""Functions that make problems: what they are called ends so, and one of the first two arguments is the code."""


def plugin_modules() -> Iterator[Path]:
    yield from (ROOT / "plugins/zhuoyue_plugins").glob("*/__init__.py")
    yield from (ROOT / "plugins/zhuoyue-example/src").glob("*/__init__.py")


def marked_hooks() -> set[str]:
    """Return the functions of shipped plugins that are marked with @hookimpl or assigned from one that is."""
    names: set[str] = set()
    for path in plugin_modules():
        tree = ast.parse(path.read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(one) == "hookimpl" for one in node.decorator_list):
                names.add(node.name)
            if isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_has_a_heading_with_its_exact_signature(hook: str) -> None:
    signature = inspect.signature(getattr(hookspecs, hook))
    assert f"## {hook}\n\n```python\ndef {hook}{signature}\n```\n" in HOOK_PAGE


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_used_by_a_shipped_plugin(hook: str) -> None:
    assert hook in marked_hooks()


def codes_in(path: Path) -> Iterator[str]:
    """Yield the problem codes in a module: what `Problem(code=…)` and its helpers get, and tuples beside a severity.

    In a plugin also what any other helper but `Page` gets first, if it begins with the plugin's name.
    """
    own = f"{path.relative_to(ROOT).parts[2].replace('_', '-')}-" if "zhuoyue_plugins" in path.parts else "\0"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2].lower()
            if not name.endswith("page"):
                yield from (one.value for one in node.args[:2] if _is_code(one) and one.value.startswith(own))
            stated = (part for word in node.keywords if word.arg == "code" for part in ast.walk(word.value))
            yield from (part.value for part in stated if isinstance(part, ast.Constant) and _is_code(part))
            if name.endswith(MAKERS):
                yield from (one.value for one in node.args[:2] if _is_code(one))
        if isinstance(node, ast.Tuple) and any(ast.unparse(one).startswith("Severity.") for one in node.elts):
            yield from (one.value for one in node.elts if _is_code(one))


def _is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value) is not None


def all_codes() -> set[str]:
    modules = [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins/zhuoyue_plugins").rglob("*.py")]
    return {code for path in modules for code in codes_in(path)}


def documented() -> dict[str, str]:
    """Return the codes of the page with their severity."""
    return dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning|info) \|", PROBLEM_PAGE, re.M))


def test_codes_are_found() -> None:
    """If this fails, problems are made in a new way, which `codes_in` must learn."""
    assert {
        "withheld",
        "source-invalid",
        "judge-lost",
        "documents-id",
        "narrative-long",
        "tables-no-period",
    } <= all_codes()


def test_every_problem_code_is_documented_and_exists() -> None:
    assert documented().keys() == all_codes()


def test_generated_files_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/regenerate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
