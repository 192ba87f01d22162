"""Validating data from a TOML file: pydantic's errors become faults with file, line, key path and nearest key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zhuoyue.errors import Fault, SettingError, did_you_mean, nearest, short
from zhuoyue.model.base import SLUG
from zhuoyue.toml import Key, TomlFile

M = TypeVar("M", bound=BaseModel)

# Pydantic speaks English only; these are the kinds of error that a TOML file can cause.
_ZH = {
    "missing": "缺少此项",
    "string_type": "应为文本",
    "string_pattern_mismatch": "格式不符，应匹配 {pattern}",
    "string_too_short": "至少需要 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "date_type": "应为日期，例如 2025-12-31",
    "date_parsing": "应为日期，例如 2025-12-31",
    "date_from_datetime_parsing": "应为日期，例如 2025-12-31",
    "date_from_datetime_inexact": "应为日期（不含时间），例如 2025-12-31",
    "enum": "应为以下之一：{expected}",
    "literal_error": "应为以下之一：{expected}",
    "list_type": "应为列表 […]",
    "tuple_type": "应为列表 […]",
    "dict_type": "应为表",
    "model_type": "应为表",
    "model_attributes_type": "应为表",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "too_short": "至少需要 {min_length} 项",
    "too_long": "最多 {max_length} 项",
}


def checked(model: type[M], data: Any, file: TomlFile, path: Sequence[Key] = ()) -> tuple[M | None, tuple[Fault, ...]]:
    """Validate `data`, which stands at key path `path` of `file`.

    Returns:
        The instance and no faults, or None and every fault.
    """
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_faults(model, error, file, tuple(path)))


def _faults(model: type[BaseModel], error: ValidationError, file: TomlFile, path: tuple[Key, ...]) -> Iterator[Fault]:
    seen: set[tuple[Key, ...]] = set()
    for detail in error.errors(include_url=False):
        location = tuple(key for key in detail["loc"] if isinstance(key, int) or not _is_tag(key))
        if location in seen:  # each arm of a union complains; the first is enough
            continue
        seen.add(location)
        en, zh = _message(model, detail, location)
        yield Fault(en, zh, file.where((*path, *location)))


def _is_tag(key: str) -> bool:
    """Tell whether pydantic put `key` into a location to name the arm of a union."""
    return "[" in key or key in {"str", "int", "float", "bool", "date", "decimal"}


def _message(model: type[BaseModel], detail: ErrorDetails, location: tuple[Key, ...]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _fields(model, location[:-1])
        en, zh = did_you_mean(str(location[-1]), known)
        return f"unknown key{en}", f"未知的键{zh}"
    given = detail["input"]
    # What fails a pattern may be a password written where `env:NAME` belongs: never repeat it.
    quiet = kind in {"missing", "string_pattern_mismatch"}
    shown = f", not {short(repr(given))}" if isinstance(given, str | int | float | bool) and not quiet else ""
    if kind in {"enum", "literal_error"} and isinstance(given, str):
        match = nearest(
            given, [word.strip("'\"") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        )
        if match:
            shown += f" – did you mean {match!r}?"
    if kind == "string_pattern_mismatch" and context.get("pattern") == SLUG:
        return (
            "use ASCII letters, digits, dot, hyphen and underscore, e.g. delivery; a name in Chinese goes into title",
            "只能用英文字母、数字、点、连字符和下划线，例如 delivery；中文名称请写在 title 中",
        )
    if kind == "value_error":
        error = context.get("error", detail["msg"])
        return (error.en, error.zh) if isinstance(error, SettingError) else (str(error), str(error))
    zh = _ZH.get(kind, detail["msg"]).format_map(dict(context))
    if kind == "missing":
        return "is required", zh
    if isinstance(given, str) and (number := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[%％]?\s*", given)):
        return f"{_lower(detail['msg'])}: write {number[1]}", f"{zh}：请写 {number[1]}"
    return _lower(detail["msg"]) + shown, zh + (f"（现为 {short(repr(given))}）" if shown else "")


def _lower(message: str) -> str:
    if message.startswith("Decimal input should be"):
        return "should be a number"
    if message.startswith("Input should be a valid dictionary"):  # the rest names a class
        return "should be a table"
    return message.replace("Input should be", "should be").replace("Value error, ", "")


def _fields(model: Any, location: Sequence[Key]) -> list[str]:
    """Return the keys that are valid in the table at `location`."""
    for key in location:
        model = _step(model, key)
    fields: list[str] = []
    for arm in _arms(model):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            fields.extend(field.alias or name for name, field in arm.model_fields.items())
    return fields


def _step(annotation: Any, key: Key) -> Any:
    """Return the annotation one key or index further down."""
    for arm in _arms(annotation):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            field = arm.model_fields.get(str(key))
            if field is not None:
                return field.annotation
        elif get_args(arm):
            return get_args(arm)[0] if isinstance(key, int) else get_args(arm)[-1]
    return Any


def _arms(annotation: Any) -> tuple[Any, ...]:
    """Return the arms of a union, else the annotation itself."""
    if get_origin(annotation) in {Union, UnionType}:
        return tuple(arm for one in get_args(annotation) for arm in _arms(one))
    if hasattr(annotation, "__metadata__"):
        return _arms(annotation.__origin__)
    return (annotation,)
