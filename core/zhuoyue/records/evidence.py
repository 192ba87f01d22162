"""Each table read is a piece of evidence: its id, its hash, its rows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

from zhuoyue.model.collector import Source
from zhuoyue.model.evidence import Evidence, EvidenceKind
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.records.table import Table


def evidence_ids(source: str, tables: Sequence[Table]) -> tuple[str, ...]:
    """Return an id for each table: the source's name and the table's, spelt in the letters an id may have."""
    ids: list[str] = []
    for table in tables:
        slug = re.sub(r"[^A-Za-z0-9._-]+", "-", table.slug).strip("-._")
        if slug != table.slug:
            # Names in other scripts would all come out alike.
            slug = f"{slug}-{zlib.crc32(table.slug.encode()):08x}".strip("-")
        name = f"{source}-{slug}"[:110]
        again = sum(one == name or one.startswith(f"{name}-copy") for one in ids)
        ids.append(f"{name}-copy{again}" if again else name)
    return tuple(ids)


def evidence(source: Source, table: Table, name: str, rows: int) -> Evidence:
    """Return a table as a piece of evidence."""
    title = source.settings.title
    place = table.locator.rsplit("/", 1)[-1]
    return Evidence(
        id=name,
        kind=EvidenceKind.RECORD,
        title=Text(**{lang: f"{text} ({place})" for lang, text in title.model_dump().items() if text})
        if title
        else Text(zh=place, en=place),
        source=source.name,
        locator=table.locator,
        sha256=table.sha256.result() if isinstance(table.sha256, Future) else table.sha256,
        collected_at=source.instant,
        visibility=source.visibility,
        items=source.items,
        rows=rows,
    )


def empty(tables: Sequence[Table], rows: Sequence[int]) -> Iterator[Problem]:
    """Yield a problem for each table without rows."""
    for table, count in zip(tables, rows, strict=True):
        if not count:
            text = Text(en="has a header but no rows", zh="只有表头，没有数据行")
            yield Problem(code="tables-no-rows", severity=Severity.WARNING, text=text, where=table.locator)
