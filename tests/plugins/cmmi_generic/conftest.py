"""One table of characterisations: its rows alone, which is quick, the collector, or the commands."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from zhuoyue import (
    Collected,
    Criteria,
    Dossier,
    Exhibit,
    Finding,
    Item,
    SchemeData,
    Source,
    Span,
    Suggestion,
    Visibility,
)
from zhuoyue.records import Row
from zhuoyue_plugins.cmmi_generic.collector import CmmiGeneric, conclude, practices_asked
from zhuoyue_plugins.cmmi_generic.judge import judge
from zhuoyue_plugins.cmmi_generic.practices import criteria
from zhuoyue_plugins.cmmi_generic.settings import CmmiGenericSettings, Settings
from zhuoyue_plugins.cmmi_generic.wide import columns, long

GG2 = [f"GP 2.{number}" for number in range(1, 11)]
GG3 = ["GP 3.1", "GP 3.2"]
ALL = [*GG2, *GG3]
HEADER = "Year,Process,Instance,Practice,Mark,Artefacts,Affirmations,Weakness,Decided,By,Reason\n"
FIELDS = """
[fields]
process = "Process"
instance = "Instance"
practice = "Practice"
mark = "Mark"
artefacts = "Artefacts"
affirmations = "Affirmations"
weakness = "Weakness"
decided = "Decided"
decided_by = "By"
reason = "Reason"
"""
DATED = FIELDS + 'year = "Year"\n'


def _whole(rows: str) -> str:
    """Return a table: rows without a header get the usual one."""
    return rows if rows.startswith(("Year,", "Process,")) else HEADER + rows


def row(process: str, instance: str, practice: str, mark: str, *more: str, year: str = "2025") -> str:
    """Return a row; `more` is artefacts, affirmations, weakness, decision, person, reason."""
    return ",".join([year, process, instance, practice, mark, *more, *[""] * (6 - len(more))]) + "\n"


def process(name: str, marks: dict[str, str] | None = None, usual: str = "FI", year: str = "2025") -> str:
    """Return rows of a process with two instances; `marks` says those that are not the usual ones."""
    rows = ""
    for practice in ALL:
        for place, mark in zip("ab", (marks or {}).get(practice, f"{usual} {usual}").split(), strict=False):
            rows += row(name, place, practice, mark, f"{practice} record", year=year)
    return rows


def source(root: Path, more: str, fields: str, of: Criteria | None = None) -> Source:
    """Return the source `inst`, which supports one item, or the practices themselves where they are asked."""
    settings = {"path": "records/marks.csv", **tomllib.loads(more + fields)}
    made = Source(
        name="inst",
        settings=CmmiGenericSettings.model_validate(settings),
        root=root,
        items=("4.5.3",),
        visibility=Visibility.INTERNAL,
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=dt.date(2025, 12, 31),
        instant=dt.datetime(2025, 12, 31, tzinfo=dt.UTC),
        criteria=cast("Criteria", of),
        secret=str,
    )
    return replace(made, items=practices_asked(made)) if of else made


def collect(table: str, more: str = "", fields: str = FIELDS, of: Criteria | None = None) -> Collected:
    """Return what a table comes to: its rows without a file, which is quick."""
    one = source(Path(), more, fields, of)
    named = {key: column for key, column in columns(one.settings).items() if column}
    rows = []
    for number, cells in enumerate(csv.DictReader(io.StringIO(_whole(table))), 2):
        words = {key: cells.get(column) or None for key, column in named.items()}
        if any(words.values()):
            rows.append(Row("records/marks.csv", number, named, words, {}, {}))
    return conclude(one, long(rows, one.settings), ("inst",), "records/marks.csv")


def collect_file(root: Path, table: str, more: str = "", fields: str = FIELDS) -> Collected:
    """Return what a file comes to, read by the collector itself."""
    (root / "records").mkdir()
    (root / "records" / "marks.csv").write_text(_whole(table), "utf-8")
    return CmmiGeneric().collect(source(root, more, fields))


def exhibit(of: Collected, word: str) -> Exhibit:
    """Return the exhibit of a word."""
    (one,) = [one for one in of.exhibits if one.kind == f"cmmi-generic.{word}"]
    return one


def words(one: Exhibit, key: str, language: str = "en") -> list[str | None]:
    """Return a column of words in a language."""
    return [text.get(language) if text else None for text in one.texts(key)]


ADLI = {
    "name": "s",
    "title": "S",
    "rule": "R",
    "step": 5,
    "dimensions": [{"key": key, "kind": "process", "title": key} for key in ("A", "D", "L", "I")],
    "bands": [{"number": 1, "low": 0, "high": 100, "title": "1"}],
}


def judged(
    collected: Collected, item: Item | None = None, scheme: SchemeData | None = None, *, withheld: bool = False
) -> list[Any]:
    """Judge a process item of some criteria, or the item given, by what was collected."""
    dossier = Dossier(
        evidence=(),
        measures=collected.measures,
        narratives=(),
        scheme=scheme or SchemeData.model_validate(ADLI),
        period=Span(start=dt.date(2023, 1, 1), end=dt.date(2025, 12, 31)),
        as_of=dt.date(2025, 12, 31),
        withheld=withheld,
        exhibits=collected.exhibits,
        settings=Settings(),
    )
    first = next(criteria().items)
    return list(judge(item or first.model_copy(update={"id": "c:1.1", "code": "1.1"}), dossier))


def findings(judgement: list[Any]) -> list[Finding]:
    """Return the findings of a judgement."""
    return [one for one in judgement if isinstance(one, Finding)]


def suggestion(judgement: list[Any]) -> Suggestion:
    """Return the suggestion of a judgement."""
    (one,) = [one for one in judgement if isinstance(one, Suggestion)]
    return one
