"""The base of collectors that read tables: it opens them, seals the engine, and records each table as evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from zhuoyue.errors import Fault, InputError
from zhuoyue.model.collector import Collected, Collector, Source
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.problem import Problem
from zhuoyue.records.database import read_postgresql
from zhuoyue.records.dataset import Dataset
from zhuoyue.records.engine import Engine, NotUtf8Error
from zhuoyue.records.evidence import empty, evidence, evidence_ids
from zhuoyue.records.files import beside, expand, read_file
from zhuoyue.records.settings import RecordsSettings
from zhuoyue.records.table import Table, resolve
from zhuoyue.records.textfile import Desk

T = TypeVar("T")


@dataclass(frozen=True)
class Read(Generic[T]):
    """What was made of some tables, and what the tables themselves are and lack."""

    value: T
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem, ...]


class RecordsCollector(Collector):
    """Reads tables of any size. A collector names its settings, a `RecordsSettings`, and says what the rows show.

    The tables themselves (files in any encoding, workbooks, databases) become evidence without its doing. A collector
    of several different tables overrides `parts` and `collect`, and calls `read_records` for each.
    """

    settings: ClassVar[type[BaseModel]] = RecordsSettings
    isolated: ClassVar[bool] = True

    def parts(self, settings: Any) -> Mapping[str, RecordsSettings]:
        """Return the tables that the settings name, each by a short name; one without a name unless overridden."""
        return {"": settings}

    def inputs(self, source: Source) -> Iterable[Path] | None:
        """Return the files; None for a database server, whose content no hash tells."""
        parts = self.parts(source.settings).values()
        files: list[Path] = []
        faults: list[Fault] = []
        for part in parts:
            try:
                found = () if part.uri else expand(replace(source, settings=part))
                files += [path for file in found for path in beside(file)]
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(*faults)
        return None if any(part.uri for part in parts) else files

    def collect(self, source: Source) -> Collected:
        """Open the tables and return what `read` makes of them, with the tables as evidence."""
        done = read_records(source, source.settings, lambda dataset: self.read(source, dataset))
        found = done.value
        return found.model_copy(
            update={
                "evidence": (*done.evidence, *found.evidence),
                "problems": tuple(_of(source, (*found.problems, *done.problems))),
            }
        )

    def read(self, source: Source, dataset: Dataset) -> Collected:
        """Return what the rows show; `dataset.evidence` are the ids that measures and exhibits rest on.

        Raises:
            InputError: nothing can be read; a single bad cell is a problem in what is returned.
        """
        raise NotImplementedError


def read_records(source: Source, settings: RecordsSettings, use: Callable[[Dataset], T], part: str = "") -> Read[T]:
    """Open tables in a sealed engine of their own and return what `use` makes of them.

    Args:
        source: the configured source.
        settings: which tables; the source's own, or those of one part of it.
        use: called with the opened tables; once more if a file turns out not to be in the encoding it began in.
        part: short name of the tables, for the ids of their evidence, where a source has several kinds.

    Raises:
        InputError: the tables cannot be opened; every fault.
    """
    own = replace(source, settings=settings)
    try:
        return _read(own, use, part, thorough=False)
    except NotUtf8Error:
        return _read(own, use, part, thorough=True)


def _read(source: Source, use: Callable[[Dataset], T], part: str, *, thorough: bool) -> Read[T]:
    with tempfile.TemporaryDirectory(prefix="zhuoyue-tables-") as name, ThreadPoolExecutor(1) as pool:
        folder = Path(name).resolve()
        tables = _opened(source, Desk(folder, pool, source.sha256, thorough))
        with closing(Engine(source.settings, folder / "spill")) as engine:
            files = {table.text.path if table.text else table.path for table in tables if table.path}
            arrows = {f"arrow{n}": table.arrow for n, table in enumerate(tables) if table.arrow is not None}
            engine.seal(sorted(path.resolve() for path in files if path), arrows)
            ids = evidence_ids(f"{source.name}-{part}" if part else source.name, tables)
            dataset = Dataset(engine, tables, source.settings, ids)
            return _with_tables(source, dataset, use(dataset))


def _with_tables(source: Source, dataset: Dataset, value: T) -> Read[T]:
    tables, rows_of = dataset.tables, dataset.counts()
    problems = [
        *(problem for table in tables for problem in table.problems),
        *dataset.problems,
        *dataset.malformed_rows(),
        *empty(tables, rows_of),
    ]
    return Read(
        value,
        tuple(evidence(source, *one) for one in zip(tables, dataset.evidence, rows_of, strict=True)),
        tuple(_of(source, problems)),
    )


def _of(source: Source, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems as those of the source."""
    return (problem.model_copy(update={"source": source.name}) for problem in problems)


def _opened(source: Source, desk: Desk) -> list[Table]:
    """Open every table of the source.

    Raises:
        InputError: with the faults of all of them.
    """
    settings: RecordsSettings = source.settings

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
