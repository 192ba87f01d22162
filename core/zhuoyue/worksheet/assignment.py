"""Whose scoring sheet it is, and which items stand on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zhuoyue import assignment
from zhuoyue.errors import Fault, InputError, did_you_mean, nearest
from zhuoyue.model.base import SLUG
from zhuoyue.model.criteria import Criteria, Item, code_hint
from zhuoyue.project import Project


def check_assessor(project: Project, name: str, where: str = "") -> None:
    """Refuse a name that is not in the team.

    Raises:
        InputError: the team does not have it, with the nearest one; or, without a team, it cannot name a file.
    """
    known = [one.name for one in project.config.ratings.assessors]
    if known and name not in known:
        en, zh = _meant(project, name)
        raise InputError(Fault(f"no assessor {name!r} in the team{en}", f"评审组中没有评审员 {name!r}{zh}", where))
    if not re.fullmatch(SLUG, name) or name.endswith("."):
        raise InputError(
            Fault(
                f"{name!r} cannot name a sheet; use ASCII letters, digits, dot, hyphen and underscore, e.g. wang",
                f"{name!r} 不能用作评分表的名称；请用英文字母、数字、点、连字符和下划线，例如 wang",
                where,
            )
        )


def _meant(project: Project, name: str) -> tuple[str, str]:
    """Return the hint to whom a name means: a full name counts as much as the short one."""
    team = project.config.ratings.assessors
    called = {one.name: one.name for one in team}
    for one in team:
        if one.title is not None:
            called |= {title.casefold(): one.name for title in (one.title.zh, one.title.en) if title}
    match = nearest(name, called) or nearest(name.casefold(), called)
    short = called[match] if match else name
    return did_you_mean(short, [one.name for one in team])


def wanted(project: Project, name: str, codes: Iterable[str] = ()) -> tuple[Item, ...]:
    """Return the items of an assessor's scoring sheet in the criteria's order.

    Args:
        project: the opened project.
        name: the assessor.
        codes: categories and items to take instead of those assigned.

    Raises:
        InputError: the team does not have the assessor, or a code is neither an item nor a category; every fault.
    """
    check_assessor(project, name)
    codes = tuple(codes)
    if not codes:
        return tuple(assignment.assigned(project, name))
    faults: list[Fault] = []
    chosen = {item.id for code in codes for item in _items(code, project.criteria, faults)}
    if faults:
        raise InputError(*faults)
    return tuple(item for item in project.criteria.items if item.id in chosen)


def _items(code: str, criteria: Criteria, faults: list[Fault]) -> Iterator[Item]:
    code = code.strip().rstrip(",，、")
    category = next((one for one in criteria.categories if one.code == code), None)
    if category is not None:
        yield from category.items
        return
    try:
        yield criteria.resolve(code)
    except InputError:
        known = [*(one.code for one in criteria.categories), *(one.code for one in criteria.items)]
        en, zh = code_hint(code, known)
        what = f"{criteria.id} has no item or category {code!r}{en}"
        faults.append(Fault(what, f"{criteria.id} 中没有条款或类目 {code!r}{zh}", "--items"))
