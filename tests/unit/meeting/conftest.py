"""A small meeting, and a browser that is none: it speaks ASGI, so no port and no wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from zhuoyue.meeting.app import application
from zhuoyue.meeting.guard import Tokens
from zhuoyue.meeting.room import Room
from zhuoyue.project import open_project
from zhuoyue.testing import LOAD, project

PORT = 8123
HOST = f"127.0.0.1:{PORT}"


def sheet(assessor: str, *rows: str, stage: str = "independent") -> str:
    head = f'assessor = "{assessor}"\nstage = "{stage}"\n'
    return head + "".join(f"[[ratings]]\n{row}\n" for row in rows)


SHEETS = {
    "ratings/an.toml": sheet(
        "an",
        'item = "4.1.2"\npercent = 30\nreason = "<script>alert(1)</script>"',
        'item = "4.3.3"\npercent = 50',
        'item = "4.7.4"\npercent = 60',
        'item = "4.1.4"\nnot_applicable = true\nreason = "The group does it."',
    ),
    "ratings/bo.toml": sheet(
        "bo",
        'item = "4.1.2"\npercent = 35\n[[ratings.strengths]]\nid = "walks"\ntext = "Leaders walk the plant."',
        'item = "4.3.3"\npercent = 55',
        'item = "4.7.4"\npercent = 30',
        'item = "4.1.4"\npercent = 40',
    ),
    "ratings/cy.toml": sheet(
        "cy",
        'item = "4.1.2"\npercent = 75\n[ratings.reason]\nzh = "方法完整"\nen = "Complete methods"',
        'item = "4.3.3"\npercent = 45',
        'item = "4.7.4"\npercent = 40',
    ),
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def words(self) -> str:
        """The text as read: tags gone, spaces single."""
        body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    def field(self, name: str) -> str:
        """Value of an input."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.text)
        assert found is not None
        return unescape(found[1])


@dataclass
class Browser:
    """Asks for pages with one token."""

    app: Any
    token: str
    host: str = HOST
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str = "", **headers: str) -> Answer:
        return self.ask("GET", f"/{self.token}/{path}", b"", headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        headers = {"origin": f"http://{self.host}", "content-type": "application/x-www-form-urlencoded"} | headers
        return self.ask("POST", f"/{self.token}/{path}", urlencode(fields).encode(), headers)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        path, _, query = path.partition("?")
        sent = [(key.encode(), value.encode()) for key, value in {"host": self.host, **headers}.items() if value]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": sent, "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        said: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        asyncio.run(self.app(scope, receive, send))
        start, *rest = said
        names = {key.decode(): value.decode() for key, value in start["headers"]}
        return Answer(start["status"], names, b"".join(part.get("body", b"") for part in rest).decode())


@dataclass
class Hall:
    """A meeting with its two doors."""

    root: Path
    room: Room
    tokens: Tokens
    writer: Browser
    reader: Browser
    failures: list[Exception]

    def save(self, code: str, percent: str, **more: str) -> Answer:
        """Open an item, fill in its form, send it."""
        base = self.writer.get(f"en/items/{code}").field("base")
        return self.writer.post(f"en/items/{code}", form(base, percent, **more))


def form(base: str, percent: str, **more: str) -> dict[str, str]:
    return {"base": base, "percent": percent, "method": "discussed", "stage": "consensus", "by": "Lin"} | more


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three assessors' sheets."""
    monkeypatch.setenv(LOAD, "gbt19580,holistic")
    project(tmp_path, files=SHEETS)
    return tmp_path


def enter(root: Path) -> Hall:
    """Open a meeting, as a start of the command does."""
    failures: list[Exception] = []
    room, tokens = Room(open_project(root)), Tokens()
    app = application(room, tokens, PORT, "en", "Lin", failures.append)
    return Hall(root, room, tokens, Browser(app, tokens.writer), Browser(app, tokens.reader), failures)


@pytest.fixture
def hall(kit: Path) -> Hall:
    return enter(kit)


@pytest.fixture
def reopen(kit: Path) -> Any:
    """What opens the meeting once more."""
    return lambda: enter(kit)
