"""Tables with a column for each practice, turned into rows of one practice each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhuoyue.records import Row
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings


def columns(settings: CmmiGenericSettings) -> Mapping[str, str | None]:
    """Return the columns to read, by field; those that are practices by a name of their own."""
    return settings.fields.model_dump() | {_key(place): one for place, one in enumerate(settings.practices)}


def long(rows: Sequence[Row], settings: CmmiGenericSettings) -> Sequence[Row]:
    """Return rows of one practice each; in the wide form an empty cell is a practice that was not looked at."""
    return list(_melted(rows, settings.practices)) if settings.practices else rows


def _melted(rows: Sequence[Row], practices: Sequence[str]) -> Iterator[Row]:
    keys = {_key(place): practice for place, practice in enumerate(practices)}
    for row in rows:
        shared = {key: word for key, word in row.words.items() if key not in keys}
        named = {key: column for key, column in row.columns.items() if key not in keys}
        for key, practice in keys.items():
            if row.word(key):
                words = shared | {"practice": practice, "mark": row.word(key)}
                yield replace(row, columns=named | {"practice": practice, "mark": practice}, words=words)


def _key(place: int) -> str:
    return f"practice_{place}"
