"""The plan of a batch: the SQL that computes all measures of one period column in one pass over the records."""

# ruff: noqa: S608 - names and texts in this SQL go through cells.name and cells.quote

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhuoyue import Text
from zhuoyue_plugins.tables.cells import layers, name
from zhuoyue_plugins.tables.conditions import condition_kinds, condition_sql
from zhuoyue_plugins.tables.settings import Condition, MeasureSetting, PeriodSetting
from zhuoyue_plugins.tables.table import FILE, ROW

_TYPES = {"number": "DECIMAL(18, 9)", "instant": "TIMESTAMP", "period": "TIMESTAMP"}


@dataclass(frozen=True)
class Check:
    """Something that may be wrong with a row, and the SQL that tells."""

    kind: str
    """number, instant, flag, period, no-period or negative."""
    columns: tuple[str, ...]
    """Columns to show."""
    sql: str
    """True for the rows concerned."""
    cells: tuple[str, ...]
    """Aliases of those columns' cells."""
    measures: tuple[str, ...] = ()
    """Ids of the measures which the row, or its target, is left out of; none in the long format."""
    fast: str | None = None
    """The same where every cell can be read; None if it cannot occur then."""


@dataclass
class Plan:
    """Names every cell, reading and condition once; later layers of the SELECT build on earlier ones."""

    raw: dict[str, str] = field(default_factory=dict)
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    tests: dict[str, str] = field(default_factory=dict)
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """In full, and for a fast pass, which leaves out rows without a period by their group."""
    checks: list[Check] = field(default_factory=list)

    def cell(self, column: str) -> str:
        """Return the alias of a column's text as it is written."""
        return self.raw.setdefault(column, f"r{len(self.raw)}")

    def reading(self, column: str, kind: str) -> str:
        """Return the alias of what a column's cell says, as text, number, instant, flag or period."""
        cell = self.cell(column)
        known = (column, kind) in self.read
        if kind.startswith("period") and not known:
            self.reading(column, "instant")
        alias = self.read.setdefault((column, kind), f"u{len(self.read)}")
        if kind not in ("text", "segment") and not known:
            self.derived[f"b_{alias}"] = (
                f"CASE WHEN {alias} IS NULL AND {cell} IS NOT NULL THEN as_text({cell}) IS NOT NULL ELSE false END"
            )
        return alias

    def bad(self, column: str, kind: str) -> str:
        """Return the alias that tells whether the cell says something else than `kind`."""
        return f"b_{self.reading(column, kind)}"

    def micros(self, start: str, end: str) -> str:
        """Return the alias of the microseconds between two columns' instants."""
        first, last = self.reading(start, "instant"), self.reading(end, "instant")
        alias = f"h_{first}_{last}"
        self.derived[alias] = f"epoch_us({last}) - epoch_us({first})"
        return alias

    def test(self, sql: str) -> str:
        """Return the alias of a condition; the same condition has the same alias, and is tested once."""
        if sql == "true":
            return sql
        known = next((alias for alias, other in self.tests.items() if other == sql), f"w{len(self.tests)}")
        self.tests[known] = sql
        return known

    def mark(self, sql: tuple[str, str]) -> str:
        """Return the alias of the rows that count, in full and for a fast pass."""
        known = next((alias for alias, other in self.marks.items() if other == sql), f"k{len(self.marks)}")
        self.marks[known] = sql
        return known

    def types(self) -> dict[str, str] | None:
        """Return the type of each column that is no text; None if a column is read as two types."""
        kinds: dict[str, set[str]] = {}
        for column, kind in self.read:
            kinds.setdefault(column, set()).add(_TYPES.get(kind.split("_")[0], "VARCHAR"))
        if not self.may_be_fast or any(len(found) > 1 for found in kinds.values()):
            return None
        return {column: found.pop() for column, found in kinds.items() if found != {"VARCHAR"}}

    def audit(self, *, typed: bool = False) -> list[str]:
        """Return aggregates: cells that a fast pass left unread, and the first and last instant it read."""
        periods = {column for column, kind in self.read if kind.startswith("period")}
        # A segment and a period show what was read themselves, and a typed scan stops at what it can't read.
        read = [(column, kind, alias) for (column, kind), alias in self.read.items() if kind != "segment"]
        instants = [alias for column, kind, alias in read if kind == "instant" and column not in periods]
        cells = [(self.raw[column], alias) for column, kind, alias in read if kind in ("text", "flag") or not typed]
        return [
            " + ".join([f"count({cell}) - count({alias})" for cell, alias in cells] or ["0"]) + " AS unread",
            *(f"min({alias}) AS min_{alias}" for alias in instants),
            *(f"max({alias}) AS max_{alias}" for alias in instants),
        ]

    @property
    def may_be_fast(self) -> bool:
        """Whether every reading has a fast form."""
        return not any(kind == "period" for _, kind in self.read)

    def select(self, records: str, *, numbered: bool = False, fast: bool = False, typed: bool = False) -> str:
        """Return the SELECT with all aliases over `records`.

        With `fast` only cells written the usual way are read; `audit` tells whether that was enough. With `typed`
        too, the records come with `types`.
        """
        number = f", {ROW}" if numbered else ""
        cells = [f"{name(column)} AS {alias}" for column, alias in self.raw.items()]
        sql = f"SELECT {FILE}{number}, {', '.join(cells)} FROM {records}"
        checks = {f"c{n}": (check.fast or "false") if fast else check.sql for n, check in enumerate(self.checks)}
        marks = {alias: sql[fast] for alias, sql in self.marks.items()}
        # Where every cell is read, none is bad; if one is not, the fast pass is void anyway.
        derived = {a: sql for a, sql in self.derived.items() if not (fast and a.startswith("b_"))}
        for layer in (*layers(self.raw, self.read, fast=fast, typed=typed), derived, self.tests, {**marks, **checks}):
            more = "".join(f", {expression} AS {alias}" for alias, expression in layer.items())
            sql = f"SELECT *{more} FROM ({sql})"
        return sql


def period_kind(period: PeriodSetting) -> str:
    """Return the reading that gives the grouping key of a period column."""
    return f"period_{period.by}" if period.by else "period"


@dataclass(frozen=True)
class Planned:
    """A measure with the aliases of what its aggregates need."""

    setting: MeasureSetting
    where: str
    """True for the rows that its conditions choose."""
    counts: str
    """True for the rows that count."""
    value: str | None
    over: str | None
    numerator: str | None
    """True or false for the rows that `share` counts; NULL where a cell that decides it is unknown."""
    target: str | None
    comparisons: tuple[str | None, ...]
    segment: str | None

    @property
    def every(self) -> bool:
        """Whether every row with a period counts, provided all its cells can be read."""
        return not self.setting.where and not self.setting.hours_between

    @property
    def hours(self) -> bool:
        """Whether the value is in microseconds."""
        return self.setting.hours_between is not None


def plan_measures(measures: Sequence[MeasureSetting]) -> tuple[Plan, str, list[Planned]]:
    """Return the plan, the alias of the period and the planned measures of a batch with one period setting."""
    plan = Plan()
    period = measures[0].period
    key = plan.reading(period.column, period_kind(period))
    planned = []
    owners: dict[tuple[str, str], list[tuple[str, str]]] = {}
    negatives: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for measure in measures:
        planned.append(_plan_one(plan, measure, key, owners, negatives))
    wanted = " OR ".join(dict.fromkeys(one.where for one in planned))
    ids = tuple(measure.id for measure in measures)
    for (column, kind), parts in owners.items():
        plan.checks.append(_check(plan, kind, (column,), plan.bad(column, kind), parts))
    for pair, parts in negatives.items():
        plan.checks.append(_check(plan, "negative", pair, f"coalesce({plan.micros(*pair)} < 0, false)", parts))
    missing = f"{key} IS NULL AND ({wanted})"
    known = f"{missing} AND NOT {plan.bad(period.column, period_kind(period))}"
    plan.checks.append(Check("no-period", (period.column,), known, (plan.cell(period.column),), ids, fast=missing))
    return plan, key, planned


def _check(plan: Plan, kind: str, columns: tuple[str, ...], wrong: str, parts: Sequence[tuple[str, str]]) -> Check:
    relevant = " OR ".join(dict.fromkeys(condition for _, condition in parts))
    ids = tuple(dict.fromkeys(owner for owner, _ in parts))
    shown = "period" if kind.startswith("period") else kind
    sql = f"{wrong} AND ({relevant})"
    cells = tuple(plan.cell(column) for column in columns)
    return Check(shown, columns, sql, cells, ids, fast=sql if kind == "negative" else None)


def _plan_one(
    plan: Plan,
    measure: MeasureSetting,
    key: str,
    owners: dict[tuple[str, str], list[tuple[str, str]]],
    negatives: dict[tuple[str, str], list[tuple[str, str]]],
) -> Planned:
    """Plan one measure; note in `owners` and `negatives` which readings it depends on, and for which rows."""
    hours = measure.hours_between is not None
    value = _value(plan, measure)
    where = plan.test(_all_of(plan, measure.where, value, hours))
    excluded: list[str] = []

    def depend(column: str | None, kind: str, relevant: str = where, *, vital: bool = True) -> str | None:
        if column is None:
            return None
        alias = plan.reading(column, kind)
        if kind != "text":
            owners.setdefault((column, kind), []).append((measure.id, relevant))
            if vital:
                excluded.append(plan.bad(column, kind))
        return alias

    depend(measure.period.column, period_kind(measure.period))
    depend(measure.value, _value_kind(measure))
    if measure.hours_between:
        for column in measure.hours_between:
            depend(column, "instant")
        if measure.early == "report":
            negatives.setdefault(measure.hours_between, []).append((measure.id, where))
    for condition in (*measure.where, *measure.numerator):
        relevant = "true" if condition in measure.where else where
        for kind in condition_kinds(condition) if condition.column else ():
            depend(condition.column, kind, relevant)
    over = depend(measure.over, "number")
    # An unreadable target says nothing against the row's own value.
    target = depend(measure.target if isinstance(measure.target, str) else None, "number", vital=False)
    comparisons = tuple(depend(other.column, "number", vital=False) for other in measure.comparisons)
    numerator = plan.test(_joined(plan, measure.numerator, value, hours)) if measure.numerator else None
    wrong = " OR ".join(dict.fromkeys(excluded))
    fast = f"{where} AND NOT coalesce({value} < 0, false)" if hours and measure.early == "report" else where
    counts = plan.mark((f"{fast} AND {key} IS NOT NULL AND NOT ({wrong})", fast))
    segment = plan.reading(measure.segment, "segment") if measure.segment else None
    return Planned(measure, where, counts, value, over, numerator, target, comparisons, segment)


def _value_kind(measure: MeasureSetting) -> str:
    return "text" if measure.aggregate in ("count", "count_distinct") else "number"


def _value(plan: Plan, measure: MeasureSetting) -> str | None:
    if measure.hours_between:
        return plan.micros(*measure.hours_between)
    return plan.reading(measure.value, _value_kind(measure)) if measure.value else None


def _all_of(plan: Plan, conditions: Sequence[Condition], value: str | None, hours: bool) -> str:
    return f"coalesce({_joined(plan, conditions, value, hours)}, false)" if conditions else "true"


def _joined(plan: Plan, conditions: Sequence[Condition], value: str | None, hours: bool) -> str:
    return " AND ".join(condition_sql(plan, condition, value, hours) for condition in conditions)


EXPECTED = {
    "number": Text(en="a number such as 1234.5, 1,234.50 or 95%", zh="数字，如 1234.5、1,234.50 或 95%"),
    "flag": Text(
        en="a yes or no such as 是, 否, √, ×, Y, N, yes, no, true, false, 1 or 0",
        zh="是或否，如 是、否、√、×、Y、N、yes、no、true、false、1、0",
    ),
    "instant": Text(
        en="a day or time such as 2024-03-05 10:20, 2024/3/5, 20240305 or 2024年3月5日",
        zh="日期或时间，如 2024-03-05 10:20、2024/3/5、20240305、2024年3月5日",
    ),
    "period": Text(
        en="a period such as 2025, 2025-Q1, 2025-03 or 2025年第1季度, no longer than the periods wanted, or a day",
        zh="期间，如 2025、2025-Q1、2025-03、2025年第1季度（不长于所需期间），或日期",
    ),
}
"""What a cell of each kind should have held."""
