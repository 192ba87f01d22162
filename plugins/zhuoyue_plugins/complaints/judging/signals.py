"""Findings on the signals of control charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from zhuoyue import Exhibit, NumberColumn, Text
from zhuoyue_plugins.complaints.exhibits.control import BASELINE
from zhuoyue_plugins.complaints.exhibits.logbook import Logbook, Row, number, text
from zhuoyue_plugins.complaints.judging.found import BOTH, Found, improvement, strength
from zhuoyue_plugins.complaints.judging.saying import both, figure, listed
from zhuoyue_plugins.complaints.statistics.control_rules import MEANING
from zhuoyue_plugins.complaints.statistics.every_year import every_year
from zhuoyue_plugins.complaints.thresholds import Settings

_MAIN = ("volume", "promise", "reply", "rate")
"""Charts of the whole log; the others are of its parts."""
_HIGHER_IS_BETTER = ("promise", "reply")
_UNSETTLED = 10
"""A baseline of which more than one month in so many signals is itself out of control."""


def signalled(log: Logbook, settings: Settings) -> Iterator[Found]:
    """Yield a finding for each chart and side of the centre line with signals in the last months."""
    for exhibit in log.of("control"):
        word = exhibit.id.removeprefix(f"{log.source}-control-")
        rows = list(exhibit.rows())
        known = {
            period.get("en"): value
            for row in rows
            if (period := text(row, "period")) and (value := number(row, "value")) is not None
        }
        for above in (True, False):
            found = [
                row
                for row in rows[-settings.recent_months :]
                if text(row, "signals") is not None and _above(row) is above and not _season(known, row, above=above)
            ]
            if not found:
                continue
            said = _said(exhibit, found, above=above)
            if above is not (word in _HIGHER_IS_BETTER):
                yield improvement(82 if word in {"volume", "promise"} else 70, _closed(said, *_CAUSE), [exhibit], BOTH)
            elif word in _MAIN and _settled(rows):  # a part that falls for once is no strength
                yield strength(44, _closed(said, *_KEEP), [exhibit], BOTH)


def _settled(rows: Sequence[Row]) -> bool:
    """Tell whether limits can show that something got better: few months of their own baseline lie outside."""
    own = [row for row in rows if (phase := text(row, "phase")) and phase.en == BASELINE.en]
    return _UNSETTLED * sum(text(row, "signals") is not None for row in own) <= len(own)


_CAUSE = ("Look for a special cause.", "应查找特殊原因。")
_KEEP = ("Find out what changed and keep it.", "应查明变化的原因并予以保持。")


def _closed(said: Text, en: str, zh: str) -> Text:
    return both(f"{said.en} {en}", f"{said.zh}{zh}")


def _above(row: Row) -> bool | None:
    value, centre = number(row, "value"), number(row, "centre")
    return None if value is None or centre is None or value == centre else value > centre


def _season(known: Mapping[str, Decimal], row: Row, *, above: bool) -> bool:
    """Tell whether the month is so every year, which needs no special cause."""
    period = text(row, "period")
    return period is not None and every_year(known, period.get("en"), above=above)


def _said(exhibit: Exhibit, rows: Sequence[Row], *, above: bool) -> Text:
    """Say which months signal, by which rules, and how far the furthest lies off."""
    months = _months([one for row in rows if (one := text(row, "period"))])
    far = (max if above else min)(rows, key=lambda row: number(row, "value") or Decimal(0))
    month = text(far, "period") or Text(zh="–", en="–")
    value, limit = (
        _written(exhibit, number(far, "value")),
        _written(exhibit, number(far, "upper" if above else "lower")),
    )
    how = ("high", "偏高", "upper", "上限") if above else ("low", "偏低", "lower", "下限")
    rules = _rules(rows)
    return both(
        f"{exhibit.title.get('en')}: unusually {how[0]} {months[0]}; {value[0]} in {month.get('en')}, {how[2]} limit "
        f"{limit[0]} ({rules[0]}).",
        f"{exhibit.title.get('zh')}：{months[1]}异常{how[1]}；{month.get('zh')} 为 {value[1]}，控制{how[3]} {limit[1]}"
        f"（{rules[1]}）。",
    )


def _months(names: Sequence[Text]) -> tuple[str, str]:
    """Name the months; of many how many, the first and the last."""
    if len(names) > 4:
        first, last = names[0], names[-1]
        return (
            f"in {len(names)} months from {first.get('en')} to {last.get('en')}",
            f"{first.get('zh')} 至 {last.get('zh')} 间有 {len(names)} 个月",
        )
    en, zh = listed(names)
    return f"in {en}", f"{zh} "


def _written(exhibit: Exhibit, value: Decimal | None) -> tuple[str, str]:
    """Write a value of the chart with its unit, in English and Chinese."""
    column = exhibit.column("value")
    if value is None or not isinstance(column, NumberColumn):
        return "–", "–"
    shown = figure(value, column.decimals)
    if column.unit is None:
        return shown, shown
    return f"{shown} {column.unit.get('en')}", f"{shown} {column.unit.get('zh')}"


def _rules(rows: Sequence[Row]) -> tuple[str, str]:
    signs = {sign for row in rows if (one := text(row, "signals")) for sign in one.get("en").split(", ")}
    return listed([words for sign, words in MEANING.items() if sign in signs], 2)
