"""The page of estimates: the iceberg, what waiting may cost, who may buy again; all of it assumed, none observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuoyue import Assessment, Exhibit, Text
from zhuoyue.charts import BarValue, Chart, bars
from zhuoyue_plugins.complaints.exhibits.logbook import PREFIX, Logbook, Row, has, latest, logbooks, number, text
from zhuoyue_plugins.complaints.judging.saying import both, figure
from zhuoyue_plugins.complaints.pages.figure import word
from zhuoyue_plugins.complaints.pages.overview import title


@dataclass(frozen=True)
class Estimate:
    """One estimate."""

    key: str
    """iceberg, loss or returning."""
    exhibit: Exhibit
    said: Text
    """The estimate of the last year in words."""
    chart: Chart | None
    columns: tuple[str, ...]
    """Columns of its table that people read."""
    replace: tuple[str, ...]
    """Names in the settings that replace its assumptions."""


@dataclass(frozen=True)
class Section:
    """The estimates of one log."""

    source: str
    title: Text
    estimates: tuple[Estimate, ...]


def estimates(assessment: Assessment, language: str) -> Mapping[str, Any] | None:
    """Return what the page shows; None where nothing is estimated."""
    sections = []
    for log in logbooks(assessment.exhibits_of(PREFIX), assessment.measures):
        made = [one for key, draw in _DRAWN.items() if (one := _estimate(log, key, draw, language))]
        if made:
            sections.append(Section(log.source, title(assessment, log), tuple(made)))
    return {"sections": sections} if sections else None


def _estimate(log: Logbook, key: str, draw: Any, language: str) -> Estimate | None:
    exhibit = log.one(key)
    if exhibit is None:
        return None
    drawn = draw(exhibit, language)
    if drawn is None:
        return None
    said, chart = drawn
    names = tuple(one.key.replace("-", "_") for one in exhibit.assumptions if not one.own)
    columns = tuple(one.key for one in exhibit.columns if one.key != "outcome" or not has(exhibit, "outcome_title"))
    return Estimate(key, exhibit, said, chart, columns, names)


def _year(row: Row) -> Text:
    return text(row, "year") or Text(zh="–", en="–")


def _iceberg(exhibit: Exhibit, language: str) -> tuple[Text, Chart] | None:
    row = latest(exhibit, "dissatisfied")
    formal, elsewhere, silent, every = (number(row, key) for key in ("formal", "elsewhere", "silent", "dissatisfied"))
    if row is None or formal is None or every is None:
        return None
    year = _year(row)
    rows = [
        BarValue(word(key, language), value)
        for key, value in (("formal", formal), ("elsewhere", elsewhere), ("silent", silent))
    ]
    said = both(
        f"{figure(formal)} formal complaints in {year.get('en')} would stand for about {figure(every)} dissatisfied "
        f"customers.",
        f"{year.get('zh')} 年的 {figure(formal)} 件正式投诉，按假设约对应 {figure(every)} 位不满意顾客。",
    )
    return said, _bars("iceberg", rows, year, language)


def _bars(key: str, rows: list[BarValue], year: Text, language: str) -> Chart:
    name = word(key, language, year=year.get(language))
    unit = word("customers", language)
    return bars(name, rows, language, unit=unit, decimals=0, low=Decimal(0), ranked=False)


def _loss(exhibit: Exhibit, language: str) -> tuple[Text, Chart] | None:
    row = latest(exhibit, "compound")
    cases, late, linear, compound = (number(row, key) for key in ("cases", "late", "linear", "compound"))
    if row is None or linear is None or compound is None:
        return None
    year = _year(row)
    rows = [BarValue(word("linear", language), linear), BarValue(word("compound", language), compound)]
    waited = f"{figure(late)}" if late is not None else "–"
    every = f"{figure(cases)}" if cases is not None else "–"
    said = both(
        f"{waited} of {every} complaints of {year.get('en')} waited longer than the best time; by the assumed loss "
        f"a day that would be about {figure(linear)} customers (linear reading) or {figure(compound)} "
        "(compound reading).",
        f"{year.get('zh')} 年 {every} 件投诉中有 {waited} 件等待超过最佳处理时间；按假设的每日流失率，约流失顾客 "
        f"{figure(linear)} 位（线性算法）或 {figure(compound)} 位（复利算法）。",
    )
    return said, _bars("loss", rows, year, language)


def _returning(exhibit: Exhibit, language: str) -> tuple[Text, Chart] | None:
    last = latest(exhibit, "returning")
    if last is None:
        return None
    year = _year(last)
    own = [row for row in exhibit.rows() if _year(row) == year]
    cases, back = (sum((number(row, key) or Decimal(0) for row in own), Decimal(0)) for key in ("cases", "returning"))
    rows = [
        BarValue((text(row, "outcome_title") or text(row, "outcome") or year).get(language), number(row, "returning"))
        for row in own
    ]
    said = both(
        f"Of {figure(cases)} complainants of {year.get('en')}, about {figure(back)} would buy again by the "
        "assumed rates.",
        f"{year.get('zh')} 年的 {figure(cases)} 位投诉顾客中，按假设的比例约有 {figure(back)} 位会再次购买。",
    )
    return said, _bars("returning", rows, year, language)


_DRAWN = {"iceberg": _iceberg, "loss": _loss, "returning": _returning}
