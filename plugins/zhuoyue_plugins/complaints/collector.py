"""The collector `complaints`: a log of complaints or tickets, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel

from zhuoyue import Collected, Evidence, Exhibit, Problem, Source
from zhuoyue.records import Dataset, RecordsCollector, RecordsSettings, read_records
from zhuoyue_plugins.complaints.settings import ComplaintsSettings

if TYPE_CHECKING:
    from zhuoyue_plugins.complaints.reading.follow_up import Joined


class Complaints(RecordsCollector):
    """Measures and exhibits from a log of complaints, joined with a second register where there is one."""

    name: ClassVar[str] = "complaints"
    settings: ClassVar[type[BaseModel]] = ComplaintsSettings

    def parts(self, settings: ComplaintsSettings) -> Mapping[str, RecordsSettings]:
        """Return the log, and the second register where there is one."""
        return {"": settings, **({"follow-up": settings.follow_up} if settings.follow_up else {})}

    def collect(self, source: Source) -> Collected:
        """Read the second register, then the log with it."""
        from zhuoyue_plugins.complaints.reading.follow_up import read_follow_up

        settings: ComplaintsSettings = source.settings
        joined: Joined | None = None
        evidence: list[Evidence] = []
        problems: list[Problem] = []
        if settings.follow_up:
            register = read_records(source, settings.follow_up, read_follow_up, "follow-up")
            joined = register.value
            evidence += register.evidence
            problems += [*joined.problems, *register.problems]
        log = read_records(source, settings, lambda dataset: _read(source, dataset, joined))
        found = log.value
        return found.model_copy(
            update={
                "evidence": (*log.evidence, *evidence),
                "problems": tuple(
                    one.model_copy(update={"source": source.name})
                    for one in (*found.problems, *log.problems, *problems)
                ),
            }
        )


def _read(source: Source, dataset: Dataset, joined: Joined | None) -> Collected:
    from zhuoyue_plugins.complaints.counting.deals import read_deals
    from zhuoyue_plugins.complaints.counting.grouped import group
    from zhuoyue_plugins.complaints.counting.measures import make_measures
    from zhuoyue_plugins.complaints.exhibits import accounting, estimates, messages, organisations, overview, stages
    from zhuoyue_plugins.complaints.exhibits.backlog import backlog
    from zhuoyue_plugins.complaints.exhibits.breakdown import breakdown
    from zhuoyue_plugins.complaints.exhibits.charted import charted
    from zhuoyue_plugins.complaints.reading.log import open_log

    settings: ComplaintsSettings = source.settings
    log = open_log(source, dataset, joined)
    counts = accounting.count_rows(log)
    found = group(log)
    deals = read_deals(log)
    exhibits: list[Exhibit] = [accounting.records(log, counts), accounting.cells(log)]
    if found.total:
        exhibits += [
            *overview.overview(log, found, deals),
            *breakdown(log, found),
            *backlog(log),
            stages.stages(log, found),
            *estimates.estimates(log, found),
            *organisations.organisations(log),
        ]
        exhibits += charted(exhibits, settings.control)
    return Collected(
        measures=tuple(make_measures(log, found, deals)),
        exhibits=tuple(exhibits),
        problems=(*log.rows.problems, *messages.messages(log, counts), *deals.problems),
    )
