"""Criteria as rows of one table, and back: one row for each category, item and topic, with a level column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhuoyue.criteria_file import CriteriaFile
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.interchange.file_data import file_data
from zhuoyue.model.base import plain
from zhuoyue.toml import Key, TomlFile

COLUMNS: dict[str, str] = {
    "level": "层级",
    "code": "代码",
    "title_zh": "名称（中文）",
    "title_en": "名称（英文）",
    "text_zh": "说明（中文）",
    "text_en": "说明（英文）",
    "kind": "类型",
    "theme": "主题",
    "points": "分值",
    "scheme": "评分方案",
    "verified": "已核对",
    "value": "值",
}
"""Columns and what they are called in Chinese."""
LEVELS: dict[str, str] = {
    "model": "准则",
    "profile": "概述",
    "band": "分数段",
    "departure": "调整",
    "scheme": "评分方案",
    "category": "类目",
    "item": "条款",
    "level": "等级",
    "topic": "要点",
}
"""What a row can be, and what it is called in Chinese. A topic inside a topic is `topic 2`, and so on."""
_VALUES = ("id", "family", "edition", "scheme", "total", "roll_up")
_TEXTS = ("title", "note", "trademark")

Row = dict[str, str]


def to_rows(file: CriteriaFile) -> list[Row]:
    """Return the rows; nothing of the criteria is left out."""
    data = file_data(file)
    return [{key: value for key, value in row.items() if value} for row in _rows(data)]


def _rows(data: Mapping[str, Any]) -> Iterator[Row]:
    for key in _VALUES:
        if key in data:
            yield {"level": "model", "code": key, "value": _cell(data[key])}
    for key in _TEXTS:
        if key in data:
            yield {"level": "model", "code": key, **_text("title" if key == "title" else "text", data[key])}
    for one in data.get("profile", ()):
        yield {"level": "profile", **_named(one)}
    for one in data.get("score_bands", ()):
        value = f"{_cell(one['low'])}…{_cell(one['high'])}"
        yield {"level": "band", "code": _cell(one["number"]), **_named(one), **_plain(one), "value": value}
    for one in data.get("departures", ()):
        value = f"{one.get('before', '')} → {one.get('after', '')}"
        titles = _text("title", one.get("title")) | _text("text", one["reason"])
        yield {"level": "departure", "code": one.get("item", ""), "kind": one["kind"], **titles, "value": value}
    for one in data.get("schemes", ()):
        yield {
            "level": "scheme",
            "code": str(one.get("name", "")),
            "value": json.dumps(one, ensure_ascii=False, default=_cell),
        }
    for category in data["categories"]:
        yield {"level": "category", **_named(category), **_plain(category)}
        for item in category["items"]:
            yield {"level": "item", **_named(item), **_plain(item)}
            for key, text in item.get("levels", {}).items():
                yield {"level": "level", "code": key, **_text("text", text)}
            yield from _topics(item, 1)


def _topics(table: Mapping[str, Any], depth: int) -> Iterator[Row]:
    for topic in table.get("topics", ()):
        level = "topic" if depth == 1 else f"topic {depth}"
        yield {
            "level": level,
            "code": topic["key"],
            **_text("title", topic["title"]),
            **_text("text", topic.get("text")),
        }
        yield from _topics(topic, depth + 1)


def _named(table: Mapping[str, Any]) -> Row:
    code = {"code": str(table["code"])} if "code" in table else {}
    return code | _text("title", table.get("title")) | _text("text", table.get("text"))


def _plain(table: Mapping[str, Any]) -> Row:
    return {key: _cell(table[key]) for key in ("kind", "theme", "points", "scheme", "verified") if key in table}


def _text(column: str, text: Mapping[str, str] | None) -> Row:
    return {f"{column}_{language}": words for language, words in (text or {}).items()}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else plain(value)


def from_rows(name: str, rows: Iterable[tuple[int, Row]]) -> TomlFile:
    """Return the data of a criteria file from rows, each with its number in the file.

    Places in it name the row, so that the checks of criteria files tell where a fault stands.

    Raises:
        InputError: a row whose level is unknown, or that stands where nothing holds it.
    """
    reading = _Reading(name)
    for number, row in rows:
        reading.take(number, row)
    if reading.faults:
        raise InputError(*reading.faults)
    return TomlFile(name, reading.data, placed=reading.lines)


class _Reading:
    """Rows on their way to data: what each row opens, and where the next belongs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: dict[str, Any] = {}
        self.lines: dict[tuple[Key, ...], int] = {}
        self.faults: list[Fault] = []
        self.open: list[tuple[dict[str, Any], tuple[Key, ...]]] = []
        """Category, item, topic, topic 2 … that further rows may belong to."""

    def take(self, number: int, row: Row) -> None:
        level, depth = _level(row.get("level", ""))
        take = getattr(self, f"_take_{level}", None)
        if take is None:
            said = row.get("level", "")
            en, zh = did_you_mean(said, LEVELS)
            self._fault(number, f"no level {said!r}{en}", f"没有层级 {said!r}{zh}")
        else:
            take(number, row, depth)

    def _fault(self, number: int, en: str, zh: str) -> None:
        self.faults.append(Fault(en, zh, f"{self.name}:{number}"))

    def _take_model(self, number: int, row: Row, depth: int) -> None:
        key = row.get("code", "")
        if key in _VALUES:
            self.data[key] = row.get("value", "")
        elif key in _TEXTS:
            self.data[key] = _bilingual(row, "title") or _bilingual(row, "text")
        else:
            en, zh = did_you_mean(key, (*_VALUES, *_TEXTS))
            self._fault(number, f"the model has no {key!r}{en}", f"准则没有 {key!r}{zh}")
        self.lines[(key,)] = number

    def _add(self, key: str, number: int, table: dict[str, Any]) -> None:
        tables = self.data.setdefault(key, [])
        self.lines[(key, len(tables))] = number
        tables.append({name: value for name, value in table.items() if value is not None})

    def _take_profile(self, number: int, row: Row, depth: int) -> None:
        self._add("profile", number, _table(row))

    def _take_band(self, number: int, row: Row, depth: int) -> None:
        low, _, high = row.get("value", "").replace("...", "…").partition("…")
        table = _table(row) | {"number": row.get("code"), "low": low.strip(), "high": high.strip()}
        self._add("score_bands", number, {key: value for key, value in table.items() if key != "code"})

    def _take_departure(self, number: int, row: Row, depth: int) -> None:
        before, _, after = row.get("value", "").partition("→")
        table = {"kind": row.get("kind"), "item": row.get("code"), "title": _bilingual(row, "title")}
        table |= {"before": before.strip(), "after": after.strip(), "reason": _bilingual(row, "text")}
        self._add("departures", number, table)

    def _take_scheme(self, number: int, row: Row, depth: int) -> None:
        try:
            table = json.loads(row.get("value", ""))
        except ValueError:
            self._fault(number, "the value of a scheme must be JSON", "评分方案一行的值应为 JSON")
            return
        self._add("schemes", number, table if isinstance(table, dict) else {})

    def _take_category(self, number: int, row: Row, depth: int) -> None:
        self._add("categories", number, _table(row) | {"items": []})
        index = len(self.data["categories"]) - 1
        self.open = [(self.data["categories"][index], ("categories", index))]

    def _take_item(self, number: int, row: Row, depth: int) -> None:
        self._inside(1, "items", number, _table(row), "an item needs a category above it", "条款之上应有类目")

    def _take_level(self, number: int, row: Row, depth: int) -> None:
        if len(self.open) < 2:
            self._fault(number, "a level needs an item above it", "等级之上应有条款")
            return
        item, path = self.open[1]
        self.lines[(*path, "levels", row.get("code", ""))] = number
        item.setdefault("levels", {})[row.get("code", "")] = _bilingual(row, "text") or _bilingual(row, "title")

    def _take_topic(self, number: int, row: Row, depth: int) -> None:
        table = _table(row)
        table = {"key": table.pop("code", None), **table}
        above = ("an item", "条款") if depth == 1 else (f"a topic of level {depth - 1}", f"第 {depth - 1} 层要点")
        self._inside(
            depth + 1, "topics", number, table, f"a topic needs {above[0]} above it", f"要点之上应有{above[1]}"
        )

    def _inside(self, depth: int, key: str, number: int, table: dict[str, Any], en: str, zh: str) -> None:
        """Put a table into what is open at the depth above it, and open it."""
        if len(self.open) < depth:
            self._fault(number, en, zh)
            return
        holder, path = self.open[depth - 1]
        tables = holder.setdefault(key, [])
        place = (*path, key, len(tables))
        self.lines[place] = number
        tables.append({name: value for name, value in table.items() if value is not None})
        self.open = [*self.open[:depth], (tables[-1], place)]


def _level(said: str) -> tuple[str, int]:
    """Return the level that a cell names, in English or Chinese, and the depth of a topic."""
    words = said.strip().casefold()
    name = words.rstrip("0123456789 ")
    digits = words[len(name) :].strip()
    chinese = {zh: en for en, zh in LEVELS.items()}
    return chinese.get(name, name), int(digits or 1)


_YES_NO = {"yes": True, "true": True, "是": True, "1": True, "no": False, "false": False, "否": False, "0": False}


def _table(row: Row) -> dict[str, Any]:
    """Return the keys of a category, item, topic or section."""
    table: dict[str, Any] = {"code": row.get("code")}
    table |= {column: _bilingual(row, column) for column in ("title", "text")}
    table |= {key: row.get(key) for key in ("kind", "theme", "points", "scheme")}
    verified = row.get("verified")
    table["verified"] = _YES_NO.get(verified.strip().casefold(), verified) if verified else None
    return {key: value for key, value in table.items() if value is not None}


def _bilingual(row: Row, column: str) -> dict[str, str] | None:
    text = {language: row[f"{column}_{language}"] for language in ("zh", "en") if row.get(f"{column}_{language}")}
    return text or None
