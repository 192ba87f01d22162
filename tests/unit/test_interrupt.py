"""Ctrl-C in the middle: exit code 130, the earlier document whole, no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from zhuoyue.testing import LOAD, project

HANG = """
import os, time
from zhuoyue import Collected, Collector

class Slow(Collector):
    name = "slow"
    def inputs(self, source): return None
    def collect(self, source):
        if (source.root / "hang").exists():
            (source.root / "pid.part").write_text(str(os.getpid()))
            (source.root / "pid.part").rename(source.root / "pid")
            time.sleep(120)
        return Collected()

def register_collectors(): return [Slow]
"""


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")


def test_ctrl_c_leaves_everything_whole(tmp_path: Path) -> None:
    config = '[plugins]\nlocal = ["slow.py"]\n[[sources]]\nname = "s"\ncollector = "slow"\n'
    project(tmp_path, config, {"slow.py": HANG}).run("assess").assert_success()
    before = (tmp_path / "assessment.json").read_bytes()
    (tmp_path / "hang").touch()
    command = [sys.executable, "-m", "zhuoyue.cli", "assess", str(tmp_path), "--lang", "en"]
    environment = os.environ | {LOAD: "gbt19580,holistic"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends Ctrl-C to the whole group
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was there before is untouched" in err
    assert "Traceback" not in err
    assert (tmp_path / "assessment.json").read_bytes() == before
    worker = int((tmp_path / "pid").read_text())
    while not gone(worker):
        assert time.monotonic() < deadline
        time.sleep(0.05)
