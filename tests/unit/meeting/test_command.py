"""`zhuoyue meeting`: its messages, its port, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from zhuoyue.cli.main import main
from zhuoyue.testing import LOAD


@contextmanager
def meeting(root: Path, *arguments: str, language: str = "en") -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the command; give the process and its two addresses."""
    command = [sys.executable, "-m", "zhuoyue.cli", "meeting", "--project", str(root), "--lang", language, *arguments]
    environment = os.environ | {LOAD: "gbt19580,holistic", "PYTHONIOENCODING": "utf-8"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(2)]
            yield process, [match[0] for line in lines for match in [re.search(r"http://\S+", line)] if match]
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_termination_end_it_in_good_order(kit: Path, number: int) -> None:
    with meeting(kit) as (process, (writer, readers)):
        assert writer != readers
        for address in (writer, readers):
            assert urlopen(address).status == 200
        with pytest.raises(HTTPError, match="404"):
            urlopen(writer[:-5] + "/")
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "everything accepted is saved" in err
    assert "Traceback" not in err


def test_it_says_who_may_have_which_address(kit: Path) -> None:
    with meeting(kit, language="zh") as (process, addresses):
        assert len(addresses) == 2
        assert all(address.startswith("http://127.0.0.1:") for address in addresses)
        assert urlopen(addresses[0]).status == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "请只公开旁观者网址" in err


def test_a_project_has_one_meeting_at_a_time(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with meeting(kit) as (process, _):
        assert main(["meeting", "--project", str(kit), "--lang", "en"]) == 2
        assert f"process {process.pid}" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "message"), [("en", "in use by another program"), ("zh", "已被其他程序占用")])
def test_a_port_in_use(kit: Path, capsys: pytest.CaptureFixture[str], language: str, message: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert main(["meeting", "--project", str(kit), "--port", port, "--lang", language]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert port in said
    assert re.search(r"--port \d+", said)


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_does_not_exist(kit: Path, capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert main(["meeting", "--project", str(kit), f"--port={port}", "--lang", "en"]) == 2
    assert "expected 0–65535" in capsys.readouterr().err


def test_a_sheet_that_cannot_be_read_opens_no_meeting(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kit / "ratings/an.toml").write_text("assessor = ", "utf-8")
    assert main(["meeting", "--project", str(kit), "--lang", "en"]) == 2
    assert "ratings/an.toml:1" in capsys.readouterr().err
