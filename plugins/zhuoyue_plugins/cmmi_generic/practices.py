"""The generic practices and goals, read from the criteria's own data, and how people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhuoyue import Criteria, Text, read_toml

FAMILY = "cmmi-generic"
PERFORM = "GP1.1"
"""Carrying out the specific practices: what goal GG1 and capability level 1 ask for."""
_CODE = re.compile(r"(?:GP|通用实践|generic practice)?([123]\.\d{1,2})(?!\d)\D*", re.IGNORECASE)
_GOAL = re.compile(r"(?:GG|通用目标|generic goal)([123])(?!\d)\D*", re.IGNORECASE)


@dataclass(frozen=True)
class Practice:
    """One generic practice."""

    code: str
    name: Text
    goal: str
    """Code of its goal: GG2 or GG3."""

    @property
    def number(self) -> str:
        """The code without its letters."""
        return self.code.removeprefix("GP")

    @property
    def label(self) -> Text:
        """Code and name, as people write them."""
        return Text(zh=f"GP {self.number} {self.name.get('zh')}", en=f"GP {self.number} {self.name.get('en')}")


@cache
def criteria() -> Criteria:
    """Return the criteria."""
    return Criteria.model_validate(read_toml(Path(__file__).parent / "cmmi-generic-1.3.toml").data)


@cache
def practices() -> tuple[Practice, ...]:
    """Return the twelve practices in order."""
    return tuple(
        Practice(item.code, item.title, category.code) for category in criteria().categories for item in category.items
    )


@cache
def by_code() -> dict[str, Practice]:
    """Return the practices by code."""
    return {one.code: one for one in practices()}


@cache
def goals() -> dict[str, Text]:
    """Return the names of the goals by code, in order."""
    return {category.code: category.title for category in criteria().categories}


def codes() -> tuple[str, ...]:
    """Return everything a row may be about, to suggest: practices, GP 1.1 and the goals."""
    return (PERFORM, *by_code(), *goals())


def read_code(word: str) -> str | None:
    """Return the code that a cell names: `GP 2.1`, `2.1`, `GP2.1 建立组织方针`, a name, or a goal; None if none."""
    squeezed = re.sub(r"[\s_\-]+", "", word)
    if match := _GOAL.fullmatch(squeezed):
        code = f"GG{match[1]}"
    elif match := _CODE.fullmatch(squeezed):
        code = f"GP{match[1]}"
    else:
        code = _names().get(squeezed.casefold(), "")
    return code if code in codes() else None


@cache
def _names() -> dict[str, str]:
    named = [*((one.code, one.name) for one in practices()), *goals().items()]
    return {re.sub(r"\s+", "", said).casefold(): code for code, name in named for said in (name.zh, name.en)}
