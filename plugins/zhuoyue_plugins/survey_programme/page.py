"""The page `survey-programme`: the board, what waits, the surveys, broken loops, answers and open ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Exhibit, Measure, Page, Text
from zhuoyue.charts import BarsChart, BarValue, BoardChart, BoardColumn, StackedChart, StackRow, bars, board, stacked

LONGEST = 15
"""Surveys drawn by how long they have waited; the table holds all."""


@dataclass(frozen=True)
class Section:
    """One source."""

    source: str
    board: Exhibit
    chart: BoardChart
    surveys: Exhibit | None
    waiting: Exhibit | None
    waits: BarsChart | None
    breaks: Exhibit | None
    answers: Exhibit | None
    shares: StackedChart | None
    ends: Exhibit | None
    measures: tuple[Measure, ...]
    tiles: tuple[Measure, ...]
    """The two that are shown first."""
    under_way: int
    late: int
    total: int | None
    """Dissatisfied answers."""
    neither: int | None


def view(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return a section for each source; None without any."""
    sections = tuple(_section(assessment, one, language) for one in assessment.exhibits_of("survey-programme.board"))
    return {"sections": sections} if sections else None


PAGE = Page(
    "survey-programme",
    Text(zh="调查闭环", en="Survey programme"),
    "survey-programme.md.j2",
    Path(__file__).parent / "templates",
    view,
    Text(zh="顾客", en="Customers"),
)


def _section(assessment: Assessment, table: Exhibit, language: str) -> Section:
    mine = {one.kind: one for one in assessment.exhibits_of("survey-programme.") if one.source == table.source}
    waiting, answers = mine.get("survey-programme.waiting"), mine.get("survey-programme.answers")
    measures = tuple(one for one in assessment.measures if one.source == table.source)
    first = [f"{table.source}-{word}" for word in ("loops-closed", "answers-handled")]
    return Section(
        source=table.source,
        board=table,
        chart=_board(table, language),
        surveys=mine.get("survey-programme.surveys"),
        waiting=waiting,
        waits=_waits(waiting, language) if waiting and waiting.count else None,
        breaks=mine.get("survey-programme.breaks"),
        answers=answers,
        shares=_shares(answers, language) if answers and answers.count else None,
        ends=mine.get("survey-programme.ends"),
        measures=measures,
        tiles=tuple(one for one in measures if one.id in first and one.latest),
        under_way=waiting.count if waiting else 0,
        late=sum(bool(one) for one in waiting.numbers("late")) if waiting else 0,
        total=_sum(answers, "total"),
        neither=_sum(answers, "neither"),
    )


def _sum(table: Exhibit | None, key: str) -> int | None:
    return sum(int(one or 0) for one in table.numbers(key)) if table else None


def _board(table: Exhibit, language: str) -> BoardChart:
    rows = list(table.rows())
    columns = [
        BoardColumn(
            label=_words(row["stage"], language),
            count=_whole(row["count"]) or 0,
            oldest_days=_whole(row["oldest"]),
            overdue=_whole(row["late"]),
            done=number == len(rows),
        )
        for number, row in enumerate(rows, 1)
    ]
    return board(table.title.get(language), columns, language, loop=True)


def _waits(table: Exhibit, language: str) -> BarsChart:
    zh = language == "zh"
    rows = []
    for row in list(table.rows())[:LONGEST]:
        late, limit = _whole(row["late"]), _whole(row["limit"])
        stage = _words(row["stage"], language)
        if late:
            note = f"{stage}，超期 {late} 天" if zh else f"{stage}, {late} days over"
        elif limit is not None:
            note = f"{stage}，期限 {limit} 天" if zh else f"{stage}, limit {limit} days"
        else:
            note = stage
        value = row["waited"]
        rows.append(BarValue(_words(row["survey"], language), value if isinstance(value, Decimal) else None, note=note))
    title = table.title.get(language)
    return bars(title, rows, language, unit="天" if zh else "days", decimals=0, low=Decimal(0))


def _shares(table: Exhibit, language: str) -> StackedChart:
    keys = ("verified", "unverified", "reason", "neither")
    columns = [table.column(key) for key in keys]
    parts = [_part(column.title.get(language)) if column else key for key, column in zip(keys, columns, strict=True)]
    rows = [
        StackRow(
            label=_words(row["survey"], language),
            values=tuple(_whole(row[key]) or 0 for key in keys),
            total=_whole(row["total"]),
        )
        for row in table.rows()
    ]
    return stacked(table.title.get(language), rows, language, parts=parts)


def _part(title: str) -> str:
    """Return a heading as it stands inside a sentence."""
    return title[:1].lower() + title[1:]


def _words(cell: object, language: str) -> str:
    return cell.get(language) if isinstance(cell, Text) else "—"


def _whole(cell: object) -> int | None:
    return int(cell) if isinstance(cell, Decimal) else None
