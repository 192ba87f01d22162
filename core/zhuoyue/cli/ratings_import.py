"""`zhuoyue ratings import`: take in scoring sheets that came back."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.cli.operator import operator
from zhuoyue.errors import ExitCode, Fault, UserError

if TYPE_CHECKING:
    from zhuoyue.worksheet.merging import Conflict, Imported


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".xlsx, .ods, .toml")
    parser.add_argument(
        "--take",
        choices=("theirs", "ours"),
        help="两边都改过的单元格取哪一边：文件（theirs）或项目（ours）"
        if zh
        else "whose value stands in cells that both sides changed: the file's or the project's",
    )
    parser.add_argument(
        "--reopen",
        action="store_true",
        help="导入已提交并封存的评分表" if zh else "take in a sheet that was submitted and sealed",
    )
    parser.add_argument(
        "--by",
        metavar="NAME",
        help="由谁导入（默认为系统用户）" if zh else "who imports (default: the user)",
    )
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Take in each file as far as it goes; say what was taken and what was not."""
    from zhuoyue.project import open_project
    from zhuoyue.worksheet.importing import import_file

    project = open_project(args.project)
    by = operator(args.by)
    done: list[Imported] = []
    refused: list[Fault] = []
    for path in args.files:
        try:
            one = import_file(project, path, take=args.take, reopen=args.reopen, by=by)
        except UserError as error:
            refused.extend(error.faults)
            console.faults(error.faults)
            continue
        done.append(one)
        if not args.json:
            _tell(one, console)
    if args.json:
        report = {
            "imported": [_data(one, console) for one in done],
            "refused": [_fault(one, console) for one in refused],
        }
        console.result(json.dumps(report, ensure_ascii=False, indent=1))
    open_ = refused or any(one.faults or one.conflicts for one in done)
    return ExitCode.USAGE if open_ else ExitCode.OK


def _tell(one: Imported, console: Console) -> None:
    for note in one.notes:
        place = f"{note.where}: " if note.where else ""
        console.note(f"{place}{note.en}", f"{place}{note.zh}")
    if one.faults:
        console.faults(one.faults)
    for conflict in one.conflicts:
        console.warn(*_conflict(conflict))
    items = len({cell.split(" ")[0] for cell in one.taken if " " in cell})
    left_en = (
        f"; not taken: {len(one.faults)} wrong, {len(one.conflicts)} in conflict" if one.faults or one.conflicts else ""
    )
    left_zh = f"；未导入：{len(one.faults)} 处有误，{len(one.conflicts)} 处冲突" if one.faults or one.conflicts else ""
    if one.taken:
        cells = "1 cell" if len(one.taken) == 1 else f"{len(one.taken)} cells"
        of = f" of {items} item{'s' * (items != 1)}" if items else ""
        en, zh = f"{cells}{of} taken", f"已导入 {items} 个条款的 {len(one.taken)} 个单元格"
    else:
        en, zh = "nothing new", "没有新内容"
    console.result(console.say(f"{one.file} → {one.sheet}: {en}{left_en}", f"{one.file} → {one.sheet}：{zh}{left_zh}"))
    if one.conflicts:
        console.note(
            "the project's values stand; --take theirs takes the file's, --take ours settles for these",
            "冲突处保留项目中的值；--take theirs 改取文件中的值，--take ours 确认保留",
        )


def _conflict(one: Conflict) -> tuple[str, str]:
    base = "" if one.base is None else f"{_short(one.base)!r}"
    theirs, ours = _short(one.theirs), _short(one.ours)
    en = f"{one.where}: changed on both sides: was {base or 'unknown'}, file {theirs!r}, project {ours!r}"
    zh = f"{one.where}：两边都有改动：原为 {base or '未知'}，文件 {theirs!r}，项目 {ours!r}"
    return en, zh


def _short(text: str) -> str:
    line = text.replace("\n", " ⏎ ")
    return line if len(line) <= 60 else line[:59] + "…"


def _fault(fault: Fault, console: Console) -> dict[str, str]:
    return {"where": fault.where, "message": console.say(fault.en, fault.zh)}


def _data(one: Imported, console: Console) -> dict[str, Any]:
    return {
        "file": one.file,
        "assessor": one.assessor,
        "sheet": one.sheet,
        "taken": one.taken,
        "conflicts": [vars(conflict) for conflict in one.conflicts],
        "faults": [_fault(fault, console) for fault in one.faults],
        "notes": [_fault(note, console) for note in one.notes],
    }
