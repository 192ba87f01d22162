"""The border between sources and assessment: item codes become ids, ids are unique, references lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from zhuoyue.collect import Harvest
from zhuoyue.errors import InputError, did_you_mean, nearest
from zhuoyue.model.base import Visibility
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem, Severity
from zhuoyue.model.text import Text
from zhuoyue.project import Project

N = TypeVar("N", Evidence, Measure, Exhibit)


@dataclass(frozen=True)
class Bundle:
    """What the sources gave, with references resolved and ids unique."""

    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    exhibits: tuple[Exhibit, ...]
    narratives: tuple[Narrative, ...]
    problems: tuple[Problem, ...]

    @property
    def facts(self) -> tuple[Evidence | Measure | Exhibit, ...]:
        """Everything that supports items and can be referred to by id."""
        return (*self.evidence, *self.measures, *self.exhibits)


def gather(project: Project, harvest: Harvest) -> Bundle:
    """Put together what the sources gave; whatever refers to nothing becomes a problem."""
    problems = [*_plugin_problems(project), *harvest.problems]
    evidence: dict[str, Evidence] = {}
    measures: dict[str, Measure] = {}
    exhibits: dict[str, Exhibit] = {}
    narratives: list[Narrative] = []
    taken: dict[str, str] = {}
    for configured, collected in harvest.collected:
        name = configured.table.name
        for one in collected.evidence:
            _place(_resolved(one, project.criteria, name, one.locator, problems), evidence, taken, name, problems)
        for measure in collected.measures:
            where = _origin(measure, evidence) or configured.where
            _place(_resolved(measure, project.criteria, name, where, problems), measures, taken, name, problems)
        for exhibit in collected.exhibits:
            where = _origin(exhibit, evidence) or configured.where
            _place(_resolved(exhibit, project.criteria, name, where, problems), exhibits, taken, name, problems)
        narratives.extend(collected.narratives)
    problems.extend(_dangling(evidence.values(), narratives, {*evidence, *measures, *exhibits}))
    return Bundle(
        tuple(evidence[key] for key in sorted(evidence)),
        tuple(measures[key] for key in sorted(measures)),
        # Within a source as the collector gave them: it knows what its reader wants to see first.
        tuple(sorted(exhibits.values(), key=lambda one: one.source)),
        tuple(sorted(narratives, key=lambda one: (one.code, one.language))),
        tuple(problems),
    )


def _origin(thing: Measure | Exhibit, evidence: Mapping[str, Evidence]) -> str:
    """Return where the first evidence of a thing is, or nothing if it rests on none."""
    origin = evidence.get(next(iter(thing.evidence), ""))
    return origin.locator if origin else ""


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


def _resolved(thing: N, criteria: Criteria, source: str, where: str, problems: list[Problem]) -> N:
    """Turn item codes from the records into full ids; an unknown code becomes a problem."""
    items: dict[str, None] = {}
    for reference in thing.items:
        try:
            items[criteria.resolve(reference).id] = None
        except InputError as error:
            fault = error.faults[0]
            text = Text(en=f"{thing.id}: {fault.en}", zh=f"{thing.id}：{fault.zh}")
            problems.append(
                Problem(
                    code="unknown-item",
                    severity=Severity.ERROR,
                    text=text,
                    source=source,
                    where=where,
                    visibility=thing.visibility,
                )
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
        problems.append(
            Problem(
                code="duplicate-id",
                severity=Severity.ERROR,
                text=text,
                source=source,
                visibility=thing.visibility,
            )
        )
        return
    things[thing.id] = thing


def _dangling(evidence: Iterable[Evidence], narratives: Iterable[Narrative], known: set[str]) -> Iterator[Problem]:
    """Yield a problem for each reference to something that is not there."""
    references = [(text.locator, text.visibility, ref) for text in narratives for ref in text.references]
    references += [(one.locator, one.visibility, ref) for one in evidence for ref in one.relates_to]
    for where, visibility, reference in references:
        if reference not in known:
            yield unresolved(reference, where, known, visibility)


def unresolved(reference: str, where: str, known: Iterable[str], visibility: Visibility) -> Problem:
    """Return the problem of a reference to something that is not there."""
    match = nearest(reference, known, cutoff=0.75)
    match_en, match_zh = did_you_mean(match, [match]) if match else ("", "")
    return Problem(
        code="unresolved-reference",
        severity=Severity.WARNING,
        text=Text(
            en=f"refers to {reference!r}, which is none of the evidence, measures and exhibits{match_en}",
            zh=f"引用了 {reference!r}，但没有这样的证据、指标或图表{match_zh}",
        ),
        where=where,
        visibility=visibility,
    )
