"""Who may come in: the door of the meeting, before any page.

Other pages in the same browser, and other machines that a name leads here, are strangers: they know no token, have
another origin, or ask for another host.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

WRITER, READER = "writer", "reader"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Not `no-referrer`: it makes browsers send `Origin: null` with our own forms. The token leaves for nowhere else.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex",
}
"""What every answer carries."""


def _token() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Tokens:
    """The secrets in the addresses: whoever knows one has its role."""

    writer: str = field(default_factory=_token, repr=False)
    reader: str = field(default_factory=_token, repr=False)

    def role(self, given: str) -> str | None:
        """Return the role of a token, in a time that does not tell how much of it was right."""
        known = ((WRITER, self.writer), (READER, self.reader))
        right = [role for role, token in known if secrets.compare_digest(given.encode(), token.encode())]
        return right[0] if right else None


class Guard:
    """An ASGI application around another: lets in who has a token, and says who it is in `scope["role"]`."""

    def __init__(self, app: ASGIApp, tokens: Tokens, port: int, failed: Callable[[Exception], None]) -> None:
        self._app = app
        self._tokens = tokens
        end = "" if port == 80 else f":{port}"
        self._hosts = {f"127.0.0.1{end}", f"localhost{end}"}
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await _say(sending, *refusal)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            self._failed(error)
            if not started:
                text = "Something went wrong; nothing accepted is lost. 出错了；已确认的内容不会丢失。"
                await _say(sending, 500, text)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and words for a stranger; None for a guest, whose role is then in the scope."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "This address is not served here. 此处不提供该地址。"
        token, _, rest = scope["path"].removeprefix("/").partition("/")
        role = self._tokens.role(token)
        if role is None:
            return 404, "There is nothing here. 此处没有内容。"
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            return 403, "This form was sent from elsewhere. 表单来自其他网页，已拒绝。"
        scope["role"] = role
        scope["token"] = token
        scope["path"] = f"/{rest}"
        return None


async def _say(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
