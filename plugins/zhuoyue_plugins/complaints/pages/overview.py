"""The overview of complaints: what a service director looks at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Finding, FindingKind, NumberColumn, Text, Weight
from zhuoyue_plugins.complaints.exhibits.logbook import PREFIX, Logbook, has, latest, logbooks, number, text
from zhuoyue_plugins.complaints.judging.saying import TIE, both, figure
from zhuoyue_plugins.complaints.pages.causes import Causes, causes
from zhuoyue_plugins.complaints.pages.charts import (
    backlog_figures,
    cell_figure,
    hand_over_figure,
    part_figures,
    promise_figure,
    season_figure,
)
from zhuoyue_plugins.complaints.pages.control import control_figure
from zhuoyue_plugins.complaints.pages.figure import Figure
from zhuoyue_plugins.complaints.pages.tiles import Tile, tiles

_SIGNALLED = 3
_IMPROVEMENTS, _STRENGTHS = 6, 4
_YEARS = 6
_HANDLING = ("first_contact", "hand_overs", "escalated", "reopened", "handling_satisfaction", "handling_satisfied")


@dataclass(frozen=True)
class Step:
    """A step from complaint to proven improvement."""

    value: str
    words: Text
    known: bool


@dataclass(frozen=True)
class Yearly:
    """Figures by year, a line each: there are more figures than years."""

    years: tuple[Text, ...]
    lines: tuple[tuple[NumberColumn, tuple[Decimal | None, ...]], ...]


@dataclass(frozen=True)
class Overview:
    """One log on the page."""

    source: str
    title: Text
    tiles: tuple[Tile, ...]
    improvements: tuple[Finding, ...]
    strengths: tuple[Finding, ...]
    promise: tuple[Figure, ...]
    by_part: tuple[Figure, ...]
    volume: tuple[Figure, ...]
    trend: Text | None
    trend_exhibit: Exhibit | None
    season: Figure | None
    parts: tuple[Figure, ...]
    """Control charts of parts that lately lie unusually high."""
    causes: Causes | None
    cells: Figure | None
    backlog: tuple[Figure, ...]
    oldest: Exhibit | None
    hand_overs: Figure | None
    handling: Yearly | None
    loop: tuple[Step, ...]
    years: Exhibit | None
    by_year: Yearly | None
    organisations: Exhibit | None
    spread: Exhibit | None


def overview(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page shows; None where there is no complaint log."""
    known = logbooks(assessment.exhibits_of(PREFIX), assessment.measures)
    sections = [_section(assessment, log, language) for log in known]
    return {"sections": sections} if sections else None


def title(assessment: Assessment, log: Logbook) -> Text:
    """Return what a log is called: the title of its records, else the source's name."""
    for exhibit in log.exhibits:
        for name in exhibit.evidence:
            if name in assessment.evidence_by_id:
                return assessment.evidence_by_id[name].title
    return Text(zh=log.source, en=log.source)


def _section(assessment: Assessment, log: Logbook, language: str) -> Overview:
    found = _findings(assessment, log)
    charts = [control_figure(one, language) for one in log.of("control") if one.count]
    by_id = {one.exhibit.id.removeprefix(f"{log.source}-control-"): one for one in charts}
    years = log.one("years")
    return Overview(
        source=log.source,
        title=title(assessment, log),
        tiles=tuple(tiles(log)),
        improvements=tuple(one for one in found if one.kind is FindingKind.IMPROVEMENT)[:_IMPROVEMENTS],
        strengths=tuple(one for one in found if one.kind is FindingKind.STRENGTH)[:_STRENGTHS],
        promise=tuple(_promise(log, by_id, language)),
        by_part=tuple(part_figures(log, language)),
        volume=tuple(by_id[key] for key in ("volume", "rate") if key in by_id),
        trend=_trend(log),
        trend_exhibit=log.one("trend"),
        season=season_figure(log, language),
        parts=tuple(_rising([one for key, one in by_id.items() if key.startswith("volume-")])),
        causes=causes(log, language),
        cells=cell_figure(log, language),
        backlog=tuple(backlog_figures(log, language)),
        oldest=log.one("oldest"),
        hand_overs=hand_over_figure(log, language),
        handling=_yearly(years, _HANDLING) if years else None,
        loop=tuple(_loop(years)) if years else (),
        years=years,
        by_year=_yearly(years) if years else None,
        organisations=log.one("organisations"),
        spread=log.one("organisation-spread"),
    )


def _findings(assessment: Assessment, log: Logbook) -> list[Finding]:
    """Return this plugin's findings on the log, each once whatever the number of items, key ones first."""
    own = {one.id for one in log.exhibits} | {one.id for one in log.measures}
    found: dict[tuple[str, str], Finding] = {}
    for result in assessment.results:
        for one in result.findings:
            if one.source == "complaints" and own & set(one.evidence):
                found.setdefault((one.text.zh, one.text.en), one)
    return sorted(found.values(), key=lambda one: one.weight is not Weight.BOLD)


def _promise(log: Logbook, charts: Mapping[str, Figure], language: str) -> Iterator[Figure]:
    for key in ("promise", "reply"):
        if key in charts:
            yield charts[key]
    for exhibit in log.of("promise"):
        drawn = promise_figure(exhibit, language) if exhibit.count else None
        if drawn is not None:
            yield drawn


def _rising(charts: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the charts of parts that lately lie above what chance explains, the largest parts first."""
    recent = [chart for chart in charts if any(one.above and one.recent and not one.season for one in chart.signals)]
    yield from recent[:_SIGNALLED]


def _trend(log: Logbook) -> Text | None:
    """Say what the trend is, with its figures."""
    exhibit = log.one("trend")
    row = next(exhibit.rows(), None) if exhibit else None
    verdict = text(row, "verdict")
    values = [number(row, key) for key in ("slope", "low", "high", "p")]
    if verdict is None or any(value is None for value in values):
        return None
    slope, low, high, p = (value or Decimal(0) for value in values)
    chance = f"p{TIE}<{TIE}0.001" if p < Decimal("0.001") else f"p{TIE}={TIE}{figure(p, 3)}"
    shown = [figure(value, 1).replace("-", "\u2212") for value in (slope, low, high)]
    return both(
        f"Trend with the season allowed for: {verdict.get('en')}. A month changes by {shown[0]} complaints a year "
        f"against the same month of the year before (95 % interval {shown[1]} to {shown[2]}, {chance}).",
        f"考虑季节后的趋势：{verdict.get('zh')}。与往年同月相比，每月数量每年变化 {shown[0]} 件"
        f"（95 % 区间 {shown[1]} 至 {shown[2]}，{chance}）。",
    )


def _yearly(years: Exhibit, keys: Sequence[str] = ()) -> Yearly | None:
    """Return the known figures of the last years, all or some; None without any."""
    lines = tuple(
        (column, column.values[-_YEARS:])
        for column in years.columns
        if isinstance(column, NumberColumn)
        and (not keys or column.key in keys)
        and any(value is not None for value in column.values[-_YEARS:])
    )
    shown = [one for one in (text(row, "year") for row in years.rows()) if one]
    return Yearly(tuple(shown[-_YEARS:]), lines) if lines and len(shown) == years.count else None


def _loop(years: Exhibit) -> Iterator[Step]:
    """Yield the steps of the last year: complaints, improvements, verified effects."""
    row = latest(years, "cases")
    cases, year = number(row, "cases"), text(row, "year")
    if cases is None or year is None:
        return
    yield Step(figure(cases), both(f"complaints in {year.get('en')}", f"{year.get('zh')} 年投诉"), known=True)
    named: Sequence[tuple[str, Text]] = (
        ("improvement", both("led to an improvement", "促成了改进")),
        ("verified", _verified(years)),
    )
    for key, words in named:
        value = number(row, key)
        yield Step(f"{figure(value, 1)}{TIE}%" if value is not None else "–", words, known=value is not None)


def _verified(years: Exhibit) -> Text:
    if has(years, "improvement"):
        return both("of these verified with the customer", "其中已向顾客验证效果")
    return both("of the closed ones verified with the customer", "已关闭投诉中向顾客验证了效果")
