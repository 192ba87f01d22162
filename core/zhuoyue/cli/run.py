"""`zhuoyue run`: assess and build."""

from __future__ import annotations

import argparse

from zhuoyue.cli import assess, build
from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument, run_options
from zhuoyue.errors import ExitCode


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)
    run_options(parser, language)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Assess, build, and print the front page's path."""
    from zhuoyue.project import open_project

    project = open_project(args.project)
    assessment, _ = assess.assessed(project, args, console)
    assess.summary(assessment, console)
    console.result(str(build.built(project, assessment, console)))
    return assess.exit_code(assessment, console)
