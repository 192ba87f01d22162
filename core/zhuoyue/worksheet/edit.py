"""Changing a rating sheet's file in place: what is not changed keeps its words, its comments and its layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli
from pydantic import ValidationError

from zhuoyue.model.criteria import Criteria
from zhuoyue.rating_sheet import RatingRow, RatingSheet, dumps, mark_value, row_text, toml_value
from zhuoyue.toml import Key, TomlFile
from zhuoyue.worksheet.columns import DIMENSION, INSTANCES, MARK

Changes = Mapping[str, Mapping[str, Any]]
"""New values by full id of the item and by key."""
_LISTS = ("strengths", "improvements", "questions")
LEAVE = object()
"""Stands for a day that is to be left as it is."""


@dataclass
class _Part:
    """A piece of a file: a table's header with the comments above it and the keys below it."""

    path: tuple[Key, ...]
    """Key path of the table; empty for what stands above the first one."""
    text: str


def edited(
    text: str, file: TomlFile, sheet: RatingSheet, changes: Changes, criteria: Criteria, day: Any = LEAVE
) -> str:
    """Return the file's text with values changed.

    Args:
        text: the file as it is.
        file: the same, read.
        sheet: what the file is to say afterwards.
        changes: new values by item and key; None or an empty value takes the key away.
        criteria: tells which row is which item's.
        day: the sheet's new day, None to take it away.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    try:
        result = _in_place(text.replace("\r\n", "\n"), file, changes, criteria, day).replace("\n", ending)
        if RatingSheet.model_validate(tomli.loads(result)) == sheet:
            return result
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration, ValidationError):
        pass  # a layout that cannot be edited piece by piece, such as `ratings = [{…}]`: written anew below
    return dumps(sheet, _head(text))


def _head(text: str) -> str:
    """Return the comment at the head of a file."""
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line.strip().removeprefix("#").removeprefix(" "))
    return "\n".join(lines).strip("\n")


def _in_place(text: str, file: TomlFile, changes: Changes, criteria: Criteria, day: Any) -> str:
    parts = list(_parts(text, file))
    rows = {criteria.resolve(str(row["item"])).id: number for number, row in enumerate(file.data.get("ratings", ()))}
    if day is not LEAVE:
        parts[0].text = _with_keys(parts[0].text, (), {"rated_on": day})
    new: list[str] = []
    for item, values in changes.items():
        if item in rows:
            row = RatingRow.model_validate(file.data["ratings"][rows[item]])
            parts = _row(parts, ("ratings", rows[item]), row, values)
        else:
            new.append("\n" + row_text(_made(criteria.by_id[item].code, values)))
    after = max((place for place, part in enumerate(parts) if part.path[:1] == ("ratings",)), default=len(parts) - 1)
    parts[after + 1 : after + 1] = [_Part((), one) for one in new]
    return "".join(_ended(part.text) for part in parts)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"


def _made(code: str, values: Mapping[str, Any]) -> RatingRow:
    notes = {key.removeprefix(DIMENSION): value for key, value in values.items() if key.startswith(DIMENSION) and value}
    marks = {key.removeprefix(MARK): value for key, value in values.items() if key.startswith(MARK) and value}
    rest = {key: one for key, one in values.items() if "." not in key}
    return RatingRow(item=code, dimensions=notes, **{INSTANCES: marks, **rest})


def _parts(text: str, file: TomlFile) -> Iterator[_Part]:
    """Cut a file before each table; the comments above a header go with it."""
    lines = text.splitlines(keepends=True)
    starts: dict[int, tuple[Key, ...]] = {}
    for found, number in file.lines.items():
        if lines[number - 1].lstrip().startswith("["):
            starts[number - 1] = found
    path: tuple[Key, ...] = ()
    begin = 0
    for header in sorted(starts):
        end = header
        while end > begin and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        # A comment at the head of the file is the file's; and a line that only looks like a comment is in a text.
        end = header if not path and not begin and end == 0 else end
        if not _whole("".join(lines[begin:end])):
            end = header
        yield _Part(path, "".join(lines[begin:end]))
        path, begin = starts[header], end
    yield _Part(path, "".join(lines[begin:]))


def _whole(text: str) -> bool:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return False
    return True


def _row(parts: Sequence[_Part], path: tuple[Key, ...], row: RatingRow, values: Mapping[str, Any]) -> list[_Part]:
    """Return the parts with one row changed."""
    plain = {key: value for key, value in values.items() if key not in (*_LISTS, INSTANCES) and "." not in key}
    notes = {key.removeprefix(DIMENSION): value for key, value in values.items() if key.startswith(DIMENSION)}
    marks = {key.removeprefix(MARK): value for key, value in values.items() if key.startswith(MARK)}
    if INSTANCES in values:
        marks = {**dict.fromkeys(row.marks), **values[INSTANCES]}
    result = list(parts)
    head = next(place for place, part in enumerate(result) if part.path == path)
    result[head].text = _with_keys(result[head].text, ("ratings", 0), plain)
    for key, inner in (("marks", marks), ("dimensions", notes)):
        if inner:
            _set_inner(result, head, (*path, key), inner)
    for key in _LISTS:
        if key in values:
            _set_list(result, head, (*path, key), list(getattr(row, key)), values[key])
    return result


def _with_keys(text: str, path: Sequence[Key], values: Mapping[str, Any]) -> str:
    """Return a part with plain keys of its table set, or removed; comments behind them stay."""
    import tomlkit

    document = tomlkit.parse(text)
    table: Any = document
    for key in path:
        table = table[key]
    for name, value in values.items():
        if value is None or value is False or value in ((), ""):
            if name in table:
                del table[name]
            continue
        new = mark_value(value) if path[-1:] == ("marks",) else toml_value(value)
        if name in table:
            new.trivia.comment_ws = table[name].trivia.comment_ws
            new.trivia.comment = table[name].trivia.comment
        table[name] = new
    return tomlkit.dumps(document)


def _set_inner(parts: list[_Part], head: int, path: tuple[Key, ...], values: Mapping[str, Any]) -> None:
    """Set or remove notes or marks: in their own table, in the row where they stand there, else in a new table."""
    key = str(path[-1])
    own = next((place for place, part in enumerate(parts) if part.path == path), None)
    if own is not None:
        parts[own].text = _with_keys(parts[own].text, ("ratings", key), values)
        return
    inside = tomli.loads(parts[head].text)["ratings"][0].get(key)
    if inside is not None:
        parts[head].text = _with_keys(parts[head].text, ("ratings", 0, key), values)
    elif kept := {name: value for name, value in values.items() if value is not None}:
        text = _with_keys(f"\n[ratings.{key}]\n", ("ratings", key), kept)
        parts.insert(head + 1, _Part(path, text))


def _set_list(parts: list[_Part], head: int, path: tuple[Key, ...], old: list[Any], new: Sequence[Any]) -> None:
    """Replace a list of tables; those that stay keep their layout and comments."""
    key = str(path[-1])
    places = [place for place, part in enumerate(parts) if part.path[: len(path)] == path]
    groups: dict[Key, list[_Part]] = {}
    for place in places:
        groups.setdefault(parts[place].path[len(path)], []).append(parts[place])
    at = places[0] if places else _place(parts, head, path)
    for place in reversed(places):
        del parts[place]
    parts[head].text = _with_keys(parts[head].text, ("ratings", 0), {key: None})
    fresh = [_comments_of(groups, old, one) + text for one, text in zip(new, _texts(key, new), strict=True)]
    made: list[_Part] = []
    for number, (one, text) in enumerate(zip(new, fresh, strict=True)):
        same = next((place for place, other in enumerate(old) if other == one and groups.get(place)), None)
        made += groups.pop(same) if same is not None else [_Part((*path, number), text)]
    parts[at:at] = made


def _texts(key: str, rows: Sequence[Any]) -> list[str]:
    """Return each entry as its own piece of TOML."""
    pieces = (row_text(RatingRow.model_validate({"item": "x", key: (one,)})) for one in rows)
    return [piece[piece.index(f"[[ratings.{key}]]") :] for piece in pieces]


def _comments_of(groups: Mapping[Key, list[_Part]], old: list[Any], new: Any) -> str:
    """Return what stood above the entry that `new` is a new wording of, by its id; else an empty line."""
    name = getattr(new, "id", None)
    same = next((place for place, one in enumerate(old) if name and getattr(one, "id", None) == name), None)
    if same is None or not groups.get(same):
        return "\n"
    text = groups[same][0].text
    return text[: text.index("[[")]


def _place(parts: Sequence[_Part], head: int, path: tuple[Key, ...]) -> int:
    """Return where a new list goes: behind the notes and the lists that usually stand before it."""
    before = ("marks", "dimensions", *_LISTS[: _LISTS.index(str(path[-1]))])
    own = [
        place
        for place, part in enumerate(parts)
        if part.path[:2] == path[:2] and part.path[2:3] and part.path[2] in before
    ]
    return max([head, *own]) + 1
