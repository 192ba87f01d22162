"""`zhuoyue serve`: show the website at a local address."""

from __future__ import annotations

import argparse
import errno
import functools
import socket
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from zhuoyue.cli.console import Console
from zhuoyue.cli.options import project_argument
from zhuoyue.errors import ExitCode, Fault, InputError

HOST = "127.0.0.1"
"""This machine only: the report is nobody else's business."""


def arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Declare the command's arguments."""
    project_argument(parser, language)
    parser.add_argument("--port", type=int, default=8000, help="端口" if language == "zh" else "port")


def run(args: argparse.Namespace, console: Console) -> ExitCode:
    """Serve the built site on 127.0.0.1 until Ctrl-C."""
    _check_port(args.port)
    from zhuoyue.model.collector import inside
    from zhuoyue.project import open_project

    project = open_project(args.project)
    folder = inside(project.root, project.config.site.folder)
    if not (folder / "index.html").is_file():
        raise InputError(Fault("no site yet; run `zhuoyue run` first", "尚无网站，请先运行 `zhuoyue run`", str(folder)))
    handler = functools.partial(_Handler, directory=str(folder))
    with _listen(args.port, handler) as server:
        address = f"http://{HOST}:{server.server_port}/"
        console.note("Ctrl-C stops", "按 Ctrl-C 停止")
        console.result(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return ExitCode.OK
    return ExitCode.OK


def _check_port(port: int) -> None:
    if not 0 <= port <= 65535:
        en = f"no port {port}; expected 0–65535, where 0 takes any free one"
        zh = f"端口 {port} 不存在；应为 0–65535，0 表示任一空闲端口"
        raise InputError(Fault(en, zh, "--port"))


def _listen(port: int, handler: Callable[..., SimpleHTTPRequestHandler]) -> ThreadingHTTPServer:
    """Return a server that has its port; raises InputError when it cannot have it."""
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            en, zh = f"port {port} is in use by another program", f"端口 {port} 已被其他程序占用"
        elif error.errno == errno.EACCES:
            en, zh = f"port {port} is reserved for administrators", f"端口 {port} 仅限管理员使用"
        else:
            raise
    other = _free_port()
    raise InputError(Fault(f"{en}; try --port {other}", f"{zh}；可改用 --port {other}", "--port"))


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as one:
        return int(one.getsockname()[1])


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing: a line for every asset helps nobody."""
