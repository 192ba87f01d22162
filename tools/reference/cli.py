"""Reference page of the command line."""

from __future__ import annotations

import argparse
import importlib
import os

from zhuoyue.cli.main import COMMANDS, _common
from zhuoyue.errors import ExitCode


def page() -> str:
    """Return every command's help, and the exit codes."""
    os.environ["COLUMNS"] = "100"
    lines = ["# Command line", "", "This page is generated from the code.", ""]
    for name, (text, _) in COMMANDS.items():
        module = importlib.import_module(f"zhuoyue.cli.{name.replace('-', '_')}")
        parser = argparse.ArgumentParser(prog=f"zhuoyue {name}", description=text)
        module.arguments(parser, "en")
        _common(parser, "en")
        lines += [f"## zhuoyue {name}", "", "```text", parser.format_help().rstrip(), "```", ""]
    lines += ["## Exit codes", "", "| code | name |", "|---|---|"]
    lines += [f"| {code.value} | {code.name} |" for code in ExitCode]
    return "\n".join(lines) + "\n"
