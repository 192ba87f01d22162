"""`zhuoyue check`: check config, sources and ratings; write nothing."""

from __future__ import annotations

import argparse
import json

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode

_ZH = {"error": "错误", "warning": "警告", "info": "提示"}


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--no-cache", action="store_true", help="重新读取所有来源" if language == "zh" else "read anew")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Assess without writing, and print every problem."""
    from zhuoyue import pipeline
    from zhuoyue.model.problem import Problem, Severity
    from zhuoyue.project import open_project

    project = open_project(args.project)
    with console.progress("checking", "检查") as progress:
        problems: list[Problem] = []
        pipeline.assess(
            project, use_cache=not args.no_cache, keep_going=True, progress=progress, report=problems.append
        )
    problems.sort(key=lambda one: list(Severity).index(one.severity))
    if args.json:
        console.result(json.dumps([one.model_dump(mode="json") for one in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            place = f"{problem.where}: " if problem.where else ""
            text = problem.text.get(console.language)
            name = console.say(problem.severity.value, _ZH[problem.severity.value])
            console.result(f"{name:<7} {place}{text} [{problem.code}]")
        counts = [sum(one.severity is severity for one in problems) for severity in Severity]
        console.note("errors {}, warnings {}, notes {}".format(*counts), "错误 {}，警告 {}，提示 {}".format(*counts))
    bad = any(one.severity in {Severity.ERROR, Severity.WARNING} for one in problems)
    return ExitCode.GATE if bad else ExitCode.OK
