"""`zhuoyue export --to NAME`: write the assessment as another file."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode, Fault, InputError, did_you_mean


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_argument(parser, language)
    parser.add_argument("--to", required=True, help="导出方式" if zh else "exporter")
    parser.add_argument("--output", type=Path, help="输出文件" if zh else "file to write")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Let the exporter write beside the target, then rename."""
    from zhuoyue import store
    from zhuoyue.project import open_project

    project = open_project(args.project)
    exporters = project.plugins.exporters()
    if args.to not in exporters:
        en, zh = did_you_mean(args.to, exporters)
        raise InputError(Fault(f"no exporter {args.to!r}{en}", f"没有导出方式 {args.to!r}{zh}", "--to"))
    exporter, _ = exporters[args.to]
    assessment = store.read(project.root / store.ASSESSMENT)
    output = args.output or project.root / f"{exporter.name}{exporter.suffix}"
    part = output.with_name(f".{output.name}.part")
    try:
        exporter.write(assessment, part, console.language)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    console.result(str(output))
    return ExitCode.OK
