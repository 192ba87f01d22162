"""The dissatisfied answers: counted by survey in the engine, for there may be many; the open ends are listed."""

# ruff: noqa: S608 - names in this SQL go through records.name

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhuoyue import Problem, Severity, Text, did_you_mean
from zhuoyue.records import FILE, ROW, Dataset, Field, advised, name, quote, typed_rows
from zhuoyue_plugins.survey_programme.settings import AnswerRecords

_NINE = Decimal("0.000000001")
_SHOWN = 3
_KEPT = "answers_kept"


@dataclass(frozen=True)
class Tally:
    """What became of the dissatisfied answers of a survey."""

    total: int = 0
    action: int = 0
    """Led to an action."""
    verified: int = 0
    """Led to an action, and the customer was asked again."""
    reason: int = 0
    """Led to no action, for a reason on record."""

    @property
    def neither(self) -> int:
        """Led to no action, and nobody says why."""
        return self.total - self.action - self.reason

    @property
    def unverified(self) -> int:
        """Led to an action, but the customer was not asked again."""
        return self.action - self.verified

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.total + other.total,
            self.action + other.action,
            self.verified + other.verified,
            self.reason + other.reason,
        )


@dataclass(frozen=True)
class LooseEnd:
    """An answer that leads nowhere: neither action nor reason, or an action whose effect nobody asked for."""

    survey: str
    answer: str | None
    action: str | None
    place: str


@dataclass(frozen=True)
class Answers:
    """What the answers show."""

    tallies: Mapping[str, Tally]
    """By survey."""
    ends: tuple[LooseEnd, ...]
    """The first of them."""
    problems: tuple[Problem, ...]


def share(part: int, whole: int) -> Decimal | None:
    """Return a share in percent; None of nothing."""
    return (Decimal(100) * part / whole).quantize(_NINE, ROUND_HALF_UP) if whole else None


def read_answers(dataset: Dataset, settings: AnswerRecords, day: dt.date, due: Collection[str], most: int) -> Answers:
    """Count what became of the answers until a day.

    Args:
        dataset: the opened tables.
        settings: theirs.
        day: verifications after it are plans.
        due: surveys that are closed or overdue; of the others no verification is asked yet.
        most: open ends to list.
    """
    columns = settings.fields.model_dump()
    kinds = {"verified": "instant"}
    problems = typed_rows(
        dataset,
        [Field(key, column, kinds.get(key, "text")) for key, column in columns.items()],  # type: ignore[arg-type]
    ).problems
    _keep(dataset, columns, day)
    problems += _lost(dataset, settings)
    problems += _repeated(dataset, settings)
    sums = dataset.run(
        f"SELECT survey, count(*) AS total, count(action) AS action, "
        f"count(*) FILTER (WHERE action IS NOT NULL AND verified) AS verified, "
        f"count(*) FILTER (WHERE action IS NULL AND reason IS NOT NULL) AS reason "
        f"FROM {_KEPT} WHERE again = 1 AND survey IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    tallies = {row["survey"]: Tally(row["total"], row["action"], row["verified"], row["reason"]) for row in sums}
    return Answers(tallies, _ends(dataset, due, most), tuple(problems))


def unknown_surveys(dataset: Dataset, settings: AnswerRecords, known: Collection[str]) -> list[Problem]:
    """Name the surveys of answers that the register does not know; their answers are in no year."""
    found = dataset.run(
        f"SELECT survey, count(*) AS n, min({FILE}) AS file, arg_min({ROW}, ({FILE}, {ROW})) AS row "
        f"FROM {_KEPT} WHERE survey IS NOT NULL GROUP BY 1 ORDER BY 3, 4"
    )
    problems = []
    for row in [one for one in found if one["survey"] not in known]:
        en, zh = did_you_mean(row["survey"], known)
        problems.append(
            Problem(
                code="survey-programme-unknown-survey",
                severity=Severity.WARNING,
                text=Text(
                    en=f"{_cut(row['survey'])!r} is no survey of the register{en}; its answers ({row['n']}) are left "
                    "out",
                    zh=f"登记表中没有调查 {_cut(row['survey'])!r}{zh.rstrip('？')}；其 {row['n']} 份答卷未计入",
                ),
                where=_where(dataset, row["file"], row["row"], settings.fields.survey),
            )
        )
    return problems


def _keep(dataset: Dataset, columns: Mapping[str, str | None], day: dt.date) -> None:
    """Hold the answers in a passing table, each with the number of times it has occurred so far."""
    cells = [f"{f'as_text({name(column)})' if column else 'NULL'} AS {key}" for key, column in columns.items()]
    asked = (
        f"coalesce(as_instant({name(columns['verified'])}) < TIMESTAMP '{day + dt.timedelta(days=1)}', false)"
        if columns["verified"]
        else "false"
    )
    cells = [cell for cell in cells if not cell.endswith(" AS verified")] + [f"{asked} AS verified"]
    again = f"row_number() OVER (PARTITION BY survey, answer ORDER BY {FILE}, {ROW})" if columns["answer"] else "1"
    dataset.run(
        f"CREATE OR REPLACE TEMP TABLE {_KEPT} AS SELECT *, "
        f"CASE WHEN answer IS NULL THEN 1 ELSE {again} END AS again FROM "
        f"(SELECT {FILE}, {ROW}, {', '.join(cells)} FROM {dataset.records(numbered=True)})"
    )


def _lost(dataset: Dataset, settings: AnswerRecords) -> list[Problem]:
    count, rows = _first(dataset, "survey IS NULL")
    if not count:
        return []
    en = "1 answer names no survey and was left out"
    text = Text(
        en=en if count == 1 else f"{count} answers name no survey and were left out",
        zh=f"有 {count} 份答卷没有调查编号，已剔除",
    )
    where = _where(dataset, rows[0][FILE], rows[0][ROW], settings.fields.survey)
    problem = Problem(code="survey-programme-no-name", severity=Severity.ERROR, text=text, where=where)
    return [advised(problem, settings)]


def _repeated(dataset: Dataset, settings: AnswerRecords) -> list[Problem]:
    count, rows = _first(dataset, "again > 1")
    if not count:
        return []
    shown = ", ".join(_cut(row["answer"]) for row in rows) + (", …" if count > _SHOWN else "")
    text = Text(
        en=f"answers that occur again in their survey were counted once, by their first row ({count}): {shown}",
        zh=f"有 {count} 份答卷在同一调查中重复出现，按第一行计一次：{shown}",
    )
    where = _where(dataset, rows[0][FILE], rows[0][ROW], settings.fields.answer or "")
    problem = Problem(code="survey-programme-repeated", severity=Severity.ERROR, text=text, where=where)
    return [advised(problem, settings)]


def _first(dataset: Dataset, condition: str) -> tuple[int, list[dict[str, Any]]]:
    """Return how many answers meet a condition, and the first of them."""
    count = dataset.run(f"SELECT count(*) AS n FROM {_KEPT} WHERE {condition}")[0]["n"]
    rows = f"SELECT {FILE}, {ROW}, answer FROM {_KEPT} WHERE {condition} ORDER BY {FILE}, {ROW} LIMIT {_SHOWN}"
    return count, dataset.run(rows) if count else []


def _ends(dataset: Dataset, due: Collection[str], most: int) -> tuple[LooseEnd, ...]:
    """Return the first open ends: those without action and reason before the actions that nobody verified."""
    owed = f"survey IN ({', '.join(map(quote, due))})" if due else "false"
    rows = dataset.run(
        f"SELECT {FILE}, {ROW}, survey, answer, action FROM {_KEPT} WHERE again = 1 AND survey IS NOT NULL "
        f"AND ((action IS NULL AND reason IS NULL) OR (action IS NOT NULL AND NOT verified AND {owed})) "
        f"ORDER BY action IS NOT NULL, {FILE}, {ROW} LIMIT {most}"
    )
    shown = {
        file: dataset.rows_shown(file, [r[ROW] for r in rows if r[FILE] == file]) for file in {r[FILE] for r in rows}
    }
    return tuple(
        LooseEnd(
            row["survey"],
            row["answer"],
            row["action"],
            f"{dataset.places[row[FILE]]}:{shown[row[FILE]].get(row[ROW], row[ROW])}",
        )
        for row in rows
    )


def _where(dataset: Dataset, file: int, row: int, column: str) -> str:
    number = dataset.rows_shown(file, [row]).get(row, row)
    return f"{dataset.places[file]}:row {number}, column {column}"


def _cut(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:40]}…"
