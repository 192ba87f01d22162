"""What a workbook remembers of itself on a hidden sheet: whose it is, for which criteria, and what it began with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from zhuoyue.rating_sheet import RatingSheet
from zhuoyue.worksheet.grid import Cells

SHEET = "zhuoyue"
"""Name of the hidden sheet."""
FORMAT = 1
"""Version of what stands there."""
_CHUNK = 30_000
"""Characters a cell; Excel holds 32 767."""


@dataclass(frozen=True)
class Memory:
    """What a workbook remembers."""

    workbook: str
    """Id of this workbook; random, so that nobody without it can guess what it held."""
    assessor: str
    """Short name of whom it was written for."""
    criteria: str
    """Id of the criteria."""
    scheme: str
    """Name of the scoring scheme."""
    language: str
    """The language it shows."""
    items: Mapping[str, int]
    """Rows of the items by full id, as they were written; people sort and delete rows."""
    base: RatingSheet | None
    """The rating sheet as it was when the workbook was written; None when it can no longer be read."""
    format: int = FORMAT
    """Version of the format."""


def pack(memory: Memory) -> Iterator[tuple[str, str]]:
    """Yield keys and values, a row each. No value needs more than a cell holds, or is read as a formula."""
    assert memory.base is not None  # noqa: S101  only a reader may find none
    # Underscores are escaped because Excel takes _x0041_ for an A.
    base = json.dumps(memory.base.model_dump(mode="json")).replace("_", "\\u005f")
    yield "format", str(memory.format)
    yield "workbook", memory.workbook
    yield "assessor", memory.assessor
    yield "criteria", memory.criteria
    yield "scheme", memory.scheme
    yield "language", memory.language
    for item, row in memory.items.items():
        yield f"row {row}", item
    yield "sha256", hashlib.sha256(base.encode()).hexdigest()
    for start in range(0, len(base), _CHUNK):
        yield "base", "|" + base[start : start + _CHUNK]


def unpack(cells: Cells) -> Memory | None:
    """Return what a hidden sheet holds, or None when it is none of ours."""
    pairs = [
        (str(cells[row, 1].value), str(cells[row, 2].value).removesuffix(".0"))
        for row in sorted({row for row, _ in cells})
        if (row, 1) in cells and (row, 2) in cells
    ]
    values = dict(pairs)
    if not {"format", "workbook", "assessor", "criteria"} <= values.keys() or not values["format"].isdigit():
        return None
    rows = {value: int(key[4:]) for key, value in pairs if key.startswith("row ") and key[4:].isdigit()}
    return Memory(
        workbook=values["workbook"],
        assessor=values["assessor"],
        criteria=values["criteria"],
        scheme=values.get("scheme", ""),
        language="zh" if values.get("language") == "zh" else "en",
        items=rows,
        base=_base("".join(value.removeprefix("|") for key, value in pairs if key == "base"), values.get("sha256", "")),
        format=int(values["format"]),
    )


def _base(text: str, digest: str) -> RatingSheet | None:
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        return None
    try:
        return RatingSheet.model_validate(json.loads(text))
    except (ValueError, ValidationError):
        return None
