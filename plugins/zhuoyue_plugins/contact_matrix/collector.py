"""The collector `contact-matrix`: reads a matrix of information and channels, whatever its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Fault, InputError, Problem, Severity, Source, Text
from zhuoyue.records import FILE, ROW, Dataset, RecordsCollector, read_records
from zhuoyue_plugins.contact_matrix import starter
from zhuoyue_plugins.contact_matrix.exhibits import Display
from zhuoyue_plugins.contact_matrix.reading import Readout, marks_here, marks_of, read
from zhuoyue_plugins.contact_matrix.settings import ContactMatrixSettings, Fields


class ContactMatrix(RecordsCollector):
    """The contact matrix from CSV, Excel, a database or the config."""

    name: ClassVar[str] = "contact-matrix"
    settings: ClassVar[type[BaseModel]] = ContactMatrixSettings

    def inputs(self, source: Source) -> Iterable[Path] | None:
        """Return the files; where one is missing, say where the starter list lies."""
        if source.settings.matrix:
            return []
        try:
            return super().inputs(source)
        except InputError as error:
            raise InputError(*error.faults, _begin(source.settings)) from None

    def collect(self, source: Source) -> Collected:
        """Read the matrix, in two passes where the file's header says what the channels are."""
        settings: ContactMatrixSettings = source.settings
        if settings.matrix:
            place = f"sources.{source.name}"
            return _collected(source, read(marks_here(settings, place), settings), (), place)
        complete = settings if settings.long else _with_channels(source, settings)
        return super().collect(replace(source, settings=complete))

    def read(self, source: Source, dataset: Dataset) -> Collected:
        """Make the exhibits."""
        readout = read(marks_of(dataset, source.settings), source.settings)
        return _collected(source, readout, dataset.evidence, dataset.place)


def _collected(source: Source, readout: Readout, evidence: tuple[str, ...], place: str) -> Collected:
    display = Display(source, evidence)
    if not readout.matrices:
        return Collected(problems=(*readout.problems, _nothing(place)))
    return Collected(
        exhibits=display.exhibits(readout.matrices[-1]),
        measures=display.measures(readout.matrices),
        problems=readout.problems,
    )


def _with_channels(source: Source, settings: ContactMatrixSettings) -> ContactMatrixSettings:
    """Name the columns that the settings leave to the header: the first is the information, the others are channels."""
    if settings.fields.information and settings.channels:
        return settings
    if _database(source, settings):
        raise InputError(
            Fault(
                "a database does not say which columns are channels: set channels = […] and fields.information",
                "数据库无法说明哪些列是渠道，请设置 channels = […] 和 fields.information",
                ", ".join(settings.path) or settings.uri or "",
            )
        )
    bare = settings.model_copy(update={"fields": Fields(), "channels": ()})
    columns = read_records(source, bare, _columns).value
    if not columns:
        raise InputError(Fault("has no column with a name", "没有任何带名称的列", ", ".join(settings.path)))
    information = settings.fields.information or columns[0]
    # Under another name a column is still the column that the settings call by theirs.
    taken = {information, settings.fields.year, *settings.ignore}
    taken |= {other for known in taken if known for other in settings.columns.get(known, ())}
    found = tuple(column for column in columns if column not in taken)
    if not (settings.channels or found):
        raise InputError(
            Fault(
                f"has no column of a channel beside {information!r}; its columns: {', '.join(columns)}",
                f"除 {information!r} 外没有渠道列；现有列：{'、'.join(columns)}",
                ", ".join(settings.path),
            )
        )
    return settings.model_copy(
        update={
            "fields": settings.fields.model_copy(update={"information": information}),
            "channels": settings.channels or found,
            "optional": settings.optional if settings.channels else (*settings.optional, *found),
        }
    )


def _database(source: Source, settings: ContactMatrixSettings) -> bool:
    """Tell whether the rows come from a database, which is asked only for columns that are named."""
    if settings.uri:
        return True
    for path in RecordsCollector().inputs(source) or ():
        with path.open("rb") as file:
            if file.read(16).startswith(b"SQLite format 3"):
                return True
    return False


def _columns(dataset: Dataset) -> list[str]:
    """Return the names of all columns of all tables, each once."""
    if dataset.settings.query:
        found = [row["column_name"] for row in dataset.run(f"DESCRIBE SELECT * FROM {dataset.records()}")]  # noqa: S608
        return [column for column in found if column not in (FILE, ROW)]
    named = (column for table in dataset.tables for column in table.columns)
    return list(dict.fromkeys(column for column in named if any(letter.isprintable() for letter in column)))


def _begin(settings: ContactMatrixSettings) -> Fault:
    wanted = settings.path[0] if settings.path else "records/contact-matrix.csv"
    zh, en = starter.path("zh"), starter.path("en")
    return Fault(
        f"to begin, copy the starter list {en} (in Chinese: {zh.name}) to {wanted} and fill in always, office or none",
        f"可将起步清单 {zh}（英文版 {en.name}）复制为 {wanted}，再逐格填写 全天、工作时间 或 无",
    )


def _nothing(place: str) -> Problem:
    text = Text(en="holds no kind of information that could be read", zh="没有可读取的信息项")
    return Problem(code="contact-matrix-empty", severity=Severity.ERROR, text=text, where=place)
