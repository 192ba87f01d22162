"""`zhuoyue serve`: show the website at a local address."""

from __future__ import annotations

import argparse
import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode, Fault, InputError


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)
    parser.add_argument("--port", type=int, default=8000, help="端口" if language == "zh" else "port")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Serve the built site on 127.0.0.1 until Ctrl-C."""
    from zhuoyue.model.collector import inside
    from zhuoyue.project import open_project

    project = open_project(args.project)
    folder = inside(project.root, project.config.site.folder)
    if not (folder / "index.html").is_file():
        raise InputError(Fault("no site yet; run `zhuoyue run` first", "尚无网站，请先运行 `zhuoyue run`", str(folder)))
    handler = functools.partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", args.port), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        console.note("Ctrl-C stops", "按 Ctrl-C 停止")
        console.result(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return ExitCode.OK
    return ExitCode.OK


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing: a line for every asset helps nobody."""
