"""`zhuoyue check`: check config, sources and ratings, and apply the examiner's rules; write nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.cli.check_formats import Report
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.base import Visibility
    from zhuoyue.model.problem import Problem
    from zhuoyue.project import Project

FORMATS = ("text", "json", "sarif", "github")
"""How the problems can be printed."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_argument(parser, language)
    rules = "规则代码、名称或代码开头，逗号分隔" if zh else "codes, names or beginnings of codes, comma-separated"
    only = "只应用这些评审规则：" if zh else "apply these examiner's rules only: "
    without = "不应用这些评审规则：" if zh else "leave out these examiner's rules: "
    parser.add_argument("--select", action="append", default=[], metavar="RULE", help=only + rules)
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help=without + rules)
    how = "输出格式（默认 text）" if zh else "format of the output, text by default"
    parser.add_argument("--format", choices=FORMATS, default="text", help=how)
    same = "同 --format json" if zh else "the same as --format json"
    parser.add_argument("--json", action="store_const", const="json", dest="format", help=same)
    file = "写入文件而不是打印" if zh else "write to a file instead of printing"
    parser.add_argument("--output", type=Path, metavar="FILE", help=file)
    parser.add_argument("--no-cache", action="store_true", help="重新读取所有来源" if zh else "read anew")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Assess without writing, apply the rules, and print every problem."""
    from zhuoyue.cli.check_formats import rendered
    from zhuoyue.model.problem import Severity

    report = _checked(args, console)
    text = rendered(report, args.format, console.language)
    if args.output is not None:
        from zhuoyue.atomic import write_text

        write_text(args.output, text + "\n" if text else "")
    elif text:
        console.result(text)
    if args.format == "text" or args.output is not None:
        _count(report, console)
    bad = any(one.severity in {Severity.ERROR, Severity.WARNING} for one in report.problems)
    return ExitCode.GATE if bad else ExitCode.OK


def _checked(args: argparse.Namespace, console: Console) -> Report:
    from zhuoyue import examine, history, pipeline
    from zhuoyue.cli.check_formats import Report
    from zhuoyue.model.base import Visibility
    from zhuoyue.model.problem import Severity
    from zhuoyue.project import open_project

    project = open_project(args.project)
    tier = project.config.assessment.visibility
    # Before anything is read: a misspelt rule is told at once.
    selection = examine.selected(project, _words(args.select), _words(args.ignore))
    seeing = _seeing(project, Visibility.CONFIDENTIAL)
    problems: list[Problem] = []
    with console.progress("checking", "检查") as progress:
        assessment = pipeline.assess(
            seeing, use_cache=not args.no_cache, keep_going=True, progress=progress, report=problems.append
        )
    walks = [crosswalk for crosswalk, _ in project.plugins.crosswalks.values()]
    past = history.read(project.root, project.config.history, project.criteria, walks, Visibility.CONFIDENTIAL)
    examined = assessment.model_copy(update={"visibility": tier})
    examination = examine.examine(project, selection, examined, past.last)
    problems += [*examination.problems, *_left_out(assessment, tier)]
    problems.sort(key=lambda one: list(Severity).index(one.severity))
    rules = {code: rule for code, (rule, _) in selection.rules.items()}
    config = project.file.name if args.project.is_dir() else args.project.name
    return Report(tuple(problems), examination.excepted, rules, project.root, config)


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for words in given for word in words.split(",") if word.strip()]


def _seeing(project: Project, tier: Visibility) -> Project:
    """Return the project as one that publishes `tier`: whoever checks may see everything, or hidden evidence would
    look missing.
    """
    from dataclasses import replace

    table = project.config.assessment.model_copy(update={"visibility": tier})
    return replace(project, config=project.config.model_copy(update={"assessment": table}))


def _left_out(assessment: Assessment, tier: Visibility) -> Iterator[Problem]:
    """Yield the note of how much the published tier will leave out."""
    from zhuoyue.model.problem import Problem, Severity
    from zhuoyue.model.text import Text

    plugins = {plugin.name for plugin in assessment.provenance.plugins}
    findings = (one for result in assessment.results for one in result.findings if one.source not in plugins)
    tiers = (
        *(one.visibility for one in assessment.evidence),
        *(one.visibility for one in assessment.measures),
        *(one.visibility for one in assessment.exhibits),
        *(one.visibility for one in assessment.narratives),
        *(one.visibility for one in findings),
    )
    count = sum(not tier.shows(one) for one in tiers)
    if count:
        en = f"{count} records are above the tier {tier} and left out"
        zh = f"有 {count} 项内容高于公开密级（{tier}），未予公开"
        yield Problem(code="withheld", severity=Severity.INFO, text=Text(en=en, zh=zh))


def _count(report: Report, console: Console) -> None:
    from zhuoyue.model.problem import Severity

    counts = [sum(one.severity is severity for one in report.problems) for severity in Severity]
    en, zh = "errors {}, warnings {}, notes {}".format(*counts), "错误 {}，警告 {}，提示 {}".format(*counts)
    if report.excepted:
        en, zh = f"{en}, excepted {len(report.excepted)}", f"{zh}，例外 {len(report.excepted)}"
    console.note(en, zh)
