"""Sources of evidence and measures, and what they give back."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Span
from zhuoyue.model.base import Model, Visibility
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem


class Collected(Model):
    """What a collector returns; validated at the border."""

    evidence: tuple[Evidence, ...] = ()
    """Facts."""
    measures: tuple[Measure, ...] = ()
    """Numbers over time."""
    exhibits: tuple[Exhibit, ...] = ()
    """Tables made from the records."""
    narratives: tuple[Narrative, ...] = ()
    """Self-assessment texts."""
    problems: tuple[Problem, ...] = ()
    """What was wrong with single records; the rest was read."""


@dataclass(frozen=True)
class Source:
    """One configured source, as its collector sees it."""

    name: str
    """Name from the config; prefix of the ids the collector makes."""
    settings: Any
    """An instance of the collector's settings model."""
    root: Path
    """The project folder."""
    items: tuple[str, ...]
    """Items that everything of this source supports, unless the records say otherwise."""
    visibility: Visibility
    """Tier of everything of this source, unless the records say otherwise."""
    period: Span
    """The time the assessment speaks of."""
    as_of: date
    """The day on which validity is judged."""
    instant: datetime
    """The assessment's instant, for `Evidence.collected_at`."""
    criteria: Criteria
    """What is asked: resolves item codes."""
    secret: Callable[[str], str] = field(repr=False)
    """Return the value behind `env:NAME`; raises InputError when it is not set. Never put it in a message."""
    hashes: Mapping[Path, str] = field(default_factory=dict, repr=False)
    """Hashes of the inputs, by resolved path, as far as the core has computed them."""

    def path(self, relative: str) -> Path:
        """Return the path of a file or folder of the project.

        Raises:
            InputError: the path leaves the project (also through a symbolic link) or does not exist.
        """
        path = inside(self.root, relative)
        if not path.exists():
            raise InputError(Fault(f"{relative}: no such file or folder", f"{relative}：文件或文件夹不存在"))
        return path

    def sha256(self, path: Path) -> str:
        """Return the hash of a file's bytes: the one the core knows already if it is one of the inputs."""
        known = self.hashes.get(path.resolve())
        if known is not None:
            return known
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def relative(self, path: Path) -> str:
        """Return `path` relative to the project, with forward slashes: what goes into locators and messages."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()


class NoSettings(BaseModel):
    """No settings: any key beside the core's is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Collector(ABC):
    """Reads one kind of source. The core makes one instance, caches its result and isolates its faults."""

    name: ClassVar[str]
    """The name a `[[sources]]` table chooses it by."""
    settings: ClassVar[type[BaseModel]] = NoSettings
    """Model of the rest of the `[[sources]]` table."""
    isolated: ClassVar[bool] = True
    """Run in a process of its own; False for code that cannot hang or crash."""

    @abstractmethod
    def inputs(self, source: Source) -> Iterable[Path] | None:
        """Return every file whose content decides the result; None if the result must not be cached.

        Raises:
            InputError: a named file does not exist or leaves the project.
        """

    @abstractmethod
    def collect(self, source: Source) -> Collected:
        """Read the source.

        Raises:
            InputError: the source cannot be read; faults name file, row, column and what was expected.
        """


def inside(root: Path, relative: str) -> Path:
    """Return `root / relative` resolved; raises InputError when that leaves `root`."""
    path = (root / relative).resolve()
    if not path.is_relative_to(root.resolve()):
        raise InputError(
            Fault(
                f"{relative}: the path leaves the project folder; copy the file into it",
                f"{relative}：路径超出了项目文件夹，请将文件复制到项目内",
            )
        )
    return path
