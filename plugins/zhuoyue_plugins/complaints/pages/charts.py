"""Charts of the overview: the promise by period, part and cell, backlog, hand-overs and season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter

from zhuoyue import Direction, Exhibit, Text
from zhuoyue.charts import (
    BarValue,
    Chart,
    StackRow,
    Threshold,
    bars,
    heat,
    stacked,
)
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook, Part, has, named, number, parts, text
from zhuoyue_plugins.complaints.judging.saying import wilson
from zhuoyue_plugins.complaints.pages.figure import Figure, said, word

_PERIODS = 8
_ROWS, _COLUMNS = 20, 10
_PARTS = 16
_LEAST = 10
FEW = Text(
    zh=f"已判定不足 {_LEAST} 件的组合不显示比例。",
    en=f"Cells with fewer than {_LEAST} decided complaints show no percent.",
)


def promise_figure(exhibit: Exhibit, language: str) -> Figure | None:
    """Draw what became of the promise, period by period; None if nothing is decided."""
    keys = ("in_time", "late", "late_open")
    rows = []
    for row in list(exhibit.rows())[-_PERIODS:]:
        values = tuple(number(row, key) or Decimal(0) for key in keys)
        rows.append(StackRow(said(row, "period", language), values, int(sum(values))))
    if not any(row.total for row in rows):
        return None
    what = text(next(exhibit.rows()), "what")
    title = word("promise_reply" if what and what.get("en") == "reply" else "promise_close", language)
    return Figure(stacked(title, rows, language, parts=[word(key, language) for key in keys], decimals=1), exhibit)


def part_figures(log: Logbook, language: str) -> Iterator[Figure]:
    """Yield the promise by channel, segment, product and severity, each part with its interval."""
    for key in ("channel", "segment", "product", "severity"):
        graded = log.one("severities") if key == "severity" else None
        exhibit = graded or log.one("drilldown" if key == "product" else "cells")
        found = [one for one in parts(exhibit, key) if one.decided] if exhibit else []
        if exhibit is not None and len(found) > 1:
            chart = _part_bars(key, _by_gravity(found, graded) if graded else _by_percent(found), language)
            yield Figure(chart, exhibit, remarks=exhibit.notes[:1])


def _by_percent(found: Sequence[Part]) -> list[Part]:
    """Sort by the share, the best first, what the records do not name last."""
    return sorted(found[:_PARTS], key=lambda one: (not one.known, -(one.percent or Decimal(0))))


def _by_gravity(found: Sequence[Part], graded: Exhibit) -> list[Part]:
    """Sort as the exhibit has them."""
    order = list(graded.texts("severity"))
    return sorted(found, key=lambda one: order.index(one.names[0]))[:_PARTS]


def _part_bars(key: str, found: Sequence[Part], language: str) -> Chart:
    decided = sum((one.decided for one in found), Decimal(0))
    whole = 100 * sum((one.in_time for one in found), Decimal(0)) / decided
    rows = [
        BarValue(named(one.names).get(language), one.percent, *wilson(one.in_time, one.decided), count=int(one.decided))
        for one in found
    ]
    return bars(
        word(f"by_{key}", language),
        rows,
        language,
        unit="%",
        low=Decimal(0),
        high=Decimal(100),
        reference=Threshold(whole, word("whole", language)),
        ranked=False,
    )


def cell_figure(log: Logbook, language: str) -> Figure | None:
    """Draw the promise by channel and segment; None if the log does not tell both."""
    exhibit = log.one("cells")
    if exhibit is None or not has(exhibit, "channel", "segment"):
        return None
    found = {one.names: one for one in parts(exhibit, "channel", "segment")}
    rows = [one.names[0] for one in parts(exhibit, "channel")][:_ROWS]
    columns = [one.names[0] for one in parts(exhibit, "segment")][:_COLUMNS]
    if len(rows) < 2 or len(columns) < 2:
        return None
    table = [[found.get((row, column)) for column in columns] for row in rows]
    return Figure(
        heat(
            word("cells", language),
            [named([row]).get(language) for row in rows],
            [named([column]).get(language) for column in columns],
            [[one.percent if one and one.decided >= _LEAST else None for one in line] for line in table],
            language,
            unit="%",
            direction=Direction.HIGHER,
            counts=[[int(one.decided) if one else None for one in line] for line in table],
            corner=word("channel", language),
        ),
        exhibit,
        remarks=(FEW, *exhibit.notes[:1]),
    )


def backlog_figures(log: Logbook, language: str) -> Iterator[Figure]:
    """Yield the open complaints by age, and by age and severity."""
    exhibit = log.one("backlog")
    if exhibit is not None:
        rows = [BarValue(said(row, "bucket", language), number(row, "cases")) for row in exhibit.rows()]
        unit = word("cases", language)
        yield Figure(
            bars(word("backlog", language), rows, language, unit=unit, decimals=0, low=Decimal(0), ranked=False),
            exhibit,
        )
    split = log.one("backlog-severity")
    if split is not None:
        yield Figure(_ages(split, language), split)


def _ages(exhibit: Exhibit, language: str) -> Chart:
    ages = list(dict.fromkeys(said(row, "bucket", language) for row in exhibit.rows()))
    grades = list(dict.fromkeys(said(row, "severity", language) for row in exhibit.rows()))[:_COLUMNS]
    counted = {
        (said(row, "bucket", language), said(row, "severity", language)): number(row, "cases") for row in exhibit.rows()
    }
    return heat(
        word("backlog_severity", language),
        ages,
        grades,
        [[counted.get((age, grade), Decimal(0)) for grade in grades] for age in ages],
        language,
        unit=word("cases", language),
        direction=Direction.LOWER,
        corner=word("age", language),
        caption=_most(exhibit),
    )


def _most(exhibit: Exhibit) -> Text | None:
    """Say how many are open, and where most of them stand."""
    rows = [(count, row) for row in exhibit.rows() if (count := number(row, "cases"))]
    if not rows:
        return None
    most, row = max(rows, key=itemgetter(0))
    place = named([text(row, "bucket"), text(row, "severity")])
    whole = sum(count for count, _ in rows)
    return Text(
        zh=f"共 {whole} 件未关闭；最多的是“{place.get('zh')}”，{most} 件。",
        en=f"{whole} complaints are open; the largest group is {place.get('en')}, {most}.",
    )


def hand_over_figure(log: Logbook, language: str) -> Figure | None:
    """Draw how the promise fares with the number of hand-overs; None if the log does not count them."""
    exhibit = log.one("hand-overs")
    if exhibit is None or not has(exhibit, "hand_overs", "decided", "in_time"):
        return None
    rows = []
    for row in exhibit.rows():
        count, decided, in_time = (number(row, key) for key in ("hand_overs", "decided", "in_time"))
        if count is None or not decided or in_time is None:
            continue
        label = word("times" if count else "none_times", language, count=int(count))
        rows.append(BarValue(label, 100 * in_time / decided, *wilson(in_time, decided), count=int(decided)))
    if not rows:
        return None
    title = word("hand_overs", language)
    drawn = bars(title, rows, language, unit="%", low=Decimal(0), high=Decimal(100), ranked=False)
    return Figure(drawn, exhibit, remarks=exhibit.notes[:1])


def season_figure(log: Logbook, language: str) -> Figure | None:
    """Draw the season; None below two full years."""
    exhibit = log.one("season")
    if exhibit is None:
        return None
    rows = [BarValue(said(row, "month", language), number(row, "index")) for row in exhibit.rows()]
    reference = Threshold(Decimal(100), word("mean_month", language))
    drawn = bars(
        word("season", language), rows, language, decimals=0, low=Decimal(0), reference=reference, ranked=False
    )
    return Figure(drawn, exhibit, remarks=exhibit.notes)
