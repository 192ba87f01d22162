"""The stages in order: collect ▸ check references ▸ withhold ▸ judge ▸ rate ▸ score ▸ Assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from zhuoyue.assemble import Decided, assemble, read_decided
from zhuoyue.border import Bundle, gather, unresolved
from zhuoyue.collect import Harvest, Progress, as_fault, collect
from zhuoyue.errors import Fault, InputError
from zhuoyue.hashing import Hashes
from zhuoyue.judge import Facts, judge
from zhuoyue.model.assessment import Assessment, InputFile
from zhuoyue.model.base import Visibility
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rating import Stage
from zhuoyue.project import Project
from zhuoyue.projection import check_report_in, projected
from zhuoyue.ratings import Ratings
from zhuoyue.withhold import Shown, withhold

PLUGIN_FAULTS = frozenset(
    {
        "collector-timeout",
        "collector-crash",
        "collector-failed",
        "judge-failed",
        "judge-lost",
        "plugin-broken",
    }
)
"""Codes of problems that are a plugin's fault, not the input's."""


def assess(
    project: Project,
    *,
    use_cache: bool = True,
    keep_going: bool = False,
    progress: Progress | None = None,
    report: Callable[[Problem], None] | None = None,
) -> Assessment:
    """Carry a project through all stages.

    Args:
        project: the opened project.
        use_cache: take what an unchanged source gave last time.
        keep_going: record invalid input as problems instead of refusing it.
        progress: called as sources and plugins finish.
        report: called with every problem, whatever its tier: for the eyes of whoever runs it, not for publication.

    Raises:
        InputError: rating sheets, ledger, actions, closed cycles or sources are invalid (the last unless
            `keep_going`); every fault found.
    """
    check_report_in(project)
    decided = read_decided(project)
    harvest = collect(project, use_cache=use_cache, progress=progress)
    bundle = gather(project, harvest)
    if not keep_going:
        _refuse(bundle.problems)
    problems = (*bundle.problems, *_dangling(bundle, decided.ratings))
    shown = _withheld(project, bundle, decided, harvest, problems)
    facts = Facts(
        items=tuple(project.criteria.items),
        evidence=shown.evidence,
        measures=shown.measures,
        exhibits=shown.exhibits,
        narratives=shown.narratives,
        schemes=project.scheme_data,
        period=project.config.assessment.period,
        as_of=project.config.assessment.as_of,
        withheld=tuple(sorted(_hidden(bundle, shown))),
    )
    judgement = judge(project, facts, use_cache=use_cache, progress=progress)
    assessment = assemble(project, decided, shown, judgement, _supported(bundle))
    others = (one.projection for one in projected(project, assessment))
    assessment = assessment.model_copy(update={"projections": tuple(one for one in others if one)})
    if report is not None:
        known = set(map(id, shown.problems))
        for problem in (*problems, *(one for one in assessment.problems if id(one) not in known)):
            report(problem)
    return assessment


def _refuse(problems: Iterable[Problem]) -> None:
    """Raise for invalid input; plugins' own faults do not stop a run."""
    wrong = [one for one in problems if one.severity is Severity.ERROR and one.code not in PLUGIN_FAULTS]
    if wrong:
        raise InputError(*(as_fault(problem) for problem in wrong))


def _supported(bundle: Bundle) -> frozenset[str]:
    """Return the items for which there are facts, published or not."""
    return frozenset(item for one in bundle.facts for item in one.items)


def _hidden(bundle: Bundle, shown: Shown) -> frozenset[str]:
    """Return the items of whose facts some are left out."""
    known = {one.id for one in shown.facts}
    return frozenset(item for one in bundle.facts if one.id not in known for item in one.items)


def _dangling(bundle: Bundle, ratings: Ratings) -> Iterator[Problem]:
    """Yield a problem for each reference of a rating sheet to something that is not there."""
    known = {one.id for one in bundle.facts}
    where = {rating.item: rating.where for rating in ratings.ratings}
    for finding in ratings.findings:
        for reference in finding.evidence:
            if reference not in known:
                yield unresolved(reference, where.get(finding.item, ""), known, finding.visibility)


def _withheld(
    project: Project, bundle: Bundle, decided: Decided, harvest: Harvest, problems: Sequence[Problem]
) -> Shown:
    hashes = Hashes(None)
    sheets = [
        InputFile(path=path.relative_to(project.root).as_posix(), sha256=hashes.of(path), size=path.stat().st_size)
        for path in decided.inputs
    ]
    inputs = sorted((*harvest.inputs, *sheets), key=lambda one: one.path)
    tier = project.config.assessment.visibility
    return withhold(
        tier,
        bundle.evidence,
        bundle.measures,
        bundle.exhibits,
        bundle.narratives,
        decided.ratings.findings,
        problems,
        inputs,
        {*harvest.confidential, *_named_by_people(project, decided, tier)},
    )


def _named_by_people(project: Project, decided: Decided, tier: Visibility) -> Iterator[str]:
    """Yield the paths of assessors' sheets where the tier is public: they are called by their names."""
    if not tier.shows(Visibility.INTERNAL):
        for one in decided.ratings.sheets:
            if one.sheet.stage is Stage.INDEPENDENT:
                yield one.path.relative_to(project.root).as_posix()


def exit_faults(assessment: Assessment) -> tuple[list[Fault], list[Fault]]:
    """Return the errors recorded in an assessment: plugins' faults, and invalid input."""
    errors = [one for one in assessment.problems if one.severity is Severity.ERROR]
    plugin = [as_fault(one) for one in errors if one.code in PLUGIN_FAULTS]
    inputs = [as_fault(one) for one in errors if one.code not in PLUGIN_FAULTS]
    return plugin, inputs
