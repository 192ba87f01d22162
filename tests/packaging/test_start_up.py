"""What `import zhuoyue` and `zhuoyue --help` load, and what the package offers to plugin authors."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import zhuoyue

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "adbc_driver_manager",
    "docx",
    "duckdb",
    "jieba",
    "jinja2",
    "material",
    "mkdocs",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pydantic",
    "pypdf",
    "scipy",
    "zhuoyue_plugins",
}
LIST_MODULES = "import atexit, sys; atexit.register(lambda: print(*sorted(sys.modules), sep='\\n', file=sys.stderr))"
SHOW_HELP = "sys.argv[:] = ['zhuoyue', '--help']; from zhuoyue.cli.main import run; run()"


@pytest.mark.parametrize("statement", ["import zhuoyue", SHOW_HELP])
def test_start_up_leaves_heavy_packages_out(statement: str) -> None:
    command = [sys.executable, "-c", f"{LIST_MODULES}; {statement}"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = done.stderr.split()
    assert "zhuoyue" in loaded
    assert HEAVY.isdisjoint(loaded)


def test_public_names_are_sorted_and_exist() -> None:
    assert zhuoyue.__all__ == sorted(set(zhuoyue.__all__))
    for name in zhuoyue.__all__:
        assert getattr(zhuoyue, name) is not None


def test_versions_agree() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert zhuoyue.__version__ == table["project"]["version"]


def test_version_is_in_the_changelog() -> None:
    assert f"## [{zhuoyue.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
