"""A criteria file under examination: its data, mended as far as faults were told, and the faults."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zhuoyue.errors import Fault
from zhuoyue.toml import Key, TomlFile

Path = tuple[Key, ...]
_LINE = re.compile(r":(\d+)(?::|$)")


@dataclass
class Working:
    """What is known of a file. Each check tells its faults and mends the data, so that no fault is told twice."""

    file: TomlFile
    data: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def of(cls, file: TomlFile) -> Working:
        """Begin with a copy of a file's data."""
        return cls(file, copy.deepcopy(file.data))

    def fault(self, path: Path, en: str, zh: str) -> None:
        """Tell what is wrong at a key path."""
        self.faults.append(Fault(en, zh, self.file.where(path)))

    @property
    def categories(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Categories that are tables, with their key paths."""
        yield from _tables(self.data.get("categories"), ("categories",))

    @property
    def items(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Items that are tables, with their key paths."""
        for path, category in self.categories:
            yield from _tables(category.get("items"), (*path, "items"))

    def sorted(self) -> tuple[Fault, ...]:
        """Return the faults in the order of the file's lines, each once."""
        return tuple(sorted(dict.fromkeys(self.faults), key=lambda fault: line_of(fault.where)))


def _tables(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, dict):
            yield (*path, index), one


def line_of(where: str) -> int:
    """Return the line that a place names; 0 if it names none."""
    found = _LINE.search(where)
    return int(found[1]) if found else 0


def called(table: dict[str, Any]) -> str:
    """Return how a category or item is called in a message: its code, else nothing."""
    code = table.get("code")
    return str(code) if isinstance(code, str) and code else "?"
