"""What a workbook brought when it was last imported, so that the next import tells what is new from what is not.

`ratings/.base/<name>.json` holds keyed hashes only. The key is the workbook's id, which stands in the workbook and
nowhere in the project: a sealed sheet cannot be read, or guessed, from what is kept here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhuoyue.atomic import write_text
from zhuoyue.errors import Fault, InputError

FOLDER = "ratings/.base"
"""Folder of the traces in the project."""


@dataclass
class Trace:
    """What one workbook brought."""

    workbook: str
    """Id of the workbook; the key."""
    files: list[str] = field(default_factory=list)
    """Hashes of the files imported, oldest first."""
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By item and key: hashes of what came in the cell and of what the project held after the import."""

    def hashed(self, text: str) -> str:
        """Return the keyed hash of a text."""
        return hmac.new(self.workbook.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]

    def is_last(self, place: str, theirs: str) -> bool | None:
        """Tell whether a cell holds what it held the last time; None when it was not taken in before."""
        return self.cells[place][0] == self.hashed(theirs) if place in self.cells else None

    def ours_touched(self, place: str, ours: str) -> bool:
        """Tell whether the project's value was changed since the last import."""
        return self.cells[place][1] != self.hashed(ours)

    def keep(self, place: str, theirs: str, ours: str) -> None:
        """Remember a cell and what the project holds now."""
        self.cells[place] = (self.hashed(theirs), self.hashed(ours))


def read_trace(root: Path, name: str, workbook: str) -> Trace:
    """Return the trace of a workbook; an empty one the first time.

    Raises:
        InputError: the file is damaged; the message says what deleting it means.
    """
    found = _all(root, name).get(_key(workbook))
    if found is None:
        return Trace(workbook)
    cells = {place: (pair[0], pair[1]) for place, pair in found["cells"].items()}
    return Trace(workbook, list(found["files"]), cells)


def write_trace(root: Path, name: str, trace: Trace) -> None:
    """Keep a trace beside those of the assessor's other workbooks; writes nothing that is there already."""
    path = root / FOLDER / f"{name}.json"
    every = dict(_all(root, name))
    every[_key(trace.workbook)] = {
        "files": trace.files,
        "cells": {place: list(pair) for place, pair in sorted(trace.cells.items())},
    }
    text = json.dumps({"format": 1, "workbooks": every}, indent=1) + "\n"
    if not path.is_file() or path.read_text("utf-8") != text:
        write_text(path, text)


def _key(workbook: str) -> str:
    return hashlib.sha256(workbook.encode()).hexdigest()[:32]


def _all(root: Path, name: str) -> Mapping[str, Any]:
    path = root / FOLDER / f"{name}.json"
    try:
        data = json.loads(path.read_text("utf-8"))
        workbooks: Mapping[str, Any] = data["workbooks"]
        for one in workbooks.values():
            _ = [str(file) for file in one["files"]], [(pair[0], pair[1]) for pair in one["cells"].values()]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        place = f"{FOLDER}/{name}.json"
        raise InputError(
            Fault(
                "is damaged; without it the next import compares with what the workbook was written with: delete it",
                "文件已损坏；删除后，下次导入将与工作簿生成时的内容比较",
                place,
            )
        ) from error
    return workbooks
