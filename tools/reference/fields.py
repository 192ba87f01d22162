"""What pydantic knows of a table's fields, in the words of a TOML file."""

from __future__ import annotations

import datetime
import enum
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import tomlkit
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined


@dataclass(frozen=True)
class Field:
    """One key of a table."""

    name: str
    kind: str
    default: str
    required: bool
    text: str
    table: type[BaseModel] | None
    """The model of the table (or of each table of an array) that stands here."""
    array: bool


def fields(model: type[BaseModel]) -> Iterator[Field]:
    """Yield a model's fields in order."""
    for name, info in model.model_fields.items():
        table, array = _table(info.annotation)
        required = info.is_required()
        yield Field(
            info.alias or name,
            kind(info.annotation),
            "" if required else literal(_default(info)),
            required,
            " ".join((info.description or "").split()),
            table,
            array,
        )


def summary(model: type[BaseModel]) -> str:
    """Return a model's docstring as one paragraph."""
    return " ".join(inspect.getdoc(model).split()) if model.__doc__ else ""


def _default(info: FieldInfo) -> Any:
    return info.get_default(call_default_factory=True)


def literal(value: Any) -> str:
    """Return a default as TOML; empty for none."""
    if value is None or value is PydanticUndefined:
        return ""
    return _inline(_plain(value))


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_inline(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(one) for one in value)}]"
    return tomlkit.item(value).as_string()


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {key: _plain(inner) for key, inner in value if inner not in (None, "")}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value


_NAMES = {
    str: "text",
    int: "integer",
    float: "number",
    Decimal: "number",
    bool: "true or false",
    datetime.date: "date",
    datetime.datetime: "instant",
}


def kind(annotation: Any) -> str:
    """Return a type in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated or hasattr(annotation, "__metadata__"):
        return kind(annotation.__origin__ if origin is not Annotated else arguments[0])
    if origin in {Union, UnionType}:
        return " or ".join(dict.fromkeys(kind(one) for one in arguments if one is not NoneType))
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in arguments)
    if origin in {tuple, list, set, frozenset}:
        return f"list of {kind(arguments[0])}"
    if origin is not None and arguments and issubclass(origin, Mapping):
        return f"table of {kind(arguments[-1])}"
    return _class(annotation)


def _class(annotation: Any) -> str:
    if not isinstance(annotation, type):
        return "any"
    if issubclass(annotation, enum.Enum):
        return " | ".join(f'"{one.value}"' for one in annotation)
    if annotation.__name__ == "Text":
        return 'text or { zh = "…", en = "…" }'
    if issubclass(annotation, BaseModel):
        return "table"
    return _NAMES.get(annotation, annotation.__name__)


def _table(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        for one in arguments:
            table, array = _table(one)
            if table:
                return table, array
        return None, False
    if origin in {tuple, list} and arguments:
        return _table(arguments[0])[0], True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation.__name__ != "Text":
        return annotation, False
    return None, False
