"""The page of the records: what was read, what was odd and what was done about it, and ISO 10002's stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Text
from zhuoyue_plugins.complaints.exhibits.logbook import PREFIX, Logbook, Row, logbooks, number, text
from zhuoyue_plugins.complaints.pages.overview import title

_ADDITIVE = ("rows", "closing", "reply")


@dataclass(frozen=True)
class Line:
    """One count of the accounting."""

    finding: Text
    rows: Decimal | None
    share: Decimal | None
    """Percent of the rows that its group divides."""
    handling: Text | None
    whole: bool
    """Whether it is what the others of its group add up to."""


@dataclass(frozen=True)
class Group:
    """Counts that add up, or notes that do not."""

    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Stage:
    """A stage of ISO 10002."""

    title: Text
    columns: Text | None
    traced: Decimal | None
    cases: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True)
class Section:
    """The records of one log."""

    source: str
    title: Text
    records: Exhibit | None
    groups: tuple[Group, ...]
    fields: Exhibit | None
    stages: Exhibit | None
    parts: tuple[tuple[str, tuple[Stage, ...]], ...]
    """Stages of a case, and of the system."""
    traced: int
    """Stages with a trace."""


def records(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page shows; None where nothing is known about the records."""
    del language
    sections = [
        _section(assessment, log)
        for log in logbooks(assessment.exhibits_of(PREFIX), assessment.measures)
        if any(log.one(key) for key in ("records", "fields", "stages"))
    ]
    return {"sections": sections} if sections else None


def _section(assessment: Assessment, log: Logbook) -> Section:
    accounting, stages = log.one("records"), log.one("stages")
    parts = tuple(_stages(stages)) if stages else ()
    return Section(
        source=log.source,
        title=title(assessment, log),
        records=accounting,
        groups=tuple(_groups(accounting)) if accounting else (),
        fields=log.one("fields"),
        stages=stages,
        parts=parts,
        traced=sum(bool(one.traced) for _, group in parts for one in group),
    )


def _groups(exhibit: Exhibit) -> Iterator[Group]:
    rows: dict[str, list[Row]] = {}
    for row in exhibit.rows():
        group = text(row, "group")
        rows.setdefault(group.get("en") if group else "notes", []).append(row)
    for key, own in rows.items():
        additive = key in _ADDITIVE
        base = _base(own) if additive else None
        lines = tuple(
            _line(row, base, first=additive and place == 0 and _key(row) in {"read", "counted"})
            for place, row in enumerate(own)
            if additive or number(row, "rows")
        )
        if lines:
            yield Group(key, lines)


def _key(row: Row) -> str:
    key = text(row, "key")
    return key.get("en") if key else ""


def _base(rows: list[Row]) -> Decimal:
    """Return what the shares of a group are of: the first count if it is the whole, else the sum."""
    counts = [number(row, "rows") or Decimal(0) for row in rows]
    return counts[0] if _key(rows[0]) in {"read", "counted"} else sum(counts, Decimal(0))


def _line(row: Row, base: Decimal | None, *, first: bool) -> Line:
    rows = number(row, "rows")
    share = 100 * rows / base if rows is not None and base else None
    found = text(row, "finding") or text(row, "key") or Text(zh="–", en="–")
    return Line(found, rows, share, text(row, "handling"), first)


def _stages(exhibit: Exhibit) -> Iterator[tuple[str, tuple[Stage, ...]]]:
    parts: dict[str, list[Stage]] = {}
    for row in exhibit.rows():
        part, name = text(row, "part"), text(row, "title") or text(row, "stage")
        if name is not None:
            values = (number(row, key) for key in ("traced", "cases", "percent"))
            stage = Stage(name, text(row, "columns"), *values)
            parts.setdefault(part.get("en") if part else "case", []).append(stage)
    for key, stages in parts.items():
        yield key, tuple(stages)
