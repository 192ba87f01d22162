"""`zhuoyue ratings open`: decrypt sealed sheets once the round closes."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.cli.operator import operator
from zhuoyue.errors import ExitCode


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="评审员短名；默认为全部" if zh else "assessors' short names; else all"
    )
    parser.add_argument(
        "--identity",
        type=Path,
        required=True,
        metavar="FILE",
        help="age 私钥文件" if zh else "file of the secret age key",
    )
    parser.add_argument("--by", metavar="NAME", help="解封人" if zh else "who opens them, for the ledger")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Open sealed sheets."""
    from zhuoyue.project import open_project
    from zhuoyue.seal import sheet_name, unseal

    project = open_project(args.project)
    restored = unseal(project.root, args.identity, args.names, operator(args.by))
    for name in restored:
        console.result(sheet_name(name))
    console.note(f"sheets restored: {len(restored)}", f"已恢复 {len(restored)} 份评分表")
    return ExitCode.OK
