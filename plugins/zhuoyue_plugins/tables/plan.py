"""The plan of a batch: the SQL that computes all measures of one period column in one pass over the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhuoyue.records import Check, Plan
from zhuoyue_plugins.tables.conditions import condition_kinds, condition_sql
from zhuoyue_plugins.tables.settings import Condition, MeasureSetting, PeriodSetting


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
