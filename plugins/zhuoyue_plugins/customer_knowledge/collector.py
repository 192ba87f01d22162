"""The collector `customer-knowledge`: reads segments, needs and listening methods, each from tables of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Fault, InputError, Problem, Severity, Source, Text
from zhuoyue.records import Dataset, Read, RecordsCollector, RecordsSettings, Row, read_records, read_rows
from zhuoyue_plugins.customer_knowledge.exhibits import exhibits
from zhuoyue_plugins.customer_knowledge.reading import Reader
from zhuoyue_plugins.customer_knowledge.settings import CustomerKnowledgeSettings

PARTS = ("segments", "needs", "methods")
Rows = tuple[list[Row], list[Problem]]


class CustomerKnowledge(RecordsCollector):
    """Segments, needs and listening methods from CSV, Excel or a database."""

    name: ClassVar[str] = "customer-knowledge"
    settings: ClassVar[type[BaseModel]] = CustomerKnowledgeSettings

    def parts(self, settings: Any) -> Mapping[str, RecordsSettings]:
        """Return the registers that the settings name."""
        if isinstance(settings, RecordsSettings):
            return {"": settings}
        return {part: getattr(settings, part) for part in PARTS if getattr(settings, part)}

    def collect(self, source: Source) -> Collected:
        """Read every register, then put together what they say."""
        reader = Reader(source.settings)
        read: dict[str, Read[Rows]] = {}
        faults: list[Fault] = []
        for part, settings in self.parts(source.settings).items():
            try:
                read[part] = read_records(source, settings, partial(_rows, settings=settings), part)
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(*faults)
        for part, done in read.items():
            getattr(reader, f"read_{part}")(done.value[0], getattr(source.settings, part))
        customers = reader.customers()
        proofs = {part: tuple(one.id for one in done.evidence) for part, done in read.items()}
        problems = [problem for done in read.values() for problem in (*done.value[1], *done.problems)]
        return Collected(
            evidence=tuple(one for done in read.values() for one in done.evidence),
            exhibits=exhibits(source, customers, proofs) if customers.segments else (),
            problems=(*reader.problems, *problems, *([] if customers.segments else [_nothing(source)])),
        )


def _rows(dataset: Dataset, settings: Any) -> Rows:
    return read_rows(dataset, settings, settings.fields.model_dump())


def _nothing(source: Source) -> Problem:
    text = Text(en="no segment, need or method could be read", zh="没有可读取的客户群、需求或方法")
    return Problem(code="customer-knowledge-empty", severity=Severity.ERROR, text=text, where=f"sources.{source.name}")
