"""What was observed: the rating of each item, and each strength and improvement with what it rests on.

OSCAL's findings know only satisfied and not satisfied. A strength satisfies what its item asks, in what it speaks of;
an improvement does not. A score is neither: it is an observation of the item with its figures as properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhuoyue import Finding, FindingKind, Item, ItemResult, Rating, State
from zhuoyue.interchange import control_id, line, text_props
from zhuoyue_plugins.oscal.names import Json, Names, day, props, some

_SHOWN = 120
"""Characters of a finding that make its title."""


def observations(names: Names) -> list[Json]:
    """Return the observations: one for each item, one for each finding."""
    found: list[Json] = []
    for item in names.assessment.criteria.items:
        result = names.assessment.result_of[item.id]
        found.append(_rating(names, item, result))
        found.extend(_observed(names, item, finding) for finding in result.findings)
    return found


def findings(names: Names) -> list[Json]:
    """Return the findings, each with its observation, and with the risks that actions answer."""
    return [
        _finding(names, item, finding)
        for item in names.assessment.criteria.items
        for finding in names.assessment.result_of[item.id].findings
    ]


def _rating(names: Names, item: Item, result: ItemResult) -> Json:
    rating, score = result.rating, result.score
    collected = day(rating.rated_on) if rating and rating.rated_on else names.instant
    return {
        "uuid": names.uuid("rating", item.id),
        "title": line(f"{item.code} {names.text(item.title)}"),
        "description": _said(names, item, result),
        **_reason(names, rating),
        **props(
            {
                "type": "rating",
                "item": item.id,
                "control": control_id(item.id),
                "state": score.state.value,
                **_figures(names, item, result),
                **_rated(rating),
            },
            _notes(rating),
        ),
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        **names.origins(rating.assessor if rating else ""),
        "subjects": [{"subject-uuid": names.organisation, "type": "party"}],
        **some(relevant_evidence=_relevant(names, (*result.evidence, *result.measures, *result.exhibits))),
        "collected": collected,
    }


def _figures(names: Names, item: Item, result: ItemResult) -> Json:
    """Return percent or level; points only where the model has any."""
    score, scheme = result.score, names.assessment.scheme_of(item)
    level = scheme.band(score.percent) if score.percent is not None and scheme.scale == "level" else None
    figures: Json = {"level": level.label} if level else {"percent": score.percent}
    if names.assessment.criteria.total is not None:
        figures |= {"points": score.value, "low": score.low, "high": score.high, "maximum": score.maximum}
    return figures | {"scheme": scheme.name}


def _rated(rating: Rating | None) -> Json:
    if rating is None:
        return {}
    return {
        "stage": rating.stage.value,
        "not-applicable": rating.not_applicable or None,
        "rated-on": rating.rated_on,
        "recorded-by": rating.recorded_by,
        "visibility": rating.visibility.value,
        "marks": "; ".join(f"{key} = {mark}" for key, mark in rating.marks.items()),
    }


def _notes(rating: Rating | None) -> list[Json]:
    """Return what an assessor wrote on a rating, in each language: reason, notes by dimension, questions."""
    if rating is None:
        return []
    found = [one for note in rating.dimensions for one in text_props("dimension", note.text, note.dimension)]
    for number, question in enumerate(rating.questions, 1):
        found += text_props("question", question.text, str(number))
        found += text_props("answer", question.answer, str(number)) if question.answer else []
    return found + (text_props("reason", rating.reason, "-") if rating.reason else [])


def _said(names: Names, item: Item, result: ItemResult) -> str:
    score, scheme = result.score, names.assessment.scheme_of(item)
    if score.state is State.NOT_APPLICABLE:
        return names.say("Not applicable.", "不适用。")
    if score.percent is None:
        return names.say("Not known yet.", "尚不明确。")
    return names.text(scheme.shown(score.percent))


def _reason(names: Names, rating: Rating | None) -> Json:
    return {"remarks": names.text(rating.reason)} if rating and rating.reason else {}


def _observed(names: Names, item: Item, finding: Finding) -> Json:
    return {
        "uuid": names.uuid("observation", finding.id),
        "title": _title(names, finding),
        "description": "\n\n".join(_paragraphs(names, finding)),
        **props(
            {
                "type": finding.kind.value,
                "id": finding.id,
                "item": item.id,
                "control": control_id(item.id),
                "weight": finding.weight.value,
                "visibility": finding.visibility.value,
            },
            _texts(finding),
        ),
        "methods": ["EXAMINE"],
        "types": ["finding"],
        **names.origins(finding.source),
        "subjects": [{"subject-uuid": names.organisation, "type": "party"}],
        **some(relevant_evidence=_relevant(names, finding.evidence)),
        "collected": names.instant,
    }


def _paragraphs(names: Names, finding: Finding) -> Iterator[str]:
    yield names.text(finding.text)
    yield from (f"- {line(names.text(one))}" for one in finding.examples)
    if finding.relevance:
        yield f"{names.say('Relevance:', '意义：')} {names.text(finding.relevance)}"


def _texts(finding: Finding) -> list[Json]:
    """Return the texts of a finding in each of its languages; the document itself has one."""
    found = text_props("text", finding.text, "-")
    for number, example in enumerate(finding.examples, 1):
        found += text_props("example", example, str(number))
    return found + (text_props("relevance", finding.relevance, "-") if finding.relevance else [])


def _title(names: Names, finding: Finding) -> str:
    title = line(names.text(finding.text))
    return title if len(title) <= _SHOWN else title[: _SHOWN - 1] + "…"


def _relevant(names: Names, ids: Iterable[str]) -> list[Json]:
    """Return references to the resources of facts; only to those that the document holds."""
    found = []
    for name in dict.fromkeys(ids):
        fact = names.assessment.fact(name)
        if fact is not None:
            href = f"#{names.uuid('resource', fact.id)}"
            found.append({"href": href, "description": line(names.text(fact.title)), **props({"id": fact.id})})
    return found


def _finding(names: Names, item: Item, finding: Finding) -> Json:
    strength = finding.kind is FindingKind.STRENGTH
    answers = [one for one in names.assessment.actions if one.finding == finding.id]
    return {
        "uuid": names.uuid("finding", finding.id),
        "title": _title(names, finding),
        "description": names.text(finding.text),
        **props({"type": finding.kind.value, "id": finding.id, "item": item.id}),
        **names.origins(finding.source),
        "target": {
            "type": "statement-id",
            "target-id": f"{control_id(item.id)}_smt",
            "title": line(f"{item.code} {names.text(item.title)}"),
            "status": {"state": "satisfied" if strength else "not-satisfied"},
        },
        "related-observations": [{"observation-uuid": names.uuid("observation", finding.id)}],
        **some(related_risks=[{"risk-uuid": names.uuid("risk", one.id)} for one in answers]),
    }
