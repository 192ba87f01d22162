"""`zhuoyue criteria new ID`: a criteria file to start from."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.errors import ExitCode, Fault, InputError


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the arguments."""
    zh = language == "zh"
    parser.add_argument("id", help="准则名和版本，如 our-model-2026" if zh else "name and edition, e.g. our-model-2026")
    like = "以某一准则为底稿，如 gbt19580-2012" if zh else "begin with another model, e.g. gbt19580-2012"
    parser.add_argument("--like", metavar="ID", help=like)
    parser.add_argument("--output", type=Path, help="文件（默认 ID.toml）" if zh else "the file to write (ID.toml)")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Write the file and say how a project takes it in."""
    from zhuoyue.atomic import write_text
    from zhuoyue.cli.criteria_models import models
    from zhuoyue.cli.criteria_output import target
    from zhuoyue.criteria_file.tables import CRITERIA_ID
    from zhuoyue.interchange.beginning import blank, derived

    if not re.fullmatch(CRITERIA_ID, args.id):
        en = f"{args.id!r}: use small ASCII letters, digits, dots and hyphens, e.g. our-model-2026"
        raise InputError(Fault(en, f"{args.id!r}：只能用小写英文字母、数字、点和连字符，例如 our-model-2026"))
    known = models(args.project)
    if args.id in known.files:
        raise InputError(Fault(f"there is a model {args.id!r} already", f"已有准则 {args.id!r}，请另取名称"))
    output = target(args.output, f"{args.id}.toml")
    if output.exists():
        raise InputError(Fault("is there already", "文件已存在", str(output)))
    write_text(output, derived(known.find(args.like), args.id) if args.like else blank(args.id, output.name))
    console.note(f"next: zhuoyue criteria check {output}", f"下一步：zhuoyue criteria check {output}")
    lines = f'[criteria]\nfiles = ["{output.as_posix()}"]\n[assessment]\ncriteria = "{args.id}"'
    console.note(f"put into zhuoyue.toml:\n{lines}", f"请写入 zhuoyue.toml：\n{lines}")
    console.result(str(output))
    return ExitCode.OK
