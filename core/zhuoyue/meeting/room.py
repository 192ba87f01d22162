"""What the meeting knows and decides: the project's files as they are now, and what the team accepts."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from zhuoyue import ledger, ratings, store, team
from zhuoyue.agreement import agree
from zhuoyue.assignment import assigned
from zhuoyue.errors import Fault, InputError
from zhuoyue.ledger import Entry
from zhuoyue.model.agreement import Agreement
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Item
from zhuoyue.model.rating import Rating, Stage
from zhuoyue.project import Project
from zhuoyue.ratings import Ratings

WRITING = "zhuoyue meeting"
"""What others who wait for the lock are told."""


class StaleError(Exception):
    """The item was changed since the form was loaded; nothing was accepted."""


@dataclass(frozen=True)
class Snapshot:
    """The project's files at one moment."""

    version: str
    """Changes whenever a file does."""
    ratings: Ratings
    agreement: Agreement | None
    entries: tuple[Entry, ...]
    """The ledger's entries of the present cycle."""
    assessment: Assessment | None
    """None when there is none, or one of other criteria."""
    assigned: Mapping[str, frozenset[str]]
    """Ids of the items assigned to each assessor of the team table."""
    missing: tuple[Fault, ...] = ()
    """Why there is no assessment."""
    faults: tuple[Fault, ...] = ()
    """Why the files as they are now could not be read; what is shown is from before."""

    def agreed(self, item: Item) -> Rating | None:
        """Return what the team agreed on an item, by the latest stage; None when it has not, or its marks are open."""
        last = ratings.latest(self.ratings.of(item))
        return last[0] if last and last[0].stage is not Stage.INDEPENDENT and not last[0].open else None

    def at(self, item: Item, stage: Stage) -> Rating | None:
        """Return the rating of one stage of the team that decides, if there is one."""
        return next((one for one in self.ratings.of(item) if one.stage is stage and one.decides), None)

    def accepted(self, item: Item) -> tuple[Entry, ...]:
        """Return what was accepted for an item, oldest first."""
        kinds = {Stage.CONSENSUS.value, Stage.SITE_VISIT.value}
        names = {item.id, item.code}
        return tuple(entry for entry in self.entries if entry.kind in kinds and entry.data.get("item") in names)

    def base(self, item: Item) -> str:
        """Return what a form rests on: the ledger's last word on the item, and what the team's sheets say.

        The sheets count too: whoever edits one by hand leaves no entry.
        """
        accepted = self.accepted(item)
        values = [one.model_dump_json() for one in self.ratings.of(item) if one.stage is not Stage.INDEPENDENT]
        text = "\n".join([accepted[-1].hash if accepted else ledger.GENESIS, *values])
        return hashlib.sha256(text.encode()).hexdigest()


class Room:
    """The meeting of one project. Threads may share it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.mended = team.recover(project.root, project.criteria, project.schemes)
        """Items whose sheet was behind the ledger: the last meeting was cut off in the middle of saving."""
        team_table = project.config.ratings.assessors
        self._assigned = {one.name: frozenset(item.id for item in assigned(project, one.name)) for one in team_table}
        self._lock = threading.Lock()
        self._snapshot = self._read(self._version())

    def snapshot(self) -> Snapshot:
        """Return the files as they are now, read again only when one has changed."""
        with self._lock:
            version = self._version()
            if version != self._snapshot.version:
                try:
                    self._snapshot = self._read(version)
                except InputError as error:  # somebody edits a sheet by hand: the meeting goes on with what was
                    self._snapshot = replace(self._snapshot, version=version, faults=error.faults)
            return self._snapshot

    def accept(self, decision: team.Decision, base: str) -> Entry:
        """Accept a value if nobody has changed the item since `base`.

        Raises:
            StaleError: somebody has.
            InputError: the value is not allowed, or the files are damaged; nothing is written.
        """
        project = self.project
        item = project.criteria.resolve(decision.item)
        with ledger.writing(project.root, WRITING):  # nobody may come between looking and writing
            if self.snapshot().base(item) != base:
                raise StaleError
            return team.accept(project.root, project.criteria, project.schemes, decision)

    def _read(self, version: str) -> Snapshot:
        project, config = self.project, self.project.config
        read = ratings.read(project.root, config.ratings.files, project.criteria, project.schemes)
        assessment, missing = self._assessment()
        return Snapshot(
            version=version,
            ratings=read,
            agreement=agree(read.ratings, project.criteria, project.scheme_data, config.consensus),
            entries=ledger.load(project.root).of_cycle,
            assessment=assessment,
            assigned=self._assigned,
            missing=missing,
        )

    def _assessment(self) -> tuple[Assessment | None, tuple[Fault, ...]]:
        try:
            assessment = store.read(self.project.root / store.ASSESSMENT)
        except InputError as error:
            return None, error.faults
        if assessment.criteria.id != self.project.criteria.id:
            other = assessment.criteria.id
            en = f"was made with other criteria ({other}); run `zhuoyue assess` again"
            return None, (Fault(en, f"采用的是其他准则（{other}）；请重新运行 `zhuoyue assess`", store.ASSESSMENT),)
        return assessment, ()

    def _version(self) -> str:
        """Return a stamp of the files: path, inode, size and time, since they are replaced and never rewritten."""
        stamps = []
        for path in sorted(set(self._files())):
            try:
                stat = path.stat()
            except OSError:
                continue
            stamps.append(f"{path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}")
        return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]

    def _files(self) -> Iterator[Path]:
        root = self.project.root
        yield root / store.ASSESSMENT
        yield root / ledger.LEDGER
        for pattern in self.project.config.ratings.files:
            try:
                yield from root.glob(pattern)
            except (ValueError, NotImplementedError):  # reading the sheets says what is wrong with it
                continue
