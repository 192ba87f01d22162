"""The page `contact-matrix`: the matrix, coverage by kind and by channel, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Exhibit, Measure, Page, Text
from zhuoyue.charts import BarsChart, BarValue, bars
from zhuoyue_plugins.contact_matrix.availability import UNKNOWN, WORDS


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix as the page shows it: the symbol alone, its words for whoever hears or wants them."""

    state: str
    symbol: str
    words: str


@dataclass(frozen=True)
class Section:
    """One source."""

    source: str
    matrix: Exhibit
    rows: tuple[tuple[Text, tuple[Cell, ...]], ...]
    legend: tuple[Cell, ...]
    items: Exhibit | None
    items_chart: BarsChart | None
    channels: Exhibit | None
    channels_chart: BarsChart | None
    gaps: Exhibit | None
    missing: Exhibit | None
    measures: tuple[Measure, ...]
    kinds: int
    twofold: int
    single: int
    night: int


def view(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return a section for each source; None without any."""
    sections = tuple(_section(assessment, one, language) for one in assessment.exhibits_of("contact-matrix.matrix"))
    return {"sections": sections} if sections else None


PAGE = Page(
    "contact-matrix",
    Text(zh="顾客查询方式", en="Contact matrix"),
    "contact-matrix.md.j2",
    Path(__file__).parent / "templates",
    view,
    Text(zh="顾客", en="Customers"),
)


def _section(assessment: Assessment, matrix: Exhibit, language: str) -> Section:
    mine = {one.kind: one for one in assessment.exhibits_of("contact-matrix.") if one.source == matrix.source}
    items, channels = mine.get("contact-matrix.items"), mine.get("contact-matrix.channels")
    given = [int(one or 0) for one in items.numbers("given")] if items else []
    channel_columns = [column.key for column in matrix.columns if column.key.startswith("channel-")]
    rows = tuple(
        (name, tuple(_cell(matrix.texts(key)[number], language) for key in channel_columns))
        for number, name in enumerate(matrix.texts("information"))
        if name
    )
    present = {cell.state for _, cells in rows for cell in cells}
    states = (*((str(state), text) for state, text in WORDS.items()), ("unknown", UNKNOWN))
    return Section(
        source=matrix.source,
        matrix=matrix,
        rows=rows,
        legend=tuple(_shown(state, text, language) for state, text in states if state in present),
        items=items,
        items_chart=_chart(items, "information", len(channel_columns), language) if items else None,
        channels=channels,
        channels_chart=_chart(channels, "channel", len(rows), language) if channels else None,
        gaps=mine.get("contact-matrix.gaps"),
        missing=mine.get("contact-matrix.missing"),
        measures=tuple(one for one in assessment.measures if one.source == matrix.source),
        kinds=len(given),
        twofold=sum(one > 1 for one in given),
        single=sum(one is not None for one in items.texts("only")) if items else 0,
        night=sum(bool(one) for one in items.numbers("always")) if items else 0,
    )


def _cell(said: Text | None, language: str) -> Cell:
    state = next((str(state) for state, text in WORDS.items() if text == said), "unknown")
    return _shown(state, said or UNKNOWN, language)


def _shown(state: str, text: Text, language: str) -> Cell:
    symbol, _, words = text.get(language).partition(" ")
    return Cell(state, symbol, words)


def _chart(table: Exhibit, key: str, most: int, language: str) -> BarsChart:
    zh = language == "zh"
    rows = [
        BarValue(
            name.get(language) if name else "—",
            given if known else None,
            note=_note(int(always or 0), int(unknown or 0), zh),
        )
        for name, given, always, unknown, known in zip(
            table.texts(key),
            table.numbers("given"),
            table.numbers("always"),
            table.numbers("unknown"),
            table.numbers("share"),
            strict=True,
        )
    ]
    title = table.title.get(language)
    unit = ("渠道数" if zh else "channels") if key == "information" else ("信息项数" if zh else "kinds of information")
    return bars(title, rows, language, unit=unit, decimals=0, low=Decimal(0), high=Decimal(most))


def _note(always: int, unknown: int, zh: bool) -> str:
    parts = []
    if always:
        parts.append(f"其中全天 {always}" if zh else f"{always} around the clock")
    if unknown:
        parts.append(f"未填写 {unknown}" if zh else f"{unknown} not stated")
    return ("，" if zh else ", ").join(parts)
