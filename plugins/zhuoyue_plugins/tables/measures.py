"""From grouped results to measures: exact arithmetic in Decimal, rounded once at nine decimals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from zhuoyue import Comparison, Measure, Point, Problem, Segment, Severity, Source, Text, plain
from zhuoyue_plugins.tables.conditions import MICROSECONDS
from zhuoyue_plugins.tables.grouped import Results, percentile
from zhuoyue_plugins.tables.method import describe
from zhuoyue_plugins.tables.plan import Planned

Row = Mapping[str, Any]


def exact(value: Fraction | Decimal | int) -> Decimal:
    """Round half up to nine decimals and drop trailing zeros."""
    fraction = Fraction(value)
    with localcontext(prec=60):
        quotient = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        return Decimal(plain(quotient.quantize(Decimal("1e-9"), ROUND_HALF_UP)))


@dataclass(frozen=True)
class Made:
    """Measures and what was wrong on the way."""

    measures: list[Measure]
    problems: list[Problem]


def make_measures(source: Source, results: Results, evidence: tuple[str, ...], place: str) -> Made:
    """Return the measures of a batch; `place` names the tables they come from."""
    made = Made([], [])
    for number, one in enumerate(results.planned):
        builder = _Builder(number, one, place, made.problems)
        points = builder.points(results.whole)
        if not any(point.count or point.value is not None for point in points):
            made.problems.append(_no_points(one, place))
            continue
        made.measures.append(builder.measure(source, results, points, evidence))
    return made


@dataclass(frozen=True)
class _Builder:
    number: int
    one: Planned
    place: str
    problems: list[Problem]

    def measure(self, source: Source, results: Results, points: Sequence[Point], evidence: tuple[str, ...]) -> Measure:
        setting = self.one.setting
        segments = ((name, self.points(rows)) for name, rows in sorted(results.parts.items()))
        return Measure(
            id=setting.id,
            title=setting.title,
            unit=setting.unit,
            direction=setting.direction,
            decimals=setting.decimals,
            source=source.name,
            method=setting.method or describe(setting),
            visibility=source.visibility,
            items=setting.items or source.items,
            evidence=evidence,
            points=tuple(points),
            targets=tuple(self._targets(results.whole, points)),
            comparisons=tuple(self._comparisons(results.whole)),
            segments=tuple(Segment(name=_both(name), points=tuple(p)) for name, p in segments if p),
        )

    def points(self, rows: Mapping[str, Row]) -> list[Point]:
        """Return a point for each period in which at least one row counts."""
        return [
            Point(period=period, value=self._value(row, period), count=self._count(row))
            for period, row in sorted(rows.items())
            if row[f"rows{self.number}"]
        ]

    def _count(self, row: Row) -> int | None:
        """Return the number of records behind the value; a value that the records state has none."""
        if self.one.setting.aggregate == "value":
            return None
        return int(row.get(f"known{self.number}", row[f"rows{self.number}"]))

    def _value(self, row: Row, period: str) -> Decimal | None:
        setting = self.one.setting
        raw = _AGGREGATES.get(setting.aggregate, _percentile)(row, self.number, setting.aggregate)
        if setting.aggregate == "value" and row[f"min{self.number}"] != row[f"max{self.number}"]:
            self._several("value", str(setting.value), row, f"min{self.number}", f"max{self.number}", period)
            return None
        if raw is None:
            return None
        unit = MICROSECONDS if self.one.hours and setting.aggregate not in _PURE else 1
        return exact(raw * Fraction(setting.scale) / unit)

    def _targets(self, rows: Mapping[str, Row], points: Iterable[Point]) -> Iterator[Point]:
        target = self.one.setting.target
        if isinstance(target, str):
            yield from self._column(rows, f"target{self.number}", "target", target)
        elif isinstance(target, Decimal):
            yield from (Point(period=point.period, value=exact(target)) for point in points)
        elif target:
            yield from (Point(period=period, value=exact(value)) for period, value in sorted(target.items()))

    def _comparisons(self, rows: Mapping[str, Row]) -> Iterator[Comparison]:
        for place, other in enumerate(self.one.setting.comparisons):
            if other.column:
                points = tuple(self._column(rows, f"other{self.number}_{place}", str(other.kind), other.column))
            else:
                given = sorted((other.values or {}).items())
                points = tuple(Point(period=period, value=exact(value)) for period, value in given)
            if points:
                yield Comparison(kind=other.kind, name=other.name, points=points)

    def _column(self, rows: Mapping[str, Row], alias: str, role: str, column: str) -> Iterator[Point]:
        """Yield the one value that a column states in each period; several differing ones are a problem."""
        for period, row in sorted(rows.items()):
            low, high = row[f"{alias}_low"], row[f"{alias}_high"]
            if low is not None and low == high:
                yield Point(period=period, value=exact(low))
            elif low is not None:
                self._several(role, column, row, f"{alias}_low", f"{alias}_high", period)

    def _several(self, role: str, column: str, row: Row, low: str, high: str, period: str) -> None:
        first, last = plain(row[low]), plain(row[high])
        self.problems.append(several_values(self.one.setting.id, role, column, period, (first, last), self.place))


def several_values(measure: str, role: str, column: str, period: str, span: tuple[str, str], place: str) -> Problem:
    """Return the problem of a column that should state one value in a period and states several."""
    first, last = span
    return Problem(
        code="tables-several-values",
        severity=Severity.ERROR,
        text=Text(
            en=f"{measure}: column {column!r} ({role}) has several values in {period}, from {first} to {last}; "
            "expected one",
            zh=f"{measure}：列 {column!r}（{role}）在 {period} 有多个不同的值（{first} 至 {last}），应只有一个",
        ),
        where=f"{place}: column {column}",
    )


def _no_points(one: Planned, place: str) -> Problem:
    return Problem(
        code="tables-no-points",
        severity=Severity.ERROR,
        text=Text(
            en=f"{one.setting.id}: no row counts, so the measure is missing; check where, period and value",
            zh=f"{one.setting.id}：没有符合条件的行，缺少该指标；请检查 where、period 和 value",
        ),
        where=place,
    )


def _both(name: str) -> Text:
    return Text(zh=name, en=name)


Raw = Fraction | None


def _fraction(value: Any, divisor: Any = 1) -> Raw:
    return None if value is None or not divisor else Fraction(value) / Fraction(divisor)


def _counted(row: Row, number: int, _: str) -> Raw:
    return Fraction(row.get(f"known{number}", row[f"rows{number}"]))


def _percentile(row: Row, number: int, aggregate: str) -> Raw:
    low, high = row[f"low{number}"], row[f"high{number}"]
    if percentile(aggregate) is None or low is None:
        return None
    return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(row[f"between{number}"], 100)


_AGGREGATES: dict[str, Callable[[Row, int, str], Raw]] = {
    "count": _counted,
    "count_distinct": lambda row, n, _: Fraction(row[f"distinct{n}"]),
    "sum": lambda row, n, _: _fraction(row[f"sum{n}"]),
    "mean": lambda row, n, _: _fraction(row[f"sum{n}"], row[f"known{n}"]),
    "min": lambda row, n, _: _fraction(row[f"min{n}"]),
    "max": lambda row, n, _: _fraction(row[f"max{n}"]),
    "share": lambda row, n, _: _fraction(100 * row[f"hits{n}"], row[f"known{n}"]),
    "ratio": lambda row, n, _: _fraction(row[f"sum{n}"], row[f"over{n}"]),
    "value": lambda row, n, _: _fraction(row[f"min{n}"]),
}
_PURE = ("count", "count_distinct", "share")
"""Aggregates whose result is no time even when the value is one."""
