"""Reading `actions.toml`: every fault at once, each with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhuoyue.checking import checked
from zhuoyue.config import ImprovementTable
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.improvement.row import ActionRow, action, faults, item_of
from zhuoyue.improvement.target import target_faults
from zhuoyue.model.action import Action
from zhuoyue.model.collector import inside
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.scheme import Scheme
from zhuoyue.project import Project
from zhuoyue.toml import Key, TomlFile, read_toml

TABLE = "actions"
"""The only key of the file: an array of tables."""


@dataclass(frozen=True)
class Actions:
    """What the file of actions holds."""

    actions: tuple[Action, ...] = ()
    inputs: tuple[Path, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """`file:line` by id."""
    rows: tuple[ActionRow, ...] = ()
    """As they stand in the file, in its order."""


def read(project: Project) -> Actions:
    """Read the actions of a project, and check what its config says about improvement.

    Raises:
        InputError: every fault of both.
    """
    table, criteria, schemes = project.config.improvement, project.criteria, project.schemes
    wrong = list(target_faults(table, criteria, schemes, project.file))
    try:
        found = read_actions(project.root, table, criteria, schemes)
    except InputError as error:
        raise InputError(*wrong, *error.faults) from error
    if wrong:
        raise InputError(*wrong)
    return found


def read_actions(
    root: Path, table: ImprovementTable, criteria: Criteria, schemes: Mapping[str, Scheme] | None = None
) -> Actions:
    """Read the actions of a project; without the file there are none.

    Args:
        root: the project folder.
        table: where the file is.
        criteria: whose items the actions serve.
        schemes: whose grid expected percents stand on; None to leave that unchecked.

    Raises:
        InputError: every fault: unknown items, wrong dates, two actions of one id.
    """
    path = inside(root, table.file)
    if not path.is_file():
        return Actions()
    file = read_toml(path, path.relative_to(root.resolve()).as_posix())
    wrong = list(_top(file))
    read: list[tuple[ActionRow, Action]] = []
    first: dict[str, str] = {}
    for index, data in enumerate(_tables(file)):
        read.extend(_row(data, index, file, criteria, schemes, first, wrong))
    if wrong:
        raise InputError(*wrong)
    rows = tuple(row for row, _ in read)
    places = {row.id: file.where((TABLE, index)).split(": ")[0] for index, row in enumerate(rows)}
    return Actions(tuple(one for _, one in read), (path,), places, rows)


def _top(file: TomlFile) -> Iterator[Fault]:
    for key, value in file.data.items():
        if key != TABLE:
            en, zh = did_you_mean(key, [TABLE])
            yield Fault(f"unknown key{en}", f"未知的键{zh}", file.where((key,)))
        elif not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            yield Fault("should be tables: [[actions]]", "应为若干个表：[[actions]]", file.where((key,)))


def _tables(file: TomlFile) -> list[dict[str, Any]]:
    value = file.data.get(TABLE, [])
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _row(
    data: dict[str, Any],
    index: int,
    file: TomlFile,
    criteria: Criteria,
    schemes: Mapping[str, Scheme] | None,
    first: dict[str, str],
    wrong: list[Fault],
) -> Iterator[tuple[ActionRow, Action]]:
    """Yield a row with its action if both can be made; whatever is wrong goes into `wrong`."""
    path: tuple[Key, ...] = (TABLE, index)
    row, found = checked(ActionRow, data, file, path)
    wrong.extend(found)
    wrong.extend(_twice(data.get("id"), file.where((*path, "id")), first))
    if not isinstance(data.get("item"), str):
        return
    item = item_of(data["item"], criteria)
    if isinstance(item, tuple):
        wrong.extend(Fault(fault.en, fault.zh, file.where((*path, "item"))) for fault in item)
    elif row is not None:
        wrong.extend(
            Fault(fault.en, fault.zh, file.where((*path, key)))
            for key, fault in faults(row, item, schemes[item.scheme] if schemes else None)
        )
        yield row, action(row, item)


def _twice(name: Any, where: str, first: dict[str, str]) -> Iterator[Fault]:
    if not isinstance(name, str):
        return
    if name in first:
        yield Fault(
            f"two actions have the id {name!r}, the first at {first[name]}",
            f"有两项措施使用同一编号 {name!r}，第一项在 {first[name]}",
            where,
        )
    first.setdefault(name, where.split(": ")[0])
