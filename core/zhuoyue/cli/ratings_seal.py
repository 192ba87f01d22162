"""`zhuoyue ratings seal`: hash a finished sheet, and encrypt it if keys are configured."""

from __future__ import annotations

import argparse

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument("name", metavar="NAME", help="评审员短名" if zh else "the assessor's short name")
    parser.add_argument(
        "--partial", action="store_true", help="尚有未答条款也封存" if zh else "seal although items have no answer"
    )
    parser.add_argument(
        "--replace", action="store_true", help="替换先前封存的评分表" if zh else "let an earlier sealed sheet go"
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Seal one sheet."""
    from zhuoyue.assignment import assigned
    from zhuoyue.project import open_project
    from zhuoyue.seal import seal, sheet_name

    project = open_project(args.project)
    sheet_name(args.name)
    sealed = seal(
        project.root,
        project.criteria,
        project.schemes,
        args.name,
        assigned(project, args.name),
        project.config.ratings.seal_to,
        partial=args.partial,
        replace=args.replace,
    )
    console.result(f"{sealed.entry.data['sha256']}  {sealed.file}")
    if sealed.already:
        number = sealed.entry.number
        console.note(
            f"sealed as it is before, by entry {number} of the ledger; nothing was written",
            f"与已封存的内容相同（台账第 {number} 条），未写入新记录",
        )
        return ExitCode.OK
    console.note(
        f"entry {sealed.entry.number} of the ledger" + ("; the plain sheet is gone" if sealed.encrypted else ""),
        f"台账第 {sealed.entry.number} 条" + ("；明文评分表已移除" if sealed.encrypted else ""),
    )
    return ExitCode.OK
