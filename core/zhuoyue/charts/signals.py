"""Signals of a control chart: a row for each rule above the plot, and below it what the rules say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuoyue.charts.chart import Dot, Rule
from zhuoyue.charts.frame import plain
from zhuoyue.charts.label import SMALL, Label, clamp, fit, text_width, thin, wrap
from zhuoyue.charts.number import at
from zhuoyue.model.text import Text

ROW = 17
"""Height of the row of one rule."""
_SIGN = 11
_MARK = 3
_SIGNAL = Text(zh="信号", en="signal")


@dataclass(frozen=True)
class Signals:
    """Signals laid out."""

    drops: tuple[Rule, ...]
    """From the rows down to each value that breaks a rule."""
    runs: tuple[Rule, ...]
    """Values next to each other that break the same rule."""
    signs: tuple[Label, ...]
    """Sign of the rule, above its run."""


def clean_signs(signs: Sequence[str]) -> tuple[str, ...]:
    """Return signs as they are written: short, each once."""
    return tuple(dict.fromkeys(fit(plain(sign), _SIGN, 60) for sign in signs if plain(sign)))


def rules_of(signals: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the signs that occur, in the order of their rows."""
    found = {sign for signs in signals for sign in signs}
    return tuple(sorted(found, key=lambda sign: (len(sign), sign)))


def signal_rows(
    signals: Sequence[Sequence[str]], dots: Sequence[Dot | None], top: float, left: float, right: float
) -> Signals:
    """Lay out the rows above a plot whose top is `top`; `signals` and `dots` are by point, from left to right."""
    found = rules_of(signals)
    runs: list[Rule] = []
    labels: list[Label] = []
    for row, sign in enumerate(found):
        y = at(top - ROW * (len(found) - row) + 8)
        drawn = _runs([dot if sign in signs else None for signs, dot in zip(signals, dots, strict=True)], y, sign)
        runs += drawn
        middles = (clamp((run.x1 + run.x2) / 2, sign, _SIGN, left, right) for run in drawn)
        labels += thin([Label(x, at(y - 3), sign, "middle", _SIGN, bold=True) for x in middles], 2)
    drops = tuple(
        Rule(dot.x, at(top - ROW * (len(found) - min(map(found.index, signs))) + 8), dot.x, at(dot.y - 7))
        for signs, dot in zip(signals, dots, strict=True)
        if signs and dot
    )
    return Signals(drops, tuple(runs), tuple(labels))


def _runs(dots: Sequence[Dot | None], y: float, sign: str) -> list[Rule]:
    """Join neighbours to lines; a value alone gets a short one."""
    runs: list[Rule] = []
    before: Dot | None = None
    for dot in dots:
        if dot and before:
            runs[-1] = Rule(runs[-1].x1, y, at(dot.x + _MARK), y, sign)
        elif dot:
            runs.append(Rule(at(dot.x - _MARK), y, at(dot.x + _MARK), y, sign))
        before = dot
    return runs


def explain(
    signals: Sequence[Sequence[str]], rules: Mapping[str, str], y: float, width: float, language: str
) -> tuple[tuple[Label, ...], tuple[Label, ...], float]:
    """Return the signs that occur, what each means, and the y below them."""
    meanings = {clean: plain(text) for sign, text in rules.items() for clean in clean_signs([sign])}
    heads: list[Label] = []
    labels: list[Label] = []
    found = rules_of(signals)
    left = at(32 + max((text_width(sign, SMALL) * 1.1 for sign in found), default=0))
    for sign in found:
        heads.append(Label(20, at(y + 12), sign, size=SMALL, bold=True))
        meaning = meanings.get(sign) or _SIGNAL.get(language)
        for line in wrap(meaning, SMALL, width - left, 2):
            labels.append(Label(left, at(y + 12), line, size=SMALL, tone="muted", tip=meaning))
            y += 17
    return tuple(heads), tuple(labels), y
