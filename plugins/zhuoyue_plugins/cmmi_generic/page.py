"""The page `cmmi-generic`: practices by process as a heat map, capability levels, what keeps them back, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Exhibit, Measure, Page, Text
from zhuoyue.charts import BarsChart, BarValue, StackedChart, StackRow, bars, stacked
from zhuoyue_plugins.cmmi_generic.exhibits import COUNTS
from zhuoyue_plugins.cmmi_generic.marks import OPEN, SHOWN, UNKNOWN
from zhuoyue_plugins.cmmi_generic.practices import Practice, goals, practices
from zhuoyue_plugins.cmmi_generic.words import DECIDED, TAKEN, both

_STATES: Mapping[str, Text] = {
    **{str(mark).lower(): text for mark, text in SHOWN.items()},
    "open": OPEN,
    "unknown": UNKNOWN,
}
_SHORT = {
    **{str(mark).lower(): str(mark) for mark in SHOWN},
    "open": "LI/PI",
    "unknown": "?",
}


@dataclass(frozen=True)
class Cell:
    """A cell of the heat map: symbol and short mark to see, words for whoever hears or points at it."""

    state: str
    symbol: str
    short: str
    words: str
    decided: bool = False


@dataclass(frozen=True)
class Line:
    """A process: its cells, and those of its instances behind them."""

    name: Text
    cells: tuple[Cell, ...]
    instances: tuple[tuple[Text, tuple[Cell | None, ...]], ...]
    level: Text | None
    basis: Text | None


@dataclass(frozen=True)
class Section:
    """One source."""

    source: str
    matrix: Exhibit
    instances: Exhibit
    lines: tuple[Line, ...]
    legend: tuple[Cell, ...]
    practices: Exhibit
    practices_chart: StackedChart
    levels: Exhibit
    levels_chart: BarsChart
    goals: Exhibit
    blockers: Exhibit
    open: Exhibit
    decided: Exhibit
    coverage: Exhibit | None
    records: Exhibit
    measures: tuple[Measure, ...]
    managed: int
    """Processes at level 2 or above."""
    done: int
    cells: int
    bare: int | None


def view(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return a section for each source; None without any."""
    sections = tuple(_section(assessment, one, language) for one in assessment.exhibits_of("cmmi-generic.matrix"))
    if not sections:
        return None
    return {"sections": sections, "practices": practices(), "goals": _goals()}


PAGE = Page(
    "cmmi-generic",
    Text(zh="过程制度化", en="Generic practices by process"),
    "cmmi-generic.md.j2",
    Path(__file__).parent / "templates",
    view,
    Text(zh="制度化", en="Institutionalisation"),
)


def _goals() -> tuple[tuple[str, Text, tuple[Practice, ...]], ...]:
    return tuple(
        (code, title, tuple(one for one in practices() if one.goal == code)) for code, title in goals().items()
    )


def _section(assessment: Assessment, matrix: Exhibit, language: str) -> Section:
    mine = {
        one.kind.partition(".")[2]: one
        for one in assessment.exhibits_of("cmmi-generic.")
        if one.source == matrix.source
    }
    lines = _lines(mine, language)
    present = {cell.state for line in lines for cell in line.cells}
    present |= {cell.state for line in lines for _, cells in line.instances for cell in cells if cell}
    coverage = mine.get("coverage")
    table = mine["practices"]
    counts = {key: [int(one or 0) for one in table.numbers(key)] for key, _ in COUNTS}
    return Section(
        source=matrix.source,
        matrix=matrix,
        instances=mine["instances"],
        lines=lines,
        legend=tuple(_shown(state, text, language) for state, text in _STATES.items() if state in present),
        practices=table,
        practices_chart=_stack(table, counts, language),
        levels=mine["levels"],
        levels_chart=_bars(mine["levels"], language),
        goals=mine["goals"],
        blockers=mine["blockers"],
        open=mine["open"],
        decided=mine["decided"],
        coverage=coverage,
        records=mine["records"],
        measures=tuple(one for one in assessment.measures if one.source == matrix.source),
        managed=sum(low is not None and low >= 2 for low in mine["levels"].numbers("low")),
        done=sum(counts["fi"]) + sum(counts["li"]),
        cells=sum(map(sum, counts.values())),
        bare=None if coverage is None else sum(int(one or 0) for one in coverage.numbers("bare")),
    )


def _lines(mine: Mapping[str, Exhibit], language: str) -> tuple[Line, ...]:
    keys = [one.code.lower() for one in practices()]
    levels = {str(row["process"]): row for row in mine["levels"].rows()}
    behind: dict[str, list[tuple[Text, tuple[Cell | None, ...]]]] = {}
    for row in mine["instances"].rows():
        found = (row[key] for key in keys)
        behind_it = tuple(_cell(one, language) if isinstance(one, Text) else None for one in found)
        if isinstance(row["instance"], Text):
            behind.setdefault(str(row["process"]), []).append((row["instance"], behind_it))
    lines = []
    for row in mine["matrix"].rows():
        name, level = row["process"], levels.get(str(row["process"]), {})
        if isinstance(name, Text):
            said = (row[key] for key in keys)
            cells = tuple(_cell(one if isinstance(one, Text) else UNKNOWN, language) for one in said)
            shown, basis = level.get("shown"), level.get("basis")
            lines.append(
                Line(
                    name,
                    cells,
                    tuple(behind.get(str(name), ())),
                    shown if isinstance(shown, Text) else None,
                    basis if isinstance(basis, Text) else None,
                )
            )
    return tuple(lines)


def _cell(said: Text, language: str) -> Cell:
    for state, text in _STATES.items():
        if said == text:
            return _shown(state, text, language)
        if said == both(text, DECIDED):
            return _shown(state, said, language, decided=True)
    return _shown("unknown", UNKNOWN, language)


def _shown(state: str, text: Text, language: str, *, decided: bool = False) -> Cell:
    symbol, _, words = text.get(language).partition(" ")
    return Cell(state, symbol, _SHORT[state], words, decided)


def _stack(table: Exhibit, counts: Mapping[str, list[int]], language: str) -> StackedChart:
    # The worst first: what is lacking stands at the foot of the bars, where lengths compare, and the best is darkest.
    columns = COUNTS[::-1]
    rows = [
        StackRow(name.get(language) if name else "–", tuple(counts[key][place] for key, _ in columns))
        for place, name in enumerate(table.texts("practice"))
    ]
    parts = [title.get(language) for _, title in columns]
    return stacked(table.title.get(language), rows, language, parts=parts, ordered=True)


def _bars(table: Exhibit, language: str) -> BarsChart:
    rows = [
        BarValue(
            name.get(language) if name else "–",
            level,
            note=_note(shown, basis, performed, language, known=level is not None),
        )
        for name, level, shown, basis, performed in zip(
            table.texts("process"),
            table.numbers("level"),
            table.texts("shown"),
            table.texts("basis"),
            table.texts("performed"),
            strict=True,
        )
    ]
    unit = "能力等级" if language == "zh" else "capability level"
    title = table.title.get(language)
    return bars(title, rows, language, unit=unit, decimals=0, low=Decimal(0), high=Decimal(3), ranked=False)


def _note(shown: Text | None, basis: Text | None, performed: Text | None, language: str, *, known: bool) -> str:
    """Say what a bar cannot: the range where the level is open, and on what it rests."""
    parts = [basis] if known else [shown]
    if performed == TAKEN != basis:
        parts.append(performed)
    return ("，" if language == "zh" else ", ").join(one.get(language) for one in parts if one)
