"""The stages in order: collect ▸ check references ▸ withhold ▸ judge ▸ rate ▸ score ▸ Assessment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal

import zhuoyue
from zhuoyue import ratings as rating_sheets
from zhuoyue.border import Bundle, gather, unresolved
from zhuoyue.collect import Harvest, Progress, as_fault, collect
from zhuoyue.errors import Fault, InputError
from zhuoyue.hashing import Hashes
from zhuoyue.judge import Facts, Judgement, judge
from zhuoyue.model.assessment import Assessment, InputFile, ItemResult, Provenance
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Item
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rating import Rating
from zhuoyue.model.score import Score, State
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.ratings import Ratings
from zhuoyue.scoring import add_up, score_item
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
        InputError: rating sheets or sources are invalid (unless `keep_going`); every fault found.
    """
    ratings = rating_sheets.read(project.root, project.config.ratings.files, project.criteria, project.scheme)
    harvest = collect(project, use_cache=use_cache, progress=progress)
    bundle = gather(project, harvest)
    if not keep_going:
        _refuse(bundle.problems)
    problems = (*bundle.problems, *_dangling(bundle, ratings))
    shown = _withheld(project, bundle, ratings, harvest, problems)
    facts = Facts(
        items=tuple(project.criteria.items),
        evidence=shown.evidence,
        measures=shown.measures,
        narratives=shown.narratives,
        scheme=project.scheme.data,
        period=project.config.assessment.period,
        as_of=project.config.assessment.as_of,
    )
    judgement = judge(project, facts, use_cache=use_cache, progress=progress)
    assessment = _assembled(project, ratings, shown, judgement, _supported(bundle))
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
    facts = (*(one.items for one in bundle.evidence), *(one.items for one in bundle.measures))
    return frozenset(item for items in facts for item in items)


def _dangling(bundle: Bundle, ratings: Ratings) -> Iterator[Problem]:
    """Yield a problem for each reference of a rating sheet to something that is not there."""
    known = {*(one.id for one in bundle.evidence), *(one.id for one in bundle.measures)}
    where = {rating.item: rating.where for rating in ratings.ratings}
    for finding in ratings.findings:
        for reference in finding.evidence:
            if reference not in known:
                yield unresolved(reference, where.get(finding.item, ""), known, finding.visibility)


def _withheld(
    project: Project, bundle: Bundle, ratings: Ratings, harvest: Harvest, problems: Sequence[Problem]
) -> Shown:
    hashes = Hashes(None)
    sheets = [
        InputFile(path=path.relative_to(project.root).as_posix(), sha256=hashes.of(path), size=path.stat().st_size)
        for path in ratings.inputs
    ]
    inputs = sorted((*harvest.inputs, *sheets), key=lambda one: one.path)
    return withhold(
        project.config.assessment.visibility,
        bundle.evidence,
        bundle.measures,
        bundle.narratives,
        ratings.findings,
        problems,
        inputs,
        harvest.confidential,
    )


def _for_tier(rating: Rating, tier: Visibility) -> Rating:
    """Return a rating without its reason and notes if the tier does not show them; the percent stays."""
    if tier.shows(rating.visibility) or rating.not_applicable:
        return rating
    return rating.model_copy(update={"reason": None, "dimensions": ()})


def _assembled(
    project: Project, ratings: Ratings, shown: Shown, judgement: Judgement, supported: Collection[str]
) -> Assessment:
    config = project.config
    problems = [*shown.problems, *judgement.problems, *_named_by_plugins(shown, judgement)]
    results = tuple(
        _result(project, item, ratings, shown, judgement, problems, known=item.id in supported)
        for item in project.criteria.items
    )
    scores = {result.item: result.score for result in results}
    categories = {
        category.code: add_up([(item.code, scores[item.id]) for item in category.items])
        for category in project.criteria.categories
    }
    if shown.withheld:
        problems.append(_left_out(shown.withheld, config.assessment.visibility))
    order = list(Severity)
    return Assessment(
        title=config.assessment.title,
        organisation=config.organisation,
        period=config.assessment.period,
        as_of=config.assessment.as_of,
        languages=config.assessment.languages,
        visibility=config.assessment.visibility,
        criteria=project.criteria,
        scheme=project.scheme.data,
        total=add_up(list(categories.items())),
        categories=categories,
        results=results,
        evidence=shown.evidence,
        measures=shown.measures,
        narratives=shown.narratives,
        problems=tuple(sorted(problems, key=lambda one: order.index(one.severity))),
        provenance=_provenance(project, shown),
    )


def _named_by_plugins(shown: Shown, judgement: Judgement) -> Iterator[Problem]:
    """Yield a problem for each reference of a plugin's finding to something that is not there."""
    known = {*(one.id for one in shown.evidence), *(one.id for one in shown.measures)}
    for verdict in judgement.verdicts:
        for finding in verdict.findings:
            for reference in finding.evidence:
                if reference not in known:
                    problem = unresolved(reference, f"plugin {finding.source}", known, finding.visibility)
                    yield problem.model_copy(update={"plugin": finding.source, "item": finding.item})


def _result(
    project: Project,
    item: Item,
    ratings: Ratings,
    shown: Shown,
    judgement: Judgement,
    problems: list[Problem],
    *,
    known: bool,
) -> ItemResult:
    tier = project.config.assessment.visibility
    rating = ratings.prevailing(item)
    suggestions = _on_grid(project, item, judgement.suggestions(item), problems)
    evidence = tuple(one.id for one in shown.evidence if item.id in one.items)
    measures = tuple(one.id for one in shown.measures if item.id in one.items)
    score = _score(project, item, rating, suggestions, judgement, known=known)
    problems.extend(_beyond(item, rating, suggestions))
    if rating is None:
        problems.extend(_undecided(project, item, suggestions))
    return ItemResult(
        item=item.id,
        score=score,
        rating=_for_tier(rating, tier) if rating else None,
        ratings=tuple(_for_tier(one, tier) for one in ratings.of(item)),
        findings=(*(one for one in shown.findings if one.item == item.id), *judgement.findings(item)),
        suggestions=suggestions,
        evidence=evidence,
        measures=measures,
    )


def _score(
    project: Project,
    item: Item,
    rating: Rating | None,
    suggestions: Sequence[Suggestion],
    judgement: Judgement,
    *,
    known: bool,
) -> Score:
    policy = project.config.scoring
    suggestion = _chosen(suggestions, policy.suggestions_from) if policy.unrated == "suggested" else None
    missing = State.NOT_RATED if known else State.NO_EVIDENCE
    unknown = State.FAILED if judgement.failed(item) else missing
    return score_item(project.scheme, item, rating, suggestion, unknown)


def _chosen(suggestions: Sequence[Suggestion], preferred: Sequence[str]) -> Suggestion | None:
    """Return the suggestion that the policy takes: by order of plugins, else the only one there is."""
    able = [one for one in suggestions if one.percent is not None]
    for name in preferred:
        for suggestion in able:
            if suggestion.source == name:
                return suggestion
    return able[0] if len(able) == 1 and not preferred else None


def _undecided(project: Project, item: Item, suggestions: Sequence[Suggestion]) -> Iterator[Problem]:
    """Yield a warning where the policy wants a suggestion, but several plugins suggest and none is named."""
    policy = project.config.scoring
    able = [one for one in suggestions if one.percent is not None]
    if policy.unrated != "suggested" or len(able) < 2 or _chosen(able, policy.suggestions_from):
        return
    names = ", ".join(one.source for one in able)
    yield Problem(
        code="suggestions-undecided",
        severity=Severity.WARNING,
        text=Text(
            en=f"{item.code}: {names} suggest a percent; name the one to use in `suggestions_from`",
            zh=f"{item.code}：{names} 都给出了建议分；请在 suggestions_from 中指定采用哪个",
        ),
        where=project.file.where(("scoring",)),
        item=item.id,
    )


def _on_grid(
    project: Project, item: Item, suggestions: Sequence[Suggestion], problems: list[Problem]
) -> tuple[Suggestion, ...]:
    """Leave out suggestions whose percent the scheme does not know, and record them."""
    kept = []
    for suggestion in suggestions:
        fault = project.scheme.check(item, suggestion.percent) if suggestion.percent is not None else None
        if fault is None:
            kept.append(suggestion)
            continue
        text = Text(en=f"suggestion left out: {fault.en}", zh=f"建议分未采用：{fault.zh}")
        problems.append(
            Problem(
                code="judge-failed",
                severity=Severity.ERROR,
                text=text,
                plugin=suggestion.source,
                item=item.id,
            )
        )
    return tuple(kept)


def _beyond(item: Item, rating: Rating | None, suggestions: Iterable[Suggestion]) -> Iterator[Problem]:
    """Yield a warning where a rating is above what a plugin says the evidence carries."""
    percent: Decimal | None = rating.percent if rating else None
    for suggestion in suggestions:
        if percent is None or suggestion.ceiling is None or percent <= suggestion.ceiling:
            continue
        yield Problem(
            code="percent-not-carried",
            severity=Severity.WARNING,
            text=Text(
                en=f"{item.code} is rated {percent} %; the evidence carries up to {suggestion.ceiling} %",
                zh=f"{item.code} 评分为 {percent} %，现有证据最多支持 {suggestion.ceiling} %",
            ),
            where=rating.where if rating else "",
            plugin=suggestion.source,
            item=item.id,
        )


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
    policy = project.config.scoring
    return Provenance(
        version=zhuoyue.__version__,
        instant=project.instant,
        plugins=tuple(plugin.found.info for plugin in project.plugins.usable),
        inputs=shown.inputs,
        policy={"unrated": policy.unrated, "suggestions_from": ", ".join(policy.suggestions_from)},
    )


def exit_faults(assessment: Assessment) -> tuple[list[Fault], list[Fault]]:
    """Return the errors recorded in an assessment: plugins' faults, and invalid input."""
    errors = [one for one in assessment.problems if one.severity is Severity.ERROR]
    plugin = [as_fault(one) for one in errors if one.code in PLUGIN_FAULTS]
    inputs = [as_fault(one) for one in errors if one.code not in PLUGIN_FAULTS]
    return plugin, inputs
