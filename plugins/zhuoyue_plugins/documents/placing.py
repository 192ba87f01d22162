"""Which items a file supports when nobody has written it down, and what its id is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from zhuoyue import Criteria, Fault, InputError
from zhuoyue_plugins.documents.files import matcher

_CODE = re.compile(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*")
_MARKS = re.compile(r"[^A-Za-z0-9._-]+")


class Rules:
    """The table `by_path`, checked and ready to be asked."""

    def __init__(self, by_path: Mapping[str, tuple[str, ...]], criteria: Criteria, source: str) -> None:
        faults: list[Fault] = []
        self._rules: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
        for pattern, codes in by_path.items():
            items = []
            for code in codes:
                try:
                    items.append(criteria.resolve(code).code)
                except InputError as error:
                    where = f'sources.{source}.by_path."{pattern}"'
                    faults.extend(Fault(fault.en, fault.zh, where) for fault in error.faults)
            self._rules.append((matcher(pattern), tuple(items)))
        if faults:
            raise InputError(*faults)

    def items(self, relative: str) -> tuple[str, ...]:
        """Return the items of every pattern that fits, in the order of the table."""
        return tuple(dict.fromkeys(code for rule, codes in self._rules if rule.match(relative) for code in codes))


def items_in_path(relative: str, criteria: Criteria) -> tuple[tuple[str, ...], Fault | None]:
    """Return the item whose code begins the file's name, else that of the nearest folder.

    A name that begins like a code of these criteria without being one gives a fault with the nearest code.
    """
    groups = {category.code for category in criteria.categories}
    roots = {code.partition(".")[0] for code in groups if "." in code}
    path = PurePosixPath(relative)
    for name in (path.stem, *reversed(path.parts[:-1])):
        match = _CODE.match(name)
        if not match or match[0] in groups:
            continue
        try:
            return (criteria.resolve(match[0]).code,), None
        except InputError as error:
            root, dot, _ = match[0].partition(".")
            if dot and root in roots:
                return (), Fault(error.faults[0].en, error.faults[0].zh)
    return (), None


def evidence_id(source: str, relative: str) -> str:
    """Return the id of a file that names none: the source's name and the path, the same on every machine.

    Where the path holds characters an id cannot have, eight digits of its hash keep two files apart.
    """
    path = relative.replace("/", "--")
    plain = _MARKS.sub("-", path).strip("-")
    if plain == path and len(source) + len(plain) < 120:
        return f"{source}-{plain}"
    digest = hashlib.sha256(relative.encode()).hexdigest()[:8]
    return f"{source}-{plain[: 100 - len(source)]}-{digest}".replace("--" + digest, "-" + digest)
