"""What to do next: the improvements of the items that lose most points."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhuoyue import Assessment, Finding, FindingKind, plain

LIMIT = 10


def steps(assessment: Assessment, limit: int = LIMIT) -> list[tuple[str, str, Finding]]:
    """Return item code, points lost (or possibly lost) and improvement, most points first."""
    rows = []
    for result in assessment.results:
        item = assessment.item(result.item)
        lost = result.score.maximum - (result.score.value if result.score.value is not None else result.score.low)
        rows += [(lost, item.code, one) for one in result.findings if one.kind is FindingKind.IMPROVEMENT]
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [(code, plain(lost), finding) for lost, code, finding in rows[:limit]]


def view(assessment: Assessment, language: str) -> Mapping[str, Any]:
    """Return what the page's template gets."""
    rows = [(code, lost, finding.text.get(language)) for code, lost, finding in steps(assessment)]
    return {"rows": rows, "chinese": language == "zh"}


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop."""
    return re.split(r"(?<=[。！？])|(?<=[.!?])\s", text, maxsplit=1)[0]


def write(assessment: Assessment, path: Path) -> None:
    """Write the steps as JSON."""
    rows = [
        {"item": code, "points": lost, "text": finding.text.model_dump()} for code, lost, finding in steps(assessment)
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
