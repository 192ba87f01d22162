"""Reading TOML so that every later complaint can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from zhuoyue.errors import Fault, InputError

Key = str | int
_BARE = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


@dataclass(frozen=True)
class TomlFile:
    """A TOML file's data and the lines its keys stand on."""

    name: str
    """The file as shown in messages."""
    data: dict[str, Any]
    """The parsed document."""
    lines: dict[tuple[Key, ...], int] = field(repr=False)
    """Line of each key path; what an inline table or array holds is found by its longest known prefix."""

    def where(self, path: Sequence[Key] = ()) -> str:
        """Return `file:line: key.path` for a key path, as far as it is known."""
        shown = ".".join(str(key) if isinstance(key, str) else f"[{key}]" for key in path).replace(".[", "[")
        known = next((tuple(path[:n]) for n in range(len(path), 0, -1) if tuple(path[:n]) in self.lines), None)
        line = self.lines[known] if known else None
        place = f"{self.name}:{line}" if line else self.name
        return f"{place}: {shown}" if shown else place


def read_toml(path: Path, name: str | None = None) -> TomlFile:
    """Read a TOML file. `name` is how messages call it (default: its path as given).

    Raises:
        InputError: the file is missing, is not UTF-8, or breaks TOML's rules; with line and column.
    """
    shown = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(Fault(f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", shown)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            Fault("is not UTF-8; save the file as UTF-8", "不是 UTF-8 编码，请另存为 UTF-8", f"{shown}:{line}")
        ) from error
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        where = f"{shown}:{error.lineno}:{error.colno}"
        en, zh = _syntax_hint(text.splitlines()[error.lineno - 1 : error.lineno])
        fault = Fault(f"TOML syntax: {error.msg}{en}", f"TOML 语法错误：{error.msg}{zh}", where)
        raise InputError(fault) from error
    lines: dict[tuple[Key, ...], int] = {}
    for key, number in _lines(text):
        lines.setdefault(key, number)
    return TomlFile(shown, data, lines)


def _syntax_hint(lines: list[str]) -> tuple[str, str]:
    """Explain the mistake that Chinese users make most: a bare key with Chinese characters."""
    match = re.match(r"\s*(\[{0,2})([^\s=\"'\[\].]*[^\x00-\x7f][^\s=\"'\[\].]*)", lines[0]) if lines else None
    if match is None:
        return "", ""
    quoted = f'"{match[2]}"'
    return f"; a key with other than ASCII letters needs quotes: {quoted}", f"；含中文的键需要加引号：{quoted}"


def _lines(text: str) -> Iterator[tuple[tuple[Key, ...], int]]:
    """Yield every key path that begins a line, with its line number. `text` is known to be valid TOML."""
    table: tuple[Key, ...] = ()
    counts: dict[tuple[Key, ...], int] = {}
    closing: str | None = None
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if closing is None and depth == 0:
            header = re.match(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$", line)
            if header and "=" not in re.sub(r"\"[^\"]*\"|'[^']*'", "", header[2]):
                table = _open(_split(header[2])[0], header[1] == "[[", counts)
                yield table, number
                continue
            names, rest = _split(line)
            if names and rest.startswith("="):
                for length in range(1, len(names) + 1):
                    yield (*table, *names[:length]), number
                line = rest
        closing, depth = _skim(line, closing, depth)


def _open(names: tuple[str, ...], array: bool, counts: dict[tuple[Key, ...], int]) -> tuple[Key, ...]:
    """Return the key path of a table header, with the index of each array of tables on the way."""
    path: tuple[Key, ...] = ()
    for position, name in enumerate(names):
        path = (*path, name)
        last = position == len(names) - 1
        if array and last:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split(text: str) -> tuple[tuple[str, ...], str]:
    """Split a dotted key off `text`; return its parts and what follows."""
    names: list[str] = []
    rest = text
    while match := _BARE.match(rest):
        names.append(next(group for group in match.groups() if group is not None))
        rest = rest[match.end() :]
        if not rest.startswith("."):
            break
        rest = rest[1:]
    return tuple(names), rest


def _skim(line: str, closing: str | None, depth: int) -> tuple[str | None, int]:
    """Run over a value; return the multi-line string delimiter still open and the bracket depth."""
    position = 0
    while position < len(line):
        if closing is not None:
            end = line.find(closing, position)
            if end < 0:
                return closing, depth
            position, closing = end + 3, None
            continue
        char = line[position]
        if char == "#":
            break
        if char in "\"'":
            if line.startswith(char * 3, position):
                closing, position = char * 3, position + 3
                continue
            position = _string_end(line, position, char)
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
        position += 1
    return closing, depth


def _string_end(line: str, start: int, quote: str) -> int:
    """Return the position of the quote that ends the one-line string beginning at `start`."""
    position = start + 1
    while position < len(line) and line[position] != quote:
        position += 2 if line[position] == "\\" and quote == '"' else 1
    return position
