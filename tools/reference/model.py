"""Reference page of `assessment.json`."""

from __future__ import annotations

from pydantic import BaseModel

from reference.fields import fields, summary
from zhuoyue.model.assessment import Assessment


def page() -> str:
    """Return every noun of the document with its fields."""
    lines = [
        "# assessment.json",
        "",
        "The document between `assess` and `build`. Numbers are strings, so that no reader turns them into binary",
        "floats. This page is generated from the code; the schema is [assessment.schema.json](assessment.schema.json).",
        "",
    ]
    todo: list[type[BaseModel]] = [Assessment]
    seen: set[type[BaseModel]] = set(todo)
    while todo:
        model = todo.pop(0)
        lines += [f"## {model.__name__}", "", summary(model), "", "| field | type | meaning |", "|---|---|---|"]
        for field in fields(model):
            kind = field.kind
            if field.table is not None:
                name = field.table.__name__
                kind = f"{'list of ' if field.array else ''}[{name}](#{name.lower()})"
                if field.table not in seen:
                    seen.add(field.table)
                    todo.append(field.table)
            lines.append(f"| `{field.name}` | {kind.replace('|', chr(92) + '|')} | {field.text} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
