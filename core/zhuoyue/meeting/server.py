"""Serving the meeting on this machine until Ctrl-C."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zhuoyue.errors import Fault, InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

HOST = "127.0.0.1"
"""This machine only: what a team says about an organisation is nobody else's business."""
_GRACE = 2
"""Seconds that answers under way may take when the meeting ends."""


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Hold a port on this machine for a block, 0 for any free one.

    Raises:
        InputError: there is no such port, or it cannot be had; the message offers another.
    """
    if not 0 <= port <= 65535:
        en = f"no port {port}; expected 0–65535, where 0 takes any free one"
        raise InputError(Fault(en, f"端口 {port} 不存在；应为 0–65535，0 表示任一空闲端口", "--port"))
    try:
        held = socket.create_server((HOST, port))
    except OSError as error:
        raise _refused(port, error) from error
    with held:
        yield held


def _refused(port: int, error: OSError) -> Exception:
    if error.errno == errno.EADDRINUSE:
        en, zh = f"port {port} is in use by another program", f"端口 {port} 已被其他程序占用"
    elif error.errno == errno.EACCES:
        en, zh = f"port {port} is reserved for administrators", f"端口 {port} 仅限管理员使用"
    else:
        return error
    with socket.create_server((HOST, 0)) as one:
        other = one.getsockname()[1]
    return InputError(Fault(f"{en}; try --port {other}", f"{zh}；可改用 --port {other}", "--port"))


def server(app: ASGIApp) -> Server:
    """Return a server for an application, silent but for our own messages."""
    from uvicorn import Config, Server

    return Server(
        Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE,
        )
    )


def serve(app: ASGIApp, held: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a termination; `ready` is called when the port is held and before the first request."""
    ready()
    try:
        server(app).run([held])
    except KeyboardInterrupt:  # raised again by the server once it has ended in good order
        return
