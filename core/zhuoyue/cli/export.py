"""`zhuoyue export --to NAME`: write the assessment as another file."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode, Fault, InputError, PluginError, UserError, describe, did_you_mean

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment
    from zhuoyue.model.page import Exporter
    from zhuoyue.project import Project

ENGINES = ("chromium", "weasyprint")


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_argument(parser, language)
    parser.add_argument("--to", help="导出方式；--list 列出全部" if zh else "exporter; --list shows them")
    parser.add_argument("--list", action="store_true", help="列出导出方式" if zh else "list the exporters")
    parser.add_argument("--output", type=Path, help="输出文件" if zh else "file to write")
    parser.add_argument("--template", type=Path, help="自己的模板" if zh else "a template of your own")
    parser.add_argument(
        "--write-template",
        type=Path,
        metavar="FILE",
        help="写出模板供修改，然后结束" if zh else "write the template to a file, for you to change, and end",
    )
    parser.add_argument(
        "--model",
        metavar="ID",
        help="以另一套准则呈现，如 efqm-2025（只转证据，不转得分）"
        if zh
        else "in the terms of another model, e.g. efqm-2025: facts without scores",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        help="PDF 引擎（默认：有浏览器则用浏览器）"
        if zh
        else "what makes the PDF; by default a browser, if there is one",
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Let the exporter write beside the target, then rename."""
    from zhuoyue.project import open_project

    project = open_project(args.project)
    owners = {name: found.name for name, (_, found) in project.plugins.exporters().items()}
    exporters = _exporters(project, args.engine)
    if args.list:
        for name, exporter in sorted(exporters.items()):
            console.result(f"{name:<12} {exporter.suffix:<6} {exporter.title.get(console.language)}")
        return ExitCode.OK
    exporter = _chosen(args, exporters)
    if args.write_template:
        return _write_template(exporter, args.write_template, console)
    from zhuoyue import store

    assessment = store.read(project.root / store.ASSESSMENT)
    if args.model:
        from zhuoyue.projection import models_of, projection_to

        assessment = projection_to(assessment, models_of(project), args.model, "--model")
    language = _language(args.lang, console.language, assessment)
    stem = f"{exporter.stem}-{language}" if exporter.stem else exporter.name
    stem = f"{stem}-{args.model}" if args.model else stem
    output = args.output or project.root / f"{stem}{exporter.suffix}"
    try:
        _write(exporter, assessment, output, language, args.template)
    except (UserError, PluginError, OSError):
        raise
    except Exception as error:
        if exporter.name not in owners or args.debug:
            raise
        raise PluginError(owners[exporter.name], f"export {exporter.name} failed: {describe(error)}") from error
    if args.model:
        console.note("in another model's terms: no scores", "以另一套准则呈现：不含得分")
    elif not assessment.final:
        console.note("a draft: it is not signed off on all three levels", "草稿：尚未完成三级签署")
    console.result(str(output))
    return ExitCode.OK


def _exporters(project: Project, engine: str | None) -> dict[str, Exporter]:
    """Return every exporter by name: the core's and the plugins'."""
    from zhuoyue.export import exporters

    own = {one.name: one for one in exporters(project, engine)}
    named = project.plugins.exporters()
    for name in own.keys() & named.keys():
        plugin = named[name][1]
        raise InputError(
            Fault(
                f"exporter {name!r} of plugin {plugin.name} has the name of a built-in one",
                f"插件 {plugin.name} 的导出方式 {name!r} 与内置导出方式重名",
                plugin.origin,
            )
        )
    return own | {name: exporter for name, (exporter, _) in named.items()}


def _chosen(args: argparse.Namespace, exporters: dict[str, Exporter]) -> Exporter:
    """Return the exporter that is asked for, if the other options fit it."""
    en, zh = did_you_mean(args.to or "", exporters)
    if not args.to:
        raise InputError(Fault(f"name an exporter{en}", f"请指定导出方式{zh}", "--to"))
    if args.to not in exporters:
        raise InputError(Fault(f"no exporter {args.to!r}{en}", f"没有导出方式 {args.to!r}{zh}", "--to"))
    exporter = exporters[args.to]
    for option, value in (("--template", args.template), ("--write-template", args.write_template)):
        if value and exporter.template is None:
            raise InputError(Fault(f"{args.to} has no template", f"{args.to} 没有模板", option))
    if args.engine and args.to != "pdf":
        raise InputError(Fault("is for --to pdf only", "仅用于 --to pdf", "--engine"))
    return exporter


def _language(wanted: str | None, spoken: str, assessment: Assessment) -> str:
    """Return the language of the file: the one asked for, else the user's if the report has it, else its first."""
    return wanted or (spoken if spoken in assessment.languages else assessment.languages[0])


def _write(exporter: Exporter, assessment: Assessment, output: Path, language: str, template: Path | None) -> None:
    """Write into a folder of its own beside the target, then rename: never half a file."""
    if output.is_dir():
        raise InputError(Fault("is a folder; expected a file", "是文件夹，应为文件", str(output)))
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}.", suffix=".part", dir=output.parent) as folder:
        part = Path(folder) / f"part{exporter.suffix}"
        if template and exporter.fill:
            exporter.fill(assessment, part, language, template)
        else:
            exporter.write(assessment, part, language)
        if not part.is_file():
            raise PluginError(exporter.name, "wrote no file")
        part.replace(output)


def _write_template(exporter: Exporter, target: Path, console: Console) -> ExitCode:
    """Give the user the template; an existing file is theirs and stays."""
    from zhuoyue.atomic import write_bytes

    if target.exists():
        raise InputError(Fault("is there already; name a new file", "文件已存在，请另取文件名", str(target)))
    assert exporter.template is not None  # noqa: S101 - `_chosen` has seen to it
    write_bytes(target, exporter.template.read_bytes())
    console.result(str(target))
    return ExitCode.OK
