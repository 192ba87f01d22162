"""The digest of what was decided: what signatures stand for, whatever tier is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhuoyue.config import Config
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.finding import Finding, KeyTheme
from zhuoyue.model.rating import Rating
from zhuoyue.model.score import Score
from zhuoyue.ratings import Ratings

_APART = {"where", "visibility", "carried_texts"}
"""What of a rating is no decision: where it stands, who may see it, whether somebody has read old texts again."""


def digest(
    config: Config,
    criteria: Criteria,
    ratings: Ratings,
    scores: Mapping[str, Score],
    targets: Mapping[str, Decimal],
) -> str:
    """Return a SHA-256 over all that a reader of the report takes as decided.

    That is: title, organisation, criteria, period and day; the rating in force and score of each item, and every
    percent it came from; findings, questions and key themes; the limits, thresholds and targets that figures are
    measured by.

    It says nothing of evidence, actions, layout or tier: those may change without anybody deciding anew.
    """
    items = []
    for item in criteria.items:
        rating, score = ratings.prevailing(item), scores[item.id]
        items.append(
            {
                "item": item.id,
                "state": score.state.value,
                "low": plain(score.low),
                "high": plain(score.high),
                "rating": _rating(rating) if rating else None,
            }
        )
    decided = {
        "title": config.assessment.title.model_dump(mode="json"),
        "organisation": config.organisation.model_dump(mode="json"),
        "criteria": criteria.id,
        "period": config.assessment.period.model_dump(mode="json"),
        "as_of": config.assessment.as_of.isoformat(),
        "items": items,
        "percents": _percents(ratings),
        "questions": _questions(ratings),
        "findings": [_said(one) for one in ratings.findings],
        "key_themes": [_said(one) for one in ratings.key_themes],
        "consensus": config.consensus.model_dump(mode="json"),
        "uncertainty": config.uncertainty.model_dump(mode="json"),
        "targets": {item: plain(percent) for item, percent in targets.items()},
    }
    if criteria.departures:  # an untailored model is signed as ever
        decided["tailoring"] = [one.model_dump(mode="json", exclude_defaults=True) for one in criteria.departures]
    text = json.dumps(decided, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _rating(rating: Rating) -> dict[str, Any]:
    """Return what a rating says; marks that are not there are no other decision than before there were any."""
    return rating.model_dump(mode="json", exclude=_APART if rating.marks else _APART | {"marks"})


def _said(noun: Rating | Finding | KeyTheme, *without: str) -> dict[str, Any]:
    """Return what a noun says; a field that a later version adds, left empty, is no other decision."""
    return noun.model_dump(mode="json", exclude={"visibility", *without}, exclude_defaults=True)


def _percents(ratings: Ratings) -> list[tuple[str, ...]]:
    """Return who gave what at which stage, in an order that file names do not change: agreement is made of it."""
    return sorted(
        (one.item, one.stage.value, one.assessor, "" if one.percent is None else plain(one.percent), *_open(one))
        for one in ratings.ratings
        if one.decides
    )


def _open(rating: Rating) -> tuple[str, ...]:
    """Return the marks of a rating whose range they are all there is; nothing where it has a percent."""
    return (json.dumps(dict(rating.marks), sort_keys=True),) if rating.open else ()


def _questions(ratings: Ratings) -> list[tuple[str, ...]]:
    """Return the site-visit questions with their answers: those of rows that decide nothing are reported, too."""
    return sorted(
        (one.item, one.stage.value, one.assessor, json.dumps(question.model_dump(mode="json"), sort_keys=True))
        for one in ratings.ratings
        for question in one.questions
    )
