"""`zhuoyue assess`: turn the records into assessment.json."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument, run_options
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.project import Project


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)
    run_options(parser, language)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Assess and print where the result is."""
    from zhuoyue.project import open_project

    assessment, path = assessed(open_project(args.project), args, console)
    summary(assessment, console)
    console.result(str(path))
    return exit_code(assessment, console)


def assessed(project: Project, args: argparse.Namespace, console: Console) -> tuple[Assessment, Path]:
    """Carry the project through the pipeline and write the result document."""
    from zhuoyue import pipeline, store, team

    mended = team.recover(project.root, project.criteria, project.schemes)
    if mended:
        codes = ", ".join(project.criteria.by_id[item].code for item in mended)
        console.note(
            f"the team's sheets were behind the ledger after a crash; brought up to it: {codes}",
            f"合议评分表因中断落后于台账，已补齐：{codes}",
        )
    with console.progress("reading", "读取") as progress:
        assessment = pipeline.assess(
            project, use_cache=not args.no_cache, keep_going=args.keep_going, progress=progress
        )
    path = project.root / store.ASSESSMENT
    store.write(assessment, path, previous=project.root / store.PREVIOUS)
    for error in project.plugins.assessment_finished(assessment, path):
        console.error(f"plugin {error}", f"插件 {error}")
    return assessment, path


def summary(assessment: Assessment, console: Console) -> None:
    """Print the total and the categories."""
    from zhuoyue.model.base import plain
    from zhuoyue.store import shown

    total = assessment.total
    if total is None:
        rated = sum(result.score.value is not None for result in assessment.results)
        every = len(assessment.results)
        console.note(
            f"{assessment.criteria.id}: {rated} of {every} items rated; the model has no total",
            f"{assessment.criteria.id}：{every} 个条款中已评 {rated} 个；该准则不设总分",
        )
        return
    coverage = plain((total.coverage * 100).quantize(total.coverage.__class__("0.1")))
    console.note(
        f"{assessment.criteria.id}: {shown(total)} of {plain(total.maximum)} points, {coverage} % known",
        f"{assessment.criteria.id}：{shown(total)} / {plain(total.maximum)} 分，已知部分 {coverage} %",
    )


def exit_code(assessment: Assessment, console: Console) -> ExitCode:
    """Print recorded errors and return the code they call for."""
    from zhuoyue.model.problem import Severity
    from zhuoyue.pipeline import exit_faults

    plugin_faults, input_faults = exit_faults(assessment)
    console.faults([*plugin_faults, *input_faults])
    warnings = sum(problem.severity is Severity.WARNING for problem in assessment.problems)
    if warnings:
        console.note(
            f"{warnings} {'warning' if warnings == 1 else 'warnings'} of the run; `zhuoyue check` lists "
            f"{'it' if warnings == 1 else 'them'}, and what its rules find besides",
            f"本次运行有 {warnings} 条警告；运行 `zhuoyue check` 逐条查看，并按规则进一步检查",
        )
    if plugin_faults:
        return ExitCode.FAILURE
    return ExitCode.USAGE if input_faults else ExitCode.OK
