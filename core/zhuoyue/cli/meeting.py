"""`zhuoyue meeting`: hold the consensus meeting on a local web page."""

from __future__ import annotations

import argparse
import sys

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_option
from zhuoyue.errors import ExitCode

LOCK = ".zhuoyue/meeting.lock"
"""Held while a meeting is open: a project has one at a time."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    zh = language == "zh"
    project_option(parser, language)
    parser.add_argument(
        "--port", type=int, default=0, help="端口（默认任一空闲端口）" if zh else "port; by default any"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="记录人" if zh else "who records the values")
    parser.add_argument(
        "--open", action="store_true", help="在浏览器中打开记录人页面" if zh else "open the writer's page in a browser"
    )


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Serve the meeting on 127.0.0.1 until Ctrl-C."""
    from zhuoyue.errors import describe
    from zhuoyue.lock import locked
    from zhuoyue.meeting.app import application
    from zhuoyue.meeting.guard import Tokens
    from zhuoyue.meeting.room import Room
    from zhuoyue.meeting.server import HOST, listening, serve
    from zhuoyue.project import open_project

    def failed(error: Exception) -> None:
        if args.debug:
            sys.excepthook(type(error), error, error.__traceback__)
        what = describe(error)
        console.error(f"internal error: {what}; the meeting goes on", f"内部错误：{what}；会议继续")

    project = open_project(args.project)
    with listening(args.port) as held, locked(project.root / LOCK, "zhuoyue meeting", wait=0):
        room, tokens = Room(project), Tokens()
        for item in room.mended:
            console.note(
                f"{item}: the sheet was brought up to the ledger; the last meeting was cut off while saving",
                f"{item}：评分表已按台账补全；上次会议在保存时中断",
            )
        port = held.getsockname()[1]
        app = application(room, tokens, port, console.language, args.by, failed)
        address = f"http://{HOST}:{port}/"

        def ready() -> None:
            console.note(
                "Whoever knows the writer's address can record values; show only the readers' one. Ctrl-C ends.",
                "知道记录人网址者即可填写结果；请只公开旁观者网址。按 Ctrl-C 结束。",
            )
            console.result(f"{console.say('writer: ', '记录人：')}{address}{tokens.writer}/")
            console.result(f"{console.say('readers:', '旁观者：')} {address}{tokens.reader}/".replace("： ", "："))
            sys.stdout.flush()  # whoever waits for the address at the other end of a pipe needs it now
            if args.open:
                _open(f"{address}{tokens.writer}/", console)

        serve(app, held, ready)
    console.note("The meeting has ended; everything accepted is saved.", "会议已结束；已确认的内容均已保存。")
    return ExitCode.OK


def _open(address: str, console: Console) -> None:
    import webbrowser

    if not webbrowser.open(address):
        console.warn("no browser could be opened", "无法打开浏览器")
