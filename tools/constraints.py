"""Write constraints.txt: what this project is built, run and tested with, to the version and hash.

    make constraints

pip-compile solves the three sets of requirements in pyproject.toml together; this script then splits its
answer into sections, so that `make demo` can leave out what only developers need. Options are handed on to
pip-compile. The solution has to fit the oldest Python that is supported, down to its third number: take the
one of Debian 12, 3.11.2.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11, 2)
SECTIONS = {
    "build": "what turns sources into packages; installed first",
    "runtime": "what `zhuoyue` needs to run",
    "development": "what `make test` and `make check` need on top; `make demo` leaves it out",
}
HEADER = """\
# Exact versions and file hashes of everything installed by `make demo` and `make test`.
# Written by `make constraints` from pyproject.toml; not to be edited by hand.
# Hashes cover every file of a release, so the same list serves other platforms and Python 3.11 to 3.13.
"""
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--annotate",
    "--annotation-style=split",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
]
# One package: `name==version \`, its hashes, then the comment that says who asked for it.
PIN = re.compile(r"^(?P<pin>(?P<name>[a-z0-9][a-z0-9-]*)==.*\n(?:    --hash=.*\n)+)(?P<via>(?:    #.*\n)*)", re.M)


def requirements(pyproject: str) -> dict[str, list[str]]:
    """Return the requirements of each section, as pyproject.toml has them."""
    table = tomllib.loads(pyproject)
    return {
        # Some dependencies come as sources only and expect setuptools to be there.
        "build": [*table["build-system"]["requires"], "setuptools"],
        "runtime": table["project"]["dependencies"],
        "development": table["dependency-groups"]["dev"],
    }


def solve(wanted: dict[str, list[str]], former: str) -> str:
    """Run pip-compile over *wanted*, keeping the versions in *former* that still fit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for section, lines in wanted.items():
            (folder / section).with_suffix(".in").write_text("\n".join(lines) + "\n")
        (folder / "out.txt").write_text(former)
        # What this machine adds to the index (links, mirrors in its pip.conf) must not show in the list.
        environment = os.environ | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": "",
            "PIP_EXTRA_INDEX_URL": "",
        }
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, "--output-file=out.txt"]
        command += sys.argv[1:] + [f"{section}.in" for section in wanted]
        subprocess.run(command, cwd=folder, check=True, env=environment)
        return (folder / "out.txt").read_text()


def sort_into_sections(solved: str) -> dict[str, list[str]]:
    """Put each pin into the first section that needs it, directly or through another pin."""
    rank = {f"-r {section}.in": number for number, section in enumerate(SECTIONS)}
    pins = {found["name"]: found["pin"] for found in PIN.finditer(solved)}
    parents = {
        f["name"]: re.findall(r"(-r \S+|[a-z0-9][a-z0-9.-]*)(?:$|\s)", clean(f["via"])) for f in PIN.finditer(solved)
    }
    for _ in pins:  # a chain of parents is no longer than the list
        for name, asked_by in parents.items():
            rank[name] = min([rank.get(name, len(SECTIONS)), *(rank.get(parent, len(SECTIONS)) for parent in asked_by)])
    lost = [name for name in pins if rank[name] == len(SECTIONS)]
    if lost:
        raise SystemExit(f"constraints: pip-compile does not say who needs {', '.join(lost)}")
    return {s: [pins[name] for name in sorted(pins) if rank[name] == i] for i, s in enumerate(SECTIONS)}


def clean(via: str) -> str:
    """Return the parents named in pip-compile's comment, one a line."""
    return "\n".join(re.sub(r"^    #\s*(via)?\s*", "", line) for line in via.splitlines())


def main() -> None:
    """Solve and write."""
    if sys.version_info[:3] > OLDEST_PYTHON:
        # Some packages ask for 3.11.5: pins chosen by a newer Python cannot be installed by an older one.
        raise SystemExit(f"constraints: needs Python {'.'.join(map(str, OLDEST_PYTHON))}; this is a newer one")
    target = ROOT / "constraints.txt"
    former = target.read_text() if target.exists() else ""
    sections = sort_into_sections(solve(requirements((ROOT / "pyproject.toml").read_text()), former))
    parts = [f"\n# {section}: {SECTIONS[section]}\n{''.join(pins)}" for section, pins in sections.items()]
    target.write_text(HEADER + "".join(parts))


if __name__ == "__main__":
    main()
