"""The collector `tables`: reads tables, computes measures, and records each table as evidence."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel

from zhuoyue import (
    Collected,
    Collector,
    Evidence,
    EvidenceKind,
    Fault,
    InputError,
    Measure,
    Problem,
    Severity,
    Source,
    Text,
)
from zhuoyue_plugins.tables.settings import TablesSettings
from zhuoyue_plugins.tables.table import Table, resolve

if TYPE_CHECKING:
    from zhuoyue_plugins.tables.engine import Engine
    from zhuoyue_plugins.tables.textfile import Desk


class Tables(Collector):
    """Measures from CSV, TSV, Parquet, Excel, SQLite and PostgreSQL."""

    name: ClassVar[str] = "tables"
    settings: ClassVar[type[BaseModel]] = TablesSettings
    isolated: ClassVar[bool] = True

    def inputs(self, source: Source) -> Iterable[Path] | None:
        """Return the files; None for a database server, whose content no hash tells."""
        from zhuoyue_plugins.tables.files import beside, expand

        if source.settings.uri:
            return None
        return [path for file in expand(source) for path in beside(file)]

    def collect(self, source: Source) -> Collected:
        """Read the tables and compute the measures."""
        from zhuoyue_plugins.tables.engine import NotUtf8Error

        try:
            return _collect(source, thorough=False)
        except NotUtf8Error:
            return _collect(source, thorough=True)


def _collect(source: Source, *, thorough: bool) -> Collected:
    from zhuoyue_plugins.tables.engine import Engine
    from zhuoyue_plugins.tables.textfile import Desk

    with tempfile.TemporaryDirectory(prefix="zhuoyue-tables-") as name, ThreadPoolExecutor(1) as pool:
        folder = Path(name).resolve()
        tables = _read(source, Desk(folder, pool, source.sha256, thorough))
        with closing(Engine(source.settings, folder / "spill")) as engine:
            files = {table.text.path if table.text else table.path for table in tables if table.path}
            arrows = {f"arrow{n}": table.arrow for n, table in enumerate(tables) if table.arrow is not None}
            engine.seal(sorted(path.resolve() for path in files if path), arrows)
            return _compute(source, tables, engine)


def _read(source: Source, desk: Desk) -> list[Table]:
    """Open every table of the source.

    Raises:
        InputError: with the faults of all of them.
    """
    from zhuoyue_plugins.tables.database import read_postgresql
    from zhuoyue_plugins.tables.files import expand, read_file

    settings: TablesSettings = source.settings

    def pick(table: Table) -> Sequence[int]:
        found, faults = resolve(table, settings.needed(), settings)
        if faults:
            raise InputError(*faults)
        return sorted(found.values())

    if settings.uri:
        return [read_postgresql(source.secret(settings.uri), settings, pick)]
    tables: list[Table] = []
    faults: list[Fault] = []
    for path in expand(source):
        try:
            tables += read_file(source, path, desk, pick)
        except InputError as error:
            faults += error.faults
    if len({table.queried for table in tables}) > 1:
        mixed = Fault("query cannot mix databases and other files", "query 不能混用数据库和其他文件", source.name)
        faults.append(mixed)
    if not tables and not faults:
        faults.append(Fault("no sheet holds a table", "没有任何工作表包含数据", ", ".join(settings.path)))
    if faults:
        raise InputError(*faults)
    return tables


def _compute(source: Source, tables: Sequence[Table], engine: Engine) -> Collected:
    from zhuoyue_plugins.tables.dataset import Dataset
    from zhuoyue_plugins.tables.faulty import faulty_rows
    from zhuoyue_plugins.tables.grouped import aggregate, batches
    from zhuoyue_plugins.tables.measures import make_measures
    from zhuoyue_plugins.tables.series import read_series

    settings: TablesSettings = source.settings
    dataset = Dataset(engine, tables, settings)
    ids = _evidence_ids(source.name, tables)
    measures: list[Measure] = []
    problems = [problem for table in tables for problem in table.problems]
    for batch in batches(settings.measures):
        results = aggregate(dataset, batch)
        dataset.saw({file: row["n"] for file, row in results.files.items()})
        problems += faulty_rows(dataset, results.plan, results.files)
        made = make_measures(source, results, ids, dataset.place)
        measures += made.measures
        problems += made.problems
    for setting in settings.series:
        found, wrong, rows = read_series(source, dataset, setting, ids)
        dataset.saw(rows)
        measures += found
        problems += wrong
    rows_of = dataset.counts()
    evidence = tuple(_evidence(source, *one) for one in zip(tables, ids, rows_of, strict=True))
    problems += [
        *dataset.problems,
        *dataset.malformed_rows(),
        *_empty(tables, rows_of),
        *_double(measures, dataset.place),
    ]
    problems += _later(source, measures, dataset.place)
    problems = [problem.model_copy(update={"source": source.name}) for problem in problems]
    unique = {measure.id: measure for measure in reversed(measures)}
    return Collected(evidence=evidence, measures=tuple(reversed(unique.values())), problems=tuple(problems))


def _evidence_ids(source: str, tables: Sequence[Table]) -> tuple[str, ...]:
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


def _evidence(source: Source, table: Table, name: str, rows: int) -> Evidence:
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


def _empty(tables: Sequence[Table], rows: Sequence[int]) -> Iterator[Problem]:
    for table, count in zip(tables, rows, strict=True):
        if not count:
            text = Text(en="has a header but no rows", zh="只有表头，没有数据行")
            yield Problem(code="tables-no-rows", severity=Severity.WARNING, text=text, where=table.locator)


def _double(measures: Sequence[Measure], place: str) -> Iterator[Problem]:
    ids = [measure.id for measure in measures]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        text = Text(
            en=f"measure id {name!r} comes from two places of this source; the first is kept",
            zh=f"指标编号 {name!r} 在本来源中重复出现，保留第一个",
        )
        yield Problem(code="tables-double-id", severity=Severity.ERROR, text=text, where=place)


def _later(source: Source, measures: Sequence[Measure], place: str) -> Iterator[Problem]:
    """Earlier history is welcome; values later than the assessed time are kept, but a reader should know."""
    last = source.period.end.isoformat()
    for measure in measures:
        years = [point.period for point in measure.points if point.period[:4] > last[:4]]
        if years:
            text = Text(
                en=f"{measure.id} has values after the assessed time (until {last}): {', '.join(years[:5])}; kept",
                zh=f"{measure.id} 有晚于评价期间（至 {last}）的值：{'、'.join(years[:5])}；已保留",
            )
            yield Problem(code="tables-later", severity=Severity.INFO, text=text, where=place)
