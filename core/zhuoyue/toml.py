"""Reading TOML so that every later complaint can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from zhuoyue.errors import Fault, InputError, unreadable

Key = str | int
_BARE = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


@dataclass(frozen=True)
class TomlFile:
    """A TOML file's data and the lines its keys stand on."""

    name: str
    """The file as shown in messages."""
    data: dict[str, Any]
    """The parsed document."""
    text: str = field(default="", repr=False)
    """The document as it is written; lines are looked for once somebody asks, which most files never see."""
    placed: dict[tuple[Key, ...], int] = field(default_factory=dict, repr=False)
    """Lines or rows by key path, of data that were not written as TOML."""

    @cached_property
    def lines(self) -> dict[tuple[Key, ...], int]:
        """Line of each key path; what an inline table or array holds is found by its longest known prefix."""
        found = dict(self.placed)
        for key, number in _lines(self.text):
            found.setdefault(key, number)
        return found

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
        raise InputError(unreadable(error, shown)) from error
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
        message = next((zh for start, zh in _ZH.items() if error.msg.startswith(start)), error.msg)
        fault = Fault(f"TOML syntax: {error.msg}{en}", f"TOML 语法错误：{message}{zh}", where)
        raise InputError(fault) from error
    return TomlFile(shown, data, text)


_ZH = {
    "Cannot declare": "同一个表声明了两次",
    "Cannot mutate": "不能再向此表或列表添加内容",
    "Cannot overwrite": "同一个键赋值了两次",
    "Duplicate inline table key": "行内表中有重复的键",
    "Expected '=' after a key": "键之后应为 =",
    "Expected newline or end of document": "语句之后应换行（一行只能写一个键）",
    "Expected ']'": "缺少 ]",
    "Found invalid character": "含有不允许的字符",
    "Illegal character '\\n'": "文本缺少右引号",
    "Illegal character": "含有不允许的字符",
    "Invalid date": "日期不正确",
    "Invalid initial character for a key": "键的开头有误",
    "Invalid statement": "语句有误",
    "Invalid value": "值有误",
    "Unclosed array": "列表缺少 ]",
    "Unclosed inline table": "行内表缺少 }",
    "Unescaped": "反斜杠需要写成两个，或改用单引号",
    "Unterminated string": "文本缺少右引号",
}
"""What tomli says, by its beginning, in Chinese."""


def _syntax_hint(lines: list[str]) -> tuple[str, str]:
    """Explain the slips that are made most: keys in Chinese, Chinese punctuation, dates with slashes, bare words."""
    line = lines[0] if lines else ""
    wide = re.search(r"[，：；“”‘’（）【】＝]", re.sub(r"\"[^\"]*\"|'[^']*'", "", line))
    if wide:
        return f"; {wide[0]!r} is Chinese punctuation, use ASCII", f"；{wide[0]!r} 是中文标点，请改用英文标点"
    key = re.match(r"\s*(\[{0,2})([^\s=\"'\[\].]*[^\x00-\x7f][^\s=\"'\[\].]*)", line)
    if key:
        quoted = f'"{key[2]}"'
        return f"; a key with other than ASCII letters needs quotes: {quoted}", f"；含中文的键需要加引号：{quoted}"
    inner = re.search(r"[{,]\s*([^\s=\"'{},]*[^\x00-\x7f=][^\s=\"'{},]*)\s*=", line)
    if inner:
        quoted = f'"{inner[1]}"'
        return f"; a key with other than ASCII letters needs quotes: {quoted}", f"；含中文的键需要加引号：{quoted}"
    if "\\" in line:
        return "; in paths write / instead of \\", "；路径请用 / 代替 \\"
    percent = re.search(r"=\s*([\d.]+)\s*[%％]", line)
    if percent:
        return f"; write {percent[1]} without the sign", f"；请写 {percent[1]}，不带百分号"
    if re.match(r"\s*\[[^\[]", line):
        return "; put its keys into the table of this name above", "；请把内容并入上文同名的表"
    day = re.search(r"=\s*(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})", line)
    if day:
        iso = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
        return f"; a date is written {iso}", f"；日期应写作 {iso}"
    if re.search(r"=\s*\d{4}-\d{2}-\d{2}", line):
        return "; there is no such day", "；没有这一天"
    word = re.search(r"=\s*([^\s\"'\[{#\d+-][^#]*?)\s*(?:#.*)?$", line)
    if word and word[1] not in {"true", "false"}:
        return f'; a text needs quotes: "{word[1]}"', f'；文本需要加引号："{word[1]}"'
    return "", ""


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
