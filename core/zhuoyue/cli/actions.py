"""`zhuoyue actions export|import`: exchange improvement actions with Excel."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.improvement.merging import Merge
    from zhuoyue.project import Project


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    parser.add_argument(
        "what", choices=("export", "import"), help="导出或导入 Excel" if zh else "write a workbook, or take one in"
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="要导入的工作簿" if zh else "the workbook to take in"
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="导出的文件（默认为项目中的 actions.xlsx）"
        if zh
        else "file to write, by default actions.xlsx in the project",
    )
    project_option(parser, language)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Export or import."""
    from zhuoyue.project import open_project

    project = open_project(args.project)
    if args.what == "export":
        return _export(project, args, console)
    if args.file is None:
        raise InputError(
            Fault("name the workbook: zhuoyue actions import FILE", "请写出工作簿：zhuoyue actions import 文件")
        )
    return _import(project, args.file, console)


def _export(project: Project, args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue.atomic import write_bytes
    from zhuoyue.improvement.exchange import exported

    if args.file is not None:
        raise InputError(
            Fault("export takes no file; use --output FILE", "导出不带文件参数，请用 --output 文件", str(args.file))
        )
    content, left_out = exported(project, console.language)
    output = args.output or project.root / "actions.xlsx"
    write_bytes(output, content)
    if left_out:
        console.note(f"{left_out} actions are above the tier and left out", f"有 {left_out} 项措施高于公开密级，未导出")
    console.result(str(output))
    return ExitCode.OK


def _import(project: Project, path: Path, console: Console) -> ExitCode:
    from zhuoyue.improvement.exchange import imported
    from zhuoyue.improvement.merging import Outcome

    result = imported(project, path)
    for note in result.notes:
        word = console.say(*_WORDS[note.outcome.value])
        console.result(f"{word:<9} {note.fault.text(console.language)}")
    counts = [len(result.of(one)) for one in (Outcome.TAKEN, Outcome.ADDED, Outcome.CONFLICT, Outcome.REFUSED)]
    console.note(
        "cells taken {}, actions added {}, conflicts {}, refused {}".format(*counts),
        "采纳 {} 格，新增措施 {} 项，冲突 {} 处，未采纳 {} 处".format(*counts),
    )
    _advise(result, console)
    return ExitCode.GATE if result.of(Outcome.CONFLICT, Outcome.REFUSED) else ExitCode.OK


def _advise(result: Merge, console: Console) -> None:
    from zhuoyue.improvement.merging import Outcome

    if result.of(Outcome.CONFLICT):
        console.note(
            "settle conflicts in the file of actions, then export anew",
            "请在措施文件中处理冲突，然后重新导出",
        )
    elif result.changes or result.added:
        console.note("export anew before changing the workbook again", "再次修改前请重新导出工作簿")


_WORDS = {
    "taken": ("taken", "采纳"),
    "added": ("added", "新增"),
    "conflict": ("conflict", "冲突"),
    "refused": ("refused", "未采纳"),
    "note": ("note", "提示"),
}
