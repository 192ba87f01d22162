"""An OSCAL catalog as the data of a criteria file: our own without loss, anybody's as far as criteria have a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhuoyue.criteria_file.tables import CRITERIA_ID, ITEM_CODE
from zhuoyue.errors import Fault, InputError, unreadable
from zhuoyue.interchange.oscal_names import NS, Json, props_of
from zhuoyue.interchange.oscal_writing import ABOUT
from zhuoyue.toml import Key, TomlFile

_LARGE = 100_000_000
"""Bytes; the largest public catalogs have ten million."""


def read_json(path: Path) -> Json:
    """Return a JSON document.

    Raises:
        InputError: the file cannot be read, is too large or no JSON object.
    """
    try:
        if path.stat().st_size > _LARGE:
            raise InputError(Fault("is too large for an OSCAL document", "文件过大", path.name))
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(unreadable(error, path.name)) from error
    except json.JSONDecodeError as error:
        where = f"{path.name}:{error.lineno}:{error.colno}"
        raise InputError(Fault(f"is no JSON: {error.msg}", "不是有效的 JSON：此处有语法错误", where)) from error
    except (ValueError, RecursionError) as error:
        raise InputError(Fault("is no JSON in UTF-8", "不是 UTF-8 编码的 JSON", path.name)) from error
    if not isinstance(data, dict):
        raise InputError(
            Fault("is no OSCAL document: its top is no object", "不是 OSCAL 文档：顶层不是对象", path.name)
        )
    return data


@dataclass
class Taken:
    """What was read of a document, and what of it has no place here."""

    file: TomlFile
    """Data of a criteria file; places in it name the control."""
    notes: list[Fault] = field(default_factory=list)
    """What was left out or supposed."""


def read_catalog(name: str, document: Json, scheme: str = "holistic") -> Taken:
    """Return the data of a catalog document.

    Args:
        name: how messages call the file.
        document: the JSON document.
        scheme: scoring scheme for a catalog that names none.

    Raises:
        InputError: it is no catalog.
    """
    catalog = document.get("catalog")
    if not isinstance(catalog, dict):
        kinds = ", ".join(document) or "–"
        raise InputError(Fault(f"holds no OSCAL catalog, but: {kinds}", f"不含 OSCAL catalog，而是：{kinds}", name))
    named = props_of(_dict(catalog.get("metadata")))
    return _ours(name, catalog, named) if "family" in named else _anybodys(name, catalog, scheme)


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _dicts(table: Json, key: str) -> Iterator[Json]:
    value = table.get(key)
    yield from (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


# ---- a catalog that we wrote -------------------------------------------------------------------------------------


def _ours(name: str, catalog: Json, named: dict[str, str]) -> Taken:
    lines: dict[tuple[Key, ...], int] = {}
    data: Json = {key: named[key] for key in ("id", "family", "edition", "scheme", "total", "roll_up") if key in named}
    groups = list(_dicts(catalog, "groups"))
    about = next((one for one in groups if one.get("class") == ABOUT), {})
    data["title"] = _languages(about, "title") or _dict(catalog.get("metadata")).get("title")
    data |= _about(about)
    data["categories"] = [_category(one) for one in groups if one.get("class") != ABOUT]
    return Taken(TomlFile(name, data, placed=lines))


def _about(group: Json) -> Json:
    data: Json = {}
    for part in _dicts(group, "parts"):
        key = str(part.get("name")).replace("-", "_")
        if key in {"note", "trademark"}:
            data[key] = _prose(part, key)
        elif key in {"profile", "score_bands", "departures"}:
            data.setdefault(key, []).append(_entry(part, key))
        elif key == "scheme":
            data.setdefault("schemes", []).append(_parsed(part.get("prose")))
    return data


def _parsed(text: Any) -> Any:
    try:
        return json.loads(str(text))
    except ValueError:
        return {}


def _entry(part: Json, key: str) -> Json:
    props = props_of(part)
    found: Json = {}
    if "label" in props:
        found["code"] = props["label"]
    if "title" in part:
        found["title"] = _languages(part, "title") or part["title"]
    found |= {name: _plain(props[name]) for name in _KEPT if name in props}
    for inner in _dicts(part, "parts"):
        if inner.get("name") in {"text", "reason"}:
            found[str(inner["name"])] = _prose(inner, str(inner["name"]))
    return found


_KEPT = ("kind", "theme", "points", "scheme", "verified", "number", "low", "high", "item", "before", "after")


def _plain(value: str) -> Any:
    return {"true": True, "false": False}.get(value, value)


def _languages(table: Json, name: str) -> dict[str, str] | None:
    """Return a text from the parts that hold it in each language; None if there are none."""
    found = {
        str(one["class"]): str(one.get("prose", ""))
        for one in _dicts(table, "parts")
        if one.get("ns") == NS and one.get("name") == name and one.get("class") in {"zh", "en"}
    }
    return found or None


def _prose(part: Json, name: str) -> Any:
    return _languages(part, name) or part.get("prose")


def _category(group: Json) -> Json:
    overview = next((one for one in _dicts(group, "parts") if one.get("name") == "overview"), None)
    table = _entry(group, "category")
    if overview:
        table["text"] = _prose(overview, "overview")
    return table | {"items": [_item(one) for one in _dicts(group, "controls")]}


def _item(control: Json) -> Json:
    table = _entry(control, "item")
    statement = next((one for one in _dicts(control, "parts") if one.get("name") == "statement"), {})
    if "prose" in statement:
        table["text"] = _prose(statement, "statement")
    levels = {
        props_of(one).get("label", ""): _prose(one, "level")
        for one in _dicts(control, "parts")
        if one.get("name") == "level" and one.get("ns") == NS
    }
    topics = _topics(statement)
    return table | ({"levels": levels} if levels else {}) | ({"topics": topics} if topics else {})


def _topics(part: Json) -> list[Json]:
    return [_topic(one) for one in _dicts(part, "parts") if one.get("name") == "item"]


def _topic(part: Json) -> Json:
    table: Json = {"key": props_of(part).get("label"), "title": _languages(part, "title") or part.get("title")}
    if "prose" in part:
        table["text"] = _prose(part, "text")
    topics = _topics(part)
    return table | ({"topics": topics} if topics else {})


# ---- anybody's catalog -------------------------------------------------------------------------------------------


def _anybodys(name: str, catalog: Json, scheme: str) -> Taken:
    """Take groups for categories, controls for items, enhancements and parts of statements for topics."""
    metadata = _dict(catalog.get("metadata"))
    title = str(metadata.get("title") or name)
    slug = re.sub(r"[^a-z0-9.]+", "-", title.lower()).strip("-.")[:60].strip("-.") or "catalog"
    version = str(metadata.get("version") or "1")
    data: Json = {"id": slug if re.match(CRITERIA_ID, slug) else "catalog", "family": slug, "edition": version}
    data |= {"scheme": scheme, "title": title}
    groups = list(_leaves(catalog, title))
    codes: set[str] = set()
    data["categories"] = [_foreign_group(group, number, codes) for number, group in enumerate(groups, 1)]
    notes = [
        Fault(
            f"was not written by zhuoyue: every item is taken for kind = process, theme = process, scheme = {scheme}, "
            "without points; change what differs",
            f"不是由 zhuoyue 写出：所有条款均按 kind = process、theme = process、scheme = {scheme} 且无分值处理，"
            "请按需修改",
            name,
        ),
        *_left_out(catalog, name),
    ]
    return Taken(TomlFile(name, data), notes)


def _leaves(table: Json, title: str) -> Iterator[Json]:
    """Yield groups that hold controls; controls outside of any group make one of their own."""
    loose = list(_dicts(table, "controls"))
    if loose:
        yield table if "title" in table else {"title": title, "controls": loose}
    for group in _dicts(table, "groups"):
        yield from _leaves(group, title)


def _foreign_group(group: Json, number: int, codes: set[str]) -> Json:
    items = [_foreign_control(one, codes) for one in _dicts(group, "controls")]
    code = props_of(group).get("label") or str(group.get("id") or number)
    return {"code": code, "theme": "process", "title": str(group.get("title") or code), "items": items}


def _foreign_control(control: Json, codes: set[str]) -> Json:
    label = props_of(control).get("label") or str(control.get("id") or "")
    code = re.sub(r"[^A-Za-z0-9.]+", ".", label).strip(".") or "x"
    while code in codes or not re.match(ITEM_CODE, code):
        code += ".x"
    codes.add(code)
    table: Json = {"code": code, "kind": "process", "title": str(control.get("title") or code)}
    statement = next((one for one in _dicts(control, "parts") if one.get("name") == "statement"), {})
    if str(statement.get("prose") or "").strip():
        table["text"] = statement["prose"]
    topics = [_foreign_part(one, number) for number, one in enumerate(_dicts(statement, "parts"), 1)]
    for inner in _dicts(control, "controls"):
        name = props_of(inner).get("label") or str(inner.get("id") or "x")
        topics.append({"key": name, "title": str(inner.get("title") or name)})
    return table | ({"topics": topics} if topics else {})


def _foreign_part(part: Json, number: int) -> Json:
    key = props_of(part).get("label") or str(number)
    prose = str(part.get("prose") or "").strip()
    title = str(part.get("title") or prose or key)
    table: Json = {"key": key, "title": title}
    if part.get("title") and prose:
        table["text"] = prose
    topics = [_foreign_part(one, place) for place, one in enumerate(_dicts(part, "parts"), 1)]
    return table | ({"topics": topics} if topics else {})


def _left_out(catalog: Json, name: str) -> Iterator[Fault]:
    text = json.dumps(catalog)
    for key, en, zh in (
        ("params", "parameters", "参数"),
        ("links", "links", "链接"),
        ("back-matter", "resources of the back matter", "附录资源"),
    ):
        if f'"{key}":' in text:
            yield Fault(f"left out: {en}", f"未导入：{zh}", name)
