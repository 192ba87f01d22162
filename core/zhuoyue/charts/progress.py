"""The finding of a series: where it came from, where it stands, against what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhuoyue.charts.curve import Line
from zhuoyue.charts.number import written
from zhuoyue.charts.words import sentence, word
from zhuoyue.model.measure import Direction

_COMPARED = ("competitor", "benchmark", "average")


def progress(
    lines: Sequence[Line], periods: Sequence[str], direction: Direction | None, decimals: int, language: str
) -> str:
    """Say how the measure moved, whether it met its target and beats its comparisons, what is missing."""
    actual = next((line for line in lines if line.role == "actual"), None)
    if actual is None or actual.last is None:
        return sentence([word("no_values", language)], language)
    parts = [_course(actual, direction, decimals, language)]
    if direction:
        parts += [_against(actual, line, direction, decimals, language) for line in lines]
    missing = sum(value is None for value in actual.along(periods))
    if missing:
        parts.append(word("missing_one" if missing == 1 else "missing", language, count=str(missing)))
    return sentence(parts, language)


def _course(line: Line, direction: Direction | None, decimals: int, language: str) -> str:
    known = [(period, value) for period, value in sorted(line.points.items()) if value is not None]
    (start, first), (end, last) = known[0], known[-1]
    if len(known) == 1:
        return word("single", language, start=start, first=written(first, decimals))
    course = word("went", language, first=written(first, decimals), start=start, last=written(last, decimals), end=end)
    if direction is None:
        return course
    key = "unchanged" if first == last else "improved" if better(last, first, direction) else "worsened"
    return (
        word("comma", language).join((course, word(key, language)))
        if language == "en"
        else f"{course}，{word(key, language)}"
    )


def _against(actual: Line, line: Line, direction: Direction, decimals: int, language: str) -> str:
    """Compare the last value with what the line has for the same period; silent if it has nothing."""
    if actual.last is None:
        return ""
    period, value = actual.last
    other = line.points.get(period)
    if other is None:
        return ""
    if line.role == "target":
        met = value == other or better(value, other, direction)
        return word("target_met" if met else "target_missed", language, period=period, value=written(other, decimals))
    if line.role not in _COMPARED:
        return ""
    key = "level" if value == other else "ahead" if better(value, other, direction) else "behind"
    return word(key, language, name=line.name, value=written(other, decimals))


def better(value: Decimal, than: Decimal, direction: Direction) -> bool:
    """Tell whether a value is strictly better than another."""
    return value > than if direction is Direction.HIGHER else value < than
