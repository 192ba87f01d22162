"""Rules of good examining that `zhuoyue check` applies to a whole assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel

from zhuoyue.model.problem import Severity
from zhuoyue.model.text import Text

if TYPE_CHECKING:
    from zhuoyue.model.assessment import Assessment


@dataclass(frozen=True)
class Violation:
    """One place where a rule is not kept."""

    text: Text
    """What is wrong, with the figures."""
    item: str = ""
    """Full id of the item concerned."""
    where: str = ""
    """`file:line`, or empty: then the core names the rating of the item."""


@dataclass(frozen=True)
class Examined:
    """What a rule looks at."""

    assessment: Assessment
    """The present assessment, with everything of every tier; its `visibility` is the tier that will be published."""
    previous: Assessment | None = None
    """The last closed cycle's."""
    settings: BaseModel | None = None
    """The settings of the plugin that brings the rule, from its own TOML table."""


@dataclass(frozen=True)
class Rule:
    """One rule."""

    code: str
    """Stable code, capital letters and digits: `ZY101`."""
    name: str
    """Short name in words: `score-without-evidence`."""
    title: Text
    """What it asks for."""
    why: Text
    """Why an examiner cares."""
    check: Callable[[Examined], Iterable[Violation]] = field(repr=False)
    """Yield where it is not kept. Pure: no I/O, no clock."""
    severity: Severity = Severity.WARNING
    """How bad a violation is."""
