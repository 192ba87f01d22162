"""The collector `cmmi-generic`: reads how practices were characterised, by process and instance, from any table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Problem, Severity, Source, Text
from zhuoyue.records import Dataset, RecordsCollector, Row, read_rows
from zhuoyue_plugins.cmmi_generic.exhibits import exhibits
from zhuoyue_plugins.cmmi_generic.measures import measures
from zhuoyue_plugins.cmmi_generic.practices import FAMILY, by_code
from zhuoyue_plugins.cmmi_generic.reading import Reader
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings
from zhuoyue_plugins.cmmi_generic.wide import columns, long


class CmmiGeneric(RecordsCollector):
    """Characterisations of generic practices from CSV, Excel or a database."""

    name: ClassVar[str] = "cmmi-generic"
    settings: ClassVar[type[BaseModel]] = CmmiGenericSettings

    def collect(self, source: Source) -> Collected:
        """Read the table; without items of its own it supports all practices, where they are what is asked."""
        return super().collect(replace(source, items=source.items or practices_asked(source)))

    def read(self, source: Source, dataset: Dataset) -> Collected:
        """Make the exhibits of the last year, and the measures of all."""
        settings: CmmiGenericSettings = source.settings
        rows, problems = read_rows(dataset, settings, columns(settings))
        found = conclude(source, long(rows, settings), dataset.evidence, dataset.place)
        return found.model_copy(update={"problems": (*found.problems, *problems)})


def conclude(source: Source, rows: Sequence[Row], evidence: tuple[str, ...], place: str) -> Collected:
    """Return what rows come to, with what was wrong with them."""
    reader = Reader(source.settings)
    appraisals = reader.read(rows)
    if not appraisals:
        text = Text(en="holds no characterisation that could be read", zh="没有可读取的判定")
        nothing = Problem(code="cmmi-generic-empty", severity=Severity.ERROR, text=text, where=place)
        return Collected(problems=(*reader.problems, nothing))
    return Collected(
        exhibits=exhibits(source, appraisals[-1], evidence),
        measures=measures(source, appraisals, evidence),
        problems=reader.problems,
    )


def practices_asked(source: Source) -> tuple[str, ...]:
    """Return the items that are generic practices themselves; none in other criteria."""
    if not source.criteria or source.criteria.family != FAMILY:
        return ()
    return tuple(item.code for item in source.criteria.items if item.code in by_code())
