"""What our OSCAL documents have in common: version, namespace, ids that are the same every time."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from zhuoyue.model.text import Text

OSCAL_VERSION = "1.1.3"
"""Version of OSCAL that is written."""
NS = "https://zhuoyue.readthedocs.io/ns/oscal"
"""Namespace of the properties and parts that OSCAL has no word for."""
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, NS)
_WORD = re.compile(r"[^\w.-]")

Json = dict[str, Any]


def stable_uuid(*names: str) -> str:
    """Return the UUID that these names always give: of version 5, in our namespace."""
    return str(uuid.uuid5(_ROOT, "\x1f".join(names)))


def token(text: str) -> str:
    """Return a text as an OSCAL token: begins with a letter or underscore, then letters, digits, dot, hyphen."""
    kept = _WORD.sub("-", text)
    return kept if re.match(r"[^\W\d]", kept) else f"_{kept}"


def control_id(item: str) -> str:
    """Return the id of the control for an item, by the item's full id: `gbt19580-2012_4.1.2`."""
    return token(item.replace(":", "_"))


def prop(name: str, value: str, *, ours: bool = True) -> Json:
    """Return a property: of our namespace, or one that OSCAL itself names."""
    return {"name": name, "ns": NS, "value": line(value)} if ours else {"name": name, "value": line(value)}


def text_props(name: str, text: Text, value: str) -> list[Json]:
    """Return properties that hold a text in each of its languages, which is all that OSCAL has room for them.

    Args:
        name: what the text is.
        text: the text; it stands in the property's remarks, which may be long.
        value: which one it is, where there are several: a number, the key of a dimension.
    """
    words = {"zh": text.zh, "en": text.en}
    return [prop(name, value) | {"class": key, "remarks": said} for key, said in words.items() if said]


def texts_of(table: Json, name: str) -> dict[str, dict[str, str]]:
    """Return the texts that `text_props` has written, by value, each by language."""
    found: dict[str, dict[str, str]] = {}
    props = table.get("props")
    for one in props if isinstance(props, list) else ():
        if isinstance(one, dict) and one.get("ns") == NS and one.get("name") == name:
            language, words = one.get("class"), one.get("remarks")
            if language in {"zh", "en"} and isinstance(words, str) and words.strip():
                found.setdefault(str(one.get("value")), {})[language] = words
    return found


def line(text: str) -> str:
    """Return a text on one line, which is all that a property holds; `-` for nothing."""
    return " ".join(text.split()) or "-"


def stamp(instant: datetime) -> str:
    """Return an instant as OSCAL writes it, with its offset."""
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


def props_of(table: Json) -> dict[str, str]:
    """Return the properties of an object by name: ours, and those that OSCAL itself names."""
    found: dict[str, str] = {}
    props = table.get("props")
    for one in props if isinstance(props, list) else ():
        if isinstance(one, dict) and one.get("ns") in {None, NS} and isinstance(one.get("value"), str):
            found.setdefault(str(one.get("name")), one["value"])
    return found
