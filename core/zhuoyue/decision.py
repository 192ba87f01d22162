"""The digest of what was decided: what signatures stand for, whatever tier is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from zhuoyue.config import Config
from zhuoyue.model.base import plain
from zhuoyue.model.criteria import Criteria
from zhuoyue.model.score import Score
from zhuoyue.ratings import Ratings


def digest(config: Config, criteria: Criteria, ratings: Ratings, scores: Mapping[str, Score]) -> str:
    """Return a SHA-256 over criteria, period, the rating in force and score of each item, findings and key themes.

    It says nothing of evidence, layout or tier: those may change without anybody deciding anew.
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
                "rating": rating.model_dump(mode="json", exclude={"where", "visibility"}) if rating else None,
            }
        )
    decided = {
        "organisation": config.organisation.model_dump(mode="json"),
        "criteria": criteria.id,
        "period": config.assessment.period.model_dump(mode="json"),
        "items": items,
        "findings": [one.model_dump(mode="json", exclude={"visibility"}) for one in ratings.findings],
        "key_themes": [one.model_dump(mode="json", exclude={"visibility"}) for one in ratings.key_themes],
    }
    text = json.dumps(decided, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
