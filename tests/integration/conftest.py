"""A harness for crash tests: work is killed without warning, again and again, at moments that differ."""

from __future__ import annotations

import random
import select
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

WARM = """
import os, signal, sys

def say(word):
    os.write(1, f"{word}\\n".encode())

def die_at(point):
    # At the `point`-th call that changes anything on disk; a write gets half way first.
    calls = 0
    def fragile(name, real):
        def call(*args, **kwargs):
            nonlocal calls
            calls += name != "write" or args[0] != 1
            if calls == point:
                if name == "write" and len(args[1]) > 1:
                    real(args[0], args[1][: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        return call
    for name in ("open", "write", "fsync", "ftruncate", "mkdir", "link", "replace", "rename", "unlink"):
        setattr(os, name, fragile(name, getattr(os, name)))

#SETUP#

def work(number):
#WORK#

say("ready")
for line in sys.stdin:
    number, point = map(int, line.split())
    child = os.fork()
    if child == 0:
        if point:
            die_at(point)
        try:
            work(number)
        except BaseException as error:
            say(f"failed {type(error).__name__}: {error}".replace(chr(10), " | "))
        say("finished")
        os._exit(0)
    if sys.stdin.readline() == "kill\\n":
        os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still its own
    os.waitpid(child, 0)
    say("over")
"""


class Crash:
    """Work that is started from a warm interpreter, and killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stdin is not None
        self._output, self._input = process.stdout, process.stdin
        self._started = 0
        assert self._line() == "ready"

    def kill(self, after: int, moment: float) -> list[str]:
        """Start the work, kill -9 it, and return the lines it said.

        Args:
            after: lines to hear first; fewer if the work is over.
            moment: seconds to let go by then.
        """
        self._start(0)
        said: list[str] = []
        while len(said) < after and "finished" not in said:
            said.append(self._line())
        select.select([], [], [], moment)  # waits for nothing: the blow only comes some time
        return self._end("kill", said)[0]

    def kill_at(self, point: int) -> tuple[list[str], bool]:
        """Let the work die at its `point`-th change on disk; return the lines it said, and whether it lived on."""
        self._start(point)
        return self._end("wait", [])

    def _start(self, point: int) -> None:
        self._started += 1
        self._tell(f"{self._started} {point}")

    def _end(self, how: str, said: list[str]) -> tuple[list[str], bool]:
        self._tell(how)
        said += iter(self._line, "over")
        assert not [line for line in said if line.startswith("failed ")], said
        return [line for line in said if line != "finished"], "finished" in said

    def _tell(self, line: str) -> None:
        self._input.write(f"{line}\n".encode())
        self._input.flush()

    def _line(self) -> str:
        line = self._output.readline()
        assert line.endswith(b"\n"), "the warm interpreter is gone"
        return line.decode().rstrip("\n")


@contextmanager
def _crashing(setup: str, work: str, *arguments: str) -> Iterator[Crash]:
    code = WARM.replace("#SETUP#", textwrap.dedent(setup))
    code = code.replace("#WORK#", textwrap.indent(textwrap.dedent(work), "    "))
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        yield Crash(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def crashing() -> Callable[..., AbstractContextManager[Crash]]:
    """`with crashing(setup, work, *arguments) as crash:` – Python source to kill.

    `setup` runs once, with `arguments` in `sys.argv[1:]`; `work` is the body of `work(number)`, `number` another each
    time, and calls `say("word")` after each thing it has accepted. Then

        for number in range(100):
            said = crash.kill(after=…, moment=…)
            # whatever was said must be there, and no half file

    or, at every change on disk in turn, `said, lived = crash.kill_at(point)` until it lives.
    """
    return _crashing


@pytest.fixture
def moments() -> random.Random:
    """Where the moments of a test come from: the same in every run."""
    return random.Random(19580)
