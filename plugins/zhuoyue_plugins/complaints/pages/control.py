"""Control charts on the overview, with their signals in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from zhuoyue import Exhibit, NumberColumn
from zhuoyue.charts import ControlPoint, Phase, control
from zhuoyue_plugins.complaints.exhibits.control import RULE
from zhuoyue_plugins.complaints.exhibits.logbook import Row, number, text
from zhuoyue_plugins.complaints.judging.saying import figure as written
from zhuoyue_plugins.complaints.pages.figure import Figure, Signal, said, word
from zhuoyue_plugins.complaints.statistics.control_rules import MEANING
from zhuoyue_plugins.complaints.statistics.every_year import every_year

_RECENT = 12


def control_figure(exhibit: Exhibit, language: str) -> Figure:
    """Draw a control chart from its exhibit."""
    rows = list(exhibit.rows())
    column = exhibit.column("value")
    unit = column.unit if isinstance(column, NumberColumn) else None
    points = [
        ControlPoint(
            said(row, "period", language),
            number(row, "value"),
            number(row, "centre"),
            number(row, "lower"),
            number(row, "upper"),
            _signs(row),
        )
        for row in rows
    ]
    kind = text(rows[0], "chart") if rows else None
    drawn = control(
        exhibit.title.get(language),
        points,
        language,
        unit=unit.get(language) if unit else "",
        decimals=column.decimals if isinstance(column, NumberColumn) else 1,
        kind_word=kind.get(language) if kind else "",
        phases=_phases(rows, language),
        rules={sign: words.get(language) for sign, words in MEANING.items()},
    )
    # without a rule in force, the absence of signals says nothing
    watched = any(note.get("en").startswith(RULE) for note in exhibit.notes)
    # the rules in words stand beside their signals already
    remarks = tuple(note for note in exhibit.notes if not note.get("en").startswith(RULE))
    decimals = column.decimals if isinstance(column, NumberColumn) else 1
    return Figure(drawn, exhibit, tuple(_signals(points, decimals)), remarks, watched)


def _signs(row: Row) -> tuple[str, ...]:
    signs = text(row, "signals")
    return tuple(signs.get("en").split(", ")) if signs else ()


def _phases(rows: Sequence[Row], language: str) -> tuple[Phase, ...]:
    """Return the baseline and what is watched, as stretches; a single stretch needs no shading."""
    known = [(said(row, "period", language), said(row, "phase", "en")) for row in rows]
    stretches = [(phase, [period for period, _ in group]) for phase, group in groupby(known, key=lambda one: one[1])]
    named_ones = [(phase, periods) for phase, periods in stretches if phase in {"baseline", "watched"}]
    if len(named_ones) < 2 or len(named_ones) > 4:
        return ()
    return tuple(Phase(periods[0], periods[-1], word(phase, language)) for phase, periods in named_ones)


def _signals(points: Sequence[ControlPoint], decimals: int) -> Iterator[Signal]:
    """Yield the stretches that signal, the latest first."""
    last_year = {point.period for point in points[-_RECENT:]}
    known = {point.period: point.value for point in points if point.value is not None}
    stretches = [(side, list(group)) for side, group in groupby(points, key=_side)]
    for side, months in reversed(stretches):
        if side is not None:
            season = all(every_year(known, month.period, above=side) for month in months)
            recent = months[-1].period in last_year
            yield replace(_signal(months, decimals, above=side), recent=recent, season=season)


def _side(point: ControlPoint) -> bool | None:
    """Tell on which side of the centre a month signals; None if it does not."""
    if not point.signals or point.value is None or point.centre is None:
        return None
    return point.value > point.centre


def _signal(months: Sequence[ControlPoint], decimals: int, *, above: bool) -> Signal:
    far = (max if above else min)(months, key=lambda point: point.value or Decimal(0))
    limit = far.upper if above else far.lower
    value = far.value or Decimal(0)
    outside = limit is not None and (value > limit if above else value < limit)
    shown = written(limit, decimals) if limit is not None else "–"
    return Signal(months[0].period, months[-1].period, above, written(value, decimals), far.period, shown, outside)
