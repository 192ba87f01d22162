"""Where a code of a crosswalk stands: at an item, or at a part of it: `4.1.4.2`, `4.1.2 f`, `1.2a`, `6.1b–c`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from zhuoyue.errors import Fault
from zhuoyue.model.criteria import Criteria, code_hint
from zhuoyue.model.crosswalk import Crosswalk, Relation
from zhuoyue.model.text import Text

_LETTERS = re.compile(r"(?<=\d)[a-z](?:[–-][a-z])?$")
_RANGE = re.compile(r"(?P<first>[a-z])(?:[–-](?P<last>[a-z]))?$")


class Place(NamedTuple):
    """A code taken apart."""

    item: str
    """Code of the item, or of a section of the profile."""
    part: str = ""
    """What of it is meant: a sub-item, letters of topics; empty for the whole."""


def place(code: str, known: Collection[str]) -> Place | None:
    """Return where a code stands among the codes of items; None if it stands nowhere."""
    code = code.strip()
    if code in known:
        return Place(code)
    head = code.partition(" ")[0]
    for probe in _upwards(head):
        if probe in known:
            return Place(probe, code[len(probe) :].strip(" ."))
    return None


def item_code(code: str, known: Iterable[str]) -> str:
    """Return the item that a code, or that of a sub-item or topic (`4.1.1.3`, `4.1.2 f`), belongs to; else nothing."""
    found = place(code, set(known))
    return found.item if found else ""


def _upwards(code: str) -> Iterator[str]:
    while code:
        yield code
        letters = _LETTERS.search(code)
        code = code[: letters.start()] if letters else code.rpartition(".")[0]


def parts_relation(left: str, right: str) -> Relation | None:
    """Return what one part of an item is to another part of it; None where they have nothing in common."""
    if left == right:
        return Relation.EQUAL
    if not left:
        return Relation.SUPERSET
    if not right:
        return Relation.SUBSET
    one, other = _letters(left), _letters(right)
    if one and other:
        common = one & other
        if not common:
            return None
        return Relation.SUBSET if one < other else Relation.SUPERSET if other < one else Relation.INTERSECT
    if right.startswith((f"{left}.", f"{left} ")):
        return Relation.SUPERSET
    return Relation.SUBSET if left.startswith((f"{right}.", f"{right} ")) else None


def _letters(part: str) -> frozenset[str]:
    match = _RANGE.fullmatch(part)
    if not match:
        return frozenset()
    first, last = match["first"], match["last"] or match["first"]
    return frozenset(map(chr, range(ord(first), ord(last) + 1)))


def titles_of(criteria: Criteria) -> dict[str, Text]:
    """Return the names of the items, and of the sections of the profile, by code."""
    items = {item.code: item.title for item in criteria.items}
    return items | {section.code: section.title for section in criteria.profile}


def codes_of(criteria: Criteria) -> tuple[str, ...]:
    """Return what a code of a crosswalk may begin with: items, and sections of the profile."""
    return tuple(titles_of(criteria))


def unknown_code(code: str, criteria: Criteria, where: str = "") -> Fault | None:
    """Return what is wrong with a code of a crosswalk, with the nearest valid one; None if it stands somewhere."""
    known = codes_of(criteria)
    if place(code, known):
        return None
    en, zh = code_hint(code, known)
    return Fault(f"{criteria.id} has no item {code!r}{en}", f"{criteria.id} 中没有条款 {code!r}{zh}", where)


def unknown_codes(crosswalk: Crosswalk, source: Criteria, target: Criteria) -> Iterator[Fault]:
    """Yield a fault for each code that stands nowhere in its model."""
    for link in crosswalk.links:
        for code, criteria in ((link.source, source), (link.target, target)):
            fault = unknown_code(code, criteria)
            if fault:
                yield fault
