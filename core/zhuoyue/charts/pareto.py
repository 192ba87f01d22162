"""Pareto: counts in falling order with their cumulative share, the vital few marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Dot, Key, Rule, Table, box, legend
from zhuoyue.charts.curve import path
from zhuoyue.charts.frame import Nothing, RowName, nothing, plain, row_name
from zhuoyue.charts.label import SIZE, SMALL, Label, fit, text_width
from zhuoyue.charts.number import HUNDRED, at, cell, percent, written
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.text import Text

CUT = Decimal(80)
"""Percent of all that the vital few make up together."""
WIDTH = 680
_NAMES, _BARS = 200, 210
_SHARES, _RIGHT = 500, 610
"""Where the cumulative shares are drawn: from 0 to 100 %."""
_BAR = 14
_TOP = 44
_ADDRESS = re.compile(r"(?:https?://|(?!//)[^\s\\:?#]*(?:[?#]|$))[^\s\\]*|(?!//)[^\s\\:?#]+", re.I)


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "name": _text("类别", "Category"),
    "count": _text("数量", "Count"),
    "counted": _text("数量（{unit}）", "Count ({unit})"),
    "share": _text("占比", "Share"),
    "cumulative": _text("累计占比", "Cumulative share"),
    "few": _text("关键少数", "vital few"),
    "many": _text("其余各类", "the others"),
    "rest": _text("其他或未知", "other or unknown"),
    "head": _text("关键少数：{few} 类（共 {all} 类）占 {share}", "vital few: {few} of {all} make up {share}"),
    "most": _text("最多：{name}，{count}（{share}）", "most: {name}, {count} ({share})"),
    "spread": _text(
        "没有关键少数：要 {few} 类（共 {all} 类）才达到 {cut}", "no vital few: it takes {few} of {all} to reach {cut}"
    ),
    "short": _text(
        "没有关键少数：已归类的合计 {share}，不到 {cut}",
        "no vital few: all that are named make up {share}, less than {cut}",
    ),
    "none": _text("{all} 类的数量均为 0", "none counted in any of {all}"),
    "left": _text("其他或未知 {share}", "other or unknown {share}"),
}


@dataclass(frozen=True)
class ParetoBar:
    """One cause, kind or place, and how often it occurred."""

    label: str
    count: int | Decimal
    note: str = ""
    """Quieter words below the label: a change, a reason."""
    href: str = ""
    """Relative or https address of the details; anything else is dropped."""
    rest: bool = False
    """What is left over (other, unknown): stands last and is never one of the vital few."""


@dataclass(frozen=True)
class ParetoRow:
    """A bar laid out."""

    bar: Box
    labels: tuple[Label, ...]
    name: tuple[Label, ...]
    """Its name, which leads to `href` if there is one."""
    href: str
    dot: Dot
    """Its cumulative share."""


@dataclass(frozen=True, kw_only=True)
class ParetoChart(Chart):
    """A Pareto chart laid out."""

    kind: ClassVar[str] = "pareto"
    heading: tuple[Label, ...]
    grid: tuple[Rule, ...]
    cut: Rule | None
    bracket: str
    """Path beside the names of the vital few."""
    rows: tuple[ParetoRow, ...]
    line: str
    """Path of the cumulative share."""
    keys: tuple[Key, ...]
    empty: Nothing | None

    @property
    def linked(self) -> bool:
        """Whether anything in it can be followed."""
        return any(row.href for row in self.rows)


@dataclass(frozen=True)
class _Counted:
    """A bar with what has been worked out about it."""

    bar: ParetoBar
    look: str
    name: RowName
    count: Decimal
    share: Decimal
    cumulative: Decimal


@dataclass(frozen=True)
class _Few:
    """How many of the ranked bars it takes to reach the cut, and what these make up; `vital` if they are few."""

    number: int
    of: int
    share: Decimal
    vital: bool


def pareto(title: str, bars: Sequence[ParetoBar], language: str, *, unit: str = "", cut: Decimal = CUT) -> ParetoChart:
    """Lay out counts, the highest first, whatever their order in `bars`.

    Args:
        title: what is counted by what.
        bars: the counts; those marked `rest` come last. Shares are of all of them together.
        language: zh or en.
        unit: of the counts, e.g. `complaints`.
        cut: percent at which the vital few end.

    Raises:
        ValueError: a count below 0.
    """
    few, counted = _counted(bars, cut)
    unit = plain(unit)
    rows, bottom = _rows(counted, language)
    keys, height = legend(_looks(counted, language), _BARS, bottom + 12, WIDTH) if rows else ((), bottom + 24)
    share = Scale(Decimal(0), HUNDRED, _SHARES, _RIGHT)
    first = rows[0].dot if rows else None
    return ParetoChart(
        title=plain(title),
        alt=_finding(counted, few, cut, language),
        table=_table(bars, counted, unit, language),
        language=language,
        width=WIDTH,
        height=at(height + 4),
        min_width=600,
        heading=_heading(few, unit, cut, share, language) if rows else (),
        grid=tuple(Rule(x, _TOP, x, bottom) for x in (_BARS, _SHARES, _RIGHT)) if rows else (),
        cut=Rule(share.inside(cut), _TOP - 4, share.inside(cut), bottom, percent(cut)) if rows else None,
        bracket=_bracket(counted, few),
        rows=rows,
        line=path([Dot(_SHARES, at(_TOP)), *(row.dot for row in rows)]) if first else "",
        keys=keys,
        empty=None if rows else nothing(language, 0, 4, WIDTH),
    )


def _counted(bars: Sequence[ParetoBar], cut: Decimal) -> tuple[_Few, list[_Counted]]:
    """Put bars in order and work out their shares; nothing if they add up to nothing."""
    if any(bar.count < 0 for bar in bars):
        raise ValueError("a count is below 0")
    ordered = sorted(bars, key=lambda bar: (bar.rest, -bar.count))
    total = sum((Decimal(bar.count) for bar in ordered), Decimal(0))
    if not total:
        return _Few(0, len(ordered), Decimal(0), vital=False), []
    few = _few(ordered, total, cut)
    counted: list[_Counted] = []
    running = Decimal(0)
    for number, bar in enumerate(ordered):
        running += bar.count
        look = "unknown" if bar.rest else "rated" if few.vital and number < few.number else "span"
        clean = replace(bar, label=plain(bar.label), note=plain(bar.note), href=_address(bar.href))
        name = row_name(clean.label, clean.note, _NAMES - 14)
        share, reached = HUNDRED * bar.count / total, HUNDRED * running / total
        counted.append(_Counted(clean, look, name, Decimal(bar.count), share, reached))
    return few, counted


def _few(ordered: Sequence[ParetoBar], total: Decimal, cut: Decimal) -> _Few:
    """Count the bars that reach the cut together; they are few if they are at most half of at least three."""
    named = [bar for bar in ordered if not bar.rest and bar.count]
    running = Decimal(0)
    for number, bar in enumerate(named, 1):
        running += bar.count
        if running * HUNDRED >= cut * total:
            vital = len(named) > 2 and number * 2 <= len(named)
            return _Few(number, len(named), HUNDRED * running / total, vital)
    return _Few(0, len(named), HUNDRED * running / total, vital=False)


def _address(href: str) -> str:
    """Return an address that leads within the site or to another one; empty for a script and the like."""
    return href if _ADDRESS.fullmatch(href) else ""


def _rows(counted: Sequence[_Counted], language: str) -> tuple[tuple[ParetoRow, ...], float]:
    """Lay out the bars below each other; return them and the y below the last."""
    room = max((text_width(_amount(one), SIZE) for one in counted), default=0)
    most = max((one.count for one in counted), default=Decimal(1))
    scale = Scale(Decimal(0), most, _BARS, at(max(_BARS + 60, _SHARES - 24 - room)))
    share = Scale(Decimal(0), HUNDRED, _SHARES, _RIGHT)
    rows, y = [], float(_TOP)
    for one in counted:
        middle = at(y + one.name.height / 2)
        tip = f"{one.bar.label}: {_amount(one)}"
        # a count above 0 is a sliver at least
        end = max(scale.place(one.count), _BARS + 2) if one.count else _BARS
        dot = Dot(share.inside(one.cumulative), middle, f"{one.bar.label}: {percent(one.cumulative, 1)}")
        texts = (
            Label(at(end + 6), at(middle + 4.5), written(one.count), bold=True, note=f" · {percent(one.share, 1)}"),
            Label(WIDTH, at(middle + 4.5), percent(one.cumulative, 1), "end", SMALL),
        )
        name = one.name.place(_NAMES, middle)
        lines = len(one.name.lines)
        bar = box(_BARS, middle - _BAR / 2, end, _BAR, one.look, tip)
        tone = "accent" if one.bar.href else "ink"
        named = tuple(replace(label, tone=tone) for label in name[:lines])
        rows.append(ParetoRow(bar, (*name[lines:], *texts), named, one.bar.href, dot))
        y += one.name.height
    return tuple(rows), at(y)


def _amount(one: _Counted) -> str:
    return f"{written(one.count)} · {percent(one.share, 1)}"


def _heading(few: _Few, unit: str, cut: Decimal, share: Scale, language: str) -> tuple[Label, ...]:
    """Name the columns, and above them the vital few."""
    counted = _WORDS["counted"].get(language).format(unit=unit) if unit else _WORDS["count"].get(language)
    labels = [
        Label(_BARS, _TOP - 8, fit(counted, SMALL, share.inside(Decimal(0)) - _BARS - 12), size=SMALL, tone="muted"),
        Label(WIDTH, 14, _WORDS["cumulative"].get(language), "end", SMALL, "muted"),
        Label(share.inside(cut), _TOP - 8, percent(cut), "middle", SMALL, "muted"),
    ]
    if few.vital:
        labels.append(Label(0, 14, _said(few, language), bold=True))
    return tuple(labels)


def _said(few: _Few, language: str) -> str:
    said = _WORDS["head"].get(language).format(few=few.number, all=few.of, share=percent(few.share, 1))
    return said[:1].upper() + said[1:]


def _bracket(counted: Sequence[_Counted], few: _Few) -> str:
    """Return a bracket open to the right, from the heading down to the last of the vital few."""
    if not few.vital:
        return ""
    bottom = _TOP + sum(one.name.height for one in counted[: few.number])
    return f"M7 {_TOP + 4}H1V{at(bottom - 4)}H7"


def _looks(counted: Sequence[_Counted], language: str) -> tuple[tuple[str, str], ...]:
    """Return the legend: nothing if all look alike."""
    words = {"rated": "few", "span": "many", "unknown": "rest"}
    shown = {one.look for one in counted}
    if shown == {"span"}:
        return ()
    return tuple((look, _WORDS[key].get(language)) for look, key in words.items() if look in shown)


def _finding(counted: Sequence[_Counted], few: _Few, cut: Decimal, language: str) -> str:
    if not counted:
        none = _WORDS["none"].get(language).format(all=few.of) if few.of else word("no_values", language)
        return sentence([none], language)
    parts = []
    first = counted[0]
    if not first.bar.rest:
        form = _WORDS["most"].get(language)
        parts.append(form.format(name=first.bar.label, count=written(first.count), share=percent(first.share, 1)))
        key = "head" if few.vital else "spread" if few.number else "short"
        said = _WORDS[key].get(language)
        texts = {"few": few.number, "all": few.of, "share": percent(few.share, 1), "cut": percent(cut)}
        if few.vital or few.of > 2 or not few.number:
            parts.append(said.format(**texts))
    rest = sum((one.share for one in counted if one.bar.rest), Decimal(0))
    if rest:
        parts.append(_WORDS["left"].get(language).format(share=percent(rest, 1)))
    return sentence(parts, language)


def _table(bars: Sequence[ParetoBar], counted: Sequence[_Counted], unit: str, language: str) -> Table:
    count = _WORDS["counted"].get(language).format(unit=unit) if unit else _WORDS["count"].get(language)
    headers = (_WORDS["name"].get(language), count, *(_WORDS[key].get(language) for key in ("share", "cumulative")))
    if not counted:
        return Table(headers, tuple((plain(bar.label), cell(Decimal(bar.count)), "—", "—") for bar in bars))
    return Table(
        headers,
        tuple((one.bar.label, cell(one.count), percent(one.share, 1), percent(one.cumulative, 1)) for one in counted),
    )
