"""Conditions of a measure as SQL over the readings of cells."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from zhuoyue.records import quote
from zhuoyue_plugins.tables.settings import Condition

if TYPE_CHECKING:
    from zhuoyue.records import Plan

MICROSECONDS = 3_600_000_000
"""An hour, in the unit in which times are subtracted: exact, unlike a fraction of an hour."""


def condition_sql(plan: Plan, condition: Condition, value: str | None, hours: bool) -> str:
    """Return a condition as SQL; NULL where its cell is unknown. `value` is the alias of the measure's value."""
    column, parts = condition.column, []
    number = value if column is None else None
    factor = MICROSECONDS if hours and column is None else 1

    def compared(operator: str, bound: Decimal | str | bool) -> str:
        if isinstance(bound, bool):
            return f"{plan.reading(str(column), 'flag')} {operator} {str(bound).lower()}"
        if isinstance(bound, Decimal):
            left = number or plan.reading(str(column), "number")
            return f"{left} {operator} {format(bound * factor, 'f')}"
        return f"{plan.reading(str(column), 'text')} {operator} {quote(bound.strip())}"

    if condition.equals is not None:
        parts.append(compared("=", condition.equals))
    if condition.not_equals is not None:
        parts.append(compared("<>", condition.not_equals))
    if condition.one_of is not None:
        parts.append("(" + (" OR ".join(compared("=", bound) for bound in condition.one_of) or "false") + ")")
    for operator, limit in ((">=", condition.at_least), ("<=", condition.at_most)):
        if isinstance(limit, str):
            parts.append(_instant_bound(plan.reading(str(column), "instant"), operator, limit))
        elif limit is not None:
            parts.append(compared(operator, limit))
    if condition.known is not None:
        cell = number or plan.reading(str(column), "text")
        parts.append(f"{cell} IS {'NOT ' if condition.known else ''}NULL")
    return "(" + " AND ".join(parts) + ")"


def _instant_bound(alias: str, operator: str, limit: str) -> str:
    whole_day = len(limit.strip()) <= 10 or "日" in limit[-1:]
    if operator == "<=" and whole_day:
        return f"{alias} < as_instant({quote(limit)}) + INTERVAL 1 DAY"
    return f"{alias} {operator} as_instant({quote(limit)})"


def condition_kinds(condition: Condition) -> Iterable[str]:
    """Yield how a condition reads its cell, other than as text."""
    bounds = (condition.equals, condition.not_equals, condition.at_least, condition.at_most)
    every = (*bounds, *(condition.one_of or ()))
    if any(isinstance(bound, bool) for bound in every):
        yield "flag"
    if any(isinstance(bound, Decimal) for bound in every):
        yield "number"
    if isinstance(condition.at_least, str) or isinstance(condition.at_most, str):
        yield "instant"
