"""Causes on the overview: the Pareto chart, and below each of its first causes where it occurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from zhuoyue import Exhibit, Text
from zhuoyue.charts import ParetoBar, pareto
from zhuoyue_plugins.complaints.exhibits.logbook import NOT_RECORDED, Logbook, Part, has, number, parts, text
from zhuoyue_plugins.complaints.judging.saying import percent
from zhuoyue_plugins.complaints.pages.figure import Figure, word

_MOST = 40
CUT = Decimal(80)
"""Percent that the vital few make up together."""
_DRILLED = 8
_LINES = 12


@dataclass(frozen=True)
class Place:
    """Where a cause occurs."""

    name: Text
    cases: Decimal
    share: Decimal
    """Percent of the cause's complaints."""
    percent: Decimal | None
    """Percent closed within the promise."""


@dataclass(frozen=True)
class Drilled:
    """One cause and where it occurs."""

    anchor: str
    cause: Text
    category: Text | None
    cases: Decimal
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Causes:
    """Causes laid out."""

    figures: tuple[Figure, ...]
    """By category, if the log has one, and by cause."""
    drilled: tuple[Drilled, ...]
    drilldown: Exhibit | None


@dataclass(frozen=True)
class _Cause:
    category: Text | None
    cause: Text | None
    cases: Decimal


def causes(log: Logbook, language: str) -> Causes | None:
    """Return the causes of a log; None if it does not name them."""
    exhibit = log.one("causes")
    if exhibit is None:
        return None
    counted = _counted(exhibit)
    drilldown = log.one("drilldown")
    drilled = tuple(_drilled(log, counted, drilldown)) if drilldown else ()
    figures = [_pareto(log, exhibit, counted, drilled, language)]
    categories = _categories(counted)
    if len(categories) > 1:
        figures.insert(0, _by_category(exhibit, categories, language))
    return Causes(tuple(figures), drilled, drilldown)


def _counted(exhibit: Exhibit) -> list[_Cause]:
    return [
        _Cause(text(row, "category"), text(row, "cause"), number(row, "cases") or Decimal(0)) for row in exhibit.rows()
    ]


def _categories(counted: Sequence[_Cause]) -> list[tuple[Text | None, Decimal]]:
    sums: dict[Text | None, Decimal] = {}
    for one in counted:
        sums[one.category] = sums.get(one.category, Decimal(0)) + one.cases
    return sorted(sums.items(), key=lambda one: -one[1])


def _by_category(exhibit: Exhibit, categories: Sequence[tuple[Text | None, Decimal]], language: str) -> Figure:
    rows = [
        ParetoBar((name or NOT_RECORDED).get(language), int(cases), rest=name is None) for name, cases in categories
    ]
    return Figure(
        pareto(word("categories", language), rows, language, unit=word("cases", language)),
        exhibit,
        remarks=exhibit.notes[:1],
    )


def _pareto(
    log: Logbook, exhibit: Exhibit, counted: Sequence[_Cause], drilled: Sequence[Drilled], language: str
) -> Figure:
    """Draw the causes, the first each with a way to where it occurs; what is not recorded is left over."""
    ways: dict[tuple[Text | None, Text | None], str] = {(one.category, one.cause): f"#{one.anchor}" for one in drilled}
    known = [one for one in counted if one.cause is not None]
    first = known if len(known) <= _MOST else known[: _MOST - 1]
    rows = [_bar(one, ways.get((one.category, one.cause), ""), language) for one in first]
    others = known[len(first) :]
    if others:
        rows.append(_rest(word("others", language, count=len(others)), others))
    unknown = [one for one in counted if one.cause is None and one.cases]
    if unknown:
        rows.append(_rest(NOT_RECORDED.get(language), unknown))
    drawn = pareto(word("causes", language), rows, language, unit=word("cases", language))
    # with causes merged, the chart cannot count how many of all there are
    if others:
        heading = tuple(one for one in drawn.heading if not one.bold)
        drawn = replace(drawn, alt=_finding(known, counted, language), heading=heading)
    return Figure(drawn, exhibit, remarks=exhibit.notes[:1])


def _finding(known: Sequence[_Cause], counted: Sequence[_Cause], language: str) -> str:
    """Say which cause is the most frequent, and how many it takes to reach the cut."""
    every = sum((one.cases for one in counted), Decimal(0)) or Decimal(1)
    sums = list(accumulate(one.cases for one in known))
    few = next((place for place, reached in enumerate(sums, 1) if 100 * reached >= CUT * every), len(sums))
    first = (known[0].cause or NOT_RECORDED).get(language)
    return word(
        "merged",
        language,
        name=first,
        count=known[0].cases,
        few=few,
        all=len(known),
        share=percent(100 * sums[few - 1] / every),
    )


def _bar(one: _Cause, way: str, language: str) -> ParetoBar:
    """Return the bar of a cause; its category stands with those that lead somewhere, to keep the others low."""
    note = one.category.get(language) if one.category and way else ""
    return ParetoBar((one.cause or NOT_RECORDED).get(language), int(one.cases), note, way)


def _rest(label: str, merged: Sequence[_Cause]) -> ParetoBar:
    return ParetoBar(label, int(sum((one.cases for one in merged), Decimal(0))), rest=True)


def _drilled(log: Logbook, counted: Sequence[_Cause], drilldown: Exhibit) -> list[Drilled]:
    """Return the first causes with their products."""
    keys = [key for key in ("category", "cause", "product") if has(drilldown, key)]
    if "cause" not in keys or "product" not in keys:
        return []
    lines = parts(drilldown, *keys)
    made = []
    for place, one in enumerate([cause for cause in counted if cause.cause is not None][:_DRILLED], 1):
        wanted = (one.category, one.cause) if "category" in keys else (one.cause,)
        own = [line for line in lines if line.names[:-1] == wanted]
        if own:
            cause = one.cause or NOT_RECORDED
            anchor = f"{log.source}-cause-{place}"
            made.append(Drilled(anchor, cause, one.category, one.cases, _places(own)))
    return made


def _places(lines: Sequence[Part]) -> tuple[Place, ...]:
    every = sum((line.cases for line in lines), Decimal(0))
    return tuple(
        Place(line.names[-1] or NOT_RECORDED, line.cases, 100 * line.cases / every, line.percent)
        for line in lines[:_LINES]
        if every
    )
