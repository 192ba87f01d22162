"""What characterisations come to: cells, goals, capability levels, and what stands in their way. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from zhuoyue_plugins.cmmi_generic.marks import DONE, LACKING, Mark, rolled_up
from zhuoyue_plugins.cmmi_generic.practices import PERFORM, goals, practices


@dataclass(frozen=True)
class Characterisation:
    """One practice in one instance of a process."""

    process: str
    instance: str
    code: str
    mark: Mark | None
    """None: not characterised, or nobody can read how."""
    artefacts: str | None = None
    affirmations: str | None = None
    weakness: str | None = None


@dataclass(frozen=True)
class Decision:
    """What the team decided, who, and why."""

    value: Mark | bool
    """LI or PI of a practice; whether a goal is satisfied."""
    by: str
    reason: str


@dataclass(frozen=True)
class Cell:
    """One practice of one process: what its instances come to."""

    process: str
    code: str
    instances: tuple[Characterisation, ...]
    decision: Decision | None = None

    @property
    def unknown(self) -> bool:
        """Whether nobody looked, or an instance is not characterised: the others alone may mislead."""
        return not self.instances or any(one.mark is None for one in self.instances)

    @property
    def open(self) -> bool:
        """Whether the rules leave it to the team, which has not decided."""
        return self.undecidable and self.decision is None

    @property
    def undecidable(self) -> bool:
        """Whether the rules leave it to the team, decided or not."""
        return not self.unknown and rolled_up(self.marks) is None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the instances, as far as they have one."""
        return tuple(one.mark for one in self.instances if one.mark is not None)

    @property
    def value(self) -> Mark | None:
        """The mark of the process; None while it is unknown or open."""
        if self.unknown:
            return None
        if self.undecidable and self.decision and isinstance(self.decision.value, Mark):
            return self.decision.value
        return rolled_up(self.marks)


class GoalState(StrEnum):
    """How far a goal is reached."""

    SATISFIED = "satisfied"
    """Every practice is FI or LI, and a person confirms that their weaknesses together do no serious harm."""
    ALLOWED = "allowed"
    """Every practice is FI or LI; nobody has confirmed yet."""
    REFUSED = "refused"
    """Every practice is FI or LI, but a person found that their weaknesses together do serious harm."""
    OPEN = "open"
    """No practice is PI or NI, but the team must still decide one."""
    UNSATISFIED = "unsatisfied"
    """A practice is PI or NI."""
    NOT_RATED = "not_rated"
    """A practice is NY or not characterised."""


REACHED = (GoalState.SATISFIED, GoalState.ALLOWED)


@dataclass(frozen=True)
class Goal:
    """A goal of a process."""

    code: str
    cells: tuple[Cell, ...]
    decision: Decision | None = None

    @property
    def state(self) -> GoalState:
        """How far it is reached: by the practices first, then by what a person said."""
        values = [one.value for one in self.cells]
        if any(one.unknown for one in self.cells) or Mark.NOT_YET in values:
            return GoalState.NOT_RATED
        if any(value in LACKING for value in values):
            return GoalState.UNSATISFIED
        if None in values:
            return GoalState.OPEN
        if self.decision is None:
            return GoalState.ALLOWED
        return GoalState.SATISFIED if self.decision.value else GoalState.REFUSED

    @property
    def out_of_reach(self) -> bool:
        """Whether nothing still unknown can change that it is not reached."""
        return self.state is GoalState.REFUSED or any(one.value in LACKING for one in self.cells)


@dataclass(frozen=True)
class Process:
    """A process: its cells, its goals, whether it is performed."""

    name: str
    instances: tuple[str, ...]
    cells: Mapping[str, Cell]
    """Of the twelve practices, by code."""
    goals: tuple[Goal, ...]
    """GG2, GG3."""
    performed: bool | None
    """Whether the specific goals are satisfied; None: unknown."""
    assumed: bool = False
    """Whether that it is performed is taken for granted."""

    @property
    def levels(self) -> tuple[int, int]:
        """Return the lowest and the highest capability level that the process may have: equal where it is known."""
        first = () if self.performed is None else (self.performed,)
        low = _count([all(first) and bool(first), *(one.state in REACHED for one in self.goals)])
        high = _count([all(first), *(not one.out_of_reach for one in self.goals)])
        return low, high

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed every goal that its level rests on, and nothing is assumed."""
        low, _ = self.levels
        reached = self.goals[: max(0, low - 1)]
        return not self.assumed and all(one.state is GoalState.SATISFIED for one in reached)


def _count(steps: Sequence[bool]) -> int:
    """Return how many steps hold from the first on: a level needs those below it."""
    return next((number for number, holds in enumerate(steps) if not holds), len(steps))


@dataclass(frozen=True)
class Appraisal:
    """All processes as they were found at one time."""

    year: str | None
    processes: tuple[Process, ...]
    rows: tuple[Characterisation, ...]
    """Of the twelve practices."""
    overruled: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Decisions that do not count, by process and code, with what the rules come to; empty: unknown."""

    @property
    def cells(self) -> Iterator[Cell]:
        """Every practice of every process."""
        return (cell for process in self.processes for cell in process.cells.values())

    def of_practice(self, code: str) -> tuple[Cell, ...]:
        """Return the cells of a practice, process by process."""
        return tuple(process.cells[code] for process in self.processes)


def appraise(
    rows: Sequence[Characterisation],
    decisions: Mapping[tuple[str, str], Decision],
    performed: Mapping[str, bool],
    *,
    assume: bool,
    year: str | None = None,
) -> Appraisal:
    """Return what rows and decisions come to.

    Args:
        rows: characterisations, each process, instance and practice once.
        decisions: what the team decided, by process and by code of a practice or goal.
        performed: whether processes are performed, where no row of GP 1.1 says so.
        assume: take the others for performed.
        year: of the rows.
    """
    by_process: dict[str, list[Characterisation]] = {}
    for row in rows:
        by_process.setdefault(row.process, []).append(row)
    processes = tuple(
        _process(name, mine, decisions, performed.get(name), assume=assume) for name, mine in by_process.items()
    )
    return Appraisal(
        year, processes, tuple(row for row in rows if row.code != PERFORM), _overruled(processes, decisions)
    )


def _process(
    name: str,
    rows: Sequence[Characterisation],
    decisions: Mapping[tuple[str, str], Decision],
    said: bool | None,
    *,
    assume: bool,
) -> Process:
    by_code: dict[str, list[Characterisation]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)

    def cell(code: str) -> Cell:
        return Cell(name, code, tuple(by_code.get(code, ())), decisions.get((name, code)))

    cells = {one.code: cell(one.code) for one in practices()}
    found = tuple(
        Goal(code, tuple(cells[one.code] for one in practices() if one.goal == code), decisions.get((name, code)))
        for code in goals()
    )
    performed = _performed(cell(PERFORM)) if PERFORM in by_code else said
    assumed = performed is None and assume and PERFORM not in by_code
    instances = tuple(dict.fromkeys(row.instance for row in rows))
    return Process(name, instances, cells, found, True if assumed else performed, assumed)


def _overruled(
    processes: Sequence[Process], decisions: Mapping[tuple[str, str], Decision]
) -> dict[tuple[str, str], str]:
    """Return the decisions that do not count, because the rules leave nothing to decide, and what they come to."""
    found: dict[tuple[str, str], str] = {}
    for process in processes:
        for cell in process.cells.values():
            if (process.name, cell.code) in decisions and not cell.undecidable:
                found[process.name, cell.code] = str(cell.value or "")
        for goal in process.goals:
            if goal.decision and goal.decision.value and goal.state is not GoalState.SATISFIED:
                found[process.name, goal.code] = str(goal.state)
    return found


def _performed(cell: Cell) -> bool | None:
    """Tell whether rows of GP 1.1 show the process performed; None where they leave it open."""
    value = cell.value
    return None if value in (None, Mark.NOT_YET) else value in DONE
