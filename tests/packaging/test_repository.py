"""What must not get into the repository, and what constraints.txt must hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import constraints
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
# Put together here, or this file would be the first to be found.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "yarn" + "pkg.com",
    "crates" + ".io",
]
# Folders that exist on one machine only: somebody's home, a build agent's workspace.
MACHINE_PATH = re.compile(rb"(?<![\w.:/}>*-])/(?:home|Users|root|work|workspace|builds)/[\w.-]+")
LOCK_FILE = re.compile(r"\.lock$|-lock\.(json|yaml)$|^npm-shrinkwrap\.json$")
BUILT = {"site", "out", "build", "dist", "__pycache__"}


def tracked() -> list[Path]:
    """Return what is or would be committed; without git, everything that does not look built."""
    if (ROOT / ".git").exists():
        # A checkout may belong to another user than the one who tests, as in containers.
        git = ["git", "-c", "safe.directory=*", "-C", str(ROOT)]
        listing = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listing, capture_output=True, check=True).stdout.decode().split("\0")
        return [path for name in names if name and (path := ROOT / name).is_file()]
    inside = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    hidden = (".ci", ".github")
    return [
        ROOT / path
        for path in inside
        if not any(part in BUILT or (part[0] == "." and part not in hidden) for part in path.parts[:-1])
    ]


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """Every file of the repository by its path."""
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in tracked()}


@pytest.fixture(scope="module")
def pins() -> dict[str, dict[str, str]]:
    """The versions in constraints.txt by section and name."""
    text = (ROOT / "constraints.txt").read_text("utf-8")
    parts = re.split(r"^# (\w+): .*\n", text, flags=re.M)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return {name: dict(re.findall(r"^([\w.-]+)==([^ ]+)", part, re.M)) for name, part in sections.items()}


def test_no_lock_files(contents: dict[str, bytes]) -> None:
    assert not [name for name in contents if LOCK_FILE.search(name.rpartition("/")[2])]


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_registry_is_named(contents: dict[str, bytes], host: str) -> None:
    assert not [name for name, content in contents.items() if host.encode() in content]


def test_no_path_of_a_machine(contents: dict[str, bytes]) -> None:
    found = {name: MACHINE_PATH.findall(content) for name, content in contents.items()}
    assert not {name: paths for name, paths in found.items() if paths}


def test_no_file_is_large(contents: dict[str, bytes]) -> None:
    assert not {name: len(content) for name, content in contents.items() if len(content) > 2_000_000}


def test_every_requirement_is_pinned_in_its_section(pins: dict[str, dict[str, str]]) -> None:
    """A pin that does not satisfy pyproject.toml means that `make constraints` was forgotten."""
    reach: dict[str, str] = {}
    for section, lines in constraints.requirements((ROOT / "pyproject.toml").read_text("utf-8")).items():
        reach |= pins[section]
        for requirement in map(Requirement, lines):
            version = reach.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement} has no pin"
            assert version in requirement.specifier, f"{requirement} is pinned to {version}"


def test_pins_are_nothing_but_versions_and_hashes() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    known = re.compile(r"#.*|[\w.-]+==[\w.+!]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|")
    assert not [line for line in lines if not known.fullmatch(line)]


def test_solution_is_sorted_into_the_first_section_that_needs_it() -> None:
    solved = "".join(
        f"{name}==1 \\\n    --hash=sha256:{'0' * 64}\n    # via{via}\n"
        for name, via in {
            "backend": " -r build.in",
            "helper": "\n    #   backend\n    #   tester",
            "library": "\n    #   -r development.in\n    #   -r runtime.in",
            "part-of-it": " library",
            "deeper": " part-of-it",
            "tester": " -r development.in",
        }.items()
    )
    sections = constraints.sort_into_sections(solved)
    names = {section: [pin.partition("==")[0] for pin in pins] for section, pins in sections.items()}
    assert names == {
        "build": ["backend", "helper"],
        "runtime": ["deeper", "library", "part-of-it"],
        "development": ["tester"],
    }
