"""What a template is given: plain, cleaned text of one language, in the order of a feedback report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhuoyue import (
    Assessment,
    Category,
    Finding,
    FindingKind,
    Item,
    ItemKind,
    Question,
    Scale,
    SchemeData,
    Score,
    State,
    Text,
    plain,
)
from zhuoyue_plugins.word.labels import LABELS, STATES, UNPOINTED

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
        if assessment.total is None:  # no points to head a column with
            self.label = self.label | UNPOINTED[language] | {"percent": self._heading()}

    def everything(self) -> dict[str, Any]:
        assessment = self.assessment
        categories = [self._category(one) for one in assessment.criteria.categories]
        items = [item for category in categories for item in category["entries"]]
        return {
            "label": self.label,
            "pointed": self.assessment.total is not None,
            "language": self.language,
            "organisation": self._say(assessment.organisation.name),
            "title": self._say(assessment.title),
            "criteria": self._say(assessment.criteria.title),
            "period": f"{assessment.period.start} – {assessment.period.end}",
            "as_of": str(assessment.as_of),
            "final": assessment.final,
            "status": self.label["final" if assessment.final else "draft"],
            "fictional": assessment.organisation.fictional,
            "total": {**(self._points(assessment.total) if assessment.total else {}), "line": self._total_line()},
            "key_themes": self._themes(),
            "categories": categories,
            "rows": [*self._rows(categories), *self._total()],
            "questions": [question for item in items for question in item["questions"]],
            "signatures": self._signatures(),
            "method": self._method(),
        }

    def _heading(self) -> str:
        """Return what a column of figures without points is called."""
        scales = {self.assessment.scheme_of(item).scale for item in self.assessment.criteria.items}
        one = scales.pop() if len(scales) == 1 else None
        return self.label[{Scale.LEVEL: "reached", Scale.PERCENT: "percent", None: "result"}[one]]

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
            "points": self._worth(category.points),
            "score": self._score(self.assessment.categories[category.code], category),
            "entries": [self._item(item) for item in category.items],
        }

    def _item(self, item: Item) -> dict[str, Any]:
        result = self.assessment.result_of[item.id]
        found = self.assessment.assessors_findings
        return {
            "code": line(item.code),
            "title": self._say(item.title),
            "points": self._worth(item.points),
            "mark": "" if item.verified else "†",
            "score": self._score(result.score, item),
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

    def _worth(self, points: Decimal) -> str:
        """Return what an item or category is worth; nothing in a model without points."""
        return "" if self.assessment.total is None else plain(points)

    def _score(self, score: Score, of: Item | Category) -> dict[str, Any]:
        scheme = self.assessment.scheme_of(of) if isinstance(of, Item) else None
        figures = self._points(score) if self.assessment.total is not None else self._unpointed(score, of)
        return (
            figures
            | (self._band(scheme, score) if scheme else {"band": "", "band_label": ""})
            | {"state": STATES[score.state][self.language], "known": score.value is not None}
        )

    def _unpointed(self, score: Score, of: Item | Category) -> dict[str, Any]:
        """Return what a model without a total has: a level or a percent, or the range it may have."""
        shown = self._say(self.assessment.figure(of))
        if isinstance(of, Category) and score.state is not State.NOT_APPLICABLE:
            shown = self._rolled(of, shown)
        known = score.value is not None or score.state is State.NOT_APPLICABLE
        between = {"percent": shown if known else DASH, "range": "" if known else shown}
        return {"points": DASH, "maximum": DASH, "line": shown, "interval": ""} | between

    def _rolled(self, category: Category, shown: str) -> str:
        """Return how a category's figure comes from its items, and beside a mean the lowest of them."""
        mean = self.assessment.criteria.roll_up == "mean"
        lowest = self.assessment.lowest(category) if mean else None
        text = f"{self.label['mean' if mean else 'lowest']} {shown}"
        return f"{text} · {self.label['lowest']} {self._say(lowest)}" if lowest else text

    def _points(self, score: Score) -> dict[str, Any]:
        unknown = DASH if score.state is State.NOT_APPLICABLE else f"{plain(score.low)}–{plain(score.high)}"
        value = unknown if score.value is None else plain(score.value)
        percent = DASH if score.percent is None else f"{plain(_one_decimal(score.percent))} %"
        return {
            "points": value,
            "maximum": plain(score.maximum),
            "percent": percent,
            "line": f"{value} / {plain(score.maximum)} · {percent}",
            "interval": f"{plain(score.spread.low)}–{plain(score.spread.high)}" if score.spread else "",
            "range": "",
        }

    def _band(self, scheme: SchemeData, score: Score) -> dict[str, str]:
        """Return the band and what it is called; of a level that the line shows already only its title."""
        bands = {one.number: one for one in scheme.bands}
        band = bands.get(score.band) if score.band is not None else None
        if band is None:
            return {"band": "", "band_label": ""}
        title = self._say(band.title)
        if scheme.scale is Scale.LEVEL and self.assessment.total is None:
            return {"band": "" if band.name == band.title else title, "band_label": ""}
        label = self.label["reached" if scheme.scale is Scale.LEVEL else "band"]
        return {"band": f"{band.label} {title}", "band_label": f"{label} "}

    def _rows(self, categories: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
        for category in categories:
            yield {**category, "item": False, "mark": "", "strengths": "", "improvements": ""}
            for item in category["entries"]:
                yield {**item, "item": True} | {kind: _listed(item[kind]) for kind in ("strengths", "improvements")}

    def _total_line(self) -> str:
        if self.assessment.total is None:
            rated = sum(one.score.value is not None for one in self.assessment.results)
            return self.label["rated"].format(rated=rated, items=len(self.assessment.results))
        total = self._points(self.assessment.total)
        return f"{total['points']} / {total['maximum']}"

    def _total(self) -> Iterator[dict[str, Any]]:
        if self.assessment.total is not None:
            total = self._points(self.assessment.total)
            empty = {"code": "", "mark": "", "item": False, "strengths": "", "improvements": ""}
            yield {**empty, "title": self.label["total"], "points": total["maximum"], "score": total}

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
