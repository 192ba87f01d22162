"""The complaint log in the query engine: rows read once, repeated ones marked, durations and decisions as columns."""

# ruff: noqa: S608 - texts in this SQL go through quote; roles are names of our own

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuoyue import Source
from zhuoyue.records import Dataset, TypedRows, typed_rows
from zhuoyue_plugins.complaints.columns import ROLES_OF_YES, log_columns, meaning
from zhuoyue_plugins.complaints.hours.working_time import WORKING_DAYS, lend_working_days, worked_until
from zhuoyue_plugins.complaints.reading.follow_up import Joined, joined_columns
from zhuoyue_plugins.complaints.settings import ComplaintsSettings

if TYPE_CHECKING:
    from decimal import Decimal

HOUR = 3_600_000_000
"""Microseconds of an hour."""
DIMENSIONS = ("channel", "category", "cause", "severity", "segment", "product")
IN_TIME, LATE, LATE_OPEN, UNDECIDED, UNKNOWN = range(1, 6)
"""Values of `close_state` and `reply_state`."""


@dataclass(frozen=True)
class Log:
    """The opened log, ready for questions: relation `all_rows` of every row, relation `cases` of those that count."""

    source: Source
    dataset: Dataset
    settings: ComplaintsSettings
    rows: TypedRows
    follow_up: Joined | None
    day: dt.date
    """The day at whose end the log is judged."""
    end: dt.datetime
    """That end, in UTC without a zone."""

    def run(self, sql: str) -> list[dict[str, Any]]:
        """Run a SELECT."""
        return self.dataset.run(sql)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Roles by which cases can be grouped."""
        return tuple(role for role in DIMENSIONS if self.settings.has(role))

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of what everything here rests on."""
        return (*self.dataset.evidence, *(self.follow_up.evidence if self.follow_up else ()))


def open_log(source: Source, dataset: Dataset, follow_up: Joined | None) -> Log:
    """Read the rows once and define the cases that count."""
    settings: ComplaintsSettings = source.settings
    day = settings.open_as_of or source.as_of
    end = end_of_day(day, settings.timezone)
    rows = typed_rows(dataset, log_columns(settings), keep=True)
    some = _mark_repeats(dataset, settings, rows)
    tables, columns = [f"{rows.relation} r"], ["r.*", "r.__order AS rid"]
    held = settings.calendar is not None or follow_up is not None
    columns += [f"{meaning(settings, role)} AS is_{role}" for role in ROLES_OF_YES if getattr(settings.fields, role)]
    if settings.calendar:
        lend_working_days(dataset, settings.calendar, rows.relation, end)
        for role in ("opened", "first_reply", "closed"):
            tables.append(_days_of(role, settings.timezone))
            columns.append(f"{worked_until(f'r.{role}', f'{role}_day')} AS {role}_work")
    if follow_up and settings.follow_up:
        dataset.lend("follow_up", follow_up.rows)
        tables.append("LEFT JOIN follow_up f ON f.id = r.id")
        columns = joined_columns(settings.follow_up, columns)
    select = f"SELECT {', '.join(columns)} FROM {' '.join(tables)}"
    if held:
        dataset.run(f"CREATE OR REPLACE TABLE {dataset.passing('held')} AS {select}")
        select = f"SELECT * FROM {dataset.passing('held')}"
    # A join with nothing would still cost every query a tenth.
    marked = f"SELECT b.*, d.repeat FROM ({select}) b LEFT JOIN repeats d ON d.rid = b.rid"
    whole = marked if some else f"SELECT *, NULL::VARCHAR AS repeat FROM ({select})"
    dataset.run(f"CREATE OR REPLACE TEMP VIEW all_rows AS {whole}")
    dataset.run(f"CREATE OR REPLACE TEMP VIEW cases AS {_cases(dataset, settings, end)}")
    return Log(source, dataset, settings, rows, follow_up, day, end)


def end_of_day(day: dt.date, timezone: str) -> dt.datetime:
    """Return the end of a day in a zone as UTC without a zone."""
    next_day = day + dt.timedelta(days=1)
    midnight = dt.datetime(next_day.year, next_day.month, next_day.day, tzinfo=zoneinfo.ZoneInfo(timezone))
    return midnight.astimezone(dt.UTC).replace(tzinfo=None)


def _days_of(role: str, timezone: str) -> str:
    local = f"((r.{role} AT TIME ZONE 'UTC') AT TIME ZONE '{timezone}')::DATE"
    return f"LEFT JOIN {WORKING_DAYS} {role}_day ON {role}_day.day = {local}"


def _mark_repeats(dataset: Dataset, settings: ComplaintsSettings, rows: TypedRows) -> bool:
    """Mark the rows after the first of each number in a table `repeats`; tell whether there are any."""
    if not settings.fields.id:
        return False
    # Hashes first: the numbers of a large log would fill the memory. Few rows are looked at more closely.
    dataset.run(
        f"CREATE OR REPLACE TEMP TABLE twice AS SELECT hash(id) AS code FROM {rows.relation} "
        "WHERE id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )
    if not dataset.run("SELECT count(*) AS n FROM twice")[0]["n"]:
        return False
    rows.in_order()  # the first of a number counts
    said = ", ".join(f"coalesce({field.name}::VARCHAR, '')" for field in rows.fields if field.column)
    suspects = (
        f"SELECT __order AS rid, hash({said}) AS content, first_value(content) OVER numbers AS first_content, "
        f"row_number() OVER numbers AS nth FROM (SELECT * FROM {rows.relation} WHERE id IS NOT NULL "
        "AND hash(id) IN (SELECT code FROM twice)) WINDOW numbers AS (PARTITION BY id ORDER BY __order)"
    )
    dataset.run(
        "CREATE OR REPLACE TEMP TABLE repeats AS SELECT rid, "
        f"CASE WHEN content = first_content THEN 'equal' ELSE 'contradicting' END AS repeat "
        f"FROM ({suspects}) WHERE nth > 1"
    )
    return True


COUNTED = "(repeat IS NULL AND opened IS NOT NULL AND opened < {end})"
"""Condition of the rows that count."""


def counts_until(end: dt.datetime) -> str:
    """Return the condition of the rows that count."""
    return COUNTED.format(end=f"TIMESTAMP '{end}'")


def _cases(dataset: Dataset, settings: ComplaintsSettings, end: dt.datetime) -> str:
    """Return the SELECT of the cases that count, with durations in microseconds and decisions."""
    month = "year(opened_local) * 100 + month(opened_local)"
    period = {
        "month": month,
        "quarter": "year(opened_local) * 10 + quarter(opened_local)",
        "year": "year(opened_local)",
    }[settings.period]
    open_us = f"{_until(dataset, settings, end)} - {_clock(settings, 'opened')}"
    close_us, reply_us = (
        f"CASE WHEN {role} >= opened THEN {_clock(settings, role)} - {_clock(settings, 'opened')} END"
        for role in ("closed", "first_reply")
    )
    closing = _state("close_us", "closed", settings.promise_hours, "false")
    replied = _state("reply_us", "first_reply", settings.reply_promise_hours or settings.promise_hours, _ENDED)
    return (
        f"SELECT *, {closing} AS close_state, {replied} AS reply_state FROM (SELECT *, "
        f"year(opened_local) AS year_code, {month} AS month_code, {period} AS period_code, "
        f"{open_us} AS open_us, {close_us} AS close_us, {reply_us} AS reply_us, "
        "CASE WHEN closed >= opened THEN epoch_us(closed) - epoch_us(opened) END AS wait_us "
        f"FROM all_rows WHERE {counts_until(end)})"
    )


_ENDED = "(closed IS NOT NULL OR closed_bad)"
"""A closed case without a time of reply has been answered, at a time that nobody wrote down."""


def _state(duration: str, end: str, hours: Decimal, unrecorded: str) -> str:
    promise = round(hours * HOUR)
    return (
        f"CASE WHEN {duration} <= {promise} THEN {IN_TIME} WHEN {duration} IS NOT NULL THEN {LATE} "
        f"WHEN {end} IS NOT NULL OR {end}_bad OR {unrecorded} THEN {UNKNOWN} "
        f"WHEN open_us > {promise} THEN {LATE_OPEN} ELSE {UNDECIDED} END"
    )


def _clock(settings: ComplaintsSettings, role: str) -> str:
    return f"{role}_work" if settings.calendar else f"epoch_us({role})"


def _until(dataset: Dataset, settings: ComplaintsSettings, end: dt.datetime) -> str:
    """Return the end of the day judged on the same clock."""
    if not settings.calendar:
        return f"epoch_us(TIMESTAMP '{end}')"
    last = f"TIMESTAMP '{end - dt.timedelta(microseconds=1)}'"
    day = f"(({last} AT TIME ZONE 'UTC') AT TIME ZONE '{settings.timezone}')::DATE"
    at_end = worked_until(f"TIMESTAMP '{end}'", "w")
    (row,) = dataset.run(f"SELECT {at_end} AS until FROM {WORKING_DAYS} w WHERE w.day = {day}")
    return str(row["until"])
