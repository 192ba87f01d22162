"""Criteria as an OSCAL catalog: categories are groups, items controls, topics parts of their statements.

OSCAL has one language; the document is in one, and what that cannot say stands beside it in our namespace: the other
language, kind, theme, points, scheme. So nothing of the criteria is lost, and a reader that knows nothing of us sees
a catalog of controls.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from zhuoyue.criteria_file import CriteriaFile
from zhuoyue.interchange.file_data import file_data
from zhuoyue.interchange.oscal_names import NS, OSCAL_VERSION, Json, control_id, line, prop, stable_uuid, stamp, token
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.text import Text

ABOUT = "about"
"""Class of the group that holds what is said about the model as a whole."""


def oscal_catalog(criteria: Criteria, instant: datetime, language: str = "en") -> Json:
    """Return criteria as an OSCAL catalog document.

    Args:
        criteria: the model.
        instant: when its content was last changed.
        language: `zh` or `en`: the language of titles and statements; the other stands beside it.
    """
    return catalog_of(CriteriaFile(criteria), instant, language)


def catalog_of(file: CriteriaFile, instant: datetime, language: str = "en") -> Json:
    """Return a criteria file as an OSCAL catalog document, its own schemes included."""
    data = file_data(file)
    writing = _Writing(data["id"], language)
    title, parts = writing.title(data["title"])
    content = json.dumps(data, ensure_ascii=False, sort_keys=True, default=plain)
    metadata: Json = {
        "title": title,
        "last-modified": stamp(instant.astimezone(UTC)),
        "version": data["edition"],
        "oscal-version": OSCAL_VERSION,
        "props": [prop(name, _value(data[name])) for name in _NAMED if name in data],
    }
    groups = [writing.about(data, parts), *(writing.category(one) for one in enumerate(data["categories"], 1))]
    return {"catalog": {"uuid": stable_uuid("catalog", content, language), "metadata": metadata, "groups": groups}}


_NAMED = ("id", "family", "edition", "scheme", "total", "roll_up")
_KEPT = ("kind", "theme", "points", "scheme", "verified", "number", "low", "high", "item", "before", "after")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else plain(value)


class _Writing:
    """Writes the parts of one catalog."""

    def __init__(self, criteria: str, language: str) -> None:
        self.criteria = criteria
        self.language = language

    def title(self, text: Mapping[str, str]) -> tuple[str, list[Json]]:
        """Return a title in the catalog's language, and parts that hold it in each, where one string is not enough."""
        shown = line(Text.model_validate(dict(text)).get(self.language))
        return shown, self._languages("title", text, shown)

    def prose(self, name: str, text: Mapping[str, str], **more: Any) -> Json:
        """Return a text as a part, with parts of each language inside it where one string is not enough."""
        shown = Text.model_validate(dict(text)).get(self.language)
        parts = self._languages(name, text, shown)
        return {"name": name, **more, "prose": shown} | ({"parts": parts} if parts else {})

    def _languages(self, name: str, text: Mapping[str, str], shown: str) -> list[Json]:
        if Text.model_validate(shown) == Text.model_validate(dict(text)):
            return []
        return [{"name": name, "ns": NS, "class": language, "prose": words} for language, words in text.items()]

    def about(self, data: Mapping[str, Any], titles: list[Json]) -> Json:
        """Return the group of what is said about the model: notes, profile, bands of points, departures, schemes."""
        parts = [*titles]
        parts += [self.prose(key, data[key], ns=NS) for key in ("note", "trademark") if key in data]
        for key in ("profile", "score_bands", "departures"):
            parts += [self.entry(key.replace("_", "-"), one) for one in data.get(key, ())]
        for one in data.get("schemes", ()):
            parts.append({"name": "scheme", "ns": NS, "prose": json.dumps(one, ensure_ascii=False, default=plain)})
        group: Json = {"id": token(f"{self.criteria}_about"), "class": ABOUT, "title": _ABOUT[self.language == "zh"]}
        return group | ({"parts": parts} if parts else {})

    def entry(self, name: str, table: Mapping[str, Any]) -> Json:
        """Return a section of the profile, a band of points or a departure as a part."""
        part: Json = {"name": name, "ns": NS}
        props = self.props(table, "code")
        parts: list[Json] = []
        if "title" in table:
            part["title"], parts = self.title(table["title"])
        for key in ("text", "reason"):
            if key in table:
                parts.append(self.prose(key, table[key], ns=NS))
        return part | ({"props": props} if props else {}) | ({"parts": parts} if parts else {})

    def props(self, table: Mapping[str, Any], label: str) -> list[Json]:
        """Return what a table says in single words."""
        found = [prop("label", table[label], ours=False)] if table.get(label) else []
        return [*found, *(prop(key, _value(table[key])) for key in _KEPT if table.get(key) not in {None, ""})]

    def category(self, numbered: tuple[int, Mapping[str, Any]]) -> Json:
        """Return a category as a group of controls."""
        number, table = numbered
        group: Json = {"id": token(f"{self.criteria}_category-{number}"), "class": "category"}
        group["title"], parts = self.title(table["title"])
        group["props"] = self.props(table, "code")
        if "text" in table:
            parts.append(self.prose("overview", table["text"]))
        controls = [self.item(table, one) for one in table["items"]]
        return group | ({"parts": parts} if parts else {}) | {"controls": controls}

    def item(self, category: Mapping[str, Any], table: Mapping[str, Any]) -> Json:
        """Return an item as a control: what it asks is its statement, its topics are parts of that."""
        name = control_id(f"{self.criteria}:{table['code']}")
        control: Json = {"id": name, "class": table["kind"]}
        control["title"], parts = self.title(table["title"])
        control["props"] = self.props(table, "code")
        statement: Json = {"id": f"{name}_smt", "name": "statement"}
        if "text" in table:
            statement = self.prose("statement", table["text"], id=f"{name}_smt")
        topics = list(self.topics(f"{name}_smt", table))
        for key, text in table.get("levels", {}).items():
            level = self.prose("level", text, ns=NS)
            parts.append(level | {"props": [prop("label", key, ours=False)]})
        if topics:
            statement["parts"] = [*statement.get("parts", ()), *topics]
        return control | {"parts": [*parts, statement]}

    def topics(self, above: str, table: Mapping[str, Any]) -> Iterator[Json]:
        """Yield topics as parts, those of a sub-item inside it."""
        for number, topic in enumerate(table.get("topics", ()), 1):
            name = f"{above}.{number}"
            part: Json = {"id": name, "name": "item", "props": self.props(topic, "key")}
            part["title"], parts = self.title(topic["title"])
            if "text" in topic:
                text = topic["text"]
                part["prose"] = Text.model_validate(dict(text)).get(self.language)
                parts += self._languages("text", text, part["prose"])
            parts += self.topics(name, topic)
            yield part | ({"parts": parts} if parts else {})


_ABOUT = ("About the criteria", "关于本准则")
