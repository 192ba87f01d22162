"""Changing `actions.toml` in place: comments, order and layout of what is not changed stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhuoyue.improvement.columns import CHECK, DEFAULTS, data, flat
from zhuoyue.improvement.row import ActionRow


def edited(
    text: str,
    rows: Mapping[str, ActionRow],
    changes: Mapping[str, Mapping[str, str]],
    added: Mapping[str, Mapping[str, str]],
) -> str:
    """Return the file's text with cells changed and actions added.

    Args:
        text: the file as it is; empty where there is none.
        rows: what it says, by id.
        changes: canonical texts by id and key.
        added: new actions by id, all keys.
    """
    import tomlkit

    document = tomlkit.parse(text if not text or text.endswith("\n") else f"{text}\n")
    for table in document.get("actions", ()):
        name = str(table["id"])
        if name in changes:
            _change(table, flat(rows[name]) | dict(changes[name]), changes[name].keys())
    result = tomlkit.dumps(document)
    for cells in added.values():
        new = tomlkit.document()
        new.append("actions", tomlkit.aot())
        new["actions"].append(_table(cells))
        result += ("\n" if result else "") + tomlkit.dumps(new)
    return result


def _change(table: Any, cells: Mapping[str, str], keys: Any) -> None:
    """Set those keys of a table that stand for changed cells."""
    new = data(cells)
    names = {("text" if key in {"zh", "en"} else "check" if key in CHECK else key) for key in keys}
    for name in sorted(names):
        if name not in new:
            table.remove(name)
        elif name == "check":
            _check(table, new["check"])
        else:
            table[name] = _value(new[name])


def _check(table: Any, check: Mapping[str, Any]) -> None:
    if "check" in table:
        for key, value in check.items():
            table["check"][key] = _value(value)
        for key in [key for key in table["check"] if key not in check]:
            table["check"].remove(key)
    else:
        table.append("check", _inner(check))


def _inner(check: Mapping[str, Any]) -> Any:
    import tomlkit

    inner = tomlkit.table()
    for key, value in check.items():
        inner.add(key, _value(value))
    return inner


def _table(cells: Mapping[str, str]) -> Any:
    import tomlkit

    table = tomlkit.table()
    new = data(cells)
    order = ("id", "item", "finding", "text", *(key for key in new if key not in {"id", "item", "finding", "text"}))
    for key in order:
        if key in new and key != "check" and new[key] != DEFAULTS.get(key):
            table.add(key, _value(new[key]))
    if "check" in new:
        table.add("check", _inner(new["check"]))
    return table


def _value(value: Any) -> Any:
    """Return a value as TOML has it; bilingual texts as one-liners."""
    import tomlkit

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else tomlkit.value(f"{value.normalize():f}")
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        return inline
    return value if isinstance(value, bool | int | date) else str(value)
