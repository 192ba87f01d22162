"""The loop: its stages, a survey on its way through them, and where it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from zhuoyue import Text


class Stage(StrEnum):
    """A stage of the loop; its day is the day on which it was reached."""

    REQUESTED = "requested"
    APPROVED = "approved"
    RUN = "run"
    FEEDBACK = "feedback"
    CAUSE = "cause"
    PLAN = "plan"
    ACTION = "action"
    VERIFIED = "verified"
    ARCHIVED = "archived"


STAGES: Mapping[Stage, Text] = {
    Stage.REQUESTED: Text(zh="已提出", en="requested"),
    Stage.APPROVED: Text(zh="计划已批准", en="plan approved"),
    Stage.RUN: Text(zh="已实施", en="carried out"),
    Stage.FEEDBACK: Text(zh="已反馈", en="feedback given"),
    Stage.CAUSE: Text(zh="原因已查明", en="causes found"),
    Stage.PLAN: Text(zh="改进计划已定", en="improvement planned"),
    Stage.ACTION: Text(zh="措施已实施", en="improvement made"),
    Stage.VERIFIED: Text(zh="效果已验证", en="effect verified"),
    Stage.ARCHIVED: Text(zh="已归档", en="archived"),
}
STOPPED = Text(zh="已终止", en="stopped")
NOT_BEGUN = Text(zh="未开始", en="not begun")


@dataclass(frozen=True)
class Survey:
    """A survey and the days on which it reached its stages."""

    name: str
    days: Mapping[Stage, dt.date]
    roles: Mapping[Stage, str | None]
    """Who was responsible, of the stages for which the register has a column."""
    title: str | None = None
    segment: str | None = None
    year: str | None = None
    resurvey: str | None = None
    stopped: str | None = None
    """Why it was stopped; None if it was not."""
    where: str = ""
    """Its row."""


@dataclass(frozen=True)
class Standing:
    """Where a survey stands on a day."""

    survey: Survey
    loop: tuple[Stage, ...]
    """The stages that the register knows."""
    stage: Stage | None
    """The furthest stage reached; None when it has not begun."""
    since: dt.date | None
    waited: int | None
    """Days since then."""
    limit: int | None
    """Days that a survey may stay there; None at the end of the loop, when stopped, and where there is no limit."""

    @property
    def archived(self) -> bool:
        """Whether it is at the end of the loop."""
        return self.stage is not None and self.stage is self.loop[-1]

    @property
    def closed(self) -> bool:
        """Whether the effect is verified; where the register does not ask for that, whether the loop is at its end."""
        if self.stage is None:
            return False
        goal = Stage.VERIFIED if Stage.VERIFIED in self.loop else self.loop[-1]
        return self.loop.index(self.stage) >= self.loop.index(goal)

    @property
    def open(self) -> bool:
        """Whether something remains to be done."""
        return not (self.survey.stopped or self.archived)

    @property
    def late(self) -> int:
        """Days by which it has outstayed the limit; 0 if it has not."""
        if self.limit is None or self.waited is None or not self.open:
            return 0
        return max(0, self.waited - self.limit)

    @property
    def due(self) -> bool:
        """Whether it counts for the rate of closure: closed, or overdue. What is on its way in time does not yet."""
        return not self.survey.stopped and (self.closed or bool(self.late))

    @property
    def following(self) -> Stage | None:
        """The stage it waits for."""
        if not self.open:
            return None
        if self.stage is None:
            return self.loop[0]
        return self.loop[self.loop.index(self.stage) + 1]

    @property
    def reached(self) -> tuple[Stage, ...]:
        """The stages up to the furthest one."""
        return () if self.stage is None else self.loop[: self.loop.index(self.stage) + 1]

    @property
    def skipped(self) -> tuple[Stage, ...]:
        """Stages without a day before the furthest one."""
        return tuple(one for one in self.reached if one not in self.survey.days)

    @property
    def disorder(self) -> tuple[tuple[Stage, Stage], ...]:
        """Neighbouring stages of which the later one was reached on an earlier day."""
        dated = [one for one in self.reached if one in self.survey.days]
        return tuple((one, two) for one, two in pairwise(dated) if self.survey.days[two] < self.survey.days[one])

    @property
    def nobody(self) -> tuple[Stage, ...]:
        """Stages reached, and the one it waits for, that nobody is named responsible for."""
        concerned = (*self.reached, *([self.following] if self.following else []))
        return tuple(one for one in concerned if one in self.survey.roles and not self.survey.roles[one])


def standing(survey: Survey, loop: Sequence[Stage], limits: Mapping[Stage, int], day: dt.date) -> Standing:
    """Return where a survey stands at the end of a day; days that lie ahead are plans."""
    reached = [stage for stage in loop if stage in survey.days and survey.days[stage] <= day]
    stage = reached[-1] if reached else None
    since = survey.days[stage] if stage else None
    return Standing(
        survey=survey,
        loop=tuple(loop),
        stage=stage,
        since=since,
        waited=(day - since).days if since else None,
        limit=limits.get(stage) if stage and stage is not loop[-1] and not survey.stopped else None,
    )
