"""Reading tables of any size: files in any encoding, workbooks, databases, as one relation in a sealed query engine.

A public namespace: plugins may import what is named here.
"""

from __future__ import annotations

from zhuoyue.records.cells import BLANKS
from zhuoyue.records.collector import Read, RecordsCollector, read_records
from zhuoyue.records.columns import half_up, number_column, recorded, word_column
from zhuoyue.records.dataset import Dataset
from zhuoyue.records.faulty import faulty_rows
from zhuoyue.records.fields import ORDER, Field, Kind, Odd, TypedRows, typed_rows
from zhuoyue.records.instants import FIRST, LAST
from zhuoyue.records.periods import period_of
from zhuoyue.records.plan import Check, Plan
from zhuoyue.records.register import Row, read_rows
from zhuoyue.records.settings import RecordsSettings, SettingsTable, Strings, listed
from zhuoyue.records.severity import advised
from zhuoyue.records.sql import name, quote
from zhuoyue.records.table import FILE, ROW

__all__ = [
    "BLANKS",
    "FILE",
    "FIRST",
    "LAST",
    "ORDER",
    "ROW",
    "Check",
    "Dataset",
    "Field",
    "Kind",
    "Odd",
    "Plan",
    "Read",
    "RecordsCollector",
    "RecordsSettings",
    "Row",
    "SettingsTable",
    "Strings",
    "TypedRows",
    "advised",
    "faulty_rows",
    "half_up",
    "listed",
    "name",
    "number_column",
    "period_of",
    "quote",
    "read_records",
    "read_rows",
    "recorded",
    "typed_rows",
    "word_column",
]
