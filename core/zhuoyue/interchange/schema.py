"""The JSON Schema of a criteria file, for editors that check and complete TOML."""

from __future__ import annotations

from typing import Any

from zhuoyue.criteria_file.tables import CriteriaTable

ADDRESS = "https://zhuoyue.readthedocs.io/schema/criteria.json"
"""The schema's own name."""


def schema() -> dict[str, Any]:
    """Return the schema: every key with its description; numbers as TOML writes them, texts in one or two languages."""
    found = _loosened(CriteriaTable.model_json_schema(mode="validation"))
    definitions = found["$defs"]
    definitions["Text"] = {
        "description": definitions["Text"].get("description", ""),
        "anyOf": [{"type": "string", "minLength": 1}, {**definitions["Text"], "minProperties": 1}],
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ADDRESS, "title": "zhuoyue criteria file"}
    return head | {key: value for key, value in found.items() if key != "title"}


def _loosened(value: Any) -> Any:
    """Let exact numbers be numbers: JSON's own have no decimals to rely on, TOML's are read as written."""
    if isinstance(value, dict):
        if value.get("description") == "exact decimal" or value.get("pattern") == r"^-?\d+(\.\d+)?$":
            kept = {key: one for key, one in value.items() if key not in {"type", "pattern", "description"}}
            return kept | {"type": ["number", "string"]}
        # `"default": null` stands for a key that is left out; TOML has no null.
        return {key: _loosened(one) for key, one in value.items() if not (key == "default" and one is None)}
    if isinstance(value, list):
        return [_loosened(one) for one in value if one != {"type": "null"}]
    return value
