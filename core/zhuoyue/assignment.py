"""Which items are assigned to which assessor."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue.config import AssessorTable
from zhuoyue.errors import ConfigError, Fault, InputError, did_you_mean
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.project import Project


def assigned(project: Project, name: str) -> tuple[Item, ...]:
    """Return the items assigned to an assessor, in the criteria's order; all of them without a team table.

    Raises:
        ConfigError: the team table names an unknown category or item, or not this assessor.
    """
    team = project.config.ratings.assessors
    if not team:
        return tuple(project.criteria.items)
    faults: list[Fault] = []
    chosen = {table.name: _items(project, index, table, faults) for index, table in enumerate(team)}
    if faults:
        raise ConfigError(*faults)
    if name not in chosen:
        en, zh = did_you_mean(name, chosen)
        where = project.file.where(("ratings", "assessors"))
        raise ConfigError(Fault(f"no assessor {name!r} in the team{en}", f"团队中没有评审员 {name!r}{zh}", where))
    return tuple(item for item in project.criteria.items if item.id in chosen[name])


def _items(project: Project, index: int, table: AssessorTable, faults: list[Fault]) -> set[str]:
    if not table.items:
        return {item.id for item in project.criteria.items}
    found: set[str] = set()
    for place, code in enumerate(table.items):
        try:
            found.update(_under(project.criteria, code))
        except InputError as error:
            where = project.file.where(("ratings", "assessors", index, "items", place))
            faults.extend(Fault(fault.en, fault.zh, where) for fault in error.faults)
    return found


def _under(criteria: Criteria, code: str) -> Iterator[str]:
    """Yield the item that a code names, or those of the category it names."""
    category = next((one for one in criteria.categories if one.code == code.strip()), None)
    if category is None:
        yield criteria.resolve(code).id
    else:
        yield from (item.id for item in category.items)
