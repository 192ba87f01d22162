"""What a template is given: plain, cleaned text of one language, in the order of a feedback report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhuoyue import Assessment, Category, Finding, FindingKind, Item, ItemKind, Question, Score, State, Text, plain
from zhuoyue_plugins.word.labels import LABELS, STATES

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to say."""
DASH = "–"


def content(assessment: Assessment, language: str) -> dict[str, Any]:
    """Return everything a template may name; docs/how-to/feedback.md lists it."""
    language = "zh" if language == "zh" else "en"
    return _Content(assessment, language).everything()


def line(text: str) -> str:
    """Return a text as one line that XML can hold; what it says about fields or tags stays mere text."""
    return " ".join(_FORBIDDEN.sub("", text).split())


class _Content:
    """The content in one language."""

    def __init__(self, assessment: Assessment, language: str) -> None:
        self.assessment = assessment
        self.language = language
        self.label = LABELS[language]

    def everything(self) -> dict[str, Any]:
        assessment = self.assessment
        categories = [self._category(one) for one in assessment.criteria.categories]
        items = [item for category in categories for item in category["entries"]]
        return {
            "label": self.label,
            "language": self.language,
            "organisation": self._say(assessment.organisation.name),
            "title": self._say(assessment.title),
            "criteria": self._say(assessment.criteria.title),
            "period": f"{assessment.period.start} – {assessment.period.end}",
            "as_of": str(assessment.as_of),
            "final": assessment.final,
            "status": self.label["final" if assessment.final else "draft"],
            "fictional": assessment.organisation.fictional,
            "total": self._score(assessment.total),
            "key_themes": self._themes(),
            "categories": categories,
            "rows": [*self._rows(categories), self._total()],
            "questions": [question for item in items for question in item["questions"]],
            "signatures": self._signatures(),
            "method": self._method(),
        }

    def _say(self, text: Text | None) -> str:
        return "" if text is None else line(text.get(self.language))

    def _themes(self) -> list[dict[str, Any]]:
        codes = {item.id: item.code for item in self.assessment.criteria.items}
        return [
            {
                "title": self.label[f"{scope}_{kind}"],
                "themes": [
                    {"text": self._say(one.text), "codes": ", ".join(codes.get(item, item) for item in one.items)}
                    for one in self.assessment.key_themes
                    if one.scope is scope and one.kind is kind
                ],
            }
            for scope in ItemKind
            for kind in FindingKind
            if self.assessment.key_themes
        ]

    def _category(self, category: Category) -> dict[str, Any]:
        return {
            "code": line(category.code),
            "title": self._say(category.title),
            "points": plain(category.points),
            "score": self._score(self.assessment.categories[category.code]),
            "entries": [self._item(item) for item in category.items],
        }

    def _item(self, item: Item) -> dict[str, Any]:
        result = self.assessment.result_of[item.id]
        found = self.assessment.assessors_findings
        return {
            "code": line(item.code),
            "title": self._say(item.title),
            "points": plain(item.points),
            "mark": "" if item.verified else "†",
            "score": self._score(result.score),
            "carried": self.assessment.carried_texts(item.id),
            "strengths": [self._finding(one) for one in found(item.id, FindingKind.STRENGTH)],
            "improvements": [self._finding(one) for one in found(item.id, FindingKind.IMPROVEMENT)],
            "questions": [self._question(item, one) for one in self.assessment.questions(item.id)],
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        assessment = self.assessment
        things = [assessment.fact(name) for name in finding.evidence]
        separator = "；" if self.language == "zh" else "; "
        return {
            "text": self._say(finding.text),
            "bold": finding.weight.value == "bold",
            "examples": [self._say(one) for one in finding.examples],
            "relevance": self._say(finding.relevance),
            "evidence": separator.join(self._say(thing.title) for thing in things if thing is not None),
        }

    def _question(self, item: Item, question: Question) -> dict[str, Any]:
        return {
            "code": line(item.code),
            "text": self._say(question.text),
            "answer": self._say(question.answer) or self.label["open"],
            "open": question.answer is None,
        }

    def _score(self, score: Score) -> dict[str, Any]:
        unknown = DASH if score.state is State.NOT_APPLICABLE else f"{plain(score.low)}–{plain(score.high)}"
        return {
            "points": unknown if score.value is None else plain(score.value),
            "maximum": plain(score.maximum),
            "percent": DASH if score.percent is None else f"{plain(_one_decimal(score.percent))} %",
            "band": self._band(score),
            "state": STATES[score.state][self.language],
            "known": score.value is not None,
            "interval": f"{plain(score.spread.low)}–{plain(score.spread.high)}" if score.spread else "",
        }

    def _band(self, score: Score) -> str:
        bands = {one.number: one for one in self.assessment.scheme.bands}
        band = bands.get(score.band) if score.band is not None else None
        return f"{band.number} {self._say(band.title)}" if band else ""

    def _rows(self, categories: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
        for category in categories:
            yield {**category, "item": False, "mark": "", "strengths": "", "improvements": ""}
            for item in category["entries"]:
                yield {**item, "item": True} | {kind: _listed(item[kind]) for kind in ("strengths", "improvements")}

    def _total(self) -> dict[str, Any]:
        total = self._score(self.assessment.total)
        empty = {"code": "", "mark": "", "item": False, "strengths": "", "improvements": ""}
        return {**empty, "title": self.label["total"], "points": total["maximum"], "score": total}

    def _signatures(self) -> list[dict[str, str]]:
        signed = {str(one.level): one for one in self.assessment.sign_offs if one.valid}
        return [
            {
                "level": self.label[level],
                "by": line(signed[level].by) if level in signed else "",
                "date": str(signed[level].at.date()) if level in signed else "",
            }
            for level in ("self_check", "review", "approval")
        ]

    def _method(self) -> dict[str, Any]:
        assessment = self.assessment
        return {
            "scheme": self._say(assessment.scheme.title),
            "rule": self._say(assessment.scheme.rule),
            "note": self._say(assessment.criteria.note),
            "unverified": any(not item.verified for item in assessment.criteria.items),
            "version": assessment.provenance.version,
            "instant": assessment.provenance.instant.isoformat(),
        }


def _listed(findings: Iterable[Mapping[str, Any]]) -> str:
    """Return opening sentences one a line, as a table cell has them."""
    return "\n".join(f"• {one['text']}" for one in findings)


def _one_decimal(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP).normalize()
