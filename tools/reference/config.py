"""`config.example.toml`, its reference page and its JSON Schema."""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from reference.fields import Field, fields, summary
from zhuoyue.config import Config, PluginsTable, SourceTable
from zhuoyue.plugins import Plugins

REQUIRED = {
    "organisation.name": '{ zh = "示例公司", en = "Example Ltd" }',
    "assessment.period": "{ start = 2023-01-01, end = 2025-12-31 }",
    "assessment.as_of": "2025-12-31",
}
SAMPLE = {"name": '"complaints"', "path": '"records/complaints.csv"', "folder": '"documents"'}


def _plugins() -> Plugins:
    return Plugins.open(PluginsTable(), Path())


def example() -> str:
    """Return an example config: what is required is set, everything else stands commented at its default."""
    plugins = _plugins()
    lines = [
        "# Example configuration of zhuoyue; generated from the code by tools/regenerate.py.",
        "# Keys without # are required; the others show their defaults.",
        "",
    ]
    for field in fields(Config):
        if field.table is not None and not field.array:
            lines += _example_table(field.name, field)
    for name in sorted(plugins.collectors):
        collector, _ = plugins.collectors[name]
        lines += _example_source(name, collector.settings)
    for name in sorted(plugins.settings):
        lines += _comment(f"Settings of the plugin {name}. {summary(plugins.settings[name])}")
        lines += [f"# [{name}]", *_example_keys(plugins.settings[name], name, "# "), ""]
    return "\n".join(lines).rstrip() + "\n"


def _comment(text: str, prefix: str = "# ") -> list[str]:
    return textwrap.wrap(text, 110, initial_indent=prefix, subsequent_indent=prefix)


def _example_table(name: str, field: Field) -> list[str]:
    assert field.table is not None
    return [*_comment(field.text), f"[{name}]", *_example_keys(field.table, name, ""), ""]


def _example_keys(model: type[BaseModel], prefix: str, mark: str) -> Iterator[str]:
    for field in fields(model):
        yield from _comment(field.text, f"{mark}# ")
        value = (
            REQUIRED.get(f"{prefix}.{field.name}") or SAMPLE.get(field.name, "…") if field.required else field.default
        )
        yield f"{mark}{'' if field.required else '# '}{field.name} = {value or '…'}"


def _example_source(name: str, settings: type[BaseModel]) -> list[str]:
    lines = [*_comment(f"A source read by the collector {name}. {summary(settings)}"), "# [[sources]]"]
    for model in (SourceTable, settings):
        for field in fields(model):
            lines += _comment(field.text, "# # ")
            value = f'"{name}"' if field.name == "collector" else field.default or SAMPLE.get(field.name, "…")
            lines.append(f"# {'' if field.required else '# '}{field.name} = {value}")
    return [*lines, ""]


def page() -> str:
    """Return the reference page: every table with its keys."""
    plugins = _plugins()
    lines = [
        "# Configuration",
        "",
        "`zhuoyue.toml` lies in the project folder; every path in it is relative to that folder.",
        "Unknown keys are errors. This page is generated from the code. Editors that know JSON Schema can use",
        "[config.schema.json](config.schema.json).",
        "",
    ]
    seen: set[type[BaseModel]] = set()
    for field in fields(Config):
        if field.table is not None and not field.array:
            lines += _section(f"[{field.name}]", field.table, seen)
    lines += _section("[[sources]]", SourceTable, seen)
    for name in sorted(plugins.collectors):
        lines += _section(f'[[sources]] with collector = "{name}"', plugins.collectors[name][0].settings, seen)
    for name in sorted(plugins.settings):
        lines += _section(f"[{name}]", plugins.settings[name], seen)
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, model: type[BaseModel], seen: set[type[BaseModel]], level: int = 2) -> list[str]:
    lines = [
        f"{'#' * level} `{title}`",
        "",
        summary(model),
        "",
        "| key | type | default | meaning |",
        "|---|---|---|---|",
    ]
    inner: list[tuple[str, type[BaseModel]]] = []
    for field in fields(model):
        default = "required" if field.required else f"`{field.default}`" if field.default else "–"
        cells = (f"`{field.name}`", field.kind, default, field.text)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if field.table is not None and field.table not in seen:
            seen.add(field.table)
            inner.append((f"{field.name}{'[]' if field.array else ''}", field.table))
    lines.append("")
    for name, table in inner:
        lines += _section(f"{title} ▸ {name}", table, seen, min(level + 1, 4))
    return lines


def schema() -> dict[str, Any]:
    """Return a JSON Schema of the config for editors, plugins' tables included."""
    plugins = _plugins()
    found = Config.model_json_schema()
    definitions = found.setdefault("$defs", {})
    for name, model in sorted(plugins.settings.items()):
        found["properties"][name] = _lift(model, definitions)
    variants = []
    for name in sorted(plugins.collectors):
        own = _lift(plugins.collectors[name][0].settings, definitions)
        merged = copy.deepcopy(definitions["SourceTable"])
        merged["properties"] |= own.get("properties", {}) | {"collector": {"const": name}}
        merged["required"] = sorted({*merged.get("required", []), *own.get("required", [])})
        merged["additionalProperties"] = False
        variants.append(merged)
    if variants:
        # A local plugin may bring collectors that this schema does not know.
        names = sorted(plugins.collectors)
        definitions["SourceTable"] = {
            "oneOf": [*variants, definitions["SourceTable"] | {"not": {"properties": {"collector": {"enum": names}}}}]
        }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "zhuoyue.toml"} | found


def _lift(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = model.model_json_schema()
    definitions.update(schema.pop("$defs", {}))
    return schema
