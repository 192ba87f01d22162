"""Putting the assessment together: items, sums, agreement, uncertainty, signatures, history, actions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zhuoyue
from zhuoyue import decision, history, improvement, ledger, sign_off, uncertainty
from zhuoyue import ratings as rating_sheets
from zhuoyue.agreement import agree
from zhuoyue.border import unresolved
from zhuoyue.config import Config
from zhuoyue.errors import Fault, InputError
from zhuoyue.item_result import item_result
from zhuoyue.judge import Judgement
from zhuoyue.model.agreement import Agreement
from zhuoyue.model.assessment import Assessment, Provenance
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.score import Score
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.projection import models_of
from zhuoyue.ratings import Ratings
from zhuoyue.scoring import add_up, sum_up
from zhuoyue.withhold import Shown


@dataclass(frozen=True)
class Decided:
    """What people decided, as it stands in the project: read before anything that takes long."""

    ratings: Ratings
    entries: tuple[ledger.Entry, ...]
    actions: improvement.Actions
    past: history.History

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files read."""
        return (*self.ratings.inputs, *self.actions.inputs, *self.past.inputs)


def read_decided(project: Project) -> Decided:
    """Read rating sheets, ledger, actions and closed cycles.

    Raises:
        InputError: every fault of all of them.
    """
    config = project.config
    readers: tuple[Callable[[], Any], ...] = (
        lambda: rating_sheets.read(project.root, config.ratings.files, project.criteria, project.schemes),
        lambda: ledger.load(project.root).of_cycle,
        lambda: improvement.read(project),
        lambda: history.read(
            project.root,
            config.history,
            project.criteria,
            models_of(project).crosswalks,
            config.assessment.visibility,
            config.assessment.period.end,
        ),
    )
    found: list[Any] = []
    faults: list[Fault] = []
    for reader in readers:
        try:
            found.append(reader())
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(*faults)
    return Decided(*found)


def assemble(
    project: Project, decided: Decided, shown: Shown, judgement: Judgement, supported: Collection[str]
) -> Assessment:
    """Return the assessment.

    Args:
        project: config, criteria, scheme.
        decided: what people decided.
        shown: what the tier shows.
        judgement: what plugins made of it.
        supported: ids of the items for which there are facts, published or not.
    """
    config, ratings = project.config, decided.ratings
    problems = [*shown.problems, *judgement.problems, *_named_by_plugins(shown, judgement)]
    results = tuple(
        item_result(project, item, ratings, shown, judgement, problems, known=item.id in supported)
        for item in project.criteria.items
    )
    scores = {result.item: result.score for result in results}
    outlook = uncertainty.estimate(project.criteria, ratings.ratings, scores, config.uncertainty)
    results = tuple(one.model_copy(update={"score": _with_interval(one.score, one.item, outlook)}) for one in results)
    categories = {
        category.code: _with_interval(
            sum_up(project.criteria, category, project.scheme_data, scores),
            category.code,
            outlook if project.criteria.total is not None else None,  # it is of sums
        )
        for category in project.criteria.categories
    }
    tier = config.assessment.visibility
    targets = improvement.targets(config.improvement, project.criteria, project.scheme_data, scores)
    digest = decision.digest(config, project.criteria, ratings, scores, targets)
    if shown.withheld:
        problems.append(_left_out(shown.withheld, config.assessment.visibility))
    order = list(Severity)
    assessment = Assessment(
        title=config.assessment.title,
        organisation=config.organisation,
        period=config.assessment.period,
        as_of=config.assessment.as_of,
        languages=config.assessment.languages,
        visibility=config.assessment.visibility,
        criteria=project.criteria,
        schemes=project.scheme_data,
        total=_total(project.criteria, categories, outlook),
        categories=categories,
        results=results,
        evidence=shown.evidence,
        measures=shown.measures,
        exhibits=shown.exhibits,
        narratives=shown.narratives,
        key_themes=tuple(one for one in ratings.key_themes if tier.shows(one.visibility)),
        targets=targets,
        agreement=_for_readers(agree(ratings.ratings, project.criteria, project.scheme_data, config.consensus), tier),
        people=_people(config) if tier.shows(Visibility.INTERNAL) else {},
        uncertainty=outlook.uncertainty if outlook else None,
        decision=digest,
        sign_offs=sign_off.for_readers(sign_off.signatures(decided.entries, digest), tier),
        history=decided.past.cycles,
        problems=tuple(sorted(problems, key=lambda one: order.index(one.severity))),
        provenance=_provenance(project, shown),
    )
    return _compared(project, _with_actions(assessment, decided), decided.past)


def _total(criteria: Criteria, categories: Mapping[str, Score], outlook: uncertainty.Outlook | None) -> Score | None:
    """Return the sum, if the model has one."""
    if criteria.total is None:
        return None
    return _with_interval(add_up(list(categories.items())), uncertainty.TOTAL, outlook)


def _with_interval(score: Score, key: str, outlook: uncertainty.Outlook | None) -> Score:
    interval = outlook.intervals.get(key) if outlook else None
    return score.model_copy(update={"interval": interval}) if interval else score


def _people(config: Config) -> dict[str, Text]:
    return {one.name: one.title for one in config.ratings.assessors if one.title}


def _for_readers(agreement: Agreement | None, tier: Visibility) -> Agreement | None:
    """Return the agreement without assessors' names where the tier is public."""
    if agreement is None or tier.shows(Visibility.INTERNAL):
        return agreement
    items = tuple(one.model_copy(update={"outliers": ()}) for one in agreement.items)
    return agreement.model_copy(update={"assessors": (), "items": items, "pairs": (), "leniency": ()})


def _compared(project: Project, assessment: Assessment, past: history.History) -> Assessment:
    """Return the assessment with what changed since the last closed cycle."""
    if past.last is None:
        return assessment
    ends = (past.last.criteria.id, assessment.criteria.id)
    crosswalk = next((one for one in models_of(project).crosswalks if (one.source, one.target) == ends), None)
    comparison = history.compare(past.cycles[-1].name, past.last, assessment, crosswalk)
    return assessment.model_copy(update={"comparison": comparison})


def _with_actions(assessment: Assessment, decided: Decided) -> Assessment:
    """Return the assessment with the actions that its tier shows, and what is to be said of them."""
    read = decided.actions
    shown = [one for one in read.actions if assessment.visibility.shows(one.visibility)]
    actions = improvement.derived(shown, assessment)
    findings = {one.id for one in decided.ratings.findings}
    said = improvement.problems(actions, read.places, assessment, findings | assessment.finding_by_id.keys())
    order = list(Severity)
    problems = sorted((*assessment.problems, *said), key=lambda one: order.index(one.severity))
    actions = improvement.without(actions, findings - assessment.finding_by_id.keys())
    return assessment.model_copy(update={"actions": actions, "problems": tuple(problems)})


def _named_by_plugins(shown: Shown, judgement: Judgement) -> Iterator[Problem]:
    """Yield a problem for each reference of a plugin's finding to something that is not there."""
    known = {one.id for one in shown.facts}
    for verdict in judgement.verdicts:
        for finding in verdict.findings:
            for reference in finding.evidence:
                if reference not in known:
                    problem = unresolved(reference, f"plugin {finding.source}", known, finding.visibility)
                    yield problem.model_copy(update={"plugin": finding.source, "item": finding.item})


def _left_out(count: int, tier: str) -> Problem:
    return Problem(
        code="withheld",
        severity=Severity.INFO,
        text=Text(
            en=f"{count} records are above the tier {tier} and left out",
            zh=f"有 {count} 项内容高于公开密级（{tier}），未予公开",
        ),
    )


def _provenance(project: Project, shown: Shown) -> Provenance:
    policy, consensus = project.config.scoring, project.config.consensus
    return Provenance(
        version=zhuoyue.__version__,
        instant=project.instant,
        plugins=tuple(plugin.found.info for plugin in project.plugins.usable),
        inputs=shown.inputs,
        policy={
            "unrated": policy.unrated,
            "not_agreed": policy.not_agreed,
            "suggestions_from": ", ".join(policy.suggestions_from),
            "max_range": str(consensus.max_range),
            "max_bands": str(consensus.max_bands),
        },
    )
