"""A criteria file as TOML text, laid out as one written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from zhuoyue.criteria_file import CriteriaFile
from zhuoyue.interchange.file_data import file_data
from zhuoyue.model.base import plain

_LEVELS = "levels"


def dumps(file: CriteriaFile, comment: str = "") -> str:
    """Return criteria as the text of a criteria file: reading it gives equal criteria.

    Args:
        file: the criteria, with schemes of their own if they have any.
        comment: lines to put on top.
    """
    return dumps_data(file_data(file), comment)


def dumps_data(data: Mapping[str, Any], comment: str = "") -> str:
    """Return the data of a criteria file, complete or not, as TOML."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    if lines:
        lines.append("")
    lines.extend(_body(data, ""))
    return "\n".join(lines).strip("\n") + "\n"


def _body(table: Mapping[str, Any], header: str) -> Iterator[str]:
    """Yield a table's own keys, then the tables inside it."""
    inner = {key: value for key, value in table.items() if _is_tables(value)}
    for key, value in table.items():
        if key not in inner and key != _LEVELS:
            yield f"{_key(key)} = {toml_value(value)}"
    if header and table.get(_LEVELS):  # too long for one line
        yield from ("", f"[{header}.{_LEVELS}]")
        yield from (f"{_key(key)} = {toml_value(text)}" for key, text in table[_LEVELS].items())
    for key, tables in inner.items():
        name = f"{header}.{_key(key)}" if header else _key(key)
        for one in tables:
            yield ""
            if name == "categories":
                yield from (f"# -------- {_heading(one)} --------", "")
            yield f"[[{name}]]"
            yield from _body(one, name)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _heading(category: Mapping[str, Any]) -> str:
    title = category.get("title")
    words = title if isinstance(title, str) else " ".join((title or {}).values())
    return " ".join(f"{category.get('code', '')} {words}".split())


def toml_value(value: Any) -> str:
    """Return a value as TOML has it, on one line: numbers exact, texts escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {toml_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    # JSON escapes as TOML does, but for DEL and the two that end a line elsewhere.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
