"""Run the examples of a documentation page, in order, in a new folder.

    python tools/page_examples.py docs/tutorial.md

A fenced block with `title="FILE"` is written to that file; `console` runs what follows `$ ` and compares what is
printed, where `…` stands for anything and a line `…` for any number of lines; `bash` runs as it is. Comments steer:
before a block `<!-- test: append -->` (to the file), `<!-- test: exit 2 -->`, `<!-- test: skip: REASON -->` or
`<!-- test: keep -->` (do not replace a file that is there); anywhere on the page `<!-- page: starter -->` (begin in
the project that `zhuoyue init` makes), `<!-- page: zh -->` (messages in Chinese) and `<!-- page: plugins NAMES -->`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STARTER = ROOT / "core/zhuoyue/starter"
RUNNABLE = frozenset({"bash", "console"})
PROSE = frozenset({"text", ""})
"""Blocks that are shown only; every other language must be a file, a command, or skipped with a reason."""

_FENCE = re.compile(
    r"^(?:(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$|<!-- setup\n(?P<setup>.*?)^-->)",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"<!-- test: (?P<mark>[^>]*?) -->\s*\Z")
_PAGE = re.compile(r"<!-- page: (?P<mark>[^>]*?) -->")
_TITLE = re.compile(r'title="(?P<title>[^"]+)"')


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    title: str
    body: str
    mark: str
    line: int

    @property
    def skipped(self) -> bool:
        """Tell whether the page says that the block is not run."""
        return self.mark.startswith("skip")

    @property
    def exit_code(self) -> int:
        """The exit code that the last command of the block must have."""
        return int(self.mark.removeprefix("exit ")) if self.mark.startswith("exit ") else 0


@dataclass(frozen=True)
class PageMarks:
    """What a page says about how to run it."""

    starter: bool = False
    chinese: bool = False
    plugins: tuple[str, ...] = ()


@dataclass
class Session:
    """A shell's state between commands: where it is, and what the last command returned."""

    folder: Path
    environment: Mapping[str, str]
    code: int = 0
    log: list[str] = field(default_factory=list)


class ExampleError(Exception):
    """An example does not do what its page says."""


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match["setup"] is not None:
            yield Block("bash", "", match["setup"], "", line)
            continue
        info = match["info"].strip()
        title = _TITLE.search(info)
        mark = _MARK.search(text[: match.start()])
        yield Block(
            language=info.split(" ")[0].split("{")[0] if info else "",
            title=title["title"] if title else "",
            body=match["body"],
            mark=mark["mark"].strip() if mark else "",
            line=line,
        )


def page_marks(text: str) -> PageMarks:
    """Return what the page says about itself."""
    marks = [match["mark"].split() for match in _PAGE.finditer(text)]
    plugins = next((mark[1:] for mark in marks if mark[0] == "plugins"), [])
    return PageMarks(["starter"] in marks, ["zh"] in marks, tuple(plugins))


def built_in() -> tuple[str, ...]:
    """Return the names of the plugins that ship with zhuoyue."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return tuple(data["project"]["entry-points"]["zhuoyue"])


def run(page: Path, folder: Path) -> list[str]:
    """Run a page's examples in `folder` and return what was printed; raises ExampleError at the first difference."""
    text = page.read_text("utf-8")
    marks = page_marks(text)
    if marks.starter:
        folder = folder / "mine"
        shutil.copytree(STARTER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    session = Session(folder, _environment(marks))
    for block in blocks(text):
        if block.skipped:
            continue
        try:
            _block(block, session)
        except ExampleError as error:
            raise ExampleError(f"{page.name}:{block.line}: {error}") from None
    return session.log


def _environment(marks: PageMarks) -> dict[str, str]:
    own = {"SOURCE_DATE_EPOCH", "PYTEST_ADDOPTS"}  # of whoever runs the tests, not of the reader
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return inherited | {
        "PATH": programs,
        "PYTHONUNBUFFERED": "1",  # or results would come after all messages, which no terminal shows
        "PYTHONUTF8": "1",
        "ZHUOYUE_LANG": "zh" if marks.chinese else "en",
        "ZHUOYUE_LOAD_PLUGINS": ",".join(marks.plugins or built_in()),
    }


def _block(block: Block, session: Session) -> None:
    if block.title:
        _file(block, session.folder / block.title)
    elif block.language == "bash":
        _expect_code(block.body, _shell(block.body, session), session, block.exit_code)
    elif block.language == "console":
        _console(block, session)
    elif block.language not in PROSE:
        raise ExampleError(f"a {block.language} block needs a title, or a comment that says why it is skipped")


def _file(block: Block, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if block.mark == "append":
        before = path.read_text("utf-8")
        path.write_text(before.rstrip("\n") + "\n\n" + block.body, "utf-8")
    elif block.mark != "keep":
        path.write_text(block.body, "utf-8")


def _console(block: Block, session: Session) -> None:
    steps: list[tuple[str, list[str]]] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            raise ExampleError("a console block begins with `$ command`")
    for number, (command, expected) in enumerate(steps):
        output = _shell(command, session)
        last = number == len(steps) - 1
        if last or not steps[number + 1][0].startswith("echo $?"):
            _expect_code(command, output, session, block.exit_code if last else 0)
        if expected and not matches(expected, output):
            wanted = "\n".join(expected)
            raise ExampleError(f"$ {command}\n--- expected\n{wanted}\n--- printed\n{output}")


def matches(expected: list[str], output: str) -> bool:
    """Compare lines with what was printed; `…` stands for anything."""
    parts = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n"
        for line in expected
    ]
    return re.fullmatch("".join(parts), output.rstrip("\n") + "\n") is not None


def _expect_code(command: str, output: str, session: Session, code: int) -> None:
    if session.code != code:
        raise ExampleError(f"$ {command}\nexit code {session.code}, expected {code}\n{output}")


def _shell(command: str, session: Session) -> str:
    """Run a command; remember where it leads and what it returns."""
    with tempfile.TemporaryDirectory() as name:
        state = Path(name) / "folder"
        script = f"(exit {session.code})\n{command}\ncode=$?\npwd > '{state}'\nexit $code\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=session.folder,
            env=dict(session.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if state.is_file():
            session.folder = Path(state.read_text("utf-8").rstrip("\n"))
    session.code = done.returncode
    session.log.append(f"$ {command}\n{done.stdout}")
    return done.stdout


def main() -> int:
    """Run the pages named, and print what their commands print."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            print("\n".join(run(Path(name), Path(folder))))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ExampleError as error:
        sys.exit(str(error))
