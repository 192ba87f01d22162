"""`zhuoyue criteria import FILE`: a criteria file of a table or OSCAL catalog, a rating sheet of OSCAL results."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.cli.criteria_models import Models
    from zhuoyue.toml import TomlFile

_SUFFIXES = (".toml", ".csv", ".xlsx", ".ods", ".json")


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument("file", type=Path, metavar="FILE", help=", ".join(_SUFFIXES))
    parser.add_argument("--output", type=Path, help="输出的 .toml 文件" if zh else "the .toml file to write")
    parser.add_argument(
        "--scheme",
        default="holistic",
        help="目录未指明评分方案时所用（默认 holistic）" if zh else "scheme for a catalog that names none (holistic)",
    )
    parser.add_argument(
        "--assessor",
        metavar="NAME",
        help="OSCAL 评估结果：写成谁的评分表" if zh else "of OSCAL results: whose rating sheet they become",
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Read by the file's ending, check, write TOML."""
    from zhuoyue.atomic import write_text
    from zhuoyue.cli.criteria_models import models
    from zhuoyue.cli.criteria_output import target
    from zhuoyue.criteria_file import criteria_of
    from zhuoyue.interchange import toml_file

    known = models(args.project)
    path: Path = args.file
    document: dict[str, Any] = {}
    if path.suffix.lower() == ".json":
        from zhuoyue.interchange.oscal_reading import read_json
        from zhuoyue.interchange.oscal_results import is_results

        document = read_json(path)
        if is_results(document):
            return _results(args, document, known, console)
    file, notes = _read(path, document, args.scheme)
    read = criteria_of(file, known.schemes)
    output = target(args.output, f"{read.criteria.id}.toml")
    write_text(output, toml_file.dumps(read, _HEAD))
    _tell(notes, console)
    console.result(str(output))
    return ExitCode.OK


_HEAD = """\
Criteria file. zhuoyue criteria check FILE says whether it is right.
准则文件。运行 zhuoyue criteria check 文件名 可检查是否有误。"""


def _read(path: Path, document: dict[str, Any], scheme: str) -> tuple[TomlFile, Sequence[Fault]]:
    from zhuoyue.interchange import oscal_reading, rows, table_files
    from zhuoyue.toml import read_toml

    match path.suffix.lower():
        case ".toml":
            return read_toml(path), ()
        case ".csv":
            return rows.from_rows(path.name, table_files.read_csv(path)), ()
        case ".xlsx" | ".ods":
            return rows.from_rows(path.name, table_files.read_xlsx(path)), ()
        case ".json":
            taken = oscal_reading.read_catalog(path.name, document, scheme)
            return taken.file, taken.notes
    expected = ", ".join(_SUFFIXES)
    raise InputError(Fault(f"is none of {expected}", f"不是 {expected} 文件", path.name))


def _results(args: argparse.Namespace, document: dict[str, Any], known: Models, console: Console) -> ExitCode:
    from zhuoyue.atomic import write_text
    from zhuoyue.cli.criteria_output import target
    from zhuoyue.interchange.oscal_results import read_results
    from zhuoyue.rating_sheet import dumps

    if not args.assessor:
        raise InputError(
            Fault(
                "holds assessment results; say whose rating sheet they become: --assessor NAME",
                "是评估结果；请用 --assessor 姓名 指明写成谁的评分表",
                args.file.name,
            )
        )
    taken = read_results(args.file.name, document, known.tailored(), args.assessor)
    output = target(args.output, f"{args.assessor}.toml")
    write_text(output, dumps(taken.sheet, f"From {args.file.name} / 由 {args.file.name} 导入"))
    _tell(taken.notes, console)
    console.note(
        f"next: zhuoyue ratings import {output}",
        f"下一步：zhuoyue ratings import {output}",
    )
    console.result(str(output))
    return ExitCode.OK


def _tell(notes: Sequence[Fault], console: Console) -> None:
    for note in notes:
        console.note(note.text("en"), note.text("zh"))
