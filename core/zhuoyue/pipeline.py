"""The stages in order: collect ▸ check references ▸ withhold ▸ judge ▸ rate ▸ score ▸ Assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import zhuoyue
from zhuoyue import ratings as rating_sheets
from zhuoyue.collect import Harvest, Progress, as_fault, collect
from zhuoyue.errors import Fault, InputError, did_you_mean
from zhuoyue.hashing import Hashes
from zhuoyue.judge import Facts, Judgement, judge
from zhuoyue.model.assessment import Assessment, InputFile, ItemResult, Provenance
from zhuoyue.model.criteria import Criteria, Item
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.finding import Finding, FindingKind
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.rating import Rating
from zhuoyue.model.score import Score, State
from zhuoyue.model.suggestion import Suggestion
from zhuoyue.model.text import Text
from zhuoyue.project import Project
from zhuoyue.ratings import Ratings
from zhuoyue.scoring import add_up, score_item
from zhuoyue.withhold import Shown, withhold

N = TypeVar("N", Evidence, Measure)
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


@dataclass(frozen=True)
class Bundle:
    """What the sources gave, with references resolved and ids unique."""

    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    narratives: tuple[Narrative, ...]
    problems: tuple[Problem, ...]


def assess(
    project: Project, *, use_cache: bool = True, keep_going: bool = False, progress: Progress | None = None
) -> Assessment:
    """Carry a project through all stages.

    Args:
        project: the opened project.
        use_cache: take what an unchanged source gave last time.
        keep_going: record invalid input as problems instead of refusing it.
        progress: called as sources and plugins finish.

    Raises:
        InputError: rating sheets or sources are invalid (unless `keep_going`); every fault found.
    """
    ratings = rating_sheets.read(project.root, project.config.ratings.files, project.criteria, project.scheme)
    harvest = collect(project, use_cache=use_cache, progress=progress)
    bundle = _bundle(project, harvest)
    if not keep_going:
        _refuse(bundle.problems)
    shown = _withheld(project, bundle, ratings, harvest.inputs)
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
    return _assembled(project, ratings, shown, judgement)


def _refuse(problems: Iterable[Problem]) -> None:
    """Raise for invalid input; plugins' own faults do not stop a run."""
    wrong = [one for one in problems if one.severity is Severity.ERROR and one.code not in PLUGIN_FAULTS]
    if wrong:
        raise InputError(*(as_fault(problem) for problem in wrong))


# ---- the border: references and ids ---------------------------------------------------------------------


def _bundle(project: Project, harvest: Harvest) -> Bundle:
    problems = [*_plugin_problems(project), *harvest.problems]
    evidence: dict[str, Evidence] = {}
    measures: dict[str, Measure] = {}
    narratives: list[Narrative] = []
    taken: dict[str, str] = {}
    for configured, collected in harvest.collected:
        name = configured.table.name
        for one in collected.evidence:
            _place(_resolved(one, project.criteria, name, problems), evidence, taken, name, problems)
        for measure in collected.measures:
            _place(_resolved(measure, project.criteria, name, problems), measures, taken, name, problems)
        narratives.extend(collected.narratives)
    problems.extend(_dangling(evidence.values(), narratives, {*evidence, *measures}))
    return Bundle(
        tuple(evidence[key] for key in sorted(evidence)),
        tuple(measures[key] for key in sorted(measures)),
        tuple(sorted(narratives, key=lambda one: (one.code, one.language))),
        tuple(problems),
    )


def _plugin_problems(project: Project) -> Iterator[Problem]:
    for plugin in project.plugins.loaded:
        if plugin.problem:
            text = Text(en=plugin.problem.en, zh=plugin.problem.zh)
            yield Problem(
                code="plugin-broken",
                severity=Severity.ERROR,
                text=text,
                where=plugin.problem.where,
                plugin=plugin.found.name,
            )


def _resolved(thing: N, criteria: Criteria, source: str, problems: list[Problem]) -> N:
    """Turn item codes from the records into full ids; an unknown code becomes a problem."""
    items: dict[str, None] = {}
    for reference in thing.items:
        try:
            items[criteria.resolve(reference).id] = None
        except InputError as error:
            fault = error.faults[0]
            text = Text(en=f"{thing.id}: {fault.en}", zh=f"{thing.id}：{fault.zh}")
            where = thing.locator if isinstance(thing, Evidence) else ""
            problems.append(
                Problem(code="unknown-item", severity=Severity.ERROR, text=text, source=source, where=where)
            )
    return thing.model_copy(update={"items": tuple(items)})


def _place(thing: N, things: dict[str, N], taken: dict[str, str], source: str, problems: list[Problem]) -> None:
    """Keep a thing under its id; a second one of the same id becomes a problem."""
    first = taken.setdefault(thing.id, source)
    if thing.id in things or first != source:
        text = Text(
            en=f"id {thing.id!r} occurs twice, in source {first!r} and in {source!r}; the first is kept",
            zh=f"编号 {thing.id!r} 重复，出现在来源 {first!r} 与 {source!r}；保留前者",
        )
        problems.append(Problem(code="duplicate-id", severity=Severity.ERROR, text=text, source=source))
        return
    things[thing.id] = thing


def _dangling(evidence: Iterable[Evidence], narratives: Iterable[Narrative], known: set[str]) -> Iterator[Problem]:
    """Yield a problem for each reference to something that is not there."""
    references = [(text.locator, ref) for text in narratives for ref in text.references]
    references += [(one.locator, ref) for one in evidence for ref in one.relates_to]
    for where, reference in references:
        if reference not in known:
            yield _unresolved(reference, where, known)


def _unresolved(reference: str, where: str, known: Iterable[str]) -> Problem:
    match_en, match_zh = did_you_mean(reference, known)
    if "did you mean" not in match_en:  # a list of every id helps nobody
        match_en = match_zh = ""
    return Problem(
        code="unresolved-reference",
        severity=Severity.WARNING,
        text=Text(
            en=f"refers to {reference!r}, which is neither evidence nor a measure{match_en}",
            zh=f"引用了 {reference!r}，但没有这样的证据或指标{match_zh}",
        ),
        where=where,
    )


def _withheld(project: Project, bundle: Bundle, ratings: Ratings, collected: Sequence[InputFile]) -> Shown:
    known = {*(one.id for one in bundle.evidence), *(one.id for one in bundle.measures)}
    where = {rating.item: rating.where for rating in ratings.ratings}
    dangling = [
        _unresolved(reference, where.get(finding.item, ""), known)
        for finding in ratings.findings
        for reference in finding.evidence
        if reference not in known
    ]
    hashes = Hashes(None)
    sheets = [
        InputFile(path=path.relative_to(project.root).as_posix(), sha256=hashes.of(path), size=path.stat().st_size)
        for path in ratings.inputs
    ]
    tier = project.config.assessment.visibility
    problems = (*bundle.problems, *dangling)
    inputs = sorted((*collected, *sheets), key=lambda one: one.path)
    return withhold(tier, bundle.evidence, bundle.measures, bundle.narratives, ratings.findings, problems, inputs)


# ---- the result ----------------------------------------------------------------------------------------


def _assembled(project: Project, ratings: Ratings, shown: Shown, judgement: Judgement) -> Assessment:
    config = project.config
    problems = [*shown.problems, *judgement.problems]
    results = tuple(_result(project, item, ratings, shown, judgement, problems) for item in project.criteria.items)
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


def _result(
    project: Project,
    item: Item,
    ratings: Ratings,
    shown: Shown,
    judgement: Judgement,
    problems: list[Problem],
) -> ItemResult:
    rating = ratings.prevailing(item)
    suggestions = _on_grid(project, item, judgement.suggestions(item), problems)
    evidence = tuple(one.id for one in shown.evidence if item.id in one.items)
    measures = tuple(one.id for one in shown.measures if item.id in one.items)
    score = _score(project, item, rating, suggestions, judgement, known=bool(evidence or measures))
    problems.extend(_beyond(item, rating, suggestions))
    if rating is None:
        problems.extend(_undecided(project, item, suggestions))
    return ItemResult(
        item=item.id,
        score=score,
        rating=rating,
        ratings=ratings.of(item),
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


def findings_of(findings: Iterable[Finding], kind: FindingKind) -> tuple[Finding, ...]:
    """Return the strengths or the improvements among findings."""
    return tuple(finding for finding in findings if finding.kind is kind)
