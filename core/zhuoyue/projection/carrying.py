"""What travels to the other model: facts with their items, findings, key themes, actions, texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhuoyue.model.action import Action
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.criteria import Item
from zhuoyue.model.finding import Finding, KeyTheme
from zhuoyue.model.narrative import Narrative
from zhuoyue.model.problem import Problem
from zhuoyue.model.text import Text
from zhuoyue.projection.routes import Routes


def findings(assessment: Assessment, item: Item, routes: Routes) -> tuple[Finding, ...]:
    """Return the findings of all items that lead to an item of the other model, the nearest item's first."""
    found: dict[str, Finding] = {}
    for link in routes.sources(item.code):
        source = assessment.criteria.resolve(link.source)
        for one in assessment.result_of[source.id].findings:
            found.setdefault(one.id, one.model_copy(update={"item": item.id}))
    return tuple(found.values())


def origins(assessment: Assessment, routes: Routes) -> dict[str, tuple[str, ...]]:
    """Return the items under which the findings that travel were written, by the findings' ids."""
    found: dict[str, tuple[str, ...]] = {}
    for result in assessment.results:
        if routes.leads(assessment.criteria.by_id[result.item].code):
            for one in result.findings:
                found[one.id] = (*found.get(one.id, ()), result.item)
    return found


def key_themes(assessment: Assessment, routes: Routes) -> tuple[KeyTheme, ...]:
    """Return the key themes with the other model's items."""
    return tuple(one.model_copy(update={"items": routes.targets(one.items)}) for one in assessment.key_themes)


def actions(assessment: Assessment, routes: Routes, kept: set[str]) -> tuple[Action, ...]:
    """Return the actions whose finding travels, or that serve an item that does; percents and gains stay behind.

    An action serves one item: the nearest of those to which its own leads.
    """
    left_behind = {
        "baseline_percent": None,
        "expected_percent": None,
        "expected_gain": None,
        "realised_gain": None,
        "shared_with": (),
    }
    found = []
    for action in assessment.actions:
        item = routes.nearest(action.item)
        if item and (not action.finding or action.finding in kept):
            found.append(action.model_copy(update=left_behind | {"item": item}))
    return tuple(found)


def narratives(assessment: Assessment, routes: Routes) -> tuple[Narrative, ...]:
    """Return the texts by the other model's items, and by those sections of its profile that are linked."""
    return (*_of_profile(assessment, routes), *_of_items(assessment, routes))


def _of_profile(assessment: Assessment, routes: Routes) -> Iterator[Narrative]:
    titles = {one.code: one.title for one in assessment.criteria.profile}
    for section in routes.target.profile:
        origins = [(link.source, titles[link.source]) for link in routes.sections if link.target == section.code]
        yield from _texts(assessment, section.code, [(code, code, title) for code, title in origins])


def _of_items(assessment: Assessment, routes: Routes) -> Iterator[Narrative]:
    for item in routes.target.items:
        sources = [assessment.criteria.resolve(link.source) for link in routes.sources(item.code)]
        yield from _texts(assessment, item.id, [(one.id, one.code, one.title) for one in sources])


def _texts(assessment: Assessment, target: str, sources: Sequence[tuple[str, str, Text]]) -> Iterator[Narrative]:
    """Yield one text a language: that of the sources, each below the heading of what it was written for."""
    for language in assessment.languages:
        found = [
            (f"# {code} {title.get(language)}", text)
            for key, code, title in sources
            for text in assessment.narratives
            if text.code == key and text.language == language
        ]
        if found:
            yield _joined(target, found)


def _joined(target: str, texts: Sequence[tuple[str, Narrative]]) -> Narrative:
    parts = (f"{heading}\n\n{text.markdown.strip()}" for heading, text in texts)
    narratives = [text for _, text in texts]
    return narratives[0].model_copy(
        update={
            "code": target,
            "markdown": "\n\n".join(parts) + "\n",
            "locator": " · ".join(dict.fromkeys(text.locator for text in narratives)),
            "words": sum(text.words for text in narratives),
            "references": tuple(dict.fromkeys(name for text in narratives for name in text.references)),
            "visibility": max((text.visibility for text in narratives), key=lambda one: one.level),
        }
    )


def problems(assessment: Assessment) -> tuple[Problem, ...]:
    """Return the problems of the records; those of single items speak of their ratings and stay behind."""
    return tuple(one for one in assessment.problems if not one.item)
