"""Which typed columns are read from the log and from the second register, and what a yes/no column means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from zhuoyue.records import Field, Kind, quote
from zhuoyue_plugins.complaints.hours.clock_changes import stands_still

if TYPE_CHECKING:
    from zhuoyue_plugins.complaints.settings import ComplaintsSettings, FollowUp

TIMES = ("opened", "first_reply", "closed")
WORDS = ("id", "channel", "category", "cause", "severity", "segment", "product", "outcome", "organisation")
NUMBERS = ("satisfaction", "hand_overs", "deals")
ROLES_OF_YES = ("reopened", "first_contact", "escalated", "improvement", "verified")
"""Roles that answer yes or no; each column may hold a flag, a time, a number, a text or certain words."""
_KINDS: Mapping[str, Kind] = {"flag": "flag", "time": "moment", "number": "number", "text": "text"}


def log_columns(settings: ComplaintsSettings) -> list[Field]:
    """Return the typed columns of the log; a time also as it is written where the clocks of its zone change."""
    fields = settings.fields
    # A time that the log leaves in doubt never shortens what the customer waited: received at the first of two times
    # that the cell may mean, answered at the second.
    columns = [Field(role, getattr(fields, role), "moment_first" if role == "opened" else "moment") for role in TIMES]
    columns.append(Field("opened_local", fields.opened, "instant"))
    if not stands_still(settings.timezone):
        columns += [Field(f"{role}_local", getattr(fields, role), "instant") for role in TIMES[1:]]
        columns += [Field(f"{role}_stated", getattr(fields, role), "stated") for role in TIMES]
    columns += [Field(role, getattr(fields, role), "text") for role in WORDS]
    columns += [Field(role, getattr(fields, role), "number") for role in NUMBERS]
    columns += [Field(role, getattr(fields, role), _kind(settings, role)) for role in ROLES_OF_YES]
    return [*columns, *(Field(alias, column, "text") for column, alias in trace_columns(settings).items())]


def trace_columns(settings: ComplaintsSettings) -> Mapping[str, str]:
    """Return the further columns in which stages leave a trace, with their names in the relation."""
    columns = dict.fromkeys(column for names in settings.stages.values() for column in names)
    return {column: f"trace_{number}" for number, column in enumerate(columns)}


def follow_up_columns(settings: FollowUp) -> list[Field]:
    """Return the typed columns of the second register."""
    fields = settings.fields
    columns = [Field(role, getattr(fields, role), "text") for role in ("id", "cause", "outcome")]
    columns += [Field(role, getattr(fields, role), "number") for role in ("satisfaction", "hand_overs")]
    columns += [Field(role, getattr(fields, role), _kind(settings, role)) for role in ROLES_OF_YES]
    return [column for column in columns if column.column]


def _kind(settings: ComplaintsSettings | FollowUp, role: str) -> Kind:
    return "text" if role in settings.yes else _KINDS[_holds(settings, role)]


def _holds(settings: ComplaintsSettings | FollowUp, role: str) -> str:
    return settings.holds.get(role, "text" if role == "improvement" else "flag")


def kinds_of(columns: Iterable[Field]) -> Mapping[str, frozenset[str]]:
    """Return how each column is read, by its name in the records."""
    kinds: dict[str, set[str]] = {}
    for field in columns:
        if field.column:
            kind = "moment" if field.kind in ("stated", "moment_first") else field.kind
            kinds.setdefault(field.column, set()).add(kind)
    return {column: frozenset(found) for column, found in kinds.items()}


def meaning(settings: ComplaintsSettings | FollowUp, role: str) -> str:
    """Return the SQL of whether a case was reopened, escalated, …: true, false, or NULL where nothing tells.

    An empty cell of a column of times or texts says that it did not happen; one of flags, numbers or words says
    nothing.
    """
    if role in settings.yes:
        words = ", ".join(quote(word) for word in settings.yes[role])
        return f"({role} IN ({words}))"
    holds = _holds(settings, role)
    if holds == "flag":
        return role
    if holds == "number":
        return f"({role} > 0)"
    return f"({role} IS NOT NULL)" if holds == "text" else f"CASE WHEN NOT {role}_bad THEN {role} IS NOT NULL END"
