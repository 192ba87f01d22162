"""`zhuoyue worksheet`: write an assessor's scoring sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode

if TYPE_CHECKING:
    from zhuoyue.worksheet.writing import Format


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_option(parser, language)
    parser.add_argument(
        "--assessor",
        required=True,
        metavar="NAME",
        help="评审员短名（见 zhuoyue.toml 的 [[ratings.assessors]]）"
        if zh
        else "short name, as in [[ratings.assessors]]",
    )
    parser.add_argument(
        "--items",
        nargs="+",
        default=(),
        metavar="CODE",
        help="类目或条款代码；默认为分配给该评审员的条款" if zh else "categories and items; by default those assigned",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="输出文件" if zh else "file to write")
    parser.add_argument(
        "--format",
        choices=("xlsx", "toml"),
        help="Excel 或 TOML（默认按文件名，否则为 xlsx）" if zh else "Excel or TOML (by the file's name, else xlsx)",
    )
    parser.add_argument(
        "--force", action="store_true", help="覆盖已有文件" if zh else "write over a file that is there"
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write the scoring sheet and print where it is."""
    from zhuoyue.project import open_project
    from zhuoyue.worksheet.writing import write_worksheet

    project = open_project(args.project)
    kind: Format = args.format or ("toml" if args.output and args.output.suffix.lower() == ".toml" else "xlsx")
    path, items = write_worksheet(
        project,
        args.assessor,
        codes=args.items,
        language=args.lang or project.config.assessment.languages[0],
        kind=kind,
        output=args.output,
        replace=args.force,
    )
    console.note(f"scoring sheet of {args.assessor}: {items} items", f"{args.assessor} 的评分表：{items} 个条款")
    console.result(str(path))
    return ExitCode.OK
