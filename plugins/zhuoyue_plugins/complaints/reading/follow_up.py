"""The second register: read on its own, reduced to one row a case, and lent to the log for a join."""

# ruff: noqa: S608 - texts in this SQL go through quote; roles are names of our own

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhuoyue import Problem, Severity, Text
from zhuoyue.records import Dataset, typed_rows
from zhuoyue_plugins.complaints.columns import ROLES_OF_YES, follow_up_columns, meaning
from zhuoyue_plugins.complaints.settings import FollowUp, FollowUpFields

if TYPE_CHECKING:
    import pyarrow as pa

PLAIN = ("cause", "outcome", "satisfaction", "hand_overs")
"""Roles whose cells are taken as they are."""


@dataclass(frozen=True)
class Joined:
    """The second register, one row a case."""

    rows: pa.Table = field(repr=False)
    """Columns `id`, the plain roles and `is_…` for each yes/no role it has."""
    read: int
    """Rows read."""
    equal: int
    """Rows that repeat a case with the same content."""
    contradicting: int
    """Rows that repeat a case with other content."""
    nameless: int
    """Rows without the number of a case."""
    place: str
    """The tables in a word."""
    evidence: tuple[str, ...]
    """Ids of the tables."""
    problems: tuple[Problem, ...]
    """What was wrong with it."""


def read_follow_up(dataset: Dataset) -> Joined:
    """Read the register: of the rows about one case the first counts, as in the log."""
    settings: FollowUp = dataset.settings  # type: ignore[assignment]
    columns = follow_up_columns(settings)
    rows = typed_rows(dataset, columns, keep=True)
    rows.in_order()  # the first row of a case counts
    said = ", ".join(f"coalesce({column.name}::VARCHAR, '')" for column in columns)
    flags = [f"{meaning(settings, role)} AS is_{role}" for role in ROLES_OF_YES if getattr(settings.fields, role)]
    plain = [role for role in PLAIN if getattr(settings.fields, role)]
    numbers = [
        f"{role}::DECIMAL(38, 9) AS {role}" if role in ("satisfaction", "hand_overs") else role for role in plain
    ]
    dataset.run(
        f"CREATE OR REPLACE TEMP VIEW register AS SELECT {', '.join(['id', *numbers, *flags])}, hash({said}) AS"
        " content, first_value(content) OVER numbers AS first_content, row_number() OVER numbers AS nth FROM"
        f" {rows.relation} WINDOW numbers AS (PARTITION BY id ORDER BY __order)"
    )
    (counts,) = dataset.run(
        "SELECT count(*) AS n, count(*) FILTER (WHERE id IS NULL) AS nameless, "
        "count(*) FILTER (WHERE id IS NOT NULL AND nth > 1 AND content = first_content) AS same, "
        "count(*) FILTER (WHERE id IS NOT NULL AND nth > 1 AND content <> first_content) AS other FROM register"
    )
    one_each = dataset.arrow(
        "SELECT * EXCLUDE (content, first_content, nth) FROM register WHERE id IS NOT NULL AND nth = 1"
    )
    return Joined(
        one_each,
        counts["n"],
        counts["same"],
        counts["other"],
        counts["nameless"],
        dataset.place,
        dataset.evidence,
        (*rows.problems, *_repeated(dataset, counts["other"])),
    )


def _repeated(dataset: Dataset, count: int) -> Sequence[Problem]:
    if not count:
        return ()
    found = dataset.run(
        "SELECT DISTINCT id FROM register WHERE nth > 1 AND content <> first_content ORDER BY id LIMIT 3"
    )
    cases = ", ".join(row["id"] for row in found)
    text = Text(
        en=f"{count} rows speak again of a case, with other content, and were not counted; the first row was: {cases}",
        zh=f"有 {count} 行重复记录同一投诉且内容不同，按第一行计入，其余未计：{cases}",
    )
    return [Problem(code="complaints-register-repeats", severity=Severity.WARNING, text=text, where=dataset.place)]


def joined_columns(register: FollowUp, columns: Sequence[str]) -> list[str]:
    """Return the SELECT list of the join: what the register says takes the place of the log's empty columns."""
    absent_no = register.absent == "no"
    plain, flags = [], []
    for role in FollowUpFields.model_fields:
        if role == "id" or not getattr(register.fields, role):
            continue
        if role in PLAIN:
            missing = "0" if role == "hand_overs" and absent_no else "NULL"
            plain.append(f"CASE WHEN f.id IS NULL THEN {missing} ELSE f.{role} END AS {role}")
        else:
            missing = "false" if absent_no else "NULL"
            flags.append(f"CASE WHEN f.id IS NULL THEN {missing} ELSE f.is_{role} END AS is_{role}")
    first = f"r.* REPLACE ({', '.join(plain)})" if plain else "r.*"
    return [first, *columns[1:], *flags, "f.id IS NOT NULL AS in_register"]
