"""`zhuoyue project --to MODEL`: the assessment in the terms of another model."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.model.projection import Projection


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_argument(parser, language)
    parser.add_argument(
        "--to",
        required=True,
        metavar="MODEL",
        help="目标准则，如 efqm-2025" if zh else "the other model, e.g. efqm-2025",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="写入的文件夹（默认 projections/MODEL）" if zh else "folder to write (default: projections/MODEL)",
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write the projected assessment and its site, and print the site's front page."""
    from zhuoyue import store
    from zhuoyue.cli import build
    from zhuoyue.project import open_project
    from zhuoyue.projection import models_of, projection_to

    project = open_project(args.project)
    assessment = store.read(project.root / store.ASSESSMENT)
    projected = projection_to(assessment, models_of(project), args.to, "--to")
    folder = (args.output or project.root / "projections" / projected.criteria.id).resolve()
    _check(folder / store.ASSESSMENT)
    folder.mkdir(parents=True, exist_ok=True)
    store.write(projected, folder / store.ASSESSMENT)
    if projected.projection:
        _tell(projected.projection, console)
    console.result(str(build.site(project, projected, folder / "site", console).folder / "index.html"))
    return ExitCode.OK


def _check(path: Path) -> None:
    """Refuse to write over an assessment that people have made: `--output .` would.

    Raises:
        InputError: the file is there and no projection.
    """
    from zhuoyue import store

    if path.is_file() and store.read(path).projection is None:
        raise InputError(
            Fault(
                "is an assessment of its own, no projection; name another folder with --output",
                "是评价本身，不是转换呈现的结果；请用 --output 另指定文件夹",
                str(path),
            )
        )


def _tell(projection: Projection, console: Console) -> None:
    """Say how much of the other model is covered, and that it is no score."""
    from zhuoyue.model.projection import Coverage

    covered, thin, empty, missing = (projection.count(kind) for kind in Coverage)
    left = len(projection.unmapped)
    console.note(
        f"{projection.target.id}: of {len(projection.items)} items {covered} are covered, {thin} thinly, "
        f"{empty} have no facts, {missing} no source; {left} items of {projection.source.id} are left over. No scores",
        f"{projection.target.id}：共 {len(projection.items)} 个条款，覆盖 {covered} 个，薄弱 {thin} 个，"
        f"无证据 {empty} 个，无来源 {missing} 个；{projection.source.id} 有 {left} 个条款没有去向。不含得分",
    )
