"""`zhuoyue build`: turn assessment.json into the website."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.cycle import Cycle
    from zhuoyue.model.projection import ModelName
    from zhuoyue.project import Project
    from zhuoyue.site import Built


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
    """Build the site, the reports in other models, those of earlier cycles that it lacks; return its front page."""
    from zhuoyue.model.collector import inside
    from zhuoyue.projection import projected
    from zhuoyue.site import CYCLES, clear_archives, clear_models

    out = inside(project.root, project.config.site.folder)
    others = projected(project, assessment)
    told = tuple(one.projection for one in others if one.projection)
    assessment = assessment.model_copy(update={"projections": told})
    models = (told[0].source, *(one.target for one in told)) if told else ()
    earlier = [one for one in assessment.history if one.report]
    clear_archives(out, [one.name for one in earlier])
    clear_models(out, [one.criteria.id for one in others])
    result = site(project, assessment, out, console, models=models)
    for other in others:
        name = other.criteria.id
        report = site(project, other, out / name, console, models=models)
        if not report.skipped:
            console.note(f"report in {name}: {report.pages} pages", f"{name} 的报告：共 {report.pages} 页")
    for cycle in earlier:
        archive = site(project, _archived(project, cycle), out / CYCLES / cycle.name, console, cycle.sha256)
        if not archive.skipped:
            name, pages = cycle.name, archive.pages
            console.note(f"report of {name}: {pages} pages", f"{name} 轮的报告：共 {pages} 页")
    if result.skipped:
        console.note("nothing changed; the site is current", "没有变化，网站已是最新")
    else:
        console.note(f"{result.pages} pages", f"共 {result.pages} 页")
    return result.folder / "index.html"


def _archived(project: Project, cycle: Cycle) -> Assessment:
    """Return the assessment of an earlier cycle; it links to no earlier ones, which are not below it."""
    from zhuoyue import history

    found = history.archived(project.root, project.config.history, cycle)
    alone = tuple(one.model_copy(update={"report": False}) for one in found.history)
    return found.model_copy(update={"history": alone, "projections": ()})


def site(
    project: Project,
    assessment: Assessment,
    out: Path,
    console: Console,
    archive: str = "",
    models: Sequence[ModelName] = (),
) -> Built:
    """Build one site, with progress; see `zhuoyue.site.build`."""
    from zhuoyue.site import build

    with console.progress("building", "生成网站") as progress:
        result = build(
            assessment,
            project.config.site,
            project.root,
            out,
            # Analyses have their own pages in the report of the assessment itself.
            pages=[] if assessment.projection else [page for page, _ in project.plugins.pages()],
            prepare=project.plugins.prepare_environment,
            stamp=" ".join(plugin.found.code for plugin in project.plugins.usable),
            progress=(lambda done, total: progress("", done, total)) if progress else None,
            archive=archive,
            models=models,
        )
    for warning in result.warnings:
        console.warn(warning, warning)
    return result
