"""A project in a folder: write its files, run `zhuoyue` on it, look at what came out."""

from __future__ import annotations

import contextlib
import io
import os
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhuoyue.errors import ExitCode
from zhuoyue.model.assessment import Assessment

LOAD = "ZHUOYUE_LOAD_PLUGINS"
BY_OPTION = frozenset(
    {
        "actions",
        "calibrate",
        "consensus",
        "criteria",
        "crosswalk",
        "cycle",
        "meeting",
        "ratings",
        "sign-off",
        "verify",
        "what-if",
        "worksheet",
    }
)
"""Commands that take the project as `--project`; the others take it as their last argument."""
MINIMAL = """\
[organisation]
name = { zh = "测试组织", en = "Test organisation" }
[assessment]
period = { start = 2023-01-01, end = 2025-12-31 }
as_of = 2025-12-31
"""
"""A config with nothing but what is required; append tables to it."""


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str
    root: Path

    def assert_success(self) -> Outcome:
        """Fail with the command's messages unless it returned 0."""
        assert self.code == ExitCode.OK, f"exit code {self.code}\n{self.err}"  # noqa: S101  this is a test kit
        return self

    @property
    def assessment(self) -> Assessment:
        """The assessment that the project holds now."""
        from zhuoyue import store

        return store.read(self.root / store.ASSESSMENT)


@dataclass(frozen=True)
class ProjectKit:
    """A project in a folder."""

    root: Path
    plugins: tuple[str, ...]
    """Installed plugins that may take part: never whatever happens to be installed."""

    def write(self, files: Mapping[str, str | bytes]) -> ProjectKit:
        """Write files; text is dedented and saved as UTF-8."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else textwrap.dedent(content).encode("utf-8")
            path.write_bytes(data)
        return self

    def run(self, command: str, *arguments: str, language: str = "en") -> Outcome:
        """Run a command on the project, in this process."""
        from zhuoyue.cli.main import main

        out, err = io.StringIO(), io.StringIO()
        before = os.environ.get(LOAD)
        os.environ[LOAD] = ",".join(self.plugins)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                place = ["--project", str(self.root)] if command in BY_OPTION else [str(self.root)]
                code = main([command, *arguments, *place, "--lang", language])
        finally:
            os.environ.pop(LOAD)
            if before is not None:
                os.environ[LOAD] = before
        return Outcome(code, out.getvalue(), err.getvalue(), self.root)


def project(
    root: Path,
    config: str = "",
    files: Mapping[str, str | bytes] | None = None,
    plugins: tuple[str, ...] = ("gbt19580", "holistic"),
) -> ProjectKit:
    """Write a project: `MINIMAL` plus `config` as zhuoyue.toml, and `files`.

    Args:
        root: an empty folder, `tmp_path`.
        config: more TOML.
        files: text or bytes by path.
        plugins: installed plugins that may take part; local ones always do.
    """
    kit = ProjectKit(root, plugins)
    return kit.write({"zhuoyue.toml": MINIMAL + textwrap.dedent(config), **(files or {})})
