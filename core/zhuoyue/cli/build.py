"""`zhuoyue build`: turn assessment.json into the website."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.project import Project


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Build the site from the project's assessment.json."""
    from zhuoyue import store
    from zhuoyue.project import open_project

    project = open_project(args.project)
    assessment = store.read(project.root / store.ASSESSMENT)
    console.result(str(built(project, assessment, console)))
    return ExitCode.OK


def built(project: Project, assessment: Assessment, console: Console) -> Path:
    """Build the site and return its front page."""
    from zhuoyue.model.collector import inside
    from zhuoyue.site import build

    out = inside(project.root, project.config.site.folder)
    with console.progress("building", "生成网站") as progress:
        result = build(
            assessment,
            project.config.site,
            project.root,
            out,
            pages=[page for page, _ in project.plugins.pages()],
            prepare=project.plugins.prepare_environment,
            stamp=" ".join(plugin.found.code for plugin in project.plugins.usable),
            progress=(lambda done, total: progress("", done, total)) if progress else None,
        )
    for warning in result.warnings:
        console.warn(warning, warning)
    index = result.folder / "index.html"
    if result.skipped:
        console.note("nothing changed; the site is current", "没有变化，网站已是最新")
    else:
        console.note(f"{result.pages} pages", f"共 {result.pages} 页")
    return index
