"""Control chart (Shewhart): values in time with their centre line, limits and signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from zhuoyue.charts.axis import Axes, axes
from zhuoyue.charts.chart import Chart, Dot, Rule, Table
from zhuoyue.charts.curve import path, places
from zhuoyue.charts.frame import Nothing, nothing, plain
from zhuoyue.charts.label import SMALL, Label, fit, spread, text_width
from zhuoyue.charts.number import at, cell, written
from zhuoyue.charts.phases import Phase, Phases, lay_phases, stretch
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.scale import domain
from zhuoyue.charts.signals import ROW, Signals, clean_signs, explain, rules_of, signal_rows
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.text import Text

WIDTH = 680
_PLOT, _BARE = 230, 56
_ROW = 18
_DOTTED = 75  # with more points than this, dots would hide the line


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "value": _text("数值", "Value"),
    "centre": _text("中心线", "Centre line"),
    "lower": _text("下控制限", "Lower limit"),
    "upper": _text("上控制限", "Upper limit"),
    "signals": _text("信号", "Signals"),
    "last": _text("{period} 为 {value}", "{value} in {period}"),
    "between": _text("控制限 {low} 至 {high}", "limits {low} to {high}"),
    "stable": _text("{count} 期中没有失控信号", "no signal in {count} periods"),
    "signalled": _text("{count} 期中 {some} 期有信号：{names}", "signals in {some} of {count} periods: {names}"),
    "one": _text("{first}（{signs}）", "{first} ({signs})"),
    "run": _text("{first} 至 {last}（{signs}）", "{first} to {last} ({signs})"),
    "no_limits": _text("没有控制限", "no limits are known"),
}


@dataclass(frozen=True)
class ControlPoint:
    """One period; None is unknown."""

    period: str
    value: Decimal | None
    centre: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    signals: tuple[str, ...] = ()
    """Short signs of the rules that the value breaks: `1`, `5`."""


@dataclass(frozen=True)
class Limit:
    """A line of the chart that the values are held against; `look`: centre or limit."""

    look: str
    path: str
    label: Label
    leader: Rule


@dataclass(frozen=True, kw_only=True)
class ControlChart(Chart):
    """A control chart laid out."""

    kind: ClassVar[str] = "control"
    axes: Axes
    heading: tuple[Label, ...]
    phases: Phases
    limits: tuple[Limit, ...]
    path: str
    """Of the values."""
    dots: tuple[Dot, ...]
    signals: tuple[Dot, ...]
    """Values that break a rule."""
    rows: Signals
    """Which rules they break."""
    rules: tuple[Label, ...]
    """The signs of these rules; a mark goes before each."""
    meanings: tuple[Label, ...]
    empty: Label | None
    nothing: Nothing | None


@dataclass(frozen=True)
class _Drawn:
    """Points and where they stand."""

    points: tuple[ControlPoint, ...]
    xs: tuple[float, ...]
    frame: Axes
    decimals: int
    language: str

    def around(self, x: float) -> tuple[float, float]:
        """Return the left and the right end of what belongs to the point at `x`."""
        return stretch(x, self.xs, self.frame)


def control(
    title: str,
    points: Sequence[ControlPoint],
    language: str,
    *,
    unit: str = "",
    decimals: int = 1,
    kind_word: str = "",
    phases: Sequence[Phase] = (),
    rules: Mapping[str, str] | None = None,
) -> ControlChart:
    """Lay out values against limits that may differ from point to point (p and u charts).

    Args:
        title: what is watched.
        points: one for each period, in order of time; the caller fills in periods without a value.
        language: zh or en.
        unit: of the values.
        decimals: of the written numbers.
        kind_word: kind of chart, e.g. `individuals chart`.
        phases: stretches that are shaded and named.
        rules: what the signs of `signals` mean, for the legend.
    """
    drawn = _draw(points, bool(phases), decimals, language)
    frame = drawn.frame
    dots = [
        None if one.value is None else Dot(x, frame.y.place(one.value), _tip(one, decimals))
        for one, x in zip(drawn.points, drawn.xs, strict=True)
    ]
    signs = [one.signals for one in drawn.points]
    signalled = tuple(dot for one, dot in zip(drawn.points, dots, strict=True) if dot and one.signals)
    shown = [dot for dot in dots if dot]
    periods = [one.period for one in drawn.points]
    stretches = lay_phases(phases, periods, drawn.xs, frame, 40)
    known, meanings, height = explain(signs, rules or {}, frame.height + 8, WIDTH, language)
    return ControlChart(
        title=plain(title),
        alt=_finding(drawn.points, decimals, language),
        table=_table(drawn.points, decimals, language),
        language=language,
        width=WIDTH,
        height=at(height + 6) if points else 64,
        min_width=640,
        axes=frame,
        heading=(*_heading(plain(unit), plain(kind_word), language), *stretches.names),
        phases=stretches,
        limits=_limits(drawn),
        path=path(dots),
        dots=tuple(shown) if len(shown) <= _DOTTED else (),
        signals=signalled,
        rows=signal_rows(signs, dots, frame.top, frame.left, frame.right),
        rules=known,
        meanings=meanings,
        empty=_empty(frame, language) if points and not shown else None,
        nothing=None if points else nothing(language, 0, 4, WIDTH),
    )


def _draw(points: Sequence[ControlPoint], phased: bool, decimals: int, language: str) -> _Drawn:
    clean = tuple(replace(one, period=plain(one.period), signals=clean_signs(one.signals)) for one in points)
    numbers = [n for one in clean for n in (one.value, one.centre, one.lower, one.upper) if n is not None]
    top = 30 + (16 if phased else 0) + ROW * len(rules_of([one.signals for one in clean]))
    room = max((text_width(text, SMALL) for _, _, text in _ends(clean, decimals, language)), default=0)
    frame = axes(
        domain(numbers) if numbers else None,
        [one.period for one in clean],
        top,
        top + (_PLOT if numbers else _BARE),
        at(WIDTH - room - 26 if room else WIDTH),
    )
    xs = places(len(clean), frame.left + 10, frame.right - 10) if clean else ()
    return _Drawn(clean, xs, frame, decimals, language)


_LINES: tuple[tuple[str, Callable[[ControlPoint], Decimal | None]], ...] = (
    ("upper", lambda one: one.upper),
    ("centre", lambda one: one.centre),
    ("lower", lambda one: one.lower),
)


def _ends(points: Sequence[ControlPoint], decimals: int, language: str) -> list[tuple[str, Decimal, str]]:
    """Return the last known value of each line, with what stands at its end."""
    ends = []
    for key, read in _LINES:
        known = [value for one in points if (value := read(one)) is not None]
        if known:
            ends.append((key, known[-1], f"{_WORDS[key].get(language)} {written(known[-1], decimals)}"))
    return ends


def _limits(drawn: _Drawn) -> tuple[Limit, ...]:
    ends = _ends(drawn.points, drawn.decimals, drawn.language)
    frame = drawn.frame
    levels = [frame.y.place(value) for _, value, _ in ends]
    wanted = spread(levels, _ROW, frame.top, frame.bottom)
    reads = dict(_LINES)
    return tuple(
        Limit(
            "centre" if key == "centre" else "limit",
            _steps(drawn, [reads[key](one) for one in drawn.points]),
            Label(at(frame.right + 22), at(place + 4), text, size=SMALL, tone="ink" if key == "centre" else "muted"),
            Rule(at(frame.right), level, at(frame.right + 18), place),
        )
        for (key, _, text), level, place in zip(ends, levels, wanted, strict=True)
    )


def _steps(drawn: _Drawn, values: Sequence[Decimal | None]) -> str:
    """Return a path that is level over each period, and broken where nothing is known."""
    pieces: list[str] = []
    before: Decimal | None = None
    for x, value in zip(drawn.xs, values, strict=True):
        left, right = drawn.around(x)
        if value is not None:
            y = drawn.frame.y.place(value)
            pieces.append(f"M{left} {y}" if before is None else f"V{y}" if value != before else "")
            pieces.append(f"H{right}")
        before = value
    return "".join(pieces)


def _heading(unit: str, kind_word: str, language: str) -> tuple[Label, ...]:
    labels = []
    if unit:
        text = fit(word("unit", language, unit=unit), SMALL, WIDTH / 2 - 10)
        labels.append(Label(0, 14, text, size=SMALL, tone="muted"))
    if kind_word:
        labels.append(Label(WIDTH, 14, fit(kind_word, SMALL, WIDTH / 2 - 10), "end", SMALL, "muted"))
    return tuple(labels)


def _empty(frame: Axes, language: str) -> Label:
    middle = at((frame.left + frame.right) / 2)
    return Label(middle, at((frame.top + frame.bottom) / 2), word("no_values", language), "middle", tone="muted")


def _tip(one: ControlPoint, decimals: int) -> str:
    signs = f" ({', '.join(one.signals)})" if one.signals else ""
    return f"{one.period}: {cell(one.value, decimals)}{signs}"


def _finding(points: Sequence[ControlPoint], decimals: int, language: str) -> str:
    """Say whether the values are stable, where not, and where the last stands."""
    known = [one for one in points if one.value is not None]
    if not known:
        return sentence([word("no_values", language)], language)
    last = known[-1]
    limited = any(one.lower is not None or one.upper is not None for one in known)
    parts = [_signalled(points, len(known), language) if limited else _WORDS["no_limits"].get(language)]
    parts.append(_WORDS["last"].get(language).format(period=last.period, value=cell(last.value, decimals)))
    if last.lower is not None and last.upper is not None:
        low, high = written(last.lower, decimals), written(last.upper, decimals)
        parts.append(_WORDS["between"].get(language).format(low=low, high=high))
    missing = len(points) - len(known)
    if missing:
        parts.append(word("missing_one" if missing == 1 else "missing", language, count=str(missing)))
    return sentence(parts, language)


def _signalled(points: Sequence[ControlPoint], known: int, language: str) -> str:
    """List the signals, the latest first; neighbours that break the same rules are named together."""
    grouped = groupby(points, key=lambda one: () if one.value is None else one.signals)
    runs = [(signs, list(run)) for signs, run in grouped if signs]
    if not runs:
        return _WORDS["stable"].get(language).format(count=known)
    names = [
        _WORDS["run" if len(run) > 1 else "one"]
        .get(language)
        .format(first=run[0].period, last=run[-1].period, signs=", ".join(signs))
        for signs, run in reversed(runs)
    ]
    texts = {"count": known, "some": sum(len(run) for _, run in runs), "names": shortened(names, language)}
    return _WORDS["signalled"].get(language).format(**texts)


def _table(points: Sequence[ControlPoint], decimals: int, language: str) -> Table:
    keys = ("value", "lower", "centre", "upper", "signals")
    headers = (word("period", language), *(_WORDS[key].get(language) for key in keys))
    rows = tuple(
        (
            one.period,
            *(cell(number, decimals) for number in (one.value, one.lower, one.centre, one.upper)),
            ", ".join(one.signals) or "—",
        )
        for one in points
    )
    return Table(headers, rows)
