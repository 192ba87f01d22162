"""The YAML block that may open a Markdown or text file."""

from __future__ import annotations

import re
from typing import Any

import yaml

from zhuoyue import Criteria, Fault, Text, Visibility, did_you_mean
from zhuoyue_plugins.documents.details import FIELDS, Cells, Details

KEYS = ("title", *(field for field in FIELDS if field not in {"file", "title_zh", "title_en"}))
"""The keys a front matter may have."""
_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 65_536


def split(text: str) -> tuple[str | None, str]:
    """Return the front matter, None if there is none, and the rest of the text."""
    match = _BLOCK.match(text[:_LONGEST]) if text.startswith("---") else None
    return (match[1], text[match.end() :]) if match else (None, text)


def read(block: str, name: str, criteria: Criteria) -> tuple[Details, list[Fault]]:
    """Read a front matter. `name` is how messages call the file."""
    try:
        # `safe_load` would read the item 4.10 as the number 4.1; the base loader makes nothing but texts.
        data = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506  makes no objects at all
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        en = f"YAML syntax: {getattr(error, 'problem', None) or error}; the file is treated as confidential"
        zh = f"YAML 语法错误：{getattr(error, 'problem', None) or error}；该文件按机密处理"
        # Nobody can tell which tier an unreadable block asked for.
        return Details(visibility=Visibility.CONFIDENTIAL), [Fault(en, zh, f"{name}:{line}")]
    if data is None or data == "":
        return Details(), []
    if not isinstance(data, dict):
        en, zh = "the front matter is no list of keys and values", "文件头不是键值列表"
        return Details(visibility=Visibility.CONFIDENTIAL), [Fault(en, zh, f"{name}:2")]
    return _details(data, name, criteria)


def _details(data: dict[Any, Any], name: str, criteria: Criteria) -> tuple[Details, list[Fault]]:
    faults: list[Fault] = []
    cells: dict[str, str] = {}
    for key, value in data.items():
        where = f"{name}: {key}"
        if key not in KEYS:
            en, zh = did_you_mean(str(key), KEYS)
            faults.append(Fault(f"unknown key {key!r}{en}", f"未知的键 {key!r}{zh}", where))
            if "'visibility'" in en.partition("expected")[0]:  # who misspells the tier wants to hide the file
                cells.setdefault("visibility", Visibility.CONFIDENTIAL.value)
        elif key != "title" and (cell := _cell(value)) is not None:
            cells[key] = cell
        elif key != "title":
            en, zh = "expected a text or a list of texts", "应为文本或文本列表"
            faults.append(Fault(en, zh, where))
    reader = Cells(cells, lambda key: f"{name}: {key}", criteria)
    details = reader.details(_title(data.get("title"), name, faults))
    return details, faults + reader.faults


def _cell(value: Any) -> str | None:
    """Return a scalar, or a list of scalars, as one cell of a register; None if it is anything else."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return value if isinstance(value, str) else None


def _title(value: Any, name: str, faults: list[Fault]) -> Text | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return Text.model_validate(value)
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        zh, en = value.get("zh"), value.get("en")
        if all(isinstance(part, str) for part in value.values()) and f"{zh or ''}{en or ''}".strip():
            return Text(zh=zh or "", en=en or "")
    faults.append(Fault("expected a text or {zh: …, en: …}", "应为文本或 {zh: …, en: …}", f"{name}: title"))
    return None
