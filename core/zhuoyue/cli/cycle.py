"""`zhuoyue cycle close|new|list`: closing a cycle of assessment, starting the next."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING

from zhuoyue.cli.console import Console
from zhuoyue.cli.operator import operator
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from zhuoyue.cycle import Started
    from zhuoyue.history import Filed
    from zhuoyue.model.assessment import Span
    from zhuoyue.model.score import Score
    from zhuoyue.project import Project

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "close": ("file the present assessment under history/", "将本轮评价归档到 history/"),
    "new": ("start the next cycle with last time's texts", "沿用上一轮的文字开始下一轮"),
    "list": ("list closed cycles", "列出已结束的各轮"),
}
"""Subcommand ▸ what it does in English and Chinese."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the subcommands' arguments."""
    zh = language == "zh"
    chosen = parser.add_subparsers(dest="subcommand", required=True, metavar="|".join(SUBCOMMANDS))
    own = {name: chosen.add_parser(name, help=texts[zh], description=texts[zh]) for name, texts in SUBCOMMANDS.items()}
    close, new = own["close"], own["new"]
    close.add_argument("name", help="名称，例如 2025" if zh else "name of the cycle, e.g. 2025")
    close.add_argument("--draft", action="store_true", help="未签署也结束，标为草稿" if zh else "close it unsigned")
    period = "评价期间，例如 2026-01-01..2026-12-31" if zh else "e.g. 2026-01-01..2026-12-31"
    new.add_argument("--period", required=True, help=period)
    new.add_argument("--as-of", help="证据有效性的判断日（默认为期间末日）" if zh else "default: the period's last day")
    for one in (close, new):
        one.add_argument("--by", default="", help="由谁操作（默认为系统用户）" if zh else "who (default: the user)")
    own["list"].add_argument("--json", action="store_true", help="JSON")
    for one in own.values():
        project_option(one, language)
        for option in ("--quiet", "--debug"):
            one.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Run the subcommand."""
    return {"close": _close, "new": _new, "list": _list}[args.subcommand](args, console)


def _close(args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue import cycle
    from zhuoyue.config import find_config
    from zhuoyue.project import open_project

    project = open_project(args.project)
    filed = cycle.close(project, find_config(args.project), args.name, operator(args.by), draft=args.draft)
    count = len(filed.manifest.files)
    kind, kind_zh = ("final", "正式") if filed.manifest.final else ("draft", "草稿")
    console.note(
        f"{args.name} is closed ({kind}); {count} files", f"{args.name} 已结束（{kind_zh}），共 {count} 个文件"
    )
    console.result(str(filed.folder))
    return ExitCode.OK


def _new(args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue import cycle
    from zhuoyue.config import find_config
    from zhuoyue.project import open_project

    period = _period(args.period)
    as_of = _day(args.as_of, "--as-of") if args.as_of else period.end
    project, config = open_project(args.project), find_config(args.project)
    started = cycle.start(project, config, period, as_of, operator(args.by))
    if not started.sheet:
        console.note("this cycle is under way already; nothing was changed", "该轮已经开始，未作任何改动")
        return ExitCode.OK
    console.note(
        f"{config.name}: period {period.start} – {period.end}, as of {as_of}; look at its title too",
        f"{config.name}：期间 {period.start} 至 {period.end}，判断日 {as_of}；请同时核对报告标题",
    )
    sheets, place = len(started.sheets), f"{project.config.history.folder}/{started.cycle}"
    console.note(
        f"sheets of that cycle: {sheets}, now in {place} only; every carried item is to be re-evaluated",
        f"上一轮评分表 {sheets} 份，现仅存于 {place}；沿用的条款均待重新评价",
    )
    _tell_worksheets(started, place, console)
    console.result(str(project.root / started.sheet))
    return ExitCode.OK


def _tell_worksheets(started: Started, place: str, console: Console) -> None:
    if started.worksheets:
        console.note(
            f"scoring sheets handed out for it: {len(started.worksheets)}, now in {place}/worksheets only",
            f"上一轮发出的评分工作表 {len(started.worksheets)} 份，现仅存于 {place}/worksheets",
        )
    if started.left:
        console.note(
            f"left where they are, for they are not filed as they stand: {', '.join(started.left)}",
            f"与归档内容不同，仍留在原处：{'、'.join(started.left)}",
        )


def _list(args: argparse.Namespace, console: Console) -> ExitCode:
    from zhuoyue import history
    from zhuoyue.project import open_project

    project = open_project(args.project)
    filed = history.filed(project.root, project.config.history)
    if args.json:
        rows = [one.manifest.model_dump(mode="json", exclude={"files"}) for one in filed]
        console.result(json.dumps(rows, ensure_ascii=False, indent=1))
        return ExitCode.OK
    totals = _totals(project)
    for one in filed:
        console.result(_line(one, totals.get(one.manifest.name), console))
    if not filed:
        console.note("no cycle is closed yet", "尚无已结束的评价轮次")
    return ExitCode.OK


def _totals(project: Project) -> dict[str, Score]:
    from zhuoyue import history
    from zhuoyue.projection import models_of

    config = project.config
    crosswalks = models_of(project).crosswalks
    tier = config.assessment.visibility
    cycles = history.read(project.root, config.history, project.criteria, crosswalks, tier).cycles
    return {one.name: one.total for one in cycles if one.total is not None}


def _line(one: Filed, total: Score | None, console: Console) -> str:
    from zhuoyue.store import shown

    manifest = one.manifest
    points = shown(total) if total else "–"
    state = console.say("final" if manifest.final else "draft", "正式" if manifest.final else "草稿")
    closed = manifest.closed_at.date().isoformat()
    span = f"{manifest.period.start} – {manifest.period.end}"
    return f"{manifest.name:<12} {span}  {manifest.criteria:<16} {points:>10}  {state:<6} {closed}  {manifest.by}"


def _period(text: str) -> Span:
    from zhuoyue.model.assessment import Span

    first, dots, last = text.partition("..")
    if not dots:
        raise InputError(
            Fault(
                f"{text!r} is no period; expected START..END, e.g. 2026-01-01..2026-12-31",
                f"{text!r} 不是期间；应写作 开始..结束，例如 2026-01-01..2026-12-31",
                "--period",
            )
        )
    start, end = _day(first, "--period"), _day(last, "--period")
    if end < start:
        en = f"the period ends ({end}) before it starts ({start})"
        raise InputError(Fault(en, f"期间的结束日（{end}）早于开始日（{start}）", "--period"))
    return Span(start=start, end=end)


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        en = f"{text!r} is no day; a date is written 2026-12-31"
        raise InputError(Fault(en, f"{text!r} 不是日期；日期应写作 2026-12-31", option)) from None
