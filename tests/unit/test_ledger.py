"""The ledger: a chain that shows every change, and one writer at a time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuoyue import ledger
from zhuoyue.errors import InputError
from zhuoyue.lock import locked

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOLD = """
import sys
from pathlib import Path
from zhuoyue.lock import locked
with locked(Path(sys.argv[1]), "zhuoyue ratings import"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def filled(root: Path, count: int = 3) -> Path:
    for number in range(1, count + 1):
        ledger.append(root, "consensus", "陈", {"item": f"4.{number}", "percent": "50"}, NOON)
    return root / ledger.LEDGER


def by_hand(line: str, previous: str) -> str:
    """The hash of a line by the rule in the docs, written anew."""
    fields = json.loads(line)
    stated = fields.pop("hash")
    assert fields["previous"] == previous
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == stated
    return str(stated)


def test_without_a_ledger_there_is_nothing(tmp_path: Path) -> None:
    assert ledger.read(tmp_path) == ()
    assert ledger.load(tmp_path).head == "0" * 64


def test_each_line_holds_the_hash_of_the_one_before(tmp_path: Path) -> None:
    path = filled(tmp_path, 4)
    previous = "0" * 64
    for line in path.read_text("utf-8").splitlines():
        previous = by_hand(line, previous)
    entries = ledger.read(tmp_path)
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert ledger.load(tmp_path).head == previous == entries[-1].hash


def test_append_returns_what_read_gives(tmp_path: Path) -> None:
    data = {"percent": None, "reason": {"zh": "合议\n第二行", "en": "=1+1"}, "list": [1, 2.5, True]}
    made = ledger.append(tmp_path, "consensus", "Chen", data)
    assert ledger.read(tmp_path) == (made,)
    assert made.data == data
    assert made.at.utcoffset() == timedelta(0)


def test_times_are_utc_and_reproducible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beijing = timezone(timedelta(hours=8))
    assert ledger.append(tmp_path, "x", "y", {}, datetime(2026, 3, 1, 20, tzinfo=beijing)).at == NOON
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert ledger.append(tmp_path, "x", "y", {}).at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_can_change_unnoticed(tmp_path: Path, flip: int) -> None:
    path = filled(tmp_path)
    whole = path.read_bytes()
    unnoticed = []
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ flip]) + whole[position + 1 :])
        try:
            found = ledger.load(tmp_path)
        except InputError:
            continue
        if not found.torn:  # only the last newline: what it ended is not accepted any more, and says so
            unnoticed.append(position)
    assert unnoticed == []


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (lambda lines: lines[1:], 1, "chain is broken"),
        (lambda lines: [lines[0], lines[2]], 2, "chain is broken"),
        (lambda lines: [lines[1], lines[0], lines[2]], 1, "chain is broken"),
        (lambda lines: [*lines, lines[2]], 4, "chain is broken"),
        (lambda lines: [lines[0], lines[1].replace('"50"', '"55"'), lines[2]], 2, "does not have its hash"),
        (lambda lines: [lines[0], "{", lines[2]], 2, "cannot be read"),
        (lambda lines: [lines[0], "", lines[1], lines[2]], 2, "cannot be read"),
        (lambda lines: [lines[0], lines[1] + " ", lines[2]], 2, "cannot be read"),
        (lambda lines: [lines[0], "[]", lines[2]], 2, "cannot be read"),
        (lambda lines: [lines[0].replace('"number":1', '"number":true')], 1, "cannot be read"),
    ],
)
def test_a_damaged_ledger_is_named_by_line_and_left_alone(tmp_path: Path, change: Any, line: int, words: str) -> None:
    path = filled(tmp_path)
    path.write_text("\n".join(change(path.read_text("utf-8").splitlines())) + "\n", "utf-8")
    before = path.read_bytes()
    for attempt in (ledger.read, lambda root: ledger.append(root, "x", "y", {})):
        with pytest.raises(InputError, match=rf"ratings/ledger\.jsonl:{line}: .*{words}"):
            attempt(tmp_path)
    assert path.read_bytes() == before


def test_a_torn_line_was_never_accepted(tmp_path: Path) -> None:
    path = filled(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"at":"2026')
    found = ledger.load(tmp_path)
    assert (len(found.entries), found.torn, found.size) == (3, b'{"at":"2026', len(whole))
    ledger.append(tmp_path, "x", "y", {}, NOON)
    assert [entry.number for entry in ledger.read(tmp_path)] == [1, 2, 3, 4]
    assert path.read_bytes().startswith(whole + b'{"at":"2026-03-01T12')


@pytest.mark.parametrize("data", [{"x": float("nan")}, {"x": b"1"}, {"x": "\ud800"}, {"x": {1, 2}}])
def test_only_json_is_accepted(tmp_path: Path, data: dict[str, Any]) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="cannot be written to the ledger"):
        ledger.append(tmp_path, "x", "y", data)
    assert path.read_bytes() == before


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(data=st.dictionaries(st.text(), _JSON, max_size=4), by=st.text(min_size=1))
def test_whatever_json_holds_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], by: str
) -> None:
    root = tmp_path_factory.mktemp("ledger")
    try:
        made = ledger.append(root, "x", by, data)
    except InputError:  # half a character: Unicode has no bytes for it
        assert "\\ud" in json.dumps([data, by])
        return
    assert ledger.read(root) == (made,)
    assert made.data == data


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_accepts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()
    real = os.write

    def half(handle: int, data: bytes) -> int:
        return real(handle, data if data.startswith(b'{"pid"') or len(data) < 150 else data[:100])

    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, call, half if call == "write" else fail)
    with pytest.raises(OSError, match=r"No space left|Input/output"):
        ledger.append(tmp_path, "x", "y", {"text": "long enough to be cut"})
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert ledger.append(tmp_path, "x", "y", {}).number == 4


def test_ten_thousand_entries_are_read(tmp_path: Path) -> None:
    path = tmp_path / ledger.LEDGER
    path.parent.mkdir()
    previous, lines = "0" * 64, []
    for number in range(1, 10_001):
        fields = {"at": NOON.isoformat(), "by": "c", "data": {}, "kind": "x", "number": number, "previous": previous}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        lines.append(json.dumps({**fields, "hash": previous}, sort_keys=True, separators=(",", ":")))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert ledger.load(tmp_path).head == previous
    assert ledger.append(tmp_path, "x", "y", {}).number == 10_001


def test_a_new_cycle_begins_behind_its_entry(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    assert len(ledger.load(tmp_path).of_cycle) == 2
    ledger.append(tmp_path, "cycle", "Chen", {"name": "2025"}, NOON)
    assert ledger.load(tmp_path).of_cycle == ()
    last = ledger.append(tmp_path, "consensus", "Chen", {}, NOON)
    assert ledger.load(tmp_path).of_cycle == (last,)


def test_threads_wait_for_each_other(tmp_path: Path) -> None:
    threads = [threading.Thread(target=filled, args=(tmp_path, 8)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [entry.number for entry in ledger.read(tmp_path)] == list(range(1, 33))


class Holder:
    """Another process that holds a lock."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", HOLD, str(path)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def end(self) -> None:
        self.process.communicate()

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_whoever_waits_in_vain_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / ledger.LOCK
    holder = Holder(path)
    with pytest.raises(InputError) as refused, locked(path, "me", wait=0.1):
        pass
    holder.end()
    fault = refused.value.faults[0]
    assert f"is held by `zhuoyue ratings import` (process {holder.process.pid} on " in fault.en
    assert f"进程 {holder.process.pid}" in fault.zh
    with locked(path, "me", wait=0):
        pass


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / ledger.LOCK
    Holder(path).die()
    assert "ratings import" in path.read_text("utf-8")  # the note outlives it, the lock does not
    with locked(path, "me", wait=0):
        pass


def test_one_who_holds_it_may_enter_again_and_lets_go_once(tmp_path: Path) -> None:
    path = tmp_path / ledger.LOCK
    failed = []

    def other() -> None:
        try:
            with locked(path, "other", wait=0):
                pass
        except InputError as error:
            failed.append(error)

    def attempt() -> int:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        return len(failed)

    with locked(path, "me"):
        with pytest.raises(ZeroDivisionError), locked(path, "me again", wait=0):
            _ = 1 / 0
        assert attempt() == 1
        assert "`me`" in failed[0].faults[0].en
    assert attempt() == 1
