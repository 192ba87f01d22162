"""Stacked bars: what a whole consists of, row by row, each as 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import ClassVar

from zhuoyue.charts.chart import Box, Chart, Key, Rule, Table, box, legend
from zhuoyue.charts.frame import LINE, Nothing, RowName, nothing, plain, row_name
from zhuoyue.charts.hatching import hatching
from zhuoyue.charts.label import SMALL, Label, edges, fit, text_width
from zhuoyue.charts.number import HUNDRED, at, percent, written
from zhuoyue.charts.ranking import shortened
from zhuoyue.charts.scale import Scale
from zhuoyue.charts.words import listing, sentence, word
from zhuoyue.model.text import Text

MOST = 6
"""Parts that can still be told apart."""
_HATCHES = {"part_2": "/", "part_4": "|", "part_5": "\\", "part_6": "-"}
"""Looks that a hatching tells apart in grey."""
_STEPS = {0: (), 1: (3,), 2: (1, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5), 6: (0, 1, 2, 3, 4, 5)}
"""Tones of the parts of one scale, by how many there are."""
_DARK = {"part_1", "step_4", "step_5"}
"""Looks on which a percent is written in the colour of the paper."""
WIDTH = 680
_NAMES, _PLOT = 200, 212
_BAR = 22
_SAID = 4  # rows that the finding speaks of


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_WORDS = {
    "name": _text("项目", "Name"),
    "assumed": _text("模型假设", "model assumption"),
    "mostly": _text("{name}：{part} {share} 最多", "{name}: mostly {part}, {share}"),
    "mostly_assumed": _text(
        "{name}（模型假设）：{part} {share} 最多", "{name} (model assumption): mostly {part}, {share}"
    ),
    "more": _text("另有 {count} 行", "{count} more rows"),
    "cases": _text("样本数", "Cases"),
    "kind": _text("依据", "Basis"),
    "observed": _text("观测", "observed"),
}


@dataclass(frozen=True)
class StackRow:
    """One whole and its parts."""

    label: str
    values: tuple[Decimal | int, ...]
    """An amount for each part, none negative; empty if nothing is known. Shares are of their sum."""
    total: int | None = None
    """How many cases the row rests on; None where there are none, as for an assumption."""
    assumed: bool = False
    """A model's assumption rather than an observation: drawn with a dashed frame and said in words."""
    note: str = ""
    """Quieter words below the label."""


@dataclass(frozen=True)
class Stack:
    """A row laid out."""

    parts: tuple[Box, ...]
    plates: tuple[Box, ...]
    """Behind percents that stand on a hatching."""
    shares: tuple[Label, ...]
    """Percents in the parts that are wide enough."""
    frame: Box | None
    """Dashed, around an assumption."""
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class StackedChart(Chart):
    """Stacked bars laid out."""

    kind: ClassVar[str] = "stacked"
    rows: tuple[Stack, ...]
    grid: tuple[Rule, ...]
    ticks: tuple[Label, ...]
    keys: tuple[Key, ...]
    empty: Nothing | None


@dataclass(frozen=True)
class _Plot:
    """Where the bars stand, and how their parts look and are written."""

    scale: Scale
    parts: tuple[str, ...]
    looks: tuple[str, ...]
    decimals: int
    language: str


def stacked(
    title: str,
    rows: Sequence[StackRow],
    language: str,
    *,
    parts: Sequence[str],
    decimals: int = 0,
    ordered: bool = False,
) -> StackedChart:
    """Lay out one bar a row.

    Args:
        title: what is divided.
        rows: the wholes, in the order given.
        language: zh or en.
        parts: names of the parts, at most `MOST`; each row has a value for each.
        decimals: of the written percents.
        ordered: the parts are steps of one scale, as answers are: drawn in rising tones rather than in patterns.

    Raises:
        ValueError: too many parts, a row with another number of values, or a value below 0.
    """
    _check(rows, parts)
    rows = [replace(row, label=plain(row.label), note=plain(row.note)) for row in rows]
    right = WIDTH - max((text_width(_cases(row), SMALL) + 12 for row in rows if row.total is not None), default=20)
    scale = Scale(Decimal(0), HUNDRED, _PLOT, at(right))
    plot = _Plot(scale, tuple(map(plain, parts)), _looks(len(parts), ordered), decimals, language)
    keys, top = _keys(rows, plot)
    laid, y = [], top
    for row in rows:
        name = row_name(row.label, _note(row, language), _NAMES)
        height = max(name.height, _BAR + 10)
        laid.append(_row(row, name, at(y + height / 2), plot))
        y += height
    ticks = tuple(map(Decimal, (0, 25, 50, 75, 100)))
    return StackedChart(
        title=plain(title),
        alt=_finding(rows, plot),
        table=_table(rows, plot),
        language=language,
        width=WIDTH,
        height=at(y + 24) if rows else 64,
        min_width=600,
        rows=tuple(laid),
        grid=tuple(Rule(scale.place(tick), at(top - 2), scale.place(tick), at(y + 4)) for tick in ticks if rows),
        ticks=tuple(_tick(tick, scale, y + 18) for tick in ticks if rows),
        keys=keys if rows else (),
        empty=None if rows else nothing(language, 0, 4, WIDTH),
    )


def _check(rows: Sequence[StackRow], parts: Sequence[str]) -> None:
    if len(parts) > MOST:
        raise ValueError(f"{len(parts)} parts, but at most {MOST} can be told apart")
    for row in rows:
        if row.values and len(row.values) != len(parts):
            raise ValueError(f"{row.label}: {len(row.values)} values for {len(parts)} parts")
        if any(value < 0 for value in row.values):
            raise ValueError(f"{row.label}: a value is below 0")


def _looks(count: int, ordered: bool) -> tuple[str, ...]:
    return tuple(
        f"step_{tone}" if ordered else f"part_{tone}" for tone in (_STEPS[count] if ordered else range(1, count + 1))
    )


def _cases(row: StackRow) -> str:
    return "" if row.total is None else f"n = {written(Decimal(row.total))}"


def _note(row: StackRow, language: str) -> str:
    assumed = _WORDS["assumed"].get(language) if row.assumed else ""
    return word("pause", language).join(text for text in (assumed, row.note) if text)


def _shares(row: StackRow) -> tuple[Decimal, ...]:
    """Return the percents of a row; none if nothing is known or it adds up to nothing."""
    whole = sum((Decimal(value) for value in row.values), Decimal(0))
    return tuple(HUNDRED * value / whole for value in row.values) if whole else ()


def _keys(rows: Sequence[StackRow], plot: _Plot) -> tuple[tuple[Key, ...], float]:
    """Lay out the legend above the bars; return the y below it too."""
    looks = [(look, fit(name, SMALL, WIDTH - 30)) for look, name in zip(plot.looks, plot.parts, strict=True)]
    if any(not _shares(row) for row in rows):
        looks.append(("unknown", word("unknown", plot.language)))
    keys, bottom = legend(tuple(looks), 0, 0, WIDTH)
    return tuple(replace(key, swatch=_hatched(key.swatch)) for key in keys), bottom + 10


def _hatched(box: Box) -> Box:
    """Return a box with the hatching of its look."""
    return replace(box, hatch=hatching(_HATCHES[box.look], box)) if box.look in _HATCHES else box


def _row(row: StackRow, name: RowName, middle: float, plot: _Plot) -> Stack:
    scale, top = plot.scale, middle - _BAR / 2
    labels = [*name.place(_NAMES, middle)]
    if row.total is not None:
        labels.append(Label(WIDTH, at(middle + 4.5), _cases(row), "end", SMALL, "muted"))
    boxes = _boxes(row, top, plot)
    shares = [_share(drawn, share, plot) for drawn, share in zip(boxes, _shares(row), strict=False)]
    texts = [text for text in shares if text]
    hatched = [drawn.hatch and text for drawn, text in zip(boxes, shares, strict=False)]
    return Stack(
        parts=tuple(drawn for drawn in boxes if drawn.width),
        plates=tuple(_plate(text) for text in hatched if text),
        shares=tuple(texts),
        frame=box(_PLOT - 3, top - 3, scale.end + 3, _BAR + 6, "assumed") if row.assumed else None,
        labels=tuple(labels),
    )


def _boxes(row: StackRow, top: float, plot: _Plot) -> list[Box]:
    """Return a box for each part, or one hatched over the whole if nothing is known."""
    shares = _shares(row)
    if not shares:
        tip = f"{row.label}: {word('unknown', plot.language)}"
        return [box(plot.scale.start, top, plot.scale.end, _BAR, "unknown", tip)]
    ends = [plot.scale.place(share) for share in accumulate(shares, initial=Decimal(0))]
    return [
        _hatched(box(left, top, right, _BAR, look, f"{row.label}, {part}: {percent(share, plot.decimals)}"))
        for (left, right), share, look, part in zip(pairwise(ends), shares, plot.looks, plot.parts, strict=True)
    ]


def _share(drawn: Box, share: Decimal, plot: _Plot) -> Label | None:
    """Write a percent into its part, smaller if need be; None if it does not fit."""
    text = percent(share, plot.decimals)
    dark = drawn.look in _DARK
    for size, margin in ((SMALL, 8), (11, 3)):
        if text_width(text, size) + margin <= drawn.width:
            x, y = at(drawn.x + drawn.width / 2), at(drawn.y + drawn.height / 2 + 4.5)
            return Label(x, y, text, "middle", size, "paper" if dark else "ink", bold=dark)
    return None


def _plate(text: Label) -> Box:
    left, right = edges(text)
    return box(left - 1, text.y - 12.5, right + 1, LINE, "plate")


def _tick(value: Decimal, scale: Scale, y: float) -> Label:
    text = percent(value) if value == HUNDRED else written(value)
    return Label(scale.place(value), at(y), text, "middle", SMALL, "muted")


def _finding(rows: Sequence[StackRow], plot: _Plot) -> str:
    """Say for the first rows which part is the largest, and which rows are unknown."""
    if not rows:
        return sentence([word("no_values", plot.language)], plot.language)
    parts = []
    known = [(row, shares) for row in rows if (shares := _shares(row))]
    for row, shares in known[:_SAID]:
        most = max(shares)
        form = _WORDS["mostly_assumed" if row.assumed else "mostly"].get(plot.language)
        part = listing((name for name, share in zip(plot.parts, shares, strict=True) if share == most), plot.language)
        parts.append(form.format(name=row.label, part=part, share=percent(most, plot.decimals)))
    if len(known) > _SAID:
        parts.append(_WORDS["more"].get(plot.language).format(count=len(known) - _SAID))
    unknown = [row.label for row in rows if not _shares(row)]
    if unknown:
        parts.append(word("unknown_list", plot.language, names=shortened(unknown, plot.language)))
    return sentence(parts, plot.language)


def _table(rows: Sequence[StackRow], plot: _Plot) -> Table:
    names = {key: _WORDS[key].get(plot.language) for key in ("name", "cases", "kind", "observed", "assumed")}
    headers = (names["name"], *plot.parts, names["cases"], names["kind"])
    body = []
    for row in rows:
        shares = [percent(share, plot.decimals) for share in _shares(row)]
        cases = "—" if row.total is None else written(Decimal(row.total))
        basis = names["assumed" if row.assumed else "observed"] if shares else word("unknown", plot.language)
        body.append((row.label, *(shares or ["—"] * len(plot.parts)), cases, basis))
    return Table(headers, tuple(body))
