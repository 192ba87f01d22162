"""Leaving out what is above the tier to publish, together with everything that would name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from zhuoyue.model.assessment import InputFile
from zhuoyue.model.base import Visibility
from zhuoyue.model.evidence import Evidence
from zhuoyue.model.exhibit import Exhibit
from zhuoyue.model.finding import Finding
from zhuoyue.model.measure import Measure
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem
from zhuoyue.model.text import Text

_TELLING = 5
"""Characters from which on a title tells what it is the title of."""
WITHHELD = "withheld"
"""Stands in a text where a reference to something withheld was: `[[withheld]]`."""


@dataclass(frozen=True)
class Shown:
    """What may be published, and how much was left out."""

    evidence: tuple[Evidence, ...]
    measures: tuple[Measure, ...]
    exhibits: tuple[Exhibit, ...]
    narratives: tuple[Narrative, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[InputFile, ...]
    withheld: int
    hidden: frozenset[str] = frozenset()
    """Ids of what was left out: nothing that is published may name them."""

    @property
    def facts(self) -> tuple[Evidence | Measure | Exhibit, ...]:
        """Everything that supports items and can be referred to by id."""
        return (*self.evidence, *self.measures, *self.exhibits)


def withhold(
    tier: Visibility,
    evidence: Sequence[Evidence],
    measures: Sequence[Measure],
    exhibits: Sequence[Exhibit],
    narratives: Sequence[Narrative],
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    inputs: Sequence[InputFile],
    confidential: Collection[str] = (),
) -> Shown:
    """Keep what `tier` shows. References to the rest go too: ids, locators, titles, input files, problems.

    Args:
        tier: the tier to publish.
        evidence, measures, exhibits, narratives, findings, problems, inputs: what there is.
        confidential: paths of inputs that the tier does not show: what only sources above it read, sheets that are
            called by an assessor's name.
    """
    hidden_evidence = [one for one in evidence if not tier.shows(one.visibility)]
    hidden_measures = [one for one in measures if not tier.shows(one.visibility)]
    hidden_exhibits = [one for one in exhibits if not tier.shows(one.visibility)]
    hidden_texts = [one for one in narratives if not tier.shows(one.visibility)]
    hidden_findings = [one for one in findings if not tier.shows(one.visibility)]
    hidden: tuple[Evidence | Measure | Exhibit, ...] = (*hidden_evidence, *hidden_measures, *hidden_exhibits)
    ids = {one.id for one in hidden}
    shown = [one for one in evidence if tier.shows(one.visibility)]
    open_texts = [one for one in narratives if tier.shows(one.visibility)]
    open_paths = {_path(one.locator) for one in shown} | {one.locator for one in open_texts}
    hidden_paths = {_path(one.locator) for one in hidden_evidence} | {one.locator for one in hidden_texts}
    paths = (hidden_paths | set(confidential)) - open_paths
    named = _naming(ids | paths, _titles(hidden))
    return Shown(
        evidence=tuple(_without(one, ids) for one in shown),
        measures=tuple(
            one.model_copy(update={"evidence": tuple(ref for ref in one.evidence if ref not in ids)})
            for one in measures
            if tier.shows(one.visibility)
        ),
        exhibits=tuple(
            one.model_copy(update={"evidence": tuple(ref for ref in one.evidence if ref not in ids)})
            for one in exhibits
            if tier.shows(one.visibility)
        ),
        narratives=tuple(_redacted(one, ids) for one in narratives if tier.shows(one.visibility)),
        findings=tuple(
            _nameless(one, tier).model_copy(update={"evidence": tuple(ref for ref in one.evidence if ref not in ids)})
            for one in findings
            if tier.shows(one.visibility)
        ),
        problems=tuple(one if tier.shows(one.visibility) and not named(one) else _silenced(one) for one in problems),
        inputs=tuple(one for one in inputs if one.path not in paths),
        hidden=frozenset(ids | {one.id for one in hidden_findings}),
        withheld=len(hidden) + len(hidden_texts) + len(hidden_findings),
    )


def _path(locator: str) -> str:
    return locator.split("#")[0]


def _titles(things: Iterable[Evidence | Measure | Exhibit]) -> Iterable[str]:
    for thing in things:
        yield from (text for text in (thing.title.zh, thing.title.en) if text)


def _without(evidence: Evidence, ids: set[str]) -> Evidence:
    return evidence.model_copy(update={"relates_to": tuple(ref for ref in evidence.relates_to if ref not in ids)})


def _nameless(finding: Finding, tier: Visibility) -> Finding:
    """Return a rating sheet's finding without its assessor's name, where the tier is public."""
    return finding if tier.shows(Visibility.INTERNAL) else finding.model_copy(update={"source": ""})


def _redacted(narrative: Narrative, ids: set[str]) -> Narrative:
    if not ids & set(narrative.references):
        return narrative
    pattern = re.compile(r"\[\[\s*(" + "|".join(re.escape(one) for one in sorted(ids)) + r")\s*(\|[^\]]*)?\]\]")
    kept = tuple(ref for ref in narrative.references if ref not in ids)
    return narrative.model_copy(
        update={"markdown": pattern.sub(f"[[{WITHHELD}]]", narrative.markdown), "references": kept}
    )


def _silenced(problem: Problem) -> Problem:
    """Keep that there is a problem and of which kind; what it concerns stays unsaid."""
    text = Text(
        en=f"a problem ({problem.code}) with something above the published tier",
        zh=f"高于公开密级的内容存在问题（{problem.code}）",
    )
    return problem.model_copy(update={"text": text, "where": "", "source": ""})


def _naming(names: Iterable[str], titles: Iterable[str]) -> Callable[[Problem], bool]:
    """Return a test whether a problem's text names something withheld.

    Ids, paths and file names count as whole words, titles from five characters on: shorter ones, 客户 say, occur in the
    problems of open records too. What a problem concerns is first of all told by its own visibility.
    """
    words = {word for name in names for word in (name, name.rpartition("/")[2])}
    parts = [rf"(?<![\w.-]){re.escape(word)}(?![\w-])" for word in sorted(words)]
    parts += [re.escape(title) for title in sorted(set(titles)) if len(title) >= _TELLING]
    if not parts:
        return lambda problem: False
    pattern = re.compile("|".join(parts))
    return lambda problem: any(map(pattern.search, (problem.text.zh, problem.text.en, problem.where)))
