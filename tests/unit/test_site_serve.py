"""`zhuoyue serve`: the site at a local address, and ports it cannot have."""

from __future__ import annotations

import re
import socket
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from zhuoyue.cli.main import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    main(["init", str(tmp_path / "project"), "--quiet"])
    site = tmp_path / "project" / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>卓越</p>", "utf-8")
    return tmp_path / "project"


@pytest.mark.parametrize("port", ["99999", "65536", "-1"])
@pytest.mark.parametrize(("language", "message"), [("en", "expected 0–65535"), ("zh", "应为 0–65535")])
def test_a_port_that_does_not_exist(
    project: Path, capsys: pytest.CaptureFixture[str], port: str, language: str, message: str
) -> None:
    assert main(["serve", str(project), f"--port={port}", "--lang", language]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert "--port: " in said
    assert port in said


@pytest.mark.parametrize(("language", "message"), [("en", "in use by another program"), ("zh", "已被其他程序占用")])
def test_a_port_in_use(project: Path, capsys: pytest.CaptureFixture[str], language: str, message: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", str(project), "--port", str(port), "--lang", language]) == 2
    said = capsys.readouterr().err
    assert f"{port}" in said
    assert message in said
    offered = re.search(r"--port (\d+)", said)
    assert offered is not None
    assert int(offered[1]) != port
    socket.create_server(("127.0.0.1", int(offered[1]))).close()


def test_a_port_for_administrators(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: ThreadingHTTPServer) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ThreadingHTTPServer, "server_bind", refuse)
    assert main(["serve", str(project), "--port", "80", "--lang", "en"]) == 2
    assert "port 80 is reserved for administrators; try --port " in capsys.readouterr().err


def test_the_site_is_served_until_ctrl_c(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []

    def one_request(self: ThreadingHTTPServer) -> None:
        address = f"http://127.0.0.1:{self.server_port}/"
        client = threading.Thread(target=lambda: served.append((address, urlopen(address).read().decode())))
        client.start()
        self.handle_request()
        client.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", one_request)
    assert main(["serve", str(project), "--port", "0"]) == 0
    ((address, text),) = served
    assert text == "<p>卓越</p>"
    assert address in capsys.readouterr().out
