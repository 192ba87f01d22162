"""The collector `tables`: reads tables and computes measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Measure, Problem, Severity, Source, Text
from zhuoyue.records import Dataset, RecordsCollector, faulty_rows
from zhuoyue_plugins.tables.grouped import aggregate, batches
from zhuoyue_plugins.tables.measures import make_measures
from zhuoyue_plugins.tables.series import read_series
from zhuoyue_plugins.tables.settings import TablesSettings


class Tables(RecordsCollector):
    """Measures from CSV, TSV, Parquet, Excel, SQLite and PostgreSQL."""

    name: ClassVar[str] = "tables"
    settings: ClassVar[type[BaseModel]] = TablesSettings

    def read(self, source: Source, dataset: Dataset) -> Collected:
        """Compute the measures."""
        settings: TablesSettings = source.settings
        measures: list[Measure] = []
        problems: list[Problem] = []
        for batch in batches(settings.measures):
            results = aggregate(dataset, batch)
            dataset.saw({file: row["n"] for file, row in results.files.items()})
            problems += faulty_rows(dataset, results.plan, results.files)
            made = make_measures(source, results, dataset.evidence, dataset.place)
            measures += made.measures
            problems += made.problems
        for setting in settings.series:
            found, wrong, rows = read_series(source, dataset, setting, dataset.evidence)
            dataset.saw(rows)
            measures += found
            problems += wrong
        problems += [*_double(measures, dataset.place), *_later(source, measures, dataset.place)]
        unique = {measure.id: measure for measure in reversed(measures)}
        return Collected(measures=tuple(reversed(unique.values())), problems=tuple(problems))


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
